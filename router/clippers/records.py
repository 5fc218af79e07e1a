"""Turns plain text that lists stories (titles above links, labelled records, digests of posts) into those stories."""

from __future__ import annotations

import re

from router import html
from router.clippers.body import Body, Raw
from router.clippers.marked import TITLE, labelled, posts
from router.clippers.titled import Reader
from router.clippers.underlined import underlined

MOST_LINES = 30_000
_MARKED_DOWN = re.compile(
    r"^\s*(?:#{1,6}\s+|[*+-]\s+|\d{1,3}[.)]\s+)?\*{0,2}\[([^\[\]]+)\]\(<?(https?://[^\s()<>]+)>?[^()]*\)\*{0,2}\s*$"
)
_BOX = re.compile(r"^\s*[|\u2502]\s?(.*?)\s*[|\u2502]?\s*$")


def cut(body: Body) -> list[Raw]:
    """The records of a text: posts of a digest, labelled records, else titles above links."""
    lines = _lines(body)
    return _posts(body, lines) or labelled(lines) or Reader(lines).read()


def structured(body: Body) -> list[Raw]:
    """Only records that say what they are: posts of a digest, labelled records."""
    lines = _lines(body)
    return _posts(body, lines) or labelled(lines)


def in_page(body: Body) -> list[Raw]:
    """Labelled records of a page, where no empty line says that one begins: its title does."""
    lines = html.to_text(body.html).splitlines()[:MOST_LINES]
    return labelled([said for line in lines for said in (("-----", line) if TITLE.match(line) else (line,))])


def complete(body: Body) -> list[Raw]:
    """Stories that stand whole in a text, under underlined headlines."""
    return underlined(_lines(body))


def _posts(body: Body, lines: list[str]) -> list[Raw]:
    """The posts of a digest; header lines in a mail from a person are those of mails it answers."""
    known = body.listed or body.source is not None or "digest" in body.subject.casefold()
    return posts(lines) if known else []


def _marked_down(line: str) -> tuple[str, ...]:
    """A line that is one Markdown link, as a title and its link; any other line as it is."""
    found = _MARKED_DOWN.match(line)
    return ("", found[1], found[2]) if found else (line,)


def _lines(body: Body) -> list[str]:
    """The text between the source's `start:` and `end:`, without the sides of boxes drawn around titles."""
    text = body.text or html.to_text(body.html)
    lines = text.splitlines()[:MOST_LINES]
    if "](http" in text:
        lines = [said for line in lines for said in (_marked_down(line) if "](" in line else (line,))]
    lines = [_BOX.sub(r"\1", line) if line.lstrip().startswith(("|", "\u2502")) else line.rstrip() for line in lines]
    if split := body.parameter("split").casefold():
        lines = ["-----" if line.strip().casefold().startswith(split) else line for line in lines]
    start, end = body.parameter("start").casefold(), body.parameter("end").casefold()
    if start:
        lines = lines[next((at for at, line in enumerate(lines) if start in line.casefold()), -1) + 1 :]
    if end:
        lines = lines[: next((at for at, line in enumerate(lines) if end in line.casefold()), len(lines))]
    return lines
