"""A newsletter assembled from parts is, byte for byte, the newsletter rendered whole; and either is fit to be sent."""

from __future__ import annotations

import email
import email.policy
import os
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import html5lib
import mailparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from router import headers
from router.planning.choose import choose
from router.planning.fit import fit
from router.render import Press, Templates, issue
from router.render.templates import shipped
from router.render.view import link
from router.terms import Address, Candidate, Chosen, Doors, Interest, IssueContent, Reason, Wishes

PROVE = os.environ.get("ROUTER_PROVE") == "1"
counts = settings(
    max_examples=10_000 if PROVE else 120,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
HOUSE = headers.House(Address("letters@news.example", "Social Work Morning"), "news.example", "owner@news.example")
TEMPLATES = Templates()
PRESS = Press(TEMPLATES, keep=50)  # small, so that parts are dropped and made again while the test runs

HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '" onmouseover="alert(1)',
        'class="title" href="x"',
        '<a href="https://evil.example">x</a>',
        "</td></tr></table>",
        "{{ 7 * 7 }}{% raw %}",
        "=3D=\r\n.\r\n--=_",
        "\ue000tune\ue000",
        "\u202eevil\u2066",
        "a\u00a0b &amp; &nbsp; &#39;",
        "line\u2028break\x85\x0b",
        "x" * 400,
        "日本語の長い題名" * 20,
        "صحة المراهقين",
        "👩‍👧 family",
        "&",
        "<!-- -->",
        "]]>",
        "'",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), HOSTILE, st.builds(lambda a, b: f"{a} {b}", st.text(max_size=20), HOSTILE))
LINKS = st.one_of(
    st.sampled_from(
        [
            "",
            "https://times.example/a?b=c&d=e",
            "http://times.example/",
            "javascript:alert(1)",
            'https://x.example/" onclick="x',
            "https://x.example/<b>'",
            "https://x.example/" + "p" * 300,
            "data:text/html,x",
            "HTTPS://X.example/ü?q={number}",
        ]
    ),
    st.text(max_size=30).map(lambda text: "https://x.example/" + text),
)
TAGS = frozenset(
    {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "table",
        "tbody",
        "tr",
        "td",
        "div",
        "h1",
        "h2",
        "h3",
        "a",
        "span",
    }
    | {"p", "b", "br", "-comment"}
)
COMMENTS = re.findall(r"<!--.*?-->", (shipped() / "issue" / "frame.html").read_text())
NAMES = ("care", "homes", "age")
STORIES = st.builds(
    Candidate,
    story=st.integers(1, 10_000),
    title=TEXTS,
    link=LINKS,
    text=TEXTS,
    publisher=TEXTS,
    interests=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple),
    why=TEXTS,
    published=st.integers(0, 900).map(lambda days: NOW - timedelta(days=days)),
    routed=st.just(NOW),
    also_in=st.lists(TEXTS, max_size=6).map(tuple),
    note=st.one_of(st.sampled_from(("", "See page 4")), TEXTS),
    note_by=st.one_of(st.just("Ben"), TEXTS),
    authors=st.one_of(st.just(""), TEXTS),
    kind=st.sampled_from(("news", "paper", "notice")),
    language=st.sampled_from(("", "en", "de", "ar", "he-IL", 'x" y', "zh-Hant")),
)
DOORS = st.builds(
    Doors,
    leave_page=st.sampled_from(("", "https://news.example/u/t0ken", "https://news.example/u?a=1&b=2")),
    leave_mail=st.sampled_from(("", "mailto:inbox+u.t0ken@news.example?subject=unsubscribe")),
    reply_to=st.sampled_from(("", "inbox+r.t0ken@news.example")),
    tune=st.sampled_from(
        (
            "",
            "https://news.example/t/t0ken/{number}",
            "https://news.example/t?n={number}&t=" + "k" * 60,
            "mailto:inbox+r.t0ken@news.example?subject=why%20{number}",
            "https://news.example/none",
        )
    ),
    see_them=st.sampled_from(("", "https://news.example/left/t0ken", "mailto:inbox@news.example?subject=left")),
    preferences=st.sampled_from(("", "https://news.example/me/t0ken")),
)


