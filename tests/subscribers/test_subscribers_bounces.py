"""Returned mails and complaints: what proves itself counts once, what does not changes nothing, and each day can be told."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from router.errors import RouterError
from router.store import acts, subscribers
from router.subscribers.because import Because
from router.subscribers.grammar import Command
from router.tokens import Purpose
from router.wire.smtp_out import Outcome
from tests.house import House, alert, opened
from tests.subscribers.returned import FULL, HARD, SOFT, bounce, complaint, without_tokens

ADA = "ada@uni.example"
INBOX = "inbox@news.example"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(tmp_path, inside=True) as one:
        await one.subscriber(ADA, "housing", zone="Europe/Vienna")
        one.clock.ahead(minutes=5)
        await one.mail(alert(("Homeless families wait", "https://herald.example/h"), number=1))
        one.clock.ahead(hours=2)
        await one.tick()
        yield one


def sent(house: House) -> tuple[str, bytes]:
    """(envelope sender, bytes) of Ada's newsletter."""
    return next((sender, data) for sender, to, data in house.post.sent if to == ADA and b"\r\nList-Id:" in data)


async def state(house: House) -> str:
    person = await subscribers.person(1)
    assert person is not None
    return person.state


async def why(house: House, on: date) -> str:
    return await Because(house.installation.keys).sentence(ADA, on, house.clock())


async def next_day(house: House, number: int) -> int:
    """How many newsletters Ada has after one more day with a story."""
    house.clock.ahead(hours=1)
    await house.mail(
        alert((f"Homeless shelter {number} opens its doors", f"https://herald.example/{number}"), number=number)
    )
    house.clock.ahead(hours=23)
    await house.tick()
    return len(house.post.newsletters(ADA))


async def test_a_hard_bounce_by_its_envelope_suspends_at_once(house: House) -> None:
    envelope, data = sent(house)
    await house.mail(bounce(envelope, ADA, data), recipients=(envelope,), sender="")
    assert await state(house) == "suspended"
    assert await next_day(house, 2) == 1
    assert "their mailbox returned our mail on 23 November 2026" in await why(house, date(2026, 11, 24))
    assert "User unknown" in await why(house, date(2026, 11, 24))
    await house.installation.preferences.resume(1, "page", house.clock())
    assert await next_day(house, 3) == 2, "and what came meanwhile is in it"
    assert await house.law() == []


async def test_a_smart_host_that_rewrites_the_envelope_returns_the_message_id(house: House) -> None:
    _, data = sent(house)
    await house.mail(bounce(INBOX, ADA, without_tokens(data)), recipients=(INBOX,), sender="")
    assert await state(house) == "suspended"


async def test_five_soft_ones_in_fourteen_days_suspend_and_a_mail_read_twice_counts_once(house: House) -> None:
    envelope, data = sent(house)
    for n in range(4):
        await house.mail(bounce(envelope, ADA, data, FULL if n % 2 else SOFT, n), recipients=(envelope,), sender="")
        house.clock.ahead(days=2)
    assert await state(house) == "active"
    house.clock.ahead(days=9)  # the first two are too old now
    for n in range(4, 6):
        await house.mail(bounce(envelope, ADA, data, FULL, n), recipients=(envelope,), sender="")
        assert await state(house) == "active"
    again = bounce(envelope, ADA, data, FULL, 6)
    for _ in range(3):
        await house.mail(again, recipients=(envelope,), sender="")
    assert len(await acts.of(1, ("soft",))) == 7 and await state(house) == "suspended"


async def test_a_refusal_to_our_face_counts_like_a_bounce(house: House) -> None:
    house.post.answer = lambda _: Outcome("failed", 550, "5.1.1 <ada@uni.example> user unknown")
    await next_day(house, 2)
    house.clock.ahead(minutes=2)
    await house.tick()
    assert await state(house) == "suspended"


async def test_a_policy_refusal_suspends_nobody(house: House) -> None:
    house.post.answer = lambda _: Outcome(
        "failed", 550, "5.7.26 unauthenticated mail from news.example is not accepted"
    )
    await next_day(house, 2)
    house.clock.ahead(minutes=2)
    await house.tick()
    assert await state(house) == "active"


async def test_a_complaint_with_our_token_ends_everything_and_for_good(house: House) -> None:
    _, data = sent(house)
    await house.mail(complaint(INBOX, ADA, data), recipients=(INBOX,))
    assert await state(house) == "gone"
    assert (await house.installation.consent.ask(ADA, ["housing"], "page", house.clock())).code == "suppressed"
    assert await next_day(house, 2) == 1
    assert "called it spam" in await why(house, date(2026, 11, 24))


