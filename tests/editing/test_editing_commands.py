"""`router rules preview` and `replay`: what they print, over an installation on disk."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from router.cli.rules import app
from router.errors import RouterError
from tests.house import Clock, alert, opened

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
HOUSING = "interest: Housing\ntake any: homeless*, shelter\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation to which an alert came just now."""

    async def work() -> None:
        async with opened(tmp_path, Clock(datetime.now(UTC))) as house:
            await house.subscriber(
                "ada@reader.example", "housing", minutes=0, time="05:00"
            )  # when editions close: at any hour the next has it
            await house.mail(
                alert(
                    ("Homeless families wait", "https://a.example/1"),
                    ("Night shelter opens", "https://a.example/2"),
                    ("Two shelters close", "https://a.example/3"),
                )
            )

    asyncio.run(work())
    (tmp_path / "router.toml").write_text(TOML)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_preview_of_a_file_that_is_not_saved_yet(folder: Path) -> None:
    Path("housing.rules").write_text(HOUSING)
    said = run("preview", "housing.rules").stdout.splitlines()
    assert said[:3] == [
        "interests/housing.rules against rulebook 1, 3 stories of 30 days",
        "housing: 2 routed, +1 −0",
        "+ 2 Night shelter opens (interests/housing.rules:2: shelter)",
    ]
    assert said[3] == "near: interests/housing.rules:2: `shelter*` would add 1 story, like “Two shelters close”"
    assert said[4].endswith(f"{'█' * 30} 2 +1")
    assert said[5:] == ["ada@reader.example: +1 −0"]


def test_preview_of_a_saved_file_does_not_put_it_in_force(folder: Path) -> None:
    Path("rules/interests/housing.rules").write_text(HOUSING)
    for _ in range(2):
        found = rows(run("preview", "housing", "--days", "2", "--json"))
        assert found[0] == {
            "file": "interests/housing.rules", "interests": ["housing"], "rulebook": 1, "stories": 3, "earlier": 0,
            "routed": 2, "gained": 1, "lost": 0,
        }  # fmt: skip
        assert found[-1] == {"subscriber": "ada@reader.example", "gained": [2], "lost": []}
    assert rows(run("replay", "--since", "30d", "--json")) == [
        {"stories": 3, "gained": 1, "lost": 0, "applied": False},
        {"change": "+", "story": 2, "interest": "housing"},
    ]
    assert run("replay", "--since", "30d", "--apply").stdout.splitlines() == [
        "housing: +1 −0",
        "3 stories routed again: +1 −0",
    ]
    assert rows(run("replay", "--since", "30d", "--json"))[0]["gained"] == 0


def test_what_cannot_be_previewed_is_said(folder: Path) -> None:
    Path("housing.rules").write_text("interest: Housing\ntake nowhere: homeless*\n")
    for words, said in (
        (("preview", "housing.rules"), "interests/housing.rules:2: "),
        (("preview", "hosing"), "no file and no interest is called so"),
        (("replay", "--since", "soon"), "'soon' is no time; write 30d, 4w, 12h or 2026-11-01"),
    ):
        error = run(*words).exception
        assert isinstance(error, RouterError) and said in str(error)


def test_suggest_prints_what_alerts_were_told_to_look_for(folder: Path) -> None:
    said = "an alert asks for it (1 mail), and no interest takes those words"
    assert run("suggest").stdout.splitlines() == ["take search: social work", f"    {said}"]
    [row] = rows(run("suggest", "--days", "7", "--json"))
    assert (row["kind"], row["line"]) == ("query", "take search: social work")
