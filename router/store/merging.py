"""Two stories made one, or one made two, as a person said: clippings move, keys follow, nobody is given a story twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from router.store import again, editions, hints
from router.store.bulk import insert_many, select_in
from router.store.stories import FACE, next_id
from router.store.transaction import Connection
from router.terms import Clipping


async def remember(connection: Connection, words: Mapping[str, int]) -> None:
    """Keep what a person said of pairs; a later word replaces an earlier one."""
    await connection.execute_many(
        'INSERT INTO "learned" ("key", "seen") VALUES (?, ?) ON CONFLICT ("key") DO UPDATE SET "seen" = excluded."seen"',
        [[key, value] for key, value in words.items()],
    )


async def join(connection: Connection, into: int, gone: int) -> None:
    """Everything of story `gone` becomes story `into`'s; who had been given either has been given the one."""
    await connection.execute_query('UPDATE "clipping" SET "story_id" = ? WHERE "story_id" = ?', [into, gone])
    await connection.execute_query('UPDATE "story_key" SET "story_id" = ? WHERE "story_id" = ?', [into, gone])
    await connection.execute_query(  # an editor's routes and note go along; the rules judge anew
        'UPDATE OR IGNORE "route" SET "key" = ? || \'|\' || "interest", "story_id" = ? WHERE "story_id" = ? AND "file" = \'\'',
        [str(into), into, gone],
    )
    await connection.execute_query('DELETE FROM "route" WHERE "story_id" = ?', [gone])
    await connection.execute_query(
        'UPDATE "story" SET ("word", "word_by") = (SELECT "word", "word_by" FROM "story" WHERE "id" = ?)'
        ' WHERE "id" = ? AND "word" IS NULL',
        [gone, into],
    )
    had = await connection.execute_query_dict(
        'SELECT i."key", i."again_id", n."subscriber_id" FROM "issue_story" i JOIN "issue" n ON n."id" = i."issue_id" WHERE i."story_id" = ?',
        [gone],
    )
    for row in had:
        key = f"{row['subscriber_id']}|{into}" + (f"|{row['again_id']}" if row["again_id"] else "")
        taken = await connection.execute_query_dict('SELECT 1 FROM "issue_story" WHERE "key" = ?', [key])
        if taken:
            await connection.execute_query('DELETE FROM "issue_story" WHERE "key" = ?', [row["key"]])
        else:
            await connection.execute_query(
                'UPDATE "issue_story" SET "key" = ?, "story_id" = ? WHERE "key" = ?', [key, into, row["key"]]
            )
    await again.settle(connection, gone, into)
    await editions.follow(connection, into, gone)
    await connection.execute_query('DELETE FROM "story" WHERE "id" = ?', [gone])


async def part(connection: Connection, clippings: Sequence[int], first_seen: datetime, face: Clipping) -> int:
    """A new story of these clippings; its number."""
    story = await next_id(connection)
    for row in await select_in('SELECT DISTINCT "story_id" FROM "clipping" WHERE "id" IN ({marks})', clippings):
        await again.settle(connection, row["story_id"], clippings=clippings)
    values = [story, *(getattr(face, name) for name in FACE), first_seen, len(clippings), 0]
    await insert_many(connection, "story", ("id", *FACE, "first_seen", "carried", "judged"), [values])
    await connection.execute_many(
        'UPDATE "clipping" SET "story_id" = ?, "evidence" = \'a person said so\' WHERE "id" = ?',
        [[story, clipping] for clipping in clippings],
    )
    return story


async def rewrite(
    connection: Connection,
    story: int,
    face: Clipping,
    carried: int,
    strong: Iterable[str],
    weak: Iterable[int],
) -> None:
    """The story's face and keys as its clippings have them now; it waits to be judged again."""
    assigned = ", ".join(f'"{name}" = ?' for name in FACE)
    await connection.execute_query(
        f'UPDATE "story" SET {assigned}, "carried" = ?, "judged" = 0 WHERE "id" = ?',
        [*(getattr(face, name) for name in FACE), carried, story],
    )
    await connection.execute_query('DELETE FROM "story_key" WHERE "story_id" = ?', [story])
    await insert_many(connection, "story_key", ("key", "story_id"), [(key, story) for key in strong], once=True)
    await hints.keep(connection, [(key, story) for key in weak])


async def exists(stories: Sequence[int]) -> set[int]:
    """Those of these numbers that are stories."""
    return {
        int(row["id"]) for row in await select_in('SELECT "id" FROM "story" WHERE "id" IN ({marks})', list(stories))
    }
