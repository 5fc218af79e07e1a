"""Limits that a restart does not forget: how often something was done, in one row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.backends.base.client import TransactionalDBClient

from router.store.reader_records import Tally
from router.store.transaction import unit


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within a window, and with a gap between two; None is no window (ever) and no gap."""

    key: str  # what is counted; what is somebody's stands in it hashed
    most: int
    window: timedelta | None = None
    gap: timedelta | None = None


async def take_in(connection: TransactionalDBClient, limits: Sequence[Limit], now: datetime) -> str:
    """Count one against every limit, or against none when one is reached: then its key, else ""."""
    fresh = []
    for limit in limits:
        row = await Tally.get_or_none(key=limit.key)
        if row is not None and limit.window is not None and row.since + limit.window <= now:
            await row.delete()
            row = None
        if row is not None and (row.count >= limit.most or (limit.gap is not None and row.newest + limit.gap > now)):
            return limit.key
        fresh.append(row or Tally(key=limit.key, count=0, since=now))
    for row in fresh:
        row.count, row.newest = row.count + 1, now
        await row.save()
    return ""


async def take(limits: Sequence[Limit], now: datetime) -> str:
    """As `take_in`, in a unit of its own."""

    async def work(connection: TransactionalDBClient) -> str:
        return await take_in(connection, limits, now)

    return await unit(work, alone=True)


async def reached(limit: Limit) -> bool:
    """Whether a limit without a window is used up for good; the gap between two is no end."""
    row = await Tally.get_or_none(key=limit.key)
    return row is not None and row.count >= limit.most


async def clear(key: str) -> None:
    """Begin to count anew."""

    async def work(_: TransactionalDBClient) -> None:
        await Tally.filter(key=key).delete()

    await unit(work)


async def drop_before(moment: datetime) -> None:
    """Forget what was counted last so long ago that no window holds it; what is counted for ever stays."""

    async def work(_: TransactionalDBClient) -> None:
        await Tally.filter(newest__lt=moment).exclude(key__startswith="confirm|").delete()

    await unit(work)
