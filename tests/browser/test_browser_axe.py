"""Every newsletter, notice and page is found accessible (WCAG 2.2 A and AA) by axe-core: light, dark, phone, desktop, RTL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from router.demo.page import serve
from router.render import Templates, issue, notice
from router.store import subscribers
from router.tokens import Purpose
from router.web.pages import Pages, reader_pages
from tests.browser.chromium import VIEWS, Chromium, View
from tests.browser.sample import content
from tests.house import House, alert, opened
from tests.scenarios.doors import wait_for_port
from tests.servers.ports import free_port

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = f"""axe.run(document, {{runOnly: {RULES}}}).then(found => ({{
    wrong: [...found.violations, ...found.incomplete].flatMap(
        one => one.nodes.map(node => `${{one.id}}: ${{node.html.slice(0, 160)}} ${{node.failureSummary.slice(0, 200)}}`)),
    passes: found.passes.length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
}}))"""


def judged(browser: Chromium, axe: str, address: str, views: Sequence[View] = VIEWS) -> list[str]:
    """What axe finds wrong, what it could not see well enough to judge, what the browser refused, what is too wide."""
    browser.look(views[0])
    browser.open(address)
    browser.run(axe)
    wrong = [one for one in browser.said if "(Not Found)" not in one]
    for view in views:
        browser.look(view)
        found = browser.run(AXE)
        assert found["passes"] > 5, f"{address}: axe looked at nothing"
        wrong += [f"{view}: {one}" for one in found["wrong"]]
        if found["wide"] > 0:
            wrong.append(f"{view}: {found['wide']} px wider than the window")
    return wrong


@pytest.mark.parametrize("language", ["en", "ar", "de", "es"])
def test_newsletters(chromium: Chromium, axe: str, tmp_path: Path, language: str) -> None:
    page = tmp_path / "newsletter.html"
    page.write_text(issue(content(language), Templates()).html)
    views = VIEWS if language in ("en", "ar") else VIEWS[-1:]  # one layout: the others are only wider or narrower
    assert judged(chromium, axe, page.as_uri(), views) == []
    assert chromium.run("getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("name", ["confirm", "welcome", "left", "answer", "sure", "letter", "forgotten", "alarm"])
def test_notices(chromium: Chromium, axe: str, tmp_path: Path, name: str) -> None:
    values = {
        "title": "Social Work Morning", "interests": ["Housing", "Care"], "page": "https://news.example/c/1",
        "leave_page": "https://news.example/u/1", "reply_to": "inbox@news.example", "said": "Something was said.",
        "lines": ["One line", "another"], "about": "the weather", "remedy": "do this",
    }  # fmt: skip
    page = tmp_path / "notice.html"
    for language, views in (("en", VIEWS[:1]), ("ar", VIEWS[-1:])):
        page.write_text(notice(name, language, values, Templates()).html)
        assert judged(chromium, axe, page.as_uri(), views) == []


def test_what_is_wrong_is_found(chromium: Chromium, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text(
        '<html lang="en"><title>t</title><main><h1>Wide</h1><p style="color:#999;background:#fff;width:900px">pale</p>'
        '<p>a<p>b<ul><li>c</ul><a href="/"></a><img src="data:,"></main>'
    )
    said = "".join(judged(chromium, axe, page.as_uri(), VIEWS[:1]))
    assert all(one in said for one in ("color-contrast", "link-name", "image-alt", "px wider than the window"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A house with one newsletter sent, one joining and one strong act that wait for a yes."""
    async with opened(tmp_path) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna", minutes=10)
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
        await made.consent.ask("new@else.example", ["housing", "care"], "test", house.clock())
        await made.sure.ask(1, "export", {}, "test", house.clock())
        await made.preferences.mute(1, "google-alerts", True, "test", house.clock())
        yield house


async def pages_of(house: House) -> dict[str, list[str]]:
    """Every page by its route: addresses that show it in each of its states."""
    keys = house.installation.keys
    new = await subscribers.find("new@else.example")
    assert new is not None
    gone = await house.subscriber("gone@else.example", "care")
    await house.installation.consent.part(gone, "test", house.clock())
    read = keys.make(Purpose.READ, 1, 1)
    return {
        "/": ["/"],
        "/i/{name}": ["/i/housing", "/i/nothing"],
        "/confirm/{token}": [f"/confirm/{keys.make(Purpose.CONFIRM, new)}", f"/confirm/{keys.make(Purpose.CONFIRM, 1)}", "/confirm/forged"],
        "/u/{token}": [f"/u/{keys.make(Purpose.LEAVE, 1)}"],
        "/yes/{token}": [f"/yes/{keys.make(Purpose.SURE, 1, 1)}", f"/yes/{keys.make(Purpose.SURE, 1, 99)}"],
        "/t/{token}": [f"/t/{read}"],
        "/t/{token}/{number}": [f"/t/{read}/1"],
        "/me/{token}": [f"/me/{keys.make(Purpose.PREFERENCES, person, 1)}" for person in (1, gone)],
    }  # fmt: skip


async def test_pages(chromium: Chromium, axe: str, house: House) -> None:
    app, stop, port = reader_pages(Pages(house.installation)), asyncio.Event(), free_port()
    addresses = await pages_of(house)
    shown = {route.path for route in app.routes if isinstance(route, APIRoute) and "GET" in route.methods}
    assert shown - {"/style.css", "/healthz"} == set(addresses), "each page is looked at"
    server = asyncio.create_task(serve(app, port, stop))
    try:
        await asyncio.to_thread(wait_for_port, port)
        for path in [one for some in addresses.values() for one in some]:
            wrong = await asyncio.to_thread(judged, chromium, axe, f"http://127.0.0.1:{port}{path}")
            assert wrong == [], path
            assert await asyncio.to_thread(chromium.run, "getComputedStyle(document.body).marginTop") == "0px", "styled"
    finally:
        stop.set()
        await server
