"""The house as its pages see it, and how they say something."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from router.config import Config
from router.errors import TokenError
from router.render import Templates
from router.render.words import Words, direction
from router.store import subscribers
from router.subscribers.consent import Consent
from router.subscribers.doing import Doing
from router.subscribers.preferences import Preferences
from router.subscribers.speaking import spoken
from router.subscribers.sure import Sure
from router.terms import Interest
from router.tokens import KeyRing, Purpose


class House(Protocol):
    """What the pages need of an installation."""

    consent: Consent
    preferences: Preferences
    sure: Sure
    doing: Doing
    keys: KeyRing
    templates: Templates
    config: Config
    clock: Callable[[], datetime]

    def interests(self) -> Mapping[str, Interest]:
        """The interests in force, by name."""

    def sources(self) -> Mapping[str, str]:
        """The sources in force: name -> title for people."""


# Whose token stands in an address; such a page speaks the language of that subscriber.
OWNERS = {
    "confirm": Purpose.CONFIRM,
    "u": Purpose.LEAVE,
    "yes": Purpose.SURE,
    "t": Purpose.READ,
    "a": Purpose.READ,
    "me": Purpose.PREFERENCES,
}
_WANTED = re.compile(r"([A-Za-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*(?:,|$)")


class Pages:
    """Says each page in this house's words, in the language of whoever reads it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.consent, self.keys, self.clock = house.consent, house.keys, house.clock
        self.title, self.imprint = house.config.identity.title, house.config.identity.imprint

    def say(self, name: str, status: int = 200, **values: Any) -> Response:
        """One page as a response."""
        language = self.words().language
        around = {"title": self.title, "imprint": self.imprint, "language": language, "direction": direction(language)}
        return HTMLResponse(self.house.templates.render(f"web/{name}.html", {**around, **values}, language), status)

    def part(self, name: str, **values: Any) -> str:
        """A piece of a page, as text to be copied."""
        return self.house.templates.render(f"web/{name}.html", values, self.words().language)

    def words(self) -> Words:
        """The words that are spoken now."""
        return spoken(self.house.templates.words(self.house.config.identity.language))

    async def words_for(self, request: Request) -> Words:
        """The words of whoever the address belongs to; else what the browser asks for and we have; else the house's."""
        templates = self.house.templates
        language = await self._owner(request.url.path)
        if not language:
            said = _WANTED.findall(request.headers.get("accept-language", "")[:500])
            asked = sorted(said, key=lambda one: -float(one[1] or 1))
            known = (one.lower() for one, q in asked if float(q or 1) > 0 and one.lower() in templates.languages())
            language = next(known, "")
        return templates.words(language or self.house.config.identity.language)

    async def _owner(self, path: str) -> str:
        room, _, rest = path.strip("/").partition("/")
        if room not in OWNERS:
            return ""
        try:
            subscriber = self.keys.read(OWNERS[room], rest.partition("/")[0]).subscriber
        except TokenError:
            return ""
        person = await subscribers.person(subscriber)
        return person.language if person else ""
