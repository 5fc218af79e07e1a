"""Generated SQL for the hot paths: many rows in one statement's plan, through tortoise's own connection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient


def reader() -> BaseDBAsyncClient:
    """The connection for reads; inside a unit of work it is the unit's own."""
    return Tortoise.get_connection("default")


async def insert_many(
    connection: BaseDBAsyncClient,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    once: bool = False,
) -> None:
    """Insert rows; with `once` a row whose key is there already is left alone."""
    values: list[Any] = list(rows)
    if values:
        verb = "INSERT OR IGNORE" if once else "INSERT"
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" for _ in columns)
        await connection.execute_many(f'{verb} INTO "{table}" ({names}) VALUES ({marks})', values)


async def select_in(sql: str, values: Sequence[Any], *before: Any) -> list[dict[str, Any]]:
    """Rows of `sql`, whose {marks} stands for a list of any length, with which its parameters end."""
    if not values:
        return []
    # one text however long the list: it is planned once
    sql = sql.format(marks='SELECT "value" FROM json_each(?)')
    return await reader().execute_query_dict(sql, [*before, json.dumps(list(values))])
