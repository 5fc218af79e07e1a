"""The engine for one process: asyncio, one runner a step, a sweep each minute. No service needed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import islice

import structlog

from router.engine import Pending, Step
from router.errors import StoreError

log = structlog.get_logger()

BATCH = 300  # ids a call: many enough that a commit's fsync is shared, few enough that work is seen to move
_LULL = 0.02  # seconds without a new id: a burst is over
_PATIENCE = 0.5  # seconds an id may wait for company
_LOOK = 0.01  # seconds between two looks whether more may come


class Embedded:
    """One task a step takes what waits for it, in order, at most BATCH ids at once, or as many as `batches` says.

    A batch is worth waiting for, a little: a commit costs as much for one id as for hundreds. A step lets the steps
    before it finish first, and a burst of mails end, but no id waits longer than half a second for company.

    A batch that fails is halved until the bad id stands alone; that id is left for the next sweep and the others go
    on. When the database refuses, everything pauses and is tried again: rows are never lost by waiting.
    """

    def __init__(
        self,
        steps: Mapping[str, Step],
        after: Mapping[str, str],
        pending: Pending,
        clock: Callable[[], datetime],
        *,
        batches: Mapping[str, int] | None = None,
        sweep_seconds: float = 60.0,
        pause_seconds: float = 5.0,
    ) -> None:
        self._steps, self._after, self._pending, self._clock = steps, after, pending, clock
        self._batches = {name: (batches or {}).get(name, BATCH) for name in steps}
        self._sweep_seconds, self._pause_seconds = sweep_seconds, pause_seconds
        self._waiting: dict[str, dict[int, None]] = {name: {} for name in steps}
        self._doorbell = {name: asyncio.Event() for name in steps}
        self._before = {name: _before(name, after) for name in steps}
        self._newest = dict.fromkeys(steps, 0.0)  # when an id last came, in the loop's seconds
        self._awaited = 0  # callers of idle(): nobody else will send a mail meanwhile
        self._busy: set[str] = set()
        self._quiet = asyncio.Event()
        self._owned: set[str] = set()
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []
        self._sweeping: asyncio.Task[None] | None = None
        self.trouble = ""  # the database's last complaint, "" when it works

    async def start(self) -> None:
        await self._sweep_once()
        self._tasks = [asyncio.create_task(self._run(name), name=f"step {name}") for name in self._steps]
        self._sweeping = asyncio.create_task(self._sweep(), name="sweep")

    async def stop(self) -> None:
        self._stopping = True
        for bell in self._doorbell.values():
            bell.set()
        if self._sweeping:
            self._sweeping.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def defer(self, step: str, ids: Sequence[int]) -> None:
        if ids:
            self._waiting[step].update(dict.fromkeys(ids))
            self._newest[step] = asyncio.get_running_loop().time()
            self._quiet.clear()
            self._doorbell[step].set()

    @property
    def quiet(self) -> bool:
        """No id waits and no step runs."""
        return not any(self._waiting.values()) and not self._busy

    async def idle(self) -> None:
        self._awaited += 1
        try:
            while not self.quiet:
                self._quiet.clear()
                await self._quiet.wait()
        finally:
            self._awaited -= 1

    @asynccontextmanager
    async def own(self, mailbox: str) -> AsyncIterator[bool]:
        mine = mailbox not in self._owned
        self._owned.add(mailbox)
        try:
            yield mine
        finally:
            if mine:
                self._owned.discard(mailbox)

    async def _run(self, name: str) -> None:
        waiting, bell = self._waiting[name], self._doorbell[name]
        while not self._stopping:
            if not waiting:
                bell.clear()
                self._quiet.set()
                await bell.wait()
                continue
            await self._gather(name)
            if self._stopping:
                return
            self._busy.add(name)
            batch = list(islice(waiting, self._batches[name]))
            for one in batch:
                del waiting[one]
            try:
                await self._call(name, batch)
            finally:
                self._busy.discard(name)
                self._quiet.set()

    async def _gather(self, name: str) -> None:
        """Wait for company, while it is worth it."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        while len(self._waiting[name]) < self._batches[name] and loop.time() < end and not self._stopping:
            coming = any(self._waiting[one] or one in self._busy for one in self._before[name])
            if not coming and (self._awaited or loop.time() - self._newest[name] > _LULL):
                return
            await asyncio.sleep(_LOOK)

    async def _call(self, name: str, batch: Sequence[int]) -> None:
        try:
            report = await self._steps[name](batch, self._clock())
        except StoreError as error:
            self._complain(str(error))
            await asyncio.sleep(self._pause_seconds)
            if not self._stopping:
                self._waiting[name].update(dict.fromkeys(batch))
            return
        except Exception as error:  # one bad row must not stop the step for all others
            if len(batch) == 1:
                log.error("step failed", step=name, id=batch[0], error=repr(error))
                return
            middle = len(batch) // 2
            await self._call(name, batch[:middle])
            await self._call(name, batch[middle:])
            return
        self._complain("")
        if name in self._after:
            self.defer(self._after[name], report.next_ids)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._sweep_seconds)
            await self._sweep_once()

    async def _sweep_once(self) -> None:
        try:
            for name, ids in (await self._pending()).items():
                self.defer(name, ids)
        except StoreError as error:
            self._complain(str(error))

    def _complain(self, words: str) -> None:
        if words and words != self.trouble:
            log.error("database", trouble=words)
        elif self.trouble and not words:
            log.info("database works again")
        self.trouble = words


def _before(name: str, after: Mapping[str, str]) -> frozenset[str]:
    """The steps whose work comes to this one in the end."""
    direct = {one for one, following in after.items() if following == name}
    return frozenset(direct.union(*(_before(one, after) for one in direct)))
