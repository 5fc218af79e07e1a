"""Editions: the stories each interest published on one day, in their order, with pins, drops and the editor's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from router.store import reader_records as records
from router.store.bulk import insert_many, reader, select_in
from router.store.transaction import Connection
from router.terms import Candidate, Slot


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition as its row has it."""

    id: int
    interest: str
    date: str
    number: int
    state: str  # open, held, released
    held: bool
    note: str
    note_by: str
    closes: datetime
    released: datetime | None
    released_by: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A story's row in an edition; title, link and publisher are frozen when the edition is released."""

    story: int
    place: int
    pinned: int
    dropped: bool
    title: str
    link: str
    publisher: str


async def of(interest: str = "", states: Collection[str] = ()) -> list[Edition]:
    """Editions by date, of one interest or all, in these states or any."""
    rows = records.Edition.all().order_by("date", "interest")
    if interest:
        rows = rows.filter(interest=interest)
    if states:
        rows = rows.filter(state__in=list(states))
    return [_edition(row) for row in await rows]


async def find(interest: str, date: str) -> Edition | None:
    """One edition, None when nothing made it yet."""
    row = await records.Edition.get_or_none(key=f"{interest}|{date}")
    return _edition(row) if row else None


async def date_of(interest: str, story: int) -> str:
    """The date of the edition in which a story of this interest stands, "" when it has no row yet."""
    row = await records.EditionStory.get_or_none(key=f"{interest}|{story}").select_related("edition")
    return row.edition.date if row else ""


def _edition(row: records.Edition) -> Edition:
    return Edition(
        row.id, row.interest, row.date, row.number, row.state, row.held, row.note, row.note_by, row.closes,
        row.released, row.released_by,
    )  # fmt: skip


async def unplaced(interest: str = "") -> list[tuple[str, int, datetime]]:
    """(interest, story, routed) of what was routed and stands in no edition yet, oldest first."""
    rows = await reader().execute_query_dict(
        'SELECT r."interest", r."story_id", r."routed" FROM "route" r'
        ' LEFT JOIN "edition_story" p ON p."key" = (r."interest" || \'|\' || r."story_id")'
        f' WHERE p."key" IS NULL {"AND r.interest = ?" if interest else ""} ORDER BY r."routed", r."story_id"',
        [*filter(None, (interest,))],
    )
    return [(row["interest"], int(row["story_id"]), datetime.fromisoformat(row["routed"])) for row in rows]


async def stories_of(edition: int) -> list[Placed]:
    """Every story of an edition, those that were dropped too, in its order."""
    rows = await reader().execute_query_dict(
        'SELECT p.*, s."title" AS "now_title", s."link" AS "now_link", s."publisher" AS "now_publisher"'
        ' FROM "edition_story" p JOIN "story" s ON s."id" = p."story_id" WHERE p."edition_id" = ?'
        ' ORDER BY p."place", p."story_id"',
        [edition],
    )
    return [
        Placed(row["story_id"], row["place"], row["pinned"], bool(row["dropped"]), *_face(row)) for row in rows
    ]  # fmt: skip


def _face(row: dict[str, str]) -> tuple[str, str, str]:
    frozen = "" if row["place"] else "now_"
    return row[f"{frozen}title"], row[f"{frozen}link"], row[f"{frozen}publisher"]


async def open_one(interest: str, slot: Slot) -> Edition:
    """The row of this edition, made when there is none; only inside a unit that is alone."""
    row, _ = await records.Edition.get_or_create(
        {"interest": interest, "date": slot.local_date, "closes": slot.due}, key=f"{interest}|{slot.local_date}"
    )
    return _edition(row)


async def place(connection: Connection, edition: Edition, stories: Iterable[int]) -> None:
    """Put stories into an edition; one that stands in an edition of this interest stays there."""
    rows = [(f"{edition.interest}|{story}", edition.id, story, 0, 0, False, "", "", "") for story in stories]
    columns = ("key", "edition_id", "story_id", "place", "pinned", "dropped", "title", "link", "publisher")
    await insert_many(connection, "edition_story", columns, rows, once=True)


