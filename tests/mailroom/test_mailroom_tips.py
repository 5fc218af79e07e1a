"""A person's own link becomes one story with their words as its note, however they or their phone wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from router.mail import tips
from router.mail.parse import parse

Letter = Callable[..., bytes]

ONE = "https://news.example/2026/care-homes-report-fewer-places"
TWO = "https://news.example/b/77"
HEADLINE = "Care homes report fewer places"

# name: subject, text, then for each story its title, link and note
TIPS: dict[str, tuple[str, str, list[tuple[str, str, str]]]] = {
    "a phone's share": (HEADLINE, f"{ONE}\n\nSent from my iPhone\n", [(HEADLINE, ONE, "")]),
    "a phone's share in German": (HEADLINE, f"{ONE}\n\n\nVon meinem iPhone gesendet", [(HEADLINE, ONE, "")]),
    "only a link": ("", ONE, [("Care homes report fewer places", ONE, "")]),
    "only a link that says nothing": ("", TWO, [("news.example/b/77", TWO, "")]),
    "title above": ("for Thursday", f"{HEADLINE}\n{ONE}\n", [(HEADLINE, ONE, "")]),
    "title on the line": ("for Thursday", f"{HEADLINE} {ONE}\n", [(HEADLINE, ONE, "")]),
    "words and a title": ("fyi", f"Read the methods section.\n\n{HEADLINE}\n{ONE}\n", [(HEADLINE, ONE, "Read the methods section.")]),
    "words after": (HEADLINE, f"{ONE}\n\nFor the Thursday group, page 4.\n", [(HEADLINE, ONE, "For the Thursday group, page 4.")]),
    "a sentence around the link": ("tip", f"The report ({ONE}) came out today.\n", [(HEADLINE, ONE, "The report came out today.")]),
    "a word before the link": (HEADLINE, f"Worth reading: {ONE}\n", [(HEADLINE, ONE, "Worth reading:")]),
    "angle brackets": (HEADLINE, f"See <{ONE}>.\n", [(HEADLINE, ONE, "See.")]),
    "a subject that names an interest": ("Housing", f"{TWO}\n", [("news.example/b/77", TWO, "")]),
    "a subject that says nothing": ("FYI", f"{ONE}\n", [(HEADLINE, ONE, "")]),
    "two links": ("Two", f"Both from today.\n\n{HEADLINE}\n{ONE}\n\nA second story of the week\n{TWO}\n", [(HEADLINE, ONE, "Both from today."), ("A second story of the week", TWO, "Both from today.")]),
    "the same link twice": (HEADLINE, f"{ONE}\nAgain: {ONE}\n", [(HEADLINE, ONE, "Again:")]),
    "a signature with a link": (HEADLINE, f"{ONE}\n\n-- \nMira Holm\nhttps://town.example/library\n", [(HEADLINE, ONE, "")]),
    "closing words": (HEADLINE, f"Please add.\n{ONE}\n\nBest regards,\nMira\n", [(HEADLINE, ONE, "Please add.")]),
    "a banner above": (HEADLINE, f"[EXTERNAL] Do not click links.\n\n{ONE}\n", [(HEADLINE, ONE, "")]),
    "trackers": (HEADLINE, f"{ONE}?utm_source=x&utm_medium=y\n", [(HEADLINE, ONE, "")]),
    "a DOI": ("A paper on care", "https://doi.org/10.1000/abc.7\n", [("A paper on care", "https://doi.org/10.1000/abc.7", "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TIPS)
def test_one_story_a_link_with_their_words_and_name(name: str, letter: Letter) -> None:
    subject, text, stories = TIPS[name]
    found = tips.read(parse(letter(text, subject)), frozenset({"housing"}))
    assert [(cut.title, cut.link, cut.note) for cut in found] == stories
    assert {cut.note_by for cut in found} == {"Mira Holm"}


def test_html_of_a_mail_program_gives_the_words_on_the_link_as_title(letter: Letter) -> None:
    page = f'<div>Read page 4.</div><div><a href="{ONE}">{HEADLINE}</a></div><div>-- </div><div><a href="https://town.example">Library</a></div>'
    (cut,) = tips.read(parse(letter("", "fyi", html=page)))
    assert (cut.title, cut.link, cut.note) == (HEADLINE, ONE, "Read page 4.")


def test_a_doi_is_kept_and_the_address_stands_for_a_missing_name(letter: Letter) -> None:
    (cut,) = tips.read(parse(letter("https://doi.org/10.1000/abc.7\n", "A paper on care", "mira@town.example")))
    assert (cut.doi, cut.note_by) == ("10.1000/abc.7", "mira")


def test_links_of_accounts_and_of_other_schemes_are_none(letter: Letter) -> None:
    text = "javascript:alert(1)\nhttps://news.example/unsubscribe?u=1\nftp://far.example/x\n"
    assert tips.read(parse(letter(text, "x"))) == ()


def test_a_mail_full_of_links_gives_twenty(letter: Letter) -> None:
    text = "\n".join(f"https://news.example/a/{n}" for n in range(500))
    assert len(tips.read(parse(letter(text, "x")))) == 20
