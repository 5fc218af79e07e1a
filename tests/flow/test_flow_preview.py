"""A preview is what then goes, byte for byte; what is sent by hand or as a test does no more than it says."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from router.cli.app import app
from router.errors import RouterError
from router.flow.rehearse import Seen
from router.service.installation import now as real_now
from router.store import deliveries, subscribers
from router.store.bulk import reader
from router.tokens import Purpose
from tests.flow.test_flow_editions import ADA, BEN, at, at_midnight, number_of, routed, story, titles
from tests.house import House, alert, opened

MARIA = "maria@news.example"


async def everything(house: House) -> dict[str, list[dict[str, object]]]:
    """Every row of the database."""
    tables = await reader().execute_query_dict("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row["name"]: await reader().execute_query_dict(f'SELECT * FROM "{row["name"]}"') for row in tables}


WISHES: dict[str, dict[str, object]] = {
    "daily": {},
    "everything": {"minutes": 0},
    "two minutes": {"minutes": 2},
    "weekdays in Tokyo": {"zone": "Asia/Tokyo", "time": "06:30", "days": [0, 1, 2, 3, 4]},
    "Mondays": {"every": "weekly", "days": [0]},
    "monthly": {"every": "monthly", "month_day": 24},
    "German": {"language": "de"},
    "text alone": {"plain": True},
    "one for each": {"one_each": True, "minutes": 0},
}


CASES = [
    *((name, "", ("housing",)) for name in WISHES),
    *((name, "hold: 4 hours\n", ("housing", "care")) for name in WISHES),
    ("everything", "hold: 4 hours\n", ("housing",)),
    ("daily", "hold: yes\n", ("housing", "care")),
    ("daily", "hold: yes\n", ("housing",)),
]


@pytest.mark.parametrize(("name", "setting", "interests"), CASES, ids=str)
async def test_a_preview_is_what_then_goes(tmp_path: Path, name: str, setting: str, interests: tuple[str, ...]) -> None:
    """Whenever it is looked at since the last mail: before and after the edition closes, and in the very minute."""
    async with at_midnight(tmp_path, setting) as house:
        await house.subscriber(ADA, *interests, **{"zone": "Europe/Vienna", **WISHES[name]})
        await routed(house, "01:00", *(story(n) for n in range(5)), number=1)
        await routed(house, "02:00", story(6), story(2, "Kinship care"), story(3), number=2)
        await routed(house, "12:00", story(7), story(8), story(4, "Kinship care"), number=3)
        rehearsal, editions = house.installation.rehearsal, house.installation.editions
        await editions.pin("housing", "2026-11-24", await number_of(house, story(7)[0]), house.clock())
        await editions.note("care", "2026-11-24", "A word.", "Maria", house.clock())
        seen: list[Seen] = []
        while not seen or house.clock() < seen[-1].goes:
            before = await everything(house)
            seen.append(await rehearsal.preview(ADA, house.clock()))
            assert await everything(house) == before, "a preview leaves nothing behind"
            await house.line.tick()
            await house.line.engine.idle()
            house.clock.now = min(house.clock() + timedelta(hours=5), seen[-1].goes)
        sent = len(house.post.newsletters())
        await house.tick()
        letters = house.post.newsletters()[sent:]
        if setting == "hold: yes\n" and interests == ("housing",):
            assert letters == [] and {one.drafts for one in seen} == {()}
        else:
            assert len(seen) > 2 and len(titles(letters[0])) > 0
            assert {tuple(draft.mail.data for draft in one.drafts) for one in seen} == {tuple(letters)}
        assert await house.law() == []


async def test_what_arrives_between_is_not_in_the_preview(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "01:00", story(1))
        preview = await house.installation.rehearsal.preview(ADA, house.clock())
        await routed(house, "02:00", story(2))
        await at(house, "07:00")
        assert [titles(draft.mail.data) for draft in preview.drafts] == [[story(1)[0]]]
        [letter] = house.post.newsletters()
        assert len(titles(letter)) == 2 and letter != preview.drafts[0].mail.data


async def test_sent_by_hand_is_had_and_the_slots_stay(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", time="18:00")
        await routed(house, "01:00", story(1))
        said = await house.installation.rehearsal.send(ADA, house.clock())
        assert str(said) == f"nothing released waits for {ADA}; 1 stories stand in open editions and 0 in held ones"
        await at(house, "09:00")
        said = await house.installation.rehearsal.send(ADA, house.clock())
        assert said.code == "sent"
        await at(house, "09:01")
        assert (await house.installation.rehearsal.send(ADA, house.clock())).code == "nothing"
        await routed(house, "10:00", story(2))
        await house.installation.editions.release("housing", "", "Maria", house.clock())
        await at(house, "18:00")
        assert [titles(letter) for letter in house.post.newsletters()] == [[story(1)[0]], [story(2)[0]]]
        numbers = [re.search(rb"Subject: No\. (\d+)", letter)[1] for letter in house.post.newsletters()]  # type: ignore[index]
        assert numbers == [b"1", b"2"]
        assert await house.law() == []


async def test_a_test_goes_to_an_editor_and_changes_nothing_for_the_subscriber(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        subscriber = await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "01:00", story(1))
        for _ in range(2):
            house.clock.ahead(seconds=1)
            assert (
                await house.installation.rehearsal.test(ADA, MARIA.upper(), {MARIA: "owner"}, house.clock())
            ).code == "tested"
        await house.tick()
        tests = [message_from_bytes(data, policy=policy.default) for data in house.post.newsletters(MARIA)]
        assert len(tests) == 2 and tests[0]["Message-ID"] != tests[1]["Message-ID"]
        assert tests[0]["Subject"] == f"Test: No. 1: {story(1)[0]}" and tests[0]["To"] == MARIA
        [token] = re.findall(r"/u/(\w+)>", str(tests[0]["List-Unsubscribe"]))
        proven = house.installation.keys.read(Purpose.LEAVE, token)
        assert (await house.installation.consent.leave(proven, "page", house.clock())).code == "already"
        assert [tie.state for tie in await subscribers.ties(subscriber)] == ["confirmed"]
        assert str(subscriber) not in {
            str(row["subscriber"]) for row in await deliveries.listed() if "subscriber" in row
        }
        await at(house, "07:00")
        [letter] = house.post.newsletters(ADA)
        assert titles(letter) == [story(1)[0]] and b"Subject: No. 1:" in letter
        assert await house.law() == []


@pytest.mark.parametrize("to", ["stranger@elsewhere.example", ADA, ""])
async def test_a_test_goes_to_nobody_else(tmp_path: Path, to: str) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "01:00", story(1))
        before = await deliveries.counts()
        with pytest.raises(RouterError, match="tests go to editors and owners alone"):
            await house.installation.rehearsal.test(ADA, to, house.installation.config.people, house.clock())
        assert await deliveries.counts() == before


async def test_who_gets_nothing_is_said(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        with pytest.raises(RouterError, match="nobody subscribed with this address"):
            await house.installation.rehearsal.preview(BEN, house.clock())
        await house.installation.consent.ask(BEN, ["housing"], "page", house.clock())
        with pytest.raises(RouterError, match="gets no newsletter: nothing is confirmed"):
            await house.installation.rehearsal.preview(BEN, house.clock())


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through `router` itself, on a folder with a router.toml, by the real clock."""
    toml = '[identity]\ntitle = "Test news"\nsender = "letters@news.example"\nzone = "Europe/Vienna"\nedition_closes = "06:30"\n'
    toml += '[inbox]\naddress = "inbox@news.example"\n[web]\nbase_url = "https://news.example"\n[people]\n"maria@news.example" = "owner"\n'
    (tmp_path / "router.toml").write_text(toml)

    async def before() -> None:
        async with opened(tmp_path) as house:
            house.clock.now = real_now() - timedelta(minutes=1)
            await house.subscriber(ADA, "housing", zone="Europe/Vienna", minutes=0, time="06:30")
            await house.mail(alert(story(1), story(2)))

    def router(*words: str) -> str:
        result = CliRunner().invoke(app, [*words, "--config", str(tmp_path / "router.toml")], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    async def after() -> list[bytes]:
        async with opened(tmp_path) as house:
            house.clock.now = (real_now() + timedelta(days=2)).replace(hour=12)  # whatever hour it is now
            await house.tick()
            return house.post.newsletters()

    asyncio.run(before())
    first = json.loads(router("edition", "show", "housing", "--json"))["stories"][0]["story"]
    second = 3 - first
    assert router("edition", "pin", "housing", str(second)).endswith(f": story {second} is pinned\n")
    assert router("edition", "drop", "housing", str(first)).endswith(f": story {first} is dropped\n")
    router("edition", "drop", "housing", str(first), "--off")
    assert router("edition", "note", "housing", "Read", "both.", "--by", "Maria").endswith("word is written\n")
    router("edition", "hold", "housing")
    edition = json.loads(router("edition", "show", "housing", "--json"))
    assert [one["story"] for one in edition["stories"]] == [second, first] and edition["note_by"] == "Maria"
    assert router("issue", "preview", ADA).startswith(f"nothing new for {ADA}: no newsletter on ")
    said = router("edition", "release", "housing", edition["date"], "--by", "Maria")
    assert "released: it goes with each subscriber's next newsletter" in said
    assert "No. 1: released, released by Maria" in router("edition", "show", "housing", edition["date"])
    assert "Read both. (Maria)" in router("edition", "show", "housing", edition["date"])
    assert json.loads(router("edition", "show", "housing", "--all", "--json"))["stories"] == 2
    assert "Care has story" in router("stories", "route", str(first), "care")
    assert "has story" in router("stories", "route", str(first), "care") and "already" in router(
        "stories", "route", str(first), "care"
    )
    assert router("stories", "note", str(first), "Ours.", "--by", "Maria").endswith(
        "“Ours.” stands with it from now on\n"
    )
    assert "Maria: Ours." in router("issue", "preview", ADA, "--text")
    text, seen = router("issue", "preview", ADA, "--text"), json.loads(router("issue", "preview", ADA, "--json"))
    assert [one["story"] for one in seen["stories"]] == [second, first] and story(1)[0] in " ".join(text.split())
    assert "is sent what" in router("issue", "test", ADA, "--to", MARIA)
    browser = tmp_path / "xdg-open"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path / "opened"}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    page = Path(router("issue", "preview", ADA, "--open").strip())
    asked = tmp_path / "opened"
    for _ in range(600):  # the browser is a process of its own, which nobody waits for
        if asked.exists() and asked.read_text().endswith("\n"):
            break
        time.sleep(0.05)
    assert asked.read_text().strip() == str(page) and "<html" in page.read_text()
    page.unlink()
    eml = CliRunner().invoke(app, ["issue", "preview", ADA, "--eml", "--config", str(tmp_path / "router.toml")])
    when = datetime.fromisoformat(seen["when"])
    assert when > datetime(2026, 1, 1, tzinfo=UTC) and eml.stdout_bytes.startswith(b"Date: ")
    [sent] = [data for data in asyncio.run(after()) if b"To: <ada@news.example>" in data]
    assert titles(sent) == titles(eml.stdout_bytes)
    refused = CliRunner().invoke(app, ["edition", "pin", "housing", "first", "--config", str(tmp_path / "router.toml")])
    assert str(refused.exception) == "N: 'first' names no story; write its number: `router edition pin housing 17`"
