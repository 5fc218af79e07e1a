"""Turns the small print beside a story (authors, journal, date, DOI in one line) into its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from router import links
from router.clippers.dates import read_date

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DASH = re.compile(r"\s+[-–—|·•]\s+")
_CITED = re.compile(
    r"^(?P<journal>[^.;]{2,120}?(?:\([^)]*\))?)\s*[.,]?\s+(?:Volume|Vol\.?\s|(?:19|20)\d\d\b|Issue\b|doi\b|eCollection)",
    re.I,
)
_DATED = re.compile(r"\s*(?:first\s+)?(?:published|available|accepted|received|posted|online|version)\b", re.I)
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|автор(?:ы)?:?|authors?:|autor(?:en|es)?:)\s+", re.I)
_AUTHOR = re.compile(r"[^\W\d_][\w.'’‐-]*(?:\s+[^\W\d_][\w.'’‐-]*){0,5}(?:\s*[,;&]|\s+and\b|\s+et\s+al|…|$)")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it, where and when; "" for what the line does not say."""

    authors: str = ""
    journal: str = ""
    date: str = ""
    doi: str = ""


def by_dash(text: str) -> Byline:
    """Scholar's line: `A Okoro, B Lee… - Journal of Things, 2026 - publisher.example`."""
    parts = _DASH.split(text.replace("\u00a0", " ").strip(), 2)
    authors, rest = (parts[0], parts[1]) if len(parts) > 1 else (parts[0], "")
    journal = re.sub(r",?\s*(?:19|20)\d\d$", "", rest).strip(" ,")
    if not rest and _YEAR.fullmatch(authors):
        authors = ""
    return Byline(_names(authors), journal, read_date(text), links.doi(text))


def by_citation(text: str) -> Byline | None:
    """PubMed's line: `Journal. 2026 Nov 2;9(11):e26. doi: 10.5555/x.`; None when it is a plain journal name."""
    found = _CITED.match(text.strip()) if not _DATED.match(text) else None
    return Byline("", found["journal"].strip(" .,"), read_date(text), links.doi(text)) if found else None


def _names(text: str) -> str:
    text = _BY.sub("", text).strip(" ,;-–·|")
    return text[:-1] if text.endswith(".") and not text.endswith("al.") else text


def names(text: str) -> str:
    """Authors without "by" and without the marks around them."""
    return _names(text)


def are_names(text: str) -> bool:
    """Whether a line reads like a list of people: short capitalised words between commas."""
    words = text.split()
    if not 2 <= len(words) <= 80 or _YEAR.search(text):
        return False
    capital = sum(
        1
        for word in words
        if word[:1].isupper()
        or not word[:1].isalpha()
        or word.lower() in ("and", "et", "al", "al.", "und", "de", "van", "von", "der", "y", "e", "&")
    )
    return capital == len(words) and (("," in text or " and " in text or "&" in text or ";" in text) or len(words) <= 4)
