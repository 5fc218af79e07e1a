"""`router people`: add, list, role, invite, did."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.service.installation import Installation
from router.store import deeds
from router.store.deeds import By

app = typer.Typer(no_args_is_help=True)
Who = Annotated[str, typer.Argument(metavar="ADDRESS", help="A mail address.")]


@app.command()
def add(
    address: Who,
    role: Annotated[str, typer.Option(help="editor or owner.")] = "editor",
    config: ConfigFile = DEFAULT,
) -> None:
    """Make somebody an editor or owner, without router.toml; a letter tells them what they can do."""

    async def work(house: Installation) -> str:
        return str(await house.roles.add(address, role, By(getpass.getuser()), house.clock()))

    typer.echo(with_house(config, work))


@app.command("list")
def list_(config: ConfigFile = DEFAULT, as_json: AsJson = False) -> None:
    """Editors and owners, and who made them that."""

    async def work(house: Installation) -> list[dict[str, str]]:
        return await house.roles.listed()

    show(with_house(config, work), ("address", "role", "by"), as_json, "nobody yet: `router people add ADDRESS`")


@app.command()
def role(
    address: Who,
    role: Annotated[str, typer.Argument(help="editor, owner, or none.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """Change what somebody is; `none` takes the role away."""

    async def work(house: Installation) -> str:
        return str(await house.roles.role(address, role, By(getpass.getuser()), house.clock()))

    typer.echo(with_house(config, work))


@app.command()
def invite(
    address: Who,
    interests: Annotated[list[str], typer.Argument(help="Names of interests, also of those not everybody may join.")],
    by: Annotated[str, typer.Option(help="Your address, which the invitation names.")] = "",
    config: ConfigFile = DEFAULT,
) -> None:
    """Invite somebody to interests; they get nothing before they say yes."""

    async def work(house: Installation) -> str:
        return str(await house.consent.invite(address, interests, By(by or getpass.getuser()), house.clock()))

    typer.echo(with_house(config, work))


@app.command()
def did(
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """What editors did, newest first: when, who, by which door."""

    async def work(_: Installation) -> list[dict[str, object]]:
        return [
            {
                "at": one.at.isoformat(timespec="seconds"), "by": one.by, "door": one.door, "what": one.what,
                "told": one.told if as_json else "; ".join(f"{name}: {value}" for name, value in one.told.items()),
            }
            for one in await deeds.listed(limit)
        ]  # fmt: skip

    show(with_house(config, work), ("at", "by", "door", "what", "told"), as_json, "nothing yet")
