"""Plain letters that list their titles first and tell each of them below: the list says which lines are titles."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import LINKS, TITLES, Case, check, mail_of

TOLD = "What happened, who paid and who did not, in about two lines of a mail\nthat a person wrote on a Tuesday."
RULE = "-" * 60


def letter(listed: str, told: str, titles: list[str] = TITLES, top: str = "IN THIS ISSUE") -> str:
    """The list and the stories, each made from a pattern: TITLE, ADDRESS, NUMBER."""

    def each(pattern: str) -> str:
        return "\n".join(
            pattern.replace("TITLE", title, 1).replace("ADDRESS", link).replace("NUMBER", str(number))
            for number, (title, link) in enumerate(zip(titles, LINKS, strict=False), 1)
        )

    return f"{top}\n\n{each(listed)}\n\n{RULE}\n\n{each(told)}\n\nTo leave: https://l.example/unsubscribe?u=7\n"


PATTERNS = {
    "who wrote it behind the title": ("(NUMBER) TITLE\n    [Northmoor Council]", f"(NUMBER) TITLE\n\nNorthmoor Council, 18.03.2010\nKind: notice\n\n{TOLD}\n\nMore:\nADDRESS\n"),
    "the paper before the title": ("Northmoor Gazette - TITLE", f"NORTHMOOR GAZETTE\n20/08/2012\n\nTITLE\n\nA judge signs it today.\n\nRead it: ADDRESS\n{RULE}"),
    "the place before the title": ("- SPAIN: TITLE", f"SPAIN\nTITLE\nAda Roe Berg\n\n{TOLD}\nADDRESS\n\n* * *\n"),
    "who wrote it below the title": ("NUMBER. TITLE\nRoe, Ada ; Vale, Jo\n", f"NUMBER. TITLE\n\n   Roe, Ada ; Vale, Jo\n\n   {TOLD}\n\n   Date: 2024-02\n   URL: ADDRESS\n"),
    "three stars": ("   -TITLE", f"***TITLE\n{TOLD}\nADDRESS\n"),
    "the day below": ("  TITLE", f" --TITLE\n(June NUMBER, 2015)\n{TOLD}\nRead more in:\nADDRESS\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
def test_a_letter(name: str) -> None:
    listed, told = PATTERNS[name]
    check(Case(name, TITLES, text=letter(listed, told)))


def test_a_title_on_two_lines_of_the_list_is_whole() -> None:
    titles = [title.upper() for title in TITLES]
    text = letter("* TITLE", f"TITLE\n\n5 October - {TOLD}\n\nFull story: ADDRESS\n\n{RULE}\n", titles)
    check(Case("wrapped", titles, text=text.replace("CHARTER\n", "\n  CHARTER\n", 1)))


def test_releases_have_the_page_of_the_program_not_of_who_made_it() -> None:
    names = ["gzcare 0.3.1", "Nightmail 1.9-rc2", "libduty 2.0.4", "slowform 0.5", "Rota 4"]
    told = (
        "[00NUMBER] - TITLE\n  by Ada Roe (https://l.example/users/NUMBER)\n\nAbout: a small program.\n\nURL: ADDRESS\n"
    )
    cut = clippers.cut(mail_of(Case("releases", names, text=letter("[00NUMBER] - TITLE (Console)", told, names[:4]))))
    assert [(clipping.title, clipping.link) for clipping in cut.clippings] == list(zip(names[:4], LINKS, strict=False))


def test_a_line_told_again_out_of_order_does_not_undo_the_list() -> None:
    text = letter("* TITLE", f"TITLE\n\n{TOLD}\n\nADDRESS\n").replace("IN THIS", "Northmoor Press Office\nIN THIS")
    text = text.replace("To leave", "NORTHMOOR PRESS OFFICE\nTo leave")
    check(Case("out of order", TITLES, text=text))


def test_what_the_letter_says_of_itself_is_no_story() -> None:
    text = letter("  NUMBER. TITLE", f"NUMBER. TITLE\nWID: NUMBER\nRelevant URL:\nADDRESS\nSummary:\n\n{TOLD}\n")
    text = text.replace(f"\n\n{RULE}", f"\nV. SUBSCRIPTION INFORMATION\n\n{RULE}", 1)
    text = text.replace(
        "To leave: ", f"V. SUBSCRIPTION INFORMATION\n{RULE}\nTo subscribe send a mail to ada@l.example.\nTo leave: "
    )
    check(Case("of itself", TITLES, text=text))


def test_advertisements_after_a_story_are_none_of_it() -> None:
    text = letter("  TITLE", f" --TITLE\n(June NUMBER, 2015)\n{TOLD}\nRead more in:\nADDRESS\n")
    ads = "\n".join(
        f"{number}) Free paper on forms, number {number}.\nhttps://ads.example/{number}\n" for number in range(4)
    )
    check(
        Case(
            "paid for",
            TITLES,
            text=text.replace(" --Six", f"{'*' * 20} SPONSORED LINKS {'*' * 20}\n{ads}\n{'*' * 60}\n\n --Six"),
        )
    )


def test_a_story_about_subscriptions_is_one() -> None:
    titles = [*(title.upper() for title in TITLES[:4]), "SUBSCRIPTION FEES RISE IN JUNE"]
    cut = clippers.cut(
        mail_of(Case("fees", titles, text=letter("  NUMBER. TITLE", f"NUMBER. TITLE\n\n{TOLD}\n", titles)))
    )
    assert [clipping.title for clipping in cut.clippings] == titles
