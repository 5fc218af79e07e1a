"""When newsletters come, as subscribers set it: at once, by days, once a month, and every change between them. Nothing twice,
nothing lost, nothing piled up."""

from __future__ import annotations

import itertools
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from router.planning.when import GAP
from router.store import issues, subscribers
from router.tokens import Purpose
from tests.flow.test_flow_editions import ADA, BEN, at, at_midnight, routed, story, titles
from tests.house import Clock, House, Post, alert, opened

JANUARY = datetime(2027, 1, 21, 0, 40, tzinfo=UTC)
VIENNA = ZoneInfo("Europe/Vienna")


async def says(house: House, words: str, subscriber: int = 1) -> None:
    """One line in a reply of this subscriber."""
    to = f"inbox+r.{house.installation.keys.make(Purpose.REPLY, subscriber)}@news.example"
    who = await subscribers.address_of(subscriber)
    number = f"{house.clock():%d%H%M%S}." + "".join(words.split())
    await house.mail(f"From: <{who}>\nTo: {to}\nSubject: Re\nMessage-ID: <{number}@x.example>\n\n{words}\n",
                     recipients=(to,), sender=who)  # fmt: skip
    await house.tick()


def each(house: House, address: str = ADA) -> list[list[str]]:
    return [titles(letter) for letter in house.post.newsletters(address)]


