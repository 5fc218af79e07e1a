"""Stories and the rulebook in force -> what it says of each; used where stories are made and where they changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from router.flow.breath import breaths
from router.terms import Facts, Verdict


class Judge(Protocol):
    """A rulebook: what it says of a story, for every interest it has something to say of."""

    def judge(self, facts: Facts) -> Sequence[Verdict]: ...


InForce = Callable[[], tuple[int, Judge]]  # the rulebook's version, and the rulebook


async def judge(facts: Mapping[int, Facts], book: Judge) -> Mapping[int, Sequence[Verdict]]:
    """What this rulebook says of these stories, by story."""
    return {story: book.judge(seen) async for story, seen in breaths(facts.items())}
