"""An editor's word on a story, an edition, or somebody to invite -> the act it names, as the command line does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from router.editing import hands
from router.editing.reload import InForce
from router.errors import RouterError
from router.store import issues
from router.store.deeds import By, Kept
from router.subscribers.grammar import Command
from router.terms import Reason

SHOWN = 50  # stories of an edition that a letter lists
HELP = (
    "show NAME: its edition that is open or held, with numbers to reply to",
    "drop 3 · undrop 3: nobody is given story 3 any more; take that back",
    "pin 3 · unpin 3: it stands first",
    "note 3 WORDS: they stand with the story wherever it goes · note NAME: WORDS stand above the edition",
    "route 3 to NAME: another interest has it too",
    "hold · release: the edition; with several, hold NAME",
    "invite ADDRESS to NAME: they are asked to confirm",
)


class Editions(Protocol):
    """What the flow does with editions."""

    async def pin(self, interest: str, date: str, story: int, now: datetime, *, off: bool, by: By) -> Reason: ...

    async def drop(self, interest: str, date: str, story: int, now: datetime, *, off: bool, by: By) -> Reason: ...

    async def note(self, interest: str, date: str, words: str, name: str, now: datetime, *, by: By) -> Reason: ...

    async def hold(self, interest: str, date: str, now: datetime, *, by: By) -> Reason: ...

    async def shown(self, interest: str, date: str, now: datetime) -> dict[str, Any]: ...

    async def release(self, interest: str, date: str, name: str, now: datetime, *, by: By) -> Reason: ...


Invite = Callable[[str, Sequence[str], By, datetime], Awaitable[Reason]]


@dataclass(frozen=True, slots=True)
class Place:
    """What an editor's numbers mean: those of one newsletter, or of one edition that waits."""

    name: str = "that mail"
    stories: Mapping[int, tuple[int, tuple[str, ...]]] = field(default_factory=dict)  # number -> story, its interests
    interests: tuple[str, ...] = ()
    date: str = ""  # of the edition; "" where each story stands in its own


class Editorial:
    """Does what editors write in replies. Every act is kept with who said it, by which door, and when."""

    def __init__(self, editions: Editions, rules: InForce, invite: Invite) -> None:
        self._editions, self._rules, self._invite = editions, rules, invite

    async def act(self, asked: Command, place: Place, by: By, name: str, now: datetime) -> Reason:
        """One word of an editor; what cannot be done is said, and nothing raised. `name` stands under their words."""
        try:
            return await self._act(asked, place, by, name, now)
        except RouterError as error:
            return Reason("refused", f"“{asked.line[:80]}”: {error}")

    async def shown(self, asked: Command, place: Place, now: datetime) -> dict[str, Any]:
        """The edition that `show` asks for, as `router edition show` has it; RouterError when it is not clear which."""
        return await self._editions.shown(self._one(asked, place), place.date, now)

    async def _act(self, asked: Command, place: Place, by: By, name: str, now: datetime) -> Reason:
        match asked.word:
            case "invite":
                return await self._invite(asked.value, asked.interests, by, now)
            case "hold":
                return await self._editions.hold(self._one(asked, place), place.date, now, by=by)
            case "release":
                return await self._editions.release(self._one(asked, place), place.date, name, now, by=by)
            case "word":
                date = place.date if asked.interests[0] in place.interests else ""
                return await self._editions.note(asked.interests[0], date, asked.value, name, now, by=by)
        story, interests = self._story(asked, place)
        if asked.word == "route":
            book = self._rules.book.interests
            return await hands.route(story, asked.interests[0], book, self._rules.version, now, by=by)
        if asked.word == "note":
            return await hands.note(story, asked.value, name, now, by=by)
        act = self._editions.pin if asked.word.endswith("pin") else self._editions.drop
        off, done = asked.word.startswith("un"), []
        for interest in interests:
            one = replace(by, key=f"{by.key}|{interest}")
            done.append(await act(interest, place.date, story, now, off=off, by=one))
        return Reason(done[0].code, "; ".join(map(str, done)))

    @staticmethod
    def _story(asked: Command, place: Place) -> tuple[int, tuple[str, ...]]:
        if asked.number not in place.stories:
            remedy = "use the number that stands before the story's title"
            raise RouterError(f"story {asked.number}", f"{place.name} has none of this number", remedy)
        story, interests = place.stories[asked.number]
        if not interests and asked.word not in ("route", "note"):
            raise RouterError(
                f"story {asked.number}", "no interest of yours brought it", "`route` and `note` still work"
            )
        return story, interests

    @staticmethod
    def _one(asked: Command, place: Place) -> str:
        names = asked.interests or place.interests
        if len(names) != 1:
            which = f"which of {', '.join(names)}" if names else "which interest"
            raise RouterError(asked.word, f"it is not clear {which}", f"write `{asked.word} NAME`")
        return names[0]


async def of_newsletter(subscriber: int, number: int, mine: Sequence[str]) -> Place:
    """The stories of one newsletter, each with the interests of `mine` that brought it."""
    shown = await issues.shown(subscriber, number) if subscriber and number else None
    if shown is None:
        return Place()
    stories = {}
    for one in shown["stories"]:
        brought = tuple(route["interest"] for route in one["routes"] if route["interest"] in mine)
        stories[int(one["number"])] = int(one["id"]), brought
    names = tuple(sorted({name for _, brought in stories.values() for name in brought}))
    return Place(f"newsletter {number}", stories, names)


def numbered(shown: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """The stories of an edition as a letter numbers them, and what `of_edition` needs to know them again."""
    stories = shown["stories"][:SHOWN]
    lines = [f"{number}. {one['title']}" for number, one in enumerate(stories, 1)]
    if (more := len(shown["stories"]) - len(stories)) > 0:
        lines.append(f"and {more} more")
    ids = [one["story"] for one in stories]
    return lines, {"interest": shown["interest"], "date": shown["date"], "stories": ids}


def of_edition(kept: Kept) -> Place:
    """The stories of an edition that waits, by the numbers of the letter that said so."""
    name, date = kept.told["interest"], kept.told["date"]
    stories = {number: (int(story), (name,)) for number, story in enumerate(kept.told["stories"], 1)}
    return Place(f"edition {date} of {name}", stories, (name,), date)
