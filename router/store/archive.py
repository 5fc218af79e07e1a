"""Editions read back by their number: what an interest published, as it stood when it was released."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from router.store.bulk import reader


@dataclass(frozen=True, slots=True)
class Published:
    """One story of an edition as it read then."""

    title: str
    link: str
    publisher: str


@dataclass(frozen=True, slots=True)
class BackNumber:
    """A released edition; `count` are its stories, which `edition` gives and `numbers` does not."""

    interest: str
    number: int
    day: date
    note: str
    note_by: str
    count: int
    stories: tuple[Published, ...] = field(default=())


_EDITION = (
    'SELECT e."id", e."interest", e."number", e."date", e."note", e."note_by", (SELECT COUNT(*) FROM "edition_story" p'
    ' WHERE p."edition_id" = e."id" AND p."place" > 0 AND NOT p."dropped") AS "count" FROM "edition" e'
    ' WHERE e."interest" = ? AND e."state" = \'released\''
)


async def numbers(interest: str, before: int = 0, limit: int = 50) -> list[BackNumber]:
    """The released editions of an interest, newest first; `before` this number, 0: the newest."""
    only = 'AND e."number" < ?' if before else ""
    rows = await reader().execute_query_dict(
        f'{_EDITION} {only} ORDER BY e."number" DESC LIMIT ?', [interest, *filter(None, (before,)), limit]
    )
    return [_number(row) for row in rows]


async def edition(interest: str, number: int) -> BackNumber | None:
    """One released edition with its stories in their order; what an editor dropped or withdrew is not among them."""
    rows = await reader().execute_query_dict(f'{_EDITION} AND e."number" = ?', [interest, number])
    if not rows:
        return None
    stories = await reader().execute_query_dict(
        'SELECT "title", "link", "publisher" FROM "edition_story" WHERE "edition_id" = ? AND "place" > 0'
        ' AND NOT "dropped" ORDER BY "place"',
        [rows[0]["id"]],
    )
    return _number(rows[0], tuple(Published(row["title"], row["link"], row["publisher"]) for row in stories))


async def dated(interest: str, day: str) -> BackNumber | None:
    """The released edition of this date (ISO), without its stories."""
    rows = await reader().execute_query_dict(f'{_EDITION} AND e."key" = ?', [interest, f"{interest}|{day}"])
    return _number(rows[0]) if rows else None


def _number(row: dict[str, object], stories: tuple[Published, ...] = ()) -> BackNumber:
    return BackNumber(
        str(row["interest"]), int(str(row["number"])), date.fromisoformat(str(row["date"])), str(row["note"]),
        str(row["note_by"]), int(str(row["count"])), stories,
    )  # fmt: skip
