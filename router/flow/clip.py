"""clip: waiting mails -> clippings, each mail read in a process that can be killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from router.crash import crashpoint
from router.errors import RouterError, StoreError, WorkerLost
from router.flow.reading import STORY_LANES
from router.store import mails
from router.terms import Knows, Lane, Reading, Reason, Report
from router.workers import Workers

Handler = Callable[[int, Reading, datetime], Awaitable[Reason | None]]
TRIES = 2  # a mail that loses its worker so often is set aside


class Clip:
    """Reads waiting mails; what a mail may lean on is asked for anew for every batch."""

    def __init__(self, workers: Workers, knows: Callable[[], Knows], handlers: Mapping[Lane, Handler]) -> None:
        """`handlers` act on the mails of some lanes; the Reason one gives is kept with the mail."""
        self._workers, self._knows, self._handlers = workers, knows, handlers

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Read those of `ids` that still wait; Report.next_ids are the new clippings, in order."""
        done = failed = 0
        counts: Counter[str] = Counter()
        clippings: list[int] = []
        for portion in await mails.portions(ids):
            found, lost, made = await self._read(portion, now)
            done, failed = done + len(found), failed + lost
            counts.update(reading.lane.value for reading in found)
            clippings += made
        return Report("clip", done, failed, dict(counts), tuple(clippings))

    async def _read(self, ids: Sequence[int], now: datetime) -> tuple[list[Reading], int, list[int]]:
        """(what was read, how many lost their worker, ids of the new clippings)"""
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
            if handler := self._handlers.get(answer.lane):
                # before the mail counts as handled: killed in between, the act is done again, which is the same
                answer = _with(answer, await _handle(handler, mail.id, answer, now))
            found.append((mail, answer, _state(answer)))
        if lost:
            await mails.failed_try(lost)
        crashpoint("clip.before_commit")
        clippings = await mails.write_readings(found, knows.version)
        crashpoint("clip.after_commit")
        return [reading for _, reading, _ in found], len(lost), clippings


async def _handle(handler: Handler, mail: int, reading: Reading, now: datetime) -> Reason | None:
    try:
        return await handler(mail, reading, now)
    except StoreError:
        raise  # the mail waits until the database is well again
    except RouterError as error:
        return Reason("refused", str(error))  # one mail never stops the others


def _with(reading: Reading, reason: Reason | None) -> Reading:
    if reason is None:
        return reading
    if reason.code == "forgotten":  # the writer's own mail goes with all that was theirs
        return Reading(reading.lane, reason)
    return replace(reading, reason=reason)


def _state(reading: Reading) -> str:
    if reading.lane is Lane.QUARANTINE:
        return "quarantined"
    return "clipped" if reading.lane in STORY_LANES else "handled"
