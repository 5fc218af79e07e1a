"""Takes titles of a plain text out of what is drawn around them: boxes, number cells, lines with words in them, signs."""

from __future__ import annotations

import re
from itertools import pairwise

_DRAWN = re.compile(r"[\u2500-\u257f]+")
_DRAWS = re.compile(r"[|\u2500-\u257f]")
_SIDE = r"[|\u2502\u2503\u2551]"
_SIDES = re.compile(rf"^\s*{_SIDE}(?:\s?[0-9０-９]{{1,2}}\s?{_SIDE})?\s?(.*?)\s*{_SIDE}?\s*$")
_TOP = re.compile(r"\s*[\u2500-\u257f]{2,3}\s*")  # of a box around a number: too short for a rule
_ALONG = re.compile(r"[\u2500\u2501\u2550]{6,}")
_CELL = re.compile(r"^\s*([\u25a0-\u25ff\u2605\u2606])\s?[0-9０-９]{1,2}\s?\1\s*(?=\S)")  # "■1■ Title"
_OPENED = re.compile(r"\s*([*=~#+>-]{2,4})\s+(?=[^\W_])[^*=~#+<>]{4,90}[^\s*=~#+<>-]\s*")
_CLOSED = re.compile(r"\s*([^\s*=~#+<>-][^*=~#+<>]{0,80}?)\s*([*=~#+<-]{2,4})\s*")
_RUN_IN = re.compile(
    r"(\s*([*=~#+])\2{2,3}\s+(?=[^\W_])[^*=~#+<>]{4,160}[^\s*=~#+<>]\s+\2{3,4})\s+([^\W_].+)"
)  # "+++ Title +++ Words"
_AROUND = (("[", "]"), *((sign, sign) for sign in "■□◆◇●★"))
_RULE = "-" * 24
_SIGNS = frozenset(("***", "===", "~~~", "###", "+++"))


def undrawn(text: str, lines: list[str]) -> list[str]:
    """The lines without sides and cells of boxes; words that are drawn into a rule stand between two; a title between signs
    stands on one line."""
    if _DRAWS.search(text):
        lines = [said for line in lines for said in (_undrawn(line) if _DRAWS.search(line) else (line,))]
    lines = [line if line.isascii() else _CELL.sub("", line, count=1) for line in lines]
    return _told_below(_joined(lines))


def _undrawn(line: str) -> tuple[str, ...]:
    if _TOP.fullmatch(line):
        return (_RULE,)
    if not _ALONG.search(line):
        return (_SIDES.sub(r"\1", line),)
    name = _DRAWN.sub(" ", line).strip()
    for opening, closing in _AROUND:
        name = name.removeprefix(opening).removesuffix(closing) if name.endswith(closing) else name
    return (_RULE, name, _RULE) if any(map(str.isalnum, name)) else (line,)


def _told_below(lines: list[str]) -> list[str]:
    """What is told behind a title between signs, on the line below it, and with the words that were wrapped there."""
    found: list[str] = []
    wrapped = False
    for line in lines:
        parts = _RUN_IN.fullmatch(line) if line.lstrip()[:3] in _SIGNS else None
        if parts:
            found += [parts[1], parts[3]]
        elif wrapped and line.strip():
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
        wrapped = parts is not None
    return found


def _joined(lines: list[str]) -> list[str]:
    """Each title whose sign closes on the line below the one where it opens, on one line."""
    found = list(lines)
    for at, (line, below) in enumerate(pairwise(lines)):
        opened = _OPENED.fullmatch(line)
        closed = _CLOSED.fullmatch(below) if opened else None
        if opened and closed and closed[2] in (opened[1], opened[1].replace(">", "<")):
            found[at : at + 2] = ["", f"{line.rstrip()} {below.strip()}"]
    return found