async def mark(edition: Edition, story: int, *, pinned: int | None = None, dropped: bool | None = None) -> None:
    """Pin or drop a story of an edition."""
    values: dict[str, object] = {}
    if pinned is not None:
        values["pinned"] = pinned
    if dropped is not None:
        values["dropped"] = dropped
    await records.EditionStory.filter(key=f"{edition.interest}|{story}", edition_id=edition.id).update(**values)


async def write(edition: Edition, **values: object) -> None:
    """Change an edition that is not released: held, note, note_by, state."""
    await records.Edition.filter(id=edition.id).exclude(state="released").update(**values)


async def number(edition: Edition) -> int:
    """Its number, given when it closes: one more than the newest of its interest."""
    if edition.number:
        return edition.number
    newest = await records.Edition.filter(interest=edition.interest).order_by("-number").first()
    return (newest.number if newest else 0) + 1


async def release(
    connection: Connection, edition: Edition, ordered: Sequence[Candidate], at: datetime, by: str
) -> None:
    """held | open -> released, with its stories in this order and as they read now."""
    await connection.execute_many(
        'UPDATE "edition_story" SET "place" = ?, "title" = ?, "link" = ?, "publisher" = ? WHERE "key" = ?',
        [
            [at_, one.title, one.link, one.publisher, f"{edition.interest}|{one.story}"]
            for at_, one in enumerate(ordered, 1)
        ],
    )
    given = await number(edition)
    await write(edition, state="released", held=False, released=at, released_by=by, number=given)


async def move(edition: Edition, slot: Slot) -> None:
    """An edition that no story came for becomes the next day's; the editor's word waits with it."""
    other = await find(edition.interest, slot.local_date)
    if other is None:
        key = f"{edition.interest}|{slot.local_date}"
        await records.Edition.filter(id=edition.id).update(key=key, date=slot.local_date, closes=slot.due)
        return
    if edition.note and not other.note:
        await write(other, note=edition.note, note_by=edition.note_by)
    if edition.held:
        await write(other, held=True)
    await records.Edition.filter(id=edition.id).delete()


async def words(subscriber: int, stories: Sequence[int], interests: Collection[str]) -> list[tuple[str, str, str]]:
    """(interest, the editor's word, by whom) of the released editions these stories stand in, newest first; a word is
    for the first newsletter that holds something of its edition."""
    rows = await select_in(
        'SELECT DISTINCT e."interest", e."note", e."note_by", e."date" FROM "edition_story" p JOIN "edition" e'
        ' ON e."id" = p."edition_id" WHERE e."state" = \'released\' AND e."note" <> \'\' AND NOT p."dropped"'
        ' AND NOT EXISTS (SELECT 1 FROM "edition_story" q JOIN "issue_story" i ON i."key" = (? || \'|\' || q."story_id")'
        ' WHERE q."edition_id" = e."id") AND p."story_id" IN ({marks})',
        list(stories),
        str(subscriber),
    )
    said = {(row["date"], row["interest"], row["note"], row["note_by"]) for row in rows}
    newest = sorted(sorted(said), key=lambda one: one[0], reverse=True)
    return [(interest, note, by) for _, interest, note, by in newest if interest in interests]


async def follow(connection: Connection, into: int, gone: int) -> None:
    """Two stories became one: `into` takes the places of `gone` where it has none of its own."""
    await connection.execute_query(
        'UPDATE OR IGNORE "edition_story" SET "story_id" = ?, "key" = (SELECT e."interest" FROM "edition" e'
        ' WHERE e."id" = "edition_id") || \'|\' || ? WHERE "story_id" = ?',
        [into, str(into), gone],
    )
    await connection.execute_query('DELETE FROM "edition_story" WHERE "story_id" = ?', [gone])
