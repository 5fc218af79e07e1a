"""An editor's word on one story -> a route that no rule made, or the note under its title; both stay over a replay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from router.errors import RouterError
from router.store import deeds, hands
from router.store.deeds import By
from router.store.transaction import Connection, unit
from router.terms import Interest, Reason

LONGEST = 500  # characters of a note


async def route(
    story: int, interest: str, interests: Mapping[str, Interest], version: int, now: datetime, *, by: By
) -> Reason:
    """Send a story to an interest whose rules do not take it; RouterError when there is none of the two."""
    if interest not in interests:
        names = ", ".join(sorted(interests))
        raise RouterError("interest", f"there is none called {interest!r}", f"choose from: {names}")
    title = interests[interest].title

    async def work(connection: Connection) -> Reason:
        if not await hands.put_route(connection, story, interest, version, now):
            return Reason("there", f"{title} has story {story} already")
        await deeds.add_in(connection, by.did("route", {"story": story, "interest": interest}), now)
        return Reason("routed", f"{title} has story {story} now, with its next edition")

    return await unit(work, alone=True)


async def note(story: int, words: str, name: str, now: datetime, *, by: By) -> Reason:
    """The note that is shown with a story wherever it goes from now on; no words take it away."""
    words = " ".join(words.split())
    if len(words) > LONGEST:
        raise RouterError("note", f"it has {len(words)} characters", f"write {LONGEST} at most")

    async def work(connection: Connection) -> Reason:
        await hands.put_word(connection, story, words, name)
        await deeds.add_in(connection, by.did("note", {"story": story, "words": words}), now)
        said = f"“{words}” stands with it from now on" if words else "its note is taken away"
        return Reason("noted", f"story {story}: {said}")

    return await unit(work, alone=True)
