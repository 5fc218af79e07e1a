"""Who calls the steps, and when. The queue only carries "which step, which ids"; the rows are the truth.

An engine is anything with these five methods; tests/engine/contract.py holds what each must keep.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from router.terms import Report

Step = Callable[[Sequence[int], datetime], Awaitable[Report]]
Pending = Callable[[], Awaitable[Mapping[str, Sequence[int]]]]


class Engine(Protocol):
    """Calls each step with ids that wait for it; an id is with one runner of a step at a time."""

    async def start(self) -> None:
        """Begin to call steps, first with everything that the rows say is waiting."""

    async def stop(self) -> None:
        """Let the batches in hand end, call no further one."""

    def defer(self, step: str, ids: Sequence[int]) -> None:
        """Ask for a step on these ids; losing the request loses nothing, the sweep finds the rows again."""

    async def idle(self) -> None:
        """Return when no id waits and no step runs."""

    def own(self, mailbox: str) -> AbstractAsyncContextManager[bool]:
        """True inside for the one owner of this mailbox, False for everybody else meanwhile."""
