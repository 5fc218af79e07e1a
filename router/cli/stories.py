"""`router stories`: list, show, same, apart."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.editing import folds
from router.errors import RouterError
from router.service.installation import Installation
from router.store import stories

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(
    unrouted: Annotated[bool, typer.Option("--unrouted", help="Only stories of no interest.")] = False,
    limit: Annotated[int, typer.Option(help="How many at most.")] = 50,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Stories, newest first, with their interests."""

    async def work(_: Installation) -> list[dict[str, Any]]:
        return await stories.listed(unrouted=unrouted, limit=limit)

    show(with_house(config, work), ("id", "title", "publisher", "carried", "interests"), as_json, "no story yet")


@app.command("show")
def show_(story: int, config: ConfigFile = DEFAULT, as_json: AsJson = False) -> None:
    """The clippings of one story, each with the evidence by which it was folded."""

    async def work(_: Installation) -> list[dict[str, Any]]:
        return await stories.evidence(story)

    found = with_house(config, work)
    if not found:
        raise RouterError(f"story {story}", "there is none of this number", "`router stories list` shows them")
    columns = ("clipping", "source", "title", "link", "evidence")
    show(found, (*columns, "again") if any(one["again"] for one in found) else columns, as_json, "")


@app.command()
def same(a: int, b: int, config: ConfigFile = DEFAULT) -> None:
    """Two stories are one: said for ever, over a replay too."""

    async def work(house: Installation) -> str:
        return str(await folds.same(a, b))

    typer.echo(with_house(config, work))


@app.command()
def apart(
    story: int,
    other: Annotated[
        str, typer.Argument(metavar="cCLIPPING|STORY", help="A clipping of it, like c45, or another story.")
    ],
    config: ConfigFile = DEFAULT,
) -> None:
    """One story is two: take a clipping out of it, or keep two stories apart for ever."""
    number = other.removeprefix("c")
    if not number.isdigit():
        raise RouterError(other, "this is no clipping and no story", "write c45 for a clipping, 45 for a story")

    async def work(house: Installation) -> str:
        act = folds.apart if other.startswith("c") else folds.keep_apart
        return str(await act(story, int(number)))

    typer.echo(with_house(config, work))
