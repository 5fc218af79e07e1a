"""Hints that stories may be one: which stories share a number. Many share one, an exact check follows.

They are made from clippings and can be made again: a table of SQLite without row numbers, beside those of records.py.
A row may outlive its story: it proposes a story that is not there, and nobody is harmed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from router.store.bulk import reader
from router.store.transaction import Connection

SHARERS = 40  # stories looked at a hint: newer ones first

_TABLE = (
    'CREATE TABLE IF NOT EXISTS "story_hint" ("hint" INTEGER NOT NULL, "story_id" INTEGER NOT NULL,'
    ' PRIMARY KEY ("hint", "story_id")) WITHOUT ROWID'
)


async def make(connection: BaseDBAsyncClient) -> None:
    """Make the table where there is none."""
    await connection.execute_query(_TABLE)


async def keep(connection: Connection, rows: Iterable[tuple[int, int]]) -> None:
    """Keep (hint, story) rows; one that is there stays."""
    # in the table's order: neighbours go to one page
    ordered: list[Any] = sorted(rows)
    await connection.execute_many('INSERT OR IGNORE INTO "story_hint" ("hint", "story_id") VALUES (?, ?)', ordered)


async def sharers(hints: Collection[int]) -> dict[str | int, list[int]]:
    """hint -> stories that share it, the newest SHARERS of them, oldest first."""
    _, rows = await reader().execute_query(
        'SELECT "hint", "story_id" FROM "story_hint" WHERE "hint" IN (SELECT "value" FROM json_each(?))',
        [json.dumps(sorted(hints))],
    )
    found: dict[str | int, list[int]] = {}
    for hint, story in rows:  # in the table's order
        found.setdefault(hint, []).append(story)
    return {hint: stories[-SHARERS:] for hint, stories in found.items()}
