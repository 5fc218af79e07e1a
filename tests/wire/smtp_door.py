"""A door of ours with an inbox behind it, and clients that speak to it."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from router.terms import Envelope, Reason
from router.wire.smtp_in import Door, Listener, listen

MAIL = b"Subject: An alert\r\n\r\nOne story\r\n"


@dataclass
class Inbox:
    """What stands behind the door: keeps mails, or fails as told."""

    mails: list[tuple[bytes, Envelope]] = field(default_factory=list)
    error: Exception | None = None
    seconds: float = 0.0
    begun: int = 0

    async def arrive(self, data: bytes, envelope: Envelope, ledger: str = "") -> Reason:
        self.begun += 1
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        self.mails.append((data, envelope))
        return Reason("new")


@asynccontextmanager
async def door(inbox: Inbox, **settings: object) -> AsyncIterator[Door]:
    opened = await listen(Listener(**settings), inbox.arrive, lambda address: address.endswith("@router.example"))
    try:
        yield opened
    finally:
        await opened.close()


class Peer:
    """A raw client: says bytes, reads one whole reply."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()
        self.file.close()

    def reply(self) -> bytes:
        lines = [self.file.readline()]
        while lines[-1][3:4] == b"-":
            lines.append(self.file.readline())
        return b"".join(lines)

    def say(self, *said: bytes) -> bytes:
        """The reply to the last of these."""
        reply = b""
        for piece in said:
            self.socket.sendall(piece)
            reply = self.reply()
        return reply


def talk(port: int, *said: bytes) -> list[bytes]:
    """A session: the greeting, and the reply to each piece said."""
    with Peer(port) as peer:
        return [peer.reply(), *(peer.say(piece) for piece in said)]


HELLO = b"EHLO client.example\r\n"
START = (HELLO, b"MAIL FROM:<a@alerts.example>\r\n", b"RCPT TO:<inbox@router.example>\r\n", b"DATA\r\n")


async def send(port: int, data: bytes = MAIL, to: str = "inbox@router.example", kind: type = smtplib.SMTP) -> object:
    def sending() -> object:
        with kind("127.0.0.1", port, "client.example", timeout=20) as client:
            return client.sendmail("a@alerts.example", [to], data)

    return await asyncio.to_thread(sending)
