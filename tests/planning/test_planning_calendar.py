"""The calendar file names the same moments as the planner, all year round, and reads as RFC 5545 has it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from router.planning.calendar import calendar
from router.planning.when import upcoming
from router.terms import Schedule

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SCHEDULES = [
    Schedule("daily", tuple(range(7)), "07:00", "Europe/Vienna"),
    Schedule("daily", (0, 3), "18:30", "America/New_York"),
    Schedule("weekly", (4,), "06:15", "Australia/Lord_Howe"),
    Schedule("weekly", tuple(range(7)), "07:00", "Africa/Casablanca"),
    Schedule("monthly", (), "07:00", "Asia/Kolkata", 5),
    Schedule("monthly", (), "23:59", "America/St_Johns", 31),
    Schedule("monthly", (), "07:00", "UTC", 30),
]


def made(schedule: Schedule, since: datetime | None = NOW, title: str = "Social work news", words: str = "x") -> str:
    return calendar(
        schedule, since, NOW, title=title, words=words, minutes=20, uid="1@news.example", url="https://news.example"
    )


def fields(text: str) -> dict[str, str]:
    """The fields of the one event, unfolded; a field's name holds its parameters."""
    lines = text.replace("\r\n ", "").split("\r\n")
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    return dict(line.split(":", 1) for line in event)


def expanded(text: str, count: int) -> list[datetime]:
    """The first moments an event stands for: RRULE as RFC 5545 3.3.10 reads it, for the forms that are used here."""
    event = fields(text)
    [(zone, start)] = [
        (ZoneInfo(name.partition("TZID=")[2]), at) for name, at in event.items() if name.startswith("DTSTART")
    ]
    rule = dict(part.split("=") for part in event["RRULE"].split(";"))
    day, found = datetime.strptime(start, "%Y%m%dT%H%M%S"), []
    while len(found) < count:
        wanted = [int(one) for one in rule.get("BYMONTHDAY", "0").split(",")]
        if "BYSETPOS" in rule:
            wanted = [max(one for one in wanted if one <= monthrange(day.year, day.month)[1])]
        if (
            rule["FREQ"] == "DAILY"
            or (rule["FREQ"] == "WEEKLY" and DAYS[day.weekday()] in rule["BYDAY"].split(","))
            or (rule["FREQ"] == "MONTHLY" and day.day in wanted)
        ):
            found.append(day.replace(tzinfo=zone).astimezone(UTC))
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda one: f"{one.every} {one.zone}")
def test_it_says_when_newsletters_come(schedule: Schedule) -> None:
    count = 40 if schedule.every == "monthly" else 400  # both over several clock changes
    planned, moment = [], NOW
    for _ in range(count):
        slot = upcoming(schedule, moment)
        assert slot is not None
        planned.append(slot.due)
        moment = slot.due
    assert expanded(made(schedule), count) == planned


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda one: f"{one.every} {one.zone}")
def test_its_zone_is_that_zone(schedule: Schedule) -> None:
    """Reading VTIMEZONE alone gives the offsets that the zone has, day by day, for years."""
    text = made(schedule).replace("\r\n ", "")
    observed = re.findall(
        r"BEGIN:(?:STANDARD|DAYLIGHT)\r\nDTSTART:(\w+)\r\nTZOFFSETFROM:\S+\r\nTZOFFSETTO:([+-])(\d\d)(\d\d)", text
    )
    assert f"TZID:{schedule.zone}" in text and observed
    changes = [
        (datetime.strptime(at, "%Y%m%dT%H%M%S"), int(f"{sign}1") * (int(h) * 60 + int(m)))
        for at, sign, h, m in observed
    ]
    assert changes == sorted(changes)
    for day in range(5 * 365):
        local = datetime(2026, 1, 1, 12) + timedelta(days=day)
        offset = [minutes for at, minutes in changes if at <= local][-1]
        assert local.replace(tzinfo=ZoneInfo(schedule.zone)).utcoffset() == timedelta(minutes=offset), local


def test_lines_are_folded_and_words_escaped() -> None:
    title, words = "Nöte, Sorgen; und \\ mehr " * 4, "jeden Montag\num sieben"
    text = made(SCHEDULES[0], title=title, words=words)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")) and "\n" not in text.replace("\r\n", "")
    event = fields(text)
    said = re.sub(r"\\([\\;,])", r"\1", event["SUMMARY"])
    assert said == title and event["DESCRIPTION"] == "jeden Montag\\num sieben" and event["DURATION"] == "PT20M"


@pytest.mark.parametrize(
    ("schedule", "since"), [(SCHEDULES[0], None), (Schedule("once", zone="UTC"), NOW)], ids=["left", "at once"]
)
def test_no_days_no_event(schedule: Schedule, since: datetime | None) -> None:
    text = made(schedule, since)
    assert "VEVENT" not in text and "END:VTIMEZONE" in text, "3.6: a calendar holds one component at least"


def test_a_pause_begins_later() -> None:
    assert expanded(made(SCHEDULES[0], NOW + timedelta(days=14)), 1) == [datetime(2026, 12, 10, 6, tzinfo=UTC)]