@st.composite
def issues(draw: st.DrawFn) -> IssueContent:
    stories = draw(st.lists(STORIES, min_size=1, max_size=12, unique_by=lambda one: one.story))
    interests = {name: Interest(name, draw(TEXTS) or name) for name in NAMES[: draw(st.integers(1, 3))]}
    wishes = Wishes(minutes=draw(st.sampled_from((0, 1, 5, 20))))
    return IssueContent(
        title=draw(TEXTS),
        number=draw(st.integers(1, 99_999)),
        date=draw(TEXTS),
        local_date="2026-11-25",
        chosen=choose(stories, wishes, interests, NOW),
        interests=interests,
        doors=draw(DOORS),
        language=draw(st.sampled_from(("en", "ar", "de-AT"))),
        repeats=draw(st.integers(0, 40)),
        outside=draw(st.integers(0, 3)),
        imprint=draw(TEXTS),
        minutes=wishes.minutes,
        words=tuple(draw(st.lists(st.tuples(st.sampled_from(NAMES), TEXTS, TEXTS), max_size=2))),
    )


@counts
@given(issues())
def test_assembled_is_byte_for_byte_the_whole_rendering(content: IssueContent) -> None:
    whole = issue(content, TEMPLATES)
    parts = PRESS.issue(content)
    assert parts.subject == whole.subject
    assert parts.html == headers.quoted(whole.html)
    assert parts.text == headers.quoted(whole.text)
    if content.chosen.picks:
        size = PRESS.size(content)(content.chosen.picks)
        assert size - len(whole.html.replace("\n", "\r\n").encode()) == 100


def mail_of(content: IssueContent) -> bytes:
    parts = PRESS.issue(content)
    door = Doors(leave_mail="mailto:inbox@news.example")
    fields = headers.issue_headers(
        HOUSE, key="1|2026-11-25|daily", to=Address("ada@reader.example"), subject=parts.subject, date=NOW,
        doors=content.doors if content.doors.leave_page or content.doors.leave_mail else door, list_name="news",
    )  # fmt: skip
    return headers.assemble(fields, parts.text, parts.html, boundary=headers.boundary_of("x"))


@counts
@given(issues())
def test_it_reads_back_clean_by_readers_nobody_here_wrote(content: IssueContent) -> None:
    raw = mail_of(content)
    headers.scan(raw)
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    html = parsed.get_body(("html",)).get_content()  # type: ignore[union-attr]
    text = parsed.get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert not parsed.defects and all(not part.defects for part in parsed.walk())
    other = mailparser.parse_from_bytes(raw)
    assert other.subject == parsed["Subject"]
    assert plainly(other.text_html[0]) == plainly(html)
    check_html(html, content)
    links = [address(pick.candidate) for pick in content.chosen.picks]
    shown = re.findall(r"(?mi)^ *(https?://\S+)$", text)
    assert [link for link in shown if link in links] == [link for link in links if link]


def plainly(text: str) -> str:
    """mail-parser composes characters; that is no difference."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def address(candidate: Candidate) -> str:
    return link(candidate.link)


def check_html(html: str, content: IssueContent) -> None:
    tree = HTMLParser(html)
    assert {node.tag for node in tree.root.traverse()} <= TAGS  # type: ignore[union-attr]
    assert re.findall(r"<!--.*?-->", html) == COMMENTS, "only the frame that Outlook needs"
    for node in tree.root.traverse():  # type: ignore[union-attr]
        for name, value in node.attributes.items():
            assert name in {
                "role", "class", "style", "width", "cellpadding", "cellspacing", "border", "align", "colspan", "href",
                "lang", "dir", "charset", "name", "content",
            }, (name, value)  # fmt: skip
            assert name != "href" or re.match(r"(https?://|mailto:)", value or "", re.IGNORECASE), value
            assert "position" not in (value or "") or name != "style"
    numbers = [node.text(strip=True) for node in tree.css("td.number, td.mark")]
    assert numbers == [str(pick.number) for pick in content.chosen.picks]
    other = html5lib.parse(html, treebuilder="lxml", namespaceHTMLElements=False)
    assert {node.tag for node in other.iter() if isinstance(node.tag, str)} <= TAGS


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
    size = len(email.message_from_bytes(mail_of(small)).get_payload(1).get_payload(decode=True))  # type: ignore
    assert 86_000 < size <= 90_000
    assert len(cut.picks) + len(cut.waiting) == 300
    assert "kept for the next one" in issue(small, TEMPLATES).text


@pytest.mark.parametrize(
    "word", ["<img", "<svg", "<details", "<form", "<script", "position:", "url(", "@import", "http://"]
)
def test_lint_of_what_mail_clients_do_not_bear(word: str) -> None:
    assert word not in issue(sample(), TEMPLATES).html
