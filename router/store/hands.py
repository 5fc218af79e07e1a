"""What an editor said of one story: a route that no rule made, and the note under its title."""

from __future__ import annotations

from datetime import datetime

from router.errors import RouterError
from router.store.transaction import Connection


async def put_route(connection: Connection, story: int, interest: str, version: int, now: datetime) -> bool:
    """An editor's route, which names no file; False when it is routed there. RouterError when there is no such story."""
    await _there(connection, story)
    rows = await connection.execute_query_dict(
        'INSERT OR IGNORE INTO "route" ("key", "story_id", "interest", "file", "line", "rule", "words", "found", "version",'
        " \"routed\") VALUES (?, ?, ?, '', 0, 'an editor', 'chosen by an editor', '[]', ?, ?) RETURNING \"key\"",
        [f"{story}|{interest}", story, interest, version, now],
    )
    return bool(rows)


async def put_word(connection: Connection, story: int, words: str, by: str) -> None:
    """An editor's note on a story; no words take it away."""
    await _there(connection, story)
    await connection.execute_query(
        'UPDATE "story" SET "word" = ?, "word_by" = ? WHERE "id" = ?', [words or None, by if words else None, story]
    )


async def _there(connection: Connection, story: int) -> None:
    if not await connection.execute_query_dict('SELECT 1 FROM "story" WHERE "id" = ?', [story]):
        raise RouterError(f"story {story}", "there is none of this number", "`router stories list` shows them")
