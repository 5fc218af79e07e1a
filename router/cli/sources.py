"""`router sources`: list, how."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from router.care.health import Health, health
from router.cli.files import rulebook_here
from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.errors import RouterError
from router.rulebook.lines import meant
from router.service.installation import Installation

app = typer.Typer(no_args_is_help=True)
COLUMNS = ("source", "mails", "links", "stories", "usual_gap", "newest", "health")


@app.command("list")
def list_(config: ConfigFile = DEFAULT, as_json: AsJson = False) -> None:
    """Sources with their health: links seen and stories cut in their newest 20 mails, the usual gap in days."""

    async def work(house: Installation) -> list[dict[str, Any]]:
        known = {one.source: one for one in await health(house.clock())}
        return [_row(name, title, known.get(name)) for name, title in sorted(house.sources().items())]

    rows = with_house(config, work)
    rows.sort(key=lambda row: (not row["mails"], row["source"]))
    show(rows if as_json else [_shown(row) for row in rows], COLUMNS, as_json, "no sources")


def _row(name: str, title: str, one: Health | None) -> dict[str, Any]:
    row: dict[str, Any] = {"source": name, "title": title, "mails": 0, "links": 0, "stories": 0}
    if one is None:
        return {**row, "usual_gap": None, "newest": None, "health": "no mail yet"}
    gap = {"usual_gap": one.usual_gap, "newest": one.newest.isoformat(), "health": str(one)}
    return {**row, "mails": one.mails, "links": one.links, "stories": one.stories, **gap}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    gap = "" if row["usual_gap"] is None else row["usual_gap"]
    return {**row, "usual_gap": gap, "newest": (row["newest"] or "")[:10]}


@app.command()
def how(
    names: Annotated[list[str], typer.Argument(metavar="SOURCE...")],
    as_json: AsJson = False,
) -> None:
    """How an alert is switched on and sent to the inbox, step by step; needs no installation."""
    sources = {source.name: source for source in rulebook_here().sources}
    for name in names:
        if name not in sources:
            remedy = meant(name, tuple(sources), "`router sources list` shows them, docs/sources.md too")
            raise RouterError(name, "there is no such source", remedy)
    rows = [{"source": name, "title": sources[name].title, "setup": sources[name].setup} for name in names]
    if as_json:
        show(rows, (), True, "")
        return
    for row in rows:
        typer.echo(f"{row['title']} ({row['source']})\n{row['setup'] or 'its file says nothing: add lines `setup:`'}")
