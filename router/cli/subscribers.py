"""`router subscribers`: add, list, import, export, why, forget."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.errors import RouterError
from router.planning.when import upcoming
from router.service.installation import Installation
from router.store import subscribers
from router.subscribers import sheets
from router.subscribers.because import Because
from router.subscribers.consent import legal
from router.subscribers.sheets import Sorted
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


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file, as Excel or anything else writes it.")],
    interests: Annotated[list[str], typer.Argument(help="Names of interests to ask them for.")],
    ask: Annotated[bool, typer.Option("--ask", help="Write to the new ones; without it nothing is done.")] = False,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Who of a table is new, already here, suppressed or no address; with --ask the new ones are asked to confirm."""
    try:
        rows = sheets.read(file.read_bytes())
    except OSError as error:
        raise RouterError(str(file), str(error.strerror).lower(), "check the name of the file") from None

    async def work(house: Installation) -> tuple[Sorted, int]:
        unknown = [name for name in interests if name not in house.interests()]
        if unknown:
            choice = ", ".join(sorted(house.interests()))
            raise RouterError("interest", f"there is none called {unknown[0]!r}", f"choose from: {choice}")
        found = await sheets.sort(rows, interests, house.consent)
        if not ask:
            return found, 0
        wants = {"zone": house.config.identity.zone, "language": house.config.identity.language}
        return found, await sheets.ask_all(found.new, interests, house.consent, house.clock(), **wants)

    found, asked = with_house(config, work)
    groups = {"new": found.new, "already": found.already, "suppressed": found.suppressed, "bad": found.bad}
    if as_json:
        typer.echo(json.dumps({**groups, "asked": asked}, ensure_ascii=False))
        return
    for name, members in groups.items():
        typer.echo(f"{len(members):6} {name}")
        for one in members[:20] if name == "bad" else ():
            typer.echo(f"       {one}")
    typer.echo(f"{asked} were asked to confirm." if ask else "Nothing was done; --ask writes to the new ones.")


@app.command()
def export(
    address: Annotated[str, typer.Argument(help="Whose data.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """All that is held on this address, as JSON."""

    async def work(house: Installation) -> str:
        return await house.privacy.held(legal(address))

    typer.echo(with_house(config, work))


@app.command()
def why(
    address: Annotated[str, typer.Argument(help="Who got something, or nothing.")],
    day: Annotated[str, typer.Argument(help="The day, like 2026-11-23.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """What this address got on that day, or why nothing came, in a sentence."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise RouterError("day", f"{day!r} is no date", "write it like 2026-11-23") from None

    async def work(house: Installation) -> str:
        return await Because(house.keys).sentence(address, on, house.clock())

    typer.echo(with_house(config, work))


@app.command()
def forget(
    address: Annotated[str, typer.Argument(help="Who is to be forgotten.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    config: ConfigFile = DEFAULT,
) -> None:
    """Erase all that is held on this address; a keyed hash stays, so that nobody subscribes it again."""
    if not yes:
        typer.confirm(f"Erase everything about {address}, for good?", abort=True)

    async def work(house: Installation) -> str:
        return str(await house.privacy.forget(legal(address), house.clock(), farewell=False))

    typer.echo(with_house(config, work).replace("about you", f"about {address}"))
