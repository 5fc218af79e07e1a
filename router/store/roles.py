"""Who is an editor or owner beside those that router.toml names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from router.store import deeds
from router.store.deeds import By
from router.store.reader_records import Role
from router.store.transaction import Connection, unit


@dataclass(frozen=True, slots=True)
class Given:
    """A role as it was given."""

    address: str
    role: str  # editor, owner
    since: datetime
    by: str


async def given() -> list[Given]:
    """Every role, by address."""
    return [Given(row.address, row.role, row.since, row.by) for row in await Role.all().order_by("address")]


async def put(address: str, role: str, by: By, now: datetime) -> None:
    """Give a role, or take it with ""; and keep who did."""

    async def work(connection: Connection) -> None:
        if role:
            await Role.update_or_create({"role": role, "since": now, "by": by.who}, address=address)
        else:
            await Role.filter(address=address).delete()
        await deeds.add_in(connection, by.did("role", {"address": address, "role": role}), now)

    await unit(work)
