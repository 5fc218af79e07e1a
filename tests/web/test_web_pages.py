"""The readers' pages over ASGI: GET and HEAD leave the database byte-equal, POST acts, forged links say so kindly."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from router.store import acts, issues, subscribers
from router.store.acts import Told
from router.store.bulk import reader
from router.tokens import Purpose
from router.web.pages import Pages, reader_pages
from tests.house import House, alert, opened

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")


def application(house: House) -> FastAPI:
    return reader_pages(Pages(house.installation))


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://news.example")


async def digest() -> str:
    rows = await reader().execute_query_dict("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return "\n".join([str(await reader().execute_query_dict(f'SELECT * FROM "{row["name"]}"')) for row in rows])


def in_files(folder: Path) -> dict[str, bytes]:
    """The database byte for byte, with what its journal holds."""
    return {file.name: file.read_bytes() for file in folder.glob("router.db*") if not file.name.endswith("-shm")}


async def filled(house: House) -> dict[str, str]:
    """A subscriber with an issue, one more who was only asked; a path for each kind of token."""
    subscriber = await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
    await house.installation.consent.ask("ben@news.example", ["housing"], "test", house.clock())
    house.clock.ahead(minutes=5)
    await house.mail(alert(HOME, number=1))
    house.clock.ahead(hours=2)
    await house.tick()
    make = house.installation.keys.make
    asked = await acts.add(subscriber, Told("page", "asked export"), house.clock())
    return {
        "/me/{token}": "/me/" + make(Purpose.PREFERENCES, subscriber, 1),
        "/yes/{token}": "/yes/" + make(Purpose.SURE, subscriber, asked or 0),
        "/days/{token}.ics": f"/days/{make(Purpose.DAYS, subscriber)}.ics",
        "/i/{name}": "/i/housing",
        "/i/{name}/qr.svg": "/i/housing/qr.svg",
        "/i/{name}/archive": "/i/housing/archive",
        "/i/{name}/archive/{number}": "/i/housing/archive/1",
        "/a/{token}": "/a/" + make(Purpose.READ, subscriber, 1),
        "/a/{token}/{name}": "/a/" + make(Purpose.READ, subscriber, 1) + "/housing",
        "/a/{token}/{name}/{number}": "/a/" + make(Purpose.READ, subscriber, 1) + "/housing/1",
        "/confirm/{token}": "/confirm/" + make(Purpose.CONFIRM, subscriber + 1, (await acts.of(subscriber + 1))[0].id),
        "/u/{token}": "/u/" + make(Purpose.LEAVE, subscriber),
        "/t/{token}": "/t/" + make(Purpose.READ, subscriber, 1),
        "/t/{token}/{number}": "/t/" + make(Purpose.READ, subscriber, 1) + "/1",
    }


async def test_every_get_and_head_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        paths = await filled(house)
        app = application(house)
        before, rows = in_files(tmp_path), await digest()
        async with client(app) as web:
            routes = [route for route in app.routes if isinstance(route, APIRoute)]
            assert len(routes) > 12
            for route in routes:
                if not route.methods & {"GET", "HEAD"}:
                    continue
                path = paths.get(route.path, route.path)
                assert "{" not in path, f"give this test an address for {route.path}"
                for method in sorted(route.methods & {"GET", "HEAD"}):
                    for _ in range(2):
                        answer = await web.request(method, path)
                        assert answer.status_code == 200, (method, path, answer.text)
                        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert in_files(tmp_path) == before and await digest() == rows


async def test_confirm_shows_then_acts_once(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        path = (await filled(house))["/confirm/{token}"]
        async with client(application(house)) as web:
            assert "Housing" in (await web.get(path)).text
            assert (await subscribers.ties(2))[0].state == "unconfirmed"
            assert "You are subscribed to Housing." in (await web.post(path)).text
            assert (await subscribers.ties(2))[0].state == "confirmed"
            assert "subscribed already" in (await web.post(path)).text


async def test_a_request_is_over_after_seven_days(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        path = (await filled(house))["/confirm/{token}"]
        house.clock.now += timedelta(days=8)
        async with client(application(house)) as web:
            assert "nothing to confirm" in (await web.get(path)).text
            assert "more than seven days old" in (await web.post(path)).text
        assert (await subscribers.ties(2))[0].state == "unconfirmed"


async def test_leave_names_a_masked_address_and_acts_by_post(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        path = (await filled(house))["/u/{token}"]
        async with client(application(house)) as web:
            shown = (await web.get(path)).text
            assert "a…a@n…s.example" in shown and "ada@" not in shown
            answer = await web.post(path, data={"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200 and "You are unsubscribed" in answer.text and not answer.cookies
            assert (await web.post(path)).status_code == 200
        assert [tie.state for tie in await subscribers.ties(1)] == ["unsubscribed"]


async def test_why_names_rule_line_words_and_mails(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        paths = await filled(house)
        async with client(application(house)) as web:
            shown = (await web.get(paths["/t/{token}/{number}"])).text
        assert (
            "interests/housing.rules:2" in shown
            and "<mark><bdi>Homeless</bdi></mark>" in shown
            and "<bdi>Google Alerts</bdi> · 23 November 2026" in shown
        )


async def test_see_them_names_what_was_left_out_and_when_it_came(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna", minutes=1)
        house.clock.ahead(minutes=5)
        await house.mail(
            alert(*[(f"Homeless families wait in town {n}", f"https://herald.example/{n}") for n in range(12)])
        )
        house.clock.ahead(hours=2)
        await house.tick()
        path = "/t/" + house.installation.keys.make(Purpose.READ, 1, 1)
        shown = await issues.shown(1, 1)
        assert shown is not None
        had = {story["title"] for story in shown["stories"]}
        async with client(application(house)) as web:
            first = HTMLParser((await web.get(path)).text)
            left = {node.text() for node in first.css("li a")}
            assert len(had) + len(left) == 12 and not had & left and len(left) >= 8
            assert "over your 1 minutes, kept for the next one" in first.text() and "came in" not in first.text()
            house.clock.ahead(days=1)
            await house.tick()
            assert "came in newsletter 2" in (await web.get(path)).text
            after = (await web.get(path[:3] + house.installation.keys.make(Purpose.READ, 1, 2))).text
        assert not any(title in after for title in had), "what newsletter 1 had is not left out of newsletter 2"


async def test_forged_cut_and_swapped_tokens(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        paths = await filled(house)
        leave = paths["/u/{token}"]
        wrong = [
            leave[:-1],
            leave[:-1] + ("a" if leave[-1] != "a" else "b"),
            leave.replace("/u/", "/confirm/"),
            "/u/x",
            "/t/" + "a" * 34,
            "/me/" + "a" * 34,
            leave.replace("/u/", "/me/"),
            leave.replace("/u/", "/yes/"),
            paths["/me/{token}"].replace("/me/", "/u/"),
            "/nothing",
        ]
        before = await digest()
        async with client(application(house)) as web:
            for path in wrong:
                for method in ("GET", "POST"):
                    answer = await web.request(method, path)
                    assert answer.status_code in (404, 405), path
                    assert "Traceback" not in answer.text
        assert await digest() == before
