"""How much of stock mail-parser's speed remains when mails are not only parsed but cut, judged, folded and committed.

Rounds are interleaved, figures are medians of 15, CPU seconds on one core; `ratio` adds the CPU of the worker process.
Each part of a round is a process of its own, as a worker and `router run` are: no part works in another's leavings.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import mailparser
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from router.flow.reading import read
from router.rulebook import book as books
from router.rulebook.load import load, shipped
from router.service.installation import Installation
from router.service.line import Line
from router.terms import Envelope, Facts, Knows
from router.wire.smtp_out import Outcome
from router.workers import collect_seldom
from tests.bench.mails import google_alert, rules
from tests.house import configuration

MAILS, ROUNDS = (500, 15) if "--quick" not in sys.argv else (60, 3)
FETCHED = 20 if MAILS < 500 else 50  # mails a mailbox hands over at once
MAILS_BEFORE = [
    google_alert(n) for n in range(1_000_000, 1_000_000 + FETCHED)
]  # not measured: everything is awake then
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def reading() -> dict[str, float]:
    """CPU seconds of stock mail-parser (bytes -> parsed, nothing else), and of bytes -> parsed -> clipped -> judged
    without a database, by turns."""
    book, _ = books.compile({**load(shipped())[0], **rules()})
    knows = Knows(sources=book.sources)
    collect_seldom()  # as `router run` and its workers do
    _read(MAILS_BEFORE, knows, book)
    spent = {"stock": 0.0, "read": 0.0}
    for at in range(0, MAILS, FETCHED):
        mails = [google_alert(n) for n in range(at, at + FETCHED)]
        began = time.process_time()
        for raw in mails:
            mailparser.parse_from_bytes(raw)
        parsed = time.process_time()
        _read(mails, knows, book)
        spent["stock"] += parsed - began
        spent["read"] += time.process_time() - parsed
    return spent


def _read(mails: list[bytes], knows: Knows, book: books.Book) -> None:
    """Mails are read together, and their stories then judged together, as the steps do."""
    for one in itertools.chain.from_iterable([read(knows, raw, Envelope()).clippings for raw in mails]):
        book.judge(Facts(one.title, one.text, one.authors, one.publisher, link=one.link, sources=("google-alerts",)))


async def whole(count: int) -> dict[str, float]:
    """CPU seconds of parent and `count` workers, wall seconds and megabytes for everything committed: arrive, clip,
    fold, route."""
    mails = [google_alert(n) for n in range(MAILS)]
    collect_seldom()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rules" / "interests").mkdir(parents=True)
        for path, text in rules().items():
            (folder / "rules" / path).write_text(text)

        async def deliver(sender: str, recipient: str, data: bytes) -> Outcome:
            return Outcome("sent", 250, "ok")

        async with Installation(configuration(folder, work={"workers": count}), lambda: NOON) as house:
            line = Line(house, deliver, tick_seconds=3600)
            await line.engine.start()
            await asyncio.gather(*(line.arrive(raw, Envelope()) for raw in MAILS_BEFORE))
            await line.engine.idle()
            before, began = cpu(), time.perf_counter()
            for at in range(0, MAILS, FETCHED):
                await asyncio.gather(*(line.arrive(raw, Envelope()) for raw in mails[at : at + FETCHED]))
            await line.engine.idle()
            spent, wall = cpu() - before, time.perf_counter() - began
            await line.stop()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"committed": spent, "wall": wall, "peak": peak}


def cpu() -> float:
    """CPU seconds of this process and of its living children."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = used.ru_utime + used.ru_stime
    children = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    for pid in children.split():
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def alone(part: str) -> dict[str, float]:
    """What a process of its own measures."""
    command = [sys.executable, __file__, *sys.argv[1:], part]
    measured: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return measured


def main() -> None:
    rounds: dict[str, list[float]] = {}

    def note(**measured: float) -> None:
        for name, value in measured.items():
            rounds.setdefault(name, []).append(value)

    for turn in range(ROUNDS):
        note(**alone("reading"))
        note(**alone("one worker"))
        if turn % 2 == 0:
            note(wall_2=alone("two workers")["wall"])
    median = {name: statistics.median(values) for name, values in rounds.items()}
    size = len(MAILS_BEFORE[0]) // 1000
    table = Table(title=f"{MAILS} mails of {size} kB, 17 stories each, 1,000 rules, medians of {ROUNDS} rounds")
    for column in ("", "seconds", "mails/s", "of stock"):
        table.add_column(column)
    for name, words in (
        ("stock", "stock mail-parser, parsing alone (CPU)"),
        ("read", "parsed, clipped, judged (CPU)"),
        ("committed", "everything committed (CPU of all processes)"),
        ("wall", "everything committed, by the clock, 1 worker"),
        ("wall_2", "the same, 2 workers"),
    ):
        seconds = median[name]
        table.add_row(words, f"{seconds:.2f}", f"{MAILS / seconds:.0f}", f"{median['stock'] / seconds:.2f}")
    Console().print(table)
    print(
        json.dumps(
            {
                "ratio_read": round(median["stock"] / median["read"], 3),
                "ratio": round(median["stock"] / median["committed"], 3),
                "mails_per_s": round(MAILS / median["wall"], 1),
                "mails_per_s_2_workers": round(MAILS / median["wall_2"], 1),
                "peak_mb": round(median["peak"], 1),
            }
        )
    )


if __name__ == "__main__":
    match sys.argv[-1]:
        case "reading":
            print(json.dumps(reading()))
        case "one worker":
            print(json.dumps(asyncio.run(whole(1))))
        case "two workers":
            print(json.dumps(asyncio.run(whole(2))))
        case _:
            main()
