"""An issue before its time: seen exactly as it will go, sent by hand, or sent to an editor first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from router.errors import RouterError
from router.flow.editions import Editions
from router.flow.select import Reader, Select, slot_of
from router.planning import when
from router.store import deliveries, issues, subscribers
from router.store.issues import IssueDraft
from router.store.subscribers import Person
from router.store.transaction import Connection, unit
from router.terms import Address, Reason, Slot


@dataclass(frozen=True, slots=True)
class Seen:
    """What one subscriber would be given at their next slot: one issue, or one for each interest; none: nothing new."""

    person: Person
    slot: Slot
    goes: datetime
    drafts: tuple[IssueDraft, ...]


class _Over(Exception):
    """The end of a rehearsal: everything is taken back."""


class Rehearsal:
    """Plays the next slot of one subscriber through, and takes it back."""

    def __init__(self, select: Select, editions: Editions) -> None:
        self._select, self._editions = select, editions

    async def preview(
        self,
        address: str,
        now: datetime,
        reader: Reader | None = None,
        first: Callable[[Connection], Awaitable[None]] | None = None,
    ) -> Seen:
        """The issue of the next slot, byte for byte as it goes if nothing arrives before: editions that close until
        then are closed as they stand. What `first` writes is supposed to be so, and taken back with the rest. Raises
        RouterError when nothing goes to this address."""
        person = await _person(address)
        slot = _next(person, now)
        seen: list[Seen] = []

        async def play(connection: Connection) -> None:
            moment = max(now, slot.due)
            if first is not None:
                await first(connection)
            await self._editions.close_in(connection, moment)
            drafts = await self._select.drafts(person, slot, reader)
            for later in [] if drafts else await self._editions.releases(person.interests):
                if slot_of(person, later) == slot and not drafts:  # the newsletter waits for what is held
                    moment = later
                    await self._editions.close_in(connection, moment)
                    drafts = await self._select.drafts(person, slot, reader)
            seen.append(Seen(person, slot, moment, tuple(drafts)))
            raise _Over

        try:
            await unit(play, alone=True)
        except _Over:
            pass
        return seen[0]

    async def send(self, address: str, now: datetime) -> Reason:
        """Make the issue of what waits in released editions now; the subscriber's own slots stay as they are."""
        await self._editions.close(now)
        person = await _person(address)
        moment = now.replace(microsecond=0)
        local = now.astimezone(ZoneInfo(person.schedule.zone))
        slot = Slot(local.date().isoformat(), f"by hand {moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", moment)
        drafts = await self._select.drafts(person, slot)
        if not drafts:
            waiting = list((await issues.unpublished(person.id, person.interests)).values())
            more = f"; {waiting.count('open')} stories stand in open editions and {waiting.count('held')} in held ones"
            return Reason("nothing", f"nothing released waits for {address}{more if waiting else ''}")
        if not await issues.put(drafts, now, None):
            return Reason("again", f"{address} was sent one in this very second")
        return Reason("sent", f"on its way to {address}: {', '.join(draft.subject for draft in drafts)}")

    async def test(self, address: str, to: str, people: Collection[str], now: datetime) -> Reason:
        """Send the preview to one of `people`, with doors that are nobody's; the subscriber has had nothing by it."""
        if to.lower() not in {one.lower() for one in people}:
            remedy = "tests go to editors and owners alone: add the address under [people]"
            raise RouterError("--to", f"{to} is no editor of this house", remedy)
        reader = Reader(Address(to.lower()), f"{to.lower()}|{now.isoformat()}")
        seen = await self.preview(address, now, reader)
        if not seen.drafts:
            return Reason("nothing", f"nothing waits for {address}: there is no newsletter to test")
        for draft in seen.drafts:
            await deliveries.queue(draft.mail, now)
        return Reason("tested", f"{to} is sent what {address} would get: {', '.join(d.subject for d in seen.drafts)}")


async def _person(address: str) -> Person:
    found = await subscribers.find(address)
    if found is None:
        raise RouterError(address, "nobody subscribed with this address", "`router subscribers list` shows who did")
    for person in await subscribers.people({found}):
        return person
    raise RouterError(address, "gets no newsletter: nothing is confirmed, or it is paused", "`router subscribers list`")


def _next(person: Person, now: datetime) -> Slot:
    slot = slot_of(person, now) or when.upcoming(person.schedule, now, person.last_slot)
    if slot is None:
        raise RouterError(person.address, "their schedule names no day", "ask them to choose one")
    return slot
