"""arrive: one mail's bytes and envelope -> a stored mail; only after its return may anybody be told we have it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from router.crash import crashpoint
from router.mail.fingerprint import fingerprint
from router.store import mails
from router.terms import Envelope, Reason


class Arrive:
    """Stores what comes in and says which mail waits now."""

    def __init__(self, clock: Callable[[], datetime], waits: Callable[[int], None]) -> None:
        self._clock, self._waits = clock, waits

    async def __call__(self, data: bytes, envelope: Envelope, ledger: str = "") -> Reason:
        """Keep this mail; StoreError when it cannot be kept, and then it must not be acknowledged."""
        crashpoint("arrive.before_commit")
        kept = await mails.keep(data, fingerprint(data), envelope, ledger, self._clock())
        crashpoint("arrive.after_commit")
        if not kept.new:
            return Reason("again", f"the same mail as {kept.id}")
        self._waits(kept.id)
        return Reason("stored", f"mail {kept.id}")
