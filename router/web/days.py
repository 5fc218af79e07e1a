"""The calendar of somebody's newsletters, for their calendar program: read with a token that allows nothing else."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import Response

from router.errors import RouterError, TokenError
from router.planning.calendar import calendar
from router.store import subscribers
from router.subscribers.preferences import FOR_GOOD
from router.subscribers.schedules import in_words
from router.tokens import Purpose
from router.web.saying import Pages


def add_to(app: FastAPI, pages: Pages) -> None:
    """The route of this file."""

    @app.api_route("/days/{token}.ics", methods=["GET", "HEAD"])
    async def days(token: str) -> Response:
        """RFC 5545; empty of events while nothing comes, so that a calendar forgets them."""
        who = pages.keys.read(Purpose.DAYS, token).subscriber
        person = await subscribers.person(who)
        if person is None:
            raise TokenError("link", "nobody stands behind it any more", "subscribe anew")
        if person.schedule.every == "now":  # asked for this minute, which is no day of theirs
            raise RouterError("calendar", "a newsletter is being made", "look again in a minute")
        comes = person.schedule_since < FOR_GOOD and person.interests and person.state == "active"
        text = calendar(
            person.schedule, person.schedule_since if comes else None, pages.clock(), title=pages.title,
            words=in_words(person.schedule),
            minutes=person.wishes.minutes, uid=f"{pages.keys.keyed_hash(f'days|{who}')[:24]}@{pages.house.config.identity.sender.rpartition('@')[2]}",
            url=pages.house.config.web.base_url,
        )  # fmt: skip
        head = {"Content-Disposition": 'inline; filename="newsletter.ics"'}
        return Response(text, media_type="text/calendar; charset=utf-8", headers=head)
