"""Turns a raw story into a better one by the lines of its source file: patterns for titles, bylines and publishers."""

from __future__ import annotations

import re
from itertools import pairwise

from router import html
from router.clippers import bylines, patterns
from router.clippers.body import Body, Raw
from router.clippers.dates import read_date
from router.clippers.finish import key_of
from router.clippers.skips import is_skipped, skips_of
from router.clippers.wording import is_date, is_type, words_in

_PARTS = re.compile(r"\s*[|·•]\s*")
_PAGES = re.compile(r"^(?:pp?|pages?|páginas|págs?|seiten?|s)\b\.?\s*[\divxlc–-]+", re.I)
_NUMBERS = re.compile(r"\s+\d[\d().:–-]*$")  # the volume, or a preprint's number
_PLACE = re.compile(
    r"\b(?:universit\w+|college|institut\w*|hochschule|hospital|department|school of|facult\w+|cent(?:er|re) for|academy of)\b",
    re.I,
)
_SCHOLAR = re.compile(r"^[^\W\d_].{2,120}\s[-–]\s(?:.{2,100},\s)?(?:19|20)\d\d(?:\s[-–]\s|$)")


def tune(body: Body, raws: list[Raw]) -> list[Raw]:
    """Each story with what the source's patterns know of it; titles that `skip:` names are left out."""
    if body.source is None:
        return raws
    journal = _of_subject(body)
    skips = skips_of(body)
    titled, place = _pattern(body, "title"), body.parameter("publisher at")
    fewest = int(body.parameter("min")) if body.parameter("min").isdigit() else 0
    kept: list[Raw] = []
    for raw, title in zip(raws, html.lines([raw.title for raw in raws]), strict=True):
        if is_skipped(skips, title) or (fewest and words_in(title) < fewest):
            continue
        if journal and key_of(title) == key_of(journal):
            continue
        raw.journal = raw.journal or journal
        if titled and (found := patterns.match(titled, title)) is not None:
            _take(raw, found, over=True)
        if raw.lines:
            _lines(body, raw)
        if place:
            _publisher(body, raw, place)
        kept.append(raw)
    if place.startswith("line above"):
        for raw, below in pairwise(kept):
            if raw.lines and raw.lines[-1] == below.above:
                if raw.authors == raw.lines.pop():
                    raw.authors = ""
                raw.text = " ".join(raw.lines)
    journals = {key_of(raw.journal) for raw in kept if raw.journal}
    return [raw for raw in kept if key_of(html.line(raw.title)) not in journals] if journals else kept


def _of_subject(body: Body) -> str:
    line = _pattern(body, "journal")
    found = patterns.match(line, html.line(body.subject)) if line else None
    return found.get("journal", "") if found else ""


def _pattern(body: Body, name: str) -> str:
    line = body.parameter(name)
    return line if patterns.is_pattern(line) else ""


def _take(raw: Raw, found: dict[str, str], *, over: bool = False) -> None:
    for name, value in found.items():
        if over or not getattr(raw, name) or (name == "date" and len(raw.date) > 40):
            setattr(raw, name, value)


def _lines(body: Body, raw: Raw) -> None:
    """Reads the lines below a title: by the source's `byline:` patterns, and for papers by what papers have."""
    line = _pattern(body, "byline")
    paper = (raw.kind or (body.source.kind if body.source else "")) == "paper"
    if not (line or paper):
        return
    rest = []
    for words in raw.lines:
        if line and (found := patterns.match(line, words)) is not None:
            raw.authors = "" if raw.authors == words else raw.authors
            _take(raw, found)
        elif not paper or len(words) > 240 or not _of_paper(raw, words):
            rest.append(words)
    raw.lines = rest
    raw.text = " ".join(rest)


def _of_paper(raw: Raw, words: str) -> bool:
    """Whether a line was small print of a paper, taken into its field."""
    if is_type(words):
        return True
    if words == raw.authors:
        return True
    if not raw.authors and not raw.journal and _SCHOLAR.search(words):
        read = bylines.by_dash(words)
        raw.authors, raw.journal, raw.date = read.authors, read.journal, raw.date or read.date
        return True
    if not raw.authors and bylines.are_names(words):
        raw.authors = words
        return True
    if raw.journal and key_of(words) == key_of(raw.journal):
        return True
    if labelled := re.match(r"(?i)^(authors?|published in|journal|source|doi)\s*:\s*(.+)$", words):
        name, value = labelled[1].lower(), labelled[2]
        if name.startswith("author"):
            raw.authors = raw.authors or value
        elif name == "doi":
            raw.doi = raw.doi or value
        else:
            raw.journal = raw.journal or re.sub(r",?\s*(?:19|20)\d\d\W*$", "", value)
        return True
    if len(words) < 140 and (read_date(words) or is_date(words)):
        raw.date = raw.date or words
        cited = bylines.by_citation(words)
        raw.journal = raw.journal or (cited.journal if cited else "")
        return True
    if len(words.split()) > 12 or words.endswith((".", "…", "...", "?", "!")) or _PLACE.search(words):
        return _PLACE.search(words) is not None and len(words) < 120
    parts = [part for part in _PARTS.split(words) if not (is_date(part) or is_type(part) or _PAGES.match(part))]
    raw.journal = raw.journal or (_NUMBERS.sub("", parts[0]) if parts else "")
    return True


def _publisher(body: Body, raw: Raw, line: str) -> None:
    """`publisher at:` end | sender | first line | line above, the last three with a pattern behind if need be."""
    if raw.publisher and not (line.startswith("sender {") and body.source and body.source.clip == "whole"):
        return
    for place in ("sender", "first line", "line above"):
        if line.startswith(place):
            wanted = line[len(place) :].strip() or "{publisher}"
            words = html.line(
                body.sender.name
                if place == "sender"
                else raw.above
                if place == "line above"
                else raw.lines[0]
                if raw.lines
                else ""
            )
            found = patterns.match(wanted, words) if words and (place == "sender" or len(words) <= 60) else None
            if found and (place == "sender" or not words.endswith((".", "!", "?", "…"))):
                _take(raw, found, over=True)
                if place == "first line":
                    raw.authors = "" if raw.authors == words and "authors" not in found else raw.authors
                    raw.lines = raw.lines[1:]
                    raw.text = " ".join(raw.lines)
