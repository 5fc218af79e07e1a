"""What a preview prints is what a later run does: routes by a replay, newsletters by sending them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from router.editing.preview import Preview, look
from router.editing.replay import replay
from router.flow.effect import effects
from router.rulebook.book import Book
from router.rulebook.book import compile as compile_book
from router.store import judged, stories
from router.terms import Facts
from tests.house import RULES, House, alert, opened

RUNS, CHANGES = (12, 30) if os.environ.get("ROUTER_PROVE") else (2, 8)
WORDS = ("aunt", "aunts", "kinship", "care", "carer", "foster", "homeless", "rough", "sleeping", "grant", "school")
FILES = ("kin", "care", "housing")


def titles(random: Random, count: int) -> list[tuple[str, str]]:
    return [
        (
            " ".join(random.choices(WORDS, k=random.randint(2, 5))) + f" {n}",
            f"https://paper.example/{random.choice(WORDS)}-{random.random()}",
        )
        for n in range(count)
    ]


def rules(name: str, random: Random) -> str:
    """A rule file of this name, of words and signs that the stories hold or nearly hold."""

    def words() -> str:
        return random.choice(WORDS) + random.choice(("", "", "*", f" + {random.choice(WORDS)}"))

    lines = [f"take any: {', '.join(words() for _ in range(random.randint(1, 3)))}"]
    lines += [
        f"{random.choice(('take title', 'take text', 'skip any', 'take link'))}: {words()}"
        for _ in range(random.randint(0, 2))
    ]
    return "\n".join([f"interest: {name.title()}", *lines]) + "\n"


async def previewed(before: Book, after: Book, house: House) -> Preview:
    preview = Preview(before, after)
    await look(preview, house.clock() - timedelta(days=30))
    return preview


async def applied(house: House) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Routes gained and lost when the files in the folder are put in force and the past is routed again."""
    in_force = house.installation.rules
    await in_force.refresh(house.clock())
    since = house.clock() - timedelta(days=30)
    before = set(await judged.routes(await judged.since(since)))
    done = await replay(in_force.book, in_force.version, since, house.clock(), apply=True)
    after = set(await judged.routes(await judged.since(since)))
    assert (set(done.gained), set(done.lost)) == (after - before, before - after)
    return after - before, before - after


@pytest.mark.parametrize("run", range(RUNS))
async def test_a_replay_does_what_the_preview_said(run: int, tmp_path: Path) -> None:
    random, changed = Random(run), 0
    async with opened(tmp_path) as house:
        await house.mail(alert(*titles(random, 40), number=1))
        await applied(house)
        for _ in range(CHANGES):
            name = f"interests/{random.choice(FILES)}.rules"
            texts, path = dict(house.installation.rules.book.texts), tmp_path / "rules" / name
            if name in texts and random.random() < 0.15:
                del texts[name]
                path.unlink()
            else:
                texts[name] = rules(path.stem, random)
                path.write_text(texts[name])
            before, (after, problems) = house.installation.rules.book, compile_book(texts)
            if any(one.level == "error" for one in problems):
                continue
            preview = await previewed(before, after, house)
            gained, lost = await applied(house)
            assert {(one.story, one.verdict.interest) for one in preview.gained} == gained
            assert {(one.story, one.verdict.interest) for one in preview.lost} == lost
            standing = await judged.standing(preview.interests, house.clock() - timedelta(days=30))
            assert sum(day.routed for day in preview.days(standing)) == len(standing)
            changed += bool(gained or lost)
        assert changed > CHANGES // 3
        assert await house.law() == []


async def test_the_next_issue_is_what_the_preview_said(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.subscriber("ada@reader.example", "housing", "care")
        await house.subscriber("ben@reader.example", "care")
        await house.mail(
            alert(
                ("Homeless families wait", "https://a.example/1"),
                ("Night shelter opens", "https://a.example/2"),
                ("Kinship carers meet", "https://a.example/3"),
            )
        )
        text = "interest: Housing\ntake any: shelter*, rough sleeping\n"
        book = house.installation.rules.book
        after = compile_book({**book.texts, "interests/housing.rules": text})[0]
        preview = await previewed(book, after, house)
        verdicts = {n: after.judge(f) for n, f in (await stories.facts(preview.touched)).items()}
        version, now = house.installation.rules.version, house.clock()
        seen = await effects(house.installation.rehearsal, verdicts, preview.interests, version, now)
        assert [(one.address, len(one.gained), len(one.lost)) for one in seen] == [("ada@reader.example", 1, 1)]

        (tmp_path / "rules/interests/housing.rules").write_text(text)
        await applied(house)
        house.clock.ahead(hours=2, minutes=5)
        await house.tick()
        [mail] = house.post.newsletters("ada@reader.example")
        assert b"Night shelter opens" in mail and b"Homeless families" not in mail
        assert await house.law() == []


async def test_who_had_a_story_does_not_get_it_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.subscriber("ada@reader.example", "housing", "care")
        await house.mail(alert(("Homeless families wait", "https://a.example/1")))
        house.clock.ahead(hours=2, minutes=5)
        await house.tick()
        assert len(house.post.newsletters()) == 1
        care = RULES["interests/care.rules"].replace("kinship", "kinship, families")
        (tmp_path / "rules/interests/care.rules").write_text(care)
        assert (await applied(house))[0] == {(1, "care")}
        house.clock.ahead(days=1)
        await house.tick()
        assert len(house.post.newsletters()) == 1
        assert await house.law() == []


async def test_a_replay_that_is_not_applied_writes_nothing_and_a_second_one_finds_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(("Night shelter opens", "https://a.example/2")))
        rules_of = house.installation.rules
        text = "interest: Housing\ntake any: shelter*\n"
        (tmp_path / "rules/interests/housing.rules").write_text(text)
        await rules_of.refresh(house.clock())
        since = house.clock() - timedelta(days=1)
        for apply, gained in ((False, 1), (False, 1), (True, 1), (True, 0)):
            done = await replay(rules_of.book, rules_of.version, since, house.clock(), apply=apply)
            assert (done.stories, len(done.gained), len(done.lost)) == (1, gained, 0)


def test_near_misses_say_what_a_star_would_add() -> None:
    book = compile_book({"interests/kin.rules": "interest: Kin\ntake any: child\ntake any: aunt + care\n"})[0]
    preview = Preview(compile_book({})[0], book)
    for n, title in enumerate(("Children sing", "A children's home", "An aunt waits", "Rain", "A child waits")):
        preview.see(n, Facts(title=title, date="2026-11-23"))
    assert [(one.words, one.stories) for one in preview.near] == [
        ("`child*` would take it", [0, 1]),
        ("only (care) is missing", [2]),
    ]
    assert [one.story for one in preview.gained] == [4]


def test_a_file_that_says_the_same_changes_nothing_and_still_tells_what_it_nearly_takes() -> None:
    book = compile_book({"interests/kin.rules": "interest: Kin\ntake any: child\n"})[0]
    preview = Preview(book, book, ["kin"])
    preview.see(1, Facts(title="Children sing", date="2026-11-23"))
    assert (preview.gained, preview.lost, preview.interests) == ([], [], ("kin",))
    assert [one.stories for one in preview.near] == [[1]]
    [day] = preview.days([("kin", 7, "2026-11-20")])
    assert (day.day, day.routed) == ("2026-11-20", 1)
