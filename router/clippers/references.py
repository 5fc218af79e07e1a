"""Reads a paper's title out of a reference as lists of literature write it, where the title itself is no link."""

from __future__ import annotations

import re
from typing import NamedTuple

from router.clippers import bylines
from router.clippers.wording import words_in

_YEAR = r"\((?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?\)"
_TITLE = r"[“\"‘']?(?P<title>[^“”\"]{8,300}?)(?:[.?!]?[”\"’'][.,]?|\.|(?<=[?!]))\s+(?P<rest>\S.*)"
# "Berg, A., & Vale, J. (2026). Title. Journal, 12(3)"
_APA = re.compile(rf"(?P<who>[^()]{{4,300}}?)[.,]?\s*{_YEAR}[.,:]?\s+{_TITLE}")
# "Berg A, Vale J. Title. J Care. 2026;12(3):12-30"
_VANCOUVER = re.compile(
    rf"(?P<who>(?:[^\W\d_][\w'’-]{{1,30}} [A-ZÀ-Þ]{{1,3}}, ){{0,20}}(?:[^\W\d_][\w'’-]{{1,30}} [A-ZÀ-Þ]{{1,3}}|et al))\.\s+{_TITLE}"
)
# 'Berg, Ada, and Jo Vale. "Title." _Journal_ 12(3)(May 2026): 12-30'
_QUOTED = re.compile(
    r"(?P<who>[^“”\"]{4,300}?)\.\s+[“\"](?P<title>[^“”\"]{8,300}?)[.,]?[”\"][.,]?\s+(?P<rest>[_*]?[^\W\d_a-z][^“”\"]{2,80}?\d.*)"
)
_PLACED = re.compile(r"\b(?:19|20)\d\d\b|\d\s?\(\d|\b(?:vol|no|nr)\.\s?\d", re.I)
_FEWEST = 3  # words of a title
_NEAR = 120  # signs of where it stands


class Reference(NamedTuple):
    """What a reference says of a paper."""

    authors: str
    title: str
    rest: str


def read(text: str) -> Reference | None:
    """Authors, title and where it stands, None when the text is no reference."""
    for form in (_APA, _VANCOUVER):
        found = form.match(text)
        if found and words_in(found["title"]) >= _FEWEST and bylines.are_names(found["who"]):
            return Reference(found["who"], found["title"], found["rest"])
    found = _QUOTED.match(text)
    if found and _PLACED.search(found["rest"][:_NEAR]):
        named = bylines.are_names(found["who"])
        if named or (words_in(found["who"]) <= _FEWEST and found["rest"].startswith(("_", "*"))):  # "Special issue"
            return Reference(found["who"] if named else "", found["title"], found["rest"])
    return None
