"""Back numbers: each interest's released editions, to read and nothing else. Its `archive:` line decides who may.

public: anybody, and the other pages lead there. unlisted: whoever has the address. subscribers: only by a subscriber's
own link, for as long as they have the interest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response

from router.errors import TokenError
from router.render.view import link
from router.store import archive, subscribers
from router.store.archive import BackNumber
from router.subscribers.speaking import dated, say
from router.terms import Interest
from router.tokens import Purpose
from router.web.saying import Pages

PAGE = 50  # editions on one page


def add_to(app: FastAPI, pages: Pages) -> None:
    """The routes of these pages: for everybody, and the same behind a subscriber's link."""

    @app.api_route("/archive", methods=["GET", "HEAD"])
    async def everything() -> Response:
        names = [one for one in pages.consent.visible().values() if one.archive == "public"]
        return await _interests(pages, names, "/i/{}/archive")

    @app.api_route("/i/{name}/archive", methods=["GET", "HEAD"])
    async def numbers(name: str, before: str = "") -> Response:
        return await _numbers(pages, _open(pages, name), f"/i/{name}/archive", before)

    @app.api_route("/i/{name}/archive/{number}", methods=["GET", "HEAD"])
    async def edition(name: str, number: int) -> Response:
        return await _edition(pages, _open(pages, name), f"/i/{name}/archive", number)

    @app.api_route("/a/{token}", methods=["GET", "HEAD"])
    async def mine(token: str) -> Response:
        return await _interests(pages, list((await own(token)).values()), f"/a/{token}/{{}}")

    @app.api_route("/a/{token}/{name}", methods=["GET", "HEAD"])
    async def mine_numbers(token: str, name: str, before: str = "") -> Response:
        return await _numbers(pages, (await own(token)).get(name), f"/a/{token}/{name}", before)

    @app.api_route("/a/{token}/{name}/{number}", methods=["GET", "HEAD"])
    async def mine_edition(token: str, name: str, number: int) -> Response:
        return await _edition(pages, (await own(token)).get(name), f"/a/{token}/{name}", number)

    async def own(token: str) -> dict[str, Interest]:
        person = await subscribers.person(pages.keys.read(Purpose.READ, token).subscriber)
        if person is None:
            raise TokenError("link", "nobody stands behind it any more", "subscribe anew")
        return {name: one for name, one in pages.house.interests().items() if name in person.interests}


def _open(pages: Pages, name: str) -> Interest | None:
    one = pages.house.interests().get(name)
    return one if one is not None and one.join != "private" and one.archive in ("public", "unlisted") else None


def _nothing(pages: Pages) -> Response:
    return pages.say("said", 404, said=say("There is no such page"), more="")


async def _interests(pages: Pages, names: list[Interest], path: str) -> Response:
    rows = []
    for one in names:
        newest = await archive.numbers(one.name, limit=1)
        if newest:
            rows.append({"title": one.title, "path": path.format(one.name), "newest": _row(newest[0])})
    return pages.say("archive", heading=say("Back numbers"), interests=rows, numbers=[], path="", older=0)


async def _numbers(pages: Pages, one: Interest | None, path: str, before: str) -> Response:
    if one is None:
        return _nothing(pages)
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 9 else 0
    found = await archive.numbers(one.name, start, PAGE + 1)
    older = found[PAGE - 1].number if len(found) > PAGE else 0
    rows = [_row(number) for number in found[:PAGE]]
    return pages.say("archive", heading=one.title, interests=[], numbers=rows, path=path, older=older)


async def _edition(pages: Pages, one: Interest | None, path: str, number: int) -> Response:
    found = await archive.edition(one.name, number) if one is not None and 0 < number < 10**9 else None
    if one is None or found is None:
        return _nothing(pages)
    stories = [replace(story, link=link(story.link)) for story in found.stories]
    around = {"before": number - 1, "after": number + 1 if await archive.edition(one.name, number + 1) else 0}
    return pages.say("edition", heading=one.title, edition=_row(found), stories=stories, path=path, **around)


def _row(number: BackNumber) -> dict[str, Any]:
    return {
        "number": number.number, "date": dated(number.day), "count": number.count, "note": number.note,
        "by": number.note_by,
    }  # fmt: skip
