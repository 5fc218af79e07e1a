"""Tells which lines of a plain text are headlines because a sign stands before or around each, or rules around it."""

from __future__ import annotations

import re
from itertools import pairwise

from router import links
from router.clippers.body import URL
from router.clippers.marked import RULE
from router.clippers.paragraphs import is_imprint, title_of
from router.clippers.wording import words_in

_SIGN = re.compile(r"\s*([\u25a0-\u25ff\u2605\u2606\u2756\u3010])[^\u25a0-\u25ff\u2605\u2606]{4,80}$")
_ENCLOSED = re.compile(
    r"\s*([*=~#+>-]{2,4})\s*(?=[^\W_])([^*=~#+<>]{4,160}[^\s*=~#+<>-])\s*(?:\1|<{2,4})$"
)  # "** Title **"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEWEST = 2
_FEWEST_WORDS = 3
_BELOW = 8  # lines that may tell what a line is about
_WIDTH = 72
_QUOTES = "\"'”’» "
_SENTENCE = (".", "。", "!", "！", "?", "？")


def headlines_set_apart(lines: list[str]) -> frozenset[int]:
    """The places of lines that begin with one sign, stand between two of it or between rules, when under each
    stands one link, or none under a few."""
    under: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if "://" in line:
            continue
        if found := _SIGN.match(line) or _enclosed(lines, at):
            under.setdefault(found[1], []).append(at)
        elif _is_boxed(lines, at):
            under.setdefault("", []).append(at)
    for places in under.values():
        titles = {lines[at].strip() for at in places}
        if len(titles) < len(places):
            continue
        told = [_links_under(lines, *pair) for pair in pairwise([*places, len(lines)])]
        linked = [number for number, links_under in enumerate(told) if links_under]
        if len(linked) < _FEWEST:
            continue
        begin, end = linked[0], linked[-1] + 1  # the others are of the head and of the foot
        places, told = places[begin:end], told[begin:end]
        each = all(one <= 1 for one in told[:-1]) and 2 * len(linked) > len(told)
        if each and all(_is_title(lines, at) for at in places):
            return frozenset(places)
    return frozenset()


def _enclosed(lines: list[str], at: int) -> re.Match[str] | None:
    """A line of some words between two signs of a kind that stands over sentences, not over a story's own title."""
    found = _ENCLOSED.match(lines[at])
    if found is None or words_in(found[2]) < _FEWEST_WORDS:
        return None
    told: list[str] = []
    for line in lines[at + 1 : at + _BELOW]:
        if (told and not line.strip()) or "://" in line or _ENCLOSED.match(line):
            break
        if line.strip() and not is_imprint([line]):
            told.append(line)
    title, rest = title_of(told, _WIDTH) if told else ("", [])
    return found if told and (not title or (not rest and title.rstrip(_QUOTES).endswith(_SENTENCE))) else None


def _is_boxed(lines: list[str], at: int) -> bool:
    """Whether a line of some words stands between two rules and over a sentence: a story's own title would stand there."""
    around = lines[at - 1 : at] + lines[at + 1 : at + 2]
    if len(around) < 2 or not all(RULE.match(line.strip()) for line in around) or words_in(lines[at]) < 3:
        return False
    told = next((line.strip() for line in lines[at + 2 : at + 5] if line.strip()), "")
    return told.endswith((*_SENTENCE, ",", "、")) or len(told) + len(_WIDE.findall(told)) > 60


def _links_under(lines: list[str], at: int, until: int) -> int:
    """How many links stand there that are no matter of the reader's account."""
    linked = (line for line in lines[at + 1 : until] if "://" in line and not links.is_account_link("", line[:80]))
    return len({url for line in linked for url in URL.findall(line)})


def _is_title(lines: list[str], at: int) -> bool:
    """Whether a line is all of a title: it ends with its sign, stands alone, or in a script that titles seldom fill a line of."""
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if _ENCLOSED.match(lines[at]):
        return True
    return not below or "://" in below or RULE.match(below) is not None or _WIDE.search(lines[at]) is not None
