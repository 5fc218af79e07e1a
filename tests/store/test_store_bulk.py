"""What rows are written with is what the driver would write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from router.store.bulk import insert_many, moment, reader
from tests.house import opened


async def test_a_time_stands_in_its_row_as_the_driver_writes_it(tmp_path: Path) -> None:
    async with opened(tmp_path):
        for at in (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 23, 7, 5, 9, 1200, tzinfo=UTC)):
            rows = [[900, at, "driver", "", "{}", "[]"], [901, moment(at), "ours", "", "{}", "[]"]]
            columns = ("version", "made", "author", "note", "files", "problems")
            await insert_many(reader(), "rulebook", columns, rows, anew=True)
            told = await reader().execute_query_dict('SELECT "made" FROM "rulebook" WHERE "version" >= 900')
            assert told[0] == told[1] and datetime.fromisoformat(told[0]["made"]) == at
