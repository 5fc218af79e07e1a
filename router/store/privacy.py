"""All that is held on one address: shown whole, or erased so that no byte of the file still names it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient

from router.store import unsaid
from router.store.bulk import reader, select_in
from router.store.transaction import unit

# What belongs to a subscriber by id. Bytes are counted, not copied: the newsletters are in their mailbox.
_OWN = {
    "subscriber": 'SELECT * FROM "subscriber" WHERE "id" = ?',
    "subscription": 'SELECT * FROM "subscription" WHERE "subscriber_id" = ? ORDER BY "id"',
    "act": 'SELECT * FROM "act" WHERE "subscriber_id" = ? ORDER BY "id"',
    "issue": 'SELECT * FROM "issue" WHERE "subscriber_id" = ? ORDER BY "id"',
    "issue_story": (
        'SELECT i."number" AS "issue", s."number", s."section", t."title", t."link" FROM "issue_story" s'
        ' JOIN "issue" i ON i."id" = s."issue_id" JOIN "story" t ON t."id" = s."story_id"'
        ' WHERE i."subscriber_id" = ? ORDER BY i."id", s."number"'
    ),
}
# What an editor did to what all read: it stays when they are forgotten, without their name.
_EDITED = (
    ("rulebook", "author", '"version", "made", "note"'),
    ("edition", "note_by", '"key", "note"'),
    ("edition", "released_by", '"key", "released"'),
)
_SENT = (
    'SELECT d.*, LENGTH(b."data") AS "bytes" FROM "delivery" d LEFT JOIN "delivery_bytes" b ON b."delivery_id" = d."id"'
    ' WHERE d."recipient" = ? OR d."subscriber_id" = ? ORDER BY d."id"'
)
# Letters they wrote, and mails that speak of them: bounces name the address in their text.
_MAILS = (
    'SELECT m."id" FROM "mail" m JOIN "mail_bytes" b ON b."mail_id" = m."id" WHERE LOWER(m."sender") = ?'
    " OR LOWER(m.\"envelope_from\") = ? OR (m.\"lane\" IN ('bounce', 'reply', 'command', 'setup', 'question', 'tip', 'loop',"
    " 'quarantine') AND instr(LOWER(CAST(b.\"data\" AS TEXT)), ?) > 0)"
)
# What they did as an editor, and what editors wrote of them: whom they invited.
_DEEDS = 'LOWER("by") = ? OR instr(LOWER("told"), ?) > 0'
# Stories that bear a word of theirs as an editor.
_WORDS = 'SELECT json_extract("told", \'$.story\') FROM "deed" WHERE LOWER("by") = ? AND "what" = \'note\''
# Answers to editors that name them; in quoted-printable an address may be broken (RFC 2045 6.7).
_NAMING = (
    'SELECT d."id" FROM "delivery" d JOIN "delivery_bytes" b ON b."delivery_id" = d."id" WHERE d."kind" IN (\'answer\','
    " 'proposal') AND instr(LOWER(REPLACE(CAST(b.\"data\" AS TEXT), '=' || char(13, 10), '')), ?) > 0"
)


async def held(subscriber: int | None, address: str) -> dict[str, Any]:
    """Every row that is about this address, by table, as plain data."""
    connection, found = reader(), {}
    for table, question in _OWN.items() if subscriber else ():
        found[table] = [dict(row) for row in await connection.execute_query_dict(question, [subscriber])]
    found["delivery"] = [dict(row) for row in await connection.execute_query_dict(_SENT, [address, subscriber or 0])]
    deeds = f'SELECT * FROM "deed" WHERE {_DEEDS} ORDER BY "id"'
    found["deed"] = [dict(row) for row in await connection.execute_query_dict(deeds, [address, address])]
    roles = 'SELECT * FROM "role" WHERE "address" = ? OR LOWER("by") = ?'
    found["role"] = [dict(row) for row in await connection.execute_query_dict(roles, [address, address])]
    ids = await _mails(address)
    found["mail"] = [
        dict(row) for row in await select_in('SELECT * FROM "mail" WHERE "id" IN ({marks}) ORDER BY "id"', ids)
    ]
    notes = 'SELECT "id", "mail_id", "title", "note", "note_by" FROM "clipping" WHERE "note_by" <> \'\' AND "mail_id" IN ({marks})'
    found["clipping"] = [dict(row) for row in await select_in(notes, ids)]
    for table, who, shown in _EDITED:
        question = f'SELECT {shown} FROM "{table}" WHERE LOWER("{who}") = ?'
        found.setdefault(table, []).extend(
            dict(row) for row in await connection.execute_query_dict(question, [address])
        )
    return {table: rows for table, rows in found.items() if rows}


async def erase(subscriber: int | None, address: str, now: datetime) -> dict[str, int]:
    """Delete it in ONE transaction; how many rows of each table.

    A mail they wrote stays as a row without name, words and bytes, for the ledger must not fetch it again, and a story
    they passed on stays without their note: also where the note was searched, brought a route, or went into newsletters
    of others. One of these that has not gone out is taken back and made anew, with its stories and without the note.
    What SQLite frees is overwritten, and the journal is emptied.
    """
    ids = await _mails(address)
    noted = await select_in(
        'SELECT DISTINCT "story_id" FROM "clipping" WHERE "note" <> \'\' AND "story_id" IS NOT NULL'
        ' AND "mail_id" IN ({marks})',
        ids,
    ) + await reader().execute_query_dict(f'SELECT "id" AS "story_id" FROM "story" WHERE "id" IN ({_WORDS})', [address])

    naming = await reader().execute_query_dict(_NAMING, [address])  # looks through bytes: not while others wait

    async def work(connection: TransactionalDBClient) -> dict[str, int]:
        counts: dict[str, int] = {}

        async def run(table: str, question: str, values: list[Any]) -> None:
            count, _ = await connection.execute_query(question, values)
            counts[table] = counts.get(table, 0) + int(count)

        for mail in ids:
            await run("mail_bytes", 'UPDATE "mail_bytes" SET "data" = x\'\' WHERE "mail_id" = ?', [mail])
            await run(
                "mail",
                'UPDATE "mail" SET "sender" = \'\', "sender_name" = \'\', "subject" = \'\', "envelope_from" = NULL,'
                ' "recipients" = \'[]\', "tag" = \'\', "message_id" = \'\', "reason" = \'erased\' WHERE "id" = ?',
                [mail],
            )
            theirs = 'SELECT c."story_id" FROM "clipping" c WHERE c."mail_id" = ? AND c."note" = "story"."note"'
            await run("story", f'UPDATE "story" SET "note" = \'\', "note_by" = \'\' WHERE "id" IN ({theirs})', [mail])
            await run("clipping", 'UPDATE "clipping" SET "note" = \'\', "note_by" = \'\' WHERE "mail_id" = ?', [mail])
            again = 'SELECT "id" FROM "clipping" WHERE "mail_id" = ?'
            await run("again", f'UPDATE "again" SET "words" = "code" WHERE "clipping_id" IN ({again})', [mail])
        await unsaid.take_back(connection, [int(row["story_id"]) for row in noted])
        for table, by, _ in _EDITED:
            await run(table, f'UPDATE "{table}" SET "{by}" = \'\' WHERE LOWER("{by}") = ?', [address])
        for by, what in (("note_by", "word"), ("released_by", "release")):  # where a name stands, not an address
            theirs = (
                "SELECT json_extract(\"told\", '$.interest') || '|' || json_extract(\"told\", '$.date') FROM \"deed\""
                ' WHERE LOWER("by") = ? AND "what" = ?'
            )
            await run("edition", f'UPDATE "edition" SET "{by}" = \'\' WHERE "key" IN ({theirs})', [address, what])
        mine = 'SELECT "id" FROM "delivery" WHERE "recipient" = ? OR "subscriber_id" = ?'
        who = [address, subscriber or 0]
        await run("delivery_bytes", f'DELETE FROM "delivery_bytes" WHERE "delivery_id" IN ({mine})', who)
        await run("delivery", 'DELETE FROM "delivery" WHERE "recipient" = ? OR "subscriber_id" = ?', who)
        # Copies of their letters, which went to the editors and quote them.
        quoting = 'SELECT "id" FROM "delivery" WHERE "kind" IN (\'letter\', \'alarm\')'
        for mail in ids:
            about = f"{quoting} AND (\"key\" LIKE 'notice|letter|{mail}|%' OR \"key\" LIKE 'notice|alarm|%|{mail}|%')"
            await run("delivery_bytes", f'DELETE FROM "delivery_bytes" WHERE "delivery_id" IN ({about})', [])
            await run("delivery", f'DELETE FROM "delivery" WHERE "id" IN ({about})', [])
        for row in naming:
            await run("delivery_bytes", 'DELETE FROM "delivery_bytes" WHERE "delivery_id" = ?', [row["id"]])
            await run("delivery", 'DELETE FROM "delivery" WHERE "id" = ?', [row["id"]])
        await run("story", f'UPDATE "story" SET "word" = NULL, "word_by" = NULL WHERE "id" IN ({_WORDS})', [address])
        await run("deed", f'UPDATE "deed" SET "by" = \'\', "told" = \'{{}}\' WHERE {_DEEDS}', [address, address])
        await run("role", 'DELETE FROM "role" WHERE "address" = ?', [address])
        await run("role", 'UPDATE "role" SET "by" = \'\' WHERE LOWER("by") = ?', [address])
        if subscriber:
            issues = 'SELECT "id" FROM "issue" WHERE "subscriber_id" = ?'
            await run("issue_story", f'DELETE FROM "issue_story" WHERE "issue_id" IN ({issues})', [subscriber])
            for table in ("issue", "act", "subscription"):
                await run(table, f'DELETE FROM "{table}" WHERE "subscriber_id" = ?', [subscriber])
            await run("subscriber", 'DELETE FROM "subscriber" WHERE "id" = ?', [subscriber])
        return {table: count for table, count in counts.items() if count}

    counts = await unit(work, alone=True)
    await reader().execute_query("PRAGMA wal_checkpoint(TRUNCATE)")
    return counts


async def drop_farewells() -> None:
    """The last notice to somebody who was forgotten names their address: it goes when it has gone out."""

    over = (
        "\"key\" >= 'notice|forgotten|' AND \"key\" < 'notice|forgotten}'"
        " AND \"state\" NOT IN ('queued', 'sending', 'unknown')"
    )

    async def work(connection: TransactionalDBClient) -> None:
        gone = f'SELECT "id" FROM "delivery" WHERE {over}'
        await connection.execute_query(f'DELETE FROM "delivery_bytes" WHERE "delivery_id" IN ({gone})')
        await connection.execute_query(f'DELETE FROM "delivery" WHERE {over}')

    if await reader().execute_query_dict(f'SELECT 1 FROM "delivery" WHERE {over} LIMIT 1'):
        await unit(work)
        await reader().execute_query("PRAGMA wal_checkpoint(TRUNCATE)")


async def _mails(address: str) -> list[int]:
    rows = await reader().execute_query_dict(_MAILS, [address, address, address])
    return [int(row["id"]) for row in rows]
