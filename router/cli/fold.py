"""Turns files of pairs or of a stream of stories into folding decisions, one JSON line each; needs no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from router import links
from router.errors import RouterError
from router.folding import Face, Learned, decide, face, keys, learn, same, wanted, worth
from router.terms import Clipping

_PAPER = ("scholar", "crossref", "openalex", "pubmed", "arxiv", "journal", "paper", "doi")


def fold_pairs(path: Path, as_json: bool) -> None:
    """For each line {"id","a":{…},"b":{…}} say whether the two are one story. Publishers are learned from the file."""
    rows: dict[str, int] = {}
    read: list[tuple[str, Face, Face]] = []
    for line, row in _lines(path):
        try:
            a, b = _side(row["a"]), _side(row["b"])
            name = str(row["id"])
        except (KeyError, TypeError) as missing:
            raise RouterError(f"{path}:{line}", "not a pair", 'write {"id", "a": {"title", …}, "b": {…}}') from missing
        for one in (a, b):
            rows.update(learn(one, rows))
        read.append((name, a, b))
    learned = Learned.of(rows)
    for name, a, b in read:
        reason = same(a, b, learned)
        _say({"id": name, "same": reason is not None, "reason": str(reason or "")}, as_json)


def fold_stream(path: Path, as_json: bool) -> None:
    """Fold lines {"id","title","url","date",…} in their order as they would be live; a story is named by its first."""
    index: dict[str | int, list[int]] = {}
    faces: list[list[Face]] = []
    names: list[str] = []
    rows: dict[str, int] = {}
    for line, row in _lines(path):
        try:
            name, new = str(row["id"]), _side(row)
        except (KeyError, TypeError) as missing:
            raise RouterError(f"{path}:{line}", "not a story", 'write {"id", "title", "url", "date"}') from missing
        places = keys(new, _learned(rows, new))
        candidates = [one for story in worth(places, index) for one in faces[story]]
        found, reason = decide(new, candidates, _learned(rows, new, *candidates))
        if found is None:
            story = len(faces)
            faces.append([])
            names.append(name)
        else:
            story = found.story
        faces[story].append(replace(new, story=story))
        shown: tuple[str | int, ...] = (*places.strong, *places.weak)
        for key in shown:
            if story not in (sharing := index.setdefault(key, [])):
                sharing.append(story)
        rows.update(learn(new, rows))
        _say({"id": name, "story": names[story], "reason": "" if found is None else str(reason)}, as_json)


def _learned(rows: dict[str, int], *faces: Face) -> Learned:
    return Learned.of({key: rows[key] for key in wanted(*faces) if key in rows})


def _side(row: dict[str, Any]) -> Face:
    title = row["title"]
    kind = str(row.get("source_kind") or row.get("kind") or "")
    clipping = Clipping(
        title=str(title or ""),
        link=links.clean(str(row.get("url") or "")),
        text=str(row.get("snippet") or ""),
        publisher=str(row.get("publisher") or ""),
        kind="paper" if any(word in kind for word in _PAPER) else "news",
    )
    return face(clipping, _when(str(row.get("published") or row.get("date") or "")))


def _when(text: str) -> datetime | None:
    """An ISO time in UTC, or None when there is none or nobody can read it."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of a file with their line numbers."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError as broken:
                    raise RouterError(f"{path}:{number}", "not JSON", "write one JSON object a line") from broken
                if not isinstance(row, dict):
                    raise RouterError(f"{path}:{number}", "not a JSON object", "write one JSON object a line")
                yield number, row
    except OSError as unread:
        raise RouterError(str(path), unread.strerror or "cannot be read", "name a file that can be read") from unread


def _say(row: dict[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(row, ensure_ascii=False))
        return
    name, verdict, reason = row.values()
    if isinstance(verdict, bool):
        verdict = "same" if verdict else "apart"
    typer.echo(f"{name}  {verdict}  {reason}".rstrip())
