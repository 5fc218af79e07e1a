"""Two processes read the same mails at the same time on one SQLite file: each is written once, each story ends as one."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from router.store import mails, stories
from router.store.bulk import reader
from tests.house import alert, opened

ROOT = Path(__file__).parents[2]
SUBJECTS = [
    "shelter",
    "winter",
    "carers",
    "school",
    "council",
    "budget",
    "hospital",
    "youth",
    "prison",
    "village",
    "harbour",
    "market",
    "library",
]
TITLES = [
    (
        f"{word.capitalize()} report number {n} calls for quicker help in Example Town",
        f"https://herald.example/{word}/{n}",
    )
    for n, word in enumerate(SUBJECTS)
]


async def test_two_processes_meet_on_one_mail_and_one_story(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        house.line.engine.defer = lambda step, ids: None  # type: ignore[method-assign]  # nobody reads here
        for number in range(4):  # each story stands in four mails, under other trackers
            for title, link in TITLES:
                await house.mail(alert((title, f"{link}%3Futm_source%3Dmail{number}"), number=len(link) * 10 + number))
        waiting = len(await mails.waiting())
        command = [sys.executable, str(ROOT / "tests" / "flow" / "clip_some.py"), str(tmp_path / "router.db")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        both = [subprocess.Popen([*command, str(together)], env=environment) for together in (2, 3)]
        assert [process.wait(60) for process in both] == [0, 0]
        assert await mails.waiting() == [] == await stories.unfolded()
        rows = await reader().execute_query_dict("SELECT story_id FROM clipping")
        assert Counter(Counter(row["story_id"] for row in rows).values()) == {4: len(TITLES)} and len(rows) == waiting
        assert await house.law() == []


async def test_a_mail_that_two_read_at_once_is_written_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        house.line.engine.defer = lambda step, ids: None  # type: ignore[method-assign]
        await house.mail(alert(*TITLES, number=1))
        reports = await asyncio.gather(*(house.line.clip([1], house.clock()) for _ in range(2)))
        assert [report.counts for report in reports] == [{"alert": 1}, {"alert": 1}], "both have read it"
        assert (await stories.counts())["clippings"] == len(TITLES) and await house.law() == []
