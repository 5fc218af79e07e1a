"""Floods: whoever asks, from wherever, however often and whatever is restarted between, the caps hold (TRUST T2, T23)."""

from __future__ import annotations

import math
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import Request

from router.store import subscribers
from router.subscribers import limits
from router.web import forms, joining
from tests.house import Clock, House, Post, opened
from tests.web.test_web_wishes import Browser

PROVE = bool(os.environ.get("ROUTER_PROVE"))
ADA = "ada@news.example"
FLOOR = joining.FLOOR


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "FLOOR", 0.0)


async def ask(house: House, address: str, host: str) -> int:
    browser = Browser(house, host)
    async with browser.web:
        return (await browser.post("/join", address=address, interest="housing")).status_code


async def ask_by_mail(house: House, address: str, number: int) -> None:
    to = "inbox+commands@news.example"
    await house.mail(
        f"From: <{address}>\nTo: {to}\nSubject: x\nMessage-ID: <{number}@evil.example>\n\njoin housing\n",
        recipients=(to,), sender="x@evil.example",
    )  # fmt: skip


async def test_a_flood_of_posts_for_some_victims_is_one_letter_each_over_every_restart(tmp_path: Path) -> None:
    """10,000 posts for 100 victims in the full form, by page and mail, from everywhere, with restarts: 100 letters."""
    choice, clock, post = random.Random(2), Clock(), Post()
    victims = [f"v{n}@else{n % 7}.example" for n in range(100 if PROVE else 6)]
    lives, each = (10, 1000) if PROVE else (3, 20)
    for life in range(lives):
        async with opened(tmp_path, clock, post, inside=True) as house:
            for n in range(each):
                if choice.random() < 0.8:
                    host = f"{choice.randrange(1, 220)}.{choice.randrange(250)}.{choice.randrange(250)}.7"
                    assert await ask(house, choice.choice(victims), host) in (200, 429)
                else:
                    await ask_by_mail(house, choice.choice(victims), life * each + n)
            clock.ahead(minutes=7)
            await house.tick()
    asked = Counter(to for _, to, _ in post.sent)
    assert set(asked) == set(victims) and set(asked.values()) == {1}


CAPS: dict[str, tuple[str, int, Callable[[int], tuple[str, str]]]] = {
    "network": ("ASKED_BY_NETWORK", 429, lambda n: (f"a{n}@e{n}.example", f"198.51.100.{n + 1}")),
    "network, IPv6": ("ASKED_BY_NETWORK", 429, lambda n: (f"a{n}@e{n}.example", f"2001:db8:7:{n}::{n}")),
    "domain": ("ASKED_OF_DOMAIN", 200, lambda n: (f"a{n}@one.example", f"198.51.{n}.1")),
    "in all": ("ASKED_IN_ALL", 200, lambda n: (f"a{n}@e{n}.example", f"198.51.{n}.1")),
}


@pytest.mark.parametrize(("name", "over", "who"), CAPS.values(), ids=CAPS.keys())
async def test_each_cap_survives_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, over: int, who: Callable[[int], tuple[str, str]]
) -> None:
    monkeypatch.setattr(limits, name, 4)
    clock, post = Clock(), Post()
    for life in range(3):  # two each: the third life finds the cap reached
        async with opened(tmp_path, clock, post, inside=True) as house:
            codes = [await ask(house, *who(life * 2 + n)) for n in range(2)]
            assert codes == [200, 200] if life < 2 else [over, over]
            await house.tick()
    assert len(post.sent) == 4
    clock.ahead(hours=1, minutes=1)
    async with opened(tmp_path, clock, post, inside=True) as house:
        assert await ask(house, *who(9)) == 200
        await house.tick()
    assert len(post.sent) == 5, "an hour later there is room again"


@pytest.mark.parametrize(
    ("host", "said", "counted"),
    [
        ("9.9.9.9", "198.51.100.1", "9.9.9.9"),  # whoever is not ours may say what they like
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("172.18.0.3", "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # a proxy in a container: only its own word counts
        ("fd00::3", "2001:db8::7", "2001:db8::7"),
        ("10.1.2.3", "", "10.1.2.3"),
    ],
)
def test_whose_network_is_counted(host: str, said: str, counted: str) -> None:
    head = [(b"x-forwarded-for", said.encode())] if said else []
    assert forms.network(Request({"type": "http", "client": (host, 1), "headers": head})) == counted


async def test_three_letters_ever_and_a_yes_begins_anew(tmp_path: Path) -> None:
    clock, post = Clock(), Post()
    for _ in range(6):
        async with opened(tmp_path, clock, post, inside=True) as house:
            await ask(house, ADA, "198.51.100.7")
            await house.tick()
            clock.ahead(days=1)
    assert len(post.sent) == limits.CONFIRMS


async def test_who_was_asked_three_times_is_asked_again_when_their_own_mail_says_join(tmp_path: Path) -> None:
    inbox = {"address": "inbox@news.example", "authserv_id": "mx.news.example"}
    async with opened(tmp_path, inside=True, inbox=inbox) as house:
        for _ in range(limits.CONFIRMS):
            await ask(house, ADA, "198.51.100.7")
            await house.tick()
            house.clock.ahead(days=1)
        house.clock.ahead(days=8)
        await house.tick()  # and nothing is kept of who they are
        said = await house.installation.consent.ask(ADA, ["housing"], "editor", house.clock())
        house.clock.ahead(days=8)
        await house.tick()
        assert said.code == "asked-enough" and "never said yes" in str(said)
        to = "inbox+commands@news.example"
        for number, verdict in enumerate(("fail", "pass", "pass")):
            await house.mail(
                f"Authentication-Results: mx.news.example; dkim={verdict} header.d=news.example\nFrom: <{ADA}>\nTo: {to}\n"
                f"Subject: x\nMessage-ID: <j{number}@news.example>\n\njoin housing\n",
                recipients=(to,), sender=ADA,
            )  # fmt: skip
            await house.tick()
            assert len(house.post.sent) == limits.CONFIRMS + number
        assert [tie.state for tie in await subscribers.ties(await subscribers.find(ADA) or 0)] == ["confirmed"]


async def test_known_and_unknown_addresses_cannot_be_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status, size and words are equal, and so is time: Welch's t over 2,000 requests in the full form."""
    monkeypatch.setattr(joining, "FLOOR", FLOOR)
    took: dict[str, list[float]] = {"known": [], "unknown": [], "suppressed": []}
    said = set()
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber(ADA, "housing")
        await house.installation.privacy.forget("eve@else.example", house.clock())
        for n in range(1000 if PROVE else 4):
            if n % 20 == 19:
                house.clock.now += timedelta(hours=1)
            unknown = f"u{n}@else{n % 20}.example"
            for kind, address in (("known", ADA), ("unknown", unknown), ("suppressed", "eve@else.example")):
                browser = Browser(house, f"{n % 200 + 1}.{n // 200}.7.7")
                async with browser.web:
                    begun = time.perf_counter()
                    answer = await browser.post("/join", address=address, interest="housing")
                    took[kind].append(time.perf_counter() - begun)
                said.add((answer.status_code, answer.text, str(answer.headers)))
    assert len(said) == 1
    known = took.pop("known")
    for kind, other in took.items():
        spread = math.sqrt(statistics.variance(known) / len(known) + statistics.variance(other) / len(other))
        assert abs(statistics.mean(known) - statistics.mean(other)) < max(4.5 * spread, 0.001), kind
