"""Tells which lines of a plain text are headlines because a sign stands before or around each, or rules around it."""

from __future__ import annotations

import re
from itertools import pairwise

from router import links
from router.clippers.body import URL
from router.clippers.labels import label_of, may_be_title
from router.clippers.marked import RULE
from router.clippers.paragraphs import ARROWS, is_imprint, is_marked, tidy, title_of
from router.clippers.wording import words_in

_SIGN = re.compile(r"\s*([\u25a0-\u25ff\u2605\u2606\u2756\u3010])[^\u25a0-\u25ff\u2605\u2606]{4,80}$")
BETWEEN = re.compile(
    r"\s*([*=~#+>-]{2,4})\s*(?=[^\W_])([^*=~#+<>]{4,160}[^\s*=~#+<>-])\s*(?:\1|<{2,4})$"
)  # "** Title **"
_OPENED = re.compile(r"\s*(\*{2,4}|#{2,4})\s+(?=[^\W_])[^*#<>]{4,160}$")  # "*** Title"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CAPITALS, _ALONE = "AA", "Aa"
_FEWEST, _FEWEST_ALONE = 2, 3
_MOST = 3  # links under one, where sentences stand below all
_LABEL = 5  # words that name a further link
_FEWEST_WORDS = 3
_BELOW = 8  # lines that may tell what a line is about
_WIDTH = 72
_OPEN = (".", ",", ":", ";", "、", "。", "：", "，")
_QUOTES = "\"'”’» "
_SENTENCE = (".", "。", "!", "！", "?", "？")


def headlines_set_apart(lines: list[str]) -> frozenset[int]:
    """The places of lines in capitals, that begin with one sign or stand between two of it or between rules, when under each
    stands one link, or none under a few."""
    under: dict[str, list[int]] = {}
    first = next((at for at, line in enumerate(lines) if "://" in line), 0)
    for at, line in enumerate(lines):
        if "://" in line:
            continue
        if sign := _sign_of(lines, at, first):
            under.setdefault(sign, []).append(at)
        elif _is_boxed(lines, at):
            under.setdefault("", []).append(at)
    for sign, places in under.items():
        titles = {lines[at].strip() for at in places}
        if len(titles) < len(places):
            continue
        told = [_links_under(lines, *pair) for pair in pairwise([*places, len(lines)])]
        linked = [number for number, links_under in enumerate(told) if links_under]
        if len(linked) < (_FEWEST_ALONE if sign == _ALONE else _FEWEST):
            continue
        begin, end = linked[0], linked[-1] + 1  # the others are of the head and of the foot
        places, told = places[begin:end], told[begin:end]
        each = all(
            one <= 1 or _is_of_one(lines, sign, *pair) for one, pair in zip(told, pairwise(places), strict=False)
        ) and 2 * told[:-1].count(1) >= sum(map(bool, told[:-1]))
        if sign == _ALONE and any(_has_own_title(lines, *pair) for pair in pairwise([*places, len(lines)])):
            continue
        if each and 2 * len(linked) > len(told) and all(_is_title(lines, at) for at in places):
            return frozenset(places)
    return frozenset()


def _sign_of(lines: list[str], at: int, first: int) -> str:
    """What sets a line apart: a sign before it, signs around it, capitals, empty lines; else "". first: the first link's place."""
    line = lines[at]
    if found := _SIGN.match(line):
        return found[1]
    found = BETWEEN.match(line) or _OPENED.match(line)
    sign = found[1] if found else _CAPITALS if line.isupper() else _ALONE if _stands_alone(lines, at, first) else ""
    return sign if sign and words_in(line) >= _FEWEST_WORDS and _tells(lines, at) else ""


def _stands_alone(lines: list[str], at: int, first: int) -> bool:
    """Whether a line that ends as no sentence does stands between empty lines or below a rule."""
    above, below = (lines[at - 1].strip() if at else ""), "".join(lines[at + 1 : at + 2]).strip()
    if below or not (lines[at].strip() and (not above or RULE.match(above))):
        return False
    before = next((line.strip() for line in reversed(lines[max(at - _BELOW, 0) : at]) if line.strip()), "")
    closed = "://" in before or RULE.match(before) is not None or before.endswith((*_SENTENCE, *_OPEN))
    if not (closed or at < first) or words_in(lines[at]) < _FEWEST_WORDS:
        return False
    title = tidy(lines[at])
    return not (title.endswith(_OPEN) or is_imprint(lines[at : at + 1])) and may_be_title(title)


def _tells(lines: list[str], at: int) -> bool:
    """Whether sentences stand below a line, not a story's own title."""
    told: list[str] = []
    for line in lines[at + 1 : at + _BELOW]:
        if (told and not line.strip()) or "://" in line or BETWEEN.match(line):
            before = line.partition("http")[0].rstrip(" <([")
            told += [before] * before.endswith(_SENTENCE)
            break
        if line.strip() and (told or not is_imprint([line])):
            told.append(line)
    title, rest = title_of(told, _WIDTH) if told else ("", [])
    return bool(told) and (not title or (not rest and title.rstrip(_QUOTES).endswith(_SENTENCE)))


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


def _is_of_one(lines: list[str], sign: str, at: int, until: int) -> bool:
    """Whether a few links are all of the one title above them: none is a list's, and few words stand beside each."""
    linked = [(above, line) for above, line in pairwise(lines[at + 1 : until]) if "://" in line]
    beside = [label if (label := label_of(line)) else above for above, line in linked]
    few = all(words_in(words) <= _LABEL and not _begins_item(words) for words in beside[1:])
    return len(sign) != 1 and len(linked) <= _MOST and few and not any(_begins_item(line) for _, line in linked)


def _has_own_title(lines: list[str], at: int, until: int) -> bool:
    """Whether right above the link that stands below a line is a line that may be the link's title."""
    for above, line in pairwise(lines[at + 1 : until]):
        if "://" in line:
            said = above.strip()
            return (
                bool(said) and not (label_of(line) or said.endswith((*_SENTENCE, *_OPEN))) and may_be_title(tidy(said))
            )
    return False


def _begins_item(line: str) -> bool:
    return is_marked(line) and not line.strip().startswith(ARROWS)


def _is_title(lines: list[str], at: int) -> bool:
    """Whether a line is all of a title: it ends with its sign, stands alone, or in a script that titles seldom fill a line of."""
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if BETWEEN.match(lines[at]):
        return True
    return not below or "://" in below or RULE.match(below) is not None or _WIDE.search(lines[at]) is not None
