"""`router clip` and `router fold`: commands that are given files and need no installation."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from router.cli import fold as folding
from router.cli.opening import AsJson
from router.errors import RouterError
from router.flow.reading import read
from router.rulebook import book as books
from router.rulebook.book import Book
from router.rulebook.load import load, shipped
from router.terms import Envelope, Knows, Lane, Reading, Reason

STORY = ("title", "url", "publisher", "authors", "date", "kind", "note")


def rulebook_here() -> Book:
    """The rulebook of rules/ in the current folder, else the shipped one."""
    here = Path("rules")
    texts, _ = load(here if here.is_dir() else shipped(), shipped())
    return books.compile(texts)[0]


def reader() -> Callable[[bytes, Envelope], Reading]:
    """Reads mails as `router run` would, by rules/ of the current folder, else by the shipped ones."""
    knows = Knows(sources=rulebook_here().sources)

    def one(raw: bytes, envelope: Envelope) -> Reading:
        try:
            return read(knows, raw, envelope)
        except Exception as error:  # what a worker process would answer for: the mail is set aside
            return Reading(Lane.QUARANTINE, Reason("unreadable", f"reading it failed: {type(error).__name__}"))

    return one


def clip(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    as_json: AsJson = False,
) -> None:
    """Cut mails into stories and show them; nothing is kept."""
    one = reader()
    for path in paths:
        try:
            reading = one(path.read_bytes(), Envelope())
        except OSError as error:
            raise RouterError(str(path), (error.strerror or "cannot be read").lower(), "name a mail file") from None
        if as_json:
            typer.echo(json.dumps(_row(path, reading), ensure_ascii=False))
        else:
            _tell(path, reading)


def _row(path: Path, reading: Reading) -> dict[str, object]:
    return {
        "mail": str(path),
        "lane": reading.lane.value,
        "reason": str(reading.reason),
        "source": reading.source or None,
        "confidence": round(reading.confidence, 2),
        "stories": [_story(asdict(clipping)) for clipping in reading.clippings],
    }


def _story(cut: dict[str, str]) -> dict[str, object]:
    values = {**cut, "url": cut["link"] or None, "date": cut["published"] or None}
    return {name: values[name] or None for name in STORY}


def _tell(path: Path, reading: Reading) -> None:
    sure = f", {reading.confidence:.0%} sure" if reading.clippings else ""
    typer.echo(
        f"{path}: {reading.lane.value} ({reading.reason}){' from ' + reading.source if reading.source else ''}{sure}"
    )
    for number, clipping in enumerate(reading.clippings, 1):
        typer.echo(f"  {number}. {clipping.title}")
        for line in filter(None, (clipping.publisher, clipping.link, clipping.note and f"note: {clipping.note}")):
            typer.echo(f"     {line}")


def fold(
    path: Annotated[Path, typer.Argument(metavar="FILE.jsonl")],
    stream: Annotated[bool, typer.Option("--stream", help="Lines are stories in time order, not pairs.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say which stories are one, for a file of pairs or a stream of stories."""
    (folding.fold_stream if stream else folding.fold_pairs)(path, as_json)
