"""The words of judged stories, folded, in an index of three letters each: to narrow by, never to decide.

It is made from stories and can be made again: SQLite's own full-text table, beside the tables of records.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from tortoise.backends.base.client import BaseDBAsyncClient

from router.store.bulk import insert_many, reader
from router.store.transaction import Connection

LETTERS = 3  # of one piece in the index
MOST = 200  # words and values in one question

# Texts come folded: the index tells letters apart as they are.
_TABLE = (
    'CREATE VIRTUAL TABLE IF NOT EXISTS "story_text"'
    " USING fts5(\"text\", tokenize='trigram case_sensitive 1', detail='none')"
)
# it is written far more often than it is asked: its pieces are merged when there are more of them
_SELDOM_MERGED = 'INSERT INTO "story_text" ("story_text", rank) VALUES (\'automerge\', 8)'
_GONE = (
    'CREATE TRIGGER IF NOT EXISTS "story_text_gone" AFTER DELETE ON "story"'
    ' BEGIN DELETE FROM "story_text" WHERE rowid = old."id"; END'
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
    for statement in (() if there else (_TABLE, _SELDOM_MERGED)) + (_GONE,):
        await connection.execute_query(statement)


async def keep(connection: Connection, folded: Mapping[int, str]) -> None:
    """Keep the folded words of stories just judged; "" keeps none: such a story is looked at itself."""
    kept = [(story, text) for story, text in folded.items() if text]
    await insert_many(connection, "story_text", ("rowid", "text"), kept, anew=True)
    await connection.execute_many(
        'DELETE FROM "story_text" WHERE rowid = ?', [[story] for story, text in folded.items() if not text]
    )


async def holding(since: datetime, words: Collection[str], values: Collection[tuple[str, str]]) -> list[int] | None:
    """Ids of the judged stories first seen since then that may hold one of these folded words or looked-up values
    (kind, language, site, to), and of all whose words are not kept; None when the index cannot tell.

    No story is left out that rules of such words can judge; some are named that they cannot.
    """
    short = any(len(word) < LETTERS for word in words) or not all(value.isascii() for _, value in values)
    if short or not 0 < len(words) + len(values) <= MOST:
        return None
    # each way by its own index: asked together in one condition they would read every story
    ways = ['SELECT "id" FROM "story" WHERE "judged" > 0 AND "id" NOT IN (SELECT "id" FROM "story_text_docsize")']
    ways += [f'SELECT "id" FROM "story" WHERE {_LOOKED_UP[part][0]}' for part, _ in values]
    given = [_LOOKED_UP[part][1].format(value) for part, value in values]
    if words:
        ways.append('SELECT rowid FROM "story_text" WHERE "story_text" MATCH ?')
        given.append(" OR ".join(f"({_pieces(word)})" for word in sorted(words)))
    rows = await reader().execute_query_dict(
        f'SELECT "id" FROM "story" WHERE "id" IN ({" UNION ".join(ways)}) AND "first_seen" >= ? AND "judged" > 0'
        ' AND "first_seen" >= COALESCE((SELECT "value" FROM "setting" WHERE "name" = \'kept|stories\'), \'\') ORDER BY "id"',
        [*given, since],
    )
    return [int(row["id"]) for row in rows]


def _pieces(word: str) -> str:
    """All pieces of a word, as the index is asked for them."""
    pieces = dict.fromkeys(word[at : at + LETTERS] for at in range(len(word) - LETTERS + 1))
    return " AND ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
