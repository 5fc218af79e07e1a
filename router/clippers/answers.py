"""Tells what one person writes to another from news: takes out the words that are answered, knows who speaks."""

from __future__ import annotations

import re

from router.html import Node, Page, line

_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|(?:a )?écrit|escribió|escreveu|ha scritto|schreef|skrev|пишет|написал)\b.{0,40}:\s*$",
    re.I,
)
_GREETS = re.compile(
    r"(?:dear|hi|hello|hey|liebe[rs]?|hallo|moin|cher|chère|bonjour|salut|hola|querid[oa]|ciao|car[oai]|olá|beste|hoi|hej|kære|cześć|drog[ai])"
    r" [^\W\d_][^\s,!]{0,20}(?: [^\W\d_][^\s,!]{0,20})?[,!]?$",
    re.I,
)
_SPEAKS = re.compile(r"(?:I|we|you|ich|wir|je|j['’]|nous|yo|io|eu|ik|jag|jeg|ja)(?:['’]\w+)?\b", re.I)
_MOST = 20  # quotes of a page that are looked at
_NEAR = 3  # elements above a quote that may say who wrote it
_LONGEST = 400  # signs of who wrote it


def unquoted(text: str) -> str:
    """What a person wrote in a plain text."""
    if "\n>" not in text:
        return text
    kept = []
    quoting = False
    for said in text.splitlines():
        if not (quoting and said.startswith(">")):
            kept.append(said)
            quoting = _WROTE.search(said[:_LONGEST]) is not None if said.strip() else quoting
    return "\n".join(kept)


def drop_quote(page: Page) -> None:
    """Leaves in a page what a person wrote in it."""
    for quote in page.css("blockquote")[:_MOST]:
        if _WROTE.search(_above(quote)):
            quote.decompose()
            return


def _above(quote: Node) -> str:
    """The nearest words above, where they are few."""
    at = quote.prev
    for _ in range(_NEAR):
        if at is None:
            return ""
        if words := line(at.text(deep=True) if at.tag != "-text" else at.text_content or ""):
            return words if len(words) <= _LONGEST else ""
        at = at.prev
    return ""


def is_note(text: str) -> bool:
    """Whether a plain text greets one reader by name."""
    first = next((said for said in map(str.strip, text[:_LONGEST].splitlines()) if said), "")
    return _GREETS.match(first) is not None


def speaks(title: str) -> bool:
    """Whether words say what their writer did, and name no story."""
    return _SPEAKS.match(title) is not None
