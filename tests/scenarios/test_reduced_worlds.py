"""Join, read, ask, change, bounce, come back and leave where something is missing: no tags, no pages, a smart host that rewrites
the envelope, and all three at once. One timeline, by SMTP alone."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest

from router.store import subscribers
from router.web.pages import Pages, reader_pages
from tests.house import alert
from tests.scenarios.doors import Doors, open_doors, reply, reply_address
from tests.servers.recorder import Recorder
from tests.subscribers.returned import bounce

ADA, INBOX = "ada@uni.example", "inbox@news.example"
NO_TAGS = {"inbox": {"address": INBOX, "subaddresses": False}}
NO_PAGES = {"web": {"base_url": ""}}
WORLDS = {
    "everything": ({}, False),
    "no subaddresses": (NO_TAGS, False),
    "no public address": (NO_PAGES, False),
    "a smart host that rewrites the envelope": ({}, True),
    "all three": (NO_TAGS | NO_PAGES, True),
}


async def story(house: Doors, number: int) -> list[EmailMessage]:
    """One more story, and the newsletters that Ada has a day later."""
    house.clock.ahead(hours=1)
    what = (f"Homeless shelter number {number} opens", f"https://herald.example/{number}")
    rain = (f"Rain on day {number}", f"https://herald.example/rain/{number}")
    await house.send(alert(what, rain, number=number), INBOX, "alerts@herald.example")
    house.clock.ahead(hours=23)
    await house.tick()
    return house.letters(ADA)


async def read(house: Doors, letter: EmailMessage) -> None:
    """What stands behind *tune*, *see them* and *change what you get*: a page, or a letter that is answered."""
    body = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    doors = {}
    for words in ("tune", "See them", "Change what you get"):
        found = re.search(rf'href="([^"]+)"[^>]*>{words}</a>', body)
        assert found is not None, words
        doors[words] = unescape(found[1])
    wanted = {
        "tune": ("The rule: ", "“Homeless”"), "See them": ("1: outside your interests",),
        "Change what you get": ("Interests: Housing", "When: every day at 07:00"),
    }  # fmt: skip
    if "https" in doors["tune"]:
        transport = httpx.ASGITransport(app=reader_pages(Pages(house.installation)))
        async with httpx.AsyncClient(transport=transport, base_url="https://news.example") as web:
            for link in doors.values():
                assert (await web.get(link)).status_code == 200
        return
    for number, (words, answers) in enumerate(wanted.items()):
        asked = urlsplit(doors[words])
        fields = {name: value for name, [value] in parse_qs(asked.query).items()}
        before = len(house.got())
        # somebody it was passed on to sends it: the answer goes to the subscriber all the same, and only asking is obeyed
        await house.send(
            f"From: <eve@else.example>\nTo: <{asked.path}>\nSubject: {fields['subject']}\nMessage-ID: <ask{number}@else.example>\n"
            f"\n{fields['body']}\nstop\n",
            asked.path, "eve@else.example",
        )  # fmt: skip
        [answer] = house.got()[before:]
        said = " ".join(answer.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
        assert ADA in str(answer["To"]) and all(one in said for one in answers), said
        assert "please reply to one of your newsletters" in said
    assert [tie.state for tie in await subscribers.ties(1)] == ["confirmed"]


@pytest.mark.parametrize(("values", "rewritten"), WORLDS.values(), ids=WORLDS.keys())
async def test_a_subscription_s_life(
    tmp_path: Path, recorder: Recorder, values: dict[str, object], rewritten: bool
) -> None:
    async with open_doors(tmp_path, recorder, **values) as house:
        house.clock.ahead(hours=3)  # nine in the morning in Vienna
        await house.installation.consent.ask(ADA, ["housing"], "editor", house.clock(), zone="Europe/Vienna")
        await house.tick()
        [asked] = house.got()
        await house.send(reply(asked, "yes", ADA, 1), reply_address(asked), ADA)
        assert [tie.state for tie in await subscribers.ties(1)] == ["confirmed"]

        [first] = await story(house, 1)
        if values.get("web"):
            assert b"https://news.example" not in first.as_bytes() and first["List-Unsubscribe-Post"] is None
        await read(house, first)
        await house.send(reply(first, "minutes 10\nplain", ADA, 2), reply_address(first), ADA)
        [person] = await subscribers.people()
        assert person.wishes.minutes == 10 and person.plain

        sent = next(mail for mail in recorder.mails if mail.recipients == (ADA,) and b"List-Id" in mail.data)
        back = INBOX if rewritten or values.get("inbox") is not None else sent.sender
        await house.send(bounce(back, ADA, sent.data), back, "")
        assert await subscribers.people() == []
        assert len(await story(house, 2)) == 1
        await house.send(reply(first, "resume", ADA, 3), reply_address(first), ADA)
        letters = await story(house, 3)
        assert len(letters) == 2 and "number 2 opens" in letters[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]

        mailto = re.search(r"<mailto:([^?>]+)\?subject=([^>]+)>", str(letters[1]["List-Unsubscribe"]))
        assert mailto is not None
        await house.send(
            f"From: <{ADA}>\nTo: <{mailto[1]}>\nSubject: {unquote(mailto[2])}\nMessage-ID: <bye@uni.example>\n\n",
            mailto[1],
            ADA,
        )
        assert len(await story(house, 4)) == 2
        assert "You are unsubscribed" in str(house.got()[-1]["Subject"])
        assert await house.law() == []
