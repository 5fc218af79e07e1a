"""Stories and their clippings: found by key, joined or made, judged and listed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient

from router.frozen import value
from router.store import hints
from router.store.bulk import insert_many, moment, reader, rows_in, select_in
from router.terms import Clipping, Facts, Reason, Verdict

FACE = tuple(field.name for field in fields(Clipping))  # a story shows what a clipping holds
_ROUTE = ("key", "story_id", "interest", "file", "line", "rule", "words", "found", "version", "routed")
_HELD = ", ".join(f'"{name}"' for name in ("id", "seen", "story_id", "source", "tag", *FACE))


@value(frozen=True, slots=True)
class Held:
    """A clipping as it lies in its row, or will; `story` is 0 while it waits to be folded, `id` before it has a row."""

    id: int
    clipping: Clipping
    seen: datetime
    story: int
    source: str = ""
    tag: str = ""


async def unfolded(ids: Sequence[int] | None = None, limit: int = 500) -> list[Held]:
    """Clippings that belong to no story yet, oldest first; of `ids`, or any."""
    if ids is None:
        sql = f'SELECT {_HELD} FROM "clipping" WHERE "story_id" IS NULL ORDER BY "id" LIMIT ?'
        rows: Any
        _, rows = await reader().execute_query(sql, [limit])
        return [_held(row) for row in rows]
    sql = f'SELECT {_HELD} FROM "clipping" WHERE "story_id" IS NULL AND "id" IN ({{marks}}) ORDER BY "id"'
    return [_held(row) for row in await rows_in(sql, list(ids))]


async def clippings_of(stories: Sequence[int]) -> list[Held]:
    """All clippings of these stories, oldest first."""
    sql = f'SELECT {_HELD} FROM "clipping" WHERE "story_id" IN ({{marks}}) ORDER BY "id"'
    return [_held(row) for row in await rows_in(sql, list(stories))]


def _held(row: Sequence[Any]) -> Held:
    number, seen, story, source, tag, *face = row
    return Held(number, Clipping(*face), datetime.fromisoformat(seen), story or 0, source, tag)


async def owners(keys: Sequence[str]) -> dict[str, int]:
    """strong key -> the one story that holds it."""
    rows = await select_in('SELECT "key", "story_id" FROM "story_key" WHERE "key" IN ({marks})', list(keys))
    return {row["key"]: int(row["story_id"]) for row in rows}


async def learned(keys: Sequence[str]) -> dict[str, int]:
    """learned key -> its bit set."""
    rows = await select_in('SELECT "key", "seen" FROM "learned" WHERE "key" IN ({marks})', list(keys))
    return {row["key"]: int(row["seen"]) for row in rows}


async def said() -> dict[str, int]:
    """Every word of a person on a fold: few, and asked for in every pair."""
    rows = await reader().execute_query_dict(
        'SELECT "key", "seen" FROM "learned" WHERE "key" >= \'said:\' AND "key" < \'said;\''
    )
    return {row["key"]: int(row["seen"]) for row in rows}


async def next_id(connection: TransactionalDBClient) -> int:
    """The id a new story takes; only inside a unit that is alone."""
    rows = await connection.execute_query_dict('SELECT COALESCE(MAX("id"), 0) + 1 AS "n" FROM "story"')
    return int(rows[0]["n"])


@value(frozen=True, slots=True)
class Folded:
    """A clipping's end: which story it belongs to and by what evidence."""

    held: Held
    story: int
    reason: Reason


