"""Turns one mailbox on an IMAP server into mails committed once, and then tidied: the owner's whole day.

UIDs of the folder minus UIDs in the ledger is what is new, nothing else: not UNSEEN, which people change, and not
UIDNEXT. A mail is fetched, committed, and only then marked or moved; whatever breaks in between is done again at the
next look. IDLE (RFC 2177) is a doorbell: that something can be read says "look", what it says is not believed.
"""

from __future__ import annotations

import asyncio
import imaplib
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from router.crash import crashpoint
from router.errors import StoreError, WireError
from router.terms import Envelope
from router.wire import Arrive
from router.wire.hands import Hands
from router.wire.imap_line import KEYWORD, PIECE, Folder, Line, MailboxSettings

__all__ = ["Known", "MailboxSettings", "Status", "watch"]

log = logging.getLogger(__name__)

Known = Callable[[str, int], Awaitable[set[int]]]  # (mailbox, uidvalidity) -> UIDs in the ledger
T = TypeVar("T")

_MAILS, _BYTES = 50, 8 << 20  # of one batch
_TRIES = 3  # of one mail that cannot be had or taken; then it stays where it is for an hour
_TROUBLE_SECONDS = 3600.0
_LONGEST_PAUSE = 300.0
_GRACE = 3.0  # seconds a command may go on once `stop` is set


@dataclass(frozen=True, slots=True)
class Status:
    """How a mailbox is doing: state is connecting, watching, fetching, store (nothing can be committed), down (tried
    again), refused (a person must act) or stopped."""

    mailbox: str
    state: str
    words: str = ""
    waiting: int = 0  # mails in the folder that are not ours yet
    troubled: int = 0  # of these, mails that could not be fetched or taken


async def watch(
    settings: MailboxSettings,
    arrive: Arrive,
    known: Known,
    stop: asyncio.Event,
    report: Callable[[Status], None] = lambda status: None,
) -> None:
    """Owns one mailbox until `stop` is set: nobody else may watch it meanwhile.

    `arrive` commits one mail under the ledger key `mailbox|uidvalidity|uid`. What it refuses with StoreError stays
    untouched on the server and is tried again after a pause. Never raises for what a server does.
    """
    pause, memory = settings.pause, _Memory()
    while not stop.is_set():
        owner = _Owner(settings, arrive, known, stop, report, memory)
        permanent = False
        try:
            await owner.serve()
        except WireError as error:
            if stop.is_set():
                break
            permanent = error.permanent
            report(Status(settings.name, "refused" if permanent else "down", str(error)))
        except StoreError as error:
            report(Status(settings.name, "store", str(error)))
        except Exception as error:
            if stop.is_set():
                break
            words = f"mailbox {settings.name}: connection lost: {error or type(error).__name__}; trying again"
            log.info(words, exc_info=not isinstance(error, OSError | imaplib.IMAP4.error))
            report(Status(settings.name, "down", words))
        finally:
            owner.close()
        if owner.looked:
            pause = settings.pause
        if permanent:  # a log-in tried too often locks the account
            pause = max(pause, min(60 * settings.pause, _LONGEST_PAUSE))
        await _either(stop, pause * random.uniform(0.5, 1))
        pause = min(2 * pause, _LONGEST_PAUSE)
    report(Status(settings.name, "stopped"))


@dataclass(slots=True)
class _Memory:
    """What outlives a connection: mails that made trouble, and those at hand when the last one broke."""

    trouble: Counter[int] = field(default_factory=Counter)
    since: float = 0.0  # of the event loop's clock
    suspects: set[int] = field(default_factory=set)


