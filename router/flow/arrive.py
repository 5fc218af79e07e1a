"""arrive: one mail's bytes and envelope -> a stored mail; only after its return may anybody be told we have it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from router.crash import crashpoint
from router.errors import StoreError
from router.flow.hand import InHand
from router.mail.bytewise import with_lf
from router.mail.fingerprint import fingerprint
from router.store import mails
from router.store.mails import Arrived, Coming, WaitingMail
from router.terms import Envelope, Reason

_MAILS, _BYTES = 50, 8 << 20  # of one commit


class Arrive:
    """Stores what comes in and says which mail waits now.

    Mails that come while another commit is on its way share the next one: a disk that syncs slowly takes as many mails
    as doors can bring.
    """

    def __init__(self, clock: Callable[[], datetime], waits: Callable[[int], None], hand: InHand) -> None:
        """`waits` is told of each new mail; `hand` holds it for who reads it."""
        self._clock, self._waits, self._hand = clock, waits, hand
        self._coming: list[tuple[Coming, bytes, asyncio.Future[Arrived]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def __call__(self, data: bytes, envelope: Envelope, ledger: str = "") -> Reason:
        """Keep this mail; StoreError when it cannot be kept, and then it must not be acknowledged."""
        crashpoint("arrive.before_commit")
        answer: asyncio.Future[Arrived] = asyncio.get_running_loop().create_future()
        text = with_lf(data)  # for the fingerprint and for who reads the mail
        self._coming.append((Coming(data, fingerprint(text), envelope, ledger), text, answer))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit(), name="arrivals")
        kept = await answer
        crashpoint("arrive.after_commit")
        if not kept.new:
            return Reason("again", f"the same mail as {kept.id}")
        self._waits(kept.id)
        return Reason("stored", f"mail {kept.id}")

    async def _commit(self) -> None:
        while self._coming:
            room, taken = _BYTES, 0
            for coming, _, _ in self._coming[:_MAILS]:
                room -= len(coming.raw)
                if room < 0 and taken:
                    break
                taken += 1
            batch, self._coming = self._coming[:taken], self._coming[taken:]
            now = self._clock()
            try:
                kept = await mails.keep([coming for coming, _, _ in batch], now)
            except Exception as error:
                refused = error if isinstance(error, StoreError) else StoreError("database", repr(error), "see the log")
                for _, _, answer in batch:
                    if not answer.done():  # its caller may have gone
                        answer.set_exception(refused)
                continue
            for (coming, text, answer), one in zip(batch, kept, strict=True):
                if one.new:
                    self._hand.hold(WaitingMail(one.id, text, coming.envelope, 0, now))
                if not answer.done():
                    answer.set_result(one)
