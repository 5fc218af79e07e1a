"""What a subscriber wants of their newsletter: one function a wish, called by page, mail and command line alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from router.errors import RouterError
from router.planning.when import upcoming
from router.store import subscribers
from router.store.acts import Told
from router.store.subscribers import Person
from router.subscribers.grammar import Command
from router.subscribers.schedules import columns, in_words, planned
from router.subscribers.speaking import dated, listed, say
from router.terms import Interest, Reason, Schedule

FOR_GOOD = datetime(9000, 1, 1, tzinfo=UTC)  # a pause without an end


class Preferences:
    """Changes wishes, keeps who said so, and answers with the sentence a person reads."""

    def __init__(
        self, interests: Callable[[], Mapping[str, Interest]], sources: Callable[[], Mapping[str, str]]
    ) -> None:
        self._interests, self._sources = interests, sources

    async def weigh(self, subscriber: int, names: Sequence[str], by: int, door: str, now: datetime) -> Reason:
        """More (1), less (-1) or as much as before (0) of interests or sources."""
        person = await self._person(subscriber)
        more = {name: weight for name, weight in {**person.wishes.more, **dict.fromkeys(names, by)}.items() if weight}
        await self._set(subscriber, door, "weigh", now, more=more)
        of = self.called(names)
        if by > 0:
            return Reason("weighed", say("More of {of}, nearer the top.", of=of))
        if by < 0:
            return Reason("weighed", say("Less of {of}, nearer the end.", of=of))
        return Reason("weighed", say("{of}: as much as before.", of=of))

    async def mute(self, subscriber: int, source: str, on: bool, door: str, now: datetime) -> Reason:
        """Leave out, or let in again, what only this source carries."""
        person = await self._person(subscriber)
        muted = sorted(person.wishes.muted | {source} if on else person.wishes.muted - {source})
        await self._set(subscriber, door, "mute" if on else "unmute", now, muted=muted)
        title = self.called([source])
        if on:
            return Reason(
                "muted",
                say(
                    "{title} is muted: what only it carries is left out. “unmute {source}” takes it back.",
                    title=title,
                    source=source,
                ),
            )
        return Reason("unmuted", say("{title} is heard again.", title=title))

    async def schedule(self, subscriber: int, asked: Command, door: str, now: datetime) -> Reason:
        """Which days, and what local time; what is not said stays. RouterError for a time that is none."""
        person = await self._person(subscriber)
        wanted = planned(person.schedule, asked)
        upcoming(wanted, now)
        await self._set(subscriber, door, "schedule", now, **columns(wanted))
        return Reason("scheduled", say("Your newsletter comes {when}.", when=in_words(wanted)))

    async def minutes(self, subscriber: int, minutes: int, door: str, now: datetime) -> Reason:
        """The reading time an issue is sized to; 0 is everything."""
        if not 0 <= minutes <= 240:
            raise RouterError("minutes", f"{minutes} is too many", "write 0 (everything) to 240")
        await self._set(subscriber, door, "minutes", now, minutes=minutes)
        if not minutes:
            return Reason("minutes", say("Your newsletter brings everything, however long."))
        return Reason("minutes", say("Your newsletter is sized to about {minutes} minutes.", minutes=minutes))

    async def zone(self, subscriber: int, zone: str, door: str, now: datetime) -> Reason:
        """The time zone of the schedule; RouterError for one that is none."""
        upcoming(Schedule(zone=zone), now)
        await self._set(subscriber, door, "zone", now, zone=zone)
        return Reason("zone", say("Times are those of {zone}.", zone=zone.replace("_", " ")))

    async def language(self, subscriber: int, language: str, door: str, now: datetime) -> Reason:
        """The language of everything around the stories."""
        await self._set(subscriber, door, "language", now, language=language)
        return Reason(
            "language",
            say(
                "Your newsletter speaks “{language}” now, as far as it can; stories stay as they are.",
                language=language,
            ),
        )

    async def plain(self, subscriber: int, on: bool, door: str, now: datetime) -> Reason:
        """Text alone, or HTML and text."""
        await self._set(subscriber, door, "plain" if on else "pretty", now, plain=on)
        return Reason(
            "plain" if on else "pretty", say("Plain text from now on.") if on else say("With its layout from now on.")
        )

    async def one_each(self, subscriber: int, on: bool, door: str, now: datetime) -> Reason:
        """A newsletter for each interest, or one with all of them."""
        await self._set(subscriber, door, "one per interest" if on else "one", now, one_each=on)
        return Reason(
            "one", say("One newsletter for each interest.") if on else say("One newsletter with all your interests.")
        )

    async def pause(self, subscriber: int, until: date | None, door: str, now: datetime) -> Reason:
        """Nothing until this local day, or until they say `resume`."""
        person = await self._person(subscriber)
        end = FOR_GOOD
        if until is not None:
            end = datetime.combine(until, time(), ZoneInfo(person.zone)).astimezone(UTC)
        await self._set(subscriber, door, "pause", now, paused_since=now, paused_until=end)
        if until is None:
            return Reason("paused", say("Paused until you say “resume”. What is new meanwhile waits for you."))
        return Reason("paused", say("Paused until {day}. What is new meanwhile waits for you.", day=dated(until)))

    async def resume(self, subscriber: int, door: str, now: datetime) -> Reason:
        """End a pause, or what bounces ended."""
        person = await self._person(subscriber)
        values: dict[str, Any] = {"paused_until": None, "paused_since": None, "schedule_since": now}
        if person.state == "suspended":
            values["state"] = "active"
        elif person.paused_until is None or person.paused_until <= now:
            return Reason("not-paused", say("Nothing was paused."))
        await self._set(subscriber, door, "resume", now, **values)
        return Reason("resumed", say("Welcome back. Your newsletter comes {when}.", when=in_words(person.schedule)))

    async def send_now(self, subscriber: int, door: str, now: datetime) -> Reason:
        """The next newsletter now, if there is anything new; once on one day."""
        person = await self._person(subscriber)
        zone = ZoneInfo(person.zone)
        if person.schedule.every == "now" or (
            person.last_beside is not None
            and person.last_beside.name == "now"
            and person.last_beside.local_date == now.astimezone(zone).date().isoformat()
        ):
            return Reason("had", say("You had one by asking today already; the next comes as planned."))
        await self._set(subscriber, door, "send now", now, asked_now=now)
        return Reason("sending", say("If there is anything new for you, it is on its way."))

    async def status(self, subscriber: int, now: datetime) -> list[str]:
        """Everything this subscriber has chosen, a line each."""
        person = await self._person(subscriber)
        weights = {1: say(" (more)"), -1: say(" (less)")}
        mine = [self.called([n]) + weights.get(person.wishes.more.get(n, 0), "") for n in sorted(person.interests)]
        lines = [
            say("Interests: {names}", names=", ".join(mine) or say("none")),
            say("When: {when}, {zone}", when=in_words(person.schedule), zone=person.zone),
        ]
        lines.append(
            say("Length: about {minutes} minutes", minutes=person.wishes.minutes)
            if person.wishes.minutes
            else say("Length: everything")
        )
        form = say("plain text") if person.plain else say("with layout")
        many = say("one for each interest") if person.one_each else say("one newsletter")
        lines.append(say("Form: {form}, {many}, {language}", form=form, many=many, language=person.language))
        weighed = [
            f"{self.called([n])}{weights[w]}" for n, w in person.wishes.more.items() if n not in person.interests
        ]
        if weighed:
            lines.append(say("Sources: {names}", names=", ".join(sorted(weighed))))
        if person.wishes.muted:
            lines.append(
                say("Muted: {names}", names=", ".join(self.called([one]) for one in sorted(person.wishes.muted)))
            )
        if person.state == "suspended":
            lines.append(say("Stopped: your mailbox returned our mails. “resume” starts it again."))
        elif person.paused_until and person.paused_until > now:
            end = person.paused_until
            if end < FOR_GOOD:
                lines.append(say("Paused until {day}", day=dated(end.astimezone(ZoneInfo(person.zone)).date())))
            else:
                lines.append(say("Paused until you say “resume”"))
        return lines

    def called(self, names: Sequence[str]) -> str:
        """Interests and sources by the titles people know."""
        interests, sources = self._interests(), self._sources()
        said = [interests[name].title if name in interests else sources.get(name, name) for name in names]
        return listed(said)

    @staticmethod
    async def _person(subscriber: int) -> Person:
        person = await subscribers.person(subscriber)
        if person is None:
            raise RouterError("subscriber", "there is none any more", "subscribe anew")
        return person

    @staticmethod
    async def _set(subscriber: int, door: str, what: str, now: datetime, **values: Any) -> None:
        told = {name: str(value) if isinstance(value, datetime) else value for name, value in values.items()}
        await subscribers.change(subscriber, values, Told(door, what, told), now)


def day(when: date) -> str:
    """ "9 December 2026"."""
    return dated(when)


def later(now: datetime, zone: str, days: int) -> date:
    """The local day so many days from now."""
    return now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
