"""The demo's page: the newsletters side by side with the readers' pages, so that every link in them works."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from router.demo.shown import parts
from router.demo.week import BASE_URL, Caught
from router.flow.blind import Drawn, Overlap
from router.service.installation import Installation
from router.web import judging
from router.web.pages import Pages, reader_pages

# A newsletter has its styles written in, which no page of ours may.
AS_MAIL = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
}


def application(house: Installation, caught: Caught, drawn: list[Drawn], heard: Callable[[Overlap], None]) -> FastAPI:
    """The readers' pages with the caught newsletters in front; the public address in them is turned to this page."""
    pages = Pages(house)
    app = reader_pages(pages)
    letters = [(address, *parts(data)) for address, data in caught.newsletters]

    @app.get("/demo")
    async def demo() -> Response:
        shown = [{"address": address, "subject": subject} for address, subject, _, _ in letters]
        return pages.say("demo", newsletters=shown)

    @app.get("/demo/{number}")
    async def newsletter(number: int) -> Response:
        return HTMLResponse(letters[number % len(letters)][2].replace(BASE_URL, ""), headers=AS_MAIL)

    @app.get("/demo/{number}/text")
    async def as_text(number: int) -> Response:
        return PlainTextResponse(letters[number % len(letters)][3])

    judging.add_to(app, pages, drawn, heard)
    return app


async def serve(app: FastAPI, port: int, stop: asyncio.Event) -> None:
    """Serve on loopback until `stop`."""

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    settings = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    server = Server(settings)
    task = asyncio.create_task(server.serve())
    await stop.wait()
    server.should_exit = True
    await task
