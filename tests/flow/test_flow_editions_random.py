"""Days at random: mails, editors and readers of every kind. Whoever reads, nothing comes twice, nothing is lost, nothing
dropped goes out afterwards, released editions stand, and every newsletter is the one that was previewed."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from router.errors import RouterError
from router.flow.select import slot_of
from router.store import issues, subscribers
from router.store.bulk import reader
from tests.flow.test_flow_editions import at_midnight
from tests.house import House, alert

SEEDS = 60 if os.environ.get("ROUTER_PROVE") else 4
WORDS = str.split(
    "alder birch cedar dogwood elder fir gorse hazel ivy juniper larch maple nettle oak poplar quince rowan sorrel thyme "
    "umber violet willow yarrow amber basalt copper dolomite emerald flint garnet iron jasper lead marble nickel onyx "
    "pewter quartz ruby silver topaz zinc badger curlew dipper egret falcon grebe heron ibis jackdaw kestrel lapwing"
)
READERS: dict[str, dict[str, Any]] = {
    "daily@news.example": {"time": "07:00"},
    "once@news.example": {"every": "once"},
    "weekly@news.example": {"every": "weekly", "days": [2]},
    "tokyo@news.example": {"zone": "Asia/Tokyo", "time": "21:10"},
    "each@news.example": {"one_each": True, "time": "05:30"},
}


class Days:
    """One run, and what it must not forget."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.dice, self.mails = house, random.Random(seed), 0
        self.dropped: dict[int, set[str]] = {}  # story -> interests that dropped it
        self.stood: dict[str, Any] = {}  # editions as they were when they were released

    async def arrive(self) -> None:
        found = []
        for _ in range(self.dice.randint(1, 3)):
            words = self.dice.sample(WORDS, 7)
            kind = self.dice.choice(("homeless", "foster care", "homeless foster care", "rain"))
            found.append(
                (f"{' '.join(words[:4])} {kind} {' '.join(words[4:])}", f"https://herald.example/{'-'.join(words)}")
            )
        self.mails += 1
        await self.house.mail(alert(*found, number=self.mails))

    async def edit(self) -> None:
        editions, now = self.house.installation.editions, self.house.clock()
        interest, act = (
            self.dice.choice(("housing", "care")),
            self.dice.choice(("pin", "drop", "note", "hold", "release")),
        )
        shown = await editions.shown(interest, "", now)
        stories = [one["story"] for one in shown["stories"]]
        try:
            if act in ("pin", "drop") and stories:
                story = self.dice.choice(stories)
                await getattr(editions, act)(interest, shown["date"], story, now)
                if act == "drop":
                    self.dropped.setdefault(story, set()).add(interest)
            elif act == "note":
                await editions.note(interest, shown["date"], "A word of mine.", "Maria", now)
            elif act == "hold":
                await editions.hold(interest, shown["date"], now)
            elif act == "release":
                await editions.release(interest, shown["date"], "Maria", now)
        except RouterError as error:
            assert "no story came for it yet" in str(error)

    async def tick(self) -> None:
        """What is due now goes out as it was seen a moment before."""
        now, seen = self.house.clock(), {}
        for person in await subscribers.people():
            if slot_of(person, now):
                preview = await self.house.installation.rehearsal.preview(person.address, now)
                seen[person.address] = [draft.mail.data for draft in preview.drafts if preview.goes == now]
        before = len(self.house.post.sent)
        await self.house.tick()
        sent = self.house.post.sent[before:]
        for address, data in seen.items():
            assert [letter for _, to, letter in sent if to == address and b"List-Id:" in letter] == data
        for interest in ("housing", "care"):
            for row in await self.house.installation.editions.listed(interest):
                if row["state"] == "released":
                    key = f"{interest}|{row['date']}"
                    shown = await self.house.installation.editions.shown(interest, row["date"], now)
                    assert self.stood.setdefault(key, shown) == shown

    async def settle(self) -> None:
        """Nine days without mail in which every held edition is released."""
        for _ in range(9 * 3):
            for interest in ("housing", "care"):
                while (shown := await self.house.installation.editions.shown(interest, "", self.house.clock()))[
                    "state"
                ] == "held":
                    await self.house.installation.editions.release(interest, shown["date"], "Maria", self.house.clock())
            await self.tick()
            self.house.clock.ahead(hours=8)


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_days_at_random(tmp_path: Path, seed: int) -> None:
    setting = ("", "hold: yes\n", "hold: 3 hours\n", "")[seed % 4]
    async with at_midnight(tmp_path, setting) as house:
        for address, wants in READERS.items():
            await house.subscriber(address, "housing", "care", **{"zone": "Europe/Vienna", "minutes": 0, **wants})
        days = Days(house, seed)
        for _ in range(40):
            await days.dice.choice((days.arrive, days.edit, days.tick, days.tick))()
            assert await house.law() == []
            house.clock.now += timedelta(minutes=days.dice.choice((0, 1, 7, 59, 180)))
        await days.settle()
        assert await house.law() == []
        routes: dict[int, set[str]] = {}
        for row in await reader().execute_query_dict("SELECT story_id, interest FROM route"):
            routes.setdefault(row["story_id"], set()).add(row["interest"])
        wanted = {story for story, interests in routes.items() if interests - days.dropped.get(story, set())}
        assert wanted
        for person in await subscribers.people():
            given = [story for row in await issues.of_subscriber(person.id) for story in row["stories"]]
            assert len(given) == len(set(given))
            if person.schedule.every == "once":
                assert set(given) >= wanted, "what was dropped too late may have gone"
            else:
                assert set(given) == wanted
