"""`router rules`: history, revert: the texts a rule file had, and the way back to one of them."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.editing import revert as reverting
from router.errors import RouterError
from router.service.installation import Installation
from router.store import rulebooks
from router.terms import Reason

File = Annotated[str, typer.Argument(metavar="FILE|INTEREST", help="A rule file as it lies in rules/, or an interest.")]


def _name(file: str, house: Installation) -> str:
    """The file's name in the rulebook: of its path, of its path below rules/, or of an interest."""
    folder = house.config.path(house.config.rules).resolve()
    path = Path(file).resolve()
    if file.endswith(".rules"):
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else Path(file).as_posix()
    for one in house.interests().values():
        if file.casefold() in (one.name.casefold(), one.title.casefold()):
            return one.file or f"interests/{one.name}.rules"
    return f"interests/{file}.rules"


def history(file: File, config: ConfigFile = DEFAULT, as_json: AsJson = False) -> None:
    """The rulebook versions in which a file changed: when, by whom, and their note."""

    async def work(house: Installation) -> list[dict[str, object]]:
        past = await rulebooks.history(_name(file, house))
        if not past:
            raise RouterError(file, "no rulebook ever held this file", "write it as it lies in rules/")
        return [
            {
                "version": one.version, "made": one.made.isoformat(timespec="seconds"), "author": one.author,
                "note": one.note, "lines": len(one.text.splitlines()) if one.text is not None else "taken away",
            }
            for one in past
        ]  # fmt: skip

    show(with_house(config, work), ("version", "made", "author", "note", "lines"), as_json, "")


def revert(
    file: File,
    to: Annotated[
        int | None, typer.Option(min=1, help="The rulebook version; without it the text before this one.")
    ] = None,
    author: Annotated[str, typer.Option(help="Who does it, for the history; without it who is logged in.")] = "",
    note: Annotated[str, typer.Option(help="Why, for the history.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Make an earlier text of a rule file its newest, in force and on disk; nothing is taken out of the history."""

    if as_json and not yes:
        raise RouterError("--json", "it cannot ask", "say --yes beside it")

    async def work(house: Installation) -> Reason:
        folder = house.config.path(house.config.rules)
        back = await reverting.plan(folder, _name(file, house), to or 0)
        if not back.diff:
            return Reason("same", f"{back.file} has that text already")
        for line in back.diff if not as_json else ():
            typer.echo(line)
        if not yes and not typer.confirm(f"Make this the newest text of {back.file}?"):
            return Reason("kept", f"{back.file} stays as it is")
        why = note or f"{back.file}: back to rulebook {back.version}"
        return await reverting.revert(folder, back, author or getpass.getuser(), why, house.clock())

    said = with_house(config, work)
    typer.echo(json.dumps({"file": file, "done": said.code, "words": said.words}) if as_json else str(said))
