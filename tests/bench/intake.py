"""How much of stock mail-parser's speed remains when mails are not only parsed but cut, judged, folded and committed.

Rounds are interleaved, figures are medians of 7, CPU seconds on one core; `ratio` adds the CPU of the worker process.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import resource
import statistics
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

MAILS, ROUNDS = (500, 7) if "--quick" not in sys.argv else (60, 3)
FETCHED = 50  # mails a mailbox hands over at once
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stock(mails: list[bytes]) -> float:
    """The plain baseline: stock mail-parser, bytes to parsed, nothing else."""
    began = time.process_time()
    for raw in mails:
        mailparser.parse_from_bytes(raw)
    return time.process_time() - began


def reading(mails: list[bytes], knows: Knows, book: books.Book) -> float:
    """bytes -> parsed -> clipped -> judged, no database."""
    began = time.process_time()
    for at in range(0, len(mails), FETCHED):  # read together and then judged together, as the steps do
        found = [read(knows, raw, Envelope()).clippings for raw in mails[at : at + FETCHED]]
        for one in itertools.chain.from_iterable(found):
            book.judge(
                Facts(one.title, one.text, one.authors, one.publisher, link=one.link, sources=("google-alerts",))
            )
    return time.process_time() - began


async def whole(mails: list[bytes], count: int) -> tuple[float, float]:
    """(CPU seconds of parent and workers, wall seconds) for everything committed: arrive, clip, fold, route."""
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
            await line.arrive(google_alert(999_999), Envelope())
            await line.engine.idle()
            before, began = cpu(), time.perf_counter()
            for at in range(0, MAILS, FETCHED):
                await asyncio.gather(*(line.arrive(raw, Envelope()) for raw in mails[at : at + FETCHED]))
            await line.engine.idle()
            spent, wall = cpu() - before, time.perf_counter() - began
            await line.stop()
    return spent, wall


def cpu() -> float:
    """CPU seconds of this process and of its living children."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = used.ru_utime + used.ru_stime
    children = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    for pid in children.split():
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def main() -> None:
    mails = [google_alert(n) for n in range(MAILS)]
    book, _ = books.compile({**load(shipped())[0], **rules()})
    knows = Knows(sources=book.sources)
    book.judge(Facts("warm up"))
    collect_seldom()  # as `router run` and its workers do
    rounds: dict[str, list[float]] = {"stock": [], "read": [], "committed": [], "wall 1": [], "wall 2": []}
    for turn in range(ROUNDS):
        rounds["stock"].append(stock(mails))
        rounds["read"].append(reading(mails, knows, book))
        spent, wall = asyncio.run(whole(mails, 1))
        rounds["committed"].append(spent)
        rounds["wall 1"].append(wall)
        if turn % 2 == 0:
            rounds["wall 2"].append(asyncio.run(whole(mails, 2))[1])
    median = {name: statistics.median(values) for name, values in rounds.items()}
    table = Table(title=f"{MAILS} mails of {len(mails[0]) // 1000} kB, 17 stories each, 1,000 rules, {ROUNDS} rounds")
    for column in ("", "median s", "mails/s", "of stock"):
        table.add_column(column)
    for name, seconds in median.items():
        table.add_row(name, f"{seconds:.2f}", f"{MAILS / seconds:.0f}", f"{median['stock'] / seconds:.2f}")
    Console().print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "ratio_read": round(median["stock"] / median["read"], 3),
                "ratio": round(median["stock"] / median["committed"], 3),
                "mails_per_s": round(MAILS / median["wall 1"], 1),
                "mails_per_s_2_workers": round(MAILS / median["wall 2"], 1),
                "peak_mb": round(peak, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
