"""Editions by the clock and by their editors: open -> held -> released, each change in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from router.crash import crashpoint
from router.errors import RouterError
from router.flow.events import events
from router.planning.beside import together
from router.planning.editions import Days, Ruling, goes, order, rule
from router.store import deeds, editions, issues
from router.store.deeds import By
from router.store.editions import Edition, Placed
from router.store.transaction import Connection, unit
from router.terms import Candidate, Interest, Reason, Report, Slot

AN_EDITOR = By()


class Editions:
    """Closes editions when their time has come, and does with them what editors say; `interests` are those in force."""

    def __init__(self, days: Days, interests: Callable[[], Mapping[str, Interest]]) -> None:
        self._days, self._interests = days, interests
        self._next: datetime | None = None  # before it nothing closes by the clock; None: not looked yet
        self._heard: set[tuple[str, str]] = set()  # held editions that editors were told of in this life

    # -- by the clock ------------------------------------------------------------------------------

    async def close(self, now: datetime) -> Report:
        """Close and release all that is due, in one transaction; what was missed while down is caught up."""
        if self._next is not None and now < self._next:
            held = await editions.of(states=("held",))
            if not any(self._rule(one, now).reason.code == "release" for one in held):
                return Report("editions")
        report = await unit(lambda connection: self.close_in(connection, now), alone=True)
        if report.done:
            crashpoint("edition.after_close")
        self._next = self._days.open_at(now).due
        return report

    async def close_in(self, connection: Connection, now: datetime) -> Report:
        """As `close`, inside a unit of work: a rehearsal looks at the end and takes it back."""
        due: dict[tuple[str, Slot], list[int]] = {}
        for interest, slot, story in await self._unplaced():
            if slot.due <= now:
                due.setdefault((interest, slot), []).append(story)
        for (interest, slot), stories in due.items():
            await editions.place(connection, await editions.open_one(interest, slot), stories)
        counts: dict[str, int] = {}
        for edition in await editions.of(states=("open", "held")):
            ruling = self._rule(edition, now)
            if ruling.reason.code not in ("open", edition.state):
                end = await self._end(connection, edition, ruling, now)
                counts[end] = counts.get(end, 0) + 1
        if counts:
            crashpoint("edition.before_close")
        return Report("editions", sum(counts.values()), 0, counts)

    async def _end(self, connection: Connection, edition: Edition, ruling: Ruling, now: datetime) -> str:
        placed = await editions.stories_of(edition.id)
        if not placed and edition.state == "open":
            await editions.move(edition, self._days.open_at(max(now, edition.closes)))
            return "moved"
        if ruling.reason.code == "held":
            await editions.write(edition, state="held", number=await editions.number(edition))
            return "held"
        await editions.release(connection, edition, await self._ordered(edition, placed), ruling.at, "the clock")
        return "released"

    async def releases(self, interests: Collection[str]) -> list[datetime]:
        """When the editions of these interests that are held now go by themselves, soonest first."""
        held = [one for one in await editions.of(states=("held",)) if one.interest in interests]
        moments = (goes(self._hold(one), one.held, one.closes) for one in held)
        return sorted(moment for moment in moments if moment is not None)

    async def unheard(self) -> list[tuple[str, str]]:
        """(interest, date) of what waits for an editor, and not because one said so, and nobody was told of yet."""
        held = await editions.of(states=("held",))
        return [(e.interest, e.date) for e in held if not e.held and (e.interest, e.date) not in self._heard]

    def heard(self, interest: str, date: str) -> None:
        """Editors were told of it."""
        self._heard.add((interest, date))

    def _rule(self, edition: Edition, now: datetime) -> Ruling:
        return rule(edition.state, self._hold(edition), edition.held, edition.closes, now)

    def _hold(self, edition: Edition) -> str:
        known = self._interests().get(edition.interest)
        return known.hold if known else "no"

    async def _unplaced(self, interest: str = "") -> list[tuple[str, Slot, int]]:
        """(interest, the edition it belongs to, story) of all that stands in no edition yet."""
        closed: dict[str, set[str]] = {}
        for edition in await editions.of(interest, ("held", "released")):
            closed.setdefault(edition.interest, set()).add(edition.date)
        found = await editions.unplaced(interest)
        return [(name, self._days.belongs(routed, closed.get(name, ())), story) for name, story, routed in found]

    async def _ordered(self, edition: Edition, placed: Sequence[Placed], more: Sequence[int] = ()) -> list[Candidate]:
        shown = [one for one in placed if not one.dropped]
        pins = {one.story: one.pinned for one in shown if one.pinned}
        candidates = await issues.of_interest(edition.interest, [*(one.story for one in shown), *more])
        known = self._interests().get(edition.interest) or Interest(edition.interest, edition.interest)
        ordered = order(candidates, pins, known, edition.closes)
        return together(ordered, events(ordered))

    # -- by an editor ------------------------------------------------------------------------------

    async def shown(self, interest: str, date: str, now: datetime) -> dict[str, Any]:
        """One edition as plain data; without a date the oldest that is held, else the one that is open."""
        await self.close(now)  # nobody decides on what the clock has settled already
        edition = await self._named(interest, date, now)
        placed = await editions.stories_of(edition.id)
        if edition.state == "released":
            stands = [one for one in placed if one.place and not one.dropped]
            stories = [(one.place, one.story, one.title, one.link, one.publisher) for one in stands]
        else:
            ordered = await self._ordered(edition, placed, await self._coming(edition))
            stories = [(at, one.story, one.title, one.link, one.publisher) for at, one in enumerate(ordered, 1)]
        pins = {one.story: one.pinned for one in placed}
        known = self._interests().get(interest)
        return {
            "interest": interest, "title": known.title if known else interest, "date": edition.date,
            "number": edition.number, "state": edition.state, "why": str(self._why(edition, now)),
            "closes": edition.closes.isoformat(), "released": edition.released and edition.released.isoformat(),
            "note": edition.note, "note_by": edition.note_by,
            "stories": [
                {"place": place, "story": story, "pinned": pins.get(story, 0), "title": title, "link": link,
                 "publisher": publisher}
                for place, story, title, link, publisher in stories
            ],
            "dropped": [{"story": one.story, "title": one.title} for one in placed if one.dropped],
        }  # fmt: skip

    async def listed(self, interest: str) -> list[dict[str, Any]]:
        """Every edition of an interest, newest first, as plain rows for people."""
        return [
            {
                "number": one.number, "date": one.date, "state": one.state, "note": one.note,
                "stories": sum(not placed.dropped for placed in await editions.stories_of(one.id)),
            }
            for one in reversed(await editions.of(interest))
        ]  # fmt: skip

    async def pin(
        self, interest: str, date: str, story: int, now: datetime, *, off: bool = False, by: By = AN_EDITOR
    ) -> Reason:
        """Put a story first, after those pinned before it; `off` takes the pin back."""

        async def work(connection: Connection, edition: Edition) -> Reason:
            placed = await self._with(connection, edition, story)
            newest = max(one.pinned for one in placed)
            await editions.mark(edition, story, pinned=0 if off else newest + 1, dropped=None if off else False)
            return Reason("pinned", f"story {story} {'is pinned no more' if off else 'is pinned'}")

        date = date or await editions.date_of(interest, story)
        done = by.did("unpin" if off else "pin", {"story": story})
        return await self._act(interest, date, now, work, done)

    async def drop(
        self, interest: str, date: str, story: int, now: datetime, *, off: bool = False, by: By = AN_EDITOR
    ) -> Reason:
        """Take a story out: nobody is given it for this interest from now on; `off` puts it back.

        Also out of an edition that is released, which changes nothing else of it: its number and places stay.
        """

        async def work(connection: Connection, edition: Edition) -> Reason:
            await self._with(connection, edition, story)
            await editions.mark(edition, story, pinned=None if edition.number else 0, dropped=not off)
            if edition.state == "released" and not off:
                return Reason("withdrawn", f"story {story} is withdrawn: who has not had it yet is not given it")
            return Reason("dropped", f"story {story} {'is back in' if off else 'is dropped'}")

        date = date or await editions.date_of(interest, story)
        done = by.did("undrop" if off else "drop", {"story": story})
        return await self._act(interest, date, now, work, done, released_too=True)

    async def note(
        self, interest: str, date: str, words: str, name: str, now: datetime, *, by: By = AN_EDITOR
    ) -> Reason:
        """The editor's word above the stories, with the name under it; empty words take it away."""

        async def work(_: Connection, edition: Edition) -> Reason:
            await editions.write(edition, note=words, note_by=name if words else "")
            return Reason("noted", "the editor's word is written" if words else "the editor's word is taken away")

        return await self._act(interest, date, now, work, by.did("word", {"words": words}))

    async def hold(self, interest: str, date: str, now: datetime, *, by: By = AN_EDITOR) -> Reason:
        """Keep an edition until an editor releases it, whatever the interest's `hold:` says."""

        async def work(_: Connection, edition: Edition) -> Reason:
            await editions.write(edition, held=True)
            return Reason("held", "held until an editor releases it")

        return await self._act(interest, date, now, work, by.did("hold", {}))

    async def release(self, interest: str, date: str, name: str, now: datetime, *, by: By = AN_EDITOR) -> Reason:
        """Release an edition now, before it closes or after it was held; what comes later is the next one's."""

        async def work(connection: Connection, edition: Edition) -> Reason:
            await editions.place(connection, edition, await self._coming(edition))
            placed = await editions.stories_of(edition.id)
            if not placed:
                raise RouterError(f"edition {edition.date}", "no story came for it yet", "wait for one")
            await editions.release(connection, edition, await self._ordered(edition, placed), now, name)
            return Reason("released", "released: it goes with each subscriber's next newsletter, and stands as it is")

        return await self._act(interest, date, now, work, by.did("release", {}))

    async def _act(
        self,
        interest: str,
        date: str,
        now: datetime,
        work: Callable[[Connection, Edition], Awaitable[Reason]],
        deed: deeds.Done,
        *,
        released_too: bool = False,
    ) -> Reason:
        await self.close(now)

        async def whole(connection: Connection) -> Reason:
            edition = await self._named(interest, date, now)
            if edition.state == "released" and not released_too:
                where = f"edition {edition.number} of {interest}"
                raise RouterError(where, f"it was released on {edition.released:%Y-%m-%d %H:%M} UTC and stands", "")
            if not edition.id:
                edition = await editions.open_one(interest, Slot(edition.date, "daily", edition.closes))
            done = await work(connection, edition)
            told = {**deed.told, "interest": interest, "date": edition.date}
            await deeds.add_in(connection, replace(deed, told=told), now)
            return Reason(done.code, f"{interest}, {edition.date}: {done.words}")

        return await unit(whole, alone=True)

    async def _named(self, interest: str, date: str, now: datetime) -> Edition:
        mine = await editions.of(interest)
        known = self._interests()
        if interest not in known and not mine:
            names = ", ".join(sorted(known))
            raise RouterError("interest", f"there is none called {interest!r}", f"choose from: {names}")
        held = [one for one in mine if one.state == "held"]
        if held and not date:
            return held[0]
        slot = self._days.belongs(now, {one.date for one in mine if one.state != "open"})
        for one in mine:
            if one.date == (date or slot.local_date):
                return one
        if date and date != slot.local_date:
            remedy = f"`router edition show {interest} --all` lists them"
            raise RouterError("edition", f"{interest} has none of {date}", remedy)
        return Edition(0, interest, slot.local_date, 0, "open", False, "", "", slot.due, None, "")

    async def _coming(self, edition: Edition) -> list[int]:
        """Stories that will stand in this edition when it closes, and have no row yet."""
        if edition.state != "open":
            return []
        return [story for _, slot, story in await self._unplaced(edition.interest) if slot.local_date == edition.date]

    async def _with(self, connection: Connection, edition: Edition, story: int) -> list[Placed]:
        if story in await self._coming(edition):
            await editions.place(connection, edition, [story])
        placed = await editions.stories_of(edition.id)
        if story not in {one.story for one in placed}:
            remedy = f"`router edition show {edition.interest} {edition.date}` lists its stories"
            raise RouterError(f"edition {edition.date}", f"story {story} is not in it", remedy)
        return placed

    def _why(self, edition: Edition, now: datetime) -> Reason:
        if edition.state == "released":
            return Reason("released", f"released by {edition.released_by}")
        return self._rule(edition, now).reason
