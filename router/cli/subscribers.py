"""`router subscribers`: add, list."""

from __future__ import annotations

from typing import Annotated

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.errors import RouterError
from router.service.installation import Installation
from router.store import subscribers

app = typer.Typer(no_args_is_help=True)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@app.command()
def add(
    address: str,
    interests: Annotated[list[str], typer.Argument(help="Names of interests, as `router rules check` lists them.")],
    zone: Annotated[str, typer.Option(help="Time zone, like Europe/Vienna.")] = "",
    time: Annotated[str, typer.Option(help="Local time of the newsletter, like 07:00.")] = "07:00",
    days: Annotated[str, typer.Option(help="Days, like mon,thu; empty: every day.")] = "",
    minutes: Annotated[int, typer.Option(help="Reading time; 0: everything.")] = 20,
    language: Annotated[str, typer.Option(help="Language of the newsletter.")] = "en",
    config: ConfigFile = DEFAULT,
) -> None:
    """Ask this address to confirm; nothing is sent to it before it does."""
    chosen = [DAYS.index(day.strip().lower()) for day in days.split(",") if day.strip().lower() in DAYS]
    if len(chosen) != len([day for day in days.split(",") if day.strip()]):
        raise RouterError("--days", f"{days!r} holds a day that is none", "write mon,tue,wed,thu,fri,sat,sun")

    async def work(house: Installation) -> str:
        wants = {"zone": zone or house.config.identity.zone, "time": time, "minutes": minutes}
        if chosen:
            wants |= {"days": chosen}
        return str(await house.consent.ask(address, interests, "editor", house.clock(), language=language, **wants))

    typer.echo(with_house(config, work))


@app.command("list")
def list_(config: ConfigFile = DEFAULT, as_json: AsJson = False) -> None:
    """Every subscriber with interests, schedule and state."""

    async def work(_: Installation) -> list[dict[str, object]]:
        return await subscribers.listed()

    columns = ("address", "state", "interests", "when", "minutes", "issues")
    show(with_house(config, work), columns, as_json, "nobody yet: `router subscribers add ADDRESS INTEREST`")
