"""A week told through real Dovecot and an SMTP recorder: two people get exactly these newsletters, with exactly these
stories, on their own local mornings."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from router.service.installation import Installation
from router.service.running import running
from router.store import mails
from tests.house import IDENTITY, Clock, House, Post, alert, configuration
from tests.servers.dovecot import Account
from tests.servers.recorder import Recorder

VIENNA, NEW_YORK = ZoneInfo("Europe/Vienna"), ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)

# (day, hour UTC, stories); H = housing, C = care, N = nobody's
H1 = ("Homeless families wait for a decision in Example Town", "https://herald.example/h1")
H2 = ("Rough sleeping count begins on Tuesday night, say charities", "https://herald.example/h2")
H3 = ("New homeless shelter opens its doors in the old post office", "https://herald.example/h3")
C1 = ("Foster care numbers rise for the third year running", "https://herald.example/c1")
C2 = ("Kinship carers to be paid the same as others from April on", "https://herald.example/c2")
C3 = ("What foster care taught me about the meaning of patience", "https://herald.example/c3")
N1 = ("Rain expected across the whole of the country today", "https://herald.example/n1")
WEEK: list[tuple[int, int, list[tuple[str, str]]]] = [
    (0, 2, [H1, N1]),  # Monday 02:00 UTC: before both mornings
    (0, 15, [H1, C1]),  # Monday again: H1 is the same story
    (2, 9, [H2]),
    (3, 5, [C3]),  # Thursday 06:00 in Vienna: its edition has closed, and so it is Friday's
    (3, 9, [(H2[0], H2[1] + "%3Futm_source%3Dalert"), C2]),
    (5, 20, [C3]),  # and once more: nobody reads it twice
    (6, 23, [H3]),  # Sunday 23:00 UTC: Monday in Vienna, Sunday evening in New York
]
EXPECTED = {
    # Vienna, daily at 07:00, housing and care
    "ada@news.example": [
        ("2026-11-16T07:00", {H1}),
        ("2026-11-17T07:00", {C1}),
        ("2026-11-19T07:00", {H2}),
        ("2026-11-20T07:00", {C2, C3}),
        ("2026-11-23T07:00", {H3}),
    ],
    # New York, Mondays at 08:00, housing only
    "ben@news.example": [("2026-11-16T08:00", {H1}), ("2026-11-23T08:00", {H2, H3})],
}


@pytest.mark.parametrize("tidy", ["none", "keyword"])
async def test_a_week(
    tmp_path: Path, mailbox: Account, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tidy: str
) -> None:
    monkeypatch.setenv("ROUTER_MAILBOX_INBOX_PASSWORD", mailbox.password)
    clock = Clock(MONDAY)
    config = configuration(
        tmp_path,
        identity={**IDENTITY, "edition_closes": "05:00"},  # as it is shipped
        mailbox=[
            {"host": "127.0.0.1", "port": mailbox.server.imap, "tls": "plain", "user": mailbox.user, "tidy": tidy}
        ],
        smart_host={"host": "127.0.0.1", "port": recorder.port},
    )
    async with Installation(config, clock) as installation, running(installation) as line:
        house = House(installation, line, clock, Post())
        await house.subscriber("ada@news.example", "housing", "care", zone="Europe/Vienna", time="07:00")
        await house.subscriber(
            "ben@news.example", "housing", zone="America/New_York", time="08:00", every="weekly", days=[0]
        )
        count = 0
        for hour in range(24 * 8):
            at = MONDAY + timedelta(hours=hour)
            for number, (day, when, stories) in enumerate(WEEK, 1):
                if (day, when) == ((at - MONDAY).days, at.hour):
                    mailbox.deliver(alert(*stories, number=number))
                    count += 1
                    await _arrived(count)
                    await line.engine.idle()
            clock.now = at.replace(minute=0)
            await house.tick()
            clock.now = at
            await house.tick()
        assert count == len(WEEK)
        assert await house.law() == []
    letters = [cast(EmailMessage, message_from_bytes(mail.data, policy=policy.default)) for mail in recorder.mails]
    for address, zone in (("ada@news.example", VIENNA), ("ben@news.example", NEW_YORK)):
        mine = [mail for mail in letters if address in str(mail["To"]) and mail["List-Id"]]
        assert [(_local(mail, zone), _stories(mail)) for mail in mine] == EXPECTED[address]
    assert len({mail["Message-ID"] for mail in letters}) == len(letters)


async def _arrived(count: int) -> None:
    for _ in range(400):
        if sum((await mails.counts()).values()) >= count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"mail {count} did not arrive over IMAP within 20 seconds")


def _local(mail: EmailMessage, zone: ZoneInfo) -> str:
    date = mail["Date"].datetime
    return cast(datetime, date).astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def _stories(mail: EmailMessage) -> set[tuple[str, str]]:
    text = re.sub(r"\s+", " ", mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    return {story for story in (H1, H2, H3, C1, C2, C3, N1) if story[0] in text}
