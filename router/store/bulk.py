"""Generated SQL for the hot paths: many rows in one statement's plan, through tortoise's own connection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient

_PARAMETERS = 400  # of one INSERT


def reader() -> BaseDBAsyncClient:
    """The connection for reads; inside a unit of work it is the unit's own."""
    return Tortoise.get_connection("default")


@lru_cache(maxsize=256)
def moment(at: datetime) -> str:
    """A time as it stands in a row. The driver asks Python for it value by value, which takes longer than writing it."""
    return at.isoformat(" ")


async def insert_many(
    connection: BaseDBAsyncClient,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    once: bool = False,
    anew: bool = False,
) -> None:
    """Insert rows; of a row whose key is there already the old one stays with `once`, and goes with `anew`."""
    values = list(rows)
    together = max(1, _PARAMETERS // len(columns))
    whole = len(values) - len(values) % together
    verb = "INSERT OR IGNORE" if once else "INSERT OR REPLACE" if anew else "INSERT"
    names = ", ".join(f'"{column}"' for column in columns)
    row = f"({', '.join('?' for _ in columns)})"
    if whole:  # a statement a row would cost more than the rows
        parts: list[Any] = [[*chain.from_iterable(values[at : at + together])] for at in range(0, whole, together)]
        marks = ", ".join([row] * together)
        await connection.execute_many(f'{verb} INTO "{table}" ({names}) VALUES {marks}', parts)
    if rest := values[whole:]:
        await connection.execute_many(f'{verb} INTO "{table}" ({names}) VALUES {row}', list[Any](rest))


async def select_in(sql: str, values: Sequence[Any], *before: Any) -> list[dict[str, Any]]:
    """Rows of `sql`, whose {marks} stands for a list of any length, with which its parameters end."""
    return [dict(row) for row in await rows_in(sql, values, *before)]


async def rows_in(sql: str, values: Sequence[Any], *before: Any) -> Sequence[Sequence[Any]]:
    """As `select_in`, each row in the order of its columns: for thousands of them."""
    if not values:
        return []
    # one text however long the list: it is planned once
    sql = sql.format(marks='SELECT "value" FROM json_each(?)')
    rows: Any  # of sqlite3.Row
    _, rows = await reader().execute_query(sql, [*before, json.dumps(list(values))])
    return list(rows)
