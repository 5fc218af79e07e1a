"""What came for some interests in the days before a moment, whoever was given it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from router.store.bulk import reader
from router.store.issues import candidates_of
from router.terms import Candidate

MOST = 100  # stories on one page


async def days() -> list[str]:
    """The days, ISO and in UTC, on which stories were routed."""
    rows = await reader().execute_query_dict(
        'SELECT DISTINCT SUBSTR("routed", 1, 10) AS "day" FROM "route" ORDER BY "day"'
    )
    return [str(row["day"]) for row in rows]


async def routed(interests: Sequence[str], until: datetime, span: timedelta) -> list[Candidate]:
    """Stories routed to these interests in the time before `until`."""
    marks = ", ".join("?" for _ in interests)
    rows = await reader().execute_query_dict(
        'SELECT s.*, r."interest", r."words", r."found", r."routed" AS "since", 0 AS "pinned", NULL AS "place", NULL AS "edition"'
        f' FROM "route" r JOIN "story" s ON s."id" = r."story_id" WHERE r."interest" IN ({marks})'
        ' AND r."routed" > ? AND r."routed" <= ? ORDER BY s."id", r."interest"',
        [*interests, until - span, until],
    )
    return await candidates_of(rows)


async def left_out(
    subscriber: int, number: int, interests: Mapping[str, datetime], span: timedelta
) -> list[dict[str, Any]]:
    """What stood before a subscriber when this newsletter was made and is in neither it nor an earlier one.

    Title, link, publisher, and `came`: the number of the later newsletter that brought it, None for none. Computed from
    the editions of the time before; at most MOST, newest first.
    """
    made = await reader().execute_query_dict(
        'SELECT "made" FROM "issue" WHERE "subscriber_id" = ? AND "number" = ?', [subscriber, number]
    )
    if not made:
        return []
    begin = datetime.fromisoformat(made[0]["made"]) - span
    marks = ", ".join("?" for _ in interests)
    rows = await reader().execute_query_dict(
        'SELECT p."title", p."link", p."publisher", p."story_id", e."interest", e."released", MIN(g."number") AS "came"'
        ' FROM "issue" n CROSS JOIN "edition" e ON e."released" <= n."made" AND e."released" >= ?'
        ' JOIN "edition_story" p ON p."edition_id" = e."id"'
        # by key: a story that everybody was given has as many rows as there are subscribers
        ' LEFT JOIN "issue_story" t ON t."key" = (n."subscriber_id" || \'|\' || p."story_id")'
        ' LEFT JOIN "issue" g ON g."id" = t."issue_id"'
        f' WHERE n."subscriber_id" = ? AND n."number" = ? AND e."interest" IN ({marks}) AND e."state" = \'released\''
        ' AND p."dropped" = 0 GROUP BY p."story_id" HAVING COALESCE(MIN(g."number"), ?) > ?'
        ' ORDER BY e."released" DESC, p."place"',
        [begin, subscriber, number, *interests, number + 1, number],
    )
    return [row for row in rows if interests[row["interest"]] <= datetime.fromisoformat(row["released"])][:MOST]
