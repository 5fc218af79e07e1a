"""How sources go: told in `router status`, `router sources list` and once to the people of the house."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from router.care.health import Health, health, judge
from router.cli.app import app
from router.store.sources import Went
from tests.house import Clock, House, Post, alert, opened

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
TOML = '[identity]\nsender = "letters@news.example"\n[inbox]\naddress = "inbox@news.example"\n'
PAPER = """source: street-paper
name: The Street Paper's alerts
from: alerts@paper.example
clip: selectors
story: div.story
title: a
link: a@href
setup: 1. paper.example, Alerts: give inbox+news@ your domain.
setup: 2. Open the mail that comes and confirm it.
"""


def went(*days_ago: float, links: int = 9, stories: int = 3, confidence: float = 0.97) -> list[Went]:
    """Mails that came so many days ago, newest first."""
    ages = sorted(days_ago)
    return [Went(len(ages) - n, NOW - timedelta(days=age), links, stories, confidence) for n, age in enumerate(ages)]


def said(mails: list[Went]) -> str:
    [one] = judge({"paper": mails}, NOW)
    return str(one)


@pytest.mark.parametrize(
    ("mails", "words"),
    [
        (went(21, 24, 27, 30), "quiet for 21 days, usual gap 3"),
        (went(15, 18, 21, 24), "well"),  # three gaps and a week are not over
        (went(21, 24, 27), "well"),  # two gaps are no habit
        (went(8, 8.25, 8.5, 8.75), "quiet for 8 days, usual gap under a day"),
        (went(40, 40.001, 40.002, 40.003, 40.004), "well"),  # all at once: an old mailbox was imported
        (went(90, 120, 150, 180), "well"),
        (went(98, 128, 158, 188), "quiet for 98 days, usual gap 30"),
        (went(1, 2, 3, stories=0) + went(4, 5), "0 stories from the last 3 mails: layout changed?"),
        (went(1, 2, 3, stories=0, links=0) + went(4), "well"),  # no links, no stories: nothing to read
        (went(1, 2, stories=0) + went(3, 4), "well"),
        (
            went(1, 2, 3, confidence=0.6) + went(4),
            "the last 3 mails were cut by guess, not by its file: layout changed?",
        ),
        (went(1, 2, 3, 4, confidence=0.6), "well"),  # its file leaves it to the mail, always did
        (went(1, confidence=0.6) + went(2) + went(3, confidence=0.6), "well"),
    ],
)
def test_what_is_said_of_a_source(mails: list[Went], words: str) -> None:
    assert said(mails) == words


def test_both_troubles_are_said_and_each_is_named_by_its_own_mail() -> None:
    mails = [*went(21, 24, 27, stories=0), Went(77, NOW - timedelta(days=30), 9, 4, 0.97)]
    [one] = judge({"paper": mails}, NOW)
    assert str(one) == "0 stories from the last 3 mails: layout changed?; quiet for 21 days, usual gap 3"
    assert [trouble.since for trouble in one.troubles] == [77, 3]
    assert (one.mails, one.links, one.stories, one.usual_gap) == (4, 36, 4, 3.0)


def paper(number: int, *, changed: bool = False) -> bytes:
    """A mail of the Street Paper; a changed one says `card` where it said `story`, and its links have no words."""
    story = (
        '<div class="story"><a href="https://paper.example/2026/{0}">The council votes on shelter number {0}</a></div>'
    )
    card = (
        '<div class="card"><a href="https://paper.example/2026/{0}"><img src="https://paper.example/{0}.png"></a></div>'
    )
    html = "".join((card if changed else story).format(number * 10 + n) for n in range(4))
    return (
        f"From: The Street Paper <alerts@paper.example>\r\nTo: inbox@news.example\r\nSubject: Alert {number}\r\n"
        f"Message-ID: <{number}@paper.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>{html}</html>"
    ).encode()


async def weeks(house: House, folder: Path) -> None:
    """The Street Paper every three days, five good mails and four of a new layout; then only another source."""
    path = folder / "rules" / "sources" / "street-paper.rules"
    path.parent.mkdir()
    path.write_text(PAPER)
    await house.tick()
    for number in range(9):
        house.clock.ahead(days=3)
        await house.mail(paper(number, changed=number > 4))
        await house.tick()


def told(post: Post) -> Iterator[str]:
    for _, _, data in post.sent:
        message = message_from_bytes(data, policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        if "needs a look" in (text := " ".join(body.get_content().split())):
            yield text


async def test_a_changed_layout_and_silence_are_told_once_each(tmp_path: Path) -> None:
    async with opened(tmp_path, Clock(NOW)) as house:
        await weeks(house, tmp_path)
        [letter] = told(house.post)
        assert "The Street Paper's alerts needs a look" in letter
        assert "0 stories from the last 3 mails: layout changed?" in letter
        for day in range(30):
            house.clock.ahead(days=1)
            if day > 25:  # until then the whole house is quiet: the mailbox may be at fault, and no source is blamed
                assert len(list(told(house.post))) == (1 if day == 26 else 2)
                await house.mail(alert(("Homeless families wait", f"https://h.example/{day}"), number=day))
            await house.tick()
        [_, letter] = told(house.post)
        assert "quiet for 27 days, usual gap 3" in letter and "router sources how street-paper" in letter
        found = {one.source: one for one in await health(house.clock())}
        assert isinstance(found["street-paper"], Health)
        assert (found["street-paper"].mails, found["street-paper"].links, found["street-paper"].stories) == (9, 36, 20)
        assert str(found["google-alerts"]) == "well"


def test_status_and_sources_say_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fill() -> None:
        clock = Clock(datetime.now(UTC) - timedelta(days=27 + 21))
        async with opened(tmp_path, clock) as house:
            await weeks(house, tmp_path)

    asyncio.run(fill())
    (tmp_path / "router.toml").write_text(TOML)
    monkeypatch.chdir(tmp_path)
    both = "0 stories from the last 3 mails: layout changed?; quiet for 21 days, usual gap 3"
    status = json.loads(CliRunner().invoke(app, ["status", "--json"]).stdout)
    assert status["sources to look at"] == [f"street-paper: {both}"]
    rows = [json.loads(line) for line in CliRunner().invoke(app, ["sources", "list", "--json"]).stdout.splitlines()]
    first = rows[0]
    assert (first["source"], first["mails"], first["links"], first["stories"]) == ("street-paper", 9, 36, 20)
    assert (first["usual_gap"], first["health"]) == (3.0, both)
    assert {row["health"] for row in rows[1:]} == {"no mail yet"} and len(rows) > 40
    assert both in CliRunner().invoke(app, ["sources", "list"]).stdout
    unread = CliRunner().invoke(app, ["mail", "list", "--lane", "alert", "--unread", "--json"]).stdout.splitlines()
    assert [json.loads(line)["subject"] for line in unread] == ["Alert 8", "Alert 7", "Alert 6", "Alert 5"]
    assert "Alert 4" in CliRunner().invoke(app, ["mail", "list", "--lane", "alert"]).stdout


def test_how_prints_the_steps_and_needs_no_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(app, ["sources", "how", "google-scholar"]).stdout
    assert shown.startswith("Google Scholar alerts (google-scholar)\n1. ")
    [row] = CliRunner().invoke(app, ["sources", "how", "pubmed", "--json"]).stdout.splitlines()
    assert json.loads(row)["source"] == "pubmed" and json.loads(row)["setup"].startswith("1. ")
    slip = CliRunner().invoke(app, ["sources", "how", "google-scholr"])
    assert "there is no such source; did you mean `google-scholar`?" in str(slip.exception)
