"""A preview that asks the index first says what looking at every story in turn says."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from router.editing.preview import Preview, look
from router.flow.route import Route
from router.rulebook.book import Book
from router.rulebook.book import compile as compile_book
from router.store import judged, stories, texts
from router.store.bulk import insert_many, reader
from router.store.opening import close_store, open_store
from router.store.transaction import Connection, unit
from router.terms import Clipping

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)
CHANGES = 400 if os.environ.get("ROUTER_PROVE") else 60
SAID = (
    "Straße", "STRASSE", "straßen", "İstanbul", "cafe\u0301", "café", "ﬁnance", "finance", "ｶﾌｪ", "child-care", "child care",
    "C++", "LGBTQ+", "#care", "100%", "snake_case", 'the "big" one', "高齢者の介護", "介護", "โรงเรียน", "مدرسة", "विद्यालय", "it's",
    "Übergröße", "wohlfahrt", "Jugendwohl", "ab", "x",
)  # fmt: skip
WORDS = (*SAID, "wohl*", "*wohl*", "finan*", "care", "big one", "child*")
VALUES = ("kind: paper", "language: de", "site: paper.example", "site: sub.paper.example")


def clipping(random: Random) -> Clipping:
    def some(most: int) -> str:
        return " ".join(random.choices(SAID, k=random.randint(1, most)))

    return Clipping(
        title=some(3),
        text=random.choice(("", some(4))),
        authors=random.choice(("", some(1))),
        note=random.choice(("", "", some(2))),
        kind=random.choice(("news", "paper")),
        language=random.choice(("", "en", "de", "de-AT")),
        link=random.choice(("", "https://sub.paper.example/a", "https://other.example/finance")),
    )


async def told(clippings: dict[int, Clipping], book: Book) -> None:
    """These stories, judged: new ones, and ones whose face has changed."""

    async def work(connection: Connection) -> None:
        await connection.execute_many('DELETE FROM "story" WHERE "id" = ?', [[n] for n in clippings])
        rows = [[n, *(getattr(one, f) for f in stories.FACE), NOW, 1, 0] for n, one in clippings.items()]
        await insert_many(connection, "story", ("id", *stories.FACE, "first_seen", "carried", "judged"), rows)

    await unit(work)
    await Route(lambda: (1, book))(list(clippings), NOW)


def rules(random: Random) -> str:
    lines = [f"take any: {', '.join(random.sample(WORDS, k=random.randint(1, 3)))}"]
    if random.random() < 0.5:
        lines.append(f"{random.choice(('take title', 'skip any', 'take note'))}: {random.choice(WORDS)}")
    if random.random() < 0.3:
        lines.append(f"take {random.choice(VALUES)}")
    return "\n".join(["interest: Kin", *lines]) + "\n"


async def turned(before: Book, after: Book) -> Preview:
    preview = Preview(before, after)
    for story, facts in (await stories.facts(await judged.since(SINCE))).items():
        preview.see(story, facts)
    return preview


@pytest.mark.parametrize("run", range(2))
async def test_narrowed_or_not_the_answer_is_one(run: int, tmp_path: Path) -> None:
    random, fewer = Random(run), 0
    await open_store(tmp_path / "router.db")
    try:
        book = compile_book({})[0]
        await told({n: clipping(random) for n in range(1, 120)}, book)
        await told({n: clipping(random) for n in range(1, 30)}, book)  # other faces for these
        for _ in range(CHANGES):
            after, problems = compile_book({"interests/kin.rules": rules(random)})
            if any(one.level == "error" for one in problems):
                continue
            narrowed, plain = Preview(book, after), await turned(book, after)
            fewer += await look(narrowed, SINCE) < 119
            assert (narrowed.gained, narrowed.lost) == (plain.gained, plain.lost)
            book = after
        assert fewer > CHANGES // 4
    finally:
        await close_store()


def changed() -> Preview:
    return Preview(compile_book({})[0], compile_book({"interests/kin.rules": "interest: Kin\ntake any: finance\n"})[0])


async def test_what_was_looked_at_is_known_the_next_time_until_its_words_change(tmp_path: Path) -> None:
    await open_store(tmp_path / "router.db")
    try:
        empty = compile_book({})[0]
        first = {1: Clipping(title="Finance"), 2: Clipping(title="Rain"), 3: Clipping(title="Rain", note="no")}
        await told(first, empty)
        assert await texts.lacking(SINCE) == [1, 2], "a note is a person's: its words are in no index"
        assert await look(changed(), NOW + timedelta(days=1)) == 0 and await texts.lacking(SINCE) == [1, 2]
        assert await look(changed(), SINCE) == 2 and await texts.lacking(SINCE) == []
        assert await texts.holding(SINCE, {"ab"}, ()) is None

        async def other(connection: Connection) -> None:
            await connection.execute_query('UPDATE "story" SET "title" = ? WHERE "id" = 2', ["Finance of rain"])
            await connection.execute_query('DELETE FROM "story" WHERE "id" = 1')

        await unit(other)
        assert await texts.lacking(SINCE) == [2]
        assert await reader().execute_query_dict('SELECT rowid FROM "story_text"') == []
        seen = changed()
        assert await look(seen, SINCE) == 2 and [one.story for one in seen.gained] == [2]
    finally:
        await close_store()


async def test_a_database_that_cannot_be_written_is_previewed_all_the_same(tmp_path: Path) -> None:
    await open_store(tmp_path / "router.db")
    try:
        await told({1: Clipping(title="Finance"), 2: Clipping(title="Rain")}, compile_book({})[0])
        await reader().execute_query("PRAGMA query_only = ON")
        for _ in range(2):
            seen = changed()
            assert await look(seen, SINCE) == 2 and [one.story for one in seen.gained] == [1]
    finally:
        await close_store()
