"""The one way to write: a unit of work that a cancelled task cannot leave half done."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError
from tortoise.transactions import in_transaction

from router.errors import StoreError

T = TypeVar("T")
Connection = TransactionalDBClient


async def unit(work: Callable[[TransactionalDBClient], Awaitable[T]], *, alone: bool = False) -> T:
    """Run `work` in ONE transaction and return what it returns; StoreError when the database refuses.

    Shielded, because cancelling a task inside in_transaction() leaves the connection's lock held for ever. When a
    COMMIT fails (disk full) the driver stays inside the transaction and the next BEGIN would commit it: it is rolled
    back here first. `alone` takes the write lock before the first read: no other process writes until the end.
    """
    return await asyncio.shield(asyncio.create_task(_whole(work, alone)))


async def _whole(work: Callable[[TransactionalDBClient], Awaitable[T]], alone: bool) -> T:
    connection: Any = None
    try:
        async with in_transaction() as connection:
            if alone:
                await connection.execute_query('UPDATE "setting" SET "value" = "value" WHERE "name" = \'instance\'')
            return await work(connection)
    except IntegrityError:
        raise
    except (OperationalError, TransactionManagementError, sqlite3.Error, OSError) as error:
        await _roll_back(connection)
        raise refused(error) from error


async def _roll_back(connection: Any) -> None:
    driver = getattr(connection, "_connection", None)
    if driver is not None and getattr(driver, "in_transaction", False):
        try:
            await driver.rollback()
        except sqlite3.Error:  # the disk is still full: the journal is discarded at the next open
            pass


def refused(error: BaseException) -> StoreError:
    """The database's complaint as a sentence for the owner."""
    words = str(error).lower()
    if "full" in words:
        return StoreError(
            "database", "the disk is full", "free some space; nothing was lost and work goes on by itself"
        )
    if "readonly" in words or "read-only" in words:
        return StoreError("database", "the file cannot be written", "mend its owner or the mount; mail waits meanwhile")
    if "locked" in words or "busy" in words:
        return StoreError("database", "another program holds it", "close that program or wait; it is tried again")
    if "unable to open" in words:
        return StoreError("database", "the file cannot be opened", "check that its folder exists and may be written")
    return StoreError("database", str(error), "see `router doctor`")
