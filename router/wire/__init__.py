"""The outside world of mail: the only room that touches a mail socket (imap, smtp_in, smtp_out).

Every door hands what comes in to one callback, and says "taken" to the other side only after it returned.
"""

from __future__ import annotations

from typing import Protocol

from router.terms import Envelope, Reason


class Arrive(Protocol):
    """Commits one mail: when it returns, the mail is safe and may be acknowledged.

    `ledger` is `mailbox|uidvalidity|uid` for IMAP and "" elsewhere. Raises StoreError when nothing could be committed:
    the mail then stays unacknowledged and comes again.
    """

    async def __call__(self, data: bytes, envelope: Envelope, ledger: str = "") -> Reason: ...
