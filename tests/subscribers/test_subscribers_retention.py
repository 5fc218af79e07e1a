"""What is kept for so many days, by setting, told by the clock; and a note of somebody who was forgotten, wherever it went."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from router.config import Keep
from router.editing import hands
from router.store import acts, deeds, judged, subscribers
from router.store.bulk import reader
from router.store.deeds import By
from router.tokens import Purpose
from router.wire.smtp_out import Outcome
from tests.house import House, alert, opened

ADA, BEN = "ada@uni.example", "ben@uni.example"
NOTE = "Zauberhaftes, read the second part."
KEEP = {"mails": 30, "newsletters": 40, "stories": 60, "log": 90, "left": 120}


async def one(question: str, *values: object) -> Any:
    rows = await reader().execute_query_dict(question, list(values))
    return next(iter(rows[0].values())) if rows else None


async def lived(house: House) -> None:
    """Ada and Ben have a newsletter; Ada changed something; a code for somebody came in."""
    for address in (ADA, BEN):
        await house.subscriber(address, "housing", zone="Europe/Vienna")
    house.clock.ahead(minutes=5)
    await house.mail(alert(("Homeless families wait", "https://herald.example/h"), number=1))
    to = f"inbox+r.{house.installation.keys.make(Purpose.REPLY, 1, 0)}@news.example"
    await house.mail(
        f"From: <{ADA}>\nTo: {to}\nSubject: Re\nMessage-ID: <m1@uni.example>\n\nminutes 10\n",
        recipients=(to,), sender=ADA,
    )  # fmt: skip
    await house.mail(
        "From: Gmail Team <forwarding-noreply@google.com>\nTo: inbox@news.example\nMessage-ID: <g@google.example>\n"
        "Subject: (#123456789) Gmail Forwarding Confirmation - Receive Mail from ada@uni.example\n\n"
        "ada@uni.example has requested to automatically forward mail to your address.\nConfirmation code: 123456789\n"
        "https://mail-settings.google.com/mail/vf-abcdef\n",
        recipients=("inbox@news.example",), sender="forwarding-noreply@google.com",
    )  # fmt: skip
    house.clock.ahead(hours=2)
    await house.tick()


async def days(house: House, count: int) -> None:
    house.clock.ahead(days=count)
    await house.tick()
    assert await house.law() == []


async def test_each_thing_goes_when_its_days_are_over_and_the_law_holds(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True, keep=KEEP) as house:
        await lived(house)
        await hands.note(1, "A note of ours", "Maria", house.clock(), by=By("maria@news.example"))
        await deeds.add(By("maria@news.example").did("invite", {"interests": ["housing"]}), house.clock())
        bytes_left = "SELECT COUNT(*) FROM mail_bytes WHERE LENGTH(data) > 0"
        assert await one("SELECT COUNT(*) FROM mail WHERE lane = 'setup'") == 1 and await one(bytes_left) == 3
        await days(house, 8)
        assert await one(bytes_left) == 2, "the code of somebody's mailbox is not kept for a month"
        await days(house, 23)
        assert await one(bytes_left) == 0
        assert await one("SELECT COUNT(*) FROM delivery_bytes WHERE LENGTH(data) > 0") > 0
        await days(house, 11)
        old = "SELECT COUNT(*) FROM delivery_bytes b JOIN delivery d ON d.id = b.delivery_id WHERE LENGTH(b.data) > 0"
        assert await one(f"{old} AND d.kind = 'issue'") == 0
        assert await one("SELECT text FROM story") != "" and len(await judged.since(house.clock() - timedelta(days=90)))
        await days(house, 20)
        assert await one("SELECT text || note FROM story") == "" and await one("SELECT word FROM story") is None
        assert await one("SELECT text FROM clipping") == ""
        assert await one("SELECT COUNT(*) FROM story_text") == 0
        assert await one("SELECT title || link FROM story") == "Homeless families waithttps://herald.example/h"
        assert await judged.since(house.clock() - timedelta(days=90)) == [], "and no rule takes back what it gave"
        assert ADA in str(await reader().execute_query_dict("SELECT * FROM mail"))
        await days(house, 30)
        assert ADA not in str(await reader().execute_query_dict("SELECT * FROM mail"))
        assert {act.what for act in await acts.of(1)} == {"asked", "joined"}, "consent is kept"
        assert [one.what for one in await deeds.listed()] == ["invite"], "who invited belongs to it"
        await house.installation.consent.part(2, "page", house.clock())
        await days(house, 119)
        assert await subscribers.find(BEN) is not None
        await days(house, 3)
        assert await subscribers.find(BEN) is None and await subscribers.find(ADA) is not None
        assert json.loads(await house.installation.privacy.held(BEN)) == {}


async def test_nothing_goes_where_nothing_is_set_but_codes(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True, keep=dict.fromkeys(KEEP, 0)) as house:
        await lived(house)
        await house.installation.consent.part(2, "page", house.clock())
        before = await reader().execute_query_dict('SELECT * FROM "act"')
        await days(house, 3000)
        assert await one("SELECT COUNT(*) FROM mail_bytes WHERE LENGTH(data) = 0") == 1
        assert await one("SELECT COUNT(*) FROM delivery_bytes WHERE LENGTH(data) = 0") == 0
        assert await reader().execute_query_dict('SELECT * FROM "act"') == before
        assert await subscribers.find(BEN) is not None


async def test_what_is_not_done_with_is_kept(tmp_path: Path) -> None:
    """A newsletter that never went out, however old: it holds back only itself."""
    async with opened(tmp_path, inside=True, keep=KEEP) as house:
        house.post.answer = lambda to: Outcome("unknown", 0, "cut") if to == ADA else Outcome("sent", 250, "ok")
        await lived(house)
        await reader().execute_query(
            "UPDATE delivery SET next_try = '2026-11-01 00:00:00+00:00' WHERE state = 'unknown'"
        )
        await reader().execute_query("UPDATE delivery SET state = 'held' WHERE state = 'unknown'")
        held = "SELECT COUNT(*) FROM delivery_bytes b JOIN delivery d ON d.id = b.delivery_id WHERE LENGTH(data) > 0"
        kept = await one(f"{held} AND d.state = 'held'")
        await days(house, 60)
        assert (
            kept > 1
            and await one(f"{held} AND d.state = 'held'") == kept
            and await one(f"{held} AND d.state = 'sent'") == 0
        )


def test_stories_keep_their_text_for_a_month_at_least() -> None:
    with pytest.raises(ValueError, match="30 days"):
        Keep(stories=7)
    assert Keep(stories=0).stories == 0 and Keep(stories=30).stories == 30


async def passed_on(house: House) -> None:
    """Ada passes a story on with a word, and it stands in the newsletter of Ben."""
    for address in (ADA, BEN):
        await house.subscriber(address, "housing", zone="Europe/Vienna")
    house.clock.ahead(minutes=5)
    await house.mail(
        f"From: Ada Lovely <{ADA}>\nTo: inbox+housing@news.example\nSubject: Homeless and cold\nMessage-ID: <t@uni.example>\n\n"
        f"{NOTE}\nhttps://paper.example/homeless-and-cold\n",
        recipients=("inbox+housing@news.example",), sender=ADA,
    )  # fmt: skip
    house.clock.ahead(hours=2)
    await house.tick()


def in_files(folder: Path) -> list[str]:
    """Where the note or its writer still stands, as plain text."""
    words = (b"Zauberhaftes", b"zauberhaftes", b"Lovely", ADA.encode())
    return [
        f"{file.name}: {word!r}" for file in folder.glob("router.db*") for word in words if word in file.read_bytes()
    ]


@pytest.mark.parametrize("answer", ["sent", "retry", "unknown"])
async def test_a_note_goes_from_search_routes_and_the_newsletters_of_others(
    tmp_path: Path, answer: str, capfd: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules" / "interests"
    rules.mkdir(parents=True)
    (rules / "housing.rules").write_text("interest: Housing\ntake any: homeless*, zauberhaft*\n")
    async with opened(tmp_path, inside=True) as house:
        house.post.answer = lambda _: Outcome(answer, 250 if answer == "sent" else 450, "well")
        await passed_on(house)
        [story] = await reader().execute_query_dict("SELECT * FROM story")
        assert NOTE in story["note"] and "Zauberhaft" in await one("SELECT found FROM route")
        assert len(house.post.newsletters(BEN)) == (answer == "sent")
        await house.installation.privacy.forget(ADA, house.clock(), farewell=False)
        house.post.answer = lambda _: Outcome("sent", 250, "ok")
        house.clock.ahead(minutes=10)
        await house.tick()
        house.clock.ahead(minutes=2)
        await house.tick()
        [newsletter] = house.post.newsletters(BEN)
        assert b"Homeless and cold" in newsletter and (b"Zauberhaft" in newsletter) is (answer != "retry")
        assert await house.law() == []
        await reader().execute_query("PRAGMA wal_checkpoint(TRUNCATE)")
        assert in_files(tmp_path) == []
    said = capfd.readouterr()
    assert ADA not in said.out + said.err and "Lovely" not in said.out + said.err, "the log names nobody"
