"""route: stories -> routes, each naming the rule line and the rulebook version it was judged by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from router.crash import crashpoint
from router.flow.breath import breaths
from router.rulebook.difference import held
from router.store import stories, texts
from router.store.transaction import Connection, unit
from router.terms import Facts, Report, Verdict


class Judge(Protocol):
    """A rulebook: what it says of a story, for every interest it has something to say of."""

    def judge(self, facts: Facts) -> Sequence[Verdict]: ...


class Route:
    """Judges stories by the rulebook in force when the batch began: no story by half of one."""

    def __init__(self, in_force: Callable[[], tuple[int, Judge]]) -> None:
        self._in_force = in_force

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Judge those of `ids` that nobody judged since they changed."""
        version, book = self._in_force()

        async def work(connection: Connection) -> dict[int, Sequence[Verdict]]:
            facts = await stories.facts(ids, unjudged_only=True)
            verdicts, folded = {}, {}
            async for story, seen in breaths(facts.items()):
                verdicts[story], folded[story] = book.judge(seen), held(seen)
            await stories.write_routes(connection, verdicts, version, now)
            await texts.keep(connection, folded)
            crashpoint("route.before_commit")
            return verdicts

        verdicts = await unit(work, alone=True)
        crashpoint("route.after_commit")
        routed = sum(any(verdict.taken for verdict in found) for found in verdicts.values())
        return Report("route", len(verdicts), 0, {"routed": routed, "unrouted": len(verdicts) - routed})
