"""What came for some interests in the days before a moment, whoever was given it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from router.store.bulk import reader
from router.store.issues import candidates_of
from router.terms import Candidate


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
