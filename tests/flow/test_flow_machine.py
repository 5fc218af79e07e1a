"""A stateful machine over arrive, fold, same, apart, join, leave, tick, refuse and restart: nobody is ever given a story
twice, nobody who did not say yes or who left is written to, and the conservation law holds after every act."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from router.editing import folds
from router.errors import RouterError
from router.store import issues, stories, subscribers
from router.tokens import Purpose
from router.wire.smtp_out import Outcome
from router.workers import Workers
from tests.house import Clock, House, Post, alert, opened

PROVE = bool(os.environ.get("ROUTER_PROVE"))
SUBJECTS = ["shelter", "winter", "carers", "school", "council", "budget", "hospital", "youth"]
READERS = ("ada@news.example", "ben@news.example")


class Machine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.clock, self.post, self.number = Clock(), Post(), 0
        self.left: set[str] = set()
        self.joined: set[str] = set()
        self.run(self._open())

    def run(self, what: object) -> object:
        return self.runner.run(what)  # type: ignore[arg-type]

    async def _open(self) -> None:
        self.context = opened(Path(self.folder.name), self.clock, self.post)
        self.house: House = await self.context.__aenter__()
        # the same reading in this process: what is tested here is what comes after it
        self.house.line.clip._workers = Workers(0, "router.flow.reading:answer")

    @rule(story=st.integers(0, 7), form=st.integers(0, 3))
    def arrive(self, story: int, form: int) -> None:
        """One of eight stories, under one of four links and headlines that fold, or do not."""
        self.number += 1
        title = f"Homeless {SUBJECTS[story]} report calls for quicker help in Example Town"
        link = f"https://herald.example/{story}" + ("", "%3Futm_source%3Da", "%23part", "/again")[form]
        self.run(self.house.mail(alert((title, link), number=self.number)))

    @rule(reader=st.sampled_from(READERS))
    def join(self, reader: str) -> None:
        self.run(self.house.subscriber(reader, "housing", zone="Europe/Vienna"))
        self.joined.add(reader)
        self.left.discard(reader)

    @rule(reader=st.sampled_from(READERS))
    def leave(self, reader: str) -> None:
        async def act() -> None:
            subscriber = await subscribers.find(reader)
            if subscriber:
                keys = self.house.installation.keys
                token = keys.read(Purpose.LEAVE, keys.make(Purpose.LEAVE, subscriber, 1))
                await self.house.installation.consent.leave(token, "page", self.clock())

        self.run(act())
        if reader in self.joined:
            self.left.add(reader)
            self.before = len(self.post.newsletters(reader))

    @rule(a=st.integers(1, 8), b=st.integers(1, 8))
    def same(self, a: int, b: int) -> None:
        try:
            self.run(folds.same(a, b))
        except RouterError:
            pass
        self.run(self.house.tick())

    @rule(story=st.integers(1, 8), nth=st.integers(0, 3))
    def apart(self, story: int, nth: int) -> None:
        async def act() -> None:
            found = await stories.evidence(story)
            if len(found) > nth:
                await folds.apart(story, int(found[nth]["clipping"][1:]))

        try:
            self.run(act())
        except RouterError:
            pass
        self.run(self.house.tick())

    @rule(hours=st.sampled_from([1, 5, 11, 24, 24, 49]))
    def time_goes_by(self, hours: int) -> None:
        self.clock.ahead(hours=hours)
        self.run(self.house.tick())

    @rule(state=st.sampled_from(["sent", "sent", "retry", "unknown", "relay"]))
    def the_smart_host_says(self, state: str) -> None:
        self.post.answer = lambda _: Outcome(state, 250 if state == "sent" else 0, state)  # type: ignore[arg-type]

    @rule()
    def restart(self) -> None:
        self.run(self.context.__aexit__(None, None, None))
        self.run(self._open())

    @invariant()
    def law(self) -> None:
        if hasattr(self, "house"):
            assert self.run(self.house.law()) == []

    @invariant()
    def nobody_is_given_a_story_twice(self) -> None:
        async def look() -> None:
            for reader in READERS:
                rows = await issues.of_subscriber(await subscribers.find(reader) or 0)
                counted = Counter(story for row in rows for story in row["stories"])
                assert not counted or max(counted.values()) == 1, counted

        if hasattr(self, "house"):
            self.run(look())

    @invariant()
    def only_those_who_said_yes_and_stayed_are_written_to(self) -> None:
        if hasattr(self, "post"):
            written = {to for _, to, data in self.post.sent if b"\r\nList-Id:" in data}
            assert written <= self.joined

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.run(self.context.__aexit__(None, None, None))
            self.runner.close()
            self.folder.cleanup()


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=300 if PROVE else 4,
    stateful_step_count=30 if PROVE else 14,
    deadline=None,
    derandomize=not PROVE,
    suppress_health_check=list(HealthCheck),
    phases=list(Phase) if PROVE else [Phase.explicit, Phase.generate],
)
