"""Turns two faces into the first thing that keeps them apart: numbers, dates, turns, names, ids, days, generic titles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from router.folding import titles, traces
from router.folding.face import Face
from router.folding.learned import Learned
from router.terms import Reason

_REGISTRIES = frozenset({"doi.org", "nih.gov", "crossref.org"})  # hosts that hold everybody's articles
NEWS_DAYS, PAPER_DAYS = 3, 730
_PARTING = " -–—|｜︱_·»"
_MORE = {(True, False): 2, (True, True): 6, (False, False): 8, (False, True): 16}  # signs only one title may have
_VARIANTS = {
    frozenset(pair.split())
    for pair in ("vs versus", "v versus", "us usa", "okay ok", "grey gray", "pct percent", "post after", "pre before")
}
_LABEL = re.compile(
    r"^\s*(?:(?:insight|exclusive|breaking(?: news)?|analysis|watch|video|photos|live|just in|report|special report|"
    r"獨家|獨|快訊|快新聞|最新|影音|財經|新聞|個股|產業)\s*[:：/／|｜]|[\[【](?:新聞|公告|快訊|獨家|video|watch)[\]】])\s*",
    re.I,
)
# As wires label: "UPDATE 2-Bank cuts …", "US STOCKS SNAPSHOT-Wall St opens …"; one unknown word is none: SARS-CoV.
_WIRE = re.compile(
    r"^(?:(?:UPDATE|WRAPUP) \d+|RPT|REFILE|EXCLUSIVE|INSIGHT|ANALYSIS|FACTBOX|TIMELINE|FEATURE|FOCUS|BRIEF|"
    r"(?:[A-Z&.]{2,} ){1,3}[A-Z&.]{4,})\s?-\s?(?=[A-Z][a-z])"
)
_GENERIC_WORDS = (
    "a about an and at by for from in of on the this to with your our my all new news weekly daily monthly week day month "
    "year today yesterday issue volume editorial editor editors letter letters note notes table contents content book "
    "books review reviews reading readings roundup round up links link update updates upcoming event events calendar "
    "announcement announcements call papers paper introduction preface foreword obituary obituaries index cover front "
    "back matter masthead latest headlines top stories story news newsletter digest summary edition job jobs vacancy "
    "vacancies training course courses press release releases media thread open discussion blog post podcast episode "
    "video welcome thank thanks author authors title page contributors acknowledgements reviewers annual report "
    "minutes meeting agenda members board information "
    "re fwd fw read more here click see full article view online http https www com org html "
    "senior junior social worker workers work practitioner practitioners team leader leaders lead manager "
    "managers assistant officer coordinator director adviser adult adults child children childrens family families "
    "service services support care part full time permanent temporary locum qualified lecturer professor research "
    "associate fellow post posts position positions opportunity opportunities hiring wanted new"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())


def apart(a: Face, b: Face, ours: str, theirs: str) -> Reason | None:
    """What keeps two faces apart for all evidence by title, nearness or text; None when nothing does.

    `ours`, `theirs`: their titles without publishers.
    """
    if days := _far(a, b, ours, theirs):
        return days
    if titles.corrections(ours) != titles.corrections(theirs):
        return Reason("correction", "one answers or corrects the other")
    dois_a, dois_b = _dois(a), _dois(b)
    if dois_a and dois_b and not dois_a & dois_b and _preprint(dois_a) == _preprint(dois_b):
        return Reason("other-doi", "two different DOIs")
    return None


def _preprint(dois: set[str]) -> bool:
    return any(map(traces.is_preprint, dois))


def _far(a: Face, b: Face, ours: str, theirs: str) -> Reason | None:
    """Whether they were seen too long apart: three days, two years for papers. Unknown times do not separate.

    A title that is true again tomorrow ("this week"), or too short to be used once only, has one day.
    """
    if a.seen is None or b.seen is None or abs(a.seen - b.seen) <= timedelta(days=1):
        return None
    window = NEWS_DAYS
    if "paper" in (a.kind, b.kind):
        window = PAPER_DAYS
    elif not titles.dates(ours) and not titles.dates(theirs) and (_recurs(ours) or _recurs(theirs)):
        window = 1
    if abs(a.seen - b.seen) > timedelta(days=window):
        return Reason("far", f"more than {window} days apart")
    return None


def _recurs(title: str) -> bool:
    return titles.is_relative(title) or (titles.length(title) < 32 and not titles.numbers(title))


def needs_witness(a: Face, b: Face, title: str) -> bool:
    """Whether an equal title alone says too little: two pages of one site, or two mails' words without a link.

    One site's two pages with one title are mostly two days of a series; a long title of a paper is that paper.
    """
    if not a.link and not b.link:
        return bool(a.text and b.text)
    if not _same_place(a, b):
        return False
    return not ("paper" in (a.kind, b.kind) and titles.length(title) >= 40 and not other_article(a, b))


def _same_place(a: Face, b: Face) -> bool:
    return bool(a.site) and a.site == b.site and a.site not in _REGISTRIES


def other_article(a: Face, b: Face) -> bool:
    """Whether one site counts them as two articles."""
    ours, theirs = _articles(a), _articles(b)
    return _same_place(a, b) and bool(ours and theirs) and not ours & theirs


def differs(a: str, b: str, told: bool) -> Reason | None:
    """What in two titles that look alike says that they are two things: numbers, turns, names.

    `told`: their summaries agree, so one may say a few words more.
    """
    if sorted(titles.numbers(a)) != sorted(titles.numbers(b)):
        return Reason("numbers", "other numbers")
    if titles.turns(a) != titles.turns(b):
        return Reason("turns", "other direction")
    if _listed(a) != _listed(b):
        return Reason("names", "one names more than the other")
    return _names(a, b, told)


def _listed(text: str) -> int:
    return text.count("、") + text.count(", ") + text.count("; ") - text.count(", and ")


def filled_anew(a: Face, b: Face) -> bool:
    """Whether one page seen again after days shows other figures throughout: a quote, a ranking, a list of the day."""
    if a.seen is None or b.seen is None or abs(a.seen - b.seen) <= timedelta(days=NEWS_DAYS):
        return False
    ours, theirs = set(titles.numbers(a.title)), set(titles.numbers(b.title))
    return ours != theirs and min(len(ours), len(theirs)) >= 2 and len(ours & theirs) * 2 <= min(len(ours), len(theirs))


def other_day(a: str, b: str) -> bool:
    """Whether both titles name a day and not the same."""
    ours, theirs = titles.dates(a), titles.dates(b)
    return bool(ours and theirs) and not ours & theirs


def _names(a: str, b: str, told: bool) -> Reason | None:
    """A word or sign of one title that stands in the place of another in the other title, spelling aside."""
    cjk = titles.is_cjk(a) or titles.is_cjk(b)
    ours = list(titles.letters(a)) if cjk else list(titles.words(a))
    theirs = list(titles.letters(b)) if cjk else list(titles.words(b))
    for what, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        left, right = "".join(ours[i:j]), "".join(theirs[k:m])
        if what == "replace" and (cjk or not (spelling(left, right) or _spelt_out(ours[i:j], theirs[k:m]))):
            return Reason("names", f"“{left}” is not “{right}”")
        if what != "replace" and len(left or right) > _MORE[cjk, told]:
            return Reason("names", f"only one says “{left or right}”")
    return None


def spelling(a: str, b: str) -> bool:
    """Whether two words are one word spelt twice: criticised/criticized, Versus/vs, Mt.Gox/Mt Gox."""
    if a == b or frozenset((a, b)) in _VARIANTS:
        return True
    if any(c.isdigit() for c in a + b):
        return False
    return min(len(a), len(b)) >= 6 and a[0] == b[0] and Levenshtein.distance(a, b) <= 1


def _spelt_out(ours: list[str], theirs: list[str]) -> bool:
    """Whether one is the abbreviation of the other: IDE, investigational device exemption."""
    short, long = sorted((ours, theirs), key=len)
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)


@lru_cache(maxsize=8192)
def plain(title: str, site: str, learned: Learned) -> str:
    """A title without publishers behind or in front, and without a label ("Insight:") in front."""
    taken = titles.take_apart(title)
    base = taken.clean
    for segment in reversed(taken.tail):
        if not is_publisher(segment, site, learned):
            break
        base = without(base, segment)
    if taken.tail and learned.ends(titles.letters(taken.head), site):
        base = base[len(taken.head) :].lstrip(_PARTING) or base
    if "-" in base:
        base = _WIRE.sub("", base)
    return _LABEL.sub("", base) or base


def without(title: str, ending: str) -> str:
    """A title without its last segment and the sign before it."""
    return title[: title.rfind(ending)].rstrip(_PARTING)


def is_publisher(segment: str, site: str, learned: Learned) -> bool:
    """Whether a segment behind a headline names who published it: learned, or named as its site (MSN on msn.com)."""
    said = titles.letters(segment)
    if not said or titles.is_numbered(segment):
        return False
    if learned.ends(said, site):
        return True
    label = site.partition(".")[0]
    latin = "".join(c for c in said if c.isascii())
    return len(label) >= 3 and len(latin) >= 3 and (latin.startswith(label) or label.startswith(latin))


def says_enough(title: str) -> bool:
    """Whether a title is long and particular enough to be evidence: 16 Latin letters or 8 signs, not all generic."""
    return (
        titles.length(title) >= 16 and says_something(title) and (titles.is_cjk(title) or len(titles.words(title)) > 2)
    )


def says_something(title: str) -> bool:
    """Whether a title is of one thing: two signs or two words that are not generic; "Read more", "FW: link" are not."""
    if titles.is_cjk(title):
        return titles.length(title) >= 4
    return len([word for word in titles.words(title) if word not in _GENERIC and not word.isdigit()]) >= 2


def series(faces: Sequence[Face], learned: Learned) -> set[str]:
    """Title keys that one site has used for different articles, as far as these faces show."""
    sites = Counter(face.site for face in faces)
    places: dict[tuple[str, str], list[Face]] = defaultdict(list)
    for face in faces:
        if face.site and sites[face.site] > 1 and face.site not in _REGISTRIES:
            places[face.site, title_key(face, learned)].append(face)
    return {key for (_, key), here in places.items() if any(_two_articles(here[0], one) for one in here)}


def _two_articles(a: Face, b: Face) -> bool:
    return not (a.link == b.link or a.ids & b.ids or traces.same_page(a.link, b.link))


def title_key(face: Face, learned: Learned) -> str:
    """The letters of a title without its publisher."""
    return titles.letters(plain(face.title, face.site, learned))


def _dois(face: Face) -> set[str]:
    return {traces.work(one) for one in face.ids if one.startswith("doi:")}


def _articles(face: Face) -> set[str]:
    return {one for one in face.ids if one.startswith("article:")}
