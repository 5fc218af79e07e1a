"""Strict mode: whoever presses a button types three figures first, so that programs which press all of them change nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import Response

from router.web import forms
from router.web.saying import Pages

FIELD = "figures"
_ONE_CLICK = re.compile(rb"List-Unsubscribe(?:=|\"\s+)One-Click\b")  # urlencoded, or the value of a multipart field


class Unproven(Exception):
    """A button of a page was pressed, and nothing shows that a person did."""


def guard(pages: Pages) -> Callable[[Request], Awaitable[None]]:
    """What runs before every route: raises Unproven in strict mode, unless the figures are there.

    Never for one-click unsubscribing (RFC 8058 3.1): mail programs post it, and its page's own button does not.
    """

    async def check(request: Request) -> None:
        if request.method in ("GET", "HEAD") or not pages.house.config.web.strict:
            return
        form = await forms.read(request)
        if request.url.path.startswith("/u/") and _ONE_CLICK.search(form.raw):
            return
        if form.one(FIELD) != figures(pages, request.url.path):
            raise Unproven

    return check


def figures(pages: Pages, path: str) -> str:
    """The three figures of this page's button: the same each time, so nothing need be kept of who asked."""
    return str(100 + int(pages.keys.keyed_hash(f"figures|{path}")[:8], 16) % 900)


async def ask(pages: Pages, request: Request) -> Response:
    """The same form once more, with the field for the figures."""
    form, path = await forms.read(request), request.url.path
    kept = [(name, value) for name, value in form.pairs() if name != FIELD]
    return pages.say("figures", 403, path=path, kept=kept, figures=figures(pages, path), again=bool(form.one(FIELD)))
