"""The words and the form of letters that tests make up: titles, links, small print, and one mail of them."""

from __future__ import annotations

from typing import NamedTuple

from router import clippers
from router.clippers.finish import key_of
from router.terms import Address, Parsed

SPEECH = "lorem ipsum the council met and the carers spoke about nights and weekends and nobody left early because it mattered "
WORDS = "Words about it that say what happened, who paid and who did not, in about two lines of a mail."
FOOT = (
    '<p style="font-size:11px">You receive this because you signed up. <a href="https://l.example/unsubscribe?u=77">Unsubscribe</a>'
    ' | <a href="https://l.example/privacy">Privacy policy</a></p>'
)
TITLES = [
    "Carers win a night off",
    "Why the duty desk moved upstairs",
    "Six lessons from a closed home",
    "Tenants write their own charter",
    "A judge asks for fewer reports",
]
LINKS = [f"https://l.example/2026/11/{number}-story" for number in range(5)]
LISTED = (("list-unsubscribe", "<https://l.example/unsubscribe?u=77>"),)


class Case(NamedTuple):
    """One mail, and the titles of the stories it holds."""

    name: str
    titles: list[str]
    html: str = ""
    text: str = ""
    subject: str = "Weekly letter"
    headers: tuple[tuple[str, str], ...] = LISTED


def prose(times: int) -> str:
    return f"<p>{SPEECH * times}</p>"


def mail_of(letter: Case) -> Parsed:
    """The mail, as it came to a reader."""
    html = f"<html><body>{letter.html}</body></html>" if letter.html else ""
    reader = Address("ida@router.example")
    sender = Address("news@l.example", "The Letter")
    return Parsed((("to", reader.address), *letter.headers), sender, letter.subject, letter.text, html, (reader,))


def check(letter: Case) -> None:
    """Cut into exactly these stories, in this order, each with a link, and nobody's address."""
    cut = clippers.cut(mail_of(letter))
    assert [key_of(clipping.title) for clipping in cut.clippings] == [key_of(title) for title in letter.titles]
    assert all(clipping.link.startswith("http") for clipping in cut.clippings)
    assert "ida@router.example" not in repr(cut)
