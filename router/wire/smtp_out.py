"""Turns frozen mails into deliveries: a small pool of connections to the smart host, one recipient a transaction."""

from __future__ import annotations

import asyncio
from collections import deque

from router.wire import trust
from router.wire.hands import Hands
from router.wire.smtp_line import Line, Outcome, SmartHost, State, stuffed, unsayable

__all__ = ["Outcome", "Relay", "SmartHost", "State"]

_CLOSING = Outcome("retry", 0, "the sender is closing", "connect")


class Relay:
    """A smart host with a small pool of connections, at most `connections` mails in flight.

    Raises WireError when the file of authorities cannot be read.
    """

    def __init__(self, settings: SmartHost) -> None:
        self.settings = settings
        self._context = trust(settings.ca) if settings.tls != "plain" else None
        self._threads = Hands(settings.connections, "smtp-out")
        self._idle: deque[Line] = deque()  # the threads' own; deque is safe between them
        self._busy: set[Line] = set()
        self._closed = False

    async def deliver(self, sender: str, recipient: str, data: bytes) -> Outcome:
        """One transaction for one recipient (`sender` "" is the null sender, `data` the whole mail).

        Never raises for what a server, a network or an address does. A caller cancelled meanwhile does not stop a
        transaction under way: its end is then unknown.
        """
        if self._closed:
            return _CLOSING
        return await self._threads.call(self._deliver, sender, recipient, data)

    async def close(self, grace: float = 10.0) -> None:
        """Lets open transactions end for `grace` seconds, then cuts them: theirs are unknown or to retry."""
        self._closed = True
        self._threads.close()
        for _ in range(int(grace * 20)):
            if not self._busy:
                break
            await asyncio.sleep(0.05)
        for line in list(self._busy):
            line.cut()
        await asyncio.to_thread(self._hang_up)

    def _hang_up(self) -> None:
        while self._idle:
            self._idle.pop().quit()

    def _deliver(self, sender: str, recipient: str, data: bytes) -> Outcome:
        if (refused := unsayable(sender, recipient)) is not None:
            return refused
        if self._closed:  # it waited for a thread meanwhile
            return _CLOSING
        body = stuffed(data)
        line = self._pick()
        reused = line is not None
        while True:
            line = line or Line(self.settings, self._context)
            self._busy.add(line)
            try:
                outcome = line.transact(sender, recipient, body)
            finally:
                self._busy.discard(line)
            if line.usable and not self._closed:
                self._idle.append(line)
            else:
                line.quit()
            if reused and outcome.state == "retry" and outcome.phase == "mail" and outcome.code in (0, 421):
                line, reused = None, False  # an idle connection gone stale says nothing about this mail
                continue
            return outcome

    def _pick(self) -> Line | None:
        while True:
            try:
                line = self._idle.pop()
            except IndexError:
                return None
            if line.fresh():
                return line
            line.quit()
