"""The pages for who is no subscriber yet: the interests as cards, one interest, and the form that asks by mail."""

from __future__ import annotations

import asyncio
import io
import time
from typing import Any

import segno
from fastapi import FastAPI, Request
from fastapi.responses import Response

from router.errors import RouterError
from router.store import showcase, tallies
from router.subscribers.consent import legal
from router.subscribers.speaking import say
from router.terms import Interest
from router.web import forms
from router.web.saying import Pages

WHEN: dict[str, tuple[str, dict[str, Any]]] = {
    "monday-thursday": ("Monday and Thursday", {"every": "daily", "days": [0, 3]}),
    "daily": ("every day", {"every": "daily", "days": [0, 1, 2, 3, 4, 5, 6]}),
    "weekdays": ("Monday to Friday", {"every": "daily", "days": [0, 1, 2, 3, 4]}),
    "weekly": ("once a week, on Monday", {"every": "weekly", "days": [0]}),
    "monthly": ("once a month, on the first", {"every": "monthly", "month_day": 1}),
    "at-once": ("as soon as there is something new", {"every": "once"}),
}
MINUTES = (10, 20, 40, 0)
FLOOR = 0.25  # seconds that every answer takes at least: what was done meanwhile does not show
# One answer for everybody: nobody learns here who is subscribed.
ASKED = "If mail reaches this address, a letter is on its way to it. Open it and say yes, and you are in."


def add_to(app: FastAPI, pages: Pages) -> None:
    """The routes of this page."""

    @app.api_route("/", methods=["GET", "HEAD"])
    async def home() -> Response:
        return pages.say("home", cards=[await card(one) for one in shown()], **choices())

    @app.api_route("/i/{name}", methods=["GET", "HEAD"])
    async def interest(name: str) -> Response:
        one = next((one for one in shown() if one.name == name), None)
        if one is None:
            return pages.say("said", 404, said=say("There is no such page"), more="")
        whole, base = await card(one, 10), pages.house.config.web.base_url
        embed = pages.part("embed", card=whole, base=base) if base else ""
        return pages.say("interest", card=whole, embed=embed, **choices())

    @app.api_route("/i/{name}/qr.svg", methods=["GET", "HEAD"])
    async def picture(name: str) -> Response:
        """The address of an interest's page, to be printed (ISO/IEC 18004, a seventh of it may be damaged)."""
        base = pages.house.config.web.base_url
        if not base or name not in {one.name for one in public()}:
            return pages.say("said", 404, said="There is no such page", more="")
        drawn = io.BytesIO()
        segno.make_qr(f"{base}/i/{name}", error="m").save(drawn, kind="svg", scale=4, light="#ffffff", xmldecl=False)
        return Response(drawn.getvalue(), media_type="image/svg+xml")

    @app.post("/join")
    async def join(request: Request) -> Response:
        form, now, begun = await forms.read(request), pages.house.clock(), time.monotonic()
        names = [name for name in dict.fromkeys(form.many("interest")) if name in {one.name for one in public()}]
        try:
            address = legal(form.one("address"))
        except RouterError:
            more = say("Write it like ada@example.org. Go back and try again.")
            return pages.say("said", 400, said=say("This is no mail address"), more=more)
        if not names:
            return pages.say("said", 400, said=say("Which interests?"), more=say("Go back and tick at least one."))
        limits = pages.house.consent.limits.network(forms.network(request))
        if await tallies.take(limits, now):
            more = say("There were many requests from your network. Try again in an hour, or ask by mail.")
            return pages.say("said", 429, said=say("Please wait a while"), more=more)
        if not form.one("website"):  # people do not see this field
            wants = WHEN.get(form.one("when"), WHEN["monday-thursday"])[1] | {"minutes": form.number("minutes", 20)}
            identity = pages.house.config.identity
            await pages.house.consent.ask(
                address, names, "page", now, language=pages.words().language, zone=identity.zone, **wants
            )
        await asyncio.sleep(max(0.0, FLOOR - (time.monotonic() - begun)))
        return pages.say("said", said=say("Nearly done"), more=say(ASKED))

    def shown() -> list[Interest]:
        return list(pages.consent.visible().values())

    def public() -> list[Interest]:
        return [one for one in pages.house.interests().values() if one.join == "public"]

    async def card(one: Interest, titles: int = 3) -> dict[str, Any]:
        past = await showcase.of(one.name, pages.house.clock(), titles)
        most = max(past.weeks, default=0)
        bars = [max(round(28 * count / most), 2) if most else 2 for count in past.weeks]  # an empty week is a line
        return {
            "name": one.name,
            "address": f"{pages.house.config.web.base_url}/i/{one.name}",
            "title": one.title,
            "about": one.about,
            "a_week": past.a_week,
            "titles": past.titles if one.archive == "public" else (),
            "archive": one.archive == "public",
            "invited": one.join == "invitation",
            "bars": bars,
            "weeks": past.weeks,
        }

    def choices() -> dict[str, Any]:
        return {"when": {name: say(words) for name, (words, _) in WHEN.items()}, "minutes": MINUTES}
