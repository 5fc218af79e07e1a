"""The readers' pages: what a link in a newsletter opens. GET shows, POST acts, HEAD and prefetch change nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from router.errors import RouterError, TokenError
from router.store import issues, past, subscribers
from router.subscribers.reasons import told
from router.subscribers.speaking import dated, say, speaking
from router.terms import Interest
from router.tokens import Purpose
from router.web import archive, days, joining, strict, wishes
from router.web.saying import House, Pages

__all__ = ["Pages", "reader_pages"]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def reader_pages(pages: Pages) -> FastAPI:
    """The readers' application; every route is under 20 lines and calls one function of `subscribers`."""
    app = FastAPI(
        title=pages.title, docs_url=None, redoc_url=None, openapi_url=None,
        dependencies=[Depends(strict.guard(pages))],
    )  # fmt: skip

    @app.middleware("http")
    async def _guard(request: Request, call_next: Callable[[Request], Any]) -> Response:
        with speaking(await pages.words_for(request)):
            response: Response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.exception_handler(TokenError)
    async def _no_token(_: Request, __: TokenError) -> Response:
        more = say(
            "It is not complete, was made for something else, or is not kept any more. Use the link of your newest newsletter."
        )
        return pages.say("said", 404, said=say("This link does not work"), more=more)

    @app.exception_handler(RouterError)
    async def _refused(_: Request, __: RouterError) -> Response:
        more = say("Nothing was changed. Please try again in a few minutes.")
        return pages.say("said", 503, said=say("This did not work just now"), more=more)

    @app.exception_handler(strict.Unproven)
    async def _unproven(request: Request, _: Exception) -> Response:
        return await strict.ask(pages, request)

    @app.exception_handler(404)
    async def _nothing(_: Request, __: Exception) -> Response:
        return pages.say("said", 404, said=say("There is no such page"), more="")

    @app.api_route("/style.css", methods=["GET", "HEAD"])
    async def style() -> Response:
        return Response(pages.house.templates.render("web/style.css", {}), media_type="text/css")

    @app.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> Response:
        return PlainTextResponse("ok\n")

    @app.api_route("/confirm/{token}", methods=["GET", "HEAD"])
    async def ask(token: str) -> Response:
        asked = await pages.consent.asked_for(pages.keys.read(Purpose.CONFIRM, token), pages.clock())
        return pages.say("confirm", interests=asked)

    @app.post("/confirm/{token}")
    async def confirm(token: str) -> Response:
        said = await pages.consent.confirm(pages.keys.read(Purpose.CONFIRM, token), "page", pages.clock())
        return pages.say("said", said=str(said), more="")

    @app.api_route("/u/{token}", methods=["GET", "HEAD"])
    async def leaving(token: str) -> Response:
        proven = pages.keys.read(Purpose.LEAVE, token)
        interest = await pages.consent.leaves(proven)
        return pages.say("leave", masked=await pages.consent.masked(proven), interest=interest)

    @app.post("/u/{token}")
    async def leave(token: str) -> Response:
        """RFC 8058 3.1: one POST, no cookie, no redirect, no question; the page's button sends the same POST."""
        said = await pages.consent.leave(pages.keys.read(Purpose.LEAVE, token), "page", pages.clock())
        return pages.say("said", said=str(said), more="")

    @app.api_route("/yes/{token}", methods=["GET", "HEAD"])
    async def wanted(token: str) -> Response:
        return pages.say("yes", asked=await pages.house.sure.asked(pages.keys.read(Purpose.SURE, token), pages.clock()))

    @app.post("/yes/{token}")
    async def yes(token: str) -> Response:
        said = await pages.house.sure.yes(pages.keys.read(Purpose.SURE, token), "page", pages.clock())
        return pages.say("said", said=str(said), more="")

    @app.api_route("/t/{token}", methods=["GET", "HEAD"])
    async def left_out(token: str) -> Response:
        shown = await _issue(token)
        left = [(told(reason), count) for reason, count in shown["left_out"].items()]
        proven = pages.keys.read(Purpose.READ, token)
        person = await subscribers.person(proven.subscriber)
        waits: list[dict[str, Any]] = []
        if person is not None and person.interests:
            span = timedelta(days=person.wishes.keep_days)
            waits = await past.left_out(person.id, proven.reference, person.interests, span)
        values = {**shown, "stories": [], "waits": waits, "left_out": sorted(left, key=lambda one: -one[1])}
        return pages.say("why", **values, archive=f"/a/{token}")

    @app.api_route("/t/{token}/{number}", methods=["GET", "HEAD"])
    async def why(token: str, number: int) -> Response:
        shown = await _issue(token)
        stories = [story for story in shown["stories"] if story["number"] == number]
        if not stories:
            raise TokenError("link", "this newsletter has no story of that number", "use the link below the story")
        person = await subscribers.person(pages.keys.read(Purpose.READ, token).subscriber)
        known = pages.consent.visible(person.interests if person else ())
        return pages.say(
            "why",
            **{**shown, "stories": [_story(one, pages.house, known) for one in stories], "left_out": None},
            tune=f"/t/{token}/{number}",
            archive=f"/a/{token}",
        )

    @app.post("/t/{token}/{number}/{act}")
    async def tuned(token: str, number: int, act: str) -> Response:
        proven = pages.keys.read(Purpose.READ, token)
        if act not in ("more", "less", "mute"):
            return pages.say("said", 404, said=say("There is no such page"), more="")
        said = await wishes.tune(pages, proven, number, act)
        return pages.say("said", said=str(said), more=say("You can change it back on the page “Change what you get”."))

    async def _issue(token: str) -> dict[str, Any]:
        proven = pages.keys.read(Purpose.READ, token)
        shown = await issues.shown(proven.subscriber, proven.reference)
        if shown is None:
            raise TokenError("link", "its newsletter is not kept any more", "use the link of your newest newsletter")
        return {**shown, "date": dated(date.fromisoformat(shown["date"]))}

    joining.add_to(app, pages)
    days.add_to(app, pages)
    archive.add_to(app, pages)
    wishes.add_to(app, pages)
    return app


def _story(row: Mapping[str, Any], house: House, known: Mapping[str, Interest]) -> dict[str, Any]:
    routes = [
        {
            **route,
            "interest": known[route["interest"]].title,
            "found": list({words.casefold(): words for _, words, _ in reversed(json.loads(route["found"]))}.values())[
                ::-1
            ],
        }
        for route in row["routes"]
        if route["interest"] in known
    ]
    carried = [
        (
            house.preferences.called([mail["source"]]) if mail["source"] else say("a mail"),
            dated(date.fromisoformat(str(mail["seen"])[:10])),
        )
        for mail in row["carried"]
    ]
    return {
        **row,
        "routes": routes,
        "carried": [{"source": source, "seen": seen} for source, seen in dict.fromkeys(carried)],
    }
