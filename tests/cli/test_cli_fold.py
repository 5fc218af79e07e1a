"""`router fold` over files of pairs and streams, as functions the command registers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from router.cli.fold import fold_pairs, fold_stream
from router.errors import RouterError

TITLE = "Mayor promises a night shelter for every district"


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    return path


def side(title: str, url: str | None, **more: str | None) -> dict[str, str | None]:
    return {"title": title, "url": url, "publisher": "", "snippet": None, "source_kind": "google-alert"} | more


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"id": "1", "a": side(TITLE, "https://a.example/1"), "b": side(TITLE, "https://b.example/2")},
        {"id": "2", "a": side(TITLE, "https://a.example/1"), "b": side("Rents fall in Bregenz", None)},
        {
            "id": "3",
            "a": side(TITLE, "https://a.example/1", published="2026-03-01T08:00:00Z"),
            "b": side(TITLE, "https://b.example/2", published="2026-03-09"),
        },
    ]
    fold_pairs(write(tmp_path / "pairs.jsonl", rows), True)
    assert said(capsys) == [
        {"id": "1", "same": True, "reason": "same title, other site"},
        {"id": "2", "same": False, "reason": ""},
        {"id": "3", "same": False, "reason": ""},
    ]


def test_pairs_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": "1", "a": side(TITLE, "https://a.example/1"), "b": side(TITLE, "https://b.example/2")}]
    fold_pairs(write(tmp_path / "pairs.jsonl", rows), False)
    assert capsys.readouterr().out == "1  same  same title, other site\n"


def test_publishers_are_learned_from_the_whole_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = ["Beds open in Lindau", "Carers ask for respite", "Court returns children", "Rents rise yet again"]
    rows = [
        {
            "id": str(n),
            "a": side(f"{head} - Voralpen Bote", f"https://bote.example/{n}"),
            "b": side(f"{head} | Seeblatt", f"https://see.example/{n}"),
        }
        for n, head in enumerate(heads)
    ]
    fold_pairs(write(tmp_path / "one.jsonl", rows[:1]), True)
    assert [row["same"] for row in said(capsys)] == [False]
    fold_pairs(write(tmp_path / "all.jsonl", rows), True)
    assert [row["same"] for row in said(capsys)] == [True] * 4


def test_stream(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = "2026-03-16T0{}:00:00Z"
    rows = [
        {"id": "s1", "title": TITLE, "url": "https://a.example/night-shelter", "date": day.format(1), "kind": "news"},
        {
            "id": "s2",
            "title": "Rents fall in Bregenz",
            "url": "https://c.example/9",
            "date": day.format(2),
            "kind": "news",
        },
        {"id": "s3", "title": TITLE, "url": "https://b.example/2", "date": day.format(3), "kind": "news"},
        {"id": "s4", "title": TITLE, "url": "https://www.a.example/night-shelter?utm_source=x", "date": day.format(4)},
    ]
    fold_stream(write(tmp_path / "stream.jsonl", rows), True)
    assert [(row["id"], row["story"], row["reason"]) for row in said(capsys)] == [
        ("s1", "s1", ""),
        ("s2", "s2", ""),
        ("s3", "s1", "same title, other site"),
        ("s4", "s1", "same link"),
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"id": "1"}\n', ":1: not a pair"),
        ("\n\n[1]\n", ":3: not a JSON object"),
        ("{oh\n", ":1: not JSON"),
        ('{"id": "1", "a": "x", "b": {}}\n', ":1: not a pair"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text)
    with pytest.raises(RouterError, match=where):
        fold_pairs(path, True)


def test_a_stream_line_without_title_is_named(tmp_path: Path) -> None:
    with pytest.raises(RouterError, match=":1: not a story"):
        fold_stream(write(tmp_path / "bad.jsonl", [{"id": "1"}]), True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RouterError, match="name a file that can be read"):
        fold_pairs(tmp_path / "none.jsonl", True)


def test_the_same_answer_in_every_process(tmp_path: Path) -> None:
    rows = [
        {"id": f"s{n}", "title": f"{TITLE}, say {n % 7} carers - Post", "url": f"https://s{n % 9}.example/{n % 23}", "date": f"2026-03-16T{n % 24:02}:00:00Z"}
        for n in range(200)
    ]  # fmt: skip
    path = write(tmp_path / "stream.jsonl", rows)
    call = f"from pathlib import Path; from router.cli.fold import fold_stream; fold_stream(Path({str(path)!r}), True)"
    answers = {
        subprocess.run(
            [sys.executable, "-c", call],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "99")
    }
    assert len(answers) == 1
    assert answers.pop().count("\n") == 200
