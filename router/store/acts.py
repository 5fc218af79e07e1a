"""What people told us of themselves, and mail servers of them; and the addresses that nothing goes to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient

from router.store.bulk import reader
from router.store.reader_records import Act, Suppressed
from router.store.transaction import unit


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told, by a door; the same `key` is told once."""

    door: str  # page, mail, reply, command, bounce
    what: str
    told: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing told, as it stands in the database."""

    id: int
    subscriber: int
    at: datetime
    door: str
    what: str
    told: dict[str, Any]


async def add_in(connection: TransactionalDBClient, subscriber: int, told: Told, now: datetime) -> int | None:
    """Keep what was told inside a unit of work; its id, or None when its key was told before."""
    rows = await connection.execute_query_dict(
        'INSERT OR IGNORE INTO "act" ("key", "subscriber_id", "at", "door", "what", "told")'
        ' VALUES (?, ?, ?, ?, ?, ?) RETURNING "id"',
        [told.key or uuid.uuid4().hex, subscriber, now, told.door, told.what, json.dumps(dict(told.told))],
    )
    return int(rows[0]["id"]) if rows else None


async def add(subscriber: int, told: Told, now: datetime) -> int | None:
    """Keep what was told; its id, or None when its key was told before."""

    async def work(connection: TransactionalDBClient) -> int | None:
        return await add_in(connection, subscriber, told, now)

    return await unit(work)


async def newest() -> int:
    """The id of the newest act, 0 when there is none."""
    row = await Act.all().order_by("-id").first()
    return row.id if row else 0


async def get(act: int) -> Kept | None:
    """One act by id."""
    row = await Act.get_or_none(id=act)
    return _kept(row) if row else None


async def of(subscriber: int, what: Collection[str] = (), since: datetime | None = None) -> list[Kept]:
    """What is kept of one subscriber, oldest first; of some kinds only, and since a moment."""
    rows = Act.filter(subscriber_id=subscriber).order_by("at", "id")
    if what:
        rows = rows.filter(what__in=list(what))
    if since:
        rows = rows.filter(at__gte=since)
    return [_kept(row) for row in await rows]


async def suppress(hashes: Sequence[str], reason: str, now: datetime) -> None:
    """Nothing goes to these addresses any more; `hashes` are theirs."""

    async def work(_: TransactionalDBClient) -> None:
        for one in hashes:
            await Suppressed.get_or_create({"since": now, "reason": reason}, hash=one)

    await unit(work)


async def release(hash_: str) -> bool:
    """The person themselves asked again: whether the address was suppressed until now."""

    async def work(_: TransactionalDBClient) -> bool:
        return bool(await Suppressed.filter(hash=hash_).delete())

    return await unit(work)


async def suppressed(hash_: str) -> str:
    """Why nothing goes to this address: complaint, forgotten; "" when it is not suppressed."""
    rows = await reader().execute_query_dict('SELECT "reason" FROM "suppressed" WHERE "hash" = ?', [hash_])
    return str(rows[0]["reason"]) if rows else ""


def _kept(row: Act) -> Kept:
    return Kept(row.id, row.subscriber_id, row.at, row.door, row.what, row.told)