async def write_folds(
    connection: TransactionalDBClient,
    faces: Mapping[int, tuple[Clipping, int]],  # story -> best face, clippings it has now
    fresh: Mapping[int, datetime],  # new stories -> first seen
    judged: int,  # the version of the rulebook that judges the new ones
    strong: Iterable[tuple[str, int]],
    weak: Iterable[tuple[int, int]],
    learned_rows: Mapping[str, int],
) -> None:
    """Write the stories of one batch; older ones that changed wait to be judged again."""
    new = [[story, *_face(faces[story][0]), moment(seen), faces[story][1], judged] for story, seen in fresh.items()]
    await insert_many(connection, "story", ("id", *FACE, "first_seen", "carried", "judged"), new)
    assigned = ", ".join(f'"{name}" = ?' for name in FACE)
    await connection.execute_many(
        f'UPDATE "story" SET {assigned}, "carried" = ?, "judged" = 0 WHERE "id" = ?',
        [[*_face(faces[story][0]), faces[story][1], story] for story in faces if story not in fresh],
    )
    await insert_many(connection, "story_key", ("key", "story_id"), strong, once=True)
    await hints.keep(connection, weak)
    await connection.execute_many(
        'INSERT INTO "learned" ("key", "seen") VALUES (?, ?) ON CONFLICT ("key") DO UPDATE SET "seen" = excluded."seen" | "seen"',
        [[key, bits] for key, bits in learned_rows.items()],
    )


_face = attrgetter(*FACE)


async def assign(connection: TransactionalDBClient, folds: Iterable[Folded]) -> None:
    """Give clippings that lie there without a story theirs."""
    await connection.execute_many(
        'UPDATE "clipping" SET "story_id" = ?, "evidence" = ? WHERE "id" = ? AND "story_id" IS NULL',
        [[fold.story, str(fold.reason), fold.held.id] for fold in folds],
    )


async def unjudged(limit: int = 500) -> list[int]:
    """Ids of stories that no rulebook has judged since they last changed."""
    rows = await reader().execute_query_dict(
        'SELECT "id" FROM "story" WHERE "judged" = 0 ORDER BY "id" LIMIT ?', [limit]
    )
    return [int(row["id"]) for row in rows]


def facts_of(face: Clipping, held: Sequence[Held]) -> Facts:
    """What rules look at, for a story of these clippings, oldest first, that is shown so."""
    return Facts(
        face.title, face.text, face.authors, face.publisher, face.note, face.link, face.kind, face.language,
        tuple(sorted({one.source for one in held if one.source})), tuple(sorted({one.tag for one in held if one.tag})),
        held[0].seen.date().isoformat(),
    )  # fmt: skip


async def facts(ids: Sequence[int], *, unjudged_only: bool = False) -> dict[int, Facts]:
    """What rules look at, for these stories."""
    only = 'AND "judged" = 0 ' if unjudged_only else ""
    rows = await rows_in(
        'SELECT "id", "title", "text", "authors", "publisher", "note", "link", "kind", "language", "first_seen"'
        f' FROM "story" WHERE "id" IN ({{marks}}) {only}ORDER BY "id"',
        list(ids),
    )
    sources: dict[int, set[str]] = {}
    tags: dict[int, set[str]] = {}
    sql = 'SELECT DISTINCT "story_id", "source", "tag" FROM "clipping" WHERE "story_id" IN ({marks})'
    for story, source, tag in await rows_in(sql, [row[0] for row in rows]):
        if source:
            sources.setdefault(story, set()).add(source)
        if tag:
            tags.setdefault(story, set()).add(tag)
    found: dict[int, Facts] = {}
    for story, title, text, authors, publisher, note, link, kind, language, seen in rows:
        named, to = tuple(sorted(sources.get(story, ()))), tuple(sorted(tags.get(story, ())))
        found[story] = Facts(title, text, authors, publisher, note, link, kind, language, named, to, str(seen)[:10])
    return found


async def write_routes(
    connection: TransactionalDBClient, verdicts: Mapping[int, Sequence[Verdict]], version: int, now: datetime
) -> None:
    """Replace the routes of these stories by what one rulebook says; a route that stays keeps its first time, and one
    that an editor made (it names no file) stays as it is."""
    before = await select_in(
        'SELECT "key" FROM "route" WHERE "story_id" IN ({marks}) AND "file" <> \'\'', list(verdicts)
    )
    rows = _routes(verdicts, version, now)
    gone = {row["key"] for row in before} - {row[0] for row in rows}
    await connection.execute_many('DELETE FROM "route" WHERE "key" = ?', [[key] for key in sorted(gone)])
    await connection.execute_many(
        f'INSERT INTO "route" ({", ".join(_ROUTE)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
        ' ON CONFLICT ("key") DO UPDATE SET "file" = excluded."file", "line" = excluded."line", "rule" = excluded."rule", "words" = excluded."words", "found" = excluded."found",'
        ' "version" = excluded."version" WHERE "route"."file" <> \'\'',
        rows,
    )
    await connection.execute_query(
        'UPDATE "story" SET "judged" = ? WHERE "id" IN (SELECT "value" FROM json_each(?))',
        [version, json.dumps(list(verdicts))],
    )


