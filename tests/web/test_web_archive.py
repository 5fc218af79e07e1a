"""Back numbers: an edition is read back by its number as it stood, by whom the interest's `archive:` line lets."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

import httpx
import pytest

from router.tokens import Purpose
from router.web.archive import PAGE
from router.web.pages import Pages, reader_pages
from tests.flow.test_flow_editions import ADA, at, number_of, routed, story
from tests.house import House, alert, opened

BOTH = {"housing": "interest: Housing\n{}take any: homeless*\n", "care": "interest: Care\n{}take any: kinship\n"}


def rules(folder: Path, housing: str = "", care: str = "") -> None:
    for (name, text), setting in zip(BOTH.items(), (housing, care), strict=True):
        path = folder / "rules" / f"interests/{name}.rules"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(setting))


def web(house: House) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(reader_pages(Pages(house.installation)))
    return httpx.AsyncClient(transport=transport, base_url="https://news.example")


def mine(house: House, path: str = "", subscriber: int = 1) -> str:
    return f"/a/{house.installation.keys.make(Purpose.READ, subscriber, 1)}{path}"


async def text(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


async def week(house: House) -> None:
    """Two editions of housing, one of care; in the first one story was dropped and the editor has a word."""
    await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna")
    await routed(house, "01:00", story(1), story(2), story(3), story(4, "Kinship care"))
    editions = house.installation.editions
    await editions.drop("housing", "", await number_of(house, story(2)[0]), house.clock())
    await editions.note("housing", "", "Read <b>the second</b> first.", "Maria Keller", house.clock())
    await at(house, "07:00")
    await routed(house, "08:00", story(5))
    await at(house, "07:00", 24)


async def test_an_edition_is_read_back_as_it_stood(tmp_path: Path) -> None:
    rules(tmp_path)
    async with opened(tmp_path, inside=True) as house, web(house) as client:
        assert "Nothing was published yet." in await text(client, "/archive")
        await week(house)
        listed = await text(client, "/archive")
        assert "Housing The newest: no. 2, 24 November 2026" in listed and "Care The newest: no. 1" in listed
        numbers = await text(client, "/i/housing/archive")
        assert "2 24 November 2026 1 story 1 23 November 2026 2 stories" in numbers
        page = (await client.get("/i/housing/archive/1")).text
        read = await text(client, "/i/housing/archive/1")
        assert "No. 1, 23 November 2026 Housing" in read and "The next one" in read and "The one before" not in read
        assert "Maria Keller: Read &lt;b&gt;the second&lt;/b&gt; first." in read
        assert story(1)[0] in read and story(3)[0] in read and story(2)[0] not in read, "the editor dropped it"
        assert f'href="{story(1)[1]}" rel="noreferrer"' in page and "The Herald" in read
        await routed(house, "08:00", (f"{story(1)[0]} Square", story(1)[1]), day=24)
        assert await text(client, "/i/housing/archive/1") == read, "what comes later does not change it"
        assert "Back numbers" in await text(client, "/i/housing")
        for path in ("0", "3", "99999999999", "-1", "x"):
            assert (await client.get(f"/i/housing/archive/{path}")).status_code in (404, 422)
        assert (await client.get("/i/nothing/archive")).status_code == 404
        german = await client.get("/archive", headers={"accept-language": "de"})
        assert "Frühere Ausgaben" in german.text and "Die neueste: Nr. 2, 24. November 2026" in german.text


@pytest.mark.parametrize("setting", ["public", "unlisted", "subscribers", "private"])
async def test_the_interest_decides_who_may_read(tmp_path: Path, setting: str) -> None:
    rules(tmp_path, "join: private\n" if setting == "private" else f"archive: {setting}\n")
    async with opened(tmp_path, inside=True) as house, web(house) as client:
        await week(house)
        open_to_all = setting in ("public", "unlisted")
        for path in ("/i/housing/archive", "/i/housing/archive/1"):
            assert (await client.get(path)).status_code == (200 if open_to_all else 404)
        assert 'href="/archive"' in (await client.get("/")).text, "care is public in any case"
        for path in ("/archive", "/i/housing"):
            shown = (await client.get(path)).text
            assert ("/i/housing/archive" in shown) == (setting == "public"), path
        assert story(1)[0] in await text(client, mine(house, "/housing/1"))
        assert "23 November 2026" in await text(client, mine(house, "/housing"))
        assert "Housing The newest: no. 2" in await text(client, mine(house))
        for page in (
            f"/t/{mine(house).removeprefix('/a/')}",
            f"/me/{house.installation.keys.make(Purpose.PREFERENCES, 1, 1)}",
        ):
            assert f'href="{mine(house)}"' in (await client.get(page)).text
        letters = [message_from_bytes(one, policy=policy.default) for one in house.post.newsletters(ADA)]
        archive = "<https://news.example/archive>" if setting == "public" else None
        assert [one["List-Archive"] for one in letters] == [archive, archive]
        await house.installation.consent.part(1, "page", house.clock(), ["housing"])
        assert (await client.get(mine(house, "/housing/1"))).status_code == 404, "who left has what everybody has"
        assert (await client.get(mine(house, "/care/1"))).status_code == 200
        wrong = house.installation.keys.make(Purpose.LEAVE, 1, 1)
        assert (await client.get(f"/a/{wrong}")).status_code == 404


async def test_a_newsletter_that_is_one_edition_names_its_page(tmp_path: Path) -> None:
    rules(tmp_path)
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber("ben@news.example", "housing", zone="Europe/Vienna", minutes=0)
        await house.subscriber(
            "cleo@news.example", "housing", zone="Europe/Vienna", every="weekly", days=[1], minutes=0
        )
        await week(house)
        ben = [message_from_bytes(one, policy=policy.default) for one in house.post.newsletters("ben@news.example")]
        base = "https://news.example/i/housing/archive"
        assert [one["List-Archive"] for one in ben] == [f"<{base}>"] * 2
        assert [one["Archived-At"] for one in ben] == [f"<{base}/1>", f"<{base}/2>"]
        [cleo] = house.post.newsletters("cleo@news.example")
        assert message_from_bytes(cleo)["Archived-At"] is None, "two editions in one"
        async with web(house) as client:
            assert (await client.get(ben[0]["Archived-At"].strip("<>"))).status_code == 200


async def test_a_long_past_is_read_page_by_page(tmp_path: Path) -> None:
    rules(tmp_path)
    async with opened(tmp_path, inside=True) as house, web(house) as client:
        for day in range(PAGE + 3):
            house.clock.ahead(days=1)
            one = f"Homeless count number {day} of the year", f"https://h.example/{day}/count"
            await house.mail(alert(one, number=day + 1))
            await house.installation.editions.release("housing", "", "Maria", house.clock())
        first = (await client.get("/i/housing/archive")).text
        older = re.search(r'href="(/i/housing/archive\?before=\d+)"', first)
        assert older is not None and first.count("/i/housing/archive/") == PAGE
        second = (await client.get(older[1])).text
        assert second.count("/i/housing/archive/") == 3 and "before=" not in second
        for odd in ("x", "-5", "9" * 30, "٣"):
            assert (await client.get(f"/i/housing/archive?before={odd}")).text == first
