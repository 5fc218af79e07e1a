"""Turns two faces into the evidence that they are one story: layers from the surest down, each behind its guards."""

from __future__ import annotations

from rapidfuzz import fuzz

from router.folding import guards, titles, traces
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned
from router.terms import Reason

# Codes of evidence, the surest first; `decide` prefers an earlier one.
ORDER = ("same-link", "same-doi", "same-id", "same-article", "same-title", "title-cut", "subtitle", "near", "same-text")

_CUT_LEAST = 30  # letters of a cut title that must begin the other
_NEAR, _NEAR_TOLD = 0.80, 0.62  # shingles in common; the lower when the summaries agree
_RATIO, _RATIO_TOLD = 85.0, 78.0


def same(a: Face, b: Face, learned: Learned = NOTHING) -> Reason | None:
    """The surest evidence that two faces are one story, or None. `same(a, b)` and `same(b, a)` have the same code."""
    return _by_link(a, b, learned) or _by_id(a, b, learned) or _by_title(a, b, learned)


def _by_link(a: Face, b: Face, learned: Learned) -> Reason | None:
    """One page. A day archive has one link for many posts: then the titles must carry the proof."""
    if not a.link or not b.link or guards.other_day(a.title, b.title):
        return None
    if a.link == b.link:
        least = 0.12 if traces.is_own_page(a.link) else 0.5
        if _alike(a, b, learned) >= least or not (a.title and b.title):
            return Reason("same-link", "same link")
    elif traces.same_page(a.link, b.link) and _alike(a, b, learned) >= 0.8:
        return Reason("same-link", "same link but for where it was clicked")
    return None


def _by_id(a: Face, b: Face, learned: Learned) -> Reason | None:
    """One DOI, PubMed, arXiv or article number. A changed number in the title does not separate: it was corrected."""
    common = {traces.work(one) for one in a.ids} & {traces.work(one) for one in b.ids}
    if not common or guards.other_day(a.title, b.title):
        return None
    kinds = {one.partition(":")[0] for one in common}
    alike = _alike(a, b, learned)
    if kinds & {"doi", "pmid", "arxiv", "pii"} and alike >= 0.3:
        if "doi" in kinds:
            return Reason("same-doi", "same DOI")
        name = next(word for kind, word in _NAMES if kind in kinds)
        return Reason("same-id", f"same {name}")
    if "article" in kinds:
        number = max((one.rpartition(":")[2] for one in common if one.startswith("article:")), key=len)
        if alike >= (0.4 if len(number) >= 7 else 0.85):
            return Reason("same-article", "same article number on one site")
    return None


_NAMES = (("pmid", "PubMed number"), ("arxiv", "arXiv number"), ("pii", "publisher's article number"))


def _by_title(a: Face, b: Face, learned: Learned) -> Reason | None:
    """Two pages with one text. Everything here is broken by a guard."""
    if guards.apart(a, b):
        return None
    ours, theirs = guards.plain(a.title, a.site, learned), guards.plain(b.title, b.site, learned)
    key_a, key_b = titles.letters(ours), titles.letters(theirs)
    if not key_a or not key_b:
        return None
    told = _told(a, b)
    witness = told >= 0.6
    serial = key_a in learned.series or key_b in learned.series
    if serial and not witness:
        return None
    if guards.same_place(a, b) and not witness and (a.link != b.link):
        return None
    if guards.other_article(a, b) and told < 0.85:
        return None
    if key_a == key_b:
        if guards.says_enough(ours) or witness:
            where = "same title, other site" if a.site != b.site else "same title"
            return Reason("same-title", where + (", same text" if witness else ""))
        return None
    if not (guards.says_enough(ours) and guards.says_enough(theirs)):
        return None
    return _cut(a, b, ours, theirs) or _subtitle(a, b, ours, theirs) or _near(ours, theirs, told)


def _cut(a: Face, b: Face, ours: str, theirs: str) -> Reason | None:
    """One title ends in an ellipsis and its letters begin the other."""
    for cut_face, cut, whole in ((a, ours, theirs), (b, theirs, ours)):
        if titles.take_apart(cut_face.title).cut:
            begun = titles.letters(cut)
            if titles.length(cut) >= _CUT_LEAST and titles.letters(whole).startswith(begun):
                return Reason("title-cut", "title cut short")
    return None


def _subtitle(a: Face, b: Face, ours: str, theirs: str) -> Reason | None:
    """One paper with and without its subtitle."""
    if "paper" not in (a.kind, b.kind):
        return None
    short, long = sorted((ours, theirs), key=len)
    head = titles.letters(short)
    if titles.length(short) < 40 or not titles.letters(long).startswith(head):
        return None
    for at, sign in enumerate(long):
        if sign in ":.?–—-" and titles.letters(long[:at]) == head:
            rest = long[at:]
            if titles.numbers(rest) or titles.turns(rest):
                return None
            return Reason("subtitle", "same title, subtitle left out")
    return None


def _near(ours: str, theirs: str, told: float) -> Reason | None:
    """Nearly the same letters, the same numbers and directions, no name in the place of another."""
    a, b = titles.shingles(ours), titles.shingles(theirs)
    common, least = titles.share(a, b), _NEAR_TOLD if told >= 0.6 else _NEAR
    if common < least or guards.differs(ours, theirs, told >= 0.6):
        return None
    if fuzz.ratio(titles.letters(ours), titles.letters(theirs)) < (_RATIO_TOLD if told >= 0.6 else _RATIO):
        return None
    return Reason("near", f"near: {len(a & b)} of {len(a | b)} shingles, same numbers")


def _alike(a: Face, b: Face, learned: Learned) -> float:
    """How much of the shorter title stands in the longer."""
    ours, theirs = guards.plain(a.title, a.site, learned), guards.plain(b.title, b.site, learned)
    return titles.inside(titles.shingles(ours, 2), titles.shingles(theirs, 2))


def _told(a: Face, b: Face) -> float:
    """How much of the shorter summary stands in the longer, when both say enough to be a witness."""
    ours, theirs = titles.shingles(a.text, 4), titles.shingles(b.text, 4)
    if min(titles.length(a.text), titles.length(b.text)) < 60:
        return 0.0
    return titles.inside(ours, theirs)
