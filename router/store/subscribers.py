"""Subscribers and their subscriptions, with the record of every consent and every leaving."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.expressions import Q

from router.store import acts
from router.store.acts import Told
from router.store.bulk import reader
from router.store.reader_records import Subscriber, Subscription
from router.store.transaction import unit
from router.terms import Schedule, Slot, Wishes

ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
PIECE = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class Person:
    """A subscriber as the steps see one: plain data, no row."""

    id: int
    address: str
    name: str
    language: str
    zone: str
    state: str
    schedule: Schedule
    schedule_since: datetime
    last_slot: Slot | None  # the one that the next has to mind
    wishes: Wishes
    issues_made: int
    interests: dict[str, datetime]  # confirmed interest -> since when
    plain: bool = False  # text alone, no HTML
    one_each: bool = False  # a newsletter for each interest
    paused_until: datetime | None = None
    last_beside: Slot | None = None  # the last one at once, or asked for


@dataclass(frozen=True, slots=True)
class Tie:
    """One subscription as the doors see it."""

    id: int
    subscriber: int
    address: str
    interest: str
    state: str
    asked: datetime


async def add(address: str, now: datetime, **wants: object) -> int:
    """The id of the subscriber with this address, made when there is none; `wants` only fill a new row."""

    async def work(_: TransactionalDBClient) -> int:
        row, _new = await Subscriber.get_or_create(
            {"created": now, "schedule_since": now, "days": [0, 1, 2, 3, 4, 5, 6], **wants}, address=address.lower()
        )
        return row.id

    return await unit(work)


async def ask(subscriber: int, interests: Sequence[str], door: str, wording: str, now: datetime) -> list[Tie]:
    """Unconfirmed subscriptions for `interests`; one that is confirmed stays so. All the ties asked for come back."""

    async def work(_: TransactionalDBClient) -> list[Tie]:
        for interest in interests:
            row, new = await Subscription.get_or_create(
                {"subscriber_id": subscriber, "interest": interest, "asked": now, "asked_by": door, "wording": wording},
                key=f"{subscriber}|{interest}",
            )
            if not new and row.state != "confirmed":
                row.state, row.asked, row.asked_by, row.wording = "unconfirmed", now, door, wording
                await row.save()
        return await ties(subscriber, interests)

    return await unit(work)


async def ties(subscriber: int, interests: Collection[str] | None = None) -> list[Tie]:
    """This subscriber's subscriptions, in the order they were made."""
    rows = Subscription.filter(subscriber_id=subscriber).order_by("id").select_related("subscriber")
    return [
        Tie(row.id, subscriber, row.subscriber.address, row.interest, row.state, row.asked)
        for row in await rows
        if interests is None or row.interest in interests
    ]


async def tie_of(subscriber: int, interest: str) -> int:
    """The id of their subscription to this interest, in any state; 0 when there is none."""
    rows = await reader().execute_query_dict(
        'SELECT "id" FROM "subscription" WHERE "key" = ?', [f"{subscriber}|{interest}"]
    )
    return int(rows[0]["id"]) if rows else 0


async def tie(subscription: int) -> Tie | None:
    """One subscription by id."""
    row = await Subscription.get_or_none(id=subscription).select_related("subscriber")
    if row is None:
        return None
    return Tie(row.id, row.subscriber.id, row.subscriber.address, row.interest, row.state, row.asked)


