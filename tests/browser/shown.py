"""A small house whose every page can be opened in a browser, and where."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI

from router.demo.page import application, serve
from router.demo.week import Caught
from router.flow.blind import Drawn
from router.store import acts, subscribers
from router.tokens import Purpose
from tests.browser.sample import content
from tests.house import House, alert, opened
from tests.scenarios.doors import wait_for_port
from tests.servers.ports import free_port


@contextlib.asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """These pages on loopback; the address they begin with."""
    stop, port = asyncio.Event(), free_port()
    server = asyncio.create_task(serve(app, port, stop))
    try:
        await asyncio.to_thread(wait_for_port, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        await server


@contextlib.asynccontextmanager
async def house_of_all(folder: Path, language: str = "en") -> AsyncIterator[House]:
    """A house with one newsletter sent, one joining and one strong act that wait for a yes."""
    async with opened(folder) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna", minutes=10, language=language)
        house.clock.ahead(minutes=5)
        stories = [
            (f"Homeless families wait in {town}", f"https://herald.example/{town}")
            for town in ("Oxley", "Marden", "Penn")
        ]
        await house.mail(alert(*stories, ("Foster care today", "https://herald.example/foster")))
        house.clock.ahead(hours=2)
        await house.tick()
        assert house.post.newsletters()
        made = house.installation
        await made.consent.ask("new@else.example", ["housing", "care"], "test", house.clock(), language=language)
        await made.sure.ask(1, "export", {}, "test", house.clock())
        await made.preferences.mute(1, "google-alerts", True, "test", house.clock())
        gone = await house.subscriber("gone@else.example", "care", language=language)
        await made.consent.part(gone, "test", house.clock())
        yield house


def all_of(house: House) -> FastAPI:
    """Every page there is: the readers', the demo's in front of them, and the one on which newsletters are judged."""
    caught = Caught([("ada@news.example", data) for data in house.post.newsletters()])
    stories = tuple(pick.candidate for pick in content().chosen.picks[:6])
    drawn = [Drawn(("housing",), stories, frozenset({1, 2, 3}), frozenset({4, 5, 6}))]
    return application(house.installation, caught, drawn, print)


async def pages_of(house: House) -> dict[str, list[str]]:
    """Every page by its route: addresses that show it in each of its states."""
    keys, new = house.installation.keys, await subscribers.find("new@else.example")
    assert new is not None
    gone = await subscribers.find("gone@else.example") or 0
    asked = {act.what: act.id for person in (1, new) for act in await acts.of(person)}
    read = keys.make(Purpose.READ, 1, 1)
    confirm, sure = keys.make(Purpose.CONFIRM, new, asked["asked"]), keys.make(Purpose.SURE, 1, asked["asked export"])
    return {
        "/": ["/"],
        "/i/{name}": ["/i/housing", "/i/nothing"],
        "/confirm/{token}": [f"/confirm/{confirm}", f"/confirm/{keys.make(Purpose.CONFIRM, 1)}", "/confirm/forged"],
        "/u/{token}": [f"/u/{keys.make(Purpose.LEAVE, 1)}"],
        "/yes/{token}": [f"/yes/{sure}", f"/yes/{keys.make(Purpose.SURE, 1, 99)}"],
        "/t/{token}": [f"/t/{read}"],
        "/t/{token}/{number}": [f"/t/{read}/1"],
        "/archive": ["/archive"],
        "/i/{name}/archive": ["/i/housing/archive"],
        "/i/{name}/archive/{number}": ["/i/housing/archive/1"],
        "/a/{token}": [f"/a/{read}"],
        "/a/{token}/{name}": [f"/a/{read}/housing"],
        "/a/{token}/{name}/{number}": [f"/a/{read}/housing/1"],
        "/demo": ["/demo"],
        "/demo/{number}": ["/demo/0"],
        "/judge": ["/judge"],
        "/me/{token}": [f"/me/{keys.make(Purpose.PREFERENCES, person, 1)}" for person in (1, gone)],
    }
