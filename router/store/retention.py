"""What is kept only for so many days -> let go, a batch at a time. The rows stay, so the conservation law still holds.

Each pass remembers up to when it has let go of everything (`setting` kept|NAME): looking again costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.backends.base.client import TransactionalDBClient

from router.store.bulk import insert_many, reader
from router.store.transaction import unit

BATCH = 500  # rows in one transaction


@dataclass(frozen=True, slots=True)
class Pass:
    """The rows of one table that hold something, when they are done with, and what is taken out of them."""

    table: str
    time: str  # the column their age is told by; it has an index
    done: str
    holds: str
    out: tuple[str, ...]  # {ids} stands for their ids


_READ = "\"state\" <> 'waiting'"
_ENDED = "\"state\" IN ('sent', 'failed', 'dropped')"
_MAIL_BYTES = 'EXISTS (SELECT 1 FROM "mail_bytes" b WHERE b."mail_id" = "id" AND LENGTH(b."data") > 0)'
_NO_MAIL_BYTES = 'UPDATE "mail_bytes" SET "data" = x\'\' WHERE "mail_id" IN ({ids})'
_NO_TEXT = "\"text\" = '', \"note\" = '', \"note_by\" = ''"
_NOTED = "('tip', 'forward')"
_NO_WRITER = (
    'UPDATE "mail" SET "sender" = \'\', "sender_name" = \'\', "subject" = \'\', "envelope_from" = NULL,'
    " \"recipients\" = '[]'"
)
PASSES = {
    "mails": Pass("mail", "arrived", _READ, _MAIL_BYTES, (_NO_MAIL_BYTES,)),
    "setup": Pass("mail", "arrived", _READ, f"\"lane\" = 'setup' AND {_MAIL_BYTES}", (_NO_MAIL_BYTES,)),
    "newsletters": Pass(
        "delivery", "next_try", _ENDED,
        'EXISTS (SELECT 1 FROM "delivery_bytes" b WHERE b."delivery_id" = "id" AND LENGTH(b."data") > 0)',
        ('UPDATE "delivery_bytes" SET "data" = x\'\' WHERE "delivery_id" IN ({ids})',),
    ),
    "stories": Pass(
        "story", "first_seen", '"judged" > 0',
        '("text" || "note" || COALESCE("word", \'\') <> \'\' OR EXISTS (SELECT 1 FROM "clipping" c WHERE c."story_id" = "story"."id"'
        " AND c.\"text\" || c.\"note\" <> ''))",
        (
            f'UPDATE "story" SET {_NO_TEXT}, "word" = NULL, "word_by" = NULL WHERE "id" IN ({{ids}})',
            f'UPDATE "clipping" SET {_NO_TEXT} WHERE "story_id" IN ({{ids}})',
            f"{_NO_WRITER} WHERE \"lane\" IN {_NOTED} AND \"id\" IN"
            ' (SELECT "mail_id" FROM "clipping" WHERE "story_id" IN ({ids}))',
        ),
    ),
    # Who wrote a note is known as long as the note, so that it can be erased.
    "log": Pass(
        "mail", "arrived", _READ,
        f"\"lane\" <> 'alert' AND \"lane\" NOT IN {_NOTED} AND \"sender\" || \"subject\" <> ''",
        (_NO_WRITER + ' WHERE "id" IN ({ids})',),
    ),
    "answers": Pass(
        "delivery", "next_try", _ENDED, '"answer" <> \'\'', ('UPDATE "delivery" SET "answer" = \'\' WHERE "id" IN ({ids})',)
    ),
}  # fmt: skip


async def let_go(name: str, before: datetime) -> int:
    """One batch of a pass over what is older than `before`; how many rows gave up what they held."""
    one, key = PASSES[name], f"kept|{name}"
    mark = await reader().execute_query_dict('SELECT "value" FROM "setting" WHERE "name" = ?', [key])
    begin = str(mark[0]["value"]) if mark else ""
    old = f'FROM "{one.table}" WHERE "{one.time}" >= ? AND "{one.time}" < ? AND'
    rows = await reader().execute_query_dict(
        f'SELECT "id", "{one.time}" AS "at" {old} {one.done} AND {one.holds} ORDER BY "{one.time}" LIMIT {BATCH}',
        [begin, before],
    )
    open_ = await reader().execute_query_dict(
        f'SELECT MIN("{one.time}") AS "at" {old} NOT ({one.done})', [begin, before]
    )
    up_to = min(filter(None, (rows[-1]["at"] if len(rows) == BATCH else before.isoformat(" "), open_[0]["at"])))
    if not rows and up_to[:13] <= begin[:13]:
        return 0  # written down once an hour where there is nothing

    async def work(connection: TransactionalDBClient) -> int:
        ids = ", ".join(str(int(row["id"])) for row in rows)
        for statement in one.out if rows else ():
            await connection.execute_query(statement.format(ids=ids))
        await insert_many(connection, "setting", ("name", "value"), [(key, "")], once=True)
        await connection.execute_query('UPDATE "setting" SET "value" = ? WHERE "name" = ?', [up_to, key])
        return len(rows)

    return await unit(work)


async def drop_acts(before: datetime, but: tuple[str, ...]) -> int:
    """Forget what was told so long ago, but for these kinds: they prove a yes or a no."""

    async def work(connection: TransactionalDBClient) -> int:
        marks = ", ".join("?" for _ in but)
        count, _ = await connection.execute_query(
            f'DELETE FROM "act" WHERE "at" < ? AND "what" NOT IN ({marks})', [before, *but]
        )
        return int(count)

    return await unit(work)


async def drop_deeds(before: datetime, but: tuple[str, ...]) -> int:
    """Forget what editors did so long ago, but for these kinds."""

    async def work(connection: TransactionalDBClient) -> int:
        marks = ", ".join("?" for _ in but)
        count, _ = await connection.execute_query(
            f'DELETE FROM "deed" WHERE "at" < ? AND "what" NOT IN ({marks})', [before, *but]
        )
        return int(count)

    return await unit(work)


async def gone_before(moment: datetime) -> list[tuple[int, str]]:
    """(id, address) of some who left everything so long ago and were not heard of since; none who still has a role."""
    rows = await reader().execute_query_dict(
        'SELECT s."id", s."address" FROM "subscriber" s WHERE s."state" = \'gone\' AND s."created" < ? AND s."address" NOT IN'
        ' (SELECT "address" FROM "role") AND NOT EXISTS'
        ' (SELECT 1 FROM "act" a WHERE a."subscriber_id" = s."id" AND a."at" >= ?) LIMIT 100',
        [moment, moment],
    )
    return [(int(row["id"]), str(row["address"])) for row in rows]
