"""clip: waiting mails -> clippings, folded into stories; each mail is read in a process that can be killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from router.crash import crashpoint
from router.errors import RouterError, StoreError, WorkerLost
from router.flow.hand import InHand
from router.flow.reading import STORY_LANES
from router.store import mails
from router.store.mails import Read, WaitingMail
from router.store.stories import Folded, Held
from router.store.transaction import Connection, unit
from router.terms import Knows, Lane, Reading, Reason, Report
from router.workers import Workers

Handler = Callable[[int, Reading, datetime], Awaitable[Reason | None]]
Folding = Callable[[Connection, Sequence[Held], datetime], Awaitable[tuple[Sequence[Folded], Sequence[int]]]]
Answers = list[tuple[WaitingMail, Reading | RouterError]]
STORIES = 1500  # written in one transaction: others wait for a third of a second at most
TRIES = 2  # a mail that loses its worker so often is set aside


class Clip:
    """Reads waiting mails; what a mail may lean on is asked for anew for every batch.

    A mail, its clippings and their stories are written in one transaction: nobody sees a clipping without a story.
    """

    def __init__(
        self,
        workers: Workers,
        knows: Callable[[], Knows],
        handlers: Mapping[Lane, Handler],
        fold: Folding,
        hand: InHand,
    ) -> None:
        """`handlers` act on the mails of some lanes; the Reason one gives is kept with the mail. `fold` writes the
        stories of clippings. What is in `hand` is not fetched again."""
        self._workers, self._knows, self._handlers, self._fold, self._hand = workers, knows, handlers, fold, hand

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Read those of `ids` that still wait; Report.next_ids are the older stories that changed by it."""
        knows = self._knows()
        lanes, failed, changed = Counter[str](), 0, set[int]()
        for portion in await mails.portions(ids):
            found, lost, older = await self._write(await self._read(portion, knows), knows, now)
            lanes.update(one.reading.lane.value for one in found)
            failed += lost
            changed.update(older)
        self._hand.take(ids)  # what another process read first would be held for ever
        return Report("clip", lanes.total(), failed, dict(lanes), tuple(sorted(changed)))

    async def _read(self, ids: Sequence[int], knows: Knows) -> Answers:
        taken = self._hand.take(ids)
        taken |= {mail.id: mail for mail in await mails.take([mail for mail in ids if mail not in taken])}
        waiting = [taken[mail] for mail in ids if mail in taken]
        calls = [(mail.raw, mail.envelope) for mail in waiting]
        answers = await self._workers.run_many((knows.version, id(knows)), knows, calls)
        return list(zip(waiting, answers, strict=True))

    async def _write(self, answers: Answers, knows: Knows, now: datetime) -> tuple[Sequence[Read], int, Sequence[int]]:
        """(what was read, how many lost their worker, the older stories that changed)"""
        found, lost = list[Read](), list[int]()
        for mail, answer in answers:
            if isinstance(answer, WorkerLost) and mail.tries + 1 < TRIES:
                lost.append(mail.id)
                continue
            if isinstance(answer, RouterError):
                answer = Reading(Lane.QUARANTINE, Reason("worker-lost", answer.what))
            if handler := self._handlers.get(answer.lane):
                # before the mail counts as handled: killed in between, the act is done again, which is the same
                answer = _with(answer, await _handle(handler, mail.id, answer, now))
            found.append(Read(mail, answer, _state(answer)))
        if lost:
            await mails.failed_try(lost)
        changed: list[int] = []
        for part in _parts(found):
            changed += await self._commit(part, knows.version, now)
        return found, len(lost), changed

    async def _commit(self, found: Sequence[Read], rulebook: int, now: datetime) -> Sequence[int]:
        async def work(connection: Connection) -> Sequence[int]:
            waits = await mails.still_waiting([one.mail.id for one in found])  # another process may have been quicker
            new = [one for one in found if one.mail.id in waits]
            folds, changed = await self._fold(connection, [cut for one in new for cut in one.cut], now)
            await mails.write_readings(connection, new, folds, rulebook)
            crashpoint("clip.before_commit")
            return changed

        changed = await unit(work, alone=True)
        crashpoint("clip.after_commit")
        return changed


def _parts(found: Iterable[Read]) -> Iterator[list[Read]]:
    """In their order, so many together as show STORIES stories, or one mail."""
    part, room = list[Read](), STORIES
    for one in found:
        room -= len(one.reading.clippings)
        if part and room < 0:
            yield part
            part, room = [], STORIES - len(one.reading.clippings)
        part.append(one)
    if part:
        yield part


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
