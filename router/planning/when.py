"""Turns a subscriber's days, local time and zone into the one issue that is due now, or none."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from router.errors import RouterError
from router.terms import Schedule, Slot

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
GAP = timedelta(minutes=15)  # between two newsletters of who wants them at once: what comes meanwhile goes together
_LONGEST = 62  # days between two slots of a monthly schedule, and a month more for a schedule just changed


def due(schedule: Schedule, last: Slot | None, since: datetime, now: datetime, grace: timedelta) -> Slot | None:
    """The slot to fill now, None when there is none.

    `last` is the slot this subscriber was given last, `since` the moment they joined or resumed, `grace` how late a
    slot may still be filled. However many slots were missed, only the newest is due (it carries what the others would
    have); when even that is later than `grace`, its stories go with the next one. A local date is used once, whatever
    happens to clock, zone or chosen hour. Raises RouterError for a zone or time that cannot be read.
    """
    if schedule.every == "once":
        return _at_once(schedule, last, since, now)
    zone, at = _read(schedule)
    newest = now.astimezone(zone).date()
    oldest = max(since.astimezone(zone).date() - _DAY, newest - _LONGEST * _DAY)
    if last is not None:
        oldest = max(oldest, date.fromisoformat(last.local_date) + _DAY)
    day = newest
    while day >= oldest:
        if _chosen(schedule, day):
            moment = _moment(day, at, zone)
            if moment is not None and moment <= now:
                return _slot(schedule, day, moment) if moment > since and now - moment <= grace else None
        day -= _DAY
    return None


def upcoming(schedule: Schedule, after: datetime, last: Slot | None = None) -> Slot | None:
    """The first slot later than `after` that `last` leaves free, None when the schedule names no day. At once: the one
    of this minute, or when the gap is over. Raises RouterError as `due` does."""
    if schedule.every == "once":
        _read(schedule)
        late = last is not None and _too_soon(last, after)
        return _at_once(schedule, None, after - _MINUTE, last.due + GAP if late and last is not None else after)
    return next((slot for slot in _from(schedule, after) if last is None or slot.local_date > last.local_date), None)


def _from(schedule: Schedule, after: datetime) -> Iterator[Slot]:
    zone, at = _read(schedule)
    day = after.astimezone(zone).date()
    for _ in range(_LONGEST):
        moment = _moment(day, at, zone) if _chosen(schedule, day) else None
        if moment is not None and moment > after:
            yield _slot(schedule, day, moment)
        day += _DAY


def _slot(schedule: Schedule, day: date, moment: datetime) -> Slot:
    # The name is not the hour: who moves 07:00 to 09:00 at eight o'clock does not get the same day twice.
    return Slot(day.isoformat(), schedule.every, moment)


def _at_once(schedule: Schedule, last: Slot | None, since: datetime, now: datetime) -> Slot | None:
    """A slot is named by its minute in UTC, for local minutes come twice a year."""
    zone, _ = _read(schedule)
    moment = now.astimezone(UTC).replace(second=0, microsecond=0)
    if now <= since or (last is not None and _too_soon(last, now)):
        return None
    return Slot(now.astimezone(zone).date().isoformat(), moment.strftime("%Y-%m-%dT%H:%MZ"), moment)


def _too_soon(last: Slot, now: datetime) -> bool:
    # A clock that was set back a long way must not keep anybody waiting until it is there again.
    return abs(now - last.due) < GAP


def _chosen(schedule: Schedule, day: date) -> bool:
    if schedule.every == "monthly":
        return day.day == min(max(schedule.month_day, 1), monthrange(day.year, day.month)[1])
    if schedule.every == "weekly" and len(set(schedule.days)) == 7:
        return day.weekday() == 0  # nobody chose a day: Monday
    return day.weekday() in schedule.days


def _read(schedule: Schedule) -> tuple[ZoneInfo, time]:
    try:
        zone = ZoneInfo(schedule.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RouterError("schedule", f"{schedule.zone!r} is no time zone", "write one like Europe/Vienna") from None
    try:
        hour, _, minute = schedule.time.partition(":")
        return zone, time(int(hour), int(minute or 0))
    except ValueError:
        raise RouterError("schedule", f"{schedule.time!r} is no time of day", "write one like 07:00") from None


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """This local time on this local day as UTC: the first of two when the clock goes back; in a gap the first minute
    after it, or the last before it when that falls on the next day. None for a day that the zone left out."""
    local = datetime.combine(day, at, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    # fold=0 reads the gap with the offset before it, fold=1 with the one after: the change lies between the two.
    early, late = local.replace(fold=1).astimezone(UTC), moment
    after = late.astimezone(zone).utcoffset()
    while late - early > _MINUTE:
        middle = early + (late - early) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        if middle.astimezone(zone).utcoffset() == after:
            late = middle
        else:
            early = middle
    for found in (late, late - _MINUTE):
        if found.astimezone(zone).date() == day:
            return found
    return None
