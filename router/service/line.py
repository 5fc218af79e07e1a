"""A running house: the line of steps, its engine and its clock."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from router.care.health import health
from router.editing.narrowing import keep_words
from router.engine import Step
from router.engine.embedded import Embedded
from router.errors import RouterError, StoreError
from router.flow import NEXT
from router.flow.arrive import Arrive
from router.flow.clip import Clip, Handler
from router.flow.fold import Fold
from router.flow.hand import InHand
from router.flow.judging import Judge
from router.flow.route import Route
from router.flow.send import Deliver, Send
from router.service.installation import Installation
from router.store import deliveries, mails, stories
from router.subscribers.alarms import Alarms
from router.subscribers.bounces import Bounces
from router.subscribers.commands import Commands
from router.subscribers.keeping import Keeping
from router.subscribers.letters import Letters
from router.terms import Lane
from router.workers import Workers

log = structlog.get_logger()
STORIES = 1000  # folded and routed in one transaction, while more wait: they share pages and the commit
LOOK = timedelta(hours=6)  # between two looks at how the sources go
LULL = timedelta(minutes=1)  # between two times that the words of new stories are kept


class Line:
    """Steps, engine and clock of one house."""

    def __init__(self, house: Installation, deliver: Deliver, *, tick_seconds: float = 1.0) -> None:
        self.house, self._tick_seconds = house, tick_seconds
        work = house.config.work
        self.workers = Workers(
            work.workers, "router.flow.reading:answer", memory=work.memory_mb << 20, deadline=work.seconds
        )
        letters = Letters(house.notices, house.people, house.consent.limits)
        commands = Commands(
            house.consent, house.addresses, house.notices, letters, house.sure, house.doing, house.editors
        )
        bounces = Bounces(house.addresses)
        self.keeping = Keeping(bounces, house.config.keep)
        self.alarms = Alarms(house.notices, house.addresses, house.people)
        handlers: dict[Lane, Handler] = {
            Lane.COMMAND: commands.obey, Lane.BOUNCE: bounces.take, Lane.SETUP: self.alarms.mail, Lane.TIP: self.alarms.mail,
        }  # fmt: skip
        self.send = Send(deliver, at_once=house.config.smart_host.connections, unknown=house.config.smart_host.unknown)

        def in_force() -> tuple[int, Judge]:
            return house.rules.version, house.rules.book

        fold, hand = Fold(in_force), InHand()
        self.clip = Clip(self.workers, house.knows, handlers, fold.inside, hand)
        steps: dict[str, Step] = {
            "clip": self.clip,
            "fold": fold,
            "route": Route(in_force),
            "select": house.select,
            "send": self.send,
        }
        self.engine = Embedded(
            steps, NEXT, self._pending, house.clock, batches=dict.fromkeys(("fold", "route"), STORIES)
        )
        self.arrive = Arrive(house.clock, lambda mail: self.engine.defer("clip", [mail]), hand)
        self._tasks: list[asyncio.Task[None]] = []
        self._aside: set[str] = set()  # templates whose trouble was told
        self._lacking: set[str] = set()  # languages that were found to lack words
        self._looked: datetime | None = None  # at the health of sources
        self._worded: datetime | None = None  # when the words of new stories were kept

    async def start(self) -> None:
        """Take up the work where it was left."""
        await self.send.recover(self.house.clock())
        await self._tell_problems()
        await self.engine.start()
        self._tasks.append(asyncio.create_task(self._clockwork(), name="clockwork"))

    async def stop(self) -> None:
        """End the batches in hand; what waits is found again at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.engine.stop()
        await self.workers.stop()

    async def tick(self) -> None:
        """One look at the clock: rule files, editions that close, subscribers due, deliveries due."""
        if await self.house.rules.refresh(self.house.clock()):
            await self._tell_problems()
        await self.keeping.tidy(self.house.clock())
        await self.house.learn_people()
        await self.house.editions.close(self.house.clock())
        await self._tell_held()
        await self._tell_sources()
        await self.house.again.look()
        await self._tell_aside()
        self.engine.defer("select", await self.house.select.due(self.house.clock()))
        self.engine.defer("send", await deliveries.due(self.house.clock()))
        await self._keep_words()

    async def _clockwork(self) -> None:
        while True:
            try:
                await self.tick()
            except StoreError as error:
                log.error("database", trouble=str(error))
            except RouterError as error:
                log.error("clock", trouble=str(error))
            await asyncio.sleep(self._tick_seconds)

    async def _tell_held(self) -> None:
        now, editions = self.house.clock(), self.house.editions
        for interest, date in await editions.unheard():
            await self.alarms.edition(await editions.shown(interest, date, now), now)
            editions.heard(interest, date)

    async def _tell_sources(self) -> None:
        """Four times a day; silence is only told while other sources are heard, else it is the mailbox that is quiet."""
        now = self.house.clock()
        if self._looked is not None and abs(now - self._looked) < LOOK:
            return
        self._looked, found = now, await health(now)
        heard = [one.newest for one in found if now - one.newest < timedelta(days=2)]
        for one in found:
            for trouble in one.troubles if one.source in self.house.sources() else ():
                if trouble.reason.code != "quiet" or heard:
                    title = self.house.sources()[one.source]
                    await self.alarms.source(one.source, title, trouble.reason, trouble.since, now)

    async def _keep_words(self) -> None:
        """While no mail waits: a preview then has them at hand, and no mail waited for it."""
        now = self.house.clock()
        if self.engine.quiet and (self._worded is None or abs(now - self._worded) >= LULL):
            self._worded = now
            await keep_words(most=STORIES)

    async def _tell_problems(self) -> None:
        for problem in self.house.rules.problems:
            log.warning("rules", problem=str(problem))
        await self.alarms.rules(self.house.rules.problems, self.house.clock())

    async def _tell_aside(self) -> None:
        """Templates of the installation that are not used, and languages that lack words; both may show while one writes."""
        now, aside = self.house.clock(), self.house.templates.aside
        for name in [one for one in aside if one not in self._aside]:
            self._aside.add(name)
            log.warning("templates", problem=str(aside[name]))
            await self.alarms.template(aside[name], now)
        for language, count in self.house.templates.missing().items():
            if language not in self._lacking:
                self._lacking.add(language)
                log.warning("words", language=language, in_english=count, remedy=f"complete words/{language}.po")

    async def _pending(self) -> Mapping[str, Sequence[int]]:
        return {
            "clip": await mails.waiting(),
            "fold": [held.id for held in await stories.unfolded()],
            "route": await stories.unjudged(),
        }
