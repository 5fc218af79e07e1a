"""`router import`: old mail from files, folders, Maildirs and mbox files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from router.store.mails import Coming
from router.terms import Envelope

BATCH, BYTES = 50, 8 << 20  # of one commit


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
                for raws in _batches(read() for _, read in mails_in(path)):
                    coming = [Coming(raw, fingerprint(raw), Envelope("import")) for raw in raws]
                    known = sum(not kept.new for kept in await mails.keep(coming, house.clock()))
                    new, old = new + len(raws) - known, old + known
                    progress.update(task, advance=len(raws), description=f"{new} new, {old} known")
        return new, old

    try:
        new, old = with_house(config, work)
    except StoreError as error:
        raise StoreError(
            error.where, error.what, f"{error.remedy}; then import again, nothing is stored twice"
        ) from None
    typer.echo(f"{new} new mails stored, {old} were here already")


def _batches(raws: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch = list[bytes]()
    for raw in raws:
        if batch and (len(batch) == BATCH or sum(map(len, batch)) + len(raw) > BYTES):
            yield batch
            batch = []
        batch.append(raw)
    if batch:
        yield batch
