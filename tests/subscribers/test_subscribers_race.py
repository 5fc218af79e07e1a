"""Leaving against sending: after somebody was told that they left, no newsletter of theirs begins to be handed over."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

from router.flow.send import Send
from router.store import deliveries, subscribers
from router.store.deliveries import Draft
from router.store.transaction import Connection, unit
from router.wire.smtp_out import Outcome
from tests.house import opened

TIMES = 10_000 if os.environ.get("ROUTER_PROVE") else 150
READERS = 3


async def test_nothing_begins_to_go_out_after_leaving(tmp_path: Path) -> None:
    """10,000 interleavings in the full form (TRUST P24): three newsletters in one batch, one at a time, one reader leaves."""
    choice = random.Random(24)
    async with opened(tmp_path, inside=True) as house:
        people = [await house.subscriber(f"r{n}@uni.example", "housing") for n in range(READERS)]
        begun: list[str] = []

        async def wire(_: str, recipient: str, __: bytes) -> Outcome:
            begun.append(recipient)
            await _pause(choice)
            return Outcome("sent", 250, "ok")

        async def leave(reader: int) -> None:
            await _pause(choice)
            await subscribers.leave(people[reader], "page", house.clock())
            begun.append(f"left {reader}")

        dropped = sent = 0
        for n in range(TIMES):
            begun.clear()
            ids = [await _queued(house.clock(), f"{n}|{r}", people[r], f"r{r}@uni.example") for r in range(READERS)]
            send, leaver = Send(wire, at_once=choice.choice((1, 2))), choice.randrange(READERS)
            await asyncio.gather(send(ids, house.clock()), leave(leaver))
            after = begun[begun.index(f"left {leaver}") :]
            assert f"r{leaver}@uni.example" not in after, (n, begun)
            states = {row["id"]: row["state"] for row in await deliveries.listed(limit=READERS)}
            assert set(states.values()) <= {"sent", "dropped"}, "and none is left in between"
            assert (states[ids[leaver]] == "sent") is (f"r{leaver}@uni.example" in begun)
            dropped += states[ids[leaver]] == "dropped"
            sent += states[ids[leaver]] == "sent"
            await _back(people[leaver])
        assert dropped > TIMES / 20 and sent > TIMES / 20, "the test saw both orders"


async def _pause(choice: random.Random) -> None:
    for _ in range(choice.randrange(60)):
        await asyncio.sleep(0)
    if choice.random() < 0.5:
        await asyncio.sleep(choice.random() * 0.01)


async def _queued(now: object, key: str, subscriber: int, address: str) -> int:
    draft = Draft(f"issue|{key}", "issue", f"{key}@news.example", "", address, b"x", subscriber)
    made = await deliveries.queue(draft, now)  # type: ignore[arg-type]
    assert made is not None
    return made


async def _back(subscriber: int) -> None:
    async def work(connection: Connection) -> None:
        await connection.execute_query(
            'UPDATE "subscription" SET "state" = \'confirmed\' WHERE "subscriber_id" = ?', [subscriber]
        )
        await connection.execute_query('UPDATE "subscriber" SET "state" = \'active\' WHERE "id" = ?', [subscriber])

    await unit(work)
