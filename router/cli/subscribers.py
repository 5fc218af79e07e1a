"""`router subscribers`: add, when, list, import, export, why, forget."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.errors import RouterError
from router.planning.when import upcoming
from router.service.installation import Installation
from router.store import subscribers
from router.subscribers import sheets
from router.subscribers.because import Because
from router.subscribers.consent import legal
from router.subscribers.grammar import Command, Known, read_line
from router.subscribers.schedules import WORDS, columns, planned
from router.subscribers.sheets import Sorted
from router.terms import Schedule

app = typer.Typer(no_args_is_help=True)


@app.command()
def add(
    address: Annotated[str, typer.Argument(help="Where the newsletter goes.")],
    interests: Annotated[list[str], typer.Argument(help="Names of interests, as `router rules check` lists them.")],
    zone: Annotated[str, typer.Option(help="Time zone, like Europe/Vienna.")] = "",
    comes: Annotated[
        str, typer.Option("--when", help="daily 7:00, days mon, thu 18:30, weekly friday, monthly 15, or at once.")
    ] = "daily 7:00",
    minutes: Annotated[int, typer.Option(min=0, help="Reading time; 0: everything.")] = 20,
    language: Annotated[str, typer.Option(help="Language of the newsletter.")] = "en",
    config: ConfigFile = DEFAULT,
) -> None:
    """Ask this address to confirm; nothing is sent to it before it does."""
    schedule = planned(Schedule(zone=zone or "UTC"), _read("--when", comes))
    try:
        upcoming(schedule, datetime.now(UTC))
    except RouterError as error:
        raise RouterError("--zone", error.what, error.remedy) from None

    async def work(house: Installation) -> str:
        wants: dict[str, Any] = {**columns(schedule), "zone": zone or house.config.identity.zone, "minutes": minutes}
        return str(await house.consent.ask(address, interests, "editor", house.clock(), language=language, **wants))

    typer.echo(with_house(config, work))


@app.command()
def when(
    address: Annotated[str, typer.Argument(help="Whose newsletter.")],
    comes: Annotated[str, typer.Argument(help="daily 7:00, days mon, thu 18:30, weekly friday, monthly 15, at once.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """When the newsletter of this address comes, said as they would say it in a reply."""
    asked = _read("when", comes)

    async def work(house: Installation) -> str:
        subscriber = await subscribers.find(legal(address))
        if subscriber is None:
            raise RouterError(address, "nobody subscribed with this address", "`router subscribers list` shows who did")
        return str(await house.preferences.schedule(subscriber, asked, "command", house.clock()))

    typer.echo(with_house(config, work))


def _read(where: str, comes: str) -> Command:
    asked = read_line(comes, Known(), datetime.now(UTC).date())
    if asked is None or asked.word not in WORDS:
        remedy = "write it like “daily 7:00”, “days mon, thu”, “weekly friday”, “monthly 15” or “at once”"
        raise RouterError(where, f"{comes!r} says no time", remedy)
    return asked


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
