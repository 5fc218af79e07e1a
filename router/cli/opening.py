"""Opens an installation for one command."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from router.config import load
from router.editing.reload import InForce
from router.service.installation import Installation

T = TypeVar("T")
ConfigFile = Annotated[Path, typer.Option("--config", help="Where router.toml lies.", envvar="ROUTER_CONFIG")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line and nothing else.")]
DEFAULT = Path("router.toml")


def with_house(
    config: Path, work: Callable[[Installation], Awaitable[T]], rules: Callable[[Path], InForce] = InForce
) -> T:
    """Run `work` with the opened installation; RouterError when it cannot be opened."""

    async def whole() -> T:
        async with Installation(load(config), rules=rules) as house:
            return await work(house)

    return asyncio.run(whole())


def show(rows: Sequence[Mapping[str, object]], columns: Sequence[str], as_json: bool, nothing: str) -> None:
    """Rows as JSON lines or as a table for people."""
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    if not rows:
        typer.echo(nothing)
        return
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in columns))
    console = Console()
    if not console.is_terminal:
        console.width = 1000  # one line a row for what reads it next
    console.print(table)


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} ({state})" for name, state in value.items()) or "none"
    if isinstance(value, list):
        return "\n".join(map(str, value)) or "none"
    return " ".join(str(value)[:120].split())
