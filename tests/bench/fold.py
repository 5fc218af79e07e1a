"""How fast a clipping finds its story among 10,000, 100,000 and 1,000,000 on SQLite: `make bench BENCH=fold`.

A lookup is all that the fold step does before it writes: a clipping's face and keys, the stories that share one (rows
shaped as the store's), their faces, and the decision; twenty clippings, one mail, are read together. Half of them
belong to a stored story (as it was, bare, with another publisher, a label, a word more), half are new.
Quick: up to 100,000 stories; ROUTER_PROVE=1: up to 1,000,000.
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.utils import default_process

from router.folding import Face, Learned, decide, face, keys, learn, wanted, worth
from router.store.hints import WHO_SHARES
from router.terms import Clipping

FULL = os.environ.get("ROUTER_PROVE") == "1"
SIZES = (10_000, 100_000, 1_000_000) if FULL else (10_000, 100_000)
A_DAY = 900  # stories of a busy installation
LOOKUPS, MAIL = 2_000, 20
WORDS, SIGNS = 1_000, 400
START = datetime(2024, 1, 1, tzinfo=UTC)
SCHEMA = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;
CREATE TABLE clipping (id INTEGER PRIMARY KEY, title TEXT, link TEXT, text TEXT, seen TEXT, story_id INTEGER);
CREATE TABLE learned (key VARCHAR(700) PRIMARY KEY, seen INTEGER);
CREATE TABLE story_key (key VARCHAR(700) PRIMARY KEY, story_id INTEGER);
CREATE TABLE story_hint (hint INTEGER NOT NULL, story_id INTEGER NOT NULL, PRIMARY KEY (hint, story_id)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX clipping_story ON clipping (story_id);
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

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size
        self.db = sqlite3.connect(path)
        self.db.executescript(SCHEMA)
        for number, (one, seen) in enumerate(clippings(size), 1):
            self._add(number, one, seen)
            if number % 20_000 == 0:
                self.db.commit()
        self.db.commit()
        self.db.executescript(f"{INDEXES} ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")

    def _add(self, number: int, one: Clipping, seen: datetime) -> None:
        new = face(one, seen)
        known = self._learned(wanted(new))
        self.db.executemany("INSERT OR REPLACE INTO learned VALUES (?,?)", list(learn(new, known).items()))
        places = keys(new, Learned.of(known))
        row = (number, one.title, one.link, "", seen.isoformat(), number)
        self.db.execute("INSERT INTO clipping VALUES (?,?,?,?,?,?)", row)
        strong, weak = ([(key, number) for key in kind] for kind in (places.strong, places.weak))
        self.db.executemany("INSERT OR IGNORE INTO story_key VALUES (?,?)", strong)
        self.db.executemany("INSERT OR IGNORE INTO story_hint VALUES (?,?)", sorted(weak))

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

    def find(self, mail: Sequence[tuple[Clipping, datetime]]) -> list[int]:
        """The stories of one mail's clippings, 0 for new ones: read together and judged one by one, as the step does."""
        faces = [face(*one) for one in mail]
        rows = self._learned(key for one in faces for key in wanted(one))
        places = [keys(one, Learned.of({key: rows[key] for key in wanted(one) if key in rows})) for one in faces]
        strong = {key for one in places for key in one.strong}
        weak = {key for one in places for key in (*one.weak, *one.also)}
        owners = self._in("SELECT key, story_id FROM story_key WHERE key IN (%s)", list(strong))
        sharing: dict[str | int, list[int]] = {key: [story] for key, story in owners}
        for hint, those in self.db.execute(WHO_SHARES, [json.dumps(sorted(weak))]):
            sharing[hint] = [int(story) for story in those.split(",")]
        near = [worth(one, sharing) for one in places]
        known = {
            story: face(Clipping(title=title, link=link, text=text), datetime.fromisoformat(when), story)
            for title, link, text, when, story in self._in(
                "SELECT title, link, text, seen, story_id FROM clipping WHERE story_id IN (%s)",
                list({story for some in near for story in some}),
            )
        }
        rows |= self._learned(key for one in known.values() for key in wanted(one) if key not in rows)
        return [
            self._decide(new, [known[story] for story in some], rows) for new, some in zip(faces, near, strict=True)
        ]

    def find_all(self, ask: Sequence[tuple[Clipping, datetime, int]]) -> list[int]:
        mails = [[one[:2] for one in ask[at : at + MAIL]] for at in range(0, len(ask), MAIL)]
        return [story for mail in mails for story in self.find(mail)]

    @staticmethod
    def _decide(new: Face, candidates: list[Face], rows: dict[str, int]) -> int:
        learned = Learned.of({key: rows[key] for key in wanted(new, *candidates) if key in rows})
        found, _ = decide(new, candidates, learned)
        return found.story if found else 0

    def _learned(self, names: Iterable[str]) -> dict[str, int]:
        return dict(self._in("SELECT key, seen FROM learned WHERE key IN (%s)", list(dict.fromkeys(names))))

    def _in(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return (
            self.db.execute(sql % "SELECT value FROM json_each(?)", [json.dumps(values)]).fetchall() if values else []
        )


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

    def find_all(self, titles: Sequence[str]) -> list[int]:
        return [self.find(title) for title in titles]


def per_second(work: Callable[[], object], count: int) -> float:
    """Lookups a second of processor time (other programs share the machine), when `work` does `count` of them."""
    began = time.process_time()
    work()
    return count / (time.process_time() - began)


def memory_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [Store(Path(folder) / f"{size}.db", size) for size in SIZES]
        asked = [store.asked() for store in stores]
        jobs = [partial(store.find_all, ask) for store, ask in zip(stores, asked, strict=True)]
        found, memory = [], []
        for job in jobs:  # each store opened brings one page cache of 16 MB; nothing else may grow
            found.append(job())
            memory.append(memory_mb())
        # Turn about, so that what else the machine does falls on all alike.
        rates = [[per_second(job, LOOKUPS) for job in jobs] for _ in range(5)]
        medians = [statistics.median(column) for column in zip(*rates, strict=True)]
        print(f"{'stories':>10} {'lookups/s':>10} {'found':>7} {'wrong':>6} {'bytes/story':>12} {'memory MB':>10}")
        for store, ask, said, rate, held in zip(stores, asked, found, medians, memory, strict=True):
            pairs = [(answer, story) for answer, (*_, story) in zip(said, ask, strict=True)]
            right = sum(answer == story for answer, story in pairs if story) / (LOOKUPS // 2)
            wrong = sum(answer not in (0, story) for answer, story in pairs)
            disk = store.path.stat().st_size / store.size
            print(f"{store.size:>10,} {rate:>10,.0f} {right:>7.1%} {wrong:>6} {disk:>12,.0f} {held:>10,.0f}")
        plain = Rapidfuzz()
        for (title,) in stores[-1].db.execute("SELECT title FROM clipping ORDER BY id"):
            plain.add(title)
        some = [one.title for one, *_ in asked[-1][: LOOKUPS // 10]]
        turns = [
            (per_second(jobs[-1], LOOKUPS), per_second(partial(plain.find_all, some), len(some))) for _ in range(5)
        ]
    ours, theirs = (statistics.median(column) for column in zip(*turns, strict=True))
    block = statistics.mean(len(plain.rarest(title)) for title in some)
    print(f"rapidfuzz behind the rarest word, in memory: {theirs:,.0f} lookups/s, {block:,.0f} titles scored in each")
    at = "1m" if FULL else "100k"
    figures = {
        f"lookups_per_s_{at}": round(medians[-1]),
        f"slowdown_10k_to_{at}": round(statistics.median(row[0] / row[-1] for row in rates), 2),
        f"times_rapidfuzz_{at}": round(ours / theirs, 1),
        "memory_growth_mb": round(memory[-1] - memory[0], 1),
        "bytes_per_story": round(disk),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
