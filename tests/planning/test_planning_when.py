"""An issue a local day: no clock change skips it or doubles it, and nothing missed piles up."""

from __future__ import annotations

import itertools
import os
import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.errors import RouterError
from router.planning.when import GAP, due, upcoming
from router.terms import Schedule, Slot

PROVE = os.environ.get("ROUTER_PROVE") == "1"
ZONES = ("Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
FAR = timedelta(days=3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ticks(schedule: Schedule, start: datetime, end: datetime, step: timedelta, grace: timedelta = FAR) -> list[Slot]:
    """Every slot a service that looks each `step` would fill."""
    found: list[Slot] = []
    now = start
    while now < end:
        slot = due(schedule, found[-1] if found else None, start, now, grace)
        if slot:
            assert slot.due <= now
            found.append(slot)
        now += step
    return found


def days(first: date, last: date) -> list[str]:
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]


def changes(zone: ZoneInfo, years: range) -> list[date]:
    """The local days on which this zone's clock jumps."""
    found = []
    for year in years:
        moment = datetime(year, 1, 1, tzinfo=UTC)
        while moment.year == year:
            following = moment + timedelta(days=1)
            if moment.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
                found.append(following.astimezone(zone).date())
            moment = following
    return found


@pytest.mark.parametrize("name", ZONES)
def test_ten_years_have_one_issue_a_local_day(name: str) -> None:
    zone = ZoneInfo(name)
    dice = random.Random(name)
    times = [f"{h:02}:{m:02}" for h in range(24) for m in range(60)] if PROVE else []
    # The hours in which clocks change, one calm hour, and midnight.
    for clock in times or ["00:00", "02:30", f"{dice.randrange(24):02}:{dice.randrange(60):02}"]:
        schedule = Schedule(time=clock, zone=name)
        if PROVE and clock not in ("00:00", "02:30", "23:59"):
            spans = [(day - timedelta(days=2), day + timedelta(days=2)) for day in changes(zone, range(2026, 2036))]
        else:
            spans = [(date(2026, 1, 1), date(2035, 12, 31))]
        for first, last in spans:
            start = datetime.combine(first, datetime.min.time(), zone).astimezone(UTC) - timedelta(minutes=1)
            end = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC)
            # A little under six hours, so that a look falls into every quarter of every day and never on the hour.
            found = ticks(schedule, start, end, timedelta(minutes=347))
            got = [slot.local_date for slot in found]
            assert got == days(first, last)[: len(got)] and len(got) >= len(days(first, last)) - 1
            for slot in found:
                local = slot.due.astimezone(zone)
                assert local.date().isoformat() == slot.local_date


@pytest.mark.parametrize(
    ("zone", "clock", "day", "moment"),
    [
        ("Europe/Vienna", "02:30", "2026-03-29", "2026-03-29T01:00"),  # skipped: 03:00, the first minute there is
        ("Europe/Vienna", "02:30", "2026-10-25", "2026-10-25T00:30"),  # twice: the first
        ("America/New_York", "02:15", "2026-03-08", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "02:10", "2026-10-04", "2026-10-03T15:30"),  # half an hour
        ("Africa/Casablanca", "02:30", "2026-03-22", "2026-03-22T02:00"),
        ("Africa/Cairo", "00:10", "2026-04-24", "2026-04-23T22:00"),  # midnight itself is skipped
        ("America/Nuuk", "23:30", "2025-03-29", "2025-03-30T00:59"),  # the gap reaches into the next day
    ],
)
def test_clock_changes(zone: str, clock: str, day: str, moment: str) -> None:
    slot = due(Schedule(time=clock, zone=zone), None, at("2025-01-01"), at(moment), FAR)
    assert slot == Slot(day, "daily", at(moment))
    before = due(Schedule(time=clock, zone=zone), None, at("2025-01-01"), at(moment) - timedelta(minutes=1), FAR)
    assert before is not None and before.local_date < day


def test_a_day_the_zone_left_out_has_no_issue() -> None:
    found = ticks(Schedule(zone="Pacific/Apia"), at("2011-12-27"), at("2012-01-02T12:00"), timedelta(hours=1))
    assert [slot.local_date for slot in found] == [
        "2011-12-27", "2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02",
    ]  # fmt: skip


def test_missed_while_down_is_caught_up_once() -> None:
    last = Slot("2026-11-20", "daily", at("2026-11-20T06:00"))
    schedule = Schedule(zone="Europe/Vienna")
    slot = due(schedule, last, at("2026-01-01"), at("2026-11-24T09:00"), timedelta(hours=6))
    assert slot == Slot("2026-11-24", "daily", at("2026-11-24T06:00"))
    assert due(schedule, slot, at("2026-01-01"), at("2026-11-24T09:01"), timedelta(hours=6)) is None


