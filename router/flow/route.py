"""route: stories -> routes, each naming the rule line and the rulebook version it was judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from router.crash import crashpoint
from router.flow.judging import InForce, judge
from router.store import stories
from router.store.transaction import Connection, unit
from router.terms import Report, Verdict


class Route:
    """Judges stories again that changed, by the rulebook in force when the batch began: no story by half of one."""

    def __init__(self, in_force: InForce) -> None:
        self._in_force = in_force

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Judge those of `ids` that nobody judged since they changed."""

        version, book = self._in_force()

        async def work(connection: Connection) -> Mapping[int, Sequence[Verdict]]:
            verdicts = await judge(await stories.facts(ids, unjudged_only=True), book)
            await stories.write_routes(connection, verdicts, version, now)
            crashpoint("route.before_commit")
            return verdicts

        verdicts = await unit(work, alone=True)
        crashpoint("route.after_commit")
        routed = sum(any(verdict.taken for verdict in found) for found in verdicts.values())
        return Report("route", len(verdicts), 0, {"routed": routed, "unrouted": len(verdicts) - routed})
