"""Reads the mails that wait, a few at a time: one of two processes that meet on one story, and on one mail.

usage: python clip_some.py DATABASE MAILS, so many at a time
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from router.flow.clip import Clip
from router.flow.fold import Fold
from router.flow.hand import InHand
from router.rulebook.book import compile
from router.rulebook.load import load, shipped
from router.store import mails
from router.store.opening import close_store, open_store
from router.terms import Knows
from router.workers import Workers


async def main(database: str, together: int) -> None:
    await open_store(database)
    knows = Knows(sources=compile(load(shipped())[0])[0].sources)
    fold = Fold(lambda: (0, compile({})[0]))  # nothing is judged: it waits for the rules
    clip = Clip(Workers(0, "router.flow.reading:answer"), lambda: knows, {}, fold.inside, InHand())
    waiting = await mails.waiting()
    for at in range(0, len(waiting), together):
        await clip(waiting[at : at + together], datetime.now(UTC))
    await close_store()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
