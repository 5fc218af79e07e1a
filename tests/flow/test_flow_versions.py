"""Each route names the rulebook version it was judged by, and judging by that version again agrees."""

from __future__ import annotations

from pathlib import Path

from router.rulebook import book as books
from router.store import rulebooks, stories
from router.store.bulk import reader
from tests.house import RULES, alert, opened

STORIES = [
    (f"{words} reported from Example Town on day {n}", f"https://herald.example/{n}")
    for n, words in enumerate(
        ("Homeless count", "Foster care gap", "Kinship carers", "Rain", "Rough sleeping", "Eviction wave")
    )
]


async def test_judging_again_by_the_named_version_agrees(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        rules = tmp_path / "rules" / "interests"
        await house.mail(alert(*STORIES[:2], number=1))
        (rules / "housing.rules").write_text(RULES["interests/housing.rules"] + "take any: eviction\n")
        await house.tick()
        await house.mail(alert(*STORIES[2:4], number=2))
        (rules / "care.rules").write_text("interest: Care\ntake headline: broken\n")  # stays at its last good text
        (rules / "weather.rules").write_text("interest: Weather\ntake any: rain\nexpect take: Rain\nexpect skip: Sun\n")
        await house.tick()
        await house.mail(alert(*STORIES[4:], number=3))
        rows = await reader().execute_query_dict("SELECT * FROM route ORDER BY key")
        assert len(rows) == 5 and len({row["version"] for row in rows}) == 3
        for row in rows:
            book, _ = books.compile(await rulebooks.of_version(row["version"]))
            facts = (await stories.facts([row["story_id"]]))[row["story_id"]]
            [verdict] = [one for one in book.judge(facts) if one.interest == row["interest"]]
            assert verdict.taken and verdict.rule is not None
            assert (verdict.rule.file, verdict.rule.line, verdict.rule.text) == (row["file"], row["line"], row["rule"])
        for story in await reader().execute_query_dict("SELECT id, judged FROM story"):
            book, _ = books.compile(await rulebooks.of_version(story["judged"]))
            facts = (await stories.facts([story["id"]]))[story["id"]]
            taken = {one.interest for one in book.judge(facts) if one.taken}
            assert taken == {row["interest"] for row in rows if row["story_id"] == story["id"]}
