"""Ends the titles of a plain text where all of them run on into a description, or name their paper."""

from __future__ import annotations

import re
from itertools import pairwise

from router.clippers.body import Raw
from router.clippers.wording import is_date, words_in

_RUN_IN = re.compile(r"(?:[*_]([^*_]{8,120})[*_][.:]?|([A-ZÀ-Þ][^a-zß-ÿ:]{7,120}):)\s+(\S.*)$")  # "*A title.* Words"
_BOLD = re.compile(
    r"\*{1,2}([^*]{8,120}?)[.:]?\*{1,2}[.:]?(?: (?:--|[-–—]))? (\S+ \S+ \S.*)$"
)  # "**A title** -- words"
_TIMED = re.compile(r"(.{12,}?) \([^()]{3,40}\)$")  # "A title (Sport, 2:00 a.m.)"
_FEWEST = 3
_DATED = re.compile(r"(?P<title>.{8,}?) \((?P<day>[^()]*\d[^()]*)\)")  # "A title (3 May 2026)"
_RUBRIC = re.compile(
    r"(?P<title>.{8,}?) (?:\[[^\W\d_][^\[\]]{1,30}\]|\([A-ZÀ-Þ][a-zß-ÿ][^\W\d_]{1,17}\))"
)  # "A title [Sport]"
_NUMBERED = re.compile(
    r"(?:\[[A-Z]{1,8}[-: ]?\d[\w:./-]*\]|(?P<count>\d{1,2}\.\d{1,2})\.?) (?P<title>.{8,})"
)  # "[SB-2026-101] A title"
_HOUR = re.compile(r"\d[:.]\d\d ?(?:[ap]\.?m|h|uhr)?\b[^()]{0,12}\)$", re.I)
_PAPER = re.compile(
    r"(.{12,}?)(?: \(([A-ZÀ-Þ][^\W\d]+(?: [^\W\d]+){0,4})(?:, \d[\w./ -]{4,18}\d)?\)?| \| ([A-ZÀ-Þ][^|]{2,40}))$"
)  # "A title (A Paper)"
# "A title - The Paper"
_DASHED = re.compile(r"(\S+(?: \S+){2,40}) [-–—] ([A-ZÀ-Þ][\w.&’'-]*(?: [\w.&’'-]+){0,3})$")


def part_titles(found: list[Raw]) -> None:
    """Where all titles are set one way and run on into a description or their paper, they end before it."""
    for raw in found:
        if raw.title.startswith("*") and (bold := _BOLD.match(raw.title)):
            raw.title, raw.text = bold[1], raw.text or bold[2]
    if len(found) < _FEWEST:
        return
    parts = [_parted(raw.title) for raw in found]
    if all(parts):
        for raw, (title, rest) in zip(found, filter(None, parts), strict=True):
            raw.title, raw.text = title, raw.text or rest
    dashed = [_DASHED.match(raw.title) for raw in found]
    if all(dashed):
        for raw, named in zip(found, filter(None, dashed), strict=True):
            raw.title, raw.publisher = named[1], named[2]
    timed = [_TIMED.match(raw.title) for raw in found]
    if all(timed) and any(map(_HOUR.search, (raw.title for raw in found))):
        for raw, whole in zip(found, filter(None, timed), strict=True):
            raw.title = whole[1]
    for beside in (_DATED, _RUBRIC, _NUMBERED):
        cut = [(raw, said) for raw in found if (said := beside.fullmatch(raw.title)) and _is_day(said)]
        if len(cut) >= _FEWEST and 2 * len(cut) >= len(found) and _count_on([said for _, said in cut]):
            for raw, said in cut:
                raw.title = said["title"]
    papers = [_PAPER.match(raw.title) for raw in found]
    piped = sum(1 for paper in papers if paper and paper[3])
    if all(papers) or (piped >= 3 and 3 * piped >= 2 * len(found)):
        for raw, paper in zip(found, papers, strict=True):
            if paper:
                raw.title, raw.publisher = paper[1], paper[2] or paper[3]


def _is_day(said: re.Match[str]) -> bool:
    """Whether what should be a day is one, and not the year of what the title names."""
    day = said.groupdict().get("day")
    return day is None or (is_date(day) and not day.isdigit())


def _count_on(cut: list[re.Match[str]]) -> bool:
    """Whether dotted numbers before titles count them, each the next of the one above: `1.5 million` counts no title."""
    counts = [said.groupdict().get("count") for said in cut]
    numbers = [tuple(map(int, count.split("."))) for count in counts if count]
    return all(two in ((one[0], one[1] + 1), (one[0] + 1, 0), (one[0] + 1, 1)) for one, two in pairwise(numbers))


def _parted(title: str) -> tuple[str, str] | None:
    """(title, words about it) where a dash, capitals or stars part the two."""
    head, dash, rest = title.partition(" -- ")
    if not dash:
        found = _RUN_IN.match(title)
        head, rest = (found[1] or found[2], found[3]) if found else ("", "")
    if words_in(rest) < 4 or words_in(head) < 2 or (not dash and head.isupper() and rest.isupper()):
        return None
    return head.strip(" .:"), rest.strip()
