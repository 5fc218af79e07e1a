"""Issues: what a subscriber may be given next, and what they were given."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.exceptions import IntegrityError

from router.store import again
from router.store.bulk import insert_many, reader, select_in
from router.store.deliveries import Draft, queue_in
from router.store.reader_records import Issue
from router.store.transaction import unit
from router.terms import Candidate, Pick, Slot

_ROUTE = (
    """r."interest", r."words", r."found", p."pinned", p."place", (e."interest" || '|' || e."date") AS "edition\""""
)
_PLACE = """LEFT JOIN "edition_story" p ON p."key" = (r."interest" || '|' || r."story_id")
 LEFT JOIN "edition" e ON e."id" = p."edition_id\""""
_ROUTED = f'FROM "route" r {_PLACE}'
# CROSS JOIN: SQLite would begin with all that was ever routed, where a few editions are asked for
_RELEASED = """FROM "edition" e CROSS JOIN "edition_story" p ON p."edition_id" = e."id" AND e."state" = 'released'
 JOIN "route" r ON r."key" = (p."story_id" || '|' || e."interest")"""


async def candidates(
    subscriber: int, interests: Mapping[str, datetime], after: datetime | None, *, at_once: bool = False
) -> list[Candidate]:
    """Stories of editions released since each interest was joined that this subscriber has not had.

    `after` leaves out editions released before it: their stories had their chance and grew too old. `at_once` asks for
    stories as they are routed, whatever becomes of their edition; what an editor dropped is in neither.
    """
    if not interests:
        return []
    marks = ", ".join("?" for _ in interests)
    found, of, since = (_ROUTED, "r", 'r."routed"') if at_once else (_RELEASED, "e", 'e."released"')
    rows = await reader().execute_query_dict(
        f'SELECT s.*, {_ROUTE}, {since} AS "since" {found} JOIN "story" s ON s."id" = r."story_id"'
        ' LEFT JOIN "issue_story" i ON i."key" = (? || \'|\' || s."id")'
        f' WHERE {of}."interest" IN ({marks}) AND {since} >= ? AND i."key" IS NULL AND COALESCE(p."dropped", 0) = 0'
        ' ORDER BY s."id", r."interest"',
        [str(subscriber), *interests, max(filter(None, (after, min(interests.values()))))],
    )
    return await candidates_of(
        row for row in rows if datetime.fromisoformat(row["since"]) >= interests[row["interest"]]
    )


async def again_for(
    subscriber: int, interests: Mapping[str, datetime], codes: Collection[str], after: datetime | None
) -> list[Candidate]:
    """Stories that this subscriber had, and that are truly new since, in one of these ways; none where `codes` is empty."""
    found = await again.for_whom(subscriber, codes, after) if codes and interests else {}
    marks = ", ".join("?" for _ in interests)
    rows = await select_in(
        f'SELECT s.*, {_ROUTE}, r."routed" AS "since" FROM "route" r JOIN "story" s ON s."id" = r."story_id" {_PLACE}'
        f' WHERE r."interest" IN ({marks}) AND COALESCE(p."dropped", 0) = 0 AND s."id" IN ({{marks}})'
        ' ORDER BY s."id", r."interest"',
        sorted(found),
        *interests,
    )
    return [
        replace(one, again=found[one.story][1], again_id=found[one.story][0], routed=found[one.story][2],
                pinned=False, edition="", place=0)
        for one in await candidates_of(rows)
    ]  # fmt: skip


async def of_interest(interest: str, stories: Sequence[int]) -> list[Candidate]:
    """These stories as this one interest took them, whoever had them."""
    rows = await select_in(
        f'SELECT s.*, {_ROUTE}, r."routed" AS "since" FROM "route" r JOIN "story" s ON s."id" = r."story_id"'
        f" {_PLACE}"
        ' WHERE r."interest" = ? AND s."id" IN ({marks}) ORDER BY s."id"',
        list(stories),
        interest,
    )
    return await candidates_of(rows)


async def candidates_of(rows: Iterable[dict[str, Any]]) -> list[Candidate]:
    """Rows of a story with one of its routes each -> the stories."""
    by_story: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_story.setdefault(row["id"], []).append(row)
    carried = await _carried(list(by_story))
    return [_candidate(routes, carried.get(story, ())) for story, routes in by_story.items()]


