"""`router import`: old mail from files, folders, Maildirs and mbox files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from router.cli.opening import DEFAULT, ConfigFile, with_house
from router.errors import StoreError
from router.mail.boxes import mails_in
from router.mail.fingerprint import fingerprint
from router.service.installation import Installation
from router.store import mails
from router.terms import Envelope


def import_mails(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, Maildirs or mbox files.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """Store old mail; `router run` reads it like any other. A mail that is here already is not stored twice."""

    async def work(house: Installation) -> tuple[int, int]:
        new = old = 0
        console = Console()
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("mails", total=None)
            for path in paths:
                for _, read in mails_in(path):
                    raw = read()
                    kept = await mails.keep(raw, fingerprint(raw), Envelope("import"), "", house.clock())
                    new, old = new + kept.new, old + (not kept.new)
                    progress.update(task, advance=1, description=f"{new} new, {old} known")
        return new, old

    try:
        new, old = with_house(config, work)
    except StoreError as error:
        raise StoreError(
            error.where, error.what, f"{error.remedy}; then import again, nothing is stored twice"
        ) from None
    typer.echo(f"{new} new mails stored, {old} were here already")
