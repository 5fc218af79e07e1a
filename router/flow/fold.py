"""fold: clippings -> stories, one whatever number of mails showed it; a new story is judged in the same breath."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from router.flow.breath import breaths
from router.flow.judging import InForce, judge
from router.folding import ONE, Face, Keys, Learned, best, decide, face, hint, keys, learn, said, wanted, worth
from router.folding.learned import mark
from router.store import hints, stories
from router.store.stories import Folded, Held
from router.store.transaction import Connection, unit
from router.terms import Reason, Report


class Fold:
    """Folds clippings, alone in their transaction: two processes that meet on one story end in one story, because the
    second sees the first."""

    def __init__(self, in_force: InForce) -> None:
        """`in_force` gives the rulebook by which new stories are judged."""
        self._in_force = in_force

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        """Fold those of `ids` that lie there without a story; Report.next_ids are the older stories that changed."""

        async def work(connection: Connection) -> Report:
            folds, changed = await self.inside(connection, await stories.unfolded(ids), now)
            await stories.assign(connection, folds)
            return Report("fold", len(folds), next_ids=changed)

        return await unit(work, alone=True)

    async def inside(
        self, connection: Connection, cut: Sequence[Held], now: datetime
    ) -> tuple[Sequence[Folded], tuple[int, ...]]:
        """Within a transaction that is alone: write the stories of these clippings, the new ones judged. (where each
        clipping belongs, in their order; older stories that changed, which wait to be judged again)"""
        desk = await Desk.of(cut, await stories.next_id(connection))
        folds = [await desk.place(one) async for one in breaths(desk.waiting)]
        faces = {story: (best([one.clipping for one in held]), len(held)) for story, held in desk.touched().items()}
        version, book = self._in_force()
        new = {story: stories.facts_of(faces[story][0], desk.held[story]) for story in desk.fresh}
        verdicts = await judge(new, book)
        await stories.write_folds(connection, faces, desk.fresh, version, desk.strong, desk.weak, desk.learned)
        await stories.add_routes(connection, verdicts, version, now)
        return folds, tuple(sorted(faces.keys() - desk.fresh.keys()))


@dataclass(slots=True)
class Waiting:
    """A clipping to be folded, with the keys it had when the batch was read."""

    held: Held
    face: Face
    wanted: tuple[str, ...]
    told: dict[str, int]
    places: Keys
    said_with: tuple[int, ...] = ()  # keys of clippings that a person said are one with this


class Desk:
    """What one batch has read, and what it will write: later clippings of the batch see the earlier ones."""

    def __init__(self, next_id: int, words: Mapping[str, int]) -> None:
        """`words` is what people said of pairs."""
        self.waiting: list[Waiting] = []
        self._next = next_id
        self._faces: dict[int, list[Face]] = {}  # story -> faces of its clippings
        self.held: dict[int, list[Held]] = {}  # story -> its clippings, oldest first
        self._sharing: dict[str | int, Sequence[int]] = {}  # key, strong or weak -> stories
        self._asked: set[str | int] = set()  # keys that the database was asked for
        self._rows: dict[str, int | None] = dict(words)  # learned rows; None: asked, and there is none
        self._said = bool(words)
        self._said_one = partners(words)
        self._touched: set[int] = set()
        self.fresh: dict[int, datetime] = {}
        self.strong: list[tuple[str, int]] = []
        self.weak: list[tuple[int, int]] = []
        self.learned: dict[str, int] = {}

    @classmethod
    async def of(cls, held: Sequence[Held], next_id: int) -> Desk:
        """A desk with what these clippings may meet already read, in few questions to the database."""
        desk = cls(next_id, await stories.said())
        faces = [(one, face(one.clipping, one.seen)) for one in held]
        names = [wanted(one) for _, one in faces]
        await desk._learn(key for some in names for key in some)
        async for (one, seen), some in breaths(zip(faces, names, strict=True)):
            told = desk._told(some)
            desk.waiting.append(desk._marked(Waiting(one, seen, some, told, keys(seen, Learned.of(told)))))
        await desk._share(desk.waiting)
        await desk._load({story for one in desk.waiting for story in desk._near(one)})
        await desk._learn(key for seen in desk._faces.values() for one in seen for key in wanted(one))
        return desk

    async def place(self, one: Waiting) -> Folded:
        """Decide where this clipping belongs."""
        told = self._told(one.wanted)
        if told != one.told:  # an earlier clipping of the batch taught what is a publisher
            one.places = keys(one.face, Learned.of(told))
            self._marked(one)
            await self._share([one])
        near = self._near(one)
        found, reason = await self._decide(one, near) if near else decide(one.face, ())  # as most are: nothing is near
        story = found.story if found else self._next
        if found is None:
            self._next += 1
            self.fresh[story] = one.held.seen
            self._faces[story], self.held[story] = [], []
        self._faces[story].append(one.face)
        self.held[story].append(one.held)
        self._touched.add(story)
        self._take(one.places, story)
        if one.wanted:
            changed = learn(one.face, told)
            self._rows.update(changed)
            self.learned.update(changed)
        return Folded(one.held, story, reason)

    async def _decide(self, one: Waiting, near: Collection[int]) -> tuple[Face | None, Reason]:
        await self._load(near)
        # none: the hint outlived its story
        candidates = [replace(other, story=story) for story in near for other in self._faces.get(story, ())]
        names = wanted(one.face, *candidates)
        await self._learn(names)
        if self._said:
            names = (*names, *(said(one.face, other) for other in candidates))
        return decide(one.face, candidates, Learned.of(self._told(names)))

    def touched(self) -> dict[int, list[Held]]:
        """Every story of this batch with all its clippings, oldest first."""
        return {story: self.held[story] for story in self._touched}

    def _marked(self, one: Waiting) -> Waiting:
        """With the keys by which clippings of which a person spoke find each other, however little they share."""
        if self._said_one and (name := mark(one.face)) in self._said_one:
            one.places = replace(one.places, weak=(*one.places.weak, hint("mark", name)))
            one.said_with = tuple(hint("mark", other) for other in sorted(self._said_one[name]))
        return one

    def _near(self, one: Waiting) -> set[int]:
        near = worth(one.places, self._sharing)
        for key in one.said_with:
            near.update(self._sharing.get(key, ()))
        return near

    def _told(self, names: Sequence[str]) -> dict[str, int]:
        return {name: value for name in names if (value := self._rows.get(name)) is not None} if names else {}

    def _take(self, places: Keys, story: int) -> None:
        """The story holds these keys from now on: a strong one if nobody does, a weak one beside others."""
        sharing, alone = self._sharing, (story,)
        for name in places.strong:
            if name not in sharing:
                sharing[name] = alone
                self.strong.append((name, story))
        for key in places.weak:
            if key not in sharing:
                sharing[key] = alone
            elif story in (others := sharing[key]):
                continue
            else:
                sharing[key] = (*others, story)
            self.weak.append((key, story))

    async def _share(self, waiting: Sequence[Waiting]) -> None:
        strong, weak = set[str](), set[int]()
        for one in waiting:
            strong.update(one.places.strong)
            weak.update(one.places.weak, one.places.also, one.said_with)
        strong -= self._asked
        weak -= self._asked
        self._asked |= strong | weak
        for key, owner in (await stories.owners(sorted(strong))).items() if strong else ():
            self._sharing[key] = (owner,)
        self._sharing.update(await hints.sharers(weak) if weak else {})

    async def _load(self, near: Iterable[int]) -> None:
        missing = sorted({story for story in near if story not in self._faces})
        for held in await stories.clippings_of(missing) if missing else ():
            self._faces.setdefault(held.story, []).append(face(held.clipping, held.seen, held.story))
            self.held.setdefault(held.story, []).append(held)

    async def _learn(self, names: Iterable[str]) -> None:
        missing = list(dict.fromkeys(name for name in names if name not in self._rows))
        if missing:
            self._rows.update(dict.fromkeys(missing))
            self._rows.update(await stories.learned(missing))


def partners(words: Mapping[str, int]) -> dict[str, set[str]]:
    """mark -> marks of the clippings that a person said are one with it."""
    found: dict[str, set[str]] = {}
    for key, value in words.items():
        if value == ONE:
            a, _, b = key.removeprefix("said:").partition("|")
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return found