async def test_a_complaint_by_message_id_alone_may_be_forged_and_only_suspends(house: House) -> None:
    _, data = sent(house)
    await house.mail(complaint(INBOX, ADA, without_tokens(data)), recipients=(INBOX,))
    assert await state(house) == "suspended"
    assert await acts.suppressed(house.installation.consent.limits.hashed(ADA)) == ""


async def test_forged_reports_change_nothing(house: House) -> None:
    """TRUST T29: 500 with tokens changed by a letter, made for another purpose or another house, or with wrong ids."""
    envelope, data = sent(house)
    choice, letters = random.Random(29), "abcdefghijklmnopqrstuvwxyz234567"
    token = envelope.partition("b.")[2].partition("@")[0]
    other = house.installation.keys.make(Purpose.READ, 1, 1)
    for n in range(500 if os.environ.get("ROUTER_PROVE") else 40):
        at = choice.randrange(len(token) - 1)
        changed = token[:at] + choice.choice(letters.replace(token[at], "")) + token[at + 1 :]
        to, inside = choice.choice(
            [
                (f"inbox+b.{changed}@news.example", data),
                (f"inbox+b.{other}@news.example", data),
                (INBOX, b"Message-ID: <" + b"%032x" % choice.getrandbits(128) + b"@news.example>\r\n\r\n"),
                (INBOX, b"Subject: nothing of ours\r\n\r\n"),
                (INBOX, without_tokens(data)),  # a Message-ID of ours, about another address
            ]
        )
        who = "eve@else.example" if inside == without_tokens(data) else ADA
        make = choice.choice((bounce, complaint))
        await house.mail(make(to, who, inside, number=n), recipients=(to,), sender="")
    assert await state(house) == "active"
    assert [act.what for act in await acts.of(1)] == ["asked", "joined"]


async def test_why_says_each_day_in_a_sentence(house: House) -> None:
    installation = house.installation
    assert (
        await why(house, date(2026, 11, 23))
        == "Newsletter 1 for ada@uni.example, with 1 story, was handed to their mail server at 08:05."
    )
    assert "that day has not come yet" in await why(house, date(2026, 11, 30))
    assert "not said yes" in await why(house, date(2026, 11, 22))
    house.clock.ahead(days=1)
    await house.tick()
    assert "nothing new for them" in await why(house, date(2026, 11, 24))
    await installation.preferences.pause(1, date(2026, 11, 28), "page", house.clock())
    house.clock.ahead(days=2)
    await house.tick()
    assert "they had paused it on 24 November 2026" in await why(house, date(2026, 11, 26))
    await installation.preferences.schedule(1, Command("weekly", days=(0,)), "page", house.clock())
    assert "it comes every Monday at 07:00" in await why(house, date(2026, 11, 25)) or "paused" in await why(
        house, date(2026, 11, 25)
    )
    await installation.consent.part(1, "page", house.clock())
    house.clock.ahead(days=2)
    assert "they unsubscribed on 26 November 2026 (page)" in await why(house, date(2026, 11, 27))
    nobody = await Because(installation.keys).sentence("eve@else.example", date(2026, 11, 23), house.clock())
    assert nobody == "eve@else.example gets nothing: nobody of this address was ever asked."
    with pytest.raises(RouterError):
        await installation.preferences.zone(1, "Nowhere/Town", "page", house.clock() + timedelta(days=1))


async def test_why_nothing_came_though_something_was_new(house: House) -> None:
    await house.installation.preferences.mute(1, "google-alerts", True, "page", house.clock())
    assert await next_day(house, 2) == 1
    assert "what was new was left out: 1 you muted" in await why(house, date(2026, 11, 24))
    await house.installation.preferences.mute(1, "google-alerts", False, "page", house.clock())
    await house.installation.editions.hold("housing", "2026-11-25", house.clock())
    assert await next_day(house, 3) == 2, "what was muted comes now, what is held does not"
    assert "with 1 story, was handed" in await why(house, date(2026, 11, 25))
    await house.installation.editions.hold("housing", "2026-11-26", house.clock())
    assert await next_day(house, 4) == 2
    assert "the edition of housing waits for its editor" in await why(house, date(2026, 11, 26))


def test_what_the_fixtures_say_is_what_they_mean() -> None:
    from router.mail import bounces
    from router.mail.parse import parse

    for said, kind in ((HARD, "hard"), (FULL, "full"), (SOFT, "soft")):
        found = bounces.read(parse(bounce(INBOX, ADA, b"Message-ID: <x@news.example>\r\n\r\n", said)))
        assert found is not None and found.kind == kind and found.message_id == "x@news.example"
