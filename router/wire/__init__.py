"""The outside world of mail: the only room that touches a mail socket (imap, smtp_in, smtp_out).

Every door hands what comes in to one callback, and says "taken" to the other side only after it returned.
"""

from __future__ import annotations

import ssl
from typing import Protocol

from router.errors import WireError
from router.terms import Envelope, Reason


class Arrive(Protocol):
    """Commits one mail: when it returns, the mail is safe and may be acknowledged.

    `ledger` is `mailbox|uidvalidity|uid` for IMAP and "" elsewhere. Raises StoreError when nothing could be committed:
    the mail then stays unacknowledged and comes again.
    """

    async def __call__(self, data: bytes, envelope: Envelope, ledger: str = "") -> Reason: ...


def trust(authorities: str) -> ssl.SSLContext:
    """A TLS context that verifies certificate and host name, believing the system's authorities or those of this PEM
    file alone. Raises WireError when the file cannot be read. There is no way to switch the verifying off."""
    try:
        return ssl.create_default_context(cafile=authorities or None)
    except OSError as error:
        what = f"is no file of certificate authorities: {error}"
        raise WireError(authorities, what, "name a PEM file, or none for the system's", permanent=True) from None
