"""`router templates`: check."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile
from router.config import load
from router.errors import ConfigError
from router.render.overrides import look, untranslated

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _several() -> None:
    """Keeps `check` a word of its own."""


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of templates; without it, the one of router.toml.")
    ] = None,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Try each of an installation's templates with made-up newsletters, notices and pages; exit code 1 when one is wrong."""
    if folder is None:
        settings = load(config)
        if not settings.templates:
            raise ConfigError(f"{settings.where}: templates", "it names no folder", "name one, or give it here")
        folder = settings.path(settings.templates)
    found = asyncio.run(look(folder))
    rows: list[dict[str, Any]] = []
    for name in sorted(found.own.keys() | found.wrong.keys()):
        wrong = found.wrong.get(name)
        row = {"file": name, "used": wrong is None, "wrong": str(wrong) if wrong else ""}
        if wrong is None and name.startswith("words/"):
            row["in_english"] = untranslated(found.own[name])
        rows.append(row)
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else _line(folder, row))
    if not rows and not as_json:
        typer.echo(f"{folder} holds no template: ours are used")
    if found.wrong:
        raise typer.Exit(1)


def _line(folder: Path, row: dict[str, Any]) -> str:
    if row["wrong"]:
        return f"wrong  {row['wrong']}; until then ours is used"
    lacking = row.get("in_english")
    return f"good   {folder.name}/{row['file']}" + (f": {lacking} sentences are said in English" if lacking else "")
