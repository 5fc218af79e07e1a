"""How the mails of each source went of late, from the rows of the mails themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from router.store.bulk import reader
from router.terms import Lane

LOOK_BACK = timedelta(days=400)
NEWEST = 20  # mails of one source that are looked at


@dataclass(frozen=True, slots=True)
class Went:
    """One mail of a source: when it came, the different links in it, the stories cut, and how sure that was."""

    mail: int
    arrived: datetime
    links: int
    stories: int
    confidence: float


async def lately(now: datetime) -> dict[str, list[Went]]:
    """Source -> its newest 20 mails of the last 400 days, newest first; alerts, whether passed on or not."""
    rows = await reader().execute_query_dict(
        'SELECT "source", "id", "arrived", "links", "clippings_cut", "confidence" FROM'
        ' (SELECT *, ROW_NUMBER() OVER (PARTITION BY "source" ORDER BY "arrived" DESC, "id" DESC) AS "nth" FROM "mail"'
        ' WHERE "arrived" >= ? AND "source" != \'\' AND "lane" IN (?, ?)) "newest"'
        ' WHERE "nth" <= ? ORDER BY "source", "nth"',
        [now - LOOK_BACK, Lane.ALERT.value, Lane.FORWARD.value, NEWEST],
    )
    found: dict[str, list[Went]] = {}
    for row in rows:
        found.setdefault(row["source"], []).append(
            Went(
                row["id"],
                datetime.fromisoformat(row["arrived"]),
                row["links"],
                row["clippings_cut"],
                row["confidence"],
            )
        )
    return found
