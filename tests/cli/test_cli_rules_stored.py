"""`router rules check --stored`: lines that matched nothing, interests that bring more than an issue holds."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from router.cli.app import app
from router.cli.rules_stored import overfull
from router.rulebook import book as books
from router.terms import Facts
from tests.house import Clock, alert, opened

TOML = '[identity]\nsender = "letters@news.example"\n[inbox]\naddress = "inbox@news.example"\n'


def test_a_line_that_matched_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fill() -> None:
        async with opened(tmp_path, Clock(datetime.now(UTC))) as house:
            await house.mail(
                alert(("Homeless families wait for a decision in Example Town", "https://herald.example/1"))
            )

    asyncio.run(fill())
    (tmp_path / "router.toml").write_text(TOML)
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["rules", "check", "--stored"])
    assert said.exit_code == 0, said.output
    assert "interests/care.rules:2" in said.output and "matches none of these 1 stories" in said.output
    assert "housing.rules:2: matches none" not in said.output


def test_an_interest_that_no_issue_can_hold_is_named() -> None:
    text = "interest: Housing\ntake any: homeless*\nat most: 2\nexpect take: Homeless\nexpect skip: Rain\n"
    book, _ = books.compile({"interests/housing.rules": text})
    told = [Facts(title=f"Homeless {n}", date="2026-11-23") for n in range(5)]
    [problem] = overfull(book, told)
    assert "about 5 stories a day, and an issue holds 2 of them; narrow its lines" in str(problem)
    assert overfull(book, told[:2]) == []


def test_new_and_revert_answer_in_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def two_versions() -> None:
        async with opened(tmp_path, Clock(datetime.now(UTC))) as house:
            path = tmp_path / "rules" / "interests" / "housing.rules"
            path.write_text(path.read_text() + "take any: eviction\n")
            await house.tick()

    asyncio.run(two_versions())
    (tmp_path / "router.toml").write_text(TOML)
    monkeypatch.chdir(tmp_path)
    asking = CliRunner().invoke(app, ["rules", "revert", "Housing", "--json"])
    assert "it cannot ask; say --yes beside it" in str(asking.exception)
    said = json.loads(CliRunner().invoke(app, ["rules", "revert", "Housing", "--yes", "--json"]).stdout)
    assert (
        said["file"] == "Housing" and "eviction" not in (tmp_path / "rules" / "interests" / "housing.rules").read_text()
    )
    made = json.loads(CliRunner().invoke(app, ["rules", "new", "Night shelters", "--json"]).stdout)
    assert Path(made["file"]).read_text() == made["text"]
