"""Stories that somebody had and that are truly new: told by a clipping that joined them, and who is to have them again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from router.store.bulk import insert_many, reader, select_in
from router.store.stories import Held, clippings_of
from router.store.transaction import Connection, unit
from router.terms import Reason

MOST = 3  # times that one story is told again, whatever its page says next
_MARK = "again|clipping"


@dataclass(frozen=True, slots=True)
class Joined:
    """A clipping that joined a story which somebody had been given, and the story's clippings before it."""

    held: Held
    before: tuple[Held, ...]
    alone: bool  # its mail showed nothing else


async def mark() -> int | None:
    """The clipping up to which all were looked at; None when none ever was."""
    rows = await reader().execute_query_dict('SELECT "value" FROM "setting" WHERE "name" = ?', [_MARK])
    return int(rows[0]["value"]) if rows else None


async def newest() -> int:
    """The newest clipping before the first that waits to be folded."""
    rows = await reader().execute_query_dict(
        'SELECT COALESCE((SELECT MIN("id") - 1 FROM "clipping" WHERE "story_id" IS NULL),'
        ' (SELECT MAX("id") FROM "clipping"), 0) AS "id"'
    )
    return int(rows[0]["id"])


async def joined(after: int, up_to: int) -> list[Joined]:
    """The clippings of that stretch which joined a story that somebody had been given."""
    rows = await reader().execute_query_dict(
        'SELECT c."id", c."story_id", m."clippings_cut" FROM "clipping" c JOIN "mail" m ON m."id" = c."mail_id"'
        ' WHERE c."id" > ? AND c."id" <= ? AND EXISTS (SELECT 1 FROM "issue_story" i WHERE i."story_id" = c."story_id")'
        ' AND EXISTS (SELECT 1 FROM "clipping" o WHERE o."story_id" = c."story_id" AND o."id" < c."id")'
        ' AND (SELECT COUNT(*) FROM "again" g WHERE g."story_id" = c."story_id") < ? ORDER BY c."id"',
        [after, up_to, MOST],
    )
    found: dict[int, list[Held]] = {}
    for held in await clippings_of(sorted({row["story_id"] for row in rows})):
        found.setdefault(held.story, []).append(held)
    return [
        Joined(
            next(one for one in found[row["story_id"]] if one.id == row["id"]),
            tuple(one for one in found[row["story_id"]] if one.id < row["id"]),
            row["clippings_cut"] == 1,
        )
        for row in rows
    ]


async def tell(told: Sequence[tuple[Joined, Reason]], up_to: int) -> None:
    """Keep what is truly new, and that everything up to this clipping was looked at."""

    async def work(connection: Connection) -> None:
        rows = [
            (f"{one.held.story}|{one.held.id}", one.held.story, one.held.id, one.held.seen, reason.code, reason.words)
            for one, reason in told
        ]
        columns = ("key", "story_id", "clipping_id", "at", "code", "words")
        await insert_many(connection, "again", columns, rows, once=True)
        await insert_many(connection, "setting", ("name", "value"), [(_MARK, "")], once=True)
        await connection.execute_query('UPDATE "setting" SET "value" = ? WHERE "name" = ?', [str(up_to), _MARK])

    await unit(work)


async def settle(connection: Connection, story: int, into: int | None = None, clippings: Collection[int] = ()) -> None:
    """A person made two stories one, or one two: what was told of `story`, or by these clippings of it, comes to nobody
    any more. With `into` it is that story's."""
    marks = ", ".join("?" for _ in clippings)
    only = f' AND "clipping_id" IN ({marks})' if clippings else ""
    await connection.execute_query(f'UPDATE "again" SET "at" = NULL WHERE "story_id" = ?{only}', [story, *clippings])
    if into is not None:
        await connection.execute_query('UPDATE "again" SET "story_id" = ? WHERE "story_id" = ?', [into, story])


async def for_whom(
    subscriber: int, codes: Collection[str], after: datetime | None
) -> dict[int, tuple[int, Reason, datetime]]:
    """story -> (its row, why, when it came) of what this subscriber had before it was truly new, and not since. A note of
    their own is nothing new to them."""
    marks = ", ".join("?" for _ in codes)
    rows = await reader().execute_query_dict(
        'SELECT g.* FROM "again" g JOIN "issue_story" i ON i."key" = (? || \'|\' || g."story_id")'
        ' JOIN "issue" n ON n."id" = i."issue_id" AND n."made" < g."at"'
        ' JOIN "clipping" c ON c."id" = g."clipping_id" JOIN "mail" m ON m."id" = c."mail_id"'
        ' JOIN "subscriber" s ON s."id" = n."subscriber_id"'
        ' LEFT JOIN "issue_story" j ON j."key" = (? || \'|\' || g."story_id" || \'|\' || g."id")'
        f' WHERE j."key" IS NULL AND g."code" IN ({marks}) AND g."at" >= ? AND g."id" = (SELECT MAX(h."id") FROM "again" h'
        f' WHERE h."story_id" = g."story_id" AND h."at" IS NOT NULL AND h."code" IN ({marks}))'
        ' AND (g."code" <> \'noted\' OR (c."note" <> \'\' AND m."sender" <> s."address"))',
        [str(subscriber), str(subscriber), *codes, after or datetime.min, *codes],
    )  # fmt: skip
    return {
        row["story_id"]: (row["id"], Reason(row["code"], row["words"]), datetime.fromisoformat(row["at"]))
        for row in rows
    }


async def of_story(story: int) -> dict[int, str]:
    """clipping -> what it made truly new."""
    rows = await select_in('SELECT "clipping_id", "words" FROM "again" WHERE "story_id" IN ({marks})', [story])
    return {row["clipping_id"]: row["words"] for row in rows}
