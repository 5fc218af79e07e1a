"""Turns the small print beside a story (authors, journal, date, DOI in one line) into its parts."""

from __future__ import annotations

import re

from router import links
from router.clippers.dates import read_date
from router.clippers.wording import is_date
from router.frozen import value

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DASH = re.compile(r"\s+[-–—|·•]\s+")
_CITED = re.compile(
    r"^(?P<journal>[^.;]{2,120}?(?:\([^)]*\))?)\s*[.,]?\s+(?:Volume|Vol\.?\s|(?:19|20)\d\d\b|Issue\b|doi\b|eCollection)",
    re.I,
)
_DATED = re.compile(r"\s*(?:first\s+)?(?:published|available|accepted|received|posted|online|version)\b", re.I)
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af|автор(?:ы)?:?|authors?:|autor(?:en|es)?:)\s+", re.I)
_BYLINE = r"(?:by|von|par|por|di|da|door|av|af|автор)"
_WHEN_BY = re.compile(rf"(?P<when>.{{1,40}}?)[,;|–—-]?\s+{_BYLINE}:?\s+(?P<who>\S.*)$", re.I)
_BY_WHEN = re.compile(
    rf"{_BYLINE}:?\s+(?P<who>\D{{4,50}}?)(?:\s*[,;|–—-]|\s(?:on|am|le|el|il|op|den))\s+(?P<when>.{{1,40}})$", re.I
)
_NAME_DAY = re.compile(r"(?P<who>[^\d,|]{4,50}?)(?:,| [|·•–—-]) (?P<when>.{0,30}\d.*)$")
_LONGEST = 100
_AUTHOR = re.compile(r"[^\W\d_][\w.'’‐-]*(?:\s+[^\W\d_][\w.'’‐-]*){0,5}(?:\s*[,;&]|\s+and\b|\s+et\s+al|…|$)")
_PARTICLES = "and et al und de del da di van von der den la le y e i el bin ibn ter ten dos"
_BETWEEN = frozenset(_PARTICLES.split())
# Names of journals and offices are capitalised too; these words tell them apart.
_JOURNAL_WORDS = """journal review reviews revue zeitschrift studies services service research quarterly annals archives science
    sciences practice policy international education medicine psychology psychiatry bulletin proceedings letters reports
    work care health social society department council university ministry institute news press magazine"""
_NO_NAMES = frozenset(_JOURNAL_WORDS.split())


@value(frozen=True, slots=True)
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


def is_dated(text: str) -> bool:
    """Whether a line says who wrote something and when, and nothing more: "6 juin 2008, par Ada Roe"."""
    found = (_WHEN_BY.match(text) or _BY_WHEN.match(text)) if len(text) <= _LONGEST else None
    return found is not None and is_date(found["when"]) and are_names(found["who"])


def is_signed(text: str) -> bool:
    """Whether a line is a name and a day: "Ada Roe, Mon, 3 May 2010"; over a story it may be a title: "Fair, 3 May"."""
    found = _NAME_DAY.match(text) if len(text) <= _LONGEST else None
    return found is not None and are_names(found["who"]) and is_date(found["when"])


def are_names(text: str) -> bool:
    """Whether a line reads like a list of people: capitalised words, parted by signs or few, and no word of a journal."""
    words = text.split()
    if not 2 <= len(words) <= 80 or _YEAR.search(text):
        return False
    bare = [word.strip(".,;:&()").casefold() for word in words]
    if any(word in _NO_NAMES for word in bare):
        return False
    if not all(
        word[0].isupper() or not word[0].isalpha() or small in _BETWEEN for word, small in zip(words, bare, strict=True)
    ):
        return False
    return len(words) <= 4 or any(sign in text for sign in (",", ";", "&", " and ", " und ", " et ", " y "))
