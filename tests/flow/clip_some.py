"""Reads the mails whose id leaves this remainder, one at a time: half of two processes that meet on one story.

usage: python clip_some.py DATABASE REMAINDER
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from router.flow.clip import Clip
from router.flow.fold import Fold
from router.rulebook.book import compile
from router.rulebook.load import load, shipped
from router.store import mails
from router.store.opening import close_store, open_store
from router.terms import Knows
from router.workers import Workers


async def main(database: str, remainder: int) -> None:
    await open_store(database)
    knows = Knows(sources=compile(load(shipped())[0])[0].sources)
    fold = Fold(lambda: (0, compile({})[0]))  # nothing is judged: it waits for the rules
    clip = Clip(Workers(0, "router.flow.reading:answer"), lambda: knows, {}, fold.inside)
    for mail in await mails.waiting():
        if mail % 2 == remainder:
            await clip([mail], datetime.now(UTC))
    await close_store()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
