"""Turns blocking calls on a mail socket into awaitable ones: a few threads that never keep the process from leaving.

Not the executor of the standard library: its threads are waited for when the interpreter ends, and one that waits for
a dead server's answer would hold it for minutes.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[..., Any], tuple[Any, ...]]


class Hands:
    """`count` threads; calls are taken up in order. With one thread, calls never overlap."""

    def __init__(self, count: int, name: str) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(count)]
        self._begun = False

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """What the function returns or raises. A caller cancelled before its turn takes the call back."""
        if not self._begun:
            self._begun = True
            for thread in self._threads:
                thread.start()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._jobs.put((loop, answer, function, args))
        return await answer

    def close(self) -> None:
        """The threads end after the calls already asked for."""
        for _ in self._threads:
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            loop, answer, function, args = job
            if answer.cancelled():
                continue
            try:
                result, error = function(*args), None
            except BaseException as raised:
                result, error = None, raised
            try:
                loop.call_soon_threadsafe(_tell, answer, result, error)
            except RuntimeError:
                return  # the loop is gone: so is everybody who could want to know
            del job, answer, function, args, result, error


def _tell(answer: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if answer.cancelled():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(result)
