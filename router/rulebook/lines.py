"""Turns the text of a rule file into its lines, each a head and a body, and says what was written unusually."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from router.frozen import value

LONGEST_LINE = 10_000
LARGEST_FILE = 1_000_000


@value(frozen=True, slots=True)
class Problem:
    """Something an editor should know of a rule file: where, what, remedy."""

    file: str
    line: int  # 0: the file as a whole
    what: str
    remedy: str = ""
    level: str = "error"  # error: the file stays at its last good text; warning: surely not meant; note: read as meant

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}; {self.remedy}" if self.remedy else f"{where}: {self.what}"


class Line(NamedTuple):
    """One line `head: body`; the head in small letters with single spaces."""

    number: int
    head: str
    body: str
    raw: str


class Slip(Exception):
    """Raised inside the readers of one line; the reader of the file turns it into a Problem."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)


_ENDS = re.compile("\r\n|\r|\n")
_ODD_SPACE = re.compile("[\t\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]")
_FULLWIDTH_COLON = "\uff1a"


def split(file: str, text: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a rule file that are neither empty nor comments, and the problems of its form."""
    problems: list[Problem] = []
    if len(text) > LARGEST_FILE:
        return [], [Problem(file, 0, "the file is over 1 MB", "split it: several files may take for several interests")]
    if "\x00" in text[:200]:
        return [], [Problem(file, 0, "this is not UTF-8 text", "save the file as UTF-8")]
    if text.startswith("\ufeff"):
        text = text[1:]
        problems.append(Problem(file, 1, "a byte order mark is left out", "save as UTF-8 without BOM", "note"))
    if "\r" in text:
        problems.append(Problem(file, 1, "Windows line ends are read as line ends", "`fmt` writes plain ones", "note"))
        raws = _ENDS.split(text)
    else:
        raws = text.split("\n")
    lines: list[Line] = []
    for number, raw in enumerate(raws, 1):
        line = raw
        if not line or line.isspace():
            continue
        if not line.isascii() or "\t" in line:
            line = _odd_signs(file, number, line, problems)
        line = line.strip()
        if line.startswith("#") or not line:
            continue
        if len(line) > LONGEST_LINE:
            problems.append(Problem(file, number, "the line is over 10,000 characters", "write several lines instead"))
            continue
        head, colon, body = line.partition(":")
        if not colon:
            shown = line if len(line) <= 40 else line[:39] + "…"
            problems.append(
                Problem(file, number, f"no colon in `{shown}`", "a line is `head: body`; a comment begins with #")
            )
            continue
        lines.append(Line(number, _head(head), body.strip(), raw))
    return lines, problems


@lru_cache(maxsize=1024)
def _head(written: str) -> str:
    return " ".join(written.lower().split())


def _odd_signs(file: str, number: int, line: str, problems: list[Problem]) -> str:
    if _ODD_SPACE.search(line):
        if not line.lstrip().startswith("#"):
            problems.append(
                Problem(
                    file, number, "a tab or unusual space is read as a space", "`fmt` writes plain spaces", level="note"
                )
            )
        line = _ODD_SPACE.sub(" ", line)
    if ":" not in line and _FULLWIDTH_COLON in line:
        line = line.replace(_FULLWIDTH_COLON, ":", 1)
    return line


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, "" when none is like it."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.65)
    return found[0] if found else ""


def meant(word: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy: the nearest known word, or the other sentence."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else otherwise
