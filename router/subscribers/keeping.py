"""The clock's part of what is done with people: refusals are counted, and what is kept only for a while is let go."""

from __future__ import annotations

from datetime import datetime, timedelta

from router.config import Keep
from router.store import privacy, retention, subscribers, tallies, unsaid
from router.subscribers.bounces import Bounces
from router.subscribers.consent import STANDS

CONSENT = ("asked", "joined", "left", "complaint", "hard")  # proves a yes or a no, or explains a silence: never dropped
SETUP = 7  # days: codes and links of other people's services


class Keeping:
    """Once a minute and once a day; a clock that goes back by less than an hour makes it wait."""

    def __init__(self, bounces: Bounces, keep: Keep) -> None:
        self._bounces, self._keep = bounces, keep
        self._minute: datetime | None = None
        self._day: datetime | None = None

    async def tidy(self, now: datetime) -> None:
        """Do what is due."""
        if _is_over(self._minute, timedelta(minutes=1), now):
            self._minute = now
            await self._bounces.refused(now)
            await privacy.drop_farewells()
            await unsaid.finish()
            await subscribers.drop_unconfirmed(now - STANDS)
            await tallies.drop_before(now - timedelta(days=2))
            await self._let_go(now)
        if _is_over(self._day, timedelta(days=1), now):
            self._day = now
            await self._let_people_go(now)

    async def _let_go(self, now: datetime) -> None:
        keep = self._keep
        days = {
            "mails": keep.mails, "setup": min(keep.mails or SETUP, SETUP), "newsletters": keep.newsletters,
            "stories": keep.stories, "log": keep.log, "answers": keep.log,
        }  # fmt: skip
        for name, kept in days.items():
            if kept:
                await retention.let_go(name, now - timedelta(days=kept))

    async def _let_people_go(self, now: datetime) -> None:
        if self._keep.log:
            before = now - timedelta(days=self._keep.log)
            await retention.drop_acts(before, CONSENT)
            await retention.drop_deeds(before, ("invite",))  # it belongs to a consent
        for subscriber, address in await retention.gone_before(now - timedelta(days=self._keep.left)):
            if self._keep.left:
                await privacy.erase(subscriber, address, now)


def _is_over(last: datetime | None, span: timedelta, now: datetime) -> bool:
    return last is None or not last - timedelta(hours=1) < now < last + span
