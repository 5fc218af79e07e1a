"""`router stories`: list, show, route, note, same, apart."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.editing import folds, hands
from router.errors import RouterError
from router.service.installation import Installation
from router.store import stories
from router.store.deeds import By

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
def route(
    story: int,
    interest: Annotated[str, typer.Argument(help="Its name, as `router rules check` lists them.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """Send a story to an interest whose rules do not take it; it stays there over a replay."""

    async def work(house: Installation) -> str:
        by = By(getpass.getuser())
        return str(await hands.route(story, interest, house.interests(), house.rules.version, house.clock(), by=by))

    typer.echo(with_house(config, work))


@app.command()
def note(
    story: int,
    words: Annotated[str, typer.Argument(help='What stands with the story from now on; "" takes it away.')],
    by: Annotated[str, typer.Option(help="The name under the note.")] = "the editors",
    config: ConfigFile = DEFAULT,
) -> None:
    """Write a note that is shown with a story wherever it goes."""

    async def work(house: Installation) -> str:
        return str(await hands.note(story, words, by, house.clock(), by=By(getpass.getuser())))

    typer.echo(with_house(config, work))


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
