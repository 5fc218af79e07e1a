"""Tells which lines of a plain text are headlines because a sign stands before each, or rules around it."""

from __future__ import annotations

import re
from itertools import pairwise

from router import links
from router.clippers.body import URL
from router.clippers.marked import RULE
from router.clippers.wording import words_in

_SIGN = re.compile(r"\s*([\u25a0-\u25ff\u2605\u2606\u2756\u3010])[^\u25a0-\u25ff\u2605\u2606]{4,80}$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEWEST = 2


def headlines_set_apart(lines: list[str]) -> frozenset[int]:
    """The places of lines that begin with one sign, or stand between two rules, when under each stands one link."""
    under: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if "://" in line:
            continue
        if found := _SIGN.match(line):
            under.setdefault(found[1], []).append(at)
        elif _is_boxed(lines, at):
            under.setdefault("", []).append(at)
    for places in under.values():
        titles = {lines[at].strip() for at in places}
        if len(titles) < len(places):
            continue
        told = [_links_under(lines, *pair) for pair in pairwise([*places, len(lines)])]
        while told and not told[-1]:
            places.pop()  # of the foot
            told.pop()
        if len(told) >= _FEWEST and all(one == 1 for one in told[:-1]) and all(_is_title(lines, at) for at in places):
            return frozenset(places)
    return frozenset()


def _is_boxed(lines: list[str], at: int) -> bool:
    """Whether a line of some words stands between two rules and over a sentence: a story's own title would stand there."""
    around = lines[at - 1 : at] + lines[at + 1 : at + 2]
    if len(around) < 2 or not all(RULE.match(line.strip()) for line in around) or words_in(lines[at]) < 3:
        return False
    told = next((line.strip() for line in lines[at + 2 : at + 5] if line.strip()), "")
    return told.endswith((".", "。", "!", "！", "?", "？", ",", "、")) or len(told) > 60


def _links_under(lines: list[str], at: int, until: int) -> int:
    """How many links stand there that are no matter of the reader's account."""
    linked = (line for line in lines[at + 1 : until] if "://" in line and not links.is_account_link("", line[:80]))
    return len({url for line in linked for url in URL.findall(line)})


def _is_title(lines: list[str], at: int) -> bool:
    """Whether a line is all of a title: it stands alone, or in a script that titles seldom fill a line of."""
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return not below or "://" in below or RULE.match(below) is not None or _WIDE.search(lines[at]) is not None
