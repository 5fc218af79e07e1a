"""Starts the house, lets it die where it is told to, starts it again, and looks at what came out."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from router.care.verify import verify
from router.config import load
from router.service.installation import Installation
from router.service.line import Line
from router.store import subscribers
from router.terms import Envelope
from router.wire.smtp_out import Outcome
from tests.faults.house_under_test import NOON
from tests.house import RULES, alert
from tests.servers.dovecot import Account
from tests.servers.ports import free_port
from tests.servers.smtp_sink import Dumped, SmtpSink

READERS = ("ada@news.example", "ben@news.example")
OLD = ("Harbour museum shows a ship of 1820", "https://herald.example/old")  # there before, in each mail, for nobody
DAILY = "cleo@news.example"  # reads at 12:22 what the editions hold that close at 12:20
ROOT = Path(__file__).parents[2]
TOML = """\
[identity]
title = "Test news"
sender = "letters@news.example"
edition_closes = "12:20"
[inbox]
address = "inbox@news.example"
[[mailbox]]
host = "127.0.0.1"
port = {imap}
tls = "plain"
user = "{user}"
tidy = "keyword"
[smtp]
port = {smtp}
[smart_host]
host = "127.0.0.1"
port = {sink}
connections = 1
[work]
workers = 1
"""


async def nobody(sender: str, recipient: str, data: bytes) -> Outcome:
    raise AssertionError(f"nothing is to go out yet, least of all to {recipient}")


@dataclass
class Trial:
    """One house that is killed once, and its end state."""

    folder: Path
    mailbox: Account
    sink: SmtpSink
    smtp: int = field(default_factory=free_port)
    began: float = field(default_factory=time.time)
    died: bool = False

    def prepare(self) -> None:
        for name, text in RULES.items():
            (self.folder / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / "rules" / name).write_text(text)
        toml = TOML.format(imap=self.mailbox.server.imap, user=self.mailbox.user, smtp=self.smtp, sink=self.sink.port)
        (self.folder / "router.toml").write_text(toml)
        asyncio.run(self._people())

    async def _people(self) -> None:
        before = NOON - timedelta(hours=1)
        async with Installation(load(self.folder / "router.toml"), lambda: before) as house:
            for address in (*READERS, DAILY):
                every = "daily" if address == DAILY else "once"
                number = await subscribers.add(address, before, every=every, time="12:22", zone="UTC", minutes=0)
                await subscribers.ask(number, ["housing", "care"], "test", "1", before)
                await subscribers.confirm(number, before, "test", before)
            line = Line(house, nobody, tick_seconds=3600)
            await line.engine.start()
            await line.arrive(alert(OLD, number=99), Envelope("smtp"))
            await line.engine.idle()
            await line.stop()

    def start(self, crash: str = "") -> subprocess.Popen[bytes]:
        (self.folder / "ready").unlink(missing_ok=True)
        environment = {**os.environ, "ROUTER_CRASH": crash, "PYTHONPATH": str(ROOT)}
        environment["ROUTER_MAILBOX_INBOX_PASSWORD"] = self.mailbox.password
        command = [
            sys.executable,
            str(ROOT / "tests" / "faults" / "house_under_test.py"),
            str(self.folder),
            str(self.began),
        ]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def run(self, crash: str, stories: int) -> None:
        """Mails in by both doors, death at `crash`, a second life; returns when everything came out or time is up.

        An edition closes twenty seconds after the first life began, long after the stories went out at once.
        """
        edition = crash.startswith("edition.")
        first = self.start(crash)
        mails = [alert((_title(n), f"https://herald.example/{n}"), OLD, number=n) for n in range(stories)]
        self.mailbox.deliver(*mails[::2])
        waiting = self._post(mails[1::2], first)
        self.died = self._wait(lambda: first.poll() is not None, 60, 0 if edition else stories)
        if not self.died:
            first.send_signal(signal.SIGTERM)
        first.wait(60)
        second = self.start()
        try:
            self._wait(lambda: False, 0.1, 0)
            self._post(waiting, second)
            self._wait(lambda: edition and len(self.morning()) >= stories, 90, 0 if edition else stories)
        finally:
            second.send_signal(signal.SIGTERM)
            second.wait(60)

    def _post(self, mails: list[bytes], process: subprocess.Popen[bytes]) -> list[bytes]:
        """Hand mails over as a mail server would; those not taken with 250 are kept for another try."""
        for _ in range(600):
            if (self.folder / "ready").exists() or process.poll() is not None:
                break
            time.sleep(0.1)
        left = []
        for mail in mails:
            try:
                with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as client:
                    client.sendmail("alerts@news.example", "inbox@news.example", mail)
            except (OSError, smtplib.SMTPException):
                left.append(mail)
        return left

    def _wait(self, until: Callable[[], bool], seconds: float, stories: int) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if until():
                return True
            if stories and len(self.given()) >= stories * len(READERS):
                return False
            time.sleep(0.1)
        return False

    def letters(self) -> list[Dumped]:
        return [mail for mail in self.sink.mails() if b"\nList-Id:" in mail.data]

    def given(self) -> Counter[tuple[str, str]]:
        """(reader, title) -> in how many different newsletters (by Message-ID)."""
        seen = {(mail.recipients[0], identifier(mail), title) for mail in self.letters() for title in titles(mail)}
        return Counter((reader, title) for reader, _, title in seen if reader != DAILY)

    def morning(self) -> Counter[str]:
        """title -> in how many different newsletters of the one who reads editions."""
        mine = [mail for mail in self.letters() if mail.recipients[0] == DAILY]
        return Counter(title for _, title in {(identifier(mail), title) for mail in mine for title in titles(mail)})

    def resent(self) -> list[str]:
        """Message-IDs that were handed over more than once."""
        counted = Counter(identifier(mail) for mail in self.letters())
        return [name for name, count in counted.items() if count > 1]

    def editions(self) -> list[tuple[str, int, int]]:
        """(state, number, stories) of every edition of housing."""

        async def look() -> list[tuple[str, int, int]]:
            async with Installation(load(self.folder / "router.toml"), lambda: NOON) as house:
                rows = await house.editions.listed("housing")
            return [(row["state"], row["number"], row["stories"]) for row in rows]

        return asyncio.run(look())

    def law(self) -> list[str]:
        async def look() -> list[str]:
            later = NOON + timedelta(days=1)
            async with Installation(load(self.folder / "router.toml"), lambda: later) as house:
                return [str(breach) for breach in await verify(dict(house.interests()), later)]

        return asyncio.run(look())


def _title(n: int) -> str:
    return (
        f"Homeless count number {n} ends in the {('north', 'south', 'east', 'west')[n % 4]} of Example Town {'x' * n}"
    )


def identifier(mail: Dumped) -> str:
    return str(message_from_bytes(mail.data)["Message-ID"])


def titles(mail: Dumped) -> set[str]:
    body = message_from_bytes(mail.data, policy=policy.default).get_body(("plain",))  # type: ignore[attr-defined]
    text = re.sub(r"\s+", " ", body.get_content())
    return set(re.findall(r"Homeless count number \d+", text))


def same_bytes(trial: Trial, name: str) -> bool:
    """Whether every copy of this Message-ID is the same mail, byte for byte."""
    return len({mail.data for mail in trial.letters() if identifier(mail) == name}) == 1
