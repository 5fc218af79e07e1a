"""The stories of one newsletter -> those that tell of one event in two ways: other articles, not folded, that stand together.

An event is known by its rare words: names, things and figures that two headlines share and hardly any other story here
says. Words that many of these stories say, words by which the rules took them and words of every day are no evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations, pairwise

from router import links
from router.folding import titles, traces
from router.folding.restated import restated
from router.terms import Reason

MOST = 200  # stories that are compared; what stands behind them in a longer newsletter is as it is
DAYS = timedelta(days=3)
_SHARED, _SHARED_CJK = 3, 8  # rare words (runs of two signs) that two headlines must share
_PART = 0.5  # of the shorter headline's words
_SAYERS = 4  # stories that may say a rare word: an event with more voices is known by its other words
_EVERYDAY = frozenset(
    [
        "the",
        "and",
        "for",
        "from",
        "with",
        "that",
        "this",
        "into",
        "over",
        "after",
        "before",
        "about",
        "amid",
        "have",
        "has",
        "had",
        "are",
        "was",
        "were",
        "will",
        "would",
        "could",
        "can",
        "may",
        "not",
        "new",
        "says",
        "say",
        "said",
        "how",
        "why",
        "what",
        "when",
        "who",
        "where",
        "which",
        "their",
        "its",
        "his",
        "her",
        "our",
        "their",
        "your",
        "they",
        "you",
        "out",
        "off",
        "all",
        "more",
        "most",
        "first",
        "last",
        "year",
        "years",
        "day",
        "days",
        "week",
        "month",
        "time",
        "today",
        "report",
        "reports",
        "study",
        "finds",
        "find",
        "found",
        "show",
        "shows",
        "make",
        "makes",
        "made",
        "get",
        "gets",
        "set",
        "take",
        "takes",
        "back",
        "against",
        "between",
        "under",
        "than",
        "been",
        "being",
        "also",
        "just",
        "now",
        "news",
        "update",
        "live",
        "top",
        "big",
        "der",
        "die",
        "das",
        "und",
        "für",
        "von",
        "mit",
        "auf",
        "ein",
        "eine",
        "einer",
        "ist",
        "sind",
        "wird",
        "werden",
        "nach",
        "bei",
        "aus",
        "dem",
        "den",
        "des",
        "zu",
        "zum",
        "zur",
        "im",
        "nicht",
        "les",
        "des",
        "une",
        "dans",
        "pour",
        "sur",
        "avec",
        "par",
        "est",
        "los",
        "las",
        "una",
        "del",
        "con",
        "por",
        "para",
        "que",
        "und",
        "oder",
    ]
)


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it is compared: its number and headline, who published it where and when, and why it is here."""

    story: int
    title: str
    link: str
    publisher: str
    at: datetime
    kind: str = "news"
    why: str = ""  # the words by which a rule took it


def related(stories: Sequence[Told]) -> dict[int, tuple[int, Reason]]:
    """story -> (the earlier story of the sequence that it stands with, why), for those that have one.

    A group is told by its first: no story that others stand with stands with another. Two of one publisher are its
    series and not two voices; papers have no event. Only stories that share rare words are compared.
    """
    here = [one for one in stories[:MOST] if one.kind != "paper"]
    words = [_rare(one.title) - _words(one.why) for one in here]
    sayers: dict[str, list[int]] = {}
    for at, some in enumerate(words):
        for word in some:
            sayers.setdefault(word, []).append(at)
    shared = Counter(pair for those in sayers.values() if 1 < len(those) <= _SAYERS for pair in combinations(those, 2))
    found: dict[int, tuple[int, Reason]] = {}
    for (at, later), count in sorted(shared.items()):
        first, one = here[at], here[later]
        if count < _SHARED or one.story in found or first.story in found:
            continue
        said = frozenset(word for word in words[at] & words[later] if len(sayers[word]) <= _SAYERS)
        if reason := _same_event(first, one, said, min(len(words[at]), len(words[later]))):
            found[one.story] = first.story, reason
    return found


def _same_event(a: Told, b: Told, said: frozenset[str], least: int) -> Reason | None:
    cjk = titles.is_cjk(a.title)
    if len(said) < max(_SHARED_CJK if cjk else _SHARED, _PART * least) or abs(a.at - b.at) > DAYS:
        return None
    if _one_voice(a, b) or (cjk and restated(a.title, b.title)):
        return None
    days_a, days_b = titles.dates(a.title), titles.dates(b.title)
    if days_a and days_b and not days_a & days_b:
        return None
    if cjk:
        return Reason("related", f"both say “{_in_common(a.title, b.title)}”")
    particular = said & _particular(a.title) & _particular(b.title)
    if not particular:
        return None
    names = [word for word in titles.words(a.title) if _stem(word) in said]
    return Reason("related", f"both say {', '.join(f'“{word}”' for word in dict.fromkeys(names))}")


def _one_voice(a: Told, b: Told) -> bool:
    ours, theirs = _site(a.link), _site(b.link)
    return bool(ours and ours == theirs) or bool(a.publisher and a.publisher == b.publisher)


@lru_cache(maxsize=8192)
def _site(link: str) -> str:
    return traces.site(links.canonical(link))


@lru_cache(maxsize=8192)
def _rare(title: str) -> frozenset[str]:
    """The words of a headline that may be rare: three letters or more, endings cut, none of every day; CJK by two signs."""
    clean = titles.take_apart(title).head
    found = {_stem(word) for word in titles.words(clean) if word.isascii() or not titles.is_cjk(word)}
    if titles.is_cjk(clean):
        signs = titles.letters(clean)
        found |= {a + b for a, b in pairwise(signs) if titles.is_cjk(a) and titles.is_cjk(b)}
    return frozenset(word for word in found - _EVERYDAY if len(word) > 2 or word.isdigit() or titles.is_cjk(word))


@lru_cache(maxsize=8192)
def _words(why: str) -> frozenset[str]:
    return frozenset(map(_stem, titles.words(why)))


@lru_cache(maxsize=8192)
def _particular(title: str) -> frozenset[str]:
    """Names and figures: words with a capital that do not begin the headline, where not every word has one."""
    head = titles.take_apart(title).head.split()
    capital = [word for word in head if word[:1].isupper()]
    shown = head if len(capital) * 10 > len(head) * 7 else [word for word in head[1:] if word[:1].isupper()]
    return frozenset(_stem(one) for word in shown for one in titles.words(word)) | frozenset(
        one for word in head for one in titles.words(word) if one.isdigit()
    )


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _in_common(a: str, b: str) -> str:
    """The longest run of signs of both headlines."""
    ours, theirs = titles.letters(a), titles.letters(b)
    runs = (
        ours[i:j] for i in range(len(ours)) for j in range(i + 2, min(i + 16, len(ours)) + 1) if ours[i:j] in theirs
    )
    return max(runs, key=len, default="")