def _candidate(routes: Sequence[Mapping[str, Any]], sources: Sequence[str]) -> Candidate:
    row = routes[0]
    seen = datetime.fromisoformat(row["first_seen"])
    published = seen
    if row["published"]:
        try:
            dated = datetime.fromisoformat(row["published"])
            published = min(dated if dated.tzinfo else dated.replace(tzinfo=seen.tzinfo), seen)
        except ValueError:
            pass
    return Candidate(
        story=row["id"], title=row["title"], link=row["link"], text=row["text"], publisher=row["publisher"],
        interests=tuple(r["interest"] for r in routes), why=_why(row), published=published,
        routed=min(datetime.fromisoformat(r["since"]) for r in routes), also_in=tuple(sources[1:]),
        carried=row["carried"], note=row["word"] or row["note"], note_by=row["word_by" if row["word"] else "note_by"] or "", authors=row["authors"], journal=row["journal"],
        kind=row["kind"], language=row["language"], sources=tuple(sources), pinned=any(r["pinned"] for r in routes),
        edition=row["edition"] or "", place=row["place"] or 0,
    )  # fmt: skip


async def _carried(stories: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """story -> the sources that carried it, first seen first."""
    rows = await select_in(
        'SELECT "story_id", "source" FROM "clipping" WHERE "source" <> \'\' AND "story_id" IN ({marks}) ORDER BY "id"',
        list(stories),
    )
    found: dict[int, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row["story_id"], {})[row["source"]] = None
    return {story: tuple(sources) for story, sources in found.items()}


def _why(row: Mapping[str, Any]) -> str:
    """The words that brought the story, as a reader needs them; the whole rule stands behind the issue's link."""
    words = list(
        dict.fromkeys(words for part, words, _ in json.loads(row["found"]) if part not in ("kind", "language"))
    )
    return ", ".join(f"“{word}”" for word in words[:3]) or str(row["words"])


async def outside(interests: Collection[str], since: datetime) -> int:
    """How many stories were first seen since then, judged, and taken by none of these interests."""
    marks = ", ".join("?" for _ in interests)
    rows = await reader().execute_query_dict(
        'SELECT COUNT(*) AS "n" FROM "story" s WHERE s."first_seen" >= ? AND s."judged" > 0 AND NOT EXISTS'
        f' (SELECT 1 FROM "route" r WHERE r."story_id" = s."id" AND r."interest" IN ({marks}))',
        [since, *interests],
    )
    return int(rows[0]["n"])


async def unpublished(subscriber: int, interests: Mapping[str, datetime]) -> dict[int, str]:
    """story -> open, held or dropped: what was routed to these interests and no released edition gives anybody.

    A story that one of the interests has released is not among them, whatever the others do with it.
    """
    marks = ", ".join("?" for _ in interests)
    rows = await reader().execute_query_dict(
        'SELECT s."id", r."interest", e."state", p."dropped", p."key" AS "placed", e."id" AS "edition" FROM "route" r'
        f' JOIN "story" s ON s."id" = r."story_id" {_PLACE}'
        ' LEFT JOIN "issue_story" i ON i."key" = (? || \'|\' || s."id")'
        f' WHERE r."interest" IN ({marks}) AND i."key" IS NULL ORDER BY s."id"',
        [str(subscriber), *interests],
    )
    found: dict[int, str] = {}
    out: set[int] = set()
    for row in rows:
        if row["placed"] and (row["edition"] is None or (row["state"] == "released" and not row["dropped"])):
            out.add(row["id"])  # given, or lost with its edition: that is for the law to say
        else:
            state = "dropped" if row["dropped"] else row["state"] or "open"
            found[row["id"]] = found.get(row["id"], state) if state == "dropped" else state
    return {story: state for story, state in found.items() if story not in out}


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """An issue ready to be written, with the mail that carries it."""

    key: str
    subscriber: int
    number: int
    slot: Slot
    subject: str
    picks: tuple[Pick, ...]
    left_out: Mapping[str, int]
    mail: Draft


async def put(drafts: Sequence[IssueDraft], now: datetime, slot: Slot | None) -> list[int]:
    """Write one subscriber's issues, their stories and deliveries in ONE transaction; the deliveries' ids, none when
    one of them is there already. `slot` is filled by them; None leaves the subscriber's schedule as it is. A slot that
    an issue of that very key has filled is passed."""

    async def work(connection: TransactionalDBClient) -> list[int]:
        queued = []
        for draft in drafts:
            issue = await Issue.create(
                key=draft.key, subscriber_id=draft.subscriber, number=draft.number, local_date=draft.slot.local_date,
                made=now, subject=draft.subject[:300], left_out=dict(draft.left_out),
            )  # fmt: skip
            rows = [
                (_given(draft.subscriber, p.candidate), issue.id, p.candidate.story, p.number, p.section,
                 p.candidate.again_id or None, str(p.beside or ""))
                for p in draft.picks
            ]  # fmt: skip
            columns = ("key", "issue_id", "story_id", "number", "section", "again_id", "beside")
            await insert_many(connection, "issue_story", columns, rows)
            queued.append(await queue_in(connection, draft.mail, issue.id, now))
        await _passed(drafts[0].subscriber, slot, drafts[-1].number)
        return [delivery for delivery in queued if delivery is not None]

    try:
        return await unit(work)
    except IntegrityError:
        if slot is not None and await Issue.filter(key__in=[draft.key for draft in drafts]).exists():
            await nothing_new(drafts[0].subscriber, slot)  # else it would be made, and refused, once a second
        return []


def _given(subscriber: int, candidate: Candidate) -> str:
    return f"{subscriber}|{candidate.story}" + (f"|{candidate.again_id}" if candidate.again_id else "")


async def nothing_new(subscriber: int, slot: Slot) -> None:
    """Remember that this slot came and had nothing new: no newsletter."""

    async def work(_: TransactionalDBClient) -> None:
        await _passed(subscriber, slot, None)

    await unit(work)


async def _passed(subscriber: int, slot: Slot | None, number: int | None) -> None:
    values: dict[str, Any] = {}
    if slot is not None:
        values["last_beside" if slot.beside else "last_slot"] = f"{slot.local_date}|{slot.name}|{slot.due.isoformat()}"
    if number is not None:
        values["issues_made"] = number
    assigned = ", ".join(f'"{name}" = ?' for name in values)
    if values:
        await reader().execute_query(
            f'UPDATE "subscriber" SET {assigned} WHERE "id" = ?', [*values.values(), subscriber]
        )


async def news() -> str:
    """A text that changes with every route, release and act of a subscriber: whoever had nothing new has nothing new
    until it does, or until their time comes. One look at the ends of three tables."""
    rows = await reader().execute_query_dict(
        'SELECT (SELECT MAX("rowid") FROM "route") AS "a", (SELECT MAX("routed") FROM "route") AS "b",'
        ' (SELECT MAX("released") FROM "edition") AS "c", (SELECT COUNT("released") FROM "edition") AS "d",'
        ' (SELECT MAX("id") FROM "act") AS "e", (SELECT MAX("id") FROM "again") AS "f"'
    )
    return "|".join(str(value) for value in rows[0].values())


async def last_made(subscriber: int) -> datetime | None:
    """When this subscriber's newest issue was made."""
    rows = await reader().execute_query_dict(
        'SELECT MAX("made") AS "made" FROM "issue" WHERE "subscriber_id" = ?', [subscriber]
    )
    return datetime.fromisoformat(rows[0]["made"]) if rows[0]["made"] else None


async def of_subscriber(subscriber: int) -> list[dict[str, Any]]:
    """The issues of one subscriber, oldest first, with their stories' ids, as plain rows."""
    rows = await Issue.filter(subscriber_id=subscriber).order_by("made").prefetch_related("stories")
    return [
        {
            "id": row.id, "key": row.key, "number": row.number, "date": row.local_date, "subject": row.subject,
            "made": row.made, "left_out": row.left_out,
            "stories": [s.story_id for s in sorted(row.stories, key=lambda s: s.number)],
        }
        for row in rows
    ]  # fmt: skip


async def shown(subscriber: int, number: int) -> dict[str, Any] | None:
    """One issue with its stories, why each came and which mails carried it, as plain data; None when there is none."""
    row = await Issue.get_or_none(subscriber_id=subscriber, number=number)
    if row is None:
        return None
    stories = await reader().execute_query_dict(
        'SELECT i."number", s."id", s."title", s."link", s."publisher", s."text", g."words" AS "again", i."beside" FROM'
        ' "issue_story" i'
        ' JOIN "story" s ON s."id" = i."story_id" LEFT JOIN "again" g ON g."id" = i."again_id" WHERE i."issue_id" = ? ORDER BY i."number"',
        [row.id],
    )
    ids = [story["id"] for story in stories]
    routes = await select_in('SELECT * FROM "route" WHERE "story_id" IN ({marks}) ORDER BY "interest"', ids)
    carried = await select_in(
        'SELECT "story_id", "source", "seen", "evidence" FROM "clipping" WHERE "story_id" IN ({marks}) ORDER BY "id"',
        ids,
    )
    return {
        "number": row.number,
        "date": row.local_date,
        "subject": row.subject,
        "left_out": row.left_out,
        "stories": [
            {
                **story,
                "routes": [dict(route) for route in routes if route["story_id"] == story["id"]],
                "carried": [dict(mail) for mail in carried if mail["story_id"] == story["id"]],
            }
            for story in stories
        ],
    }
