"""clip: waiting mails -> clippings, each mail read in a process that can be killed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from router.crash import crashpoint
from router.errors import RouterError, WorkerLost
from router.flow.reading import STORY_LANES
from router.store import mails
from router.terms import Knows, Lane, Reading, Reason, Report
from router.workers import Workers

Obey = Callable[[int, Reading, datetime], Awaitable[Reason]]
Tell = Callable[[int, Reading, datetime], Awaitable[None]]
TRIES = 2  # a mail that loses its worker so often is set aside


class Clip:
    """Reads waiting mails; what a mail may lean on is asked for anew for every batch."""

    def __init__(self, workers: Workers, knows: Callable[[], Knows], obey: Obey, tell: Tell) -> None:
        self._workers, self._knows, self._obey, self._tell = workers, knows, obey, tell

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Read those of `ids` that still wait; Report.next_ids are the new clippings, in order."""
        waiting = await mails.take(ids)
        knows = self._knows()
        calls = [(mail.raw, mail.envelope) for mail in waiting]
        answers = await self._workers.run_many((knows.version, id(knows)), knows, calls)
        found, lost = [], []
        for mail, answer in zip(waiting, answers, strict=True):
            if isinstance(answer, WorkerLost) and mail.tries + 1 < TRIES:
                lost.append(mail.id)
                continue
            if isinstance(answer, RouterError):
                answer = Reading(Lane.QUARANTINE, Reason("worker-lost", answer.what))
            if answer.lane is Lane.COMMAND:
                # before the mail counts as handled: killed in between, the act is done again, which is the same
                answer = replace(answer, reason=await self._obey(mail.id, answer, now))
            elif answer.lane in (Lane.SETUP, Lane.TIP):
                await self._tell(mail.id, answer, now)
            found.append((mail, answer, _state(answer)))
        if lost:
            await mails.failed_try(lost)
        crashpoint("clip.before_commit")
        clippings = await mails.write_readings(found, knows.version)
        crashpoint("clip.after_commit")
        counts: dict[str, int] = {}
        for _, reading, _ in found:
            counts[reading.lane.value] = counts.get(reading.lane.value, 0) + 1
        return Report("clip", len(found), len(lost), counts, tuple(clippings))


def _state(reading: Reading) -> str:
    if reading.lane is Lane.QUARANTINE:
        return "quarantined"
    return "clipped" if reading.lane in STORY_LANES else "handled"
