"""A story that somebody had comes again only when it is truly new, and only where the house wants that."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from router.care.fate import fate
from router.editing import folds
from router.store import again as told
from router.store import issues, stories
from router.tokens import Purpose
from tests.flow.test_flow_editions import ADA, BEN, at, at_midnight, routed, story
from tests.flow.test_flow_forms import text
from tests.house import House

PAGE = "https://herald.example/homes/{}"
SENT = {"inbox": {"address": "inbox@news.example", "authserv_id": "mx.news.example"}}


def homes(count: object, n: int = 1, words: str = "Homeless families get {} new homes") -> tuple[str, str]:
    return f"{words.format(count)} in {('Alder', 'Birch', 'Cedar')[n]} Town", PAGE.format(n)


def house_that(folder: Path, again: str, **values: Any) -> Any:
    return at_midnight(folder, newsletter={"again": again}, **values)


async def noted(
    house: House, link: str, words: str, who: str = "Maria Keller <maria@news.example>", n: int = 1
) -> None:
    """Somebody enrolled sends a link with a word of theirs."""
    await house.mail(
        f"Authentication-Results: mx.news.example; dkim=pass header.d=news.example\nFrom: {who}\nTo: inbox@news.example\n"
        f"Subject: Homeless families get 400 new homes in Birch Town\nMessage-ID: <tip{n}@news.example>\n\n{words}\n{link}\n"
    )


@pytest.mark.parametrize("again", ["never", "noted"])
async def test_off_it_comes_to_nobody(tmp_path: Path, again: str) -> None:
    async with house_that(tmp_path, again) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await house.subscriber(BEN, "housing", zone="Europe/Vienna", every="once")
        await routed(house, "01:00", homes(400))
        await at(house, "07:00")
        await routed(house, "08:00", homes("4,000"))
        await routed(house, "08:30", homes("4,000", words="Retraction: Homeless families get {} new homes"))
        for day in (24, 25, 26):
            await at(house, "07:00", day)
        assert (await stories.counts())["stories"] == 1
        assert len(house.post.newsletters(ADA)) == len(house.post.newsletters(BEN)) == 1
        assert await told.of_story(1) == {} and await house.law() == []


async def test_a_figure_put_right_comes_once_more_and_says_why(tmp_path: Path) -> None:
    async with house_that(tmp_path, "corrected") as house:
        ada = await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "01:00", homes(400), story(2))
        await at(house, "07:00")
        late = await house.subscriber(BEN, "housing", zone="Europe/Vienna")
        await routed(house, "08:00", homes("4,000"), story(3))
        for day in (24, 25, 26):
            await at(house, "07:00", day)
            await routed(house, "08:00", homes("4,000"), day=day)
        first, second = house.post.newsletters(ADA)
        assert homes(400)[0] in text(first) and "Again" not in text(first)
        assert homes("4,000")[0] in text(second) and story(2)[0] not in text(second)
        assert "Again, because a figure in its headline was corrected." in text(second)
        assert "Again" not in "".join(text(letter) for letter in house.post.newsletters(BEN)), "Ben joined later"
        shown = await issues.shown(ada, 2)
        assert shown and "the headline now says 4000, not 400" in [one["again"] for one in shown["stories"]]
        assert [row["again"] for row in await stories.evidence(1)][:2] == [None, "the headline now says 4000, not 400"]
        said = str(await fate(1, ADA, house.installation.interests(), house.clock()))
        assert said == f"given to {ADA} in newsletter 1 of 2026-11-23 and again in newsletter 2 of 2026-11-24"
        to = f"inbox+r.{house.installation.keys.make(Purpose.REPLY, ada, 2)}@news.example"
        number = next(one["number"] for one in shown["stories"] if one["again"])
        await house.mail(f"From: <{ADA}>\nTo: {to}\nSubject: Re\nMessage-ID: <w@x.example>\n\nwhy {number}\n",
                         recipients=(to,), sender=ADA)  # fmt: skip
        await house.tick()
        assert "It came again: the headline now says 4000, not 400." in text(house.post.sent[-1][2])
        assert await house.law() == [] and late == 2


async def test_a_note_brings_it_to_all_but_its_author(tmp_path: Path) -> None:
    async with house_that(tmp_path, "both", **SENT, people={"maria@news.example": "editor"}) as house:
        for who in (ADA, BEN, "maria@news.example"):
            await house.subscriber(who, "housing", zone="Europe/Vienna")
        await house.subscriber("cleo@news.example", "housing", zone="Europe/Vienna", one_each=True, every="once")
        await routed(house, "01:00", homes(400))
        await at(house, "07:00")
        await at(house, "08:00")
        await noted(house, homes(400)[1], "This matters for our report.")
        await at(house, "08:16")
        assert (await stories.counts())["stories"] == 1
        assert len(house.post.newsletters("cleo@news.example")) == 2
        await at(house, "07:00", 24)
        for who in (ADA, BEN):
            second = text(house.post.newsletters(who)[1])
            assert "Again, because Maria Keller wrote a note on it." in second and "matters for our report" in second
        assert len(house.post.newsletters("maria@news.example")) == 1
        await at(house, "07:00", 25)
        assert len(house.post.newsletters(ADA)) == 2 and await house.law() == []


async def test_it_is_looked_for_from_the_day_on_that_it_is_wanted(tmp_path: Path) -> None:
    clock = None
    for again in ("never", "corrected", "never", "corrected"):
        async with house_that(tmp_path, again) as house:
            house.clock.now = clock or house.clock.now
            if clock is None:
                await house.subscriber(ADA, "housing", zone="Europe/Vienna")
                await routed(house, "01:00", homes(400))
                await at(house, "07:00")
                await routed(house, "08:00", homes(500))
            house.clock.ahead(days=1)
            await house.tick()
            clock = house.clock.now
            assert len(house.post.newsletters(ADA)) == (clock.day == 24) and await house.law() == []


async def test_a_person_s_word_on_the_fold_settles_it(tmp_path: Path) -> None:
    async with house_that(tmp_path, "corrected") as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        paper, journal = "https://doi.org/10.5555/homes.1", "https://journal.example/doi/10.5555/homes.1"
        await routed(house, "01:00", (homes(400)[0], paper), homes(70, 2))
        await at(house, "07:00")
        await routed(house, "08:00", (homes(500)[0], journal), homes(80, 2))
        await at(house, "08:01")
        assert len(await told.of_story(1)) == len(await told.of_story(2)) == 1
        await folds.apart(1, next(iter(await told.of_story(1))))
        await folds.same(2, 1)
        house.line.engine.defer("route", await stories.unjudged())
        await house.line.engine.idle()
        await at(house, "08:02")
        assert await house.law() == []
        await at(house, "07:00", 24)
        [again] = house.post.newsletters(ADA)[1:]
        assert homes(500)[0] in text(again) and "Again" not in text(again), "held apart, it is a story of its own"
        assert await house.law() == []


@pytest.mark.parametrize("seed", range(30 if os.environ.get("ROUTER_PROVE") == "1" else 1))
async def test_however_often_a_page_changes_it_is_told_three_times_at_most(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    async with house_that(tmp_path, "both") as house:
        ada = await house.subscriber(ADA, "housing", zone="Europe/Vienna", every="once")
        for n in range(24):
            house.clock.ahead(minutes=dice.choice((5, 20, 300)))
            await routed(house, f"{house.clock():%H:%M}", *(homes(dice.randint(100, 999), dice.randint(0, 2)) for _ in "ab"),
                         day=house.clock().day, number=n + 1)  # fmt: skip
            await house.tick()
            assert await house.law() == []
        given = Counter(one for row in await issues.of_subscriber(ada) for one in row["stories"])
        assert 1 < max(given.values()) <= 1 + told.MOST
