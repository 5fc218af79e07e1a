"""Every fate a story can have for a subscriber, said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from router.care.fate import fate
from router.errors import RouterError
from tests.house import House, alert, opened

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/h1")
RAIN = ("Rain expected across the whole of the country today", "https://herald.example/n1")
CARE = ("Foster care numbers rise for the third year running", "https://herald.example/c1")


async def said(house: House, story: int, address: str = "ada@news.example") -> str:
    return str(await fate(story, address, house.installation.interests(), house.clock()))


async def test_each_fate_has_its_sentence(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(HOME, number=1))
        house.clock.ahead(minutes=1)
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        await house.subscriber("ben@news.example", "care", zone="Europe/Vienna")
        house.clock.ahead(minutes=1)
        later = ("Homeless shelter to stay open through the whole winter", "https://herald.example/h2")
        await house.mail(alert(later, RAIN, CARE, number=2))
        assert await said(house, 1) == "not given: it was routed before ada@news.example joined"
        assert (await said(house, 2)).startswith("waiting: ")
        assert await said(house, 3) == "not given: no interest takes it"
        assert await said(house, 4) == "not given: it is of care, which ada@news.example did not choose"
        house.clock.ahead(hours=26)
        await house.tick()
        assert (await said(house, 2)).startswith("given to ada@news.example in newsletter 1 of 2026-11-")
        assert (await said(house, 4, "ben@news.example")).startswith("given to ben@news.example")


async def test_who_and_what_are_not_there(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(HOME, number=1))
        with pytest.raises(RouterError, match="nobody subscribes with this address"):
            await said(house, 1)
        await house.installation.consent.ask("ada@news.example", ["housing"], "test", house.clock())
        assert (await said(house, 1)).startswith("not given: ada@news.example has no confirmed interest")
        with pytest.raises(RouterError, match="story 9: there is none of this number"):
            await said(house, 9)
