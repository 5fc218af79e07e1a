"""The conservation law as questions to the database: each returns what breaks it, as sentences."""

from __future__ import annotations

from router.store.bulk import reader

STATES = "('waiting', 'clipped', 'handled', 'quarantined')"

LAWS: tuple[tuple[str, str, str], ...] = (
    (
        "a",
        "ledger line {key} names mail {mail_id}, which is not stored",
        'SELECT l."key", l."mail_id" FROM "ledger" l LEFT JOIN "mail" m ON m."id" = l."mail_id"'
        ' LEFT JOIN "mail_bytes" b ON b."mail_id" = l."mail_id" WHERE m."id" IS NULL OR b."mail_id" IS NULL',
    ),
    (
        "b",
        "mail {id} is in state {state!r}, lane {lane!r}: neither waiting, clipped, handled nor quarantined",
        f'SELECT "id", "state", "lane" FROM "mail" WHERE "state" NOT IN {STATES}'
        " OR (\"state\" <> 'waiting' AND \"lane\" = '') OR (\"state\" = 'clipped' AND \"lane\" NOT IN ('alert', 'forward', 'tip'))",
    ),
    (
        "b",
        "mail {id} says {clippings_cut} clippings and has {n}",
        'SELECT m."id", m."clippings_cut", COUNT(c."id") AS "n" FROM "mail" m LEFT JOIN "clipping" c ON c."mail_id" = m."id"'
        ' GROUP BY m."id", m."clippings_cut" HAVING m."clippings_cut" <> COUNT(c."id")',
    ),
    (
        "b",
        "mail {id} was clipped, gave no story, and nobody wrote why",
        "SELECT \"id\" FROM \"mail\" WHERE \"state\" = 'clipped' AND \"clippings_cut\" = 0 AND \"reason\" = ''",
    ),
    (
        "b",
        "mail {id} has lost its bytes",
        'SELECT m."id" FROM "mail" m LEFT JOIN "mail_bytes" b ON b."mail_id" = m."id" WHERE b."mail_id" IS NULL',
    ),
    (
        "c",
        "clipping {id} belongs to story {story_id}, which is not there",
        'SELECT c."id", c."story_id" FROM "clipping" c LEFT JOIN "story" s ON s."id" = c."story_id"'
        ' WHERE c."story_id" IS NOT NULL AND s."id" IS NULL',
    ),
    (
        "c",
        "story {id} says it was carried {carried} times and has {n} clippings",
        'SELECT s."id", s."carried", COUNT(c."id") AS "n" FROM "story" s LEFT JOIN "clipping" c ON c."story_id" = s."id"'
        ' GROUP BY s."id", s."carried" HAVING s."carried" <> COUNT(c."id")',
    ),
    (
        "d",
        "story {id} was judged by rulebook {judged}, which is not kept",
        'SELECT s."id", s."judged" FROM "story" s LEFT JOIN "rulebook" r ON r."version" = s."judged"'
        ' WHERE s."judged" <> 0 AND r."version" IS NULL',
    ),
    (
        "d",
        "route {key} names rulebook {version} or a story that is not there",
        'SELECT t."key", t."version" FROM "route" t LEFT JOIN "rulebook" r ON r."version" = t."version"'
        ' LEFT JOIN "story" s ON s."id" = t."story_id" WHERE r."version" IS NULL OR s."id" IS NULL'
        ' OR t."key" <> (t."story_id" || \'|\' || t."interest")',
    ),
    (
        "e",
        "{key} was given in issue {issue_id}, which is not there or has no delivery",
        'SELECT i."key", i."issue_id" FROM "issue_story" i LEFT JOIN "issue" n ON n."id" = i."issue_id"'
        ' LEFT JOIN "delivery" d ON d."issue_id" = i."issue_id" LEFT JOIN "delivery_bytes" b ON b."delivery_id" = d."id"'
        ' WHERE n."id" IS NULL OR d."id" IS NULL OR b."delivery_id" IS NULL'
        ' OR i."key" <> (n."subscriber_id" || \'|\' || i."story_id" || COALESCE(\'|\' || i."again_id", \'\'))',
    ),
    (
        "e",
        "{key} was given again, and never a first time",
        'SELECT i."key" FROM "issue_story" i JOIN "issue" n ON n."id" = i."issue_id" WHERE i."again_id" IS NOT NULL'
        ' AND NOT EXISTS (SELECT 1 FROM "issue_story" f WHERE f."key" = (n."subscriber_id" || \'|\' || i."story_id"))',
    ),
    (
        "e",
        "story {story_id} stands in edition {edition_id} of {key}, which is not there or is another interest's",
        'SELECT p."key", p."story_id", p."edition_id" FROM "edition_story" p LEFT JOIN "edition" e'
        ' ON e."id" = p."edition_id" LEFT JOIN "story" s ON s."id" = p."story_id"'
        ' WHERE e."id" IS NULL OR s."id" IS NULL OR p."key" <> (e."interest" || \'|\' || p."story_id")',
    ),
    (
        "e",
        "edition {key} is {state!r}, number {number}: neither open, held nor released",
        'SELECT "key", "state", "number" FROM "edition" WHERE "state" NOT IN (\'open\', \'held\', \'released\')'
        ' OR ("state" <> \'open\' AND "number" = 0) OR ("state" = \'released\' AND "released" IS NULL)'
        ' OR "key" <> ("interest" || \'|\' || "date")',
    ),
    (
        "e",
        "delivery {id} is in state {state!r}, which means nothing",
        "SELECT \"id\", \"state\" FROM \"delivery\" WHERE \"state\" NOT IN"
        " ('queued', 'sending', 'sent', 'failed', 'unknown', 'held', 'dropped')",
    ),
)  # fmt: skip


async def broken() -> list[tuple[str, str]]:
    """(letter of the law, sentence) for every row that breaks it; [] when the law holds."""
    found: list[tuple[str, str]] = []
    for letter, sentence, question in LAWS:
        rows = await reader().execute_query_dict(question + " LIMIT 20")
        found += [(letter, sentence.format(**row)) for row in rows]
    return found


async def routed_since(subscriber: int) -> set[int]:
    """Ids of stories routed to a confirmed interest of this subscriber since they joined it."""
    rows = await reader().execute_query_dict(
        'SELECT DISTINCT r."story_id" FROM "route" r JOIN "subscription" t ON t."interest" = r."interest"'
        ' AND t."state" = \'confirmed\' AND r."routed" >= t."confirmed" WHERE t."subscriber_id" = ?',
        [subscriber],
    )
    return {int(row["story_id"]) for row in rows}


async def given(subscriber: int) -> set[int]:
    """Ids of stories that stand in an issue of this subscriber."""
    rows = await reader().execute_query_dict(
        'SELECT i."story_id" FROM "issue_story" i JOIN "issue" n ON n."id" = i."issue_id" WHERE n."subscriber_id" = ?',
        [subscriber],
    )
    return {int(row["story_id"]) for row in rows}
