"""What became of one story for one subscriber, in a sentence: the other half of "why", and of "why not"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from router.errors import RouterError
from router.planning.choose import choose
from router.store import conservation, issues, stories, subscribers
from router.terms import Interest, Reason

_UNPUBLISHED = {
    "open": "waiting: its edition has not closed yet",
    "held": "waiting: an editor holds its edition",
    "dropped": "left out: an editor dropped it",
}


async def fate(story: int, address: str, interests: Mapping[str, Interest], now: datetime) -> Reason:
    """Given, waiting or left out, and why. RouterError when there is no such story or subscriber."""
    number = await subscribers.find(address)
    if number is None:
        raise RouterError(address, "nobody subscribes with this address", "`router subscribers list` shows them")
    if not await stories.facts([story]):
        raise RouterError(f"story {story}", "there is none of this number", "`router stories list` shows them")
    given = [row for row in await issues.of_subscriber(number) if story in row["stories"]]
    if given:
        said = " and again in ".join(f"newsletter {row['number']} of {row['date']}" for row in given)
        return Reason("given", f"given to {address} in {said}")
    person = next(iter(await subscribers.people({number})), None)
    if person is None:
        return Reason("nobody", f"not given: {address} has no confirmed interest, or gets nothing at present")
    taken = await stories.interests_of(story)
    if not taken:
        return Reason("unrouted", "not given: no interest takes it")
    if not set(taken) & person.interests.keys():
        return Reason("outside", f"not given: it is of {' and '.join(taken)}, which {address} did not choose")
    if story not in await conservation.routed_since(number):
        return Reason("before", f"not given: it was routed before {address} joined")
    return await _to_come(story, person, interests, now)


async def _to_come(story: int, person: subscribers.Person, interests: Mapping[str, Interest], now: datetime) -> Reason:
    at_once = person.schedule.every == "once"
    state = (await issues.unpublished(person.id, person.interests)).get(story)
    if state == "dropped" or (state and not at_once):
        return Reason(state, _UNPUBLISHED[state])
    mine = {name: interests.get(name) or Interest(name, name) for name in person.interests}
    chosen = choose(
        await issues.candidates(person.id, person.interests, None, at_once=at_once), person.wishes, mine, now
    )
    if any(pick.candidate.story == story for pick in chosen.picks):
        return Reason("next", f"waiting: it goes in the next newsletter to {person.address}")
    for other, reason in chosen.waiting:
        if other == story:
            return Reason("waiting", f"waiting: {reason}")
    for other, reason in chosen.left_out:
        if other == story:
            return Reason("left-out", f"left out: {reason}")
    return Reason("old", f"left out: it had its chance in an earlier newsletter to {person.address}")
