"""Tells lines that say who wrote the story above, though they are set as headlines are: in bold, or linked to a page of
their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from router import html
from router.clippers import bylines
from router.clippers.bids import is_lesser
from router.clippers.lines import Line
from router.clippers.roles import Role, Said
from router.clippers.wording import words_in

_HEADLINES = (Role.TITLE, Role.LEAD, Role.HEAD)
_BY = re.compile(r"(?:by|von|par|por|di|door|av|af|автор(?:ы)?)\b:?\s", re.I)
_BETWEEN = re.compile(
    r"(?:[\s\W\d_]|\b(?:and|und|et|y|e|i|en|och|og|и|by|von|par|por|di|door|av|af|in|with|mit)\b)*", re.I
)
_Made = tuple[Role, str, tuple[bool, float, int]]  # role, place and look of lines of one template
_WORDS: Said = (Role.TEXT, "", "")
TITLE = 3  # words of a headline with names under it
TITLES = 2  # headlines of the make of one line that only sounds as if it named somebody
FEWEST = 3  # names alone under one headline each


def authored(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """Such lines, by number: they are words."""
    found: dict[int, Said] = {}
    names: dict[_Made, list[int]] = {}
    signed: dict[_Made, list[int]] = {}
    others: Counter[_Made] = Counter()
    said_often = Counter(line.text for line, one in zip(lines, said, strict=True) if one[0] in _HEADLINES)
    above = -1
    for at, (line, (role, _, _)) in enumerate(zip(lines, said, strict=True)):
        if role is Role.PICTURE:
            continue
        if role in _HEADLINES:
            key: _Made = role, line.place, line.look
            over = lines[above] if above >= 0 and said[above][0] in _HEADLINES and above not in found else None
            if over is None:
                others[key] += 1
            elif _is_byline(line, over):
                found[at] = _WORDS
                signed.setdefault(key, []).append(at)
            elif _are_linked(line, over):
                found[at] = _WORDS
            elif _is_named(line, over) and said_often[over.text] == 1 and not (role is Role.HEAD and _heads(said, at)):
                names.setdefault(key, []).append(at)
            else:
                others[key] += 1
        above = at
    for key, alike in signed.items():
        if len(alike) == 1 and others[key] >= TITLES:
            del found[alike[0]]  # made as headlines are, it is one: "By Land and Sea"
    for key, alike in names.items():
        if key not in others and len(alike) >= FEWEST:
            found |= dict.fromkeys(alike, _WORDS)
    return found


def _is_byline(line: Line, over: Line) -> bool:
    """`by **Ada Roe and Li Wei**` under a headline: more than a title that begins so."""
    text = line.text
    if line.hrefs or not _BY.match(text) or not (over.look == line.look or is_lesser(line, over)):
        return False
    return not line.heading and words_in(over.text) >= TITLE and bylines.are_names(bylines.names(text))


def _are_linked(line: Line, over: Line) -> bool:
    """Several names, each linked to a page of its own, and nothing else."""
    if len(line.hrefs) < 2 or line.heading or over.href in line.hrefs or words_in(over.text) < TITLE:
        return False
    plain = "".join(span.text for span in line.spans if not span.href)
    return _BETWEEN.fullmatch(html.line(plain)) is not None and bylines.are_names(bylines.names(line.text))


def _is_named(line: Line, over: Line) -> bool:
    """Names under a linked headline of greater look that leads elsewhere."""
    if not over.href or over.href == line.href or words_in(over.text) < TITLE or not is_lesser(line, over):
        return False
    return not line.heading and bylines.are_names(line.text)


def _heads(said: Sequence[Said], at: int) -> bool:
    """Whether a headline follows: words in bold may be a rubric over it."""
    below = next((one[0] for one in said[at + 1 : at + 4] if one[0] is not Role.PICTURE), Role.NONE)
    return below in _HEADLINES
