"""fold: clippings -> stories, one whatever number of mails showed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from router.crash import crashpoint
from router.folding import Face, Keys, Learned, best, decide, face, keys, learn, wanted, worth
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

    def __init__(self, waiting: Sequence[tuple[Held, Face]], next_id: int) -> None:
        self.waiting, self._next = waiting, next_id
        self._faces: dict[int, list[Face]] = {}  # story -> faces of its clippings
        self._clippings: dict[int, list[Clipping]] = {}
        self._sharing: dict[str, list[int]] = {}  # key, strong or weak -> stories
        self._rows: dict[str, int | None] = {}  # learned rows; None: asked, and there is none
        self._touched: set[int] = set()
        self.fresh: dict[int, datetime] = {}
        self.strong: list[tuple[str, int]] = []
        self.weak: list[tuple[str, int]] = []
        self.learned: dict[str, int] = {}

    @classmethod
    async def of(cls, held: Sequence[Held], next_id: int) -> Desk:
        """A desk with what these clippings may meet already read, in few questions to the database."""
        desk = cls([(one, face(one.clipping, one.seen)) for one in held], next_id)
        faces = [one for _, one in desk.waiting]
        await desk._learn(*(key for one in faces for key in wanted(one)))
        places = [keys(one, desk._known(one)) for one in faces]
        await desk._share(places)
        await desk._load({story for one in places for story in worth(one, desk._sharing)})
        return desk

    async def place(self, held: Held, one: Face) -> Folded:
        """Decide where this clipping belongs."""
        places = keys(one, self._known(one))
        await self._share([places])
        near = worth(places, self._sharing)
        await self._load(near)
        candidates = [other for story in near for other in self._faces[story]]
        await self._learn(*wanted(one, *candidates))
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
        changed = learn(one, self._told(wanted(one)))
        self._rows.update(changed)
        self.learned.update(changed)
        return Folded(held, story, reason)

    def touched(self) -> dict[int, list[Clipping]]:
        """Every story of this batch with all its clippings, oldest first."""
        return {story: self._clippings[story] for story in self._touched}

    def _told(self, names: Iterable[str]) -> dict[str, int]:
        return {name: value for name in names if (value := self._rows.get(name)) is not None}

    def _known(self, one: Face, *candidates: Face) -> Learned:
        return Learned.of(self._told(wanted(one, *candidates)))

    def _take(self, places: Keys, story: int) -> None:
        for key in places.strong:
            if not self._sharing[key]:
                self._sharing[key].append(story)
                self.strong.append((key, story))
        for key in places.weak:
            if story not in self._sharing[key]:
                self._sharing[key].append(story)
                self.weak.append((key, story))

    async def _share(self, places: Sequence[Keys]) -> None:
        strong = {key for one in places for key in one.strong} - self._sharing.keys()
        weak = {key for one in places for key in (*one.weak, *one.also)} - self._sharing.keys()
        self._sharing.update({key: [] for key in strong | weak})
        for key, owner in (await stories.owners(sorted(strong))).items() if strong else ():
            self._sharing[key] = [owner]
        self._sharing.update(await stories.sharers(sorted(weak)) if weak else {})

    async def _load(self, near: Iterable[int]) -> None:
        missing = sorted(set(near) - self._faces.keys())
        for held in await stories.clippings_of(missing) if missing else ():
            self._faces.setdefault(held.story, []).append(face(held.clipping, held.seen, held.story))
            self._clippings.setdefault(held.story, []).append(held.clipping)

    async def _learn(self, *names: str) -> None:
        missing = list(dict.fromkeys(name for name in names if name not in self._rows))
        if missing:
            self._rows.update(dict.fromkeys(missing))
            self._rows.update(await stories.learned(missing))
