"""Finds the list at the top of a plain text whose lines stand again below, each over what it tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from router.clippers import bylines
from router.clippers.finish import key_of
from router.clippers.labels import may_be_title
from router.clippers.marked import RULE
from router.clippers.paragraphs import is_marked, tidy
from router.clippers.wording import is_advertisement, is_release, words_in

FEWEST = 3
_CLOSE = 4  # lines from one title of the list to the next
_TWICE = 2
_MOST_ASTRAY = 4  # one in so many may be told out of order
_LONGEST = 250
_NAMED = 4  # words of a paper, a place or a person beside a title of the list
_SIGN = re.compile(r":\s|\s(?:--?|[–—|]|(?=[(\[]))\s?")


class Again(NamedTuple):
    """A line of the list and where its title stands again."""

    above: int
    at: int
    size: int  # lines
    listed: str
    marked: bool  # begins with a number or a bullet


def retold(lines: list[str]) -> list[Again]:
    """Three and more titles of the first list that stand again in its order; else nothing."""
    return _list(_told_again(lines))


def title_at(lines: list[str], at: int, size: int) -> str:
    """The title on these lines."""
    return tidy(" ".join(line.strip() for line in lines[at : at + size]))


def _told_again(lines: list[str]) -> list[Again]:
    """Lines that stand a second time, alone or on two lines, each where it does so first."""
    first: dict[str, tuple[int, str]] = {}
    again: dict[int, Again] = {}
    times: Counter[str] = Counter()
    for at, line in enumerate(lines):
        if not line.strip() or "://" in line or RULE.match(line.strip()):
            continue
        for size in (1, 2) if any(map(str.isalnum, "".join(lines[at + 1 : at + 2]))) else (1,):
            title = title_at(lines, at, size)
            key = key_of(title) if len(title) < _LONGEST else ""
            times[key] += 1
            above, listed = first.setdefault(key, (at, title))
            if key and above < at and above not in again and _may_be_title(title):
                under = first.get(key_of(title_at(lines, at + 1, 1)), (at, ""))
                again[above] = Again(above, at, size, listed, is_marked(lines[above]))
                if size == 2 and under[0] == above:  # the list says "SPAIN: Title", here a line says where
                    again[above] = Again(above, at + 1, 1, under[1], is_marked(lines[above]))
                break
            for part in _parts(title) if key else ():
                if size == 1 or key_of(part) != key_of(title_at(lines, at + 1, 1)):
                    first.setdefault(key_of(part), (at, part))
    return [one for one in again.values() if times[key_of(one.listed)] <= _TWICE]  # not words that stand in each story


def _parts(title: str) -> list[str]:
    """A line of the list without the paper or the place before its title, or what stands behind it."""
    signs = list(_SIGN.finditer(title))
    if not signs:
        return []
    before, rest, behind = title[: signs[0].start()], title[signs[0].end() :], title[signs[-1].end() :]
    parts = [rest] if words_in(before) <= _NAMED and not rest.startswith(("(", "[")) else []
    parts += [title[: signs[-1].start()]] if words_in(behind) <= _NAMED else []
    return [part for part in parts if words_in(part) >= FEWEST or is_release(part)]


def _may_be_title(title: str) -> bool:
    return may_be_title(title, whole=True) and not is_advertisement(title)


def _list(again: list[Again]) -> list[Again]:
    """The first mentions that stand close together, above the second ones and in their order."""
    lists: list[list[Again]] = []
    for one in sorted(again):
        if lists and one.above - lists[-1][-1].above <= _CLOSE:
            lists[-1].append(one)
        else:
            lists.append([one])
    for near in lists:
        last = near[-1].above
        told = [one for one in near if one.at > last + 1]  # not what the list itself says twice
        told = [one for before, one in pairwise([None, *told]) if one and not (before and _wrote(before, one))]
        rising = _rising(told)
        if len(rising) >= FEWEST and _MOST_ASTRAY * (len(told) - len(rising)) <= len(told):
            return rising
    return []


def _wrote(title: Again, one: Again) -> bool:
    """Whether a line stands right below a title both times and names people."""
    below = one.above - title.above == 1 and not one.marked and one.at - title.at - title.size <= 1
    return below and words_in(title.listed) >= FEWEST and not title.listed.isupper() and bylines.are_names(one.listed)


def _rising(told: list[Again]) -> list[Again]:
    """The most of them that stand below in the list's order."""
    ends: list[int] = []  # where the runs of one, two, three … end, the highest place that can be
    runs: list[Again] = []
    before: dict[Again, Again | None] = {}
    for one in told:
        size = bisect_left(ends, one.at)
        ends[size : size + 1] = [one.at]
        runs[size : size + 1] = [one]
        before[one] = runs[size - 1] if size else None
    found = []
    last = runs[-1] if runs else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]
