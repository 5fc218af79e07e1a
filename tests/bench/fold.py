"""How fast a clipping finds its story among 10,000, 100,000 and 1,000,000 on SQLite: `make bench BENCH=fold`.

A lookup is what the fold step does for one clipping: its face and keys, the stories that share one (rows shaped as the
store's), their faces, and the decision. Half of the clippings looked up belong to a stored story (a relay, an ending,
a small edit), half are new. Quick: up to 100,000 stories; ROUTER_PROVE=1: up to 1,000,000.
The baseline is rapidfuzz over the titles that share the rarest word, all in memory.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from router.folding import Face, decide, face, keys, worth
from router.terms import Clipping

FULL = os.environ.get("ROUTER_PROVE") == "1"
SIZES = (10_000, 100_000, 1_000_000) if FULL else (10_000, 100_000)
A_DAY = 900  # stories of a busy installation
LOOKUPS, SHARERS = 2_000, 50
START = datetime(2024, 1, 1, tzinfo=UTC)
SCHEMA = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
CREATE TABLE clipping (id INTEGER PRIMARY KEY, title TEXT, link TEXT, text TEXT, seen TEXT, story_id INTEGER);
CREATE TABLE story_key (key VARCHAR(700) PRIMARY KEY, story_id INTEGER);
CREATE TABLE story_band (id INTEGER PRIMARY KEY, band VARCHAR(64), story_id INTEGER);
"""
INDEXES = """
CREATE INDEX clipping_story ON clipping (story_id);
CREATE INDEX story_band_band ON story_band (band);
"""


class Headlines:
    """Invented headlines of one field: 4,000 words and 2,000 names, used as words are (Zipf), in 40 turns of phrase."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        made = random.Random(7)
        sounds = ["ba", "ke", "lin", "mo", "ra", "sti", "tor", "ven", "wal", "zu", "shel", "der", "gan", "pri", "coun"]
        words = list(dict.fromkeys("".join(made.choices(sounds, k=made.randint(2, 4))) for _ in range(9_000)))
        self.words, self.names = words[:4_000], [word.title() for word in words[4_000:6_000]]
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]
        self.turns = [made.choices(self.words[:300], k=3) for _ in range(40)]

    def __iter__(self) -> Iterator[str]:
        while True:
            turn = self.rng.choice(self.turns)
            drawn = self.rng.choices(self.words, self.weights, k=self.rng.randint(4, 7))
            name = [self.rng.choice(self.names)] if self.rng.random() < 0.6 else []
            number = [str(self.rng.randint(2, 9_999))] if self.rng.random() < 0.3 else []
            yield " ".join([*name, turn[0], *drawn[:3], turn[1], *number, *drawn[3:], turn[2]]).capitalize()


def clippings(count: int, first: int = 0) -> Iterator[tuple[Clipping, datetime]]:
    for number, title in zip(range(first, first + count), Headlines(first + 1), strict=False):
        link = f"https://site{number % 700}.example/{number // 5}/{title.lower().replace(' ', '-')[:50]}"
        yield Clipping(title=title, link=link), START + timedelta(days=number / A_DAY)


def relayed(title: str, rng: random.Random) -> str:
    """The same story as another site writes it."""
    words = title.split()
    at = rng.randrange(1, len(words) - 1)
    return rng.choice([title, f"{title} - Bote", f"Insight: {title}", " ".join([*words[:at], "a", *words[at:]])])


class Store:
    """The rows of the store, without the rest of it."""

    def __init__(self, path: Path) -> None:
        self.path, self.size = path, 0
        self.db = sqlite3.connect(path)
        self.db.executescript(SCHEMA)

    def grow(self, size: int) -> None:
        """Add stories up to `size`, as fold would have written them."""
        self.db.executescript("DROP INDEX IF EXISTS clipping_story; DROP INDEX IF EXISTS story_band_band;")
        for number, (one, seen) in enumerate(clippings(size - self.size, self.size), self.size + 1):
            places = keys(face(one, seen))
            row = (number, one.title, one.link, "", seen.isoformat(), number)
            self.db.execute("INSERT INTO clipping VALUES (?,?,?,?,?,?)", row)
            strong, weak = ([(key, number) for key in kind] for kind in (places.strong, places.weak))
            self.db.executemany("INSERT OR IGNORE INTO story_key VALUES (?,?)", strong)
            self.db.executemany("INSERT INTO story_band (band, story_id) VALUES (?,?)", weak)
        self.db.commit()
        self.db.executescript(f"{INDEXES} ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")
        self.size = size

    def asked(self) -> list[tuple[Clipping, datetime, int]]:
        """Clippings to look up, with the true story of each (0 = new): relays of the last days, and new ones."""
        rng = random.Random(self.size)
        now = START + timedelta(days=self.size / A_DAY)
        recent = self.db.execute(
            "SELECT story_id, title FROM clipping ORDER BY id DESC LIMIT ?", (2 * A_DAY,)
        ).fetchall()
        known = [
            (Clipping(title=relayed(title, rng), link=f"https://relay{n}.example/{n}"), now, story)
            for n, (story, title) in enumerate(rng.sample(recent, LOOKUPS // 2))
        ]
        fresh = [(one, now, 0) for one, _ in clippings(LOOKUPS // 2, 10**8 + self.size)]
        return rng.sample([*known, *fresh], LOOKUPS)

    def find(self, one: Clipping, seen: datetime) -> int:
        """The story of a clipping, 0 when it is new."""
        new = face(one, seen)
        places = keys(new)
        sharing: dict[str, list[int]] = defaultdict(list)
        for key, story in self._in("SELECT key, story_id FROM story_key WHERE key IN (%s)", places.strong):
            sharing[key].append(story)
        weak = (*places.weak, *places.also)
        for key, story in self._in("SELECT band, story_id FROM story_band WHERE band IN (%s) ORDER BY id DESC", weak):
            if len(sharing[key]) < SHARERS:
                sharing[key].append(story)
        near = worth(places, sharing)
        candidates = [
            face(Clipping(title=title, link=link, text=text), datetime.fromisoformat(when), story)
            for title, link, text, when, story in self._in(
                "SELECT title, link, text, seen, story_id FROM clipping WHERE story_id IN (%s)", near
            )
        ]
        found: Face | None = decide(new, candidates)[0]
        return found.story if found else 0

    def _in(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self.db.execute(sql % ",".join("?" * len(values)), values).fetchall() if values else []


class Rapidfuzz:
    """The obvious way: titles by word in memory; those that share the rarest word are scored."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)

    def add(self, title: str) -> None:
        for word in set(title.lower().split()):
            self.by_word[word].append(len(self.titles))
        self.titles.append(title.lower())

    def find(self, title: str) -> int:
        posted = [self.by_word[word] for word in title.lower().split() if word in self.by_word]
        if not posted:
            return 0
        rarest = min(posted, key=len)
        best = process.extractOne(
            title.lower(), [self.titles[n] for n in rarest], scorer=fuzz.token_set_ratio, score_cutoff=90
        )
        return rarest[best[2]] + 1 if best else 0


