"""Editions door to door: mails in, the clock goes on, editors say what they want, newsletters out."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from router.store import issues
from router.store.bulk import reader
from tests.house import IDENTITY, RULES, Clock, House, alert, opened

ADA, BEN, CLEO = "ada@news.example", "ben@news.example", "cleo@news.example"
MIDNIGHT = datetime(2026, 11, 22, 23, tzinfo=UTC)  # Monday, 00:00 in Vienna
HOUSING = "interest: Housing\n{setting}take any: homeless*, rough sleeping\nexpect take: Homeless families wait\nexpect skip: Rain today\n"


def story(n: int, words: str = "Homeless count") -> tuple[str, str]:
    places = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
    return f"{words} of {places[n]} Town ends in {places[-1 - n]} Street", f"https://herald.example/{words[:4]}/{n}"


@contextlib.asynccontextmanager
async def at_midnight(folder: Path, setting: str = "", **values: Any) -> AsyncIterator[House]:
    """A house on Monday at midnight whose editions close at 05:00, as they do where nobody sets it."""
    for name, text in {**RULES, "interests/housing.rules": HOUSING.format(setting=setting)}.items():
        (folder / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "rules" / name).write_text(text)
    identity = {name: value for name, value in IDENTITY.items() if name != "edition_closes"}
    async with opened(folder, Clock(MIDNIGHT), identity=identity, **{"inside": True, **values}) as house:
        yield house


async def at(house: House, clock: str, day: int = 23) -> None:
    """It is this time in Vienna on this day of November, and the house looks at the clock."""
    hour, minute = map(int, clock.split(":"))
    house.clock.now = datetime(2026, 11, day - (hour == 0), (hour - 1) % 24, minute, tzinfo=UTC)
    await house.tick()


async def routed(house: House, clock: str, *stories: tuple[str, str], day: int = 23, number: int = 0) -> None:
    """These stories come in by one mail at this time in Vienna."""
    await at(house, clock, day)
    await house.mail(alert(*stories, number=number or abs(hash((clock, day, stories))) % 10**9))


def titles(data: bytes) -> list[str]:
    """The stories of a newsletter in its order, as its text part shows them."""
    text = message_from_bytes(data, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    return re.findall(
        r"(?:Homeless count|Rough sleeping|Kinship care) of \w+ Town ends in \w+ Street", " ".join(text.split())
    )


async def shown(house: House, interest: str = "housing", date: str = "") -> dict[str, Any]:
    return await house.installation.editions.shown(interest, date, house.clock())


async def number_of(house: House, title: str) -> int:
    [row] = await reader().execute_query_dict("SELECT id FROM story WHERE title = ?", [title])
    return int(row["id"])


async def test_an_edition_closes_at_five_and_what_comes_later_is_the_next_one(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "04:59", story(1))
        await routed(house, "05:00", story(2))
        await routed(house, "05:30", story(3))
        await at(house, "07:00")
        [monday] = house.post.newsletters()
        assert titles(monday) == [story(1)[0]]
        edition = await shown(house, date="2026-11-23")
        assert (edition["number"], edition["state"], edition["why"]) == (1, "released", "released by the clock")
        assert [one["title"] for one in edition["stories"]] == [story(1)[0]]
        await at(house, "07:00", 24)
        assert set(titles(house.post.newsletters()[1])) == {story(2)[0], story(3)[0]}
        assert (await shown(house, date="2026-11-24"))["number"] == 2
        assert await house.law() == []


async def test_before_it_closes_a_story_waits_and_the_law_holds(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        subscriber = await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna")
        await routed(house, "05:30", story(1), story(2, "Kinship care"))
        await at(house, "07:00")
        assert house.post.newsletters() == []
        assert await house.law() == []
        assert set(
            (await issues.unpublished(subscriber, {"housing": house.clock(), "care": house.clock()})).values()
        ) == {"open"}
        await reader().execute_script("PRAGMA foreign_keys = OFF; DELETE FROM route WHERE interest = 'care';")
        assert await house.law() == []


async def test_at_once_takes_stories_as_they_are_routed(tmp_path: Path) -> None:
    async with at_midnight(tmp_path, "hold: yes\n") as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", every="once")
        await routed(house, "09:00", story(1))
        await at(house, "09:02")
        assert [titles(letter) for letter in house.post.newsletters()] == [[story(1)[0]]]
        await at(house, "07:00", 24)
        assert len(house.post.newsletters()) == 1, "the edition that then closes brings it no second time"
        assert await house.law() == []


async def test_one_edition_is_the_same_for_everyone_story_for_story(tmp_path: Path) -> None:
    """Whoever has this one interest and no wishes gets the edition in its order, on whatever day and hour they read."""
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", minutes=0)
        await house.subscriber(BEN, "housing", zone="Asia/Tokyo", time="16:00", minutes=0, language="de")
        for n in range(8):
            await routed(house, f"0{n // 2 + 1}:{n % 2 * 30:02}", story(n))
        await routed(house, "04:50", *(story(n) for n in (5, 2)), number=77)  # two sources carried these
        await at(house, "05:00")
        await house.installation.editions.close(house.clock())
        edition = [one["title"] for one in (await shown(house, date="2026-11-23"))["stories"]]
        assert sorted(edition) == sorted(story(n)[0] for n in range(8))
        await routed(house, "06:00", story(9), *(story(n) for n in (7, 6)), number=78)  # another day, and new ranks
        await at(house, "06:59")
        await at(house, "07:00")
        await at(house, "16:00")
        [ada], [ben] = house.post.newsletters(ADA), house.post.newsletters(BEN)
        assert titles(ada) == titles(ben) == edition
        assert await house.law() == []


async def test_pins_come_first_in_the_order_they_were_set(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", minutes=0)
        await house.subscriber(BEN, "housing", "care", zone="Europe/Vienna", minutes=5)
        for n in range(7):
            await routed(house, f"0{n // 2 + 1}:{n % 2 * 30:02}", story(n))
        editions = house.installation.editions
        ranked = [one["title"] for one in (await shown(house))["stories"]]
        last, before = [await number_of(house, title) for title in (ranked[-1], ranked[-2])]
        assert (
            str(await editions.pin("housing", "", last, house.clock()))
            == f"housing, 2026-11-23: story {last} is pinned"
        )
        await editions.pin("housing", "", before, house.clock())
        await editions.pin("housing", "", await number_of(house, ranked[0]), house.clock())
        await editions.pin("housing", "", await number_of(house, ranked[0]), house.clock(), off=True)
        wanted = [ranked[-1], ranked[-2], *ranked[:-2]]
        assert [one["title"] for one in (await shown(house))["stories"]] == wanted
        await at(house, "07:00")
        [ada], [ben] = house.post.newsletters(ADA), house.post.newsletters(BEN)
        assert titles(ada) == wanted
        assert set(titles(ben)[:2]) == set(wanted[:2]), "who has five minutes reads the pins in them"


async def test_what_is_dropped_goes_to_nobody_afterwards(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await house.subscriber(BEN, "housing", zone="Europe/Vienna", every="once")
        both = ("Homeless count and foster care in Maple Town, side by side", "https://herald.example/both")
        await routed(house, "02:00", story(1), story(2), both)
        editions = house.installation.editions
        for title in (story(2)[0], both[0]):
            await editions.drop("housing", "", await number_of(house, title), house.clock())
        await at(house, "02:05")
        [ben] = house.post.newsletters(BEN)
        assert titles(ben) == [story(1)[0]]
        assert [one["title"] for one in (await shown(house))["dropped"]] == [story(2)[0], both[0]]
        assert await house.law() == []
        await house.subscriber(CLEO, "care", zone="Europe/Vienna")
        await at(house, "07:00", 24)
        assert [titles(letter) for letter in house.post.newsletters(ADA)] == [[story(1)[0]]]
        [cleo] = house.post.newsletters(CLEO)
        assert both[0] in " ".join(cleo.decode().replace("=\r\n", "").split()), "dropped from Housing, still in Care"
        assert len(house.post.newsletters(BEN)) == 1
        assert await house.law() == []


async def test_dropped_and_put_back(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "02:00", story(1))
        number = await number_of(house, story(1)[0])
        await house.installation.editions.drop("housing", "", number, house.clock())
        await house.installation.editions.drop("housing", "", number, house.clock(), off=True)
        await at(house, "07:00")
        assert [titles(letter) for letter in house.post.newsletters()] == [[story(1)[0]]]


async def test_hold_yes_waits_for_an_editor_and_the_newsletter_with_it(tmp_path: Path) -> None:
    async with at_midnight(tmp_path, "hold: yes\n") as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "02:00", story(1), story(2))
        await at(house, "07:00")
        await at(house, "09:00")
        assert house.post.newsletters() == [] and await house.law() == []
        held = await shown(house)
        assert (held["date"], held["number"], held["state"], held["why"]) == (
            "2026-11-23",
            1,
            "held",
            "waits for an editor",
        )
        await routed(house, "09:30", story(3))
        number = await number_of(house, story(1)[0])
        await house.installation.editions.drop("housing", "", number, house.clock())
        said = await house.installation.editions.release("housing", "", "Maria", house.clock())
        assert said.code == "released"
        await at(house, "09:40")
        assert [titles(letter) for letter in house.post.newsletters()] == [[story(2)[0]]], "the same morning, later"
        assert (await shown(house, date="2026-11-23"))["why"] == "released by Maria"
        await at(house, "07:00", 24)
        assert len(house.post.newsletters()) == 1 and (await shown(house))["date"] == "2026-11-24"
        assert await house.law() == []


async def test_editors_are_told_once_that_an_edition_waits(tmp_path: Path) -> None:
    async with at_midnight(tmp_path, "hold: 4 hours\n") as house:
        await routed(house, "02:00", story(1), story(2, "Kinship care"))
        for clock in ("05:00", "05:01", "08:00", "12:00"):
            await at(house, clock)
        [(_, to, letter)] = house.post.sent
        said = message_from_bytes(letter, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
        words = " ".join(said.split())
        assert to == "maria@news.example" and "an edition of Housing waits for its editor" in words
        assert story(1)[0] in words and "waits 4 hours for an editor, then goes by itself" in words
        assert "router edition show housing 2026-11-23" in words and story(2, "Kinship care")[0] not in words


async def test_hold_for_hours_goes_by_itself(tmp_path: Path) -> None:
    async with at_midnight(tmp_path, "hold: 4 hours\n") as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "02:00", story(1))
        await at(house, "08:59")
        assert house.post.newsletters() == [] and (await shown(house))["state"] == "held"
        await at(house, "09:00")
        assert [titles(letter) for letter in house.post.newsletters()] == [[story(1)[0]]]


async def test_an_editor_holds_what_would_go_by_itself(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "02:00", story(1))
        await house.installation.editions.hold("housing", "2026-11-23", house.clock())
        await at(house, "12:00")
        assert house.post.newsletters() == [] and (await shown(house))["why"] == "an editor holds it"
        await house.installation.editions.release("housing", "2026-11-23", "Maria", house.clock())
        await at(house, "12:01")
        assert len(house.post.newsletters()) == 1


async def test_released_before_its_time_and_later_stories_are_the_next_ones(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", time="04:00")
        await routed(house, "02:00", story(1))
        await house.installation.editions.release("housing", "", "Maria", house.clock())
        await routed(house, "03:00", story(2))
        await at(house, "04:00")
        assert [titles(letter) for letter in house.post.newsletters()] == [[story(1)[0]]]
        assert [one["title"] for one in (await shown(house))["stories"]] == [story(2)[0]]
        assert (await shown(house))["date"] == "2026-11-24"
        await at(house, "04:00", 24)
        assert len(house.post.newsletters()) == 1, "the edition of the 24th closes at five"
        await at(house, "04:00", 25)
        assert [titles(letter) for letter in house.post.newsletters()][1:] == [[story(2)[0]]]
        assert await house.law() == []
