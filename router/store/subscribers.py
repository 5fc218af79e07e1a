"""Subscribers and their subscriptions, with the record of every consent and every leaving."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.backends.base.client import TransactionalDBClient

from router.store.records import Subscriber, Subscription
from router.store.transaction import unit
from router.terms import Schedule, Slot, Wishes


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
    last_slot: Slot | None
    wishes: Wishes
    issues_made: int
    interests: dict[str, datetime]  # confirmed interest -> since when


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
            if not new and row.state == "unsubscribed":
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


async def tie(subscription: int) -> Tie | None:
    """One subscription by id."""
    row = await Subscription.get_or_none(id=subscription).select_related("subscriber")
    if row is None:
        return None
    return Tie(row.id, row.subscriber.id, row.subscriber.address, row.interest, row.state, row.asked)


async def confirm(subscriber: int, asked_since: datetime, door: str, now: datetime) -> list[str]:
    """Confirm what this subscriber asked for since `asked_since`; the interests that are new now."""

    async def work(_: TransactionalDBClient) -> list[str]:
        waiting = Subscription.filter(subscriber_id=subscriber, state="unconfirmed", asked__gte=asked_since)
        interests = sorted([row.interest for row in await waiting])
        await waiting.update(state="confirmed", confirmed=now, confirmed_by=door, left=None, left_by="")
        if interests:
            await Subscriber.filter(id=subscriber, state="gone").update(state="active", schedule_since=now)
        return interests

    return await unit(work)


async def leave(subscriber: int, door: str, now: datetime, interests: Collection[str] | None = None) -> list[str]:
    """Unsubscribe at once, from all or from some; what was queued for one who left all is dropped in the same act."""

    async def work(connection: TransactionalDBClient) -> list[str]:
        mine = await Subscription.filter(subscriber_id=subscriber).exclude(state="unsubscribed")
        going = [row for row in mine if interests is None or row.interest in interests]
        await Subscription.filter(id__in=[row.id for row in going]).update(state="unsubscribed", left=now, left_by=door)
        if len(going) == len(mine):
            await Subscriber.filter(id=subscriber).update(state="gone")
            await connection.execute_query(
                'UPDATE "delivery" SET "state" = \'dropped\', "ended" = ?, "answer" = \'left before it was sent\''
                " WHERE \"subscriber_id\" = ? AND \"kind\" = 'issue' AND \"state\" IN ('queued', 'unknown')",
                [now, subscriber],
            )
        return sorted(row.interest for row in going if row.state == "confirmed")

    return await unit(work)


async def people(ids: Collection[int] | None = None) -> list[Person]:
    """Active subscribers with at least one confirmed interest."""
    ties_rows = await Subscription.filter(state="confirmed", subscriber__state="active").values(
        "subscriber_id", "interest", "confirmed"
    )
    interests: dict[int, dict[str, datetime]] = {}
    for row in ties_rows:
        interests.setdefault(row["subscriber_id"], {})[row["interest"]] = row["confirmed"]
    rows = await Subscriber.filter(state="active").order_by("id")
    return [_person(row, interests[row.id]) for row in rows if row.id in interests and (ids is None or row.id in ids)]


def _person(row: Subscriber, interests: dict[str, datetime]) -> Person:
    slot = None
    if row.last_slot:
        local_date, name, due = row.last_slot.split("|")
        slot = Slot(local_date, name, datetime.fromisoformat(due))
    zone = row.zone or "UTC"
    return Person(
        row.id, row.address, row.name, row.language, zone, row.state,
        Schedule(row.every, tuple(row.days), row.time, zone, row.month_day), row.schedule_since, slot,
        Wishes(row.minutes, row.words_a_minute), row.issues_made, interests,
    )  # fmt: skip


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
            "when": f"{row.every} {row.time} {row.zone}",
            "minutes": row.minutes,
            "issues": row.issues_made,
        }
        for row in rows
    ]


async def confirmed_addresses() -> frozenset[str]:
    """Addresses with at least one confirmed interest: who counts as enrolled."""
    rows = await Subscription.filter(state="confirmed").distinct().values_list("subscriber__address", flat=True)
    return frozenset(str(address) for address in rows)
