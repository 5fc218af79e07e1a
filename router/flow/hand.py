"""Mails that arrived a moment ago, in hand until they are read: their bytes need not come back from the database."""

from __future__ import annotations

from collections.abc import Iterable

from router.store.mails import WaitingMail

_MOST = 8 << 20  # bytes; what comes faster than it is read waits in its rows alone
_LARGE = 1 << 20  # bytes of a mail that is fetched when its turn comes


class InHand:
    """The rows are the truth: whoever takes a mail from here has asked them whether it waits. A restart forgets all."""

    def __init__(self) -> None:
        self._mails: dict[int, WaitingMail] = {}
        self._bytes = 0

    def hold(self, mail: WaitingMail) -> None:
        """Hold a mail that was just kept, if there is room; its bytes may have their line ends as LF already."""
        size = len(mail.raw)
        if size <= _LARGE and self._bytes + size <= _MOST:
            self._mails[mail.id] = mail
            self._bytes += size

    def take(self, ids: Iterable[int]) -> dict[int, WaitingMail]:
        """Those of `ids` that are in hand; after that they are not."""
        taken = {mail: self._mails.pop(mail) for mail in ids if mail in self._mails}
        self._bytes -= sum(len(one.raw) for one in taken.values())
        return taken
