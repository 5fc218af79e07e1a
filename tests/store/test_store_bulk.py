"""Many rows in one statement are the same rows, however many there are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from router.store import hints
from router.store.bulk import insert_many, moment, reader, rows_in, select_in
from router.store.transaction import Connection, unit
from tests.house import opened

TOGETHER = 200  # rows of two columns in one statement


@pytest.mark.parametrize("count", [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER, 3 * TOGETHER + 7])
async def test_every_row_is_there_once(count: int, tmp_path: Path) -> None:
    rows = [(f"key {n}", None if n % 9 == 0 else n) for n in range(count)]
    async with opened(tmp_path):
        await reader().execute_query('CREATE TABLE "t" ("key" TEXT PRIMARY KEY, "n" INTEGER)')

        async def write(values: list[tuple[str, int | None]], once: bool = False, anew: bool = False) -> None:
            async def work(connection: Connection) -> None:
                await insert_many(connection, "t", ("key", "n"), iter(values), once=once, anew=anew)

            await unit(work)

        async def there() -> list[tuple[str, int | None]]:
            found = await reader().execute_query_dict('SELECT "key", "n" FROM "t" ORDER BY rowid')
            return [(row["key"], row["n"]) for row in found]

        await write(rows)
        assert await there() == rows
        await write([(key, -1) for key, _ in rows], once=True)
        assert await there() == rows, "the old ones stay"
        await write([(key, -1) for key, _ in rows], anew=True)
        assert await there() == [(key, -1) for key, _ in rows], "the old ones go"
        keys = [key for key, _ in rows]
        sql = 'SELECT "key", "n" FROM "t" WHERE "key" IN ({marks}) ORDER BY rowid'
        assert [tuple(row) for row in await rows_in(sql, keys)] == await there()
        assert [(row["key"], row["n"]) for row in await select_in(sql, keys)] == await there()


async def test_of_many_that_share_a_hint_the_newest_are_looked_at(tmp_path: Path) -> None:
    async with opened(tmp_path):

        async def work(connection: Connection) -> None:
            await hints.keep(connection, [(-7, story) for story in range(hints.SHARERS + 5)] + [(9, 3), (9, 1), (9, 3)])

        await unit(work)
        found = await hints.sharers({-7, 9, 11})
        assert {hint: sorted(stories) for hint, stories in found.items()} == {
            -7: list(range(5, hints.SHARERS + 5)),
            9: [1, 3],
        }
        assert await hints.sharers(set()) == {}


async def test_a_time_stands_in_its_row_as_the_driver_writes_it(tmp_path: Path) -> None:
    async with opened(tmp_path):
        for at in (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 23, 7, 5, 9, 1200, tzinfo=UTC)):
            rows = [[900, at, "driver", "", "{}", "[]"], [901, moment(at), "ours", "", "{}", "[]"]]
            columns = ("version", "made", "author", "note", "files", "problems")
            await insert_many(reader(), "rulebook", columns, rows, anew=True)
            told = await reader().execute_query_dict('SELECT "made" FROM "rulebook" WHERE "version" >= 900')
            assert told[0] == told[1] and datetime.fromisoformat(told[0]["made"]) == at
