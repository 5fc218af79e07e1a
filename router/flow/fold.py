"""fold: clippings -> stories, one whatever number of mails showed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from router.crash import crashpoint
from router.folding import Face, Keys, Learned, best, decide, face, keys, learn, wanted
from router.store import stories
from router.store.stories import Folded, Held
from router.store.transaction import Connection, unit
from router.terms import Clipping, Report


class Fold:
    """Folds a batch alone: two processes that meet on one story end in one story, because the second sees the first."""

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Fold those of `ids` that wait; Report.next_ids are the stories made or changed."""

        async def work(connection: Connection) -> Report:
            desk = await Desk.of(await stories.unfolded(ids), await stories.next_id(connection))
            folds = [await desk.place(held, one) for held, one in desk.waiting]
            crashpoint("fold.before_commit")
            faces = {story: (best(found), len(found)) for story, found in desk.touched().items()}
            await stories.write_folds(connection, folds, faces, desk.fresh, desk.strong, desk.weak, desk.learned)
            joined = sum(fold.reason.code != "new" for fold in folds)
            counts = {"new": len(folds) - joined, "folded": joined}
            return Report("fold", len(folds), 0, counts, tuple(sorted(faces)))

        report = await unit(work, alone=True)
        crashpoint("fold.after_commit")
        return report


class Desk:
    """What one batch has read, and what it will write: later clippings of the batch see the earlier ones."""

    def __init__(self, waiting: Sequence[tuple[Held, Face]], rows: dict[str, int], next_id: int) -> None:
        self.waiting, self._rows, self._next = waiting, rows, next_id
        self._faces: dict[int, list[Face]] = {}  # story -> faces of its clippings
        self._clippings: dict[int, list[Clipping]] = {}
        self._owners: dict[str, int] = {}
        self._sharers: dict[str, list[int]] = {}
        self._asked: set[str] = set()
        self._touched: set[int] = set()
        self.fresh: dict[int, datetime] = {}
        self.strong: list[tuple[str, int]] = []
        self.weak: list[tuple[str, int]] = []
        self.learned: dict[str, int] = {}

    @classmethod
    async def of(cls, held: Sequence[Held], next_id: int) -> Desk:
        """A desk with everything these clippings may meet already read."""
        waiting = [(one, face(one.clipping, one.seen)) for one in held]
        rows = await stories.learned(wanted(*(one for _, one in waiting)))
        desk = cls(waiting, rows, next_id)
        await desk._read([keys(one, desk._known(one)) for _, one in waiting])
        return desk

    async def place(self, held: Held, one: Face) -> Folded:
        """Decide where this clipping belongs."""
        places = keys(one, self._known(one))
        await self._read([places])
        near = [self._owners[key] for key in places.strong if key in self._owners]
        near += [story for key in places.weak for story in self._sharers.get(key, ())]
        candidates = [other for story in dict.fromkeys(near) for other in self._faces[story]]
        found, reason = decide(one, candidates, self._known(one, *candidates))
        story = found.story if found else self._next
        if found is None:
            self._next += 1
            self.fresh[story] = held.seen
            self._faces[story], self._clippings[story] = [], []
        self._faces[story].append(replace(one, story=story))
        self._clippings[story].append(held.clipping)
        self._touched.add(story)
        self._take(places, story)
        changed = learn(one, self._rows)
        self._rows.update(changed)
        self.learned.update(changed)
        return Folded(held, story, reason)

    def touched(self) -> dict[int, list[Clipping]]:
        """Every story of this batch with all its clippings, oldest first."""
        return {story: self._clippings[story] for story in self._touched}

    def _known(self, *faces: Face) -> Learned:
        return Learned.of({key: self._rows[key] for key in wanted(*faces) if key in self._rows})

    def _take(self, places: Keys, story: int) -> None:
        for key in places.strong:
            if self._owners.setdefault(key, story) == story:
                self.strong.append((key, story))
        for key in places.weak:
            sharing = self._sharers.setdefault(key, [])
            if story not in sharing:
                sharing.append(story)
                self.weak.append((key, story))

    async def _read(self, places: Sequence[Keys]) -> None:
        strong = {key for one in places for key in one.strong} - self._asked
        weak = {key for one in places for key in one.weak} - self._asked
        if not strong and not weak:
            return
        self._asked |= strong | weak
        for key, story in (await stories.owners(sorted(strong))).items():
            self._owners.setdefault(key, story)
        for key, sharing in (await stories.sharers(sorted(weak))).items():
            self._sharers[key] = list(dict.fromkeys([*sharing, *self._sharers.get(key, ())]))
        near = {*self._owners.values(), *(story for sharing in self._sharers.values() for story in sharing)}
        for held in await stories.clippings_of(sorted(near - set(self._faces))):
            self._faces.setdefault(held.story, []).append(face(held.clipping, held.seen, held.story))
            self._clippings.setdefault(held.story, []).append(held.clipping)
        candidates = [one for story in near for one in self._faces.get(story, ())]
        missing = [key for key in wanted(*candidates) if key not in self._rows]
        self._rows.update(await stories.learned(missing))
