"""`router rules`: what it prints, and with which exit code."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from router.cli.rules import app
from router.errors import RouterError
from tests.house import alert, opened

KIN = "interest: Kinship\ntake any: kinship care, aunt* + care\nskip any: dogs\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules/ in it, as the current one."""
    (tmp_path / "rules" / "interests").mkdir(parents=True)
    (tmp_path / "rules" / "interests" / "kin.rules").write_text(KIN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_check_of_good_rules(house: Path) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "1 interests, 2 rules: nothing to mend"
    assert "note: rules/interests/kin.rules:2: reads as (kinship care or aunt*) and care" in result.stdout
    (note,) = rows(run("check", "--json"))
    assert (note["level"], note["what"]) == ("note", "reads as (kinship care or aunt*) and care")


def test_check_says_where_what_and_remedy(house: Path) -> None:
    path = house / "rules" / "interests" / "kin.rules"
    path.write_text(KIN + "take headline: x\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "rules/interests/kin.rules:4: unknown part `take headline`; write one of any, title," in result.stdout
    row = rows(run("check", "--json"))[0]
    assert (row["file"], row["line"], row["level"]) == ("interests/kin.rules", 4, "error")


def test_check_of_a_file_that_lies_elsewhere(house: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.rules"
    draft.write_text("interest: Draft\ntake any: kin,\n", encoding="utf-8")
    result = run("check", draft)
    assert result.exit_code == 1
    assert f"{draft}:2: a comma at the end;" in result.stdout
    draft.write_text("source: draft\nfrom: the paper\n", encoding="utf-8")
    assert f"{draft}:2: `the paper` is no address or domain;" in run("check", draft).stdout


def test_check_of_a_missing_file_is_a_mistake_of_usage(house: Path) -> None:
    with pytest.raises(RouterError, match=r"none\.rules: no such file or directory; name a rule file"):
        CliRunner().invoke(app, ["check", "none.rules"], catch_exceptions=False)


def test_check_reads_the_samples_of_a_source(house: Path) -> None:
    source = house / "rules" / "sources" / "herald.rules"
    source.parent.mkdir()
    source.write_text("source: herald\nfrom: @herald.example\nsample: herald/one.eml takes 2\n", encoding="utf-8")
    assert "note: rules/sources/herald.rules: the sample herald/one.eml is not there" in run("check").stdout
    (house / "tests" / "mail" / "herald").mkdir(parents=True)
    assert run("check").exit_code == 1
    mail = (
        "From: a@{}.example\nSubject: Two stories\nContent-Type: text/html\n\n"
        '<ul><li><a href="https://herald.example/kin/one-long-story">Kinship care grows in the north</a></li>'
        '<li><a href="https://herald.example/kin/other-long-story">Foster care shrinks in the south</a></li></ul>\n'
    )
    sample = house / "tests" / "mail" / "herald" / "one.eml"
    sample.write_text(mail.format("herald"), encoding="utf-8")
    result = run("check")
    assert result.exit_code == 0, result.stdout
    source.write_text(source.read_text(encoding="utf-8").replace("takes 2", "takes 3"), encoding="utf-8")
    assert "herald.rules: 2 stories are cut from herald/one.eml, not 3; mend" in run("check").stdout
    sample.write_text(mail.format("gazette"), encoding="utf-8")
    assert "herald.rules: the sample herald/one.eml is a mail of no source; mend" in run("check").stdout


STORIES = [
    {"id": "a", "title": "Kinship care grows", "interests": ["kin"]},
    {"id": "b", "title": "Kinship care for aunts", "interests": ["kin", "foster"]},
    {"id": "c", "title": "Kinship care of the stars", "interests": []},
    {"id": "d", "title": "Kinship care for dogs", "interests": []},
    {"id": "e", "title": "Aunts", "interests": ["kin"]},
]


def test_against_prints_one_line_a_story_and_nothing_else(house: Path) -> None:
    (house / "rules" / "interests" / "other.rules").write_text("interest: Other\ntake any: care\n", encoding="utf-8")
    path = house / "rules" / "interests" / "kin.rules"
    path.write_text("interest: Kinship\ntake any: kinship care\nskip any: dogs\nskip any: cats\n", encoding="utf-8")
    (house / "stories.jsonl").write_text("\n".join(map(json.dumps, STORIES)) + "\n", encoding="utf-8")
    result = run("check", "--against", "stories.jsonl", "--json")
    assert result.exit_code == 0
    assert rows(result) == [
        {"id": "a", "interests": ["kin"]},
        {"id": "b", "interests": ["kin"]},
        {"id": "c", "interests": ["kin"]},
        {"id": "d", "interests": []},
        {"id": "e", "interests": []},
    ]
    said = run("check", "--against", "stories.jsonl").stdout
    assert "interests/kin.rules:2: 1 of 3 it takes are wrong: take any: kinship care" in said
    assert "kin.rules:4: matches none of these 5 stories; check its words, or drop the line" in said
    assert "kin.rules:3: matches none" not in said
    assert "5 stories: 0.67 of what is taken is right, 0.50 of what belongs is taken" in said


def test_against_stories_without_labels_names_every_interest(house: Path) -> None:
    (house / "stories.jsonl").write_text(
        '{"id": 1, "title": "Kinship care"}\n{"id": 2, "title": "x"}\n', encoding="utf-8"
    )
    said = rows(run("check", "--against", "stories.jsonl", "--json"))
    assert said == [{"id": 1, "interests": ["kin"]}, {"id": 2, "interests": []}]


def test_against_a_file_that_holds_no_stories(house: Path) -> None:
    (house / "stories.jsonl").write_text('{"name": "x"}\n', encoding="utf-8")
    with pytest.raises(RouterError, match=r"stories\.jsonl:1: this is no labelled story"):
        CliRunner().invoke(app, ["check", "--against", "stories.jsonl"], catch_exceptions=False)


def test_explain_a_pasted_title(house: Path) -> None:
    said = run("explain", "The Kinship  care of dogs", "Aunt and niece").stdout
    assert "kin: no, skipped by interests/kin.rules:3: skip any: dogs\n    found: dogs (title 21)" in said
    assert "near: interests/kin.rules:2: only (care) is missing" in said
    row, near = rows(run("explain", "Kin", "Aunts", "--json"))
    assert (row["interest"], row["taken"], row["line"]) == ("kin", False, None)
    assert near["near"] == {"file": "interests/kin.rules", "line": 2, "words": "only (care) is missing"}


def test_explain_with_text_and_source(house: Path) -> None:
    (row,) = rows(run("explain", "Kinship care", "--text", "An aunt takes care", "--json"))
    assert row["taken"] and row["words"] == "(kinship care or aunt*) and care"
    assert row["found"] == [
        {"part": "title", "words": "Kinship care", "at": 0},
        {"part": "text", "words": "aunt", "at": 3},
        {"part": "text", "words": "care", "at": 14},
    ]
    with pytest.raises(RouterError, match="no source or group is called 'nobody'"):
        CliRunner().invoke(app, ["explain", "Kin", "--from", "nobody"], catch_exceptions=False)


def test_explain_the_stories_of_a_mail(house: Path) -> None:
    mail = "From: a@paper.example\nSubject: Kinship care grows\nContent-Type: text/plain\n\n"
    mail += "Kinship care grows\nMore aunts care for children.\nhttps://paper.example/kin\n\n"
    mail += "Dogs\nKinship care for dogs.\nhttps://paper.example/dogs\n"
    (house / "alert.eml").write_text(mail, encoding="utf-8")
    said = rows(run("explain", "alert.eml", "--json"))
    assert said and {row["interest"] for row in said} == {"kin"}
    assert any(row["taken"] for row in said)


TOML = """
[identity]
title = "Test news"
sender = "letters@news.example"
zone = "Europe/Vienna"

[inbox]
address = "inbox@news.example"

[web]
base_url = "https://news.example"
"""


def test_explain_a_story_of_the_installation_by_the_rules_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def live() -> None:
        async with opened(tmp_path) as house:
            await house.mail(alert(("Homeless families wait", "https://paper.example/1")))

    asyncio.run(live())
    (tmp_path / "router.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = {row["interest"]: row for row in rows(run("explain", "1", "--json"))}
    assert said["housing"]["taken"] and not said["care"]["taken"]
    assert said["housing"]["found"] == [
        {"part": "title", "words": "Homeless", "at": 0},
        {"part": "text", "words": "homeless", "at": 6},
    ]
    with pytest.raises(RouterError, match="story 99: there is none of this number"):
        CliRunner().invoke(app, ["explain", "99"], catch_exceptions=False)


def test_fmt_writes_the_usual_spacing_and_check_only_looks(house: Path) -> None:
    path = house / "rules" / "interests" / "kin.rules"
    path.write_text("interest:Kin\ntake any:kin ,aunt*\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    assert run("fmt", "--check").exit_code == 1 and path.read_text(encoding="utf-8") == before
    assert run("fmt").exit_code == 0
    assert path.read_text(encoding="utf-8") == "interest: Kin\ntake any:    kin, aunt*\n"
    assert run("fmt", "--check").exit_code == 0


def test_fmt_offers_the_line_form_of_a_search_string(house: Path) -> None:
    path = house / "rules" / "interests" / "kin.rules"
    path.write_text("interest: Kin\ntake search: (kin OR aunt*) AND care\n", encoding="utf-8")
    said = run("fmt", path).stdout
    assert "kin.rules:2: a plain line says the same; write `take any: kin, aunt* + care`" in said


def test_new_writes_an_interest_that_passes_its_own_check(house: Path) -> None:
    assert run("new", "Young carers").exit_code == 0
    path = house / "rules" / "interests" / "young-carers.rules"
    assert path.read_text(encoding="utf-8").count("#") > 3
    assert run("check", path).exit_code == 0
    assert run("fmt", "--check", path).exit_code == 0
    with pytest.raises(RouterError, match="the file is there already"):
        CliRunner().invoke(app, ["new", "Young carers"], catch_exceptions=False)


def test_new_drafts_a_source_from_a_mail(house: Path) -> None:
    mail = (
        "From: Kin Weekly <post@mail.kin.example>\nList-Id: Kin <kin.lists.example>\nSubject: This week\n"
        "DKIM-Signature: v=1; a=rsa-sha256; d=kin.example; s=a; b=x\nContent-Type: text/plain\n\n"
        "One\nhttps://www.kin.example/1\n"
    )
    (house / "kin.eml").write_text(mail, encoding="utf-8")
    assert run("new", "kin-weekly", "--source", house / "kin.eml").exit_code == 0
    path = house / "rules" / "sources" / "kin-weekly.rules"
    text = path.read_text(encoding="utf-8")
    for line in ("name:         Kin Weekly", "from:         post@mail.kin.example", "signed:       kin.example"):
        assert line in text
    assert "list-id:      kin.lists.example" in text and "www.kin.example" in text
    assert run("check", path).exit_code == 0
    assert run("fmt", "--check", path).exit_code == 0


def test_without_rules_here_the_shipped_ones_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.exit_code == 0 and result.stdout.splitlines()[-1].startswith("8 interests,")
