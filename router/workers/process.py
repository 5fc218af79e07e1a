"""One worker process as its parent sees it: calls are sent, answers awaited, and the end is put into words."""

from __future__ import annotations

import asyncio
import signal
from collections import deque

from router.workers.serving import HEAD, OUT_OF_MEMORY

_ANSWER_LIMIT = 128 << 20  # bytes; a worker that says more is broken or hostile


class Lost(Exception):
    """The process is gone or must go; args[0] says why in words."""


class Worker(asyncio.SubprocessProtocol):
    """One process and what it said that nobody took yet; the event loop calls it for all that happens at its pipe."""

    def __init__(self) -> None:
        self.version: object = Worker  # no state sent yet: equal to no version
        self.clean = True  # False: it owes an answer that nobody will read
        self._unsent = deque[bytes]()  # kept from the pipe while that is full: its own buffer is copied at every turn
        self._full = False
        self._said = bytearray()
        self._news: asyncio.Future[None] | None = None  # who waits for more, or for the end
        self._gone = asyncio.Event()  # its last word is in _said

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.SubprocessTransport)
        calls = transport.get_pipe_transport(0)
        assert isinstance(calls, asyncio.WriteTransport)
        self.process, self._calls = transport, calls

    def send(self, kind: bytes, data: bytes) -> None:
        self._unsent.append(HEAD.pack(kind, len(data)) + data)
        self._push()

    def _push(self) -> None:
        while self._unsent and not self._full:
            self._calls.write(self._unsent.popleft())

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        self._push()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self._said += data
        if len(self._said) > 2 * _ANSWER_LIMIT:  # unasked: an answer that somebody awaits is taken when it is whole
            self.process.kill()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._gone.set()
        self._wake()

    def _wake(self) -> None:
        if self._news and not self._news.done():
            self._news.set_result(None)

    async def answer(self, seconds: float) -> tuple[bytes, bytes]:
        loop = asyncio.get_running_loop()
        end, patient = loop.time() + seconds, True
        while (said := self._take()) is None:
            if loop.time() >= end:
                if not patient:
                    raise Lost(f"gave no answer in {seconds:g} seconds")
                # It may be our own loop that stalled: what already lies in the pipe is looked for once more.
                patient = False
                end = loop.time() + (0.05 if _sleeps(self.process.get_pid()) else 2 * seconds)
            self._news = loop.create_future()
            timer = loop.call_at(end, self._wake)
            try:
                await self._news
            finally:
                timer.cancel()
        return said

    def _take(self) -> tuple[bytes, bytes] | None:
        """Its next answer, None as long as that is not whole."""
        if len(self._said) >= HEAD.size:
            kind, length = HEAD.unpack_from(self._said)
            if length > _ANSWER_LIMIT:
                raise Lost(f"answered with {length} bytes")
            if len(self._said) >= (end := HEAD.size + length):
                data = bytes(self._said[HEAD.size : end])
                del self._said[:end]
                return kind, data
        if self._gone.is_set():
            raise Lost(_epitaph(self.process.get_returncode() or 0))
        return None

    async def end(self) -> None:
        if not self._calls.is_closing():
            self._calls.abort()
        self.process.close()  # kills it; a child of its own may hold its ends of the pipes, ours are closed
        await self._gone.wait()


def _sleeps(pid: int) -> bool:
    """Whether the process waits for something, and not for its turn to compute or for its end."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] == "S"
    except (OSError, IndexError):
        return False


def _epitaph(code: int) -> str:
    if code == OUT_OF_MEMORY:
        return "ran out of memory"
    if code == -signal.SIGPROF:
        return "passed its deadline"
    return f"died of signal {-code}" if code < 0 else f"left with code {code}"
