"""A changed rulebook and the stories of some days -> what would be routed: gained, lost, all but taken, day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from router.editing.narrowing import keep_words
from router.errors import StoreError
from router.rulebook.book import Book
from router.rulebook.difference import Difference
from router.rulebook.nearly import near_misses
from router.store import judged, stories, texts
from router.terms import Facts, Rule, Verdict

BATCH = 500  # stories read at a time


@dataclass(frozen=True, slots=True)
class Routed:
    """One story that an interest would take, or take no more, and the line that decides."""

    story: int
    title: str
    day: str  # ISO, when it was first seen
    verdict: Verdict


@dataclass(slots=True)
class Near:
    """What one word more in one line would add."""

    rule: Rule
    words: str  # "`child*` would take it", "only (care) is missing"
    stories: list[int] = field(default_factory=list)
    title: str = ""  # of the first of them


@dataclass(frozen=True, slots=True)
class Day:
    """The stories of one day that these interests would hold, and what of that is new or gone."""

    day: str  # ISO
    routed: int
    gained: int
    lost: int


class Preview:
    """Counts what a change of rules does to stories, shown one by one; a story not shown is one it does not touch."""

    def __init__(self, before: Book, after: Book, interests: Iterable[str] = ()) -> None:
        """`interests` are looked at even when nothing of them differs."""
        self._difference = Difference(before, after)
        self.interests = tuple(sorted({*self._difference.interests, *interests}))
        self._engines = [after.engine_of(name) for name in self.interests if name in after.interests]
        self.gained: list[Routed] = []
        self.lost: list[Routed] = []
        self._near: dict[tuple[Rule, str], Near] = {}

    @property
    def reads_links(self) -> bool:
        """Whether words in a story's link count: the index of words has none of them."""
        return self._difference.reads_links

    @property
    def narrowed(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """Words and looked-up values of which a story must hold one to be touched; both empty when nothing differs."""
        return self._difference.words, self._difference.values

    def see(self, story: int, facts: Facts) -> None:
        """Look at one story."""
        change = self._difference.of(facts)
        self.gained += [Routed(story, facts.title, facts.date, one) for one in change.gained]
        self.lost += [Routed(story, facts.title, facts.date, one) for one in change.lost]
        for engine in self._engines:
            for miss in near_misses(engine, facts):
                words = miss.words.partition(" (")[0] if miss.words[0] == "`" else miss.words
                near = self._near.setdefault((miss.rule, words), Near(miss.rule, words, [], facts.title))
                near.stories.append(story)

    @property
    def near(self) -> list[Near]:
        """What would add most stories first."""
        return sorted(self._near.values(), key=lambda one: (-len(one.stories), one.rule.file, one.rule.line, one.words))

    @property
    def touched(self) -> list[int]:
        """The stories that some interest gains or loses."""
        return sorted({one.story for one in (*self.gained, *self.lost)})

    def days(self, standing: Iterable[tuple[str, int, str]]) -> list[Day]:
        """Day by day, `standing` being (interest, story, ISO day) of the routes there are now; days of none are left out."""
        gone = {(one.verdict.interest, one.story) for one in self.lost}
        gained, lost = Counter(one.day for one in self.gained), Counter(one.day for one in self.lost)
        stay = {(name, story): day for name, story, day in standing if (name, story) not in gone}
        stay |= {(one.verdict.interest, one.story): one.day for one in self.gained}
        routed = Counter(stay.values())
        return [Day(day, routed[day], gained[day], lost[day]) for day in sorted({*routed, *gained, *lost})]


async def look(preview: Preview, since: datetime) -> int:
    """Show the preview the judged stories first seen since then that it can touch; how many it was shown.

    Near misses are those among them: a story that holds no word of a changed line is near to none.
    """
    ids = None
    if not preview.reads_links:
        with suppress(StoreError):  # what is not kept is looked at
            await keep_words(since)
        ids = await texts.holding(since, *preview.narrowed)
    if ids is None:
        ids = await judged.since(since)
    for start in range(0, len(ids), BATCH):
        for story, facts in (await stories.facts(ids[start : start + BATCH])).items():
            preview.see(story, facts)
    return len(ids)
