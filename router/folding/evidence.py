"""Turns two faces into the evidence that they are one story: layers from the surest down, each behind its guards."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from router.folding import guards, titles, traces
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned, said
from router.terms import Reason

# Codes of evidence, the surest first; `decide` prefers an earlier one.
ORDER = (
    "said",
    "same-link",
    "same-doi",
    "same-id",
    "same-article",
    "same-title",
    "title-cut",
    "subtitle",
    "near",
    "same-text",
    "meaning",
)

_WITNESS = 0.6  # of the shorter summary stands in the longer
_WITNESS_OF_ONE_SITE = 0.85  # when one site counts them as two articles
_LONG_PAPER = 80  # letters of a title that no two papers share by chance
_UNLEARNED = 30  # letters of a title that may have an ending nobody learned yet
_CUT_LEAST = 30  # letters of a cut title that must begin the other
_NEAR, _NEAR_TOLD = 0.80, 0.62  # shingles in common; the lower when the summaries agree, or for a paper's long title
_RATIO, _RATIO_TOLD = 85.0, 78.0
_SAME_TEXT = 0.9  # of the shorter summary in the longer: one text, whatever the headlines are


def same(a: Face, b: Face, learned: Learned = NOTHING) -> Reason | None:
    """The surest evidence that two faces are one story, or None; what a person said of them comes before all.

    Symmetric: same(a, b) == same(b, a).
    """
    if learned.one or learned.two:
        key = said(a, b)
        if key in learned.two:
            return None
        if key in learned.one:
            return Reason("said", "somebody said so")
    if (b.title, b.link, b.text) < (a.title, a.link, a.text):
        a, b = b, a
    return _by_link(a, b, learned) or _by_id(a, b, learned) or _by_title(a, b, learned)


def _by_link(a: Face, b: Face, learned: Learned) -> Reason | None:
    """One page. A day archive has one link for many posts: then the titles must carry the proof."""
    if not a.link or not b.link or not (a.link == b.link or traces.same_page(a.link, b.link)):
        return None
    if guards.other_day(a.title, b.title) or guards.filled_anew(a, b):
        return None
    alike = _alike(a, b, learned)
    if a.link != b.link:
        return Reason("same-link", "same link but for where it was clicked") if alike >= 0.8 else None
    own = traces.is_own_page(a.link)
    wordless = not (guards.says_something(a.title) and guards.says_something(b.title))
    if alike >= (0.12 if own else 0.5) or (own and wordless):
        return Reason("same-link", "same link")
    return None


def _by_id(a: Face, b: Face, learned: Learned) -> Reason | None:
    """One DOI, PubMed, arXiv or article number. A changed number in the title does not separate: it was corrected."""
    if not a.ids or not b.ids:
        return None
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
    ours, theirs = guards.plain(a.title, a.site, learned), guards.plain(b.title, b.site, learned)
    key_a, key_b = titles.letters(ours), titles.letters(theirs)
    if not key_a or not key_b:
        return None
    told = _told(a, b)
    witness = told >= _WITNESS
    endings = witness and titles.take_apart(ours).tail and titles.take_apart(theirs).tail
    if not endings and told < _SAME_TEXT and titles.inside(titles.shingles(ours), titles.shingles(theirs)) < _NEAR_TOLD:
        return None  # as most that a hint brings together: all that follows finds the shorter title in the longer
    if guards.apart(a, b, ours, theirs):
        return None
    if not witness and (key_a in learned.series or key_b in learned.series or guards.needs_witness(a, b, ours)):
        return None
    if guards.other_article(a, b) and told < _WITNESS_OF_ONE_SITE:
        return None
    if key_a == key_b and (witness or guards.says_enough(ours)):
        return Reason(
            "same-title", "same title" + (", same text" if witness else ", other site" if a.site != b.site else "")
        )
    if not (guards.says_enough(ours) and guards.says_enough(theirs)):
        return None
    found = _cut(a, b, ours, theirs) or _labelled(ours, theirs, witness) or _subtitle(a, b, ours, theirs)
    if not found and a.site and b.site and a.site != b.site:
        found = _endings(ours, theirs, witness) or _first_part(ours, theirs)
    long_paper = "paper" in (a.kind, b.kind) and min(titles.length(ours), titles.length(theirs)) >= _LONG_PAPER
    return found or _near(ours, theirs, witness, long_paper) or (_text(a, b) if told >= _SAME_TEXT else None)


def _labelled(ours: str, theirs: str, witness: bool) -> Reason | None:
    """One title is the other with something hung on: a section, a portal's name.

    Without a second witness only a country or name in front that the headline names again: "Iran: Iran steps up …".
    """
    short, long = sorted((ours, theirs), key=len)
    key, whole = titles.letters(short), titles.letters(long)
    if titles.length(short) < 24 or key not in whole or key == whole:
        return None
    more = " ".join(word for word in titles.words(long) if word not in titles.words(short))
    if witness and not titles.is_numbered(more):
        return Reason("same-title", "same title within a longer one, same text")
    label, _, rest = long.partition(":")
    named = titles.words(label)[:1]
    if named and titles.letters(rest) == key and named[0] in titles.words(rest):
        return Reason("same-title", "same title behind a label")
    return None


def _cut(a: Face, b: Face, ours: str, theirs: str) -> Reason | None:
    """One title ends in an ellipsis and its letters begin the other."""
    for cut_face, cut, whole in ((a, ours, theirs), (b, theirs, ours)):
        if titles.take_apart(cut_face.title).cut:
            begun = titles.letters(cut)
            if titles.length(cut) >= _CUT_LEAST and titles.letters(whole).startswith(begun):
                return Reason("title-cut", "title cut short")
    return None


def _first_part(ours: str, theirs: str) -> Reason | None:
    """One title is what stands before the first space of the other: so portals cut Chinese titles."""
    for cut, whole in ((ours, theirs), (theirs, ours)):
        part = titles.first_part(whole)
        if part and titles.letters(part) == titles.letters(cut):
            return Reason("title-cut", "title cut at its first space")
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


def _endings(ours: str, theirs: str, witness: bool) -> Reason | None:
    """A title with an ending nobody has learned yet, and the same title elsewhere.

    If both have such an ending only the same text makes them publishers: "- Holdings - Person A", "- Person B".
    """
    for one, other in ((ours, theirs), (theirs, ours)):
        if titles.letters(other) in _without_endings(one, 2):
            return Reason("same-title", "same title but for its ending, other site")
    if witness and set(_without_endings(ours, 1)) & set(_without_endings(theirs, 1)):
        return Reason("same-title", "same title but for its ending, same text")
    return None


def _without_endings(title: str, most: int) -> list[str]:
    """Letters of a title without its last segment, and so on, as long as what is left says enough."""
    found = []
    for ending in reversed(titles.take_apart(title).tail[-most:]):
        title = guards.without(title, ending)
        if titles.is_numbered(ending) or titles.length(ending) > 30:
            break
        if titles.length(title) < _UNLEARNED or not guards.says_enough(title):
            break
        found.append(titles.letters(title))
    return found


def _near(ours: str, theirs: str, witness: bool, long_paper: bool) -> Reason | None:
    """Nearly the same letters, the same numbers and directions, no name in the place of another."""
    a, b = titles.shingles(ours), titles.shingles(theirs)
    least, ratio = (_NEAR_TOLD, _RATIO_TOLD) if witness or long_paper else (_NEAR, _RATIO)
    if titles.share(a, b) < least or guards.differs(ours, theirs, witness):
        return None
    if fuzz.ratio(titles.letters(ours), titles.letters(theirs)) < ratio:
        return None
    return Reason("near", f"near: {len(a & b)} of {len(a | b)} shingles, same numbers")


def _text(a: Face, b: Face) -> Reason | None:
    """One text under two headlines: a relay, or one official filing on two portals."""
    short, long = sorted((a.text, b.text), key=lambda text: (len(text), text))
    if titles.length(short) < 90 or a.site == b.site:
        return None
    # The last number may have been cut in two by the end of the summary.
    if not set(titles.numbers(short)[:-1]) <= set(titles.numbers(long)):
        return None
    if titles.inside(titles.shingles(a.title, 2), titles.shingles(b.title, 2)) < 0.2:
        return None
    return Reason("same-text", "same text, other headline")


def _alike(a: Face, b: Face, learned: Learned) -> float:
    """How much of the shorter title stands in the longer: in signs by two, in Latin letters by three."""
    ours, theirs = guards.plain(a.title, a.site, learned), guards.plain(b.title, b.site, learned)
    size = 2 if titles.is_cjk(ours) else 3
    return titles.inside(titles.shingles(ours, size), titles.shingles(theirs, size))


def _told(a: Face, b: Face) -> float:
    """How much of the shorter summary stands in the longer, when both say enough to be a witness."""
    if not a.text or not b.text or _far_apart(a.text, b.text):
        return 0.0
    ours, theirs = titles.shingles(a.text, 4), titles.shingles(b.text, 4)
    if min(titles.length(a.text), titles.length(b.text)) < 60:
        return 0.0
    return titles.inside(ours, theirs)


def _far_apart(a: str, b: str) -> bool:
    """Whether two texts of spaced words share so few that none can be a witness: quicker than to cut them in shingles."""
    if not (a.isascii() and b.isascii()):
        return False
    ours, theirs = _spaced(a), _spaced(b)
    return len(ours & theirs) * 4 < min(len(ours), len(theirs))


@lru_cache(maxsize=512)
def _spaced(text: str) -> frozenset[str]:
    # a text is looked at beside several
    return frozenset(text.lower().split())
