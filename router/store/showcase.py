"""What an interest has published lately, for people who think of joining it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from router.store.bulk import reader

WEEKS = 4


_PUBLISHED = (
    'FROM "edition" e JOIN "edition_story" p ON p."edition_id" = e."id" WHERE e."interest" = ?'
    ' AND e."state" = \'released\' AND e."released" >= ? AND p."dropped" = 0'
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Stories a week, week by week with the newest last, and the newest titles."""

    weeks: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def a_week(self) -> int:
        """The mean of the weeks that had anything, rounded."""
        some = [count for count in self.weeks if count]
        return round(sum(some) / len(some)) if some else 0


async def of(interest: str, now: datetime, titles: int = 3) -> Shown:
    """What stands in released editions of the last four weeks; nothing an editor holds or dropped."""
    begin = now - timedelta(weeks=WEEKS)
    counted = await reader().execute_query_dict(
        'SELECT CAST((julianday(?) - julianday(e."released")) / 7 AS INTEGER) AS "age", COUNT(*) AS "n"'
        f" {_PUBLISHED} GROUP BY 1",
        [now, interest, begin],
    )
    weeks = [0] * WEEKS
    for row in counted:
        weeks[min(max(0, WEEKS - 1 - int(row["age"])), WEEKS - 1)] += int(row["n"])
    newest = await reader().execute_query_dict(
        f'SELECT p."title" {_PUBLISHED} ORDER BY e."released" DESC, p."place" LIMIT ?', [interest, begin, titles]
    )
    return Shown(tuple(weeks), tuple(str(row["title"]) for row in newest))
