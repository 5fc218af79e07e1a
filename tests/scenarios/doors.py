"""A running house with every door open on loopback, and a recorder where its mail goes."""

from __future__ import annotations

import asyncio
import contextlib
import smtplib
import time
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from router.service.installation import Installation
from router.service.running import running
from tests.house import Clock, House, Post, configuration, with_tables
from tests.servers.ports import free_port
from tests.servers.recorder import Recorder


class Doors(House):
    """A house whose mail comes and goes by real sockets."""

    smtp: int
    recorder: Recorder

    async def send(self, raw: bytes | str, to: str = "inbox@news.example", sender: str = "ada@news.example") -> None:
        """Hand a mail in by SMTP and wait until it is worked through."""
        raw = raw.encode() if isinstance(raw, str) else raw

        def hand() -> None:
            with smtplib.SMTP("127.0.0.1", self.smtp, timeout=20) as client:
                client.sendmail(sender, to, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

        await asyncio.to_thread(hand)
        await self.line.engine.idle()
        await self.tick()

    def got(self, wanted: Callable[[EmailMessage], bool] = lambda _: True) -> list[EmailMessage]:
        """The mails that came out, parsed by the standard library."""
        mails = [
            cast(EmailMessage, message_from_bytes(mail.data, policy=policy.default)) for mail in self.recorder.mails
        ]
        return [mail for mail in mails if wanted(mail)]

    def letters(self, to: str) -> list[EmailMessage]:
        """The newsletters that came to this address."""
        return self.got(lambda mail: bool(mail["List-Id"]) and to in str(mail["To"]))


@contextlib.asynccontextmanager
async def open_doors(folder: Path, recorder: Recorder, **values: Any) -> AsyncIterator[Doors]:
    """A house at work with its SMTP door open; further doors by `values`."""
    clock, port = Clock(), free_port()
    config = configuration(
        folder, **{"smtp": {"port": port}, "smart_host": {"host": "127.0.0.1", "port": recorder.port}, **values}
    )
    await with_tables(folder / "router.db")
    async with Installation(config, clock) as installation, running(installation, tick_seconds=3600) as line:
        doors = Doors(installation, line, clock, Post())
        doors.smtp, doors.recorder = port, recorder
        yield doors


def wait_for_port(port: int, seconds: float = 10.0) -> None:
    """Return when something listens."""
    import socket

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}")


def reply(to: EmailMessage, words: str, sender: str, number: int = 1) -> str:
    """An answer to a mail of ours as a mail program writes it."""
    return (
        f"From: <{sender}>\nTo: {to['Reply-To']}\nSubject: Re: {to['Subject']}\nMessage-ID: <re{number}.{sender}>\n"
        f"In-Reply-To: {to['Message-ID']}\nContent-Type: text/plain; charset=utf-8\n\n{words}\n\n"
        "On Monday, Test news wrote:\n> Homeless families wait\n> stop reading here\n"
    )


def reply_address(mail: EmailMessage) -> str:
    """Where an answer to this mail goes."""
    return str(mail["Reply-To"]).strip("<>")
