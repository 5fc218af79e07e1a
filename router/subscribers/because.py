"""Why somebody got what they got, or nothing, on one day: one sentence from the rows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from router.planning.choose import choose
from router.planning.when import due
from router.store import acts, deliveries, editions, issues, subscribers
from router.store.acts import Kept
from router.store.subscribers import Person
from router.subscribers.limits import Limits
from router.subscribers.preferences import day
from router.subscribers.schedules import in_words
from router.terms import Interest
from router.tokens import KeyRing

_ENDS = {
    "sent": "was handed to their mail server",
    "queued": "waits to be sent",
    "sending": "is being sent",
    "failed": "was refused by their mail server",
    "unknown": "was cut off while it was sent, and goes out again",
    "held": "was cut off while it was sent, and is held for you to decide",
    "dropped": "was not sent",
}


class Because:
    """Answers `router subscribers why`."""

    def __init__(self, keys: KeyRing) -> None:
        self._limits = Limits(keys)

    async def sentence(self, address: str, on: date, now: datetime) -> str:
        """What became of this address on this day of its own calendar, and why."""
        address = address.strip().lower()
        found = await subscribers.find(address)
        person = await subscribers.person(found) if found else None
        if person is None:
            why = await acts.suppressed(self._limits.hashed(address))
            if why:
                reason = "it asked to be forgotten" if why == "forgotten" else "it called our mail spam"
                return f"{address} gets nothing: {reason}, and is never written to."
            return f"{address} gets nothing: nobody of this address was ever asked."
        zone = ZoneInfo(person.zone)
        begin = datetime.combine(on, time(), zone).astimezone(UTC)
        end = datetime.combine(on + timedelta(days=1), time(), zone).astimezone(UTC)
        made = [one for one in await issues.of_subscriber(person.id) if one["date"] == on.isoformat()]
        if made:
            return " ".join([await self._got(address, one, zone) for one in made])
        return f"{address} got no newsletter on {day(on)}: {await self._nothing(person, begin, end, now)}."

    @staticmethod
    async def _got(address: str, issue: dict[str, Any], zone: ZoneInfo) -> str:
        row = await deliveries.of_issue(issue["id"])
        state = row["state"] if row else "dropped"
        when = f" at {datetime.fromisoformat(row['ended']).astimezone(zone):%H:%M}" if row and row["ended"] else ""
        said = f" ({row['answer']})" if row and row["answer"] and state != "sent" else ""
        stories = f"{len(issue['stories'])} stor{'y' if len(issue['stories']) == 1 else 'ies'}"
        return f"Newsletter {issue['number']} for {address}, with {stories}, {_ENDS[state]}{when}{said}."

    @staticmethod
    async def _nothing(person: Person, begin: datetime, end: datetime, now: datetime) -> str:
        if begin > now:
            return "that day has not come yet"
        told = [act for act in await acts.of(person.id) if act.at < end]
        ties = await subscribers.ties(person.id)
        joined = [act for act in told if act.what == "joined"]
        if not joined:
            return "they were asked to confirm and had not said yes" if ties else "they had subscribed to nothing"
        last = _last(told, ("joined", "left", "complaint", "hard", "resume"))
        if last and "complaint" in (last.what, last.door):
            return f"their provider said on {_on(last)} that they called it spam, and they were unsubscribed"
        if last and last.what == "left" and (person.state == "gone" or not person.interests):
            return f"they unsubscribed on {_on(last)} ({last.door})"
        if last and last.what == "hard":
            return f"their mailbox returned our mail on {_on(last)}: {str(last.told.get('said', ''))[:120]}"
        pause = _last(told, ("pause", "resume"))
        if pause and pause.what == "pause":
            until = datetime.fromisoformat(str(pause.told["paused_until"]))
            if until >= end:
                return f"they had paused it on {_on(pause)}"
        asked = person.schedule
        if due(asked, None, begin - timedelta(seconds=1), end - timedelta(seconds=1), timedelta(days=1)) is None:
            return f"it comes {in_words(asked)}"
        if now < end and person.last_slot is None and person.last_beside is None:
            return f"the time for it has not come yet ({in_words(asked)})"
        if joined[0].at >= begin:
            return f"they joined on {_on(joined[0])}, and nothing had come in for them yet"
        return (
            await _held(person, begin)
            or await _unwanted(person, begin, end)
            or "there was nothing new for them that day"
        )


async def _held(person: Person, begin: datetime) -> str:
    """That an editor has not let an edition of that day go; "" when none is held."""
    on = begin.astimezone(ZoneInfo(person.zone)).date().isoformat()
    waits = [
        one.interest
        for one in await editions.of(states=("held",))
        if one.date == on and one.interest in person.interests
    ]
    return f"the edition of {' and '.join(waits)} waits for its editor" if waits else ""


async def _unwanted(person: Person, begin: datetime, end: datetime) -> str:
    """That all which was new that day is what they do not want; "" when nothing was."""
    found = await issues.candidates(person.id, person.interests, None)
    new = [one for one in found if begin - timedelta(days=1) <= one.routed < end]
    interests = {name: Interest(name, name) for name in person.interests}
    reasons = Counter(str(reason) for _, reason in choose(new, person.wishes, interests, end).left_out)
    return (
        "what was new was left out: " + ", ".join(f"{count} {why}" for why, count in reasons.items()) if reasons else ""
    )


def _last(told: list[Kept], what: tuple[str, ...]) -> Kept | None:
    return next((act for act in reversed(told) if act.what in what), None)


def _on(act: Kept) -> str:
    return day(act.at.date())
