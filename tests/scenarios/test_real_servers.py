"""A subscription's life through real servers: mail out by Postfix, in by Dovecot over IMAP, a mailbox that dies and
comes back, and a reader with nothing but a mail program."""

from __future__ import annotations

import asyncio
import imaplib
import re
import smtplib
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest

from router.service.installation import Installation
from router.service.running import running
from router.store import mails, subscribers
from tests.house import Clock, House, Post, alert, configuration, with_tables
from tests.scenarios.doors import reply, reply_address
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.postfix import Postfix

ADA, INBOX = "ada@uni.example", "inbox@news.example"


class Reader:
    """Ada's mail program: it submits to Postfix and reads her own mailbox on Dovecot."""

    def __init__(self, house: House, relay: Postfix, dovecot: Dovecot) -> None:
        self.house, self.relay, self.dovecot, self.sent = house, relay, dovecot, 0

    async def send(self, raw: str | bytes, to: str, sender: str = ADA) -> None:
        """Submit a mail, and wait until Router has read it by IMAP."""
        raw = raw.encode() if isinstance(raw, str) else raw
        crlf = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

        def submit() -> None:
            with smtplib.SMTP("127.0.0.1", self.relay.port, timeout=20) as client:
                client.sendmail(sender, to, crlf)

        await asyncio.to_thread(submit)
        self.sent += 1
        await self.until(lambda: self.arrived(self.sent), f"mail {self.sent} by IMAP")

    async def arrived(self, count: int) -> bool:
        await self.house.line.engine.idle()
        read = await mails.counts()
        return sum(read.values()) - read.get("waiting", 0) >= count

    async def until(self, what: Callable[[], Awaitable[bool]], words: str) -> None:
        for _ in range(300):
            if await what():
                return
            await self.house.tick()
            await asyncio.sleep(0.05)
        raise AssertionError(f"never came: {words}; {await mails.counts()}")

    def mailbox(self) -> list[EmailMessage]:
        with imaplib.IMAP4("127.0.0.1", self.dovecot.imap) as client:
            client.login(ADA, PASSWORD)
            client.select("INBOX", readonly=True)
            numbers = client.search(None, "ALL")[1][0].split()
            raw = [client.fetch(number, "(RFC822)")[1][0][1] for number in numbers]  # type: ignore[index]
        return [cast(EmailMessage, message_from_bytes(one, policy=policy.default)) for one in raw]

    async def newest(self, count: int) -> EmailMessage:
        """The last of her mails once there are so many."""

        async def there() -> bool:
            return len(await asyncio.to_thread(self.mailbox)) >= count

        await self.until(there, f"{count} mails for {ADA}")
        found = await asyncio.to_thread(self.mailbox)
        assert len(found) == count, [str(mail["Subject"]) for mail in found]
        return found[-1]

    async def day(self, number: int) -> None:
        """One more day, with one more story in the morning of it."""
        self.house.clock.ahead(hours=1)
        await self.send(
            alert((f"Homeless shelter number {number} opens", f"https://herald.example/{number}"), number=number), INBOX
        )
        self.house.clock.ahead(hours=23)
        await self.house.tick()


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


async def test_join_read_change_bounce_come_back_and_leave(
    tmp_path: Path, dovecot: Dovecot, postfix: Callable[..., Postfix], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTER_MAILBOX_INBOX_PASSWORD", PASSWORD)
    dovecot.account(INBOX), dovecot.account(ADA)
    relay, clock = postfix(lmtp=dovecot.lmtp), Clock()
    mailbox = {"host": "127.0.0.1", "port": dovecot.imap, "tls": "plain", "user": INBOX}
    config = configuration(tmp_path, mailbox=[mailbox], smart_host={"host": "127.0.0.1", "port": relay.port}, people={})
    await with_tables(tmp_path / "router.db")
    async with Installation(config, clock) as installation, running(installation, tick_seconds=3600) as line:
        reader = Reader(House(installation, line, clock, Post()), relay, dovecot)
        clock.ahead(hours=3)  # nine in the morning in Vienna

        await reader.send(
            f"From: <{ADA}>\nSubject: hello\nMessage-ID: <a@uni.example>\n\njoin housing\n",
            "inbox+commands@news.example",
        )
        asked = await reader.newest(1)
        await reader.send(reply(asked, "Yes please", ADA, 1), reply_address(asked))
        welcome = await reader.newest(2)
        assert "Housing" in text(welcome)

        await reader.day(1)
        first = await reader.newest(3)
        assert "number 1 opens" in text(first) and str(first["List-Id"])
        await reader.send(reply(first, "minutes 10\nplain", ADA, 2), reply_address(first))
        assert "10 minutes" in text(await reader.newest(4))

        relay.refuse("uni.example")
        await reader.day(2)
        reader.sent += 1  # what Postfix sends back
        await reader.until(lambda: reader.arrived(reader.sent), "the bounce")
        [person] = [await subscribers.person(1)]
        assert person is not None and person.state == "suspended" and (await mails.counts())["bounce"] == 1
        await reader.day(3)
        relay.refuse()
        assert len(reader.mailbox()) == 4, "while she was away nothing was tried again"

        await reader.send(reply(first, "resume", ADA, 3), reply_address(first))
        assert "Welcome back" in text(await reader.newest(5))
        await reader.day(4)
        second = await reader.newest(6)
        assert "number 3 opens" in text(second) and "number 4 opens" in text(second)
        assert second.get_body(("html",)) is None, "plain, as she wished"

        mailto = re.search(r"<mailto:([^?>]+)\?subject=unsubscribe>", str(second["List-Unsubscribe"]))
        assert mailto is not None
        await reader.send(
            f"From: <{ADA}>\nTo: <{mailto[1]}>\nSubject: unsubscribe\nMessage-ID: <z@uni.example>\n\n", mailto[1]
        )
        assert "You are unsubscribed" in str((await reader.newest(7))["Subject"])
        await reader.day(5)
        assert len(reader.mailbox()) == 7
        assert await reader.house.law() == []