class _Owner:
    """One connection's time with the mailbox."""

    def __init__(
        self,
        settings: MailboxSettings,
        arrive: Arrive,
        known: Known,
        stop: asyncio.Event,
        report: Callable[[Status], None],
        memory: _Memory,
    ) -> None:
        self.settings, self.arrive, self.known, self.stop, self.report = settings, arrive, known, stop, report
        self.looked = False  # the folder was looked at to its end: the server is well
        self._hand = Hands(1, f"imap-{settings.name}")
        self._line = Line(settings)
        self._cutter = asyncio.create_task(self._cut_when_stopped())
        self._memory, self._trouble = memory, memory.trouble
        self._store_pause = settings.pause
        self._answered = -1  # how many mails were ours when an answer to IDLE last rang the bell
        self._ledger, self._have = settings.ledger, set[int]()

    async def serve(self) -> None:
        self._say("connecting")
        line = self._line
        await self._call(line.open)
        folder = await self._call(line.select)
        await self._recall(folder)
        await self._tidy_leftovers(line, folder)
        while not self.stop.is_set():
            if await self._look(line, folder):
                self.looked = True
                self._say("watching")
                rang = await self._wait(line)
                if not rang and not self.stop.is_set():
                    folder = await self._again(line, folder)
        await self._call(line.log_out)

    async def _again(self, line: Line, before: Folder) -> Folder:
        """Nothing rang for long: is it still the same folder, with the same numbers?"""
        folder = await self._call(line.select)
        if folder.uidvalidity != before.uidvalidity or 0 < folder.uidnext <= max(self._have, default=0):
            await self._recall(folder)
        return folder

    def close(self) -> None:
        self._cutter.cancel()
        self._line.cut()
        self._hand.close()

    async def _call(self, function: Callable[..., T], *args: object) -> T:
        answer = asyncio.ensure_future(self._hand.call(function, *args))
        try:
            await asyncio.wait({answer, self._cutter}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise WireError(f"mailbox {self.settings.name}", "left while the server was silent")
            return answer.result()
        finally:
            answer.cancel()

    async def _cut_when_stopped(self) -> None:
        await self.stop.wait()
        await asyncio.sleep(_GRACE)
        self._line.cut()

    def _say(self, state: str, words: str = "", waiting: int = 0) -> None:
        troubled = sum(1 for tries in self._trouble.values() if tries >= _TRIES)
        self.report(Status(self.settings.name, state, words, waiting, troubled))

    # -- what is new --------------------------------------------------------------------------------------

    async def _recall(self, folder: Folder) -> None:
        """Which UIDs are ours already. A UIDNEXT that went backwards under the same UIDVALIDITY is a server that deals
        its numbers out anew: then the ledger goes on under a name of its own, and the fingerprint finds what is old."""
        name, turn = self.settings.ledger, 0
        have = await self.known(name, folder.uidvalidity)
        while turn < 99:
            later = await self.known(f"{self.settings.ledger}~{turn + 1}", folder.uidvalidity)
            anew = bool(have) and 0 < folder.uidnext <= max(have)
            if not (later or anew):
                break
            turn += 1
            name, have = f"{self.settings.ledger}~{turn}", later
        self._ledger, self._have = f"{name}|{folder.uidvalidity}", have

    async def _look(self, line: Line, folder: Folder) -> bool:
        """Takes what is new; False when it could not get to the end of it."""
        there = await self._call(line.uids)
        self._forget_trouble(there)
        new = sorted(uid for uid in there - self._have if self._trouble[uid] < _TRIES)
        highest = max(there, default=0)
        while new and not self.stop.is_set():
            self._say("fetching", waiting=len(new))
            batch = await self._have_at_hand(line, new)
            try:
                await self._take(line, folder, batch)
            except StoreError as error:
                self._say("store", str(error), len(new))
                await _either(self.stop, self._store_pause)
                self._store_pause = min(2 * self._store_pause, 60)
                return False
            self._store_pause = self.settings.pause
            new = [uid for uid in new if uid not in batch]
            if not new:  # what came meanwhile was said between other answers, and rings no more
                more = await self._call(line.uids, "UID", f"{highest + 1}:*")  # names the last mail, whatever it is
                new = sorted(uid for uid in more - self._have if uid > highest)
                highest = max(new, default=highest)
        return not self.stop.is_set()

    def _forget_trouble(self, there: set[int]) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._memory.since > _TROUBLE_SECONDS:
            self._memory.since = now
            self._trouble.clear()
        for uid in self._trouble.keys() - there:
            del self._trouble[uid]

    async def _have_at_hand(self, line: Line, new: Sequence[int]) -> dict[int, tuple[bytes, int] | None]:
        """The next batch. When a connection breaks over one, its mails are asked for alone next time: the mail that
        breaks it then counts as trouble, and those behind it come through."""
        suspect = new[0] in self._memory.suspects
        asked = list(new[:1] if suspect else new[:_MAILS])
        if suspect:
            self._trouble[asked[0]] += 1
        else:
            self._memory.suspects.update(asked)
        batch = await self._batch(line, asked)
        if suspect and batch[asked[0]] is not None:
            del self._trouble[asked[0]]
        self._memory.suspects.difference_update(asked)
        return batch

    async def _batch(self, line: Line, uids: Sequence[int]) -> dict[int, tuple[bytes, int] | None]:
        """The first of these mails, each with its size when only its headers are at hand; None for one that cannot be
        had. At least one, at most _BYTES of them."""
        sizes = await self._call(line.sizes, uids)
        room, whole = _BYTES, list[int]()
        batch: dict[int, tuple[bytes, int] | None] = {}
        for uid in uids:
            size = sizes.get(uid)
            if size is None:
                batch[uid] = None
                continue
            if size > room and (whole or batch):
                break
            room -= size
            if size > self.settings.size_limit:
                batch[uid] = await self._headers(line, uid, size)
            elif size > PIECE:
                mail = await self._call(line.in_pieces, uid)
                batch[uid] = (mail, 0) if mail is not None else await self._headers(line, uid, size)
            else:
                whole.append(uid)
        if whole:
            mails = await self._call(line.whole, whole)
            batch.update({uid: (mails[uid], 0) if uid in mails else None for uid in whole})
        return dict(sorted(batch.items()))

    async def _headers(self, line: Line, uid: int, size: int) -> tuple[bytes, int] | None:
        headers = await self._call(line.headers, uid)
        return None if headers is None else (headers, size)

    # -- committed, then tidied ---------------------------------------------------------------------------

    async def _take(self, line: Line, folder: Folder, batch: dict[int, tuple[bytes, int] | None]) -> None:
        crashpoint("imap.fetched")
        self._trouble.update(uid for uid, mail in batch.items() if mail is None)  # gone, or the server cannot read it
        had = {uid: mail for uid, mail in batch.items() if mail is not None}
        # together, so that they can share a commit
        outcomes = await asyncio.gather(
            *(self._commit(uid, *mail) for uid, mail in had.items()), return_exceptions=True
        )
        done = [uid for uid, outcome in zip(had, outcomes, strict=True) if outcome is True]
        self._have.update(done)
        await self._tidy(line, folder, done)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _commit(self, uid: int, data: bytes, too_big: int) -> bool:
        envelope = Envelope("imap", mailbox=self.settings.name, too_big=too_big)
        try:
            await self.arrive(data, envelope, f"{self._ledger}|{uid}")
        except StoreError:
            raise
        except Exception:  # one mail that cannot be taken holds up none behind it
            self._trouble[uid] += 1
            log.exception("mailbox %s: mail %s was not taken", self.settings.name, uid)
            return False
        crashpoint("imap.committed")
        return True

    async def _tidy_leftovers(self, line: Line, folder: Folder) -> None:
        """What was committed but not tidied, because we were killed in between."""
        if not self._have or not self._tidies(folder):
            return
        criteria = ("UNKEYWORD", KEYWORD) if self.settings.tidy == "keyword" else ("UNDELETED",)
        left = await self._call(line.uids, *criteria)
        await self._tidy(line, folder, sorted(left & self._have))

    def _tidies(self, folder: Folder) -> bool:
        tidy = self.settings.tidy
        return folder.writable and (tidy.startswith("move:") or (tidy == "keyword" and folder.keywords))

    async def _tidy(self, line: Line, folder: Folder, uids: list[int]) -> None:
        if not self._tidies(folder):
            return
        for at in range(0, len(uids), _MAILS):
            some = uids[at : at + _MAILS]
            try:
                await self._call(line.tidy, some)
            except WireError as error:  # they are ours all the same
                self._say("fetching", str(error))
            crashpoint("imap.tidied")

    # -- the doorbell -------------------------------------------------------------------------------------

    async def _wait(self, line: Line) -> bool:
        """Until something rings (True), or it is time to look anyway."""
        if not line.idles:
            await _either(self.stop, min(self.settings.poll, 60))
            return False
        loop, bell = asyncio.get_running_loop(), asyncio.Event()
        # some servers say something with every such answer: that it led to nothing once is enough
        if await self._call(line.idle) and self._answered != len(self._have):
            self._answered = len(self._have)
            bell.set()
        else:
            self._answered = -1
        number = line.fileno()
        loop.add_reader(number, bell.set)
        try:
            await _either(self.stop, self.settings.poll, bell)
        finally:
            loop.remove_reader(number)
        await self._call(line.done)
        return bell.is_set()


async def _either(stop: asyncio.Event, seconds: float, bell: asyncio.Event | None = None) -> None:
    """Until one of the events is set or the time is over."""
    waits = [asyncio.ensure_future(event.wait()) for event in (stop, bell) if event is not None]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
