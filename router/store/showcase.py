"""What an interest has published lately, for people who think of joining it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from router.store.bulk import reader

WEEKS = 4


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
    rows = await reader().execute_query_dict(
        'SELECT p."title", e."released" FROM "edition_story" p JOIN "edition" e ON e."id" = p."edition_id"'
        ' WHERE e."interest" = ? AND e."state" = \'released\' AND e."released" >= ? AND p."dropped" = 0'
        ' ORDER BY e."released" DESC, p."place" LIMIT 2000',
        [interest, now - timedelta(weeks=WEEKS)],
    )
    weeks = [0] * WEEKS
    for row in rows:
        age = (now - datetime.fromisoformat(row["released"])).days // 7
        weeks[max(0, WEEKS - 1 - age)] += 1
    return Shown(tuple(weeks), tuple(str(row["title"]) for row in rows[:titles]))
