"""Opens and closes the database, and brings its tables to this version."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.exceptions import BaseORMException
from tortoise.migrations.api import migrate as apply_migrations

from router.errors import StoreError
from router.store import hints
from router.store.texts import index_texts
from router.store.transaction import refused


def settings(path: Path | str) -> dict[str, Any]:
    """Tortoise's configuration for one SQLite file: WAL, full fsync, foreign keys, 30 s of patience."""
    return {
        "connections": {
            "default": {
                "engine": "tortoise.backends.sqlite",
                "credentials": {
                    "file_path": str(path),
                    "journal_mode": "WAL",
                    "synchronous": "FULL",
                    "foreign_keys": "ON",
                    "secure_delete": "ON",  # who is forgotten does not live on in free pages
                    "busy_timeout": 30000,
                    "cache_size": -16000,  # KiB: what sixty mails touch is written once, and not read again
                    "journal_size_limit": 67108864,
                },
            }
        },
        "apps": {
            "router": {
                "models": ["router.store.records", "router.store.reader_records"],
                "default_connection": "default",
                "migrations": "router.store.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


async def open_store(path: Path | str) -> None:
    """Open the database at `path`, making or migrating its tables; StoreError in one sentence when that fails."""
    config = settings(path)
    try:
        # first by hand: tortoise keeps its connection's lock when it cannot connect inside a transaction, and hangs
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA schema_version")
        await apply_migrations(config=config)
        await Tortoise.close_connections()
        await Tortoise.init(config=config, _enable_global_fallback=True)
        await index_texts(Tortoise.get_connection("default"))
        await hints.make(Tortoise.get_connection("default"))
    except (BaseORMException, sqlite3.Error, OSError) as error:
        await close_store()
        raise StoreError(str(path), refused(error).what, refused(error).remedy) from error


async def close_store() -> None:
    """Close the database; safe to call when it never opened."""
    try:
        await Tortoise.close_connections()
    except BaseORMException:
        pass


DRAFT = settings(":memory:")  # what `tortoise -c` reads to draft a migration
