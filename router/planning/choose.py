"""Turns the stories a subscriber has not had into one issue: what goes in, in which order, what waits, what is left out.

The minutes are spent by rank. The first stories are counted as read whole, the others as skimmed and one in three
opened, the lines under "also" as seen; what then is over waits for the next issue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, exp2, inf, log2

from router.planning import reading
from router.terms import Candidate, Chosen, Interest, Pick, Reason, Wishes

TOP = 3  # stories under "If you have 5 minutes"
TOP_FROM = 6  # a shorter issue needs no such section
LINES_SHARE = 0.15  # of the minutes, kept for the lines under "also" when not all fits

_DAY = timedelta(days=1)
_HALF_LIFE = {"paper": 14.0, "post": 5.0, "video": 5.0}  # days after which a story of this kind is half as fresh
_NEWS_HALF_LIFE = 2.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A candidate with the interest it stands under and what it costs."""

    candidate: Candidate
    section: str
    seconds: int
    read: int
    guessed: bool


def choose(candidates: Iterable[Candidate], wishes: Wishes, interests: Mapping[str, Interest], now: datetime) -> Chosen:
    """What one issue holds. `interests` are the subscriber's, in the order of the rulebook.

    Every candidate ends in exactly one of picks, waiting and left_out; the same candidates in any order give the same
    issue. Without a single place (a budget of seconds) the first story still goes: an issue is never empty for being
    short. `wishes.minutes` of 0 has no limit.
    """
    left_out: list[tuple[int, Reason]] = []
    ranked: list[Candidate] = []
    for candidate in {one.story: one for one in sorted(candidates, key=_identity, reverse=True)}.values():
        reason = _unwanted(candidate, wishes, interests)
        if reason:
            left_out.append((candidate.story, reason))
        else:
            ranked.append(candidate)
    notes = Counter((one.note, one.note_by) for one in ranked)
    ranked.sort(key=lambda one: (not one.pinned, -_rank(one, wishes, interests, now, notes), _identity(one)))

    sections = _order(wishes, interests)
    placed, homeless = _place(ranked, sections, interests)
    full, lines, over = _spend(placed, wishes)
    waiting: list[tuple[int, Reason]] = []
    late = Reason("over-minutes", f"over your {wishes.minutes} minutes")
    for candidate, reason in [*homeless, *((one.candidate, late) for one in over)]:
        settle(candidate, reason, wishes, now, waiting, left_out)
    return Chosen(
        _picks(full, lines, sections, wishes), tuple(sorted(waiting, key=_first)), tuple(sorted(left_out, key=_first))
    )


def settle(
    candidate: Candidate,
    reason: Reason,
    wishes: Wishes,
    now: datetime,
    waiting: list[tuple[int, Reason]],
    left_out: list[tuple[int, Reason]],
) -> None:
    """Puts a story that found no place where it belongs: it waits, unless it has waited its days already."""
    if not candidate.pinned and now - candidate.routed > wishes.keep_days * _DAY:
        left_out.append((candidate.story, Reason("waited", f"waited {wishes.keep_days} days for a place")))
    else:
        waiting.append((candidate.story, reason))


def _first(pair: tuple[int, Reason]) -> int:
    return pair[0]


def _identity(candidate: Candidate) -> tuple[float, int]:
    return -candidate.published.timestamp(), candidate.story


def _unwanted(candidate: Candidate, wishes: Wishes, interests: Mapping[str, Interest]) -> Reason | None:
    if candidate.pinned and any(name in interests for name in candidate.interests):
        return None
    if candidate.sources and wishes.muted.issuperset(candidate.sources):
        return Reason("muted", f"you muted {', '.join(sorted(candidate.sources))}")
    if not any(name in interests for name in candidate.interests):
        return Reason("outside", "outside your interests")
    return None


