"""Turns files that include one another into sheets and sources, each read once for each text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from router.rulebook.lines import Line, Problem, meant, split
from router.rulebook.read import Sheet, includes, read
from router.rulebook.sources import read_source
from router.terms import Source


@lru_cache(maxsize=2048)
def split_file(file: str, text: str) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines of one text and the problems of its form."""
    lines, problems = split(file, text)
    return tuple(lines), tuple(problems)


@lru_cache(maxsize=2048)
def source_of(file: str, text: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """The source of one text, None when it is broken."""
    source, problems = read_source(file, text)
    return source, tuple(problems)


@lru_cache(maxsize=2048)
def sheet_of(file: str, text: str, included: tuple[tuple[str, str], ...]) -> Sheet:
    """One file read; `included` is every file that its includes lead to, by which the sheet is known again."""
    lines, problems = split_file(file, text)
    texts = dict(included)
    lists: dict[str, tuple[str, ...]] = {}
    slips = list(problems)
    for number, name in includes(file, list(lines)):
        if not name or name not in texts:
            what = "leads out of the rules folder" if not name else f"`{name}` is not there"
            near = (
                meant(name, texts, "check the path: it begins at this file") if name else "include files of rules/ only"
            )
            slips.append(Problem(file, number, f"the include {what}", near))
            continue
        if name == file or any(loop == file for loop, _ in reach(name, texts)):
            slips.append(Problem(file, number, f"the include of `{name}` leads back here", "take one of them out"))
            continue
        if name.startswith("interests/"):
            slips.append(Problem(file, number, f"`{name}` is an interest", "include files of words only"))
            continue
        other = sheet_of(name, texts[name], reach(name, texts))
        for known, words in (*other.lists.items(), *_lists_of(other, texts)):
            if known in lists and lists[known] != words:
                slips.append(
                    Problem(file, number, f"the list `{known}` is defined in two included files", "rename one")
                )
            lists[known] = words
    return read(file, list(lines), slips, lists)


def _lists_of(sheet: Sheet, texts: Mapping[str, str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The lists of the files that an included file includes itself."""
    for name, text in reach(sheet.file, texts):
        yield from sheet_of(name, text, reach(name, texts)).lists.items()


def reach(file: str, texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Every file that this one's includes lead to, with its text, by name."""
    seen: dict[str, str] = {}
    waiting = [file]
    while waiting:
        at = waiting.pop()
        for _, name in includes(at, list(split_file(at, texts[at])[0])):
            if name in texts and name not in seen:
                seen[name] = texts[name]
                waiting.append(name)
    return tuple(sorted(seen.items()))
