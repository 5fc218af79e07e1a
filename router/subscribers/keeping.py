"""Once a minute: what servers refused is counted, and what was kept only for a while is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from router.store import privacy, subscribers, tallies
from router.subscribers.bounces import Bounces
from router.subscribers.consent import STANDS


class Keeping:
    """The clock's part of what is done with subscribers."""

    def __init__(self, bounces: Bounces) -> None:
        self._bounces = bounces
        self._next: datetime | None = None

    async def tidy(self, now: datetime) -> None:
        """Do it, unless the minute is not over or the clock went back by less than an hour."""
        if self._next is not None and self._next - timedelta(hours=1) < now < self._next:
            return
        self._next = now + timedelta(minutes=1)
        await self._bounces.refused(now)
        await privacy.drop_farewells()
        await subscribers.drop_unconfirmed(now - STANDS)
        await tallies.drop_before(now - timedelta(days=2))