def per_second(work: Callable[[int], object], count: int, rounds: int = 3) -> float:
    """Calls a second, the median of some rounds after a warm one."""
    rates = []
    for turn in range(rounds + 1):
        began = time.perf_counter()
        for number in range(count):
            work(number)
        rates.append(count / (time.perf_counter() - began) if turn else 0.0)
    return statistics.median(rates[1:])


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    rates: dict[int, float] = {}
    memory: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "fold.db")
        print(f"{'stories':>10} {'lookups/s':>10} {'found':>7} {'wrong':>6} {'bytes/story':>12} {'memory MB':>10}")
        for size in SIZES:
            store.grow(size)
            ask = store.asked()
            found = [(store.find(one, seen), story) for one, seen, story in ask]
            right = sum(said == story for said, story in found if story) / (LOOKUPS // 2)
            wrong = sum(said not in (0, story) for said, story in found)
            rates[size] = per_second(lambda n, ask=ask: store.find(*ask[n][:2]), LOOKUPS)
            memory[size] = memory_mb()
            disk = store.path.stat().st_size / size
            print(f"{size:>10,} {rates[size]:>10,.0f} {right:>7.1%} {wrong:>6} {disk:>12,.0f} {memory[size]:>10,.0f}")
        largest, ask = SIZES[-1], store.asked()
        plain = Rapidfuzz()
        for (title,) in store.db.execute("SELECT title FROM clipping ORDER BY id"):
            plain.add(title)
    timed = 200 if FULL else LOOKUPS
    fuzzy = per_second(lambda n: plain.find(ask[n][0].title), timed)
    hits = sum(plain.find(one.title) == story for one, _, story in ask[:timed] if story) / sum(
        bool(s) for *_, s in ask[:timed]
    )
    print(
        f"rapidfuzz behind the rarest word, {largest:,} titles: {fuzzy:,.0f} lookups/s, finds {hits:.0%}, {memory_mb():,.0f} MB"
    )
    at = "1m" if FULL else "100k"
    print(
        json.dumps(
            {
                f"lookups_per_s_{at}": round(rates[largest]),
                f"slowdown_10k_to_{at}": round(rates[10_000] / rates[largest], 2),
                f"times_rapidfuzz_{at}": round(rates[largest] / fuzzy, 1),
                "memory_growth_mb": round(memory[largest] - memory[10_000], 1),
                "bytes_per_story": round(disk),
            }
        )
    )


if __name__ == "__main__":
    main()
