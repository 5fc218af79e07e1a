"""What an issue says: subject, preheader, order, doors, ledger, notes, and how it is cut to fit a mail."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from router.planning.choose import choose
from router.planning.fit import fit
from router.render import Press, Templates, issue
from router.terms import Candidate, Chosen, Doors, Interest, IssueContent, Reason, Wishes
from tests.render.strange import NOW, mail_of

TEMPLATES = Templates()
PRESS = Press(TEMPLATES)


def sample(stories: int = 8, doors: Doors | None = None, language: str = "en", **more: object) -> IssueContent:
    interests = {
        name: Interest(name, title) for name, title in (("care", "Child protection"), ("homes", "Homelessness"))
    }
    found = [
        Candidate(n, f"Story {n} about kinship care", f"https://times.example/{n}", f"Summary of story {n}.", "The Times Room",
                  ("care", "homes")[: 1 + n % 2], "“kinship” in the title", NOW - timedelta(hours=n), NOW)
        for n in range(1, stories + 1)
    ]  # fmt: skip
    values: dict[str, object] = {
        "title": "Social Work Morning",
        "number": 12,
        "date": "Wednesday, 25 November 2026",
        "local_date": "2026-11-25",
        "chosen": choose(found, Wishes(minutes=0), interests, NOW),
        "interests": interests,
        "doors": doors
        or Doors(
            "https://news.example/u/t0ken",
            "mailto:inbox+u.t0ken@news.example",
            "inbox+r.t0ken@news.example",
            "https://news.example/t/t0ken/{number}",
            "https://news.example/left/t0ken",
            "https://news.example/me/t0ken",
        ),
        "language": language,
        "imprint": "Example Street 1",
    }
    return IssueContent(**{**values, **more})  # type: ignore[arg-type]


def test_subject_preheader_and_order() -> None:
    rendered = issue(sample(), TEMPLATES)
    assert rendered.subject == "No. 12: Story 1 about kinship care"
    tree = HTMLParser(rendered.html)
    hidden = tree.css_first("div.preheader").text().strip().splitlines()[0]
    assert hidden == "Story 1 about kinship care · Story 2 about kinship care · Story 3 about kinship care"
    assert [node.text() for node in tree.css("h2")] == ["If you have 5 minutes", "Child protection"]
    titles = [node.text() for node in tree.css("h3")]
    order = [pick.candidate.title for pick in sample().chosen.picks]
    assert titles == order
    assert [line[5:] for line in rendered.text.splitlines() if re.match(r" {0,2}\d+\. ", line)] == order


def test_a_way_to_leave_stands_at_the_top_and_at_the_foot() -> None:
    rendered = issue(sample(), TEMPLATES)
    leave = 'href="https://news.example/u/t0ken"'
    assert rendered.html.count(leave) == 2
    assert rendered.html.index(leave) < rendered.html.index("Story 4")
    assert "Unsubscribe from everything" in rendered.html and "Unsubscribe from everything" in rendered.text
    one = {"care": Interest("care", "Child protection")}
    assert "Unsubscribe from Child protection" in issue(sample(interests=one), TEMPLATES).text
    assert rendered.text.count("https://news.example/u/t0ken") == 2


def test_every_story_has_its_own_tune_link() -> None:
    html = issue(sample(), TEMPLATES).html
    assert re.findall(r"/t/t0ken/(\d+)", html) == [str(n) for n in range(1, 9)]


def test_the_ledger() -> None:
    content = sample(repeats=31, outside=12)
    waiting = tuple((n, Reason("over-minutes", "over your 20 minutes")) for n in range(50, 54))
    content = sample(
        repeats=31, outside=12, chosen=Chosen(content.chosen.picks, waiting, ((60, Reason("muted", "you muted x")),))
    )
    said = "Left out: 31 repeats, 12 outside your interests, 4 over your 20 minutes, 1 you muted."
    for part in (issue(content, TEMPLATES).html, issue(content, TEMPLATES).text):
        assert said in part and "https://news.example/left/t0ken" in part
    nothing = issue(sample(), TEMPLATES)
    assert "Left out" not in nothing.html + nothing.text


def test_without_a_public_address_nothing_is_a_dead_link() -> None:
    content = sample(doors=Doors(leave_mail="mailto:inbox@news.example?subject=unsubscribe%20t0ken"))
    rendered = issue(content, TEMPLATES)
    assert "news.example/" not in rendered.html and rendered.html.count('href="mailto:') == 2
    assert "tune" not in rendered.html and 'href=""' not in rendered.html
    bare = issue(sample(doors=Doors()), TEMPLATES)
    assert not re.search(r'href="(?!https://times)', bare.html)


def test_right_to_left() -> None:
    tree = HTMLParser(issue(sample(language="ar"), TEMPLATES).html)
    assert tree.css_first("html").attributes["dir"] == "rtl"
    assert tree.css_first("h3").attributes["dir"] == "ltr", "a story in English inside an Arabic newsletter"


def test_a_name_that_does_not_show_where_the_link_goes_stands_beside_its_host() -> None:
    content = sample(1)
    odd = Candidate(1, "T", "https://other.example/x", "", "The Times Room", ("care",), "", NOW, NOW)
    content = sample(chosen=choose([odd], Wishes(), content.interests, NOW))
    assert "The Times Room (other.example)" in issue(content, TEMPLATES).text


def test_a_note_that_stands_at_many_stories_is_told_once() -> None:
    content = sample()
    stories = [replace(pick.candidate, note="All of these", note_by="Ben") for pick in content.chosen.picks]
    content = sample(chosen=choose(stories, Wishes(minutes=0), content.interests, NOW))
    text = issue(content, TEMPLATES).text
    assert text.count("Ben: All of these") == 1 and text.count("Passed on by Ben.") == 7


def test_what_a_source_says_twice_is_said_once() -> None:
    content = sample(1)
    one = replace(content.chosen.picks[0].candidate, authors="The Times Room", text="A whole sentence. …")
    text = issue(sample(chosen=choose([one], Wishes(), content.interests, NOW)), TEMPLATES).text
    assert text.count("The Times Room") == 1 and "A whole sentence.\n" in text


def test_the_size_lets_an_issue_fit_a_mail() -> None:
    content = sample(300)
    assert len(issue(content, TEMPLATES).html.encode()) > 90_000
    cut = fit(content.chosen, PRESS.size(content), Wishes(minutes=0), NOW)
    small = sample(chosen=cut)
    size = len(email.message_from_bytes(mail_of(small, PRESS.issue(small))).get_payload(1).get_payload(decode=True))  # type: ignore
    assert 86_000 < size <= 90_000
    assert len(cut.picks) + len(cut.waiting) == 300
    assert "kept for the next one" in issue(small, TEMPLATES).text


@pytest.mark.parametrize(
    "word", ["<img", "<svg", "<details", "<form", "<script", "position:", "url(", "@import", "http://"]
)
def test_lint_of_what_mail_clients_do_not_bear(word: str) -> None:
    assert word not in issue(sample(), TEMPLATES).html
