"""Folds the clippings whose id leaves this remainder, one at a time: half of two processes that meet on one story.

usage: python fold_some.py DATABASE REMAINDER
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from router.flow.fold import Fold
from router.rulebook.book import compile
from router.store import stories
from router.store.opening import close_store, open_store


async def main(database: str, remainder: int) -> None:
    await open_store(database)
    fold = Fold(lambda: (0, compile({})[0]))  # nothing is judged: it waits for the rules
    for held in await stories.unfolded(limit=10_000):
        if held.id % 2 == remainder:
            await fold([held.id], datetime.now(UTC))
    await close_store()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
