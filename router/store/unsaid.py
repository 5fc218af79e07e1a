"""The note of somebody who was forgotten -> out of the routes it brought, and newsletters of others."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tortoise.backends.base.client import TransactionalDBClient

from router.store.bulk import insert_many, reader
from router.store.transaction import unit

_ON_THEIR_WAY = "unsaid"  # a setting: deliveries whose bytes go as soon as they are not needed any more
_NO_BYTES = 'UPDATE "delivery_bytes" SET "data" = x\'\' WHERE "delivery_id" IN ({ids})'


async def take_back(connection: TransactionalDBClient, stories: Sequence[int]) -> None:
    """Inside the unit that forgets: leave no word of the notes on these stories.

    A newsletter that still waits is taken back whole: its stories come again, without the note, in the same slot. One
    that is being handed over keeps its bytes until that has ended.
    """
    if not stories:
        return
    ids = _listed(stories)
    await connection.execute_query(
        'UPDATE "route" SET "found" = (SELECT json_group_array(json(f.value)) FROM json_each("route"."found") f'
        f" WHERE json_extract(f.value, '$[0]') <> 'note') WHERE \"story_id\" IN ({ids})"
    )
    rows = await connection.execute_query_dict(
        'SELECT d."id", d."state", i."id" AS "issue", i."subscriber_id" FROM "delivery" d JOIN "issue" i ON i."id" = d."issue_id"'
        f' WHERE i."id" IN (SELECT "issue_id" FROM "issue_story" WHERE "story_id" IN ({ids}))'
    )
    waits = [row for row in rows if row["state"] in ("queued", "held")]
    goes = [row["id"] for row in rows if row["state"] in ("sending", "unknown")]
    gone, issues = _listed([row["id"] for row in waits]), _listed([row["issue"] for row in waits])
    for statement in (
        f'DELETE FROM "delivery_bytes" WHERE "delivery_id" IN ({gone})',
        f'DELETE FROM "delivery" WHERE "id" IN ({gone})',
        f'DELETE FROM "issue_story" WHERE "issue_id" IN ({issues})',
        f'DELETE FROM "issue" WHERE "id" IN ({issues})',
        f'UPDATE "subscriber" SET "last_slot" = \'\' WHERE "id" IN ({_listed([row["subscriber_id"] for row in waits])})',
        _NO_BYTES.format(ids=_listed([row["id"] for row in rows if row not in waits and row["id"] not in goes])),
    ):
        await connection.execute_query(statement)
    if goes:
        before = await _on_their_way()
        await insert_many(connection, "setting", ("name", "value"), [(_ON_THEIR_WAY, "[]")], once=True)
        await connection.execute_query(
            'UPDATE "setting" SET "value" = ? WHERE "name" = ?', [json.dumps([*before, *goes]), _ON_THEIR_WAY]
        )


async def finish() -> None:
    """Take the bytes of what was being handed over when it was taken back, once that has ended."""
    ids = _listed(await _on_their_way())
    if not ids:
        return
    rows = await reader().execute_query_dict(
        f"SELECT \"id\" FROM \"delivery\" WHERE \"id\" IN ({ids}) AND \"state\" IN ('queued', 'held', 'sending', 'unknown')"
    )
    still = [int(row["id"]) for row in rows]

    async def work(connection: TransactionalDBClient) -> None:
        over = _listed([one for one in await _on_their_way() if one not in still])
        await connection.execute_query(_NO_BYTES.format(ids=over))
        await connection.execute_query(
            'UPDATE "setting" SET "value" = ? WHERE "name" = ?', [json.dumps(still), _ON_THEIR_WAY]
        )

    await unit(work)


async def _on_their_way() -> list[int]:
    rows = await reader().execute_query_dict('SELECT "value" FROM "setting" WHERE "name" = ?', [_ON_THEIR_WAY])
    return [int(one) for one in json.loads(rows[0]["value"])] if rows else []


def _listed(ids: Sequence[object]) -> str:
    return ", ".join(str(int(str(one))) for one in ids)
