"""Editions as an archive: they stand as they were released, days missed are caught up, and what is not there is said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from router.editing import folds
from router.errors import RouterError
from router.store import archive, deeds
from router.store.bulk import reader
from router.store.deeds import By
from tests.flow.test_flow_editions import ADA, BEN, at, at_midnight, number_of, routed, shown, story, titles
from tests.house import alert


async def test_a_released_edition_never_changes(tmp_path: Path) -> None:
    """But for a story that an editor withdraws; see below."""
    async with at_midnight(tmp_path) as house:
        await routed(house, "02:00", story(1), story(2))
        await at(house, "05:00")
        before = await shown(house, date="2026-11-23")
        number = before["stories"][0]["story"]
        editions, now = house.installation.editions, house.clock()
        for act in (
            editions.pin("housing", "2026-11-23", number, now),
            editions.note("housing", "2026-11-23", "Too late", "Maria", now),
            editions.hold("housing", "2026-11-23", now),
            editions.release("housing", "2026-11-23", "Maria", now),
        ):
            with pytest.raises(RouterError, match="edition 1 of housing: it was released on 2026-11-23 04:00 UTC"):
                await act
        await reader().execute_script("UPDATE story SET title = 'Another face', publisher = 'Another'")
        await routed(house, "06:00", story(3))
        await at(house, "07:00", 26)
        assert await shown(house, date="2026-11-23") == before


async def test_a_story_of_a_released_edition_can_be_withdrawn_from_who_has_not_had_it(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        for address, hour in ((ADA, "06:00"), (BEN, "09:00")):
            await house.subscriber(address, "housing", zone="Europe/Vienna", time=hour, minutes=0)
        await routed(house, "02:00", story(1), story(2), story(3))
        await at(house, "07:00")
        before = await shown(house, date="2026-11-23")
        second = before["stories"][1]
        editions = house.installation.editions
        said = await editions.drop("housing", "", second["story"], house.clock(), by=By("maria@news.example", "reply"))
        assert "who has not had it yet is not given it" in str(said)
        await at(house, "10:00")
        hers, his = (titles(house.post.newsletters(address)[0]) for address in (ADA, BEN))
        assert set(hers) - set(his) == {second["title"]} and len(hers) == 3
        after = await shown(house, date="2026-11-23")
        assert after["stories"] == [before["stories"][0], before["stories"][2]], "the others keep their places"
        assert after["dropped"] == [{"story": second["story"], "title": second["title"]}] and after["number"] == 1
        back = await archive.edition("housing", 1)
        assert back is not None and back.count == 2 and second["title"] not in [one.title for one in back.stories]
        [kept] = [one for one in await deeds.listed() if one.what == "drop"]
        assert (kept.by, kept.door, kept.told["story"]) == ("maria@news.example", "reply", second["story"])
        assert await house.law() == []
        await editions.drop("housing", "", second["story"], house.clock(), off=True)
        await at(house, "10:00", 24)
        assert titles(house.post.newsletters(BEN)[1]) == [second["title"]]
        assert await house.law() == []


async def test_the_word_of_the_editor_waits_for_a_day_with_stories(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await at(house, "02:00")
        await house.installation.editions.note("housing", "", "Read the second first.", "Maria", house.clock())
        await at(house, "07:00", 24)
        await routed(house, "08:00", story(1), day=24)
        await at(house, "07:00", 25)
        edition = await shown(house, date="2026-11-25")
        assert (edition["number"], edition["note"], edition["note_by"]) == (1, "Read the second first.", "Maria")
        assert await house.installation.editions.listed("housing") == [
            {"number": 1, "date": "2026-11-25", "state": "released", "note": "Read the second first.", "stories": 1}
        ]


async def test_three_days_down_are_caught_up_once(tmp_path: Path) -> None:
    """Each day has its own edition all the same, and one newsletter carries them."""
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", minutes=0)
        for day in (23, 24, 25):
            house.clock.now = datetime(2026, 11, day, 1, tzinfo=UTC)
            await house.mail(alert(story(day - 22), number=day))
        await at(house, "09:00", 26)
        [letter] = house.post.newsletters()
        assert set(titles(letter)) == {story(n)[0] for n in (1, 2, 3)}
        rows = await house.installation.editions.listed("housing")
        assert [(row["number"], row["date"], row["stories"]) for row in rows] == [
            (3, "2026-11-25", 1), (2, "2026-11-24", 1), (1, "2026-11-23", 1),
        ]  # fmt: skip
        await at(house, "07:00", 27)
        assert len(house.post.newsletters()) == 1
        assert await house.law() == []


async def test_a_slot_found_too_late_is_folded_into_the_next(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", every="weekly", days=[0])
        await routed(house, "02:00", story(1))
        house.clock.now = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)  # twenty and a half hours after Monday's slot
        await house.tick()
        assert house.post.newsletters() == []
        await routed(house, "12:00", story(2), day=25)
        await at(house, "07:00", 30)
        [letter] = house.post.newsletters()
        assert set(titles(letter)) == {story(1)[0], story(2)[0]}
        assert await house.law() == []


async def test_who_joins_gets_the_whole_edition_that_closes_next(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await routed(house, "02:00", story(1))
        await routed(house, "06:00", story(2))
        await at(house, "12:00")
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "13:00", story(3))
        await at(house, "07:00", 24)
        [letter] = house.post.newsletters()
        assert set(titles(letter)) == {story(2)[0], story(3)[0]}
        assert await house.law() == []


@pytest.mark.parametrize(
    ("interest", "date", "number", "said"),
    [
        ("house", "", 1, "interest: there is none called 'house'; choose from: care, housing"),
        ("housing", "2026-11-01", 1, "edition: housing has none of 2026-11-01; `router edition show housing --all` lists them"),
        ("housing", "", 99, "edition 2026-11-23: story 99 is not in it; `router edition show housing 2026-11-23` lists its stories"),
    ],
)  # fmt: skip
async def test_what_is_not_there_is_said(tmp_path: Path, interest: str, date: str, number: int, said: str) -> None:
    async with at_midnight(tmp_path) as house:
        await routed(house, "02:00", story(1))
        with pytest.raises(RouterError) as error:
            await house.installation.editions.pin(interest, date, number, house.clock())
        assert str(error.value) == said
        assert await reader().execute_query_dict("SELECT * FROM edition_story") == []


@pytest.mark.parametrize("order", ["published first", "unrouted first"])
async def test_two_stories_made_one_keep_the_place_in_the_edition(tmp_path: Path, order: str) -> None:
    """Whoever had either is not given it again, who had neither gets it once, and the law holds."""
    rain = ("Homely rain is what the whole country expects", "https://herald.example/rain")
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await house.subscriber(BEN, "housing", zone="Europe/Vienna", time="20:00")
        await routed(house, "01:00", *([rain] if order == "unrouted first" else []), story(1))
        await at(house, "07:00")
        await routed(house, "08:00", story(2), *([] if order == "unrouted first" else [rain]))
        first, other = await number_of(house, story(1)[0]), await number_of(house, rain[0])
        await house.installation.editions.pin("housing", "", await number_of(house, story(2)[0]), house.clock())
        await folds.same(first, other)
        house.line.engine.defer("route", [first, other])
        await at(house, "08:30")
        assert await house.law() == []
        [placed] = (await shown(house, date="2026-11-23"))["stories"]
        assert (placed["story"], placed["title"]) == (min(first, other), story(1)[0])
        await at(house, "20:00")
        await at(house, "20:00", 24)
        ada, ben = ([titles(letter) for letter in house.post.newsletters(to)] for to in (ADA, BEN))
        assert ada == ben == [[story(1)[0]], [story(2)[0]]]
        assert await house.law() == []
