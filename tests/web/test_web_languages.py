"""Pages speak the language of whoever their address belongs to, else the browser's, else the house's; dates and direction too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from router.store import subscribers
from router.subscribers.reasons import told
from router.tokens import Purpose
from router.web.pages import Pages, reader_pages
from tests.house import House, alert, opened


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna", language="ar")
        house.clock.ahead(minutes=5)
        await house.mail(
            alert(("Homeless families wait", "https://herald.example/1"), ("Foster care", "https://herald.example/2"))
        )
        house.clock.ahead(hours=2)
        await house.tick()
        yield house


def browser(house: House, language: str = "") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=reader_pages(Pages(house.installation)), client=("198.51.100.7", 1))
    return httpx.AsyncClient(
        transport=transport, base_url="https://news.example", headers={"accept-language": language}
    )


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"), ("de-AT,de;q=0.9,en;q=0.5", "de"), ("fr-FR, es;q=0.8, de;q=0.7", "es"), ("en;q=0.2, ar", "ar"), ("fr", "en"),
        ("*", "en"), ("de;q=0, es;q=0.1", "es"), (";;;q=", "en"), ("x" * 9000, "en"), ("de;q=0.000, es;q=0.1", "es"),
    ],
)  # fmt: skip
async def test_a_stranger_reads_the_browsers_language(house: House, asked: str, language: str) -> None:
    async with browser(house, asked) as web:
        shown = await web.get("/")
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in shown.text
        wrong = await web.get("/nothing")
        assert wrong.status_code == 404 and f'lang="{language}"' in wrong.text


async def test_a_subscriber_reads_their_own(house: House) -> None:
    make = house.installation.keys.make
    async with browser(house, "de") as web:
        for path, said in (
            ("/u/" + make(Purpose.LEAVE, 1), "أتريد ترك"), ("/me/" + make(Purpose.PREFERENCES, 1, 1), "كل يوم عند 07:00"),
            ("/t/" + make(Purpose.READ, 1, 1) + "/1", "23 نوفمبر 2026"), ("/t/" + make(Purpose.READ, 1, 1), "خارج اهتماماتك"),
        ):  # fmt: skip
            shown = (await web.get(path)).text
            assert said in shown and '<html lang="ar" dir="rtl">' in shown, path
        left = await web.post("/u/" + make(Purpose.LEAVE, 1))
        assert "أُلغي اشتراكك" in left.text or 'lang="ar"' in left.text
        forged = await web.get("/u/forged")
        assert 'lang="de"' in forged.text and "Dieser Link geht nicht" in forged.text


async def test_who_joins_on_a_german_page_is_written_to_in_german(house: House) -> None:
    async with browser(house, "de") as web:
        head = {"content-type": "application/x-www-form-urlencoded"}
        answer = await web.post(
            "/join", content="address=new%40else.example&interest=housing&when=weekly", headers=head
        )
        assert "Fast geschafft" in answer.text
    found = await subscribers.find("new@else.example")
    person = await subscribers.person(found or 0)
    assert person is not None and person.language == "de"
    await house.tick()
    assert any(b"Noch ein Schritt" in data for _, to, data in house.post.sent if to == "new@else.example")


async def test_nothing_on_the_pages_is_left_in_english(house: House) -> None:
    make = house.installation.keys.make
    paths = ["/", "/i/housing", "/u/x", "/u/" + make(Purpose.LEAVE, 1), "/me/" + make(Purpose.PREFERENCES, 1, 1)]
    async with browser(house, "ar") as web:
        for path in [
            *paths,
            "/t/" + make(Purpose.READ, 1, 1),
            "/t/" + make(Purpose.READ, 1, 1) + "/1",
            "/yes/" + make(Purpose.SURE, 1, 1),
        ]:
            await web.get(path)
    assert house.installation.templates.missing() == {}


def test_a_reason_nobody_knows_is_told_as_it_is() -> None:
    assert told("over your 20 minutes, kept for the next one") == "over your 20 minutes, kept for the next one"
    assert told("you muted a {b}") == "you muted a {b}" and told("something new") == "something new"
