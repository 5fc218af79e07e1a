"""`router demo`: a week of sample mails, newsletters out, in one command."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from router.demo.shown import parts, table, write
from router.demo.week import Caught, run_week
from router.flow.blind import NEWSLETTERS, draw
from router.service.installation import Installation

PORT = 8642


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Write files and end; without a terminal it is always so.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Where the files go; a temporary folder otherwise.")] = None,
    port: Annotated[int, typer.Option(help="Where the page is shown.")] = PORT,
) -> None:
    """Show what Router does: sample mails in by SMTP and Maildir, newsletters out, nothing to configure."""
    once = once or out is not None or not sys.stdout.isatty()
    asyncio.run(_demo(once, out, port))


async def _demo(once: bool, out: Path | None, port: int) -> None:
    console = Console()
    with tempfile.TemporaryDirectory(prefix="router-demo-") as folder:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            tasks: dict[str, object] = {}

            def show(what: str, done: int, of: int) -> None:
                task = tasks.setdefault(what, progress.add_task(what, total=of))
                progress.update(task, completed=done)  # type: ignore[arg-type]

            house, caught, summary = await run_week(Path(folder), show)
        try:
            table(summary, console)
            if once:
                kept = out or Path(tempfile.mkdtemp(prefix="router-newsletters-"))
                write(kept, caught, summary)
                typer.echo(f"\n{len(caught.newsletters)} newsletters written to {kept}; the first one:\n")
                for _, data in caught.newsletters[:1]:
                    typer.echo(parts(data)[2])
                return
            await _page(house, caught, port)
        finally:
            await house.close()


async def _page(house: Installation, caught: Caught, port: int) -> None:
    from router.demo.page import application, serve  # FastAPI takes a second to load

    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    typer.echo(f"\nRead them at http://127.0.0.1:{port}/demo   (Ctrl-C ends)")
    drawn = await draw(NEWSLETTERS, house.interests())
    await serve(application(house, caught, drawn, typer.echo), port, stop)
