"""Every foreign key can be followed from the other side without reading its whole table."""

from __future__ import annotations

from pathlib import Path

from router.store.bulk import reader
from tests.house import opened


async def test_every_foreign_key_has_an_index(tmp_path: Path) -> None:
    async with opened(tmp_path):
        ask = reader().execute_query_dict
        tables = [row["name"] for row in await ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
        keys = {(table, key["from"]) for table in tables for key in await ask(f'PRAGMA foreign_key_list("{table}")')}
        leading = set()
        for table in tables:
            for index in await ask(f'PRAGMA index_list("{table}")'):
                columns = await ask(f'PRAGMA index_info("{index["name"]}")')
                leading.add((table, columns[0]["name"]))
            leading |= {(table, row["name"]) for row in await ask(f'PRAGMA table_info("{table}")') if row["pk"]}
        assert len(keys) > 12
        assert keys <= leading
