"""Generated SQL for the hot paths: many rows in one statement's plan, through tortoise's own connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient

MOST_PARAMETERS = 900  # SQLite builds of old allow 999


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
    values = [list(row) for row in rows]
    if values:
        verb = "INSERT OR IGNORE" if once else "INSERT"
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" for _ in columns)
        await connection.execute_many(f'{verb} INTO "{table}" ({names}) VALUES ({marks})', values)


async def select_in(sql: str, values: Sequence[Any], *before: Any) -> list[dict[str, Any]]:
    """Rows of `sql`, whose {marks} stands for a list of any length; asked in pieces the database can take."""
    rows: list[dict[str, Any]] = []
    connection = reader()
    for start in range(0, len(values), MOST_PARAMETERS):
        piece = values[start : start + MOST_PARAMETERS]
        marks = ", ".join("?" for _ in piece)
        rows += await connection.execute_query_dict(sql.format(marks=marks), [*before, *piece])
    return rows
