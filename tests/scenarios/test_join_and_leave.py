"""Joining by answering or by the page; leaving by one click, by mailto and by STOP: door to door."""

from __future__ import annotations

import asyncio
import re
import ssl
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from router.store import subscribers
from tests.house import alert
from tests.scenarios.doors import Doors, open_doors, reply, reply_address, wait_for_port
from tests.servers.certificate import Certificate
from tests.servers.ports import free_port
from tests.servers.recorder import Recorder

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")
MORE = ("Homeless shelter to stay open through the whole winter", "https://herald.example/winter")
ADA = "ada@news.example"


async def asked(house: Doors) -> EmailMessage:
    """Ada was asked; her confirmation letter as it came."""
    await house.installation.consent.ask(ADA, ["housing"], "page", house.clock(), zone="Europe/Vienna")
    await house.tick()
    [letter] = house.got()
    assert ADA in str(letter["To"]) and "Housing" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return letter


async def subscribed(house: Doors) -> EmailMessage:
    """Ada said yes by mail and has her first newsletter."""
    letter = await asked(house)
    await house.send(reply(letter, "Yes please!", ADA), reply_address(letter))
    house.clock.ahead(minutes=5)
    await house.send(alert(HOME, number=1), sender="alerts@news.example")
    house.clock.ahead(hours=2)
    await house.tick()
    [newsletter] = house.letters(ADA)
    return newsletter


async def next_day(house: Doors) -> None:
    house.clock.ahead(hours=1)
    await house.send(alert(MORE, number=2), sender="alerts@news.example")
    house.clock.ahead(hours=24)
    await house.tick()


async def test_nobody_gets_a_newsletter_before_saying_yes(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        await asked(house)
        await house.send(alert(HOME, number=1), sender="alerts@news.example")
        house.clock.ahead(hours=26)
        await house.tick()
        assert house.letters(ADA) == []


async def test_confirm_by_answering_the_letter(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        newsletter = await subscribed(house)
        assert HOME[0] in newsletter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        await next_day(house)
        assert len(house.letters(ADA)) == 2
        assert await house.law() == []


async def test_an_auto_reply_to_the_letter_confirms_nothing(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        letter = await asked(house)
        vacation = reply(letter, "I am away until Monday.", ADA).replace(
            "Subject:", "Auto-Submitted: auto-replied\nSubject:"
        )
        await house.send(vacation, reply_address(letter), sender="")
        assert [tie.state for tie in await subscribers.ties(1)] == ["unconfirmed"]


async def test_confirm_by_the_page(tmp_path: Path, recorder: Recorder) -> None:
    port = free_port()
    values = {"web": {"base_url": f"http://127.0.0.1:{port}", "port": port}}
    async with open_doors(tmp_path, recorder, **values) as house:
        letter = await asked(house)
        await asyncio.to_thread(wait_for_port, port)
        [address] = set(
            re.findall(rf"http://127\.0\.0\.1:{port}/confirm/\w+", letter.get_body(("plain",)).get_content())
        )  # type: ignore[union-attr]
        async with httpx.AsyncClient() as web:
            assert (await web.get(address)).status_code == 200
            assert [tie.state for tie in await subscribers.ties(1)] == ["unconfirmed"]
            assert "You are subscribed" in (await web.post(address)).text
        assert [tie.state for tie in await subscribers.ties(1)] == ["confirmed"]


async def test_one_click_from_the_bytes_that_were_sent(
    tmp_path: Path, recorder: Recorder, certificate: Certificate
) -> None:
    """RFC 8058 3.1: the address is read from the header of the sent bytes and posted to over TLS."""
    port = free_port()
    web_settings = {
        "base_url": f"https://localhost:{port}", "port": port, "certificate": str(certificate.cert), "key": str(certificate.key),
    }  # fmt: skip
    async with open_doors(tmp_path, recorder, web=web_settings) as house:
        newsletter = await subscribed(house)
        await asyncio.to_thread(wait_for_port, port)
        assert newsletter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        [address] = re.findall(r"<(https://[^>]+)>", str(newsletter["List-Unsubscribe"]))
        trust = ssl.create_default_context(cafile=str(certificate.ca))
        async with httpx.AsyncClient(verify=trust) as web:
            for _ in range(2):
                answer = await web.post(address, data={"List-Unsubscribe": "One-Click"})
                assert answer.status_code == 200 and not answer.history and not answer.cookies
        assert [tie.state for tie in await subscribers.ties(1)] == ["unsubscribed"]
        await next_day(house)
        assert len(house.letters(ADA)) == 1
        assert await house.law() == []


async def test_leave_by_the_mailto_of_the_header(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        newsletter = await subscribed(house)
        [address] = re.findall(r"<mailto:([^?>]+)\?subject=unsubscribe>", str(newsletter["List-Unsubscribe"]))
        await house.send(
            f"From: <{ADA}>\nTo: <{address}>\nSubject: unsubscribe\nMessage-ID: <u1@x.example>\n\n", address
        )
        await next_day(house)
        assert len(house.letters(ADA)) == 1


@pytest.mark.parametrize("words", ["STOP", "stop", "Stop.", "Abmelden", " unsubscribe \n\nThanks, Ada", "\n\nStop!"])
async def test_leave_by_answering_stop(tmp_path: Path, recorder: Recorder, words: str) -> None:
    async with open_doors(tmp_path, recorder) as house:
        newsletter = await subscribed(house)
        await house.send(reply(newsletter, words, ADA, 2), reply_address(newsletter))
        await next_day(house)
        assert len(house.letters(ADA)) == 1


@pytest.mark.parametrize("words", ["Please don't stop sending this!", "Stop the press, what a good issue", "Thank you"])
async def test_prose_is_never_a_command(tmp_path: Path, recorder: Recorder, words: str) -> None:
    async with open_doors(tmp_path, recorder) as house:
        newsletter = await subscribed(house)
        await house.send(reply(newsletter, words, ADA, 2), reply_address(newsletter))
        await next_day(house)
        assert len(house.letters(ADA)) == 2


async def test_a_forged_token_does_nothing(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        newsletter = await subscribed(house)
        address = reply_address(newsletter)
        local, _, domain = address.partition("@")
        forged = local[:-1] + ("a" if local[-1] != "a" else "b") + "@" + domain
        await house.send(reply(newsletter, "STOP", ADA, 2), forged)
        await next_day(house)
        assert len(house.letters(ADA)) == 2
