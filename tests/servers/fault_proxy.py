"""A TCP proxy on loopback that does to a connection what networks do: cut at a byte, stall, slice, delay, reset."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field


@dataclass
class Faults:
    """What is done to each connection; counts are bytes of one connection and direction."""

    cut_down: int | None = None  # server to client: the connection ends after so many bytes
    cut_up: int | None = None  # client to server
    cut_on: bytes = b""  # ends it as soon as the client said this (what holds it is passed on first when `after`)
    after: bool = True
    reset: bool = False  # cuts are RST instead of FIN
    stall_down: int | None = None  # says nothing more to the client after so many bytes, and keeps the line open
    slice: int = 0  # passes on at most so many bytes at a time
    latency: float = 0.0  # seconds for each piece
    refuse: bool = False  # new connections are closed at once
    connections: int = 0  # only so many connections are treated so, 0 = all


@dataclass
class FaultProxy:
    target: int
    faults: Faults = field(default_factory=Faults)
    port: int = 0
    seen: int = 0  # connections so far
    cuts: int = 0
    down: list[int] = field(default_factory=list)  # bytes sent to the client, a connection each
    up: list[int] = field(default_factory=list)
    said: list[bytearray] = field(default_factory=list)  # what each client said
    _frozen: set[int] = field(default_factory=set)

    def start(self) -> FaultProxy:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise TimeoutError("the fault proxy did not start")
        return self

    def _run(self, ready: threading.Event) -> None:
        async def main() -> None:
            self._done = asyncio.Event()
            server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await self._done.wait()
            server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        self._loop.run_until_complete(main())
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    def stop(self) -> None:
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(lambda: self._done.set())
        self._thread.join(10)

    def freeze(self) -> None:
        """The lines open now say nothing more in either direction, and are not closed."""
        self._frozen.update(range(self.seen))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        faults, at, self.seen = self.faults, self.seen, self.seen + 1
        self.down.append(0)
        self.up.append(0)
        self.said.append(bytearray())
        if faults.connections and at >= faults.connections:
            faults = Faults()
        if faults.refuse:
            writer.close()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        pumps = [
            asyncio.ensure_future(self._pump(reader, far_writer, self.up, at, faults, faults.cut_up, None)),
            asyncio.ensure_future(
                self._pump(far_reader, writer, self.down, at, faults, faults.cut_down, faults.stall_down)
            ),
        ]
        try:
            with contextlib.suppress(asyncio.CancelledError):  # stop: the ends are still to be closed
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            for end in (writer, far_writer):
                if faults.reset:
                    raw = end.get_extra_info("socket")
                    with contextlib.suppress(OSError):
                        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end.transport.abort()
                else:
                    end.close()

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        counts: list[int],
        at: int,
        faults: Faults,
        cut: int | None,
        stall: int | None,
    ) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(faults.slice or 65536):
                if at in self._frozen:
                    await asyncio.sleep(3600)
                if faults.latency:
                    await asyncio.sleep(faults.latency)
                if counts is self.up:
                    self.said[at] += data
                    if faults.cut_on and faults.cut_on in self.said[at]:
                        self.cuts += 1
                        if faults.after:
                            writer.write(data)
                            await writer.drain()
                        return
                if cut is not None and counts[at] + len(data) >= cut:
                    data = data[: cut - counts[at]]
                    self.cuts += 1
                    writer.write(data)
                    await writer.drain()
                    counts[at] += len(data)
                    return
                if stall is not None and counts[at] + len(data) >= stall:
                    writer.write(data[: stall - counts[at]])
                    await asyncio.sleep(3600)
                writer.write(data)
                await writer.drain()
                counts[at] += len(data)
