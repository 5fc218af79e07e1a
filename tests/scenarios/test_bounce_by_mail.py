"""A mailbox that does not exist: newsletter out through a real Postfix, its bounce back in by LMTP, and then silence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from router.store import deliveries, mails, subscribers
from tests.house import House, alert
from tests.scenarios.doors import Doors, open_doors
from tests.servers.ports import free_port
from tests.servers.postfix import Postfix
from tests.servers.recorder import Recorder

GONE = "ada@bounce.example"  # Postfix answers 5.1.1 for this host


async def come_back(house: House, count: int) -> None:
    """Wait until so many bounces are worked through."""
    for _ in range(200):
        await house.line.engine.idle()
        if (await mails.counts()).get("bounce", 0) >= count:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(await mails.counts())


@pytest.mark.parametrize(
    "inbox", [{}, {"subaddresses": False}], ids=["by its envelope", "by the Message-ID it returns"]
)
async def test_a_real_bounce_suspends(
    tmp_path: Path, recorder: Recorder, postfix: Callable[..., Postfix], inbox: dict[str, object]
) -> None:
    lmtp = free_port()
    relay = postfix(lmtp=lmtp)
    values = {
        "lmtp": {"port": lmtp}, "smart_host": {"host": "127.0.0.1", "port": relay.port},
        "inbox": {"address": "inbox@news.example", **inbox},
    }  # fmt: skip
    async with open_doors(tmp_path, recorder, **values) as house:
        await newsletters(house, GONE)
        await come_back(house, 1)
        person = await subscribers.person(1)
        assert person is not None and person.state == "suspended"
        house.clock.ahead(hours=1)
        await house.send(alert(("Homeless shelter opens", "https://herald.example/2"), number=2), sender="a@b.example")
        house.clock.ahead(hours=24)
        await house.tick()
        assert [row["kind"] for row in await sent_to(GONE)].count("issue") == 1
        assert await house.law() == []


async def newsletters(house: Doors, address: str) -> None:
    number = await subscribers.add(address, house.clock(), zone="Europe/Vienna")  # no letter before the newsletter
    await subscribers.ask(number, ["housing"], "test", "1", house.clock())
    await subscribers.confirm(number, house.clock(), "test", house.clock())
    house.clock.ahead(minutes=5)
    await house.send(alert(("Homeless families wait", "https://herald.example/h"), number=1), sender="alerts@b.example")
    house.clock.ahead(hours=2)
    await house.tick()


async def sent_to(address: str) -> list[dict[str, object]]:
    return [row for row in await deliveries.listed() if row["recipient"] == address]