async def test_at_once_comes_in_the_minute_and_then_a_quarter_of_an_hour_apart(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await says(house, "at once")
        await routed(house, "08:10", story(1))
        await at(house, "08:10")
        assert each(house) == [[story(1)[0]]]
        await routed(house, "08:12", story(2))
        await routed(house, "08:14", story(1), number=7)  # the same story by another mail
        await routed(house, "08:20", story(3))
        await at(house, "08:24")
        assert len(each(house)) == 1, "the quarter is not over"
        await at(house, "08:25")
        assert sorted(each(house)[1]) == sorted([story(2)[0], story(3)[0]])
        for minute in range(26, 60):
            await at(house, f"08:{minute}")
        assert len(each(house)) == 2 and await house.law() == []
        await at(house, "07:00", 24)
        assert len(each(house)) == 2, "its edition closed meanwhile, and brings nothing again"
        assert "at once Europe/Vienna" in str(await subscribers.listed())


async def test_what_an_editor_holds_goes_at_once_and_what_was_dropped_before_does_not(tmp_path: Path) -> None:
    async with at_midnight(tmp_path, "hold: yes\n") as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", every="once", minutes=1)
        await house.subscriber(BEN, "housing", zone="Europe/Vienna")
        await routed(house, "08:00", story(1))
        await at(house, "08:01")
        await routed(house, "08:02", story(2), story(3))
        number = await issues.candidates(1, {"housing": house.clock() - timedelta(days=1)}, None, at_once=True)
        gone = next(one for one in number if one.title == story(2)[0])
        await house.installation.editions.drop("housing", "", gone.story, house.clock())
        for hour in range(9, 12):
            await at(house, f"{hour}:00")
        assert each(house) == [[story(1)[0]], [story(3)[0]]]
        await at(house, "07:00", 24)
        assert each(house, BEN) == [] and await house.law() == []


async def test_missed_while_down_is_caught_up_once(tmp_path: Path) -> None:
    clock, post = Clock(datetime(2026, 11, 22, 23, tzinfo=UTC)), Post()
    async with opened(tmp_path, clock, post, inside=True) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", every="once", minutes=0)
        await house.subscriber(BEN, "housing", zone="Europe/Vienna", every="monthly", month_day=24, minutes=0)
        for n in range(3):
            await house.mail(alert(story(n), number=n + 1))  # routed, and nobody looks at the clock
    clock.ahead(days=2, hours=9)  # Wednesday morning: the 24th went by, more than twenty hours ago
    async with opened(tmp_path, clock, post, inside=True) as house:
        for _ in range(4):
            await house.tick()
            clock.ahead(minutes=5)
        [letter] = each(house)
        assert sorted(letter) == sorted(story(n)[0] for n in range(3)) and each(house, BEN) == []
        clock.now = datetime(2026, 12, 24, 6, tzinfo=UTC)
        await house.tick()
        assert [len(one) for one in each(house, BEN)] == [3], "a slot too late waits for the next one"
        assert await house.law() == []


async def test_monthly_takes_a_month_of_editions_on_its_day_over_the_change_of_the_clock(tmp_path: Path) -> None:
    clock = Clock(datetime(2027, 1, 20, 12, tzinfo=UTC))
    async with opened(tmp_path, clock, inside=True) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", minutes=0)
        await says(house, "monthly 31 at 2:30")
        came: list[str] = []
        for day in (day for day in range(100) if day % 12 in (1, 2) or (JANUARY + timedelta(days=day)).day > 26):
            if day % 12 == 1:
                await house.mail(alert(story(day // 12), number=day + 1))
            for hour in (0, 1, 5):
                clock.now = JANUARY + timedelta(days=day, hours=hour)
                await house.tick()
                came += [f"{clock().astimezone(VIENNA):%m-%d %H:%M}"] * (len(house.post.newsletters()) - len(came))
        assert came == ["01-31 02:40", "02-28 02:40", "03-31 02:40", "04-30 02:40"]
        given = [one for letter in each(house) for one in letter]
        assert len(given) == len(set(given)) == 9 and await house.law() == []
        shown = await house.installation.preferences.status(1, clock())
        assert "When: on day 31 of the month at 02:30, Europe/Vienna" in shown


async def test_a_date_that_was_used_by_days_stays_so_and_one_at_once_uses_none(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "04:30", story(0))
        await at(house, "05:00")
        await says(house, "at once")
        assert each(house) == [[story(0)[0]]]
        await routed(house, "05:40", story(1))
        await at(house, "05:41")
        await says(house, "daily 7:00")
        await routed(house, "06:00", story(2))
        await at(house, "07:00")
        assert each(house)[1:] == [[story(1)[0]]], "nothing closed that is new: story 2 is the next morning's"
        await says(house, "at once")
        assert each(house)[2:] == [[story(2)[0]]]
        await says(house, "daily 9:00")
        await routed(house, "08:00", story(3))
        await at(house, "10:00")
        assert len(each(house)) == 3, "Monday was used at seven"
        await at(house, "9:00", 24)
        assert each(house)[3:] == [[story(3)[0]]] and await house.law() == []


async def test_asked_for_now_leaves_the_day_its_newsletter(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna")
        await routed(house, "04:30", story(0))
        await at(house, "05:10")
        await says(house, "send now")
        assert each(house) == [[story(0)[0]]]
        await routed(house, "05:30", story(1, "Kinship care"))
        await house.installation.editions.release("care", "", "Maria", house.clock())
        await at(house, "07:00")
        assert each(house)[1:] == [[story(1, "Kinship care")[0]]]
        await says(house, "send now")
        assert "had one by asking today" in house.post.sent[-1][2].decode()
        assert len(each(house)) == 2 and await house.law() == []


async def test_one_for_each_interest_at_once_and_text_alone(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna")
        await says(house, "at once\none per interest\nplain")
        await routed(house, "08:00", story(1), story(2, "Kinship care"))
        await at(house, "08:01")
        assert each(house) == [[story(2, "Kinship care")[0]], [story(1)[0]]]
        assert all(b"text/html" not in letter for letter in house.post.newsletters())
        await routed(house, "08:05", story(3))
        await at(house, "08:10")
        assert len(each(house)) == 2, "the quarter is theirs, not each interest's"
        await at(house, "08:16")
        assert each(house)[2:] == [[story(3)[0]]] and await house.law() == []


async def test_a_preview_of_at_once_is_what_goes_when_the_quarter_is_over(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", every="once")
        preview = house.installation.rehearsal.preview
        await routed(house, "08:00", story(1))
        assert [titles(draft.mail.data) for draft in (await preview(ADA, house.clock())).drafts] == [[story(1)[0]]]
        await at(house, "08:01")
        await routed(house, "08:05", story(2))
        seen = await preview(ADA, house.clock())
        assert f"{seen.goes.astimezone(VIENNA):%H:%M}" == "08:16" and len(each(house)) == 1
        await at(house, "08:16")
        assert house.post.newsletters()[1] == seen.drafts[0].mail.data


async def test_an_interest_of_a_long_name_has_its_own_newsletter_at_once(tmp_path: Path) -> None:
    name = "-".join(["homelessness"] * 7)
    path = tmp_path / f"rules/interests/{name}.rules"
    path.parent.mkdir(parents=True)
    path.write_text("interest: Long\ntake any: homeless*\n")
    async with opened(tmp_path, Clock(datetime(2026, 11, 23, 6, tzinfo=UTC)), inside=True) as house:
        await house.subscriber(ADA, name, zone="Europe/Vienna", every="once", one_each=True)
        house.clock.ahead(minutes=1)
        await house.mail(alert(story(1), number=1))
        await house.tick()
        assert each(house) == [[story(1)[0]]] and await house.law() == []


async def test_a_clock_that_was_years_ahead_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", every="once")
        for n, year in enumerate((2036, 2026, 2026)):
            house.clock.now = datetime(year, 11, 23, 8, 20 * n, tzinfo=UTC)
            await house.mail(alert(story(n), number=n + 1))
            await house.tick()
        assert each(house) == [[story(n)[0]] for n in range(3)]


@pytest.mark.parametrize("seed", range(40 if os.environ.get("ROUTER_PROVE") == "1" else 1))
async def test_whatever_is_changed_every_story_comes_once(tmp_path: Path, seed: int) -> None:
    """Six days of arrivals and changes of mind: in the end each story was given once, and at once kept its distance."""
    dice = random.Random(seed)
    wishes = ["at once", "daily 7:00", "daily 19:30", "weekly tuesday", "monthly 26 5:00", "days mon-sun 12:00",
              "one per interest", "one", "send now", "zone America/New_York", "zone Europe/Vienna"]  # fmt: skip
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna", minutes=0)
        start, sent = house.clock(), 0
        for n in range(20):
            for _ in range(dice.randint(1, 6)):
                house.clock.ahead(minutes=dice.choice((1, 7, 14, 55, 180)))
                await house.tick()
            if n < 10 and sent < 10:
                words = ("Homeless count", "Kinship care")[n % 2]
                await house.mail(alert(story(n, words), *([story(n - 1, ("Kinship care", "Homeless count")[n % 2])] if n else []),
                                       number=n + 1))  # fmt: skip
                sent += 1
            await says(house, dice.choice(wishes))
            assert await house.law() == []
        house.clock.now = max(house.clock(), start + timedelta(days=6))
        await says(house, "daily 7:00")
        for _ in range(48):
            house.clock.ahead(hours=1)
            await house.tick()
        given = [one for letter in each(house) for one in letter]
        assert sorted(given) == sorted(set(given)) and len(given) == 10
        rows = [row for row in await issues.of_subscriber(1) if "Z" in row["key"].split("|")[2]]
        moments = sorted({row["made"] for row in rows})
        assert all(later - one >= GAP - timedelta(minutes=1) for one, later in itertools.pairwise(moments))
