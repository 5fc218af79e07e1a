"""Finds the links of a plain text that stand in notes below it, and the lines that refer to them."""

from __future__ import annotations

import re
from itertools import pairwise

from router.clippers.body import URL

_NOTE = re.compile(r"^\s*(?:\[\d+\]:?|\(\d+\)|\d+[.:)])\s*(?:<?https?://|mailto:)", re.I)
_NOTED = re.compile(r"^\s*[\[(]?(\d{1,3})(?:\]:?|[).:])\s*<?(https?://\S+?)>?$")
_NAMED = re.compile(
    r"^\s*\[(\d{1,3})\]:?\s+[^\[\]<>]{0,60}?[-–—:]\s+(<?https?://\S+)\s*$"
)  # "[1] The plans: https://…"
_ALONE = re.compile(r"^\s*\[\d{1,3}\]:?\s*$")
_MENTION = re.compile(r"(?<=\[)\d{1,3}(?=\])|(?<=\()\d{1,3}(?=\))")
_REFERS = re.compile(r"^([^\[\]]{0,160}?)\s*(?:\[(\d{1,3})\]|\((\d{1,3})\))(\.?|:?\s*(?:[-–—|]|(?<=:))\s.+)$")


def joined(lines: list[str]) -> list[str]:
    """Each note as its number and its link, on one line; without the link's name, where the text refers to it."""
    found = list(lines)
    named = {at: note for at, line in enumerate(lines) if "://" in line and (note := _NAMED.match(line))}
    said = (
        {number for at, line in enumerate(lines) if at not in named for number in _MENTION.findall(line)}
        if named
        else ()
    )
    for at, note in named.items():
        if note[1] in said:
            found[at] = f"[{note[1]}] {note[2]}"
    for at, (line, below) in enumerate(pairwise(lines)):
        if "://" in below and _ALONE.match(line) and URL.match(below.strip(" <")):
            found[at : at + 2] = ["", f"{line.strip()} {below.strip()}"]
    return found


def notes_of(lines: list[str]) -> dict[str, str]:
    """The link of each note."""
    return {found[1]: found[2] for line in lines if (found := _NOTED.match(line))}


def is_note(line: str) -> bool:
    """Whether a line is the note, not one that refers to it."""
    return _NOTE.match(line) is not None


def mentioned(lines: list[str], notes: dict[str, str]) -> list[str]:
    """The links of the notes that these lines refer to, wherever in them."""
    return [notes[number] for line in lines for number in _MENTION.findall(line) if number in notes] if notes else []


def referred(said: str, notes: dict[str, str]) -> tuple[str, str, str] | None:
    """(words, link, words about them) of a line with the number of a note at its end or behind what may be a title."""
    found = _REFERS.match(said)
    link = notes.get(found[2] or found[3]) if found else None
    return (found[1], link, found[4].strip(" .:-–—|")) if found and link else None
