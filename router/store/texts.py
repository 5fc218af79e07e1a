"""The words of judged stories, folded, in an index of three letters each: to narrow by, never to decide.

It is made from stories after they are judged, and can be made again: SQLite's own full-text table, beside the tables
of records.py. A story whose words change leaves it by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from tortoise.backends.base.client import BaseDBAsyncClient

from router.store.bulk import insert_many, reader
from router.store.transaction import Connection, unit

LETTERS = 3  # of one piece in the index
MOST = 200  # words and values in one question

# Texts come folded: the index tells letters apart as they are.
_TABLE = (
    'CREATE VIRTUAL TABLE IF NOT EXISTS "story_text"'
    " USING fts5(\"text\", tokenize='trigram case_sensitive 1', detail='none')"
)
# it is written far more often than it is asked: its pieces are merged when there are more of them
_SELDOM_MERGED = 'INSERT INTO "story_text" ("story_text", rank) VALUES (\'automerge\', 8)'
_GONE = tuple(
    f'CREATE TRIGGER IF NOT EXISTS "story_text_{name}" AFTER {event} ON "story"'
    ' BEGIN DELETE FROM "story_text" WHERE rowid = old."id"; END'
    for name, event in (("gone", "DELETE"), ("other", 'UPDATE OF "title", "text", "authors", "publisher", "note"'))
)
_LACKING = 'SELECT "id" FROM "story" WHERE "judged" > 0 AND "id" NOT IN (SELECT "id" FROM "story_text_docsize")'
# of what a retention time has not emptied
_JUDGED = (
    '"first_seen" >= ? AND "judged" > 0'
    ' AND "first_seen" >= COALESCE((SELECT "value" FROM "setting" WHERE "name" = \'kept|stories\'), \'\')'
)
_LOOKED_UP = {
    "kind": ('"kind" = ?', "{}"),
    "language": ('"language" LIKE ?', "{}%"),
    "site": ('"link" LIKE ?', "%{}%"),
    "to": ('"id" IN (SELECT "story_id" FROM "clipping" WHERE "tag" LIKE ?)', "{}"),
}


async def index_texts(connection: BaseDBAsyncClient) -> None:
    """Make the index where there is none."""
    there, _ = await connection.execute_query('SELECT 1 FROM "sqlite_master" WHERE "name" = \'story_text\'')
    for statement in (() if there else (_TABLE, _SELDOM_MERGED)) + _GONE:
        await connection.execute_query(statement)


async def keep(folded: Mapping[int, str]) -> None:
    """Keep the folded words of stories whose words are not kept; StoreError when the database refuses."""

    async def work(connection: Connection) -> None:
        # another who looked at the same time may have kept some
        await insert_many(connection, "story_text", ("rowid", "text"), list(folded.items()), anew=True)

    if folded:
        await unit(work)


async def lacking(since: datetime) -> list[int]:
    """Ids of the judged stories first seen since then whose words are not kept, though nothing forbids it: those with a
    person's note are looked at themselves."""
    rows = await reader().execute_query_dict(
        f'SELECT "id" FROM "story" WHERE "id" IN ({_LACKING}) AND "note" = \'\' AND {_JUDGED} ORDER BY "id"', [since]
    )
    return [int(row["id"]) for row in rows]


async def holding(since: datetime, words: Collection[str], values: Collection[tuple[str, str]]) -> list[int] | None:
    """Ids of the judged stories first seen since then that may hold one of these folded words or looked-up values
    (kind, language, site, to), and of all whose words are not kept; None when the index cannot tell.

    No story is left out that rules of such words can judge; some are named that they cannot.
    """
    short = any(len(word) < LETTERS for word in words) or not all(value.isascii() for _, value in values)
    if short or not 0 < len(words) + len(values) <= MOST:
        return None
    # each way by its own index: asked together in one condition they would read every story
    ways = [_LACKING]
    ways += [f'SELECT "id" FROM "story" WHERE {_LOOKED_UP[part][0]}' for part, _ in values]
    given = [_LOOKED_UP[part][1].format(value) for part, value in values]
    if words:
        ways.append('SELECT rowid FROM "story_text" WHERE "story_text" MATCH ?')
        given.append(" OR ".join(f"({_pieces(word)})" for word in sorted(words)))
    rows = await reader().execute_query_dict(
        f'SELECT "id" FROM "story" WHERE "id" IN ({" UNION ".join(ways)}) AND {_JUDGED} ORDER BY "id"',
        [*given, since],
    )
    return [int(row["id"]) for row in rows]


def _pieces(word: str) -> str:
    """All pieces of a word, as the index is asked for them."""
    pieces = dict.fromkeys(word[at : at + LETTERS] for at in range(len(word) - LETTERS + 1))
    return " AND ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
