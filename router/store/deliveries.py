"""Deliveries: queued with their bytes, claimed, and ended; notices stand in the same queue as newsletters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient

from router.store.bulk import insert_many, reader, select_in
from router.store.tallies import Limit, take_in
from router.store.transaction import unit

COLUMNS = (
    "key", "issue_id", "subscriber_id", "kind", "message_id", "envelope_from", "recipient", "state", "tries",
    "next_try", "code", "answer", "queued",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail of ours, ready to be queued; `key` makes sure that it is queued once."""

    key: str
    kind: str
    message_id: str
    envelope_from: str
    recipient: str
    data: bytes
    subscriber: int | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process alone may hand over now."""

    id: int
    kind: str
    message_id: str
    envelope_from: str
    recipient: str
    data: bytes
    tries: int


async def queue_in(connection: TransactionalDBClient, draft: Draft, issue: int | None, now: datetime) -> int | None:
    """Queue a mail inside a unit of work; None when its key was queued before."""
    count, _ = await connection.execute_query(
        f'INSERT OR IGNORE INTO "delivery" ({", ".join(COLUMNS)}) VALUES ({", ".join("?" * len(COLUMNS))})',
        [
            draft.key, issue, draft.subscriber, draft.kind, draft.message_id, draft.envelope_from, draft.recipient,
            "queued", 0, now, 0, "", now,
        ],
    )  # fmt: skip
    if count == 0:
        return None
    row = await connection.execute_query_dict('SELECT "id" FROM "delivery" WHERE "key" = ?', [draft.key])
    await insert_many(connection, "delivery_bytes", ("delivery_id", "data"), [(row[0]["id"], draft.data)])
    return int(row[0]["id"])


async def queue(draft: Draft, now: datetime, limits: Sequence[Limit] = ()) -> int | None:
    """Queue one notice; its id, or None when its key was queued before or a limit is reached."""

    async def work(connection: TransactionalDBClient) -> int | None:
        held = await connection.execute_query_dict('SELECT "id" FROM "delivery" WHERE "key" = ?', [draft.key])
        if held or await take_in(connection, limits, now):
            return None
        return await queue_in(connection, draft, None, now)

    return await unit(work, alone=True)


async def due(now: datetime, limit: int = 200) -> list[int]:
    """Ids of deliveries whose time has come."""
    rows = await reader().execute_query_dict(
        'SELECT "id" FROM "delivery" WHERE "state" IN (\'queued\', \'unknown\') AND "next_try" <= ? ORDER BY "id" LIMIT ?',
        [now, limit],
    )
    return [int(row["id"]) for row in rows]


async def claim(ids: Sequence[int], now: datetime) -> list[Claimed]:
    """queued | unknown -> sending, for those of `ids` that are due; each is handed to one caller only."""

    async def work(connection: TransactionalDBClient) -> list[int]:
        claimed = []
        for delivery in ids:
            count, _ = await connection.execute_query(
                'UPDATE "delivery" SET "state" = \'sending\', "tries" = "tries" + 1'
                ' WHERE "id" = ? AND "state" IN (\'queued\', \'unknown\') AND "next_try" <= ?',
                [delivery, now],
            )
            claimed += [delivery] * (count == 1)
        return claimed

    rows = await select_in(
        'SELECT d."id", d."kind", d."message_id", d."envelope_from", d."recipient", d."tries", b."data"'
        ' FROM "delivery" d JOIN "delivery_bytes" b ON b."delivery_id" = d."id" WHERE d."id" IN ({marks}) ORDER BY d."id"',
        await unit(work),
    )
    return [
        Claimed(r["id"], r["kind"], r["message_id"], r["envelope_from"], r["recipient"], bytes(r["data"]), r["tries"])
        for r in rows
    ]


async def end(
    delivery: int, state: str, code: int, answer: str, now: datetime, next_try: datetime | None = None
) -> None:
    """sending -> sent | failed | unknown | held | queued (again at `next_try`), with the server's words."""

    async def work(connection: TransactionalDBClient) -> None:
        await connection.execute_query(
            'UPDATE "delivery" SET "state" = ?, "code" = ?, "answer" = ?, "ended" = ?, "next_try" = COALESCE(?, "next_try")'
            ' WHERE "id" = ? AND "state" = \'sending\'',
            [state, code, answer[:500], None if state in ("queued", "unknown") else now, next_try, delivery],
        )

    await unit(work)