def test_beyond_the_grace_it_goes_with_the_next() -> None:
    schedule = Schedule(every="weekly", days=(0,), zone="Europe/Vienna")
    last = Slot("2026-11-16", "weekly", at("2026-11-16T06:00"))
    assert due(schedule, last, at("2026-01-01"), at("2026-11-24T09:00"), timedelta(hours=12)) is None
    slot = due(schedule, last, at("2026-01-01"), at("2026-11-30T06:00"), timedelta(hours=12))
    assert slot is not None and slot.local_date == "2026-11-30"


def test_who_joins_after_the_hour_waits_for_tomorrow() -> None:
    schedule = Schedule(zone="Europe/Vienna")
    assert due(schedule, None, at("2026-11-24T06:00"), at("2026-11-24T12:00"), FAR) is None
    slot = due(schedule, None, at("2026-11-24T06:00"), at("2026-11-25T06:00"), FAR)
    assert slot is not None and slot.local_date == "2026-11-25"


def test_a_changed_hour_or_zone_does_not_double_a_day() -> None:
    last = Slot("2026-11-24", "daily", at("2026-11-24T06:00"))
    for schedule in (
        Schedule(time="09:00", zone="Europe/Vienna"),
        Schedule(time="07:00", zone="America/New_York"),
        Schedule(every="weekly", days=(1,), time="09:00", zone="Europe/Vienna"),
    ):
        assert due(schedule, last, at("2026-01-01"), at("2026-11-24T20:00"), FAR) is None


def test_days_weekly_and_monthly() -> None:
    two = ticks(Schedule(days=(0, 3), zone="UTC"), at("2026-11-01"), at("2026-11-15"), timedelta(hours=1))
    assert [s.local_date for s in two] == ["2026-11-02", "2026-11-05", "2026-11-09", "2026-11-12"]
    week = ticks(Schedule(every="weekly"), at("2026-11-01"), at("2026-11-15"), timedelta(hours=1))
    assert [s.local_date for s in week] == ["2026-11-02", "2026-11-09"]
    month = ticks(Schedule(every="monthly", month_day=31), at("2026-01-15"), at("2026-05-15"), timedelta(hours=5))
    assert [s.local_date for s in month] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert due(Schedule(days=()), None, at("2026-01-01"), at("2026-03-01"), FAR) is None


def test_at_once_keeps_its_gap_and_its_key_never_repeats() -> None:
    # Through the night in which 02:00 to 03:00 comes twice.
    schedule = Schedule(every="once", zone="Europe/Vienna")
    found = ticks(schedule, at("2026-10-24T22:00"), at("2026-10-25T23:00"), timedelta(seconds=25))
    assert len({(s.local_date, s.name) for s in found}) == len(found) == 25 * 4
    assert all(later.due - one.due == GAP for one, later in itertools.pairwise(found))
    assert upcoming(schedule, found[-1].due + timedelta(minutes=2), found[-1]) == Slot(
        "2026-10-26", "2026-10-25T23:00Z", at("2026-10-25T23:00")
    ), "what is announced within the gap is its end"
    ahead = Slot("2036-01-01", "2036-01-01T00:00Z", at("2036-01-01"))
    assert due(schedule, ahead, at("2026-01-01"), at("2026-10-25"), FAR), "a clock that was set back"


@pytest.mark.parametrize(
    "schedule", [Schedule(zone="Mars/Base"), Schedule(zone="../etc"), Schedule(time="25:00"), Schedule(time="noon")]
)
def test_what_cannot_be_read_is_said(schedule: Schedule) -> None:
    with pytest.raises(RouterError, match="write one like"):
        due(schedule, None, at("2026-01-01"), at("2026-01-02"), FAR)


@settings(max_examples=2000 if PROVE else 100, derandomize=True, deadline=None, database=None)
@given(
    st.sampled_from((*ZONES, "Pacific/Chatham", "Asia/Kathmandu", "America/St_Johns")),
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 1)),
    st.times(),
    st.sampled_from(("daily", "weekly", "monthly")),
)
def test_what_is_announced_is_what_comes(zone: str, now: datetime, clock: object, every: str) -> None:
    schedule = Schedule(every=every, time=f"{clock:%H:%M}", zone=zone, month_day=31)
    moment = now.replace(tzinfo=UTC)
    coming = upcoming(schedule, moment)
    assert coming is not None and coming.due > moment
    assert due(schedule, None, moment, coming.due, FAR) == coming
    assert due(schedule, None, moment, coming.due - timedelta(seconds=1), FAR) is None
    assert due(schedule, coming, moment, coming.due + timedelta(hours=20), FAR) is None
