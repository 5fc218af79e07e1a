"""An SMTP or LMTP server in a thread of its own that keeps what it is given and answers as a test tells it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from tests.servers.ports import free_port


@dataclass(frozen=True)
class Received:
    sender: str  # "" is the null sender
    recipients: tuple[str, ...]
    data: bytes  # CR LF line ends, as sent


class Recorder(Controller):
    """`answer(step, value)` may give the reply to "MAIL", "RCPT" (value = the address) or "DATA" (value = the mail);
    None takes it."""

    def __init__(self, lmtp: bool = False) -> None:
        self.mails: list[Received] = []
        self.lmtp = lmtp
        self.answer: Callable[[str, Any], str | None] = lambda step, value: None
        super().__init__(self, hostname="127.0.0.1", port=free_port(), ready_timeout=15)

    def factory(self) -> SMTP:
        return (LMTP if self.lmtp else SMTP)(self, enable_SMTPUTF8=True, hostname="recorder.example")

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if reply := self.answer("MAIL", address):
            return reply
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if reply := self.answer("RCPT", address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        reply = self.answer("DATA", envelope.content) or "250 2.0.0 recorded"
        if reply.startswith("250"):
            sender = "" if envelope.mail_from == "<>" else envelope.mail_from
            self.mails.append(Received(sender, tuple(envelope.rcpt_tos), envelope.content))
        return "\r\n".join([reply] * (len(envelope.rcpt_tos) if self.lmtp else 1))

    def wait(self, count: int, seconds: float = 10.0) -> list[Received]:
        """The mails, once there are so many."""
        end = time.monotonic() + seconds
        while len(self.mails) < count and time.monotonic() < end:
            time.sleep(0.02)
        return self.mails
