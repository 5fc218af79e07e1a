"""send: due deliveries -> handed to SMTP, with the network between two transactions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from router.crash import crashpoint
from router.store import deliveries
from router.store.deliveries import Claimed
from router.terms import Report

log = structlog.get_logger()
RETRY_MINUTES = (1, 5, 15, 30, 60, 120, 240, 480)  # then every 8 hours until it is given up
GIVE_UP = 18  # tries: about four days


class Outcome(Protocol):
    """What the wire says of one try: sent, retry, failed, unknown, relay; with the server's code and words."""

    @property
    def state(self) -> str: ...
    @property
    def code(self) -> int: ...
    @property
    def text(self) -> str: ...


Deliver = Callable[[str, str, bytes], Awaitable[Outcome]]


class Send:
    """Hands over what is due, a bounded number at a time; `unknown` says what becomes of a cut-off one."""

    def __init__(self, deliver: Deliver, *, at_once: int = 4, unknown: str = "again") -> None:
        self._deliver, self._unknown = deliver, "held" if unknown == "hold" else "unknown"
        self._room = asyncio.Semaphore(at_once)
        self._resumes: datetime | None = None  # the smart host refuses us, not a subscriber: all wait until then
        self._pauses = 0

    async def recover(self, now: datetime) -> int:
        """Called once at a start: what was being sent when the process died is in doubt."""
        return await deliveries.recover(now, self._unknown)

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """queued -> sending (committed) -> network -> sent | failed | unknown | queued again (committed)."""
        if self._resumes is not None and now < self._resumes:
            return Report("send", counts={"waiting for the smart host": len(ids)})
        claimed = await deliveries.claim(ids, now)
        crashpoint("send.claimed")
        states = await asyncio.gather(*(self._one(delivery, now) for delivery in claimed))
        counts = {state: states.count(state) for state in set(states)}
        return Report("send", counts.get("sent", 0), counts.get("failed", 0), counts)

    async def _one(self, delivery: Claimed, now: datetime) -> str:
        async with self._room:  # until the end is written down: no more mails are in doubt than may be under way
            if not await deliveries.may_go(delivery.id):  # claimed in a batch, and left while others were sent
                await deliveries.end(delivery.id, "dropped", 0, "left before it was sent", now)
                return "dropped"
            outcome = await self._deliver(delivery.envelope_from, delivery.recipient, delivery.data)
            crashpoint("send.before_end")
            state, again = self._verdict(outcome.state, delivery.tries), None
            if state in ("queued", "unknown"):
                again = now + timedelta(minutes=RETRY_MINUTES[min(delivery.tries, len(RETRY_MINUTES)) - 1])
            if outcome.state == "relay":
                again = self._pause(now)
            elif outcome.state == "sent":
                self._resumes, self._pauses = None, 0
            await deliveries.end(delivery.id, state, outcome.code, outcome.text, now, again)
            crashpoint("send.ended")
            return state

    def _pause(self, now: datetime) -> datetime:
        if self._resumes is None or now >= self._resumes:
            self._resumes = now + timedelta(minutes=RETRY_MINUTES[min(self._pauses, 4)])
            self._pauses += 1
            log.error("smart host refuses us", resumes=self._resumes.isoformat(timespec="minutes"))
        return self._resumes

    def _verdict(self, said: str, tries: int) -> str:
        if said == "unknown":
            return self._unknown
        if said in ("retry", "relay"):
            return "failed" if said == "retry" and tries >= GIVE_UP else "queued"
        return said