def _rank(
    candidate: Candidate,
    wishes: Wishes,
    interests: Mapping[str, Interest],
    now: datetime,
    notes: Mapping[tuple[str, str], int],
) -> float:
    """How much this story deserves a place: a few points each for sources, a person's note, wishes and freshness.

    A note that stands at many stories (a whole alert, passed on) says that much less of each.
    """
    age = max((now - candidate.published) / _DAY, 0.0)
    fresh = exp2(-age / _HALF_LIFE.get(candidate.kind, _NEWS_HALF_LIFE))
    wished = max((wishes.more.get(name, 0) for name in candidate.interests if name in interests), default=0)
    source = max((wishes.more.get(name, 0) for name in candidate.sources), default=0)
    anew = 3.0 if candidate.again and not candidate.note else 0.0
    noted = 3 / notes[candidate.note, candidate.note_by] if candidate.note else 0.0
    carried = min(log2(1 + len(candidate.also_in)), 3.0)
    return round(3 * fresh + 1.5 * carried + noted + anew + 2 * wished + source, 6)


def _order(wishes: Wishes, interests: Mapping[str, Interest]) -> list[str]:
    return sorted(interests, key=lambda name: -wishes.more.get(name, 0))


def _place(
    ranked: list[Candidate], sections: list[str], interests: Mapping[str, Interest]
) -> tuple[list[tuple[Candidate, str]], list[tuple[Candidate, Reason]]]:
    """Each story under the best of its interests that still has room; what finds none, with the reason."""
    position = {name: at for at, name in enumerate(sections)}
    used = dict.fromkeys(sections, 0)
    placed, homeless = [], []
    for candidate in ranked:
        homes = sorted((name for name in candidate.interests if name in position), key=position.__getitem__)
        home = next((name for name in homes if not 0 < interests[name].at_most <= used[name]), None)
        if home is None:
            best = interests[homes[0]]
            homeless.append((candidate, Reason("at-most", f"{best.title} has its {best.at_most} stories")))
        else:
            used[home] += 1
            placed.append((candidate, home))
    return placed, homeless


def _spend(placed: list[tuple[Candidate, str]], wishes: Wishes) -> tuple[list[_Placed], list[_Placed], list[_Placed]]:
    """Splits ranked stories into those shown whole, those shown as lines, and those that wait."""
    speed = wishes.words_a_minute
    budget = wishes.minutes * 60 if wishes.minutes > 0 else inf
    costed = [_cost(candidate, home, at < TOP, speed) for at, (candidate, home) in enumerate(placed)]
    if sum(one.seconds for one in costed) <= budget:
        return costed, [], []
    share = budget * (1 - LINES_SHARE)
    spent = 0
    at = 0
    while at < len(costed) and (at == 0 or spent + costed[at].seconds <= share):
        spent += costed[at].seconds
        at += 1
    full, rest = costed[:at], costed[at:]
    lines: list[_Placed] = []
    for one in rest:
        seconds = ceil(reading.line(one.candidate, speed))
        if spent + seconds > budget:
            break
        spent += seconds
        lines.append(_Placed(one.candidate, "also", seconds, one.read, one.guessed))
    return full, lines, rest[len(lines) :]


def _cost(candidate: Candidate, home: str, whole: bool, speed: int) -> _Placed:
    read, guessed = reading.read(candidate, speed)
    skim = reading.skim(candidate, speed)
    seconds = max(read, skim) if whole else skim + read / reading.OPENED
    return _Placed(candidate, home, ceil(seconds), ceil(read), guessed)


def _picks(full: list[_Placed], lines: list[_Placed], sections: list[str], wishes: Wishes) -> tuple[Pick, ...]:
    top = _top(full) if len(full) >= TOP_FROM else []
    ordered = [(one, "top") for one in top]
    rest = [one for one in full if one not in top]
    for section in sections:
        ordered += [(one, section) for one in rest if one.section == section]
    ordered += [(one, "also") for one in lines]
    return tuple(
        Pick(one.candidate, number, section, one.seconds, one.guessed, one.read)
        for number, (one, section) in enumerate(ordered, 1)
    )


def _top(full: list[_Placed]) -> list[_Placed]:
    """The best stories, not all of one interest where there are others."""
    top: list[_Placed] = []
    for one in full:
        of_this = sum(other.section == one.section for other in top)
        if one.candidate.pinned or of_this < TOP - 1:
            top.append(one)
        if len(top) == TOP:
            return top
    return full[:TOP]
