"""`router subscribers`: add, list."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.errors import RouterError
from router.planning.when import upcoming
from router.service.installation import Installation
from router.store import subscribers
from router.terms import Schedule

app = typer.Typer(no_args_is_help=True)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@app.command()
def add(
    address: Annotated[str, typer.Argument(help="Where the newsletter goes.")],
    interests: Annotated[list[str], typer.Argument(help="Names of interests, as `router rules check` lists them.")],
    zone: Annotated[str, typer.Option(help="Time zone, like Europe/Vienna.")] = "",
    time: Annotated[str, typer.Option(help="Local time of the newsletter, like 07:00.")] = "07:00",
    days: Annotated[str, typer.Option(help="Days, like mon,thu; empty: every day.")] = "",
    minutes: Annotated[int, typer.Option(min=0, help="Reading time; 0: everything.")] = 20,
    language: Annotated[str, typer.Option(help="Language of the newsletter.")] = "en",
    config: ConfigFile = DEFAULT,
) -> None:
    """Ask this address to confirm; nothing is sent to it before it does."""
    chosen = [DAYS.index(day.strip().lower()) for day in days.split(",") if day.strip().lower() in DAYS]
    if len(chosen) != len([day for day in days.split(",") if day.strip()]):
        raise RouterError("--days", f"{days!r} holds a day that is none", "write mon,tue,wed,thu,fri,sat,sun")

    try:
        upcoming(Schedule(time=time, zone=zone or "UTC"), datetime.now(UTC))
    except RouterError as error:
        raise RouterError("--time, --zone", error.what, error.remedy) from None

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
