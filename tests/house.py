"""A whole installation in a temporary folder for tests: real database, rules, workers and steps; only the clock is told."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from router.care.verify import verify
from router.config import Config
from router.service.installation import Installation
from router.service.line import Line
from router.store import subscribers
from router.store.opening import close_store, open_store
from router.terms import Envelope, Reason
from router.wire.smtp_out import Outcome
from router.workers import Workers

MONDAY = datetime(2026, 11, 23, 5, tzinfo=UTC)
RULES = {
    "interests/housing.rules": "interest: Housing\ntake any: homeless*, rough sleeping\nexpect take: Homeless families wait\nexpect skip: Rain today\n",
    "interests/care.rules": "interest: Care\ntake any: foster care, kinship\nexpect take: Foster care today\nexpect skip: Rain today\n",
}

# mornings begin at six in Vienna, editions close half an hour later, and newsletters go at seven
IDENTITY = {
    "title": "Test news",
    "sender": "letters@news.example",
    "zone": "Europe/Vienna",
    "edition_closes": "06:30",
}


@dataclass
class Clock:
    """A clock that is told what time it is."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def ahead(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Post:
    """Takes what is sent, and says of it what the test wants said."""

    sent: list[tuple[str, str, bytes]] = field(default_factory=list)
    answer: Callable[[str], Outcome] = lambda _: Outcome("sent", 250, "ok")

    async def deliver(self, sender: str, recipient: str, data: bytes) -> Outcome:
        outcome = self.answer(recipient)
        if outcome.state == "sent":
            self.sent.append((sender, recipient, data))
        return outcome

    def newsletters(self, recipient: str = "") -> list[bytes]:
        return [data for _, to, data in self.sent if b"\r\nList-Id:" in data and recipient in ("", to)]


@dataclass
class House:
    """What a test works with."""

    installation: Installation
    line: Line
    clock: Clock
    post: Post

    async def mail(self, raw: bytes | str, **envelope: Any) -> Reason:
        """Let one mail arrive and be worked through to its end."""
        raw = raw.encode() if isinstance(raw, str) else raw
        reason = await self.line.arrive(raw, Envelope(**{"door": "smtp", **envelope}))
        await self.line.engine.idle()
        return reason

    async def tick(self) -> None:
        await self.line.tick()
        await self.line.engine.idle()
        await self.line.tick()  # what select made is due now
        await self.line.engine.idle()

    async def subscriber(self, address: str, *interests: str, **wants: Any) -> int:
        """Somebody who was asked and said yes."""
        await self.installation.consent.ask(address, interests, "test", self.clock(), **wants)
        subscriber = await subscribers.find(address)
        assert subscriber is not None
        await subscribers.confirm(subscriber, self.clock() - timedelta(days=1), "test", self.clock())
        await self.installation.learn_people()
        return subscriber

    async def law(self) -> list[str]:
        """What breaks the conservation law; [] is what a test wants."""
        return [str(breach) for breach in await verify(dict(self.installation.interests()), self.clock())]


def configuration(folder: Path, **values: Any) -> Config:
    """A configuration whose rules are RULES unless the folder has some."""
    for name, text in RULES.items() if not (folder / "rules").exists() else ():
        (folder / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "rules" / name).write_text(text)
    return Config.model_validate(
        {
            "where": str(folder / "router.toml"),
            "identity": IDENTITY,
            "inbox": {"address": "inbox@news.example"},
            "web": {"base_url": "https://news.example"},
            "people": {"maria@news.example": "owner"},
            "work": {"workers": 1},
            **values,
        }
    )


_tables: list[bytes] = []  # a database with its tables and nothing in them: making them takes longer than most tests


async def with_tables(database: Path) -> None:
    """Put a database with its tables there, unless there is one."""
    if not _tables:
        with tempfile.TemporaryDirectory() as folder:
            await open_store(Path(folder) / "router.db")
            await close_store()
            _tables.append((Path(folder) / "router.db").read_bytes())
    if not database.exists():
        database.write_bytes(_tables[0])


@contextlib.asynccontextmanager
async def opened(
    folder: Path, clock: Clock | None = None, post: Post | None = None, *, inside: bool = False, **values: Any
) -> AsyncIterator[House]:
    """A house at work; its tick is only the test's. `inside`: mails are read in this process, which starts sooner."""
    clock, post = clock or Clock(), post or Post()
    await with_tables(folder / "router.db")
    async with Installation(configuration(folder, **values), clock) as installation:
        line = Line(installation, post.deliver, tick_seconds=3600)
        if inside:
            line.clip._workers = Workers(0, "router.flow.reading:answer")
        await line.start()
        try:
            yield House(installation, line, clock, post)
        finally:
            await line.stop()


def alert(
    *stories: tuple[str, str], subject: str = "Google Alert - social work", number: int = 1, date: str = ""
) -> bytes:
    """A Google alert as its HTML rows, with these (title, link) stories."""
    rows = "".join(
        '<tr itemscope itemtype="http://schema.org/Article"><td><a itemprop="url" href="https://www.google.com/url?rct=j&amp;sa=t'
        f'&amp;url={link}&amp;ct=ga"><span itemprop="name">{title}</span></a><div itemprop="publisher"><span itemprop="name">'
        f'The Herald</span></div><div itemprop="description">About {title.lower()}.</div></td></tr>'
        for title, link in stories
    )
    return (
        f"From: Google Alerts <googlealerts-noreply@google.com>\r\nTo: inbox@news.example\r\nSubject: {subject}\r\n"
        f"Message-ID: <{number}.galert@google.example>\r\nDate: {date or 'Mon, 23 Nov 2026 04:00:00 +0000'}\r\n"
        "List-Id: <123.alerts.google.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<html><body><table>{rows}</table></body></html>\r\n"
    ).encode()
