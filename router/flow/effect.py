"""Routes as they would be -> what each subscriber's next issue gains and loses; everything is taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from router.errors import RouterError
from router.flow.rehearse import Rehearsal, Seen
from router.store import stories, subscribers
from router.store.transaction import Connection
from router.terms import Verdict


class Effect(NamedTuple):
    """One subscriber, and the stories that come into their next issue or fall out of it."""

    address: str
    gained: tuple[int, ...]
    lost: tuple[int, ...]


async def effects(
    rehearsal: Rehearsal,
    verdicts: Mapping[int, Sequence[Verdict]],
    interests: Collection[str],
    version: int,
    now: datetime,
) -> list[Effect]:
    """For each subscriber of these interests whose next issue changes when these stories are routed so."""

    async def supposed(connection: Connection) -> None:
        await stories.write_routes(connection, verdicts, version, now)

    found = []
    for person in await subscribers.people() if verdicts else ():
        if person.interests.keys().isdisjoint(interests):
            continue
        try:
            before = _given(await rehearsal.preview(person.address, now))
            after = _given(await rehearsal.preview(person.address, now, first=supposed))
        except RouterError:  # a schedule that names no day: nothing goes there, and nothing changes
            continue
        if before != after:
            found.append(Effect(person.address, tuple(sorted(after - before)), tuple(sorted(before - after))))
    return found


def _given(seen: Seen) -> set[int]:
    return {pick.candidate.story for draft in seen.drafts for pick in draft.picks}