async def add_routes(
    connection: TransactionalDBClient, verdicts: Mapping[int, Sequence[Verdict]], version: int, now: datetime
) -> None:
    """Write the routes of new stories."""
    await insert_many(connection, "route", _ROUTE, _routes(verdicts, version, now))


def _routes(verdicts: Mapping[int, Sequence[Verdict]], version: int, now: datetime) -> list[list[Any]]:
    rows = []
    at = moment(now)
    for story, found in verdicts.items():
        for verdict in found:
            if verdict.taken and (rule := verdict.rule) is not None:
                places = json.dumps([[place.part, place.words, place.at] for place in verdict.found])
                key = f"{story}|{verdict.interest}"
                rows.append(
                    [key, story, verdict.interest, rule.file, rule.line, rule.text, rule.words, places, version, at]
                )  # fmt: skip
    return rows


async def counts() -> dict[str, int]:
    """clippings, stories, folded (clippings beyond the first of their story), unrouted."""
    rows = await reader().execute_query_dict(
        'SELECT (SELECT COUNT(*) FROM "clipping") AS "clippings", (SELECT COUNT(*) FROM "story") AS "stories",'
        ' (SELECT COUNT(*) FROM "story" s WHERE s."judged" > 0 AND NOT EXISTS'
        ' (SELECT 1 FROM "route" r WHERE r."story_id" = s."id")) AS "unrouted"'
    )
    row = {name: int(value) for name, value in rows[0].items()}
    return {**row, "folded": row["clippings"] - row["stories"]}


async def routed_counts() -> dict[str, int]:
    """Stories by interest."""
    rows = await reader().execute_query_dict(
        'SELECT "interest", COUNT(*) AS "n" FROM "route" GROUP BY "interest" ORDER BY 1'
    )
    return {row["interest"]: int(row["n"]) for row in rows}


async def listed(*, unrouted: bool = False, limit: int = 50) -> list[dict[str, Any]]:
    """Stories newest first with their interests, as plain rows for people."""
    only = (
        'WHERE s."judged" > 0 AND NOT EXISTS (SELECT 1 FROM "route" r WHERE r."story_id" = s."id")' if unrouted else ""
    )
    rows = await reader().execute_query_dict(
        f'SELECT s."id", s."title", s."link", s."publisher", s."carried" FROM "story" s {only} ORDER BY s."id" DESC LIMIT ?',
        [limit],
    )
    sql = 'SELECT "story_id", "interest" FROM "route" WHERE "story_id" IN ({marks}) ORDER BY "interest"'
    routes = await select_in(sql, [row["id"] for row in rows])
    return [
        {**row, "interests": ", ".join(route["interest"] for route in routes if route["story_id"] == row["id"])}
        for row in rows
    ]


async def evidence(story: int) -> list[dict[str, Any]]:
    """The clippings of one story and why each belongs to it, as plain rows for people."""
    rows = await reader().execute_query_dict(
        'SELECT c."id", c."source", c."title", c."link", c."evidence", c."seen", g."words" AS "again" FROM "clipping" c'
        ' LEFT JOIN "again" g ON g."clipping_id" = c."id" WHERE c."story_id" = ? ORDER BY c."id"',
        [story],
    )
    return [{"clipping": f"c{row['id']}", **{name: row[name] for name in row if name != "id"}} for row in rows]


async def interests_of(story: int) -> list[str]:
    """The interests that a story is routed to, by name."""
    rows = await reader().execute_query_dict(
        'SELECT "interest" FROM "route" WHERE "story_id" = ? ORDER BY "interest"', [story]
    )
    return [row["interest"] for row in rows]