async def confirm(
    subscriber: int, asked_since: datetime, door: str, now: datetime, interests: Collection[str] | None = None
) -> list[str]:
    """Confirm what this subscriber asked for since `asked_since`, all or some; the interests that are new now."""

    async def work(connection: TransactionalDBClient) -> list[str]:
        rows = await Subscription.filter(subscriber_id=subscriber, state="unconfirmed", asked__gte=asked_since)
        mine = [row for row in rows if interests is None or row.interest in interests]
        await Subscription.filter(id__in=[row.id for row in mine]).update(
            state="confirmed", confirmed=now, confirmed_by=door, left=None, left_by=""
        )
        names = sorted(row.interest for row in mine)
        if names:
            await Subscriber.filter(id=subscriber).exclude(state="active").update(state="active", schedule_since=now)
            row = await Subscriber.get(id=subscriber)
            told = {"interests": names, "wording": sorted({one.wording for one in mine}), "language": row.language}
            await acts.add_in(connection, subscriber, Told(door, "joined", told), now)
        return names

    return await unit(work)


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody left, and the act by which it can be taken back (0: there was nothing to leave)."""

    interests: tuple[str, ...]
    act: int = 0


async def leave(subscriber: int, door: str, now: datetime, interests: Collection[str] | None = None) -> Left:
    """Unsubscribe at once, from all or from some; what waits for one who left all is dropped in the same act."""

    async def work(connection: TransactionalDBClient) -> Left:
        mine = await Subscription.filter(subscriber_id=subscriber).exclude(state="unsubscribed")
        going = [row for row in mine if interests is None or row.interest in interests]
        await Subscription.filter(id__in=[row.id for row in going]).update(state="unsubscribed", left=now, left_by=door)
        if len(going) == len(mine):
            await Subscriber.filter(id=subscriber).update(state="gone")
            await _drop(connection, subscriber, "left before it was sent", now)
        names = tuple(sorted(row.interest for row in going if row.state == "confirmed"))
        act = (
            await acts.add_in(connection, subscriber, Told(door, "left", {"interests": names}), now) if names else None
        )
        return Left(names, act or 0)

    return await unit(work)


async def suspend(subscriber: int, told: Told, now: datetime) -> bool:
    """Send nothing until they are heard of again; whether they got something until now."""

    async def work(connection: TransactionalDBClient) -> bool:
        count = await Subscriber.filter(id=subscriber, state="active").update(state="suspended")
        await acts.add_in(connection, subscriber, told, now)
        await _drop(connection, subscriber, "the address does not take mail", now)
        return bool(count)

    return await unit(work)


async def _drop(connection: TransactionalDBClient, subscriber: int, why: str, now: datetime) -> None:
    await connection.execute_query(
        'UPDATE "delivery" SET "state" = \'dropped\', "ended" = ?, "answer" = ?'
        " WHERE \"subscriber_id\" = ? AND \"kind\" = 'issue' AND \"state\" IN ('queued', 'unknown', 'held')",
        [now, why, subscriber],
    )


async def change(subscriber: int, values: Mapping[str, Any], told: Told, now: datetime) -> None:
    """Set columns of one subscriber and keep who said so, in ONE transaction."""

    async def work(connection: TransactionalDBClient) -> None:
        await Subscriber.filter(id=subscriber).update(**values)
        await acts.add_in(connection, subscriber, told, now)

    await unit(work)


async def drop_unconfirmed(asked_before: datetime) -> int:
    """Forget who was asked before this moment and never said yes to anything; how many."""

    async def work(connection: TransactionalDBClient) -> int:
        count, _ = await connection.execute_query(
            'DELETE FROM "subscriber" WHERE "issues_made" = 0 AND "id" IN (SELECT "subscriber_id" FROM "subscription"'
            ' GROUP BY "subscriber_id" HAVING MAX("asked") < ? AND MIN("state") = \'unconfirmed\''
            " AND MAX(\"state\") = 'unconfirmed')",
            [asked_before],
        )
        return int(count)

    return await unit(work)


async def people(ids: Collection[int] | None = None) -> list[Person]:
    """Active subscribers with at least one confirmed interest, by id; all, or those of `ids`."""
    if ids is None:
        return await _people(Q(state="active"), Q(subscriber__state="active"))
    found: list[Person] = []
    wanted = sorted(ids)
    for start in range(0, len(wanted), PIECE):
        some = wanted[start : start + PIECE]
        found += await _people(Q(state="active", id__in=some), Q(subscriber_id__in=some))
    return found


async def _people(who: Q, theirs: Q) -> list[Person]:
    interests: dict[int, dict[str, datetime]] = {}
    for tie_ in await Subscription.filter(theirs, state="confirmed").values("subscriber_id", "interest", "confirmed"):
        interests.setdefault(tie_["subscriber_id"], {})[tie_["interest"]] = tie_["confirmed"]
    return [
        _person(row, interests[row.id]) for row in await Subscriber.filter(who).order_by("id") if row.id in interests
    ]


async def restless(act: int) -> set[int]:
    """Who may be due between two minutes: they want newsletters at once, or told us something after this act."""
    rows = await reader().execute_query_dict(
        'SELECT "id" FROM "subscriber" WHERE "every" = \'once\' UNION SELECT "subscriber_id" FROM "act" WHERE "id" > ?',
        [act],
    )
    return {int(row["id"]) for row in rows}


async def person(subscriber: int) -> Person | None:
    """One subscriber in any state, with the interests that are confirmed; None when there is none."""
    row = await Subscriber.get_or_none(id=subscriber)
    if row is None:
        return None
    ties_rows = await Subscription.filter(subscriber_id=subscriber, state="confirmed")
    return _person(row, {tie.interest: tie.confirmed for tie in ties_rows if tie.confirmed})


def _person(row: Subscriber, interests: dict[str, datetime]) -> Person:
    slot, beside = _slot(row.last_slot), _slot(row.last_beside)
    zone, since = row.zone or "UTC", row.schedule_since
    schedule = Schedule(row.every, tuple(row.days), row.time, zone, row.month_day)
    if row.paused_until is not None:
        since = max(since, row.paused_until)  # a pause is a schedule that begins later
    if row.every == "once":
        slot = beside
    if row.asked_now is not None and (beside is None or beside.due < row.asked_now.replace(second=0, microsecond=0)):
        # asked for now: a slot of its own name at that minute, beside the one of the day
        at = row.asked_now.astimezone(ZoneInfo(zone))
        schedule = Schedule("now", ALL_DAYS, f"{at:%H:%M}", zone)
        since, slot = row.asked_now.replace(second=0, microsecond=0) - timedelta(minutes=1), None
    return Person(
        row.id, row.address, row.name, row.language, zone, row.state, schedule, since, slot,
        Wishes(row.minutes, row.words_a_minute, dict(row.more), frozenset(row.muted)), row.issues_made, interests,
        row.plain, row.one_each, row.paused_until, beside,
    )  # fmt: skip


def _slot(kept: str) -> Slot | None:
    if not kept:
        return None
    local_date, name, due = kept.split("|")
    return Slot(local_date, name, datetime.fromisoformat(due))


async def find(address: str) -> int | None:
    """The id of the subscriber with this address."""
    row = await Subscriber.get_or_none(address=address.lower())
    return row.id if row else None


async def address_of(subscriber: int) -> str:
    """The address of one subscriber, "" when there is none."""
    row = await Subscriber.get_or_none(id=subscriber)
    return row.address if row else ""


async def listed() -> list[dict[str, object]]:
    """Every subscriber with interests and their states, as plain rows for people."""
    rows = await Subscriber.all().order_by("id").prefetch_related("subscriptions")
    return [
        {
            "address": row.address,
            "state": row.state,
            "interests": {tie.interest: tie.state for tie in row.subscriptions},
            "when": _when(row),
            "minutes": row.minutes,
            "issues": row.issues_made,
        }
        for row in rows
    ]


def _when(row: Subscriber) -> str:
    if row.every == "once":
        return f"at once {row.zone}"
    return f"{row.every}{f' {row.month_day}' if row.every == 'monthly' else ''} {row.time} {row.zone}"


async def confirmed_addresses() -> frozenset[str]:
    """Addresses with at least one confirmed interest: who counts as enrolled."""
    rows = await Subscription.filter(state="confirmed").distinct().values_list("subscriber__address", flat=True)
    return frozenset(str(address) for address in rows)
