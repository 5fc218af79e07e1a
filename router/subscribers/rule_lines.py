"""The lines of an editor's mail to `inbox+rules` -> what it asks of which interest; the rest of the mail is not read.

letter = { line } ; line = command NL, from the first line that is not empty to the first that is none
command = interest ("add" | "drop" | "try" ["add" | "drop"]) rule | interest "drop" number "@" version
        | interest ("show" | "history" | "undo") | "interests" | "help" ; an interest goes by its name or its title
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from router.text import fold

MOST = 10  # commands in one mail
_SIGNS = " \t\u00a0*•–-"
_GOES_ON = (",", "+", "~")  # a mail program may break a long rule behind one of these
_VERBS = {"add": "add", "drop": "drop", "remove": "drop", "try": "try", "show": "show",
          "history": "history", "undo": "undo"}  # fmt: skip
_LONGEST_TITLE = 12  # words


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing an editor asks."""

    verb: str  # add, drop, undo, show, history, interests, help
    interest: str = ""
    line: str = ""  # of a rule file, or `12@a3f9c1`
    tried: bool = False  # only to look


def read(text: str, titles: Mapping[str, str]) -> tuple[tuple[Asked, ...], str]:
    """What is asked, and the first line that was not understood where it follows at once ("" for none).

    `titles` are the interests and word lists, name -> title.
    """
    found: list[Asked] = []
    near = False
    for line in _whole_lines(text[:20_000]):
        if not line.strip():
            near = False
            continue
        asked = read_line(line, titles)
        if asked is None or len(found) == MOST:
            quoted = line.lstrip().startswith((">", "--"))
            return tuple(found), line.strip()[:200] if near and not quoted else ""
        found.append(asked)
        near = True
    return tuple(found), ""


def read_line(line: str, titles: Mapping[str, str]) -> Asked | None:
    """What one line asks; None for anything else."""
    if line.lstrip().startswith(">"):
        return None
    words = line.strip().lstrip(_SIGNS).split()
    if len(words) == 1 and (word := fold(words[0]).strip(".!?: ")) in ("help", "interests"):
        return Asked(word)
    for count in range(min(len(words) - 1, _LONGEST_TITLE), 0, -1):
        interest = _named(" ".join(words[:count]), titles)
        verb = _VERBS.get(words[count].lower().strip(":.")) if interest else None
        if verb is not None:
            return _of(verb, interest, line.strip().lstrip(_SIGNS).split(None, count + 1)[count + 1 :])
    return None


def _of(verb: str, interest: str, rest: list[str]) -> Asked | None:
    said, tried = " ".join(rest), verb == "try"
    if verb in ("show", "history", "undo"):
        return None if said else Asked(verb, interest)
    if tried:
        first, _, more = said.partition(" ")
        inner = _VERBS.get(first.lower())
        verb, said = (inner, more) if inner in ("add", "drop") else ("add", said)
    said = said.strip().strip("`“”\"'" if said[:1] in "`“\"'" else " ").strip()
    return Asked(verb, interest, said, tried) if said else None


def _named(said: str, titles: Mapping[str, str]) -> str:
    bare = _bare(said)
    return next((name for name, title in titles.items() if bare and bare in (_bare(name), _bare(title))), "")


def _bare(said: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(said)).split())


def _whole_lines(text: str) -> list[str]:
    """Lines as they were written, where a mail program broke them."""
    whole: list[str] = []
    goes_on = False
    for raw in text.splitlines():
        if goes_on and raw.strip() and not raw.startswith(">"):
            whole[-1] = f"{whole[-1].rstrip()} {raw.strip()}"
        else:
            whole.append(raw)
        goes_on = raw.rstrip().endswith(_GOES_ON)
    return whole
