"""Turns calls on hostile input into answers of processes that can be killed: a limit on memory, a deadline, a pipe.

Each worker is a fresh interpreter (never a fork of a threaded parent) that imports one function and answers calls of
it. What it needs besides the arguments, the *state*, is sent only when its version changed. A call that burns more
than its deadline of CPU time ends its own process (SIGPROF ends C code too); one that sleeps past the deadline is
killed by the parent, and one that is still running or wants to, after three times as long: a busy machine must not
look like a bomb. A worker whose parent was killed meets the end of its pipe and goes.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Self

from router.errors import RouterError, WorkerLost
from router.workers.process import Lost, Worker
from router.workers.serving import CALL, FAILED, RESULT, STATE, collect_seldom, resolve

__all__ = ["Answer", "Workers", "collect_seldom"]

Answer = Any  # whatever the target returns
_WINDOW = 1 << 20  # bytes of calls handed to one worker ahead of its answers
_TURN = 32  # calls a batch may make before others get the worker
_START_SECONDS = 60.0


class Workers:
    """A pool of `count` killable processes answering calls of one function.

    `target` is "module:function", called as function(state, *args). `memory` in bytes of address space, `deadline` in
    seconds of CPU time a call. count=0 answers in this process, unguarded: for files a person names on the command
    line. Belongs to the event loop it is first used in.
    """

    def __init__(self, count: int, target: str, *, memory: int = 1 << 30, deadline: float = 2.0) -> None:
        self.count, self.target, self.memory, self.deadline = count, target, memory, deadline
        self.lost = 0  # workers that died or were killed, for metrics
        self._turns = asyncio.Semaphore(max(count, 1))
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._stopped = False
        self._state: tuple[object, bytes] = (None, b"")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def run(self, state_version: object, state: object, *args: object) -> Answer:
        """What the target returns for (state, *args).

        Raises WorkerLost when the process died, passed a limit or the target raised something unforeseen, and the
        target's own RouterError as it is.
        """
        [answer] = await self.run_many(state_version, state, [args])
        if isinstance(answer, RouterError):
            raise answer
        return answer

    async def run_many(
        self, state_version: object, state: object, calls: Sequence[tuple[object, ...]]
    ) -> list[Answer | RouterError]:
        """One answer a call, in order: the result, or the RouterError that `run` would raise.

        A call that loses its worker takes no other with it: those behind it go to a fresh process. Raises RouterError
        (never WorkerLost: no call is to blame) when a worker cannot even start.
        """
        if not self.count:
            call = resolve(self.target)
            return [_in_process(call, state, args) for args in calls]
        answers: list[Answer | RouterError] = [None] * len(calls)
        waiting = deque(enumerate(calls))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self.count, len(calls))):
                    group.create_task(self._drain(waiting, answers, state_version, state))
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from None
        return answers

    async def stop(self) -> None:
        """Ends every process, for good; calls still open raise RouterError: none of them is to blame."""
        self._stopped = True
        ending, self._idle = list(self._all), []
        await asyncio.gather(*(self._end(worker) for worker in ending))

    async def _drain(
        self,
        waiting: deque[tuple[int, tuple[object, ...]]],
        answers: list[Answer | RouterError],
        version: object,
        state: object,
    ) -> None:
        while waiting:
            async with self._turns:
                if not waiting:
                    return
                worker = await self._take()
                try:
                    if worker.version != version:
                        worker.send(STATE, self._pickled(version, state))
                        worker.version = version
                    await self._feed(worker, waiting, answers)
                finally:
                    if worker.clean:
                        self._idle.append(worker)
                    else:
                        await self._end(worker)

    async def _feed(
        self,
        worker: Worker,
        waiting: deque[tuple[int, tuple[object, ...]]],
        answers: list[Answer | RouterError],
    ) -> None:
        sent: deque[tuple[int, tuple[object, ...], int]] = deque()
        ahead, left = 0, _TURN
        try:
            while True:
                while waiting and left and (not sent or ahead < _WINDOW):
                    at, args = waiting.popleft()
                    data = pickle.dumps(args, pickle.HIGHEST_PROTOCOL)
                    worker.clean = False
                    worker.send(CALL, data)
                    sent.append((at, args, len(data)))
                    ahead, left = ahead + len(data), left - 1
                if not sent:
                    worker.clean = True
                    return
                kind, data = await worker.answer(self.deadline)
                at, _, size = sent.popleft()
                ahead -= size
                answers[at] = _unpack(self.target, kind, data)
        except Lost as lost:
            if self._stopped:
                raise self._over() from None
            self.lost += 1
            at, _, _ = sent.popleft()
            answers[at] = WorkerLost(f"worker {self.target}", str(lost), "the call was given up; others go on")
            waiting.extendleft((at, args) for at, args, _ in reversed(sent))

    def _over(self) -> RouterError:
        return RouterError(
            f"worker {self.target}", "the workers are stopped", "the call is made again at the next start"
        )

    async def _take(self) -> Worker:
        if self._stopped:
            raise self._over()
        while self._idle:
            worker = self._idle.pop()
            if worker.process.get_returncode() is None:
                return worker
            await self._end(worker)
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            Worker,
            *(sys.executable, "-c", "from router.workers.serving import serve; serve()"),
            *(self.target, str(self.memory), str(self.deadline)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # what hostile mail makes a library say is no log of ours
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._all.add(worker)
        try:
            kind, data = await worker.answer(_START_SECONDS)
            if kind != RESULT:
                raise Lost(pickle.loads(data))
        except BaseException as error:
            await self._end(worker)
            if isinstance(error, Lost):
                remedy = "look at its memory limit and at the installation"
                raise RouterError(f"worker {self.target}", f"does not start: {error}", remedy) from None
            raise
        return worker

    async def _end(self, worker: Worker) -> None:
        self._all.discard(worker)
        await worker.end()

    def _pickled(self, version: object, state: object) -> bytes:
        if self._state[0] != version or not self._state[1]:
            self._state = (version, pickle.dumps(state, pickle.HIGHEST_PROTOCOL))
        return self._state[1]


def _unpack(target: str, kind: bytes, data: bytes) -> Answer | RouterError:
    value = pickle.loads(data)
    return WorkerLost(f"worker {target}", value) if kind == FAILED else value


def _in_process(call: Callable[..., Any], state: object, args: tuple[object, ...]) -> Answer | RouterError:
    try:
        return call(state, *args)
    except RouterError as error:
        return error
