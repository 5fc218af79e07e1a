"""Two processes fold the same stories at the same time on one SQLite file: each story ends as one."""

from __future__ import annotations

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


async def test_two_processes_meet_on_one_story(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        house.line.engine.defer = lambda step, ids: None  # type: ignore[method-assign]  # nobody reads here
        for number in range(4):  # each story stands in four mails, under other trackers
            for title, link in TITLES:
                await house.mail(alert((title, f"{link}%3Futm_source%3Dmail{number}"), number=len(link) * 10 + number))
        waiting = len(await mails.waiting())
        command = [sys.executable, str(ROOT / "tests" / "flow" / "clip_some.py"), str(tmp_path / "router.db")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        both = [subprocess.Popen([*command, str(remainder)], env=environment) for remainder in (0, 1)]
        assert [process.wait(60) for process in both] == [0, 0]
        assert await mails.waiting() == [] == await stories.unfolded()
        rows = await reader().execute_query_dict("SELECT story_id FROM clipping")
        assert Counter(Counter(row["story_id"] for row in rows).values()) == {4: len(TITLES)} and len(rows) == waiting
        assert await house.law() == []
