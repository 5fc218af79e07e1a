"""What editors did, and what they asked for until they say yes: by whom, by which door, and when."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from router.store.reader_records import Deed
from router.store.transaction import Connection, unit


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done, by a door; the same `key` is kept once."""

    by: str
    door: str  # mail, reply, command
    what: str
    told: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: an address, or the name somebody is logged in by; the same `key` does a thing once."""

    who: str = "an editor"
    door: str = "command"
    key: str = ""

    def did(self, what: str, told: Mapping[str, Any]) -> Done:
        """What they did, as it is kept."""
        return Done(self.who, self.door, what, told, f"{what}|{self.key}" if self.key else "")


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing done, as it stands in the database."""

    id: int
    at: datetime
    by: str
    door: str
    what: str
    told: dict[str, Any]


async def add_in(connection: Connection, done: Done, now: datetime) -> int:
    """Keep it inside a unit of work; its id, also when its key was kept before."""
    key = done.key or uuid.uuid4().hex
    await connection.execute_query(
        'INSERT OR IGNORE INTO "deed" ("key", "at", "by", "door", "what", "told") VALUES (?, ?, ?, ?, ?, ?)',
        [key, now, done.by, done.door, done.what, json.dumps(dict(done.told))],
    )
    rows = await connection.execute_query_dict('SELECT "id" FROM "deed" WHERE "key" = ?', [key])
    return int(rows[0]["id"])


async def add(done: Done, now: datetime) -> int:
    """Keep it; its id, also when its key was kept before."""

    async def work(connection: Connection) -> int:
        return await add_in(connection, done, now)

    return await unit(work)


async def get(deed: int) -> Kept | None:
    """One by id."""
    row = await Deed.get_or_none(id=deed)
    return _kept(row) if row else None


async def under(key: str) -> Kept | None:
    """The one kept under this key."""
    row = await Deed.get_or_none(key=key)
    return _kept(row) if row else None


async def listed(limit: int = 100) -> list[Kept]:
    """The newest, newest first; without the editions that were only shown."""
    return [_kept(row) for row in await Deed.exclude(what="edition").order_by("-at", "-id").limit(limit)]


def _kept(row: Deed) -> Kept:
    return Kept(row.id, row.at, row.by, row.door, row.what, row.told)
