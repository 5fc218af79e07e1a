"""Hints that stories may be one: which stories share a number. Many share one, an exact check follows.

They are made from clippings and can be made again: a table of SQLite without row numbers, beside those of records.py.
A row may outlive its story: it proposes a story that is not there, and nobody is harmed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from operator import itemgetter
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from router.store.bulk import insert_many, reader
from router.store.transaction import Connection

SHARERS = 40  # stories looked at a hint: newer ones first

_TABLE = (
    'CREATE TABLE IF NOT EXISTS "story_hint" ("hint" INTEGER NOT NULL, "story_id" INTEGER NOT NULL,'
    ' PRIMARY KEY ("hint", "story_id")) WITHOUT ROWID'
)

# JSON list of hints -> (hint, its stories, "7,5,2"): one row a hint, however many share it. Most are shared by none, which
# is asked first: that takes a third of gathering nothing.
WHO_SHARES = (
    'SELECT "value", (SELECT group_concat("story_id") FROM (SELECT "story_id" FROM "story_hint" WHERE "hint" = "value"'
    f' ORDER BY "story_id" DESC LIMIT {SHARERS})) AS "stories" FROM json_each(?) WHERE "value" IN (SELECT "hint" FROM "story_hint")'
)


async def make(connection: BaseDBAsyncClient) -> None:
    """Make the table where there is none."""
    await connection.execute_query(_TABLE)


async def keep(connection: Connection, rows: Iterable[tuple[int, int]]) -> None:
    """Keep (hint, story) rows; one that is there stays."""
    # in the table's order: neighbours go to one page
    ordered = sorted(rows, key=itemgetter(0))
    await insert_many(connection, "story_hint", ("hint", "story_id"), ordered, once=True)


async def sharers(hints: Collection[int]) -> dict[str | int, list[int]]:
    """hint -> stories that share it, the newest SHARERS of them, newest first."""
    rows: Any  # of sqlite3.Row
    _, rows = await reader().execute_query(WHO_SHARES, [json.dumps(sorted(hints))])
    if not rows:
        return {}
    shared = [hint for hint, _ in rows]
    told = "],[".join([stories for _, stories in rows])  # read at once: a tenth of what number by number takes
    return dict(zip(shared, json.loads(f"[[{told}]]"), strict=True))
