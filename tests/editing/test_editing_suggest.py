"""Lines that may be missing: near forms, what alerts were told to look for, and phrases of stories nobody took."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from router.editing.suggest import ALERTS, Suggestion, suggest
from router.rulebook.book import compile as compile_book
from router.store import judged, stories
from router.terms import Facts
from tests.house import alert, opened

BOOK = compile_book({"interests/kin.rules": "interest: Kin\ntake any: child, foster care\n"})[0]


def lines(found: list[Suggestion], kind: str) -> list[str]:
    return [one.line for one in found if one.kind == kind]


def told(*titles: str) -> dict[int, Facts]:
    return {n: Facts(title=title) for n, title in enumerate(titles, 1)}


def test_a_word_that_lacks_its_star_is_found_with_its_place() -> None:
    found = suggest(BOOK, told("Children sing", "A children's home", "Childminders wait", "Rain"), {})
    assert [(one.line, one.file, one.number, one.stories) for one in found if one.kind == "near"] == [
        ("child*", "interests/kin.rules", 2, (1, 2, 3))
    ]


def test_phrases_come_with_their_forms_and_each_story_counts_once() -> None:
    unrouted = told(
        "Night shelter opens in Leeds", "A night shelter for the town", "Two night shelters close", "Night shelters full",
        "Rent arrears rise", "The rent arrears of families", "Rent arrears: what helps", "The end of the road",
        "The end of the line", "The end of the day",
    )  # fmt: skip
    found = [one for one in suggest(BOOK, unrouted, {}) if one.kind == "phrase"]
    assert [(one.line, one.stories) for one in found] == [
        ("take any: night shelter*", (1, 2, 3, 4)),
        ("take any: rent arrears", (5, 6, 7)),
    ]


def test_every_phrase_is_a_line_that_takes_the_stories_it_names() -> None:
    titles = [
        "C++ and R&D in care homes",
        "Care homes' R&D",
        "care-homes R&D",
        "Ältere Menschen: Pflege",
        "高齢者の介護",
    ] * 3
    unrouted = told(*titles)
    found = [one for one in suggest(BOOK, unrouted, {}) if one.kind == "phrase"]
    assert found
    for one in found:
        book = compile_book({"interests/new.rules": f"interest: New\n{one.line}\n"})[0]
        assert all(book.judge(unrouted[story]) for story in one.stories), one.line


def test_queries_nobody_takes_become_search_lines() -> None:
    subjects = {
        "Google Alert - social work": 3,
        'Fwd: Google Alert - "kinship care" OR "grandparents raising"': 4,
        "Google Alert – foster care": 9,  # taken
        "Alerta de Google: trabajo social": 1,
        "Alerte Google – (": 1,  # no line can be made of it
        "Your weekly news": 5,
    }
    assert lines(suggest(BOOK, {}, subjects), "query") == [
        'take search: "kinship care" OR "grandparents raising"',
        "take search: social work",
        "take search: trabajo social",
    ]


async def test_an_installation_is_asked_for_what_nobody_took(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(
            alert(
                *((f"Youth club number {n}", f"https://a.example/{n}") for n in range(4)),
                ("Homeless families wait", "https://a.example/9"),
            )
        )
        since = house.clock() - timedelta(days=1)
        unrouted = await stories.facts(await judged.unrouted(since, 100))
        found = suggest(house.installation.rules.book, unrouted, await judged.subjects(ALERTS, since))
        assert lines(found, "query") == ["take search: social work"]
        assert "take any: youth club number" in lines(found, "phrase")
        assert all("omeless" not in one.line for one in found)
        later = house.clock() + timedelta(days=1)
        assert (await judged.unrouted(later, 100), await judged.subjects(ALERTS, later)) == ([], {})
        assert len(await judged.unrouted(since, 2)) == 2
