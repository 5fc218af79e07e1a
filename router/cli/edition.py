"""`router edition`: show, pin, drop, note, hold, release."""

from __future__ import annotations

import getpass
import json
import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.errors import RouterError
from router.service.installation import Installation
from router.store.deeds import By
from router.terms import Reason

app = typer.Typer(no_args_is_help=True)
Interest = Annotated[str, typer.Argument(help="An interest's name, as `router rules check` lists them.")]
Date = Annotated[
    str, typer.Argument(metavar="[DATE]", help="Like 2026-11-23; none: the one held longest, else today's.")
]
DateAndStory = Annotated[list[str], typer.Argument(metavar="[DATE] N", help="N is the story's number in `show`.")]
DateAndWords = Annotated[list[str], typer.Argument(metavar="[DATE] WORDS", help='"" takes the word away.')]
Off = Annotated[bool, typer.Option("--off", help="Take it back.")]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@app.command("show")
def show_(
    interest: Interest,
    date: Date = "",
    every: Annotated[bool, typer.Option("--all", help="Every edition there is of it.")] = False,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """One edition: its stories in order, its pins and drops, the editor's word, and what becomes of it."""
    if every:

        async def listed(house: Installation) -> list[dict[str, Any]]:
            return await house.editions.listed(interest)

        columns = ("number", "date", "state", "stories", "note")
        show(with_house(config, listed), columns, as_json, f"{interest} has published nothing yet")
        return

    async def work(house: Installation) -> dict[str, Any]:
        return await house.editions.shown(interest, _checked(date), house.clock())

    found = with_house(config, work)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    name = f"No. {found['number']}" if found["number"] else "not numbered yet"
    typer.echo(f"{found['title']}, {found['date']}, {name}: {found['state']}, {found['why']}")
    if found["note"]:
        typer.echo(f"{found['note']}{f' ({by})' if (by := found['note_by']) else ''}")
    rows = [{**one, "pin": "pinned" if one["pinned"] else ""} for one in found["stories"]]
    rows += [{**one, "pin": "dropped", "publisher": ""} for one in found["dropped"]]
    show(rows, ("story", "title", "publisher", "pin"), False, "no story yet")


@app.command()
def pin(interest: Interest, rest: DateAndStory, off: Off = False, config: ConfigFile = DEFAULT) -> None:
    """Put a story first; pins stand in the order they were set."""
    date, story = _story(rest)

    async def work(house: Installation) -> Reason:
        return await house.editions.pin(interest, date, story, house.clock(), off=off, by=_me())

    typer.echo(with_house(config, work))


@app.command()
def drop(interest: Interest, rest: DateAndStory, off: Off = False, config: ConfigFile = DEFAULT) -> None:
    """Take a story out: this interest gives it to nobody from now on, also of an edition that is released."""
    date, story = _story(rest)

    async def work(house: Installation) -> Reason:
        return await house.editions.drop(interest, date, story, house.clock(), off=off, by=_me())

    typer.echo(with_house(config, work))


@app.command()
def note(
    interest: Interest,
    rest: DateAndWords,
    by: Annotated[str, typer.Option(help="The name under the word.")] = "",
    config: ConfigFile = DEFAULT,
) -> None:
    """Write the editor's word that stands above the stories."""
    date, words = (rest[0], rest[1:]) if len(rest) > 1 and _DATE.fullmatch(rest[0]) else ("", rest)

    async def work(house: Installation) -> Reason:
        said = " ".join(" ".join(words).split())
        return await house.editions.note(interest, date, said, by, house.clock(), by=_me())

    typer.echo(with_house(config, work))


@app.command()
def hold(interest: Interest, date: Date = "", config: ConfigFile = DEFAULT) -> None:
    """Keep an edition back until it is released, also past its time."""

    async def work(house: Installation) -> Reason:
        return await house.editions.hold(interest, _checked(date), house.clock(), by=_me())

    typer.echo(with_house(config, work))


@app.command()
def release(
    interest: Interest,
    date: Date = "",
    by: Annotated[str, typer.Option(help="Who released it, for the archive.")] = "an editor",
    config: ConfigFile = DEFAULT,
) -> None:
    """Let an edition go as it is now, held or before its time; later stories are the next one's."""

    async def work(house: Installation) -> Reason:
        return await house.editions.release(interest, _checked(date), by, house.clock(), by=_me())

    typer.echo(with_house(config, work))


def _me() -> By:
    return By(getpass.getuser())


def _checked(date: str) -> str:
    if date and not _DATE.fullmatch(date):
        raise RouterError("DATE", f"{date!r} is none", "write it like 2026-11-23")
    return date


def _story(rest: Sequence[str]) -> tuple[str, int]:
    *dates, story = rest
    if len(dates) > 1 or not story.isdecimal() or len(story) > 9:
        raise RouterError(
            "N", f"{' '.join(rest)!r} names no story", "write its number: `router edition pin housing 17`"
        )
    return _checked(dates[0] if dates else ""), int(story)
