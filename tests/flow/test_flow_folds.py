"""A person's word on folds: done at once, remembered over a replay, and never the same story twice for anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from router.editing import folds
from router.errors import RouterError
from router.store import issues, stories
from router.store.bulk import reader
from tests.house import House, alert, opened

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")
OTHER = ("Council says homeless families must wait until the spring", "https://gazette.example/families-wait")
THIRD = ("Homeless families wait for a decision in Example Town", "https://portal.example/news/991")


async def replay(house: House) -> None:
    """Fold everything again from its clippings, as if the stories had never been."""
    script = "PRAGMA foreign_keys = OFF; UPDATE clipping SET story_id = NULL; DELETE FROM story; DELETE FROM story_key; DELETE FROM story_hint; DELETE FROM route;"
    await reader().execute_script(script)
    house.line.engine.defer("fold", [held.id for held in await stories.unfolded()])
    await house.line.engine.idle()


async def test_same_is_remembered_over_a_replay(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(HOME, OTHER, number=1))
        assert (await stories.counts())["stories"] == 2
        assert str(await folds.same(2, 1)) == "stories 1 and 2 are one now: 1"
        await house.tick()
        assert (await stories.counts())["stories"] == 1
        assert await house.law() == []
        await replay(house)
        assert (await stories.counts())["stories"] == 1
        assert "said" in (await stories.evidence(1))[1]["evidence"]


async def test_apart_is_remembered_over_a_replay_and_further_mails(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(HOME, number=1))
        await house.mail(alert(THIRD, number=2))
        assert (await stories.counts())["stories"] == 1, "the same headline on another site"
        assert str(await folds.apart(1, 2)) == "story 1 gave 1 of 2 clippings to story 2"
        await house.tick()
        assert (await stories.counts())["stories"] == 2
        assert await house.law() == []
        await replay(house)
        assert (await stories.counts())["stories"] == 2


async def test_who_had_either_has_had_the_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        subscriber = await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(alert(OTHER, number=1))
        house.clock.ahead(hours=26)
        await house.tick()
        await house.mail(alert(HOME, number=2))
        await folds.same(1, 2)
        house.clock.ahead(hours=24)
        await house.tick()
        assert [row["stories"] for row in await issues.of_subscriber(subscriber)] == [[1]]
        assert await house.law() == []


async def test_slips_are_said(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(HOME, OTHER, number=1))
        with pytest.raises(
            RouterError, match="story 9: there is none of this number; `router stories list` shows them"
        ):
            await folds.same(1, 9)
        with pytest.raises(RouterError, match="story 1: it is one already; name two stories"):
            await folds.same(1, 1)
        with pytest.raises(RouterError, match="clipping c2: story 1 has none of this number; it has c1"):
            await folds.apart(1, 2)
        with pytest.raises(RouterError, match="it is the whole story"):
            await folds.apart(1, 1)
        assert (await stories.counts())["stories"] == 2
