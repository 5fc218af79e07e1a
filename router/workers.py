"""Turns calls on hostile input into answers of processes that can be killed: a limit on memory, a deadline, a pipe.

Each worker is a fresh interpreter (never a fork of a threaded parent) that imports one function and answers calls of
it. What it needs besides the arguments, the *state*, is sent only when its version changed. A call that burns more
than its deadline of CPU time ends its own process (SIGPROF ends C code too); one that sleeps past the deadline is
killed by the parent, and one that is still running or wants to, after three times as long: a busy machine must not
look like a bomb. A worker whose parent was killed meets the end of its pipe and goes.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Self

from router.errors import RouterError, WorkerLost

Answer = Any  # whatever the target returns
_HEAD = struct.Struct("<cI")  # kind, length of the pickle that follows
_STATE, _CALL, _RESULT, _REFUSED, _FAILED = b"S", b"C", b"R", b"E", b"X"
_OUT_OF_MEMORY = 77  # exit code
_ANSWER_LIMIT = 128 << 20  # bytes; a worker that says more is broken or hostile
_WINDOW = 1 << 20  # bytes of calls handed to one worker ahead of its answers
_TURN = 32  # calls a batch may make before others get the worker
_START_SECONDS = 60.0


class _Lost(Exception):
    """The process is gone or must go; args[0] says why in words."""


class _Worker:
    """One process and the two ends of its pipe."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.version: object = _Worker  # no state sent yet: equal to no version
        self.clean = True  # False: it owes an answer that nobody will read

    def send(self, kind: bytes, data: bytes) -> None:
        pipe = self.process.stdin
        assert pipe is not None
        # No drain: the worker may be waiting for us to read, and the window bounds what can pile up here.
        pipe.writelines((_HEAD.pack(kind, len(data)), data))

    async def answer(self, seconds: float) -> tuple[bytes, bytes]:
        reading = asyncio.ensure_future(self._read())
        try:
            done, _ = await asyncio.wait({reading}, timeout=seconds)
            if not done:
                # It may be our own loop that stalled: what already lies in the pipe is looked for once more.
                more = 0.05 if _sleeps(self.process.pid) else 2 * seconds
                done, _ = await asyncio.wait({reading}, timeout=more)
            if not done:
                raise _Lost(f"gave no answer in {seconds:g} seconds")
            return reading.result()
        finally:
            reading.cancel()

    async def _read(self) -> tuple[bytes, bytes]:
        pipe = self.process.stdout
        assert pipe is not None
        try:
            kind, length = _HEAD.unpack(await pipe.readexactly(_HEAD.size))
            if length > _ANSWER_LIMIT:
                raise _Lost(f"answered with {length} bytes")
            return kind, await pipe.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise _Lost(_epitaph(await self.process.wait())) from None

    async def end(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()


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
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
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
            call = _resolve(self.target)
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
                        worker.send(_STATE, self._pickled(version, state))
                        worker.version = version
                    await self._feed(worker, waiting, answers)
                finally:
                    if worker.clean:
                        self._idle.append(worker)
                    else:
                        await self._end(worker)

    async def _feed(
        self,
        worker: _Worker,
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
                    worker.send(_CALL, data)
                    sent.append((at, args, len(data)))
                    ahead, left = ahead + len(data), left - 1
                if not sent:
                    worker.clean = True
                    return
                kind, data = await worker.answer(self.deadline)
                at, _, size = sent.popleft()
                ahead -= size
                answers[at] = _unpack(self.target, kind, data)
        except _Lost as lost:
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

    async def _take(self) -> _Worker:
        if self._stopped:
            raise self._over()
        while self._idle:
            worker = self._idle.pop()
            if worker.process.returncode is None:
                return worker
            self._all.discard(worker)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from router.workers import serve; serve()"),
            *(self.target, str(self.memory), str(self.deadline)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # what hostile mail makes a library say is no log of ours
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            limit=8 << 20,
        )
        worker = _Worker(process)
        self._all.add(worker)
        try:
            kind, data = await worker.answer(_START_SECONDS)
            if kind != _RESULT:
                raise _Lost(pickle.loads(data))
        except BaseException as error:
            await self._end(worker)
            if isinstance(error, _Lost):
                remedy = "look at its memory limit and at the installation"
                raise RouterError(f"worker {self.target}", f"does not start: {error}", remedy) from None
            raise
        return worker

    async def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.end()

    def _pickled(self, version: object, state: object) -> bytes:
        if self._state[0] != version or not self._state[1]:
            self._state = (version, pickle.dumps(state, pickle.HIGHEST_PROTOCOL))
        return self._state[1]


def serve() -> None:
    """The worker's life: argv is target, bytes of memory, seconds of deadline; calls come by stdin, answers leave by
    what was stdout."""
    target, memory, deadline = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; we end when the pipe does
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a print inside a library must not land between two answers
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        call = _resolve(target)
    except Exception as error:
        _say(answers, _FAILED, f"{type(error).__name__}: {error}")
        return
    collect_seldom()
    _say(answers, _RESULT, None)
    state: object = None
    while len(head := calls.read(_HEAD.size)) == _HEAD.size:
        kind, length = _HEAD.unpack(head)
        try:
            given = pickle.loads(calls.read(length))
            if kind == _STATE:
                state = given
                continue
            signal.setitimer(signal.ITIMER_PROF, deadline)
            _say(answers, *_answer(call, state, given))
            signal.setitimer(signal.ITIMER_PROF, 0)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)


def collect_seldom() -> None:
    """Let the garbage collector look seldom, and never at what stands now: batches make tens of thousands of objects
    that counting references frees, and looking for cycles among them took a fifth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _answer(call: Callable[..., Any], state: object, args: tuple[object, ...]) -> tuple[bytes, object]:
    try:
        return _RESULT, call(state, *args)
    except RouterError as error:
        return _REFUSED, error
    except MemoryError:
        raise
    except Exception as error:
        return _FAILED, f"raised {type(error).__name__}: {error}"[:500]


def _say(answers: BinaryIO, kind: bytes, value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    answers.write(_HEAD.pack(kind, len(data)))
    answers.write(data)
    answers.flush()


def _unpack(target: str, kind: bytes, data: bytes) -> Answer | RouterError:
    value = pickle.loads(data)
    return WorkerLost(f"worker {target}", value) if kind == _FAILED else value


def _in_process(call: Callable[..., Any], state: object, args: tuple[object, ...]) -> Answer | RouterError:
    try:
        return call(state, *args)
    except RouterError as error:
        return error


def _resolve(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    call: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return call


def _sleeps(pid: int) -> bool:
    """Whether the process waits for something, and not for its turn to compute or for its end."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] == "S"
    except (OSError, IndexError):
        return False


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _epitaph(code: int) -> str:
    if code == _OUT_OF_MEMORY:
        return "ran out of memory"
    if code == -signal.SIGPROF:
        return "passed its deadline"
    return f"died of signal {-code}" if code < 0 else f"left with code {code}"
