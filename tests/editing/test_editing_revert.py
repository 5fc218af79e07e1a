"""Going back to an earlier text of a rule file: in force at once, on disk, and in the history beside all that was."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from router.cli.rules import app
from router.editing.change import write
from router.editing.revert import plan, revert
from router.errors import RouterError
from router.store import rulebooks
from tests.house import RULES, House, opened

HOUSING = "interests/housing.rules"
FIRST = RULES[HOUSING]
SECOND = "interest: Housing\r\ntake any: shelter*\r\n"
THIRD = "interest: Housing\ntake any: rent\n"
TOML = """
[identity]
sender = "letters@news.example"
[inbox]
address = "inbox@news.example"
[web]
base_url = "https://news.example"
[people]
"maria@news.example" = "owner"
"""


async def save(house: House, folder: Path, text: str, file: str = HOUSING) -> None:
    (folder / "rules" / file).write_bytes(text.encode())
    house.clock.ahead(minutes=1)
    await house.installation.rules.refresh(house.clock())


async def back(house: House, folder: Path, to: int = 0) -> str:
    way = await plan(folder / "rules", HOUSING, to)
    house.clock.ahead(minutes=1)
    return str(await revert(folder / "rules", way, "maria@news.example", "too much rent", house.clock()))


async def test_back_and_forth_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "rules" / HOUSING
    async with opened(tmp_path) as house:
        for text in (SECOND, THIRD):
            await save(house, tmp_path, text)
        assert await back(house, tmp_path) == f"{HOUSING} is as it was in rulebook 2; that is rulebook 4 now"
        assert file.read_bytes() == SECOND.encode()
        await house.installation.rules.refresh(house.clock())
        assert house.installation.rules.version == 4  # the service makes no version of its own of it
        assert house.installation.rules.book.texts[HOUSING] == SECOND

        assert "rulebook 1; that is rulebook 5" in await back(house, tmp_path, to=1)
        assert "rulebook 4; that is rulebook 6" in await back(house, tmp_path)
        past = await rulebooks.history(HOUSING)
        assert [one.text for one in past] == [FIRST, SECOND, THIRD, SECOND, FIRST, SECOND]
        assert [one.author for one in past] == ["files"] * 3 + ["maria@news.example"] * 3
        assert past[3].note == "too much rent" and past[3].made > past[2].made
        assert [one.version for one in await rulebooks.history("interests/care.rules")] == [1]


async def test_a_broken_file_goes_back_to_what_is_in_force_and_a_file_taken_away_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "rules" / HOUSING
    async with opened(tmp_path) as house:
        await save(house, tmp_path, "interest: Housing\ntake nowhere: rent\n")
        assert house.installation.rules.problems[0].level == "error"
        await back(house, tmp_path)
        assert file.read_bytes() == FIRST.encode()
        await house.installation.rules.refresh(house.clock())
        assert house.installation.rules.problems == ()

        file.unlink()
        await house.installation.rules.refresh(house.clock())
        assert HOUSING not in house.installation.rules.book.texts
        await back(house, tmp_path)
        await house.installation.rules.refresh(house.clock())
        assert house.installation.rules.book.texts[HOUSING] == FIRST


async def test_what_cannot_be_gone_back_to_is_said_and_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await save(house, tmp_path, "words kin: aunt\n", "lists.rules")
        await save(house, tmp_path, "interest: Housing\ninclude: ../lists.rules\ntake any: @kin\n")
        await save(house, tmp_path, FIRST)
        (tmp_path / "rules/lists.rules").unlink()
        await house.installation.rules.refresh(house.clock())
        newest = await rulebooks.newest()
        for file, to, said in (
            ("interests/hosing.rules", 0, "no rulebook ever held this file"),
            ("interests/care.rules", 0, "it never had another text"),
            ("lists.rules", 1, "rulebook 1 does not hold this file"),
            (HOUSING, 99, "rulebook 99 does not hold this file"),
        ):
            with pytest.raises(RouterError, match=said):
                await plan(tmp_path / "rules", file, to)
        with pytest.raises(
            RouterError, match=r"housing.rules:2: .*.*; that text cannot be in force: its last good text stays"
        ):
            await back(house, tmp_path)
        assert await rulebooks.newest() == newest
        assert (tmp_path / "rules" / HOUSING).read_bytes() == FIRST.encode()


async def test_a_file_that_cannot_be_written_changes_nothing_at_all(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        (tmp_path / "rules/interests/.care.rules.new").mkdir()  # in the way of the second of two files
        before, texts = (
            await rulebooks.newest(),
            {HOUSING: THIRD, "interests/care.rules": THIRD.replace("Housing", "Care")},
        )
        with pytest.raises(RouterError, match=r"care\.rules: cannot be written"):
            await write(tmp_path / "rules", texts, "maria@news.example", "rent", house.clock())
        assert await rulebooks.newest() == before and (tmp_path / "rules" / HOUSING).read_text() == FIRST
        await house.installation.rules.refresh(house.clock())
        assert house.installation.rules.version == before[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    async def work() -> None:
        async with opened(tmp_path) as house:
            await save(house, tmp_path, THIRD)

    asyncio.run(work())
    (tmp_path / "router.toml").write_text(TOML)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=answer)


def test_the_command_shows_the_difference_and_asks(folder: Path) -> None:
    file = folder / "rules" / HOUSING
    refused = run("revert", "housing", answer="n\n")
    assert refused.exit_code == 0 and f"{HOUSING} stays as it is" in refused.stdout
    assert "-take any: rent" in refused.stdout and "+take any: homeless*, rough sleeping" in refused.stdout
    assert file.read_text() == THIRD
    done = run("revert", "rules/interests/housing.rules", "--yes", "--author", "maria", "--note", "rent was wrong")
    assert done.stdout.splitlines()[-1] == f"{HOUSING} is as it was in rulebook 1; that is rulebook 3 now"
    assert file.read_text() == FIRST
    past = [json.loads(line) for line in run("history", "Housing", "--json").stdout.splitlines()]
    assert [(one["version"], one["author"], one["note"]) for one in past] == [
        (1, "files", ""),
        (2, "files", ""),
        (3, "maria", "rent was wrong"),
    ]


def test_in_a_repository_the_editor_is_the_author_of_one_commit(folder: Path) -> None:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], check=True, capture_output=True, text=True, cwd=folder).stdout

    git("init", "--quiet")
    (folder / "staged.txt").write_text("not mine to commit\n")
    git("add", "staged.txt")
    done = run("revert", "housing", "--yes", "--author", "maria@news.example", "--note", "rent was wrong")
    assert done.stdout.rstrip().endswith(", and committed")
    assert git("log", "--format=%an <%ae> %s").strip() == "maria <maria@news.example> rent was wrong"
    assert git("show", "--name-only", "--format=").split() == [f"rules/{HOUSING}"]
    assert git("status", "--short", "staged.txt").split() == ["A", "staged.txt"]
