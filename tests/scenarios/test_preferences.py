"""From nothing to a newsletter and away again by pages alone: over a real port, with letters that came by real SMTP."""

from __future__ import annotations

import asyncio
import re
from email.message import EmailMessage
from pathlib import Path

import httpx

from router.store import subscribers
from tests.house import alert
from tests.scenarios.doors import Doors, open_doors, wait_for_port
from tests.servers.ports import free_port
from tests.servers.recorder import Recorder

ADA = "ada@news.example"
HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")


def links_in(mail: EmailMessage, part: str) -> list[str]:
    """The addresses in this mail that lead to a page of that kind."""
    body = mail.get_body(("plain",))
    assert body is not None
    return re.findall(rf"http://127\.0\.0\.1:\d+/{part}/\w+", body.get_content())


async def newest(house: Doors, part: str) -> str:
    """That address in the newest mail that has one: mails that go out together come in any order."""
    await house.tick()
    return next(found[0] for mail in reversed(house.got()) if (found := links_in(mail, part)))


async def test_join_change_and_leave_by_pages(tmp_path: Path, recorder: Recorder) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with (
        open_doors(tmp_path, recorder, web={"base_url": base, "port": port}) as house,
        httpx.AsyncClient() as web,
    ):
        await asyncio.to_thread(wait_for_port, port)
        assert "Housing" in (await web.get(base)).text
        form = {"address": ADA, "interest": "housing", "when": "daily", "minutes": "20"}
        assert "Nearly done" in (await web.post(f"{base}/join", data=form)).text
        assert await subscribers.people() == []
        assert "You are subscribed to Housing." in (await web.post(await newest(house, "confirm"))).text

        house.clock.ahead(minutes=5)
        await house.send(alert(HOME, number=1), sender="alerts@news.example")
        house.clock.ahead(hours=2)
        await house.tick()
        [newsletter] = house.letters(ADA)
        mine = links_in(newsletter, "me")[0]
        assert "every day at 07:00" in (await web.get(mine)).text
        when = {"day": ["0"], "time": "06:00", "zone": "Europe/Vienna"}
        assert "every Monday at 06:00" in (await web.post(f"{mine}/when", data=when)).text
        assert "is muted" in (await web.post(links_in(newsletter, "t")[0] + "/1/mute")).text

        house.clock.ahead(days=1)
        await web.post(f"{mine}/join", data={"interest": "care"})
        assert "care" not in (await subscribers.people())[0].interests
        await web.post(await newest(house, "confirm"))
        assert "care" in (await subscribers.people())[0].interests

        assert "You are unsubscribed" in (await web.post(f"{mine}/stop")).text
        assert await subscribers.people() == []
        assert "You get" in (await web.post(await newest(house, "yes"))).text
        assert set((await subscribers.people())[0].interests) == {"housing", "care"}
        assert await house.law() == []
