"""`router verify`: the conservation law, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from router.planning.choose import choose
from router.store import conservation, issues, subscribers
from router.terms import Interest


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that should not be: the letter of the law it breaks, and the sentence."""

    law: str
    words: str

    def __str__(self) -> str:
        return f"({self.law}) {self.words}"


LAW = {
    "a": "every message in the mailbox ledger names a stored mail",
    "b": "every mail is exactly one of waiting, clipped, handled, quarantined",
    "c": "every clipping belongs to exactly one story",
    "d": "every story is judged by one rulebook version",
    "e": "every story routed to a subscriber is sent, waiting, or left out with a reason",
}


async def verify(interests: dict[str, Interest], now: datetime) -> list[Breach]:
    """Everything that breaks the law; [] when it holds."""
    found = [Breach(*line) for line in await conservation.broken()]
    for person in await subscribers.people():
        routed = await conservation.routed_since(person.id)
        given = await conservation.given(person.id)
        at_once = person.schedule.every == "once"
        waiting = await issues.candidates(person.id, person.interests, None, at_once=at_once)
        chosen = choose(waiting, person.wishes, interests, now)
        said = [pick.candidate.story for pick in chosen.picks]
        said += [story for story, _ in chosen.waiting] + [story for story, _ in chosen.left_out]
        # open and held editions wait; what an editor dropped from all of them is left out
        unpublished = await issues.unpublished(person.id, person.interests)
        said += [story for story, state in unpublished.items() if state == "dropped" or not at_once]
        who = person.address
        lost = sorted(routed - given - set(said))
        found += [
            Breach("e", f"story {story}, routed to {who}, is neither sent, waiting nor left out") for story in lost
        ]
        twice = {story for story in said if said.count(story) > 1} | (set(said) & given)
        found += [Breach("e", f"story {story} has two fates for {who}") for story in sorted(twice)]
    return found
