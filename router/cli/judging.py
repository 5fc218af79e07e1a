"""`router issue judge`: a page on this machine where a person chooses the top three blind."""

from __future__ import annotations

import asyncio
import signal
from typing import Annotated

import typer

from router.cli.opening import DEFAULT, ConfigFile, with_house
from router.flow.blind import NEWSLETTERS, draw
from router.service.installation import Installation

PORT = 8643


def judge(
    newsletters: Annotated[int, typer.Option(min=1, max=60, help="How many are drawn from what came.")] = NEWSLETTERS,
    port: Annotated[int, typer.Option(help="Where the page is shown, on this machine only.")] = PORT,
    config: ConfigFile = DEFAULT,
) -> None:
    """Choose the three best stories of drawn newsletters, blind; read how often ours and newest-first agree with you."""

    async def work(house: Installation) -> None:
        from router.demo.page import serve  # FastAPI takes a second to load
        from router.web import judging
        from router.web.pages import Pages, reader_pages

        drawn = await draw(newsletters, house.interests())
        pages = Pages(house)
        app = reader_pages(pages)
        judging.add_to(app, pages, drawn, typer.echo)
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        typer.echo(f"{len(drawn)} newsletters to judge at http://127.0.0.1:{port}/judge   (Ctrl-C ends)")
        await serve(app, port, stop)

    with_house(config, work)
