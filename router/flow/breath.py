"""Long work in the event loop, done in breaths: between two of them others get their turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

T = TypeVar("T")
_BREATH = 100  # stories: some ten milliseconds


async def breaths(things: Iterable[T]) -> AsyncIterator[T]:
    """The things in their order, with a pause for others after each hundred."""
    for count, one in enumerate(things, 1):
        yield one
        if count % _BREATH == 0:
            await asyncio.sleep(0)
