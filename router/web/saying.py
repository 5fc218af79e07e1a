"""The house as its pages see it, and how they say something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from fastapi.responses import HTMLResponse, Response

from router.config import Config
from router.render import Templates
from router.subscribers.consent import Consent
from router.subscribers.doing import Doing
from router.subscribers.preferences import Preferences
from router.subscribers.sure import Sure
from router.terms import Interest
from router.tokens import KeyRing


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


class Pages:
    """Says each page in this house's words."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.consent, self.keys, self.clock = house.consent, house.keys, house.clock
        self.title, self.imprint = house.config.identity.title, house.config.identity.imprint

    def say(self, name: str, status: int = 200, **values: Any) -> Response:
        """One page as a response."""
        values = {"title": self.title, "language": "en", "imprint": self.imprint, **values}
        return HTMLResponse(self.house.templates.render(f"web/{name}.html", values), status)
