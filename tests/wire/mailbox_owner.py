"""What the IMAP tests watch a mailbox with: a ledger and a heap of mails that can be told to fail."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from router.terms import Envelope, Reason
from router.wire.imap import MailboxSettings, Status, watch
from tests.servers.dovecot import Account


@dataclass
class Heap:
    """Stands for the database: `ledger` holds the keys, `mails` what arrived under them, in order."""

    ledger: dict[str, bytes] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    twice: Counter[str] = field(default_factory=Counter)  # keys that came again
    statuses: list[Status] = field(default_factory=list)
    fails: Callable[[bytes], Exception | None] = lambda data: None

    async def arrive(self, data: bytes, envelope: Envelope, ledger: str = "") -> Reason:
        if error := self.fails(data):
            raise error
        if ledger in self.ledger:
            self.twice[ledger] += 1
            return Reason("redelivery")
        self.ledger[ledger] = data
        self.mails.append(data)
        self.envelopes.append(envelope)
        return Reason("new")

    async def known(self, mailbox: str, uidvalidity: int) -> set[int]:
        start = f"{mailbox}|{uidvalidity}|"
        return {int(key.removeprefix(start)) for key in self.ledger if key.startswith(start)}

    @property
    def states(self) -> list[str]:
        return [status.state for status in self.statuses]

    @property
    def state(self) -> str:
        return self.statuses[-1].state if self.statuses else ""

    async def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not condition():  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise TimeoutError(f"it did not come to that: {len(self.mails)} mails, {self.statuses[-5:]}") from None

    async def has(self, count: int, seconds: float = 30.0) -> None:
        await self.until(lambda: len(self.mails) >= count, seconds)


@asynccontextmanager
async def watching(heap: Heap, settings: MailboxSettings) -> AsyncIterator[asyncio.Event]:
    """Watches while the block runs, and sees that the owner ends when told to."""
    stop = asyncio.Event()
    owner = asyncio.create_task(watch(settings, heap.arrive, heap.known, stop, heap.statuses.append))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(owner, 15)


def mail(number: int, size: int = 200) -> bytes:
    head = f"From: alerts@alerts.example\r\nSubject: Alert {number}\r\nMessage-ID: <{number}@alerts.example>\r\n\r\n".encode()
    return head + b"One story a line.\r\n" * max(1, size // 19)


def settings(account: Account, **changes: object) -> MailboxSettings:
    plain = MailboxSettings(
        "alerts", "127.0.0.1", account.user, account.password, account.server.imap, "plain", pause=0.05, timeout=5
    )
    return replace(plain, **changes)
