"""How fast a changed rule file is previewed over 100,000 stored stories, against looking at each in turn:
`make bench BENCH=preview`.

The change is one line of three words; both ways must give the same answer.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from router.editing.preview import Preview, look
from router.flow.route import Route
from router.rulebook.book import compile as compile_book
from router.store import judged, stories
from router.store.bulk import insert_many
from router.store.opening import close_store, open_store
from router.store.transaction import Connection, unit
from router.terms import Clipping
from tests.bench.rules import rule_files, words
from tests.bench.rules import stories as told

STORIES, OTHER_TEXTS, RULES, TIMES = int(sys.argv[1]) if sys.argv[1:] else 100_000, 20_000, 1_000, 5
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


async def fill(chance: random.Random, vocabulary: list[str], book: object) -> None:
    """Stories as folding leaves them, judged by the book as the service does it."""
    texts = told(chance, vocabulary, min(STORIES, OTHER_TEXTS))
    columns = ("id", *stories.FACE, "first_seen", "carried", "judged")

    async def work(connection: Connection) -> None:
        rows = []
        for n in range(1, STORIES + 1):
            seen = texts[n % len(texts)]
            face = Clipping(title=f"{seen.title} {n}", link=f"https://paper.example/{n}", text=seen.text)
            rows.append([n, *(getattr(face, name) for name in stories.FACE), NOW - timedelta(minutes=n % 40_000), 1, 0])
        await insert_many(connection, "story", columns, rows)

    await unit(work)
    route = Route(lambda: (1, book))  # type: ignore[arg-type, return-value]
    for start in range(1, STORIES + 1, 500):
        await route(range(start, start + 500), NOW)


async def timed(work: Awaitable[object]) -> float:
    start = time.process_time()
    await work
    return time.process_time() - start


async def each_in_turn(preview: Preview, since: datetime) -> None:
    ids = await judged.since(since)
    for start in range(0, len(ids), 500):
        for story, facts in (await stories.facts(ids[start : start + 500])).items():
            preview.see(story, facts)


async def main() -> None:
    chance = random.Random(4)
    vocabulary = words(chance)
    texts = rule_files(chance, vocabulary, RULES)
    before = compile_book(texts)[0]
    name = next(name for name in texts if name.startswith("interests/"))
    after = compile_book({**texts, name: f"{texts[name]}\ntake any: {', '.join(vocabulary[12_000:12_003])}\n"})[0]
    since = NOW - timedelta(days=30)
    with tempfile.TemporaryDirectory() as folder:
        await open_store(Path(folder) / "router.db")
        try:
            await fill(chance, vocabulary, before)
            plain = Preview(before, after)
            slow = await timed(each_in_turn(plain, since))
            took = []
            for _ in range(1 + TIMES):
                narrowed = Preview(before, after)
                took.append(await timed(look(narrowed, since)))
                assert (narrowed.gained, narrowed.lost) == (plain.gained, plain.lost)
        finally:
            await close_store()
    first, *later = took
    quick = sorted(later)[TIMES // 2]
    print(f"{STORIES:,} stories, {len(plain.gained)} gained, CPU seconds of all threads")
    print(f"each in turn  {slow:8.2f}\nthe first     {first:8.2f}, which makes the index\nnarrowed      {quick:8.3f}")
    ratios = {"times_each_in_turn": round(slow / quick, 1), "first_of_each_in_turn": round(first / slow, 2)}
    print(json.dumps({**ratios, "preview_s": round(quick, 3)}))


if __name__ == "__main__":
    asyncio.run(main())
