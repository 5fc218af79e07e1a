"""A subscriber's schedule -> a calendar file (RFC 5545) of the days and times at which newsletters come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from router.planning.when import upcoming
from router.terms import Schedule

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS = 6  # of clock changes that are written out; a calendar that is read again has later ones by then
_READ_AGAIN = "P1D"  # RFC 7986 5.7: how often a calendar program should look


def calendar(
    schedule: Schedule, since: datetime | None, now: datetime, *, title: str, words: str, minutes: int, uid: str, url: str = ""
) -> str:  # fmt: skip
    """The whole file, with CR LF; one event that repeats, in local time, so that it stays at its hour all year.

    `since` is when newsletters begin (again), None when they do not: then, and for who has them at once, there is no
    event in it. `words` says the schedule, `minutes` is the reading time (0: everything), `uid` names the calendar for
    ever. RouterError for a zone or time that cannot be read.
    """
    first = upcoming(schedule, max(now, since)) if since is not None and schedule.every != "once" else None
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Router//Newsletter days//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"NAME:{_text(title)}", f"X-WR-CALNAME:{_text(title)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_READ_AGAIN}", f"X-PUBLISHED-TTL:{_READ_AGAIN}",
        *_zone(schedule.zone, now),
    ]  # fmt: skip
    if first is not None:
        local = first.due.astimezone(ZoneInfo(schedule.zone))
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;TZID={schedule.zone}:{local:%Y%m%dT%H%M%S}", f"DURATION:PT{minutes or 20}M",
            f"RRULE:{_rule(schedule)}", f"SUMMARY:{_text(title)}", f"DESCRIPTION:{_text(words)}",
            *([f"URL:{url}"] if url else []), "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _rule(schedule: Schedule) -> str:
    """RFC 5545 3.3.10. A month without the wanted day has its newsletter on the last it has."""
    if schedule.every == "monthly":
        day = min(max(schedule.month_day, 1), 31)
        if day <= 28:
            return f"FREQ=MONTHLY;BYMONTHDAY={day}"
        return f"FREQ=MONTHLY;BYMONTHDAY={','.join(str(one) for one in range(28, day + 1))};BYSETPOS=-1"
    days = sorted(set(schedule.days))
    if len(days) == 7:
        return "FREQ=DAILY" if schedule.every == "daily" else "FREQ=WEEKLY;BYDAY=MO"
    return f"FREQ=WEEKLY;BYDAY={','.join(_DAYS[day] for day in days)}"


def _zone(name: str, now: datetime) -> Iterator[str]:
    """VTIMEZONE (RFC 5545 3.6.5): every change of the clock from a year ago on, written out one by one."""
    zone = ZoneInfo(name)
    begin = datetime(now.year - 1, 1, 1, tzinfo=UTC)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    yield from _observance(zone, begin, begin)
    for moment in _changes(zone, begin, datetime(now.year + _YEARS, 1, 1, tzinfo=UTC)):
        yield from _observance(zone, moment - timedelta(minutes=1), moment)
    yield "END:VTIMEZONE"


def _observance(zone: ZoneInfo, before: datetime, at: datetime) -> Sequence[str]:
    was, local = before.astimezone(zone).utcoffset() or timedelta(), at.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return (
        f"BEGIN:{kind}", f"DTSTART:{at + was:%Y%m%dT%H%M%S}", f"TZOFFSETFROM:{_offset(was)}",
        f"TZOFFSETTO:{_offset(local.utcoffset() or timedelta())}", f"TZNAME:{local.tzname()}", f"END:{kind}",
    )  # fmt: skip


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which the zone's offset changes, to the minute."""
    day, minute = timedelta(days=1), timedelta(minutes=1)
    while begin < end:
        after = begin + day
        if begin.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = begin, after
            while high - low > minute:
                middle = low + (high - low) // 2
                middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            yield high
        begin = after


def _offset(offset: timedelta) -> str:
    minutes = round(abs(offset).total_seconds() / 60)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


def _text(words: str) -> str:
    """RFC 5545 3.3.11."""
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """RFC 5545 3.1: at most 75 octets a line, whole characters, what goes on begins with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > 75:
            yield piece
            piece = " "
        piece += letter
    yield piece
