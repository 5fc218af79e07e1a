"""Turns the text of a rule file into the same text with one line more or one less; everything else stays as it was."""

from __future__ import annotations

import hashlib
import re

from router.errors import RuleError
from router.rulebook.layout import usual
from router.rulebook.lines import Line, split
from router.rulebook.read import INTEREST_HEADS

_RAW = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
_NUMBER = re.compile(r"(\d{1,6})\s*(?:@\s*|\s)([0-9a-fA-F]{6})")
_BARE = re.compile(r"\d{1,6}")


def short(text: str) -> str:
    """The short name of a text, six characters: a number of a line is worth nothing without the text it counts in."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def numbered(text: str) -> list[str]:
    """Every line that says something, as `12@a3f9c1 take any: eviction`; so it can be named in `drop`."""
    return [_shown(line, short(text)) for line in split("", text)[0]]


def add(file: str, text: str, line: str) -> str:
    """The text with this line behind the last one of its kind, in the usual spacing.

    Raises RuleError when it is no line, or stands there already.
    """
    found, problems = split(file, line)
    if len(found) != 1 or "\n" in line or any(problem.level == "error" for problem in problems):
        what = problems[0].what if problems else "there is no line"
        raise RuleError(file, what, "write it as it stands in the file: `take any: kinship care`")
    lines = split(file, text)[0]
    same = next((one for one in lines if _same(file, one.raw) == _same(file, line)), None)
    if same is not None:
        raise RuleError(f"{file}:{same.number}", f"`{_plain(same.raw)}` stands there already", "nothing to add")
    raws = [raw for raw in _RAW.findall(text) if raw]
    end = "\r\n" if "\r\n" in text else "\n"
    at = _behind(lines, found[0].head) or len(raws)
    if raws and at and raws[at - 1][-1] not in "\r\n":
        raws[at - 1] += end
    return "".join([*raws[:at], usual(file, line).strip("\n") + end, *raws[at:]])


def find(file: str, text: str, said: str) -> str:
    """The line of this text that `said` is: the line itself, or `12@a3f9c1`; as it stands there.

    Raises RuleError when there is none, or when the number counts in another text than this.
    """
    lines, version = split(file, text)[0], short(text)
    by_number = _NUMBER.fullmatch(said.strip())
    if by_number:
        number, of = int(by_number[1]), by_number[2].lower()
        if of != version:
            raise RuleError(file, f"it is {version} now and no more {of}", "its lines were numbered anew: look again")
        found = [line for line in lines if line.number == number]
    elif _BARE.fullmatch(said.strip()):
        shown = next((_shown(one, version) for one in lines if one.number == int(said)), "")
        remedy = f"if you mean `{shown}`, say {said.strip()}@{version}" if shown else "name the line itself"
        raise RuleError(file, f"a number alone may mean another line tomorrow: {said.strip()}", remedy)
    else:
        found = [line for line in lines if _same(file, line.raw) == _same(file, said)]
    if not found:
        raise RuleError(file, f"it has no line `{_plain(said)}`", _near(lines, said, version))
    return found[0].raw


def drop(text: str, line: str) -> str:
    """The text without this line, given as it stands there."""
    raws = [raw for raw in _RAW.findall(text) if raw]
    at = next(n for n, raw in enumerate(raws) if raw.rstrip("\r\n").removeprefix("\ufeff") == line)
    return "".join(raws[:at] + raws[at + 1 :])


def _near(lines: list[Line], said: str, version: str) -> str:
    words = set(re.findall(r"\w{3,}", said.partition(":")[2].casefold()))
    near = [one for one in lines if words & set(re.findall(r"\w{3,}", one.body.casefold()))][:3]
    if not near:
        return "`show` lists its lines"
    return "did you mean " + ", or ".join(f"`{_shown(one, version)}`" for one in near) + "?"


def _behind(lines: list[Line], head: str) -> int:
    """The number of the line behind which one with this head belongs; 0 for the end."""
    verb = head.partition(" ")[0]
    kinds = [[line for line in lines if line.head == head], [line for line in lines if line.head.startswith(verb)]]
    if verb == "skip":
        kinds.append([line for line in lines if line.head.startswith("take")])
    if head in INTEREST_HEADS:
        kinds[1:] = [[line for line in lines if line.head in INTEREST_HEADS]]
    return next((kind[-1].number for kind in kinds if kind), 0)


def _same(file: str, line: str) -> str:
    return " ".join(usual(file, line).split()).casefold()


def _plain(line: str) -> str:
    return " ".join(line.split())[:200]


def _shown(line: Line, version: str) -> str:
    return f"{line.number}@{version} {_plain(line.raw)}"
