"""Runs the week of the sample mails through the real line; the newsletters that came out, and what became of the rest."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

from router.config import Config
from router.rulebook.load import shipped
from router.service.folder import read_folder
from router.service.installation import Installation
from router.service.line import Line
from router.store import issues, mails, stories, subscribers
from router.terms import Envelope, Reason
from router.wire import smtp_in, smtp_out

SAMPLES = Path(__file__).parent / "mails"
BASE_URL = "https://router.example"
BEGIN, END = datetime(2026, 11, 16, 4, 0, tzinfo=UTC), datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
READERS = (
    ("ada.lindqvist@university.example", ("child-protection", "practice-education", "ageing"), 10),
    ("jonas.brandt@city.example", ("homelessness", "mental-health", "substance-use", "social-policy"), 20),
    ("sam.okafor@college.example", ("jobs-and-funding",), 10),
)


@dataclass
class Caught:
    """What the catcher took: newsletters and notices, each as it would have come to a person."""

    newsletters: list[tuple[str, bytes]] = field(default_factory=list)
    notices: list[tuple[str, bytes]] = field(default_factory=list)

    async def __call__(self, data: bytes, envelope: Envelope, ledger: str = "") -> Reason:
        is_issue = b"\nList-Id:" in data.replace(b"\r\n", b"\n")
        (self.newsletters if is_issue else self.notices).append((envelope.recipients[0], data))
        return Reason("caught")


@dataclass
class Summary:
    """The figures of the table."""

    mails: dict[str, int]
    clippings: int
    stories: int
    folded: int
    unrouted: int
    routed: dict[str, int]
    left_out: dict[str, int]
    newsletters: list[dict[str, object]]


class Clock:
    """A clock that is told what time it is."""

    def __init__(self, begin: datetime) -> None:
        self.now = begin

    def __call__(self) -> datetime:
        return self.now


def configuration(folder: Path, catcher_port: int) -> Config:
    """An installation on SQLite in `folder` whose newsletters go to the catcher."""
    shutil.copytree(shipped() / "interests", folder / "rules" / "interests", dirs_exist_ok=True)
    return Config.model_validate(
        {
            "where": str(folder / "router.toml"),
            "identity": {
                "title": "Social Work Alerts",
                "sender": "letters@router.example",
                "zone": "Europe/Vienna",
                "imprint": "School of Social Work, 1 Example Square, Example Town",
            },
            "inbox": {"address": "inbox@router.example", "authserv_id": "mx.router.example"},
            "smart_host": {"host": "127.0.0.1", "port": catcher_port, "tls": "plain"},
            "web": {"base_url": BASE_URL},
            "people": {"maria.keller@university.example": "owner", "ben.osei@university.example": "editor"},
        }
    )


async def run_week(folder: Path, progress: Callable[[str, int, int], None]) -> tuple[Installation, Caught, Summary]:
    """The week in `folder`; `progress` hears (what, done, of). The installation is open still: the page reads it."""
    caught, clock = Caught(), Clock(BEGIN)
    catcher = await smtp_in.listen(smtp_in.Listener("smtp"), caught, lambda _: True)
    house = await Installation(configuration(folder, catcher.port), clock).__aenter__()
    relay = smtp_out.Relay(smtp_out.SmartHost("127.0.0.1", catcher.port, "plain"))
    line = Line(house, relay.deliver, tick_seconds=3600)
    await line.engine.start()
    door = await smtp_in.listen(smtp_in.Listener("smtp"), line.arrive, house.addresses.accepts)
    postman = smtp_out.Relay(smtp_out.SmartHost("127.0.0.1", door.port, "plain"))
    try:
        await _subscribe(house, line, postman, caught)
        await _deliver(folder, clock, line, postman, progress)
        clock.now = END
        progress("newsletters", 0, len(READERS))
        await line.tick()
        await line.engine.idle()
        order = [address for address, _, _ in READERS]
        caught.newsletters.sort(key=lambda letter: order.index(letter[0]))
        progress("newsletters", len(caught.newsletters), len(READERS))
        summary = await _summary(house)
    except BaseException:
        await house.close()  # an open database keeps the process from ending
        raise
    finally:
        await postman.close()
        await door.close()
        await line.stop()
        await relay.close()
        await catcher.close()
    return house, caught, summary


async def _subscribe(house: Installation, line: Line, postman: smtp_out.Relay, caught: Caught) -> None:
    """Each reader is asked and says yes by answering the letter, as anybody with only a mail program would."""
    for address, interests, minutes in READERS:
        await house.consent.ask(
            address, interests, "demo", house.clock(), zone="Europe/Vienna", minutes=minutes, every="weekly", days=[0]
        )
    await line.tick()
    await line.engine.idle()
    for address, letter in list(caught.notices):
        reply_to = str(message_from_bytes(letter)["Reply-To"]).strip("<>")
        answer = (
            f"From: <{address}>\r\nTo: <{reply_to}>\r\nSubject: Re: yes\r\nMessage-ID: <yes-{address}>\r\n\r\nyes\r\n"
        )
        await postman.deliver(address, reply_to, answer.encode())
    await line.engine.idle()
    await house.learn_people()


async def _deliver(
    folder: Path, clock: Clock, line: Line, postman: smtp_out.Relay, progress: Callable[[str, int, int], None]
) -> None:
    """Two of three mails by SMTP, every third laid into a Maildir; in the order of their dates."""
    maildir = folder / "Maildir" / "new"
    maildir.mkdir(parents=True)
    samples = sorted((_dated(path), path.name, path) for path in SAMPLES.glob("*.eml"))
    for done, (when, name, path) in enumerate(samples, 1):
        clock.now = when
        raw = path.read_bytes()
        if done % 3:
            await postman.deliver(*_envelope(raw), raw)
        else:
            (maildir / name).write_bytes(raw)
            await read_folder(maildir.parent, line.arrive, set())
        progress("mails", done, len(samples))
    await line.engine.idle()


def _dated(path: Path) -> datetime:
    head = path.read_bytes()[:20000].decode("utf-8", "replace")
    found = re.search(r"^Date: (.+)$", head, re.MULTILINE)
    try:
        when = parsedate_to_datetime(found[1]) if found else END
    except ValueError:
        when = END
    return min(max(when.astimezone(UTC), BEGIN), END)


def _envelope(raw: bytes) -> tuple[str, str]:
    """(sender, recipient): who the sample says sent it, and the tag of the inbox it was sent to."""
    head = raw.partition(b"\n\n")[0].replace(b"\r", b"").decode("utf-8", "replace")
    to = re.search(r"inbox(\+[a-z0-9-]+)?@router\.example", head, re.IGNORECASE)
    path = re.search(r"^Return-Path: <([^>]*)>", head, re.MULTILINE)
    return (path[1] if path else "alerts@router.example"), (to[0] if to else "inbox@router.example")


async def _summary(house: Installation) -> Summary:
    count, routed = await stories.counts(), await stories.routed_counts()
    made: list[dict[str, object]] = []
    left_out: dict[str, int] = {}
    for address, _, minutes in READERS:
        subscriber = await subscribers.find(address)
        for row in await issues.of_subscriber(subscriber or 0):
            for words, n in row["left_out"].items():
                left_out[words] = left_out.get(words, 0) + n
            made.append(
                {
                    "to": address,
                    "subject": row["subject"],
                    "stories": len(row["stories"]),
                    "minutes": minutes,
                    "left out": row["left_out"],
                }
            )
    return Summary(
        await mails.counts(),
        count["clippings"],
        count["stories"],
        count["folded"],
        count["unrouted"],
        routed,
        left_out,
        made,
    )