async def may_go(delivery: int) -> bool:
    """The last look before a mail is handed over: an issue goes to nobody who left or was suspended meanwhile."""
    rows = await reader().execute_query_dict(
        'SELECT 1 FROM "delivery" d LEFT JOIN "subscriber" s ON s."id" = d."subscriber_id" WHERE d."id" = ?'
        " AND (d.\"kind\" <> 'issue' OR s.\"state\" = 'active')",
        [delivery],
    )
    return bool(rows)


async def recover(now: datetime, state: str) -> int:
    """At a start: what was `sending` when the process died becomes `state` (unknown or held); how many."""

    async def work(connection: TransactionalDBClient) -> int:
        count, _ = await connection.execute_query(
            'UPDATE "delivery" SET "state" = ?, "next_try" = ?, "answer" = \'cut off while sending\''
            " WHERE \"state\" = 'sending'",
            [state, now],
        )
        return int(count)

    return await unit(work)


async def counts() -> dict[str, int]:
    """Deliveries by state."""
    rows = await reader().execute_query_dict('SELECT "state", COUNT(*) AS "n" FROM "delivery" GROUP BY "state"')
    return {row["state"]: int(row["n"]) for row in rows}


async def listed(state: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """Deliveries newest first, as plain rows for people."""
    rows = await reader().execute_query_dict(
        'SELECT "id", "kind", "recipient", "state", "tries", "next_try", "code", "answer", "message_id" FROM "delivery"'
        f' {"WHERE state = ?" if state else ""} ORDER BY "id" DESC LIMIT ?',
        [*filter(None, (state,)), limit],
    )
    return [dict(row) for row in rows]


async def sent_bytes(issue: int) -> bytes:
    """The frozen bytes of an issue, b"" when there is none."""
    rows = await reader().execute_query_dict(
        'SELECT b."data" FROM "delivery_bytes" b JOIN "delivery" d ON d."id" = b."delivery_id" WHERE d."issue_id" = ?',
        [issue],
    )
    return bytes(rows[0]["data"]) if rows else b""


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail of ours as its Message-ID names it."""

    id: int
    kind: str
    subscriber: int | None
    recipient: str
    number: int  # of the issue, 0 for a notice
    key: str


async def by_message_id(message_id: str) -> SentMail | None:
    """The mail of ours with this Message-ID (without < >)."""
    rows = await reader().execute_query_dict(
        'SELECT d."id", d."kind", d."subscriber_id", d."recipient", d."key", i."number" FROM "delivery" d'
        ' LEFT JOIN "issue" i ON i."id" = d."issue_id" WHERE d."message_id" = ?',
        [message_id],
    )
    if not rows:
        return None
    row = rows[0]
    return SentMail(row["id"], row["kind"], row["subscriber_id"], row["recipient"], row["number"] or 0, row["key"])


async def of_issue(issue: int) -> dict[str, Any] | None:
    """State, end and the server's words of the delivery of one issue."""
    rows = await reader().execute_query_dict(
        'SELECT "state", "ended", "code", "answer" FROM "delivery" WHERE "issue_id" = ?', [issue]
    )
    return dict(rows[0]) if rows else None


async def refused(since: datetime) -> list[dict[str, Any]]:
    """Mails to subscribers that a server refused for good since a moment and that nobody looked at yet."""
    rows = await reader().execute_query_dict(
        'SELECT d."id", d."subscriber_id", d."code", d."answer" FROM "delivery" d LEFT JOIN "act" a'
        ' ON a."key" = \'refused|\' || d."id" WHERE d."state" = \'failed\' AND d."ended" >= ?'
        ' AND d."subscriber_id" IS NOT NULL AND a."id" IS NULL ORDER BY d."id" LIMIT 200',
        [since],
    )
    return [dict(row) for row in rows]
