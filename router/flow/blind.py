"""Draws newsletters out of what came, to be judged blind: which three stories would a person put first?"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from router.errors import RouterError
from router.planning.choose import TOP, TOP_FROM, choose
from router.store import past
from router.terms import Candidate, Interest, Wishes

NEWSLETTERS = 30
SHOWN = 12  # stories of one newsletter that a person looks through
SPAN = timedelta(days=7)
_TRIES = 20  # draws for each newsletter that is wanted; two alike count once


@dataclass(frozen=True, slots=True)
class Drawn:
    """One newsletter as it is judged: its stories in no order, and the first three of each way to order them."""

    interests: tuple[str, ...]
    stories: tuple[Candidate, ...]
    ours: frozenset[int]
    newest: frozenset[int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of a person's three stories others had too, on average over so many newsletters."""

    newsletters: int
    ours: float
    newest: float
    chance: float

    def __str__(self) -> str:
        if not self.newsletters:
            return "No newsletter had exactly three stories ticked."
        return (
            f"{self.newsletters} newsletters: of a person's three, ours had {self.ours:.2f},"
            f" newest first {self.newest:.2f}, and chance would have {self.chance:.2f}."
        )


async def draw(count: int, interests: Mapping[str, Interest], seed: int = 1) -> list[Drawn]:
    """So many newsletters of one to three interests, each of the week before some day; the same ones each time.

    Raises RouterError when too little came for even one.
    """
    dice, days = random.Random(seed), await past.days()
    found: dict[tuple[object, ...], Drawn] = {}
    for _ in range(count * _TRIES if days and interests else 0):
        names = tuple(sorted(dice.sample(sorted(interests), min(len(interests), dice.randint(1, 3)))))
        until = datetime.fromisoformat(f"{dice.choice(days)}T23:59:59+00:00")
        if (names, until) in found:
            continue
        stories = await past.routed(names, until, SPAN)
        if len(stories) >= TOP_FROM:
            found[names, until] = _drawn(names, stories, {name: interests[name] for name in names}, until, dice)
        if len(found) == count:
            break
    if not found:
        raise RouterError("judging", f"no week has {TOP_FROM} stories", "come back when more mail was read")
    return list(found.values())


def _drawn(
    names: tuple[str, ...],
    stories: list[Candidate],
    interests: Mapping[str, Interest],
    until: datetime,
    dice: random.Random,
) -> Drawn:
    ours = [pick.candidate.story for pick in choose(stories, Wishes(), interests, until).picks[:TOP]]
    newest = [one.story for one in sorted(stories, key=lambda one: (one.published, one.story), reverse=True)[:TOP]]
    first = [one for one in stories if one.story in (*ours, *newest)]
    others = [one for one in stories if one.story not in (*ours, *newest)]
    shown = first + dice.sample(others, min(len(others), SHOWN - len(first)))
    dice.shuffle(shown)
    return Drawn(names, tuple(shown), frozenset(ours), frozenset(newest))


def overlap(drawn: list[Drawn], chosen: Mapping[int, frozenset[int]]) -> Overlap:
    """What a person chose, by the place of the newsletter; those without exactly three are not counted."""
    judged = [(drawn[at], three) for at, three in chosen.items() if len(three) == TOP]
    many = len(judged) or 1
    return Overlap(
        len(judged),
        sum(len(three & one.ours) for one, three in judged) / many,
        sum(len(three & one.newest) for one, three in judged) / many,
        sum(TOP * TOP / len(one.stories) for one, _ in judged) / many,
    )
