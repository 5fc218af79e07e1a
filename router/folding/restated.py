"""Two headlines -> whether one is the other with its figures put right."""

from __future__ import annotations

import re

from router.folding import titles
from router.text import fold

_HAN_NUMBER = re.compile("[〇零一二三四五六七八九十百]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_LEAST = 12  # letters that must be the same besides the figures


def restated(old: str, new: str) -> bool:
    """Whether `new` is the headline `old` with other figures, as many, and not one word more or less."""
    if old == new:
        return False
    ours, theirs = titles.take_apart(old), titles.take_apart(new)
    if ours.cut or theirs.cut:
        return False
    return _bones(ours.head) == _bones(theirs.head) != () and titles.numbers(old) != titles.numbers(new)


def _bones(head: str) -> tuple[str, ...]:
    """The words of a headline with its figures as signs; () when there is none, or too little beside them."""
    words = _WORD.findall(_HAN_NUMBER.sub(" 0 ", fold(head)))
    bones = tuple("#" if titles.numbers(word) else word for word in words)
    return bones if "#" in bones and sum(len(word) for word in bones) >= _LEAST else ()
