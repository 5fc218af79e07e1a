"""Turns paragraphs that begin with their title and refer to links in notes below them into stories."""

from __future__ import annotations

import re
from itertools import pairwise

from router import html
from router.clippers import notes
from router.clippers.body import Raw
from router.clippers.labels import may_be_title
from router.clippers.paragraphs import capitals
from router.clippers.wording import words_in

_BEGINS = re.compile(
    r"([*_]{0,2})((?:\S+ ){1,11}?\S*[^\W\d_]{2}(?:[!?]|(?=\.)))\.?\1 +(\S.+)$"
)  # "A Short Title. What it tells"
_MENTION = re.compile(r"\[\d{1,3}\]")
_FEWEST = 3
_TOLD = 6  # words below a title
_CAPITAL = 0.6  # of the words of a title that nothing else marks


def run_in(lines: list[str]) -> list[Raw]:
    """Three and more of them, and most of the paragraphs that refer to a note; else nothing."""
    noted = notes.notes_of(lines)
    found: list[Raw] = []
    referring = 0
    for paragraph, below in pairwise([*paragraphs_of(lines), []]) if noted else ():
        if notes.is_note(paragraph[0]):
            continue
        ways = notes.mentioned(paragraph, notes.notes_of(below) or noted)
        referring += bool(ways)
        begins = _BEGINS.match(html.line(" ".join(paragraph))) if ways else None
        if begins is None or words_in(begins[3]) < _TOLD or not (begins[1] or capitals(begins[2]) > _CAPITAL):
            continue
        if may_be_title(title := html.line(_MENTION.sub("", begins[2]))):
            found.append(Raw(title=title, link=ways[0], links=ways[1:], text=_MENTION.sub("", begins[3])))
    return found if len(found) >= _FEWEST and 2 * len(found) >= referring else []


def paragraphs_of(lines: list[str]) -> list[list[str]]:
    """The lines between empty ones, together."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]
