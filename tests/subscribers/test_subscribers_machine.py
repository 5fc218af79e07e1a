"""A stateful machine over everything a person, a forger, a scanner or a mail server can do to a subscription: never a
newsletter to the unconfirmed, never one after leaving, never a story twice, and the conservation law after every act."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from router.crash import Crash
from router.store import issues, subscribers
from router.tokens import Purpose
from router.web import joining
from router.web.pages import Pages, reader_pages
from tests.house import Clock, House, Post, alert, opened
from tests.subscribers.returned import HARD, SOFT, bounce, complaint

PROVE = bool(os.environ.get("ROUTER_PROVE"))
PEOPLE = st.sampled_from(("ada@uni.example", "ben@uni.example", "cyd@else.example"))
CHANGES = ("more housing", "less housing", "minutes 5", "days mon, tue, wed, thu, fri, sat, sun", "pause 2 weeks", "pause",
           "resume", "send now", "join care", "only housing", "plain", "language de", "status", "A letter, and no command.")  # fmt: skip
POINTS = (
    "arrive.before_commit", "arrive.after_commit", "clip.before_commit", "clip.after_commit",
    "route.before_commit", "route.after_commit", "edition.before_close", "edition.after_close",
    "select.before_commit", "select.after_commit", "send.claimed", "send.before_end", "send.ended",
)  # fmt: skip
_LINK = re.compile(r"https://news\.example(/[a-z]+/[a-z2-7]{34}(?:/\d+)?)")


class Machine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        joining.FLOOR = 0.0
        self.runner, self.folder = asyncio.Runner(), tempfile.TemporaryDirectory()
        self.clock, self.post, self.number, self.seen = Clock(), Post(), 0, 0
        self.allowed: set[str] = set()  # who said yes and neither left nor bounced
        self.run(self._open())

    def run(self, what: Any) -> Any:
        return self.runner.run(what)

    async def _open(self) -> None:
        self.context = opened(Path(self.folder.name), self.clock, self.post, inside=True)
        self.house: House = await self.context.__aenter__()

    def letters(self, to: str) -> list[tuple[str, str]]:
        """(envelope sender, text with soft line breaks joined) of what this person has in their mailbox."""
        return [(sender, data.decode().replace("=\r\n", "")) for sender, who, data in self.post.sent if who == to]

    async def web(self, method: str, path: str, body: str = "") -> None:
        transport = httpx.ASGITransport(app=reader_pages(Pages(self.house.installation)), client=("198.51.100.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="https://news.example") as browser:
            answer = await browser.request(method, path, content=body)
            assert answer.status_code < 500, (path, answer.text)

    async def _mail(self, who: str, to: str, words: str, head: str = "") -> None:
        self.number += 1
        await self.house.mail(
            f"{head}From: <{who}>\nTo: {to}\nSubject: Re\nMessage-ID: <{self.number}@uni.example>\n\n{words}\n",
            recipients=(to,), sender=who,
        )  # fmt: skip

    def tagged(self, purpose: Purpose, subscriber: int, reference: int = 0) -> str:
        return f"inbox+{purpose.value}.{self.house.installation.keys.make(purpose, subscriber, reference)}@news.example"

    async def known(self) -> dict[str, subscribers.Person]:
        """Everybody who has a row."""
        found = {}
        for who in ("ada@uni.example", "ben@uni.example", "cyd@else.example"):
            number = await subscribers.find(who)
            person = await subscribers.person(number) if number else None
            if person:
                found[who] = person
        return found

    @rule(story=st.integers(0, 5))
    def arrive(self, story: int) -> None:
        self.number += 1
        what = (f"Homeless count {story} in Example Town", f"https://herald.example/{story}")
        self.run(self.house.mail(alert(what, number=self.number)))

    @rule(who=PEOPLE, door=st.sampled_from(("page", "mail")))
    def ask(self, who: str, door: str) -> None:
        if door == "page":
            self.run(self.web("POST", "/join", f"address={who.replace('@', '%40')}&interest=housing&when=daily"))
        else:
            self.run(self._mail(who, "inbox+commands@news.example", "join housing"))
        self.time_goes_by(0)

    @rule(who=PEOPLE, by=st.sampled_from(("page", "reply")))
    def say_yes(self, who: str, by: str) -> None:
        """Answer the newest letter that asks, as far as there is one."""
        asked = [text for _, text in self.letters(who) if "/confirm/" in text]
        if not asked:
            return
        path = re.search(r"/confirm/([a-z2-7]{34})", asked[-1])
        assert path is not None
        if by == "page":
            self.run(self.web("POST", path[0]))
        else:
            self.run(self._mail(who, f"inbox+c.{path[1]}@news.example", "Yes please"))
        person = self.run(self.known()).get(who)
        if person and person.interests and person.state == "active":
            self.allowed.add(who)

    @rule(who=PEOPLE)
    def scan(self, who: str) -> None:
        """A link scanner opens every address of every letter, HEAD and GET: nothing changes."""

        async def look() -> None:
            before = str(await self.known())
            for path in {path for _, text in self.letters(who)[-4:] for path in _LINK.findall(text)}:
                for method in ("HEAD", "GET"):
                    await self.web(method, path)
            assert str(await self.known()) == before

        self.run(look())

    @rule(who=PEOPLE, change=st.sampled_from(CHANGES))
    def change(self, who: str, change: str) -> None:
        person = self.run(self.known()).get(who)
        if person:
            self.run(self._mail(who, self.tagged(Purpose.REPLY, person.id, person.issues_made), change))
            fresh = self.run(self.known())[who]
            if fresh.interests and fresh.state == "active" and change in ("resume", "join care", "only housing"):
                self.allowed.add(who)

    @rule(who=PEOPLE, by=st.sampled_from(("one-click", "mailto", "stop", "complaint", "hard", "forget")))
    def leave(self, who: str, by: str) -> None:
        person = self.run(self.known()).get(who)
        if not person:
            return
        keys, sent = (
            self.house.installation.keys,
            [d for _, w, d in self.post.sent if w == who and b"\r\nList-Id:" in d],
        )
        envelope = self.tagged(Purpose.BOUNCE, person.id, 1)
        self.number += 1
        match by:
            case "one-click":
                self.run(self.web("POST", f"/u/{keys.make(Purpose.LEAVE, person.id)}", "List-Unsubscribe=One-Click"))
            case "mailto":
                self.run(self._mail(who, self.tagged(Purpose.LEAVE, person.id), ""))
            case "stop":
                self.run(self._mail(who, self.tagged(Purpose.REPLY, person.id), "STOP"))
            case "forget":
                self.run(self.house.installation.privacy.forget(who, self.clock()))
            case "complaint" if sent:
                self.run(self.house.mail(complaint(envelope, who, sent[-1], self.number), recipients=(envelope,)))
            case "hard" if sent:
                raw = bounce(envelope, who, sent[-1], HARD, self.number)
                self.run(self.house.mail(raw, recipients=(envelope,), sender=""))
            case _:
                return
        self.allowed.discard(who)

    @rule(who=PEOPLE, kind=st.sampled_from((bounce, complaint)))
    def forged_report(self, who: str, kind: Any) -> None:
        self.number += 1
        to = "inbox+b." + "a" * 34 + "@news.example"
        self.run(
            self.house.mail(kind(to, who, b"Message-ID: <x@y.example>\r\n\r\n", number=self.number), recipients=(to,))
        )

    @rule(who=PEOPLE)
    def soft_bounce(self, who: str) -> None:
        person = self.run(self.known()).get(who)
        if person:
            self.number += 1
            to = self.tagged(Purpose.BOUNCE, person.id)
            raw = bounce(to, who, b"Subject: x\r\n\r\n", SOFT, self.number)
            self.run(self.house.mail(raw, recipients=(to,), sender=""))
            if self.run(self.known())[who].state == "suspended":
                self.allowed.discard(who)

    @rule(hours=st.sampled_from([1, 7, 24, 24, 24, 100]))
    def time_goes_by(self, hours: int) -> None:
        self.clock.ahead(hours=hours)
        self.run(self.house.tick())

    @rule(hours=st.sampled_from([-5, -30]))
    def the_clock_jumps_back(self, hours: int) -> None:
        self.clock.ahead(hours=hours)
        self.run(self.house.tick())

    @rule()
    def restart(self) -> None:
        self.run(self.context.__aexit__(None, None, None))
        self.run(self._open())

    @rule(point=st.sampled_from(POINTS), nth=st.integers(1, 2), story=st.integers(0, 5))
    def crash(self, point: str, nth: int, story: int) -> None:
        """The house falls over at a named point, with a mail coming in and newsletters going out, and begins anew."""
        self.number += 1
        raw = alert((f"Homeless count {story} in Example Town", f"https://herald.example/{story}"), number=self.number)

        async def fall() -> None:
            with contextlib.suppress(Crash):
                await self.house.mail(raw)
            with contextlib.suppress(Crash):
                await self.house.tick()

        with pytest.MonkeyPatch.context() as patch:
            for name, value in (("_armed", point), ("_left", nth), ("_action", "raise")):
                patch.setattr(f"router.crash.{name}", value)
            self.run(fall())
        self.restart()
        self.run(self.house.mail(raw))  # who was not told that it arrived sends it again
        self.run(self.house.line.engine._sweep_once())  # the minute in which it looks what nobody holds
        self.time_goes_by(1)

    @invariant()
    def newsletters_go_to_those_who_said_yes_and_stayed(self) -> None:
        if hasattr(self, "post"):
            new, self.seen = self.post.sent[self.seen :], len(self.post.sent)
            assert {to for _, to, data in new if b"\r\nList-Id:" in data} <= self.allowed

    @invariant()
    def law_and_no_story_twice(self) -> None:
        async def look() -> None:
            for person in (await self.known()).values():
                rows = await issues.of_subscriber(person.id)
                counted = Counter(story for row in rows for story in row["stories"])
                assert not counted or max(counted.values()) == 1, counted
            assert await self.house.law() == []

        if hasattr(self, "house"):
            self.run(look())

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.run(self.context.__aexit__(None, None, None))
            self.runner.close()
            self.folder.cleanup()


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=300 if PROVE else 5,
    stateful_step_count=40 if PROVE else 20,
    deadline=None,
    derandomize=not PROVE,
    suppress_health_check=list(HealthCheck),
    phases=list(Phase) if PROVE else [Phase.explicit, Phase.generate],
)
