"""Stories as an editor of rules looks back on them: those a rulebook has judged, and the routes that stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from router.store.bulk import reader, select_in


async def since(moment: datetime) -> list[int]:
    """Ids of the stories first seen since then that a rulebook has judged; those that wait are judged anyway.

    None whose text is not kept any more: a rule that looks at it would take back what it gave.
    """
    rows = await reader().execute_query_dict(
        'SELECT "id" FROM "story" WHERE "first_seen" >= ? AND "judged" > 0 AND "first_seen" >='
        ' COALESCE((SELECT "value" FROM "setting" WHERE "name" = \'kept|stories\'), \'\') ORDER BY "id"',
        [moment],
    )
    return [int(row["id"]) for row in rows]


async def earlier(moment: datetime, version: int) -> int:
    """How many stories first seen since then were judged by an earlier rulebook than this."""
    rows = await reader().execute_query_dict(
        'SELECT COUNT(*) AS "n" FROM "story" WHERE "first_seen" >= ? AND "judged" > 0 AND "judged" < ?',
        [moment, version],
    )
    return int(rows[0]["n"])


async def standing(interests: Collection[str], moment: datetime) -> list[tuple[str, int, str]]:
    """(interest, story, ISO day it was first seen) of the routes to these interests that stand."""
    rows = await select_in(
        'SELECT r."interest", r."story_id", substr(s."first_seen", 1, 10) AS "day" FROM "route" r JOIN "story" s'
        ' ON s."id" = r."story_id" WHERE s."first_seen" >= ? AND r."interest" IN ({marks})',
        list(interests),
        moment,
    )
    return [(row["interest"], int(row["story_id"]), row["day"]) for row in rows]


async def routes(stories: Sequence[int]) -> set[tuple[int, str]]:
    """(story, interest) of every route of these stories."""
    rows = await select_in('SELECT "story_id", "interest" FROM "route" WHERE "story_id" IN ({marks})', list(stories))
    return {(int(row["story_id"]), row["interest"]) for row in rows}


async def by_hand(stories: Sequence[int]) -> set[tuple[int, str]]:
    """(story, interest) of those of them that an editor made, whatever the rules say."""
    rows = await select_in(
        'SELECT "story_id", "interest" FROM "route" WHERE "file" = \'\' AND "story_id" IN ({marks})', list(stories)
    )
    return {(int(row["story_id"]), row["interest"]) for row in rows}


async def unrouted(moment: datetime, limit: int) -> list[int]:
    """Ids of the judged stories first seen since then that no interest took: the newest `limit` of them, oldest first."""
    rows = await reader().execute_query_dict(
        'SELECT s."id" FROM "story" s WHERE s."first_seen" >= ? AND s."judged" > 0 AND NOT EXISTS'
        ' (SELECT 1 FROM "route" r WHERE r."story_id" = s."id") ORDER BY s."id" DESC LIMIT ?',
        [moment, limit],
    )
    return sorted(int(row["id"]) for row in rows)


async def subjects(source: str, moment: datetime) -> dict[str, int]:
    """The subjects of this source's mails that arrived since then, and how many mails had each."""
    rows = await reader().execute_query_dict(
        'SELECT "subject", COUNT(*) AS "n" FROM "mail" WHERE "source" = ? AND "arrived" >= ? GROUP BY "subject"',
        [source, moment],
    )
    return {row["subject"]: int(row["n"]) for row in rows}
