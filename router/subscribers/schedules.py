"""What a person says of when their newsletter shall come -> the schedule it means, and the schedule back in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from router.store.subscribers import ALL_DAYS
from router.subscribers.grammar import Command
from router.subscribers.speaking import listed, say, weekday
from router.terms import Schedule

WORDS = ("daily", "weekly", "days", "monthly", "at once", "time")  # the commands that say when


def planned(now: Schedule, asked: Command) -> Schedule:
    """The schedule of who has `now` and says this; what is not said stays as it is."""
    days = tuple(sorted(set(asked.days)))
    wanted = replace(now, time=asked.time or now.time)
    match asked.word:
        case "at once":
            return replace(wanted, every="once")
        case "monthly":
            return replace(wanted, every="monthly", month_day=asked.number or now.month_day)
        case "daily":
            return replace(wanted, every="daily", days=ALL_DAYS)
        case "days":
            return replace(wanted, every="daily", days=days)
        case "weekly":
            return replace(wanted, every="weekly", days=days or (now.days if len(now.days) == 1 else (0,)))
    return wanted


def columns(schedule: Schedule) -> dict[str, Any]:
    """A schedule as a subscriber's row keeps it."""
    return {
        "every": schedule.every, "days": list(schedule.days), "time": schedule.time, "month_day": schedule.month_day,
    }  # fmt: skip


def kept(values: Mapping[str, Any]) -> Schedule:
    """The schedule of such columns."""
    return Schedule(values["every"], tuple(values["days"]), values["time"], month_day=values["month_day"])


def in_words(schedule: Schedule) -> str:
    """ "every day at 07:00", "every Monday and Thursday at 07:00"."""
    if schedule.every == "once":
        return say("as soon as there is something new")
    if schedule.every == "monthly":
        return say("on day {day} of the month at {time}", day=schedule.month_day, time=schedule.time)
    if len(schedule.days) == 7:
        if schedule.every == "weekly":
            return say("every {days} at {time}", days=weekday(0), time=schedule.time)
        return say("every day at {time}", time=schedule.time)
    names = [weekday(one) for one in schedule.days]
    return say("every {days} at {time}", days=listed(names), time=schedule.time)


def issues_a_week(schedule: Schedule) -> float:
    """How many newsletters a schedule makes at most: more of them need a confirmation."""
    if schedule.every == "monthly":
        return 0.25
    if schedule.every == "weekly":
        return 1.0 if len(schedule.days) in (0, 7) else float(len(schedule.days))
    return 100.0 if schedule.every == "once" else float(len(schedule.days))
