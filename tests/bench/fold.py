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
import re
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

from rapidfuzz import process
from rapidfuzz.utils import default_process

from router.folding import Face, Learned, decide, face, keys, learn, wanted, worth
from router.terms import Clipping

FULL = os.environ.get("ROUTER_PROVE") == "1"
SIZES = (10_000, 100_000, 1_000_000) if FULL else (10_000, 100_000)
A_DAY = 900  # stories of a busy installation
LOOKUPS, SHARERS = 2_000, 50
WORDS, SIGNS = 1_000, 400
START = datetime(2024, 1, 1, tzinfo=UTC)
SCHEMA = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
CREATE TABLE clipping (id INTEGER PRIMARY KEY, title TEXT, link TEXT, text TEXT, seen TEXT, story_id INTEGER);
CREATE TABLE learned (key VARCHAR(700) PRIMARY KEY, seen INTEGER);
CREATE TABLE story_key (key VARCHAR(700) PRIMARY KEY, story_id INTEGER);
CREATE TABLE story_band (id INTEGER PRIMARY KEY, band VARCHAR(64), story_id INTEGER);
"""
INDEXES = """
CREATE INDEX clipping_story ON clipping (story_id);
CREATE INDEX story_band_band ON story_band (band, story_id);
"""


class Headlines:
    """Invented headlines as Google Alerts writes them, with their publishers behind: half English, half Chinese.

    Words and signs are as frequent as in life (Zipf) and as much shared as in the alerts of one field: the rarest sign
    of a headline stands in 0.4 % of the others, as in a month of real alerts, the rarest word in 0.15 %.
    """

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        made = random.Random(7)
        sounds = ["ba", "ke", "lin", "mo", "ra", "sti", "tor", "ven", "wal", "zu", "shel", "der", "gan", "pri", "coun"]
        words = list(dict.fromkeys("".join(made.choices(sounds, k=made.randint(2, 4))) for _ in range(9_000)))
        signs = [chr(code) for code in made.sample(range(0x4E00, 0x9000), SIGNS)]
        self.words, self.names, self.signs = words[:WORDS], [word.title() for word in words[WORDS : WORDS + 500]], signs
        self.weights = [1 / (rank + 3) for rank in range(max(WORDS, SIGNS))]
        self.posts = [f" - {' '.join(made.choices(self.names, k=made.randint(1, 3)))}" for _ in range(60)]
        self.papers = [
            made.choice(["{} - {}", "| {}| {}", "- {} - {}"]).format(*self._runs(made, 3, 2)) for _ in range(60)
        ]

    def _runs(self, rng: random.Random, length: int, count: int) -> list[str]:
        return ["".join(rng.choices(self.signs, self.weights[:SIGNS], k=length)) for _ in range(count)]

    def __iter__(self) -> Iterator[str]:
        rng = self.rng
        while True:
            number = str(rng.randint(2, 9_999)) if rng.random() < 0.5 else ""
            name = rng.choice(self.names) if rng.random() < 0.5 else ""
            if rng.random() < 0.5:
                runs = self._runs(rng, rng.randint(4, 7), 3)
                yield f"{runs[0]}{name}({number}){runs[1]}，{runs[2]}{rng.choice(self.papers)}".replace("()", " ")
            else:
                drawn = rng.choices(self.words, self.weights[:WORDS], k=rng.randint(6, 10))
                yield f"{' '.join(filter(None, (name, *drawn[:4], number, *drawn[4:]))).capitalize()}{rng.choice(self.posts)}"


def clippings(count: int, first: int = 0) -> Iterator[tuple[Clipping, datetime]]:
    for number, title in zip(range(first, first + count), Headlines(first + 1), strict=False):
        link = f"https://site{number % 700}.example/{number // 5}/{title.lower().replace(' ', '-')[:50]}"
        yield Clipping(title=title, link=link), START + timedelta(days=number / A_DAY)


def relayed(title: str, rng: random.Random) -> str:
    """The same story as another site writes it: as it is, with its name behind, a label, one sign or word more."""
    bare = re.split(r" ?[-|] ", title)[0]
    at = bare.find(" ", 1) if " " in bare else 2
    return rng.choice([title, bare, f"{bare} - Bote", f"Insight: {title}", f"{bare[:at]} a{bare[at:]}"])


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
            new = face(one, seen)
            known = self._learned(new)
            self.db.executemany("INSERT OR REPLACE INTO learned VALUES (?,?)", list(learn(new, known).items()))
            places = keys(new, Learned.of(known))
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
        known = self._learned(new)
        places = keys(new, Learned.of(known))
        sharing: dict[str, list[int]] = defaultdict(list)
        for key, story in self._in("SELECT key, story_id FROM story_key WHERE key IN (%s)", places.strong):
            sharing[key].append(story)
        weak = (*places.weak, *places.also)
        for key, story in self._in("SELECT band, story_id FROM story_band WHERE band IN (%s)", weak):
            if len(sharing[key]) < SHARERS:
                sharing[key].append(story)
        near = worth(places, sharing)
        candidates = [
            face(Clipping(title=title, link=link, text=text), datetime.fromisoformat(when), story)
            for title, link, text, when, story in self._in(
                "SELECT title, link, text, seen, story_id FROM clipping WHERE story_id IN (%s)", near
            )
        ]
        if candidates:
            known = self._learned(new, *candidates)
        found: Face | None = decide(new, candidates, Learned.of(known))[0]
        return found.story if found else 0

    def _learned(self, *faces: Face) -> dict[str, int]:
        return dict(self._in("SELECT key, seen FROM learned WHERE key IN (%s)", wanted(*faces)))

    def _in(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self.db.execute(sql % ",".join("?" * len(values)), values).fetchall() if values else []


class Rapidfuzz:
    """The obvious way: titles by word (by sign, where no spaces part words), those with the rarest word scored."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)

    @staticmethod
    def words(title: str) -> set[str]:
        return set(re.findall(r"[a-z]+|[\u4e00-\u9fff]", title.lower()))

    def add(self, title: str) -> None:
        for word in self.words(title):
            self.by_word[word].append(len(self.titles))
        self.titles.append(title)

    def rarest(self, title: str) -> list[int]:
        return min((self.by_word[word] for word in self.words(title) if word in self.by_word), key=len, default=[])

    def find(self, title: str) -> int:
        near = self.rarest(title)
        titles = [self.titles[n] for n in near]
        best = process.extractOne(title, titles, processor=default_process, score_cutoff=90)
        return near[best[2]] + 1 if best else 0


def per_second(work: Callable[[int], object], count: int, rounds: int = 3) -> float:
    """Calls a second of processor time (other programs share the machine), the median of rounds after a warm one."""
    rates = []
    for turn in range(rounds + 1):
        began = time.process_time()
        for number in range(count):
            work(number)
        rates.append(count / (time.process_time() - began) if turn else 0.0)
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
    block = statistics.mean(len(plain.rarest(one.title)) for one, *_ in ask)
    hits = sum(plain.find(one.title) == story for one, _, story in ask[:timed] if story) / sum(
        bool(s) for *_, s in ask[:timed]
    )
    print(
        f"rapidfuzz behind the rarest word, {largest:,} titles: {fuzzy:,.0f} lookups/s, finds {hits:.0%}, scores {block:,.0f} titles a lookup, {memory_mb():,.0f} MB"
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
