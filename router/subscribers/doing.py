"""One command of a known person -> the act it names, with the sentence that tells what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from router.errors import RouterError
from router.store import issues, past, subscribers
from router.subscribers.consent import Consent
from router.subscribers.grammar import Command, Known
from router.subscribers.preferences import Preferences
from router.subscribers.privacy import Privacy
from router.subscribers.reasons import told
from router.subscribers.schedules import WORDS, issues_a_week, planned
from router.subscribers.speaking import say
from router.subscribers.sure import Sure
from router.terms import Interest, Reason


class Trust(IntEnum):
    """How far a mail is believed."""

    NONE = 0
    LINK = 1  # the link of a newsletter, which may have been passed on: to ask, and no more
    SENDER = 2  # an authenticated From without a token: what does not reduce
    TOKEN = 3  # the token of a newsletter: all but the strong acts
    STRONG = 4  # the token, and the From authenticated and theirs


ASKS = ("help", "interests", "status", "why", "left out")
NAMED = 20  # stories that one answer names
REDUCES = frozenset({"less", "mute", "leave", "only", "pause", "stop"})


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command; `silent` when another letter says it already."""

    reason: Reason
    lines: tuple[str, ...] = ()
    silent: bool = False


class Doing:
    """Does commands; the functions it calls are those of the pages."""

    def __init__(
        self,
        consent: Consent,
        preferences: Preferences,
        privacy: Privacy,
        sure: Sure,
        interests: Callable[[], Mapping[str, Interest]],
        sources: Callable[[], Mapping[str, str]],
    ) -> None:
        self._consent, self._wishes, self._privacy, self._sure = consent, preferences, privacy, sure
        self._interests, self._sources = interests, sources

    def known(self, mine: Collection[str] = (), *, everything: bool = False) -> Known:
        """The names a command may use now: those that somebody who has `mine` may know of, or all."""
        names = self._interests() if everything else self._consent.visible(mine)
        return Known({name: one.title for name, one in names.items()}, dict(self._sources()))

    async def do(
        self, asked: Command, subscriber: int, trust: Trust, number: int, now: datetime, door: str = "reply"
    ) -> Done:
        """Do one command for a subscriber; `number` is the newsletter that story numbers are of, 0 for the newest."""
        try:
            person = await subscribers.person(subscriber)
            if person is None:
                return Done(Reason("gone", say("There is no such subscriber any more.")))
            reduces = asked.word in REDUCES or await self._fewer(asked, subscriber)
            if (trust < Trust.TOKEN and reduces) or (trust < Trust.SENDER and asked.word not in ASKS):
                return Done(
                    Reason(
                        "no-token", say("“{line}”: for this, please reply to one of your newsletters.", line=asked.line)
                    )
                )
            if asked.word in ("export", "forget me"):
                return await self._strong(asked.word, subscriber, trust, now)
            if asked.word in ASKS:
                return await self._say(asked, subscriber, number or person.issues_made, now)
            if asked.word in ("more", "less", "mute", "unmute"):
                return await self._weigh(asked, subscriber, number or person.issues_made, door, now)
            if asked.word in ("join", "leave", "only", "stop"):
                return await self._interested(asked, subscriber, now)
            return Done(await self._change(asked, subscriber, now))
        except RouterError as error:
            return Done(Reason("refused", f"“{asked.line}”: {error.what}; {error.remedy}."))

    async def _fewer(self, asked: Command, subscriber: int) -> bool:
        person = await subscribers.person(subscriber)
        if person is None or asked.word not in ("minutes", *WORDS):
            return False
        if asked.word == "minutes":
            mine = person.wishes.minutes
            return asked.number != 0 and (mine == 0 or asked.number < mine)
        return issues_a_week(planned(person.schedule, asked)) < issues_a_week(person.schedule)

    async def _strong(self, word: str, subscriber: int, trust: Trust, now: datetime) -> Done:
        if trust < Trust.STRONG:
            what = "forget" if word == "forget me" else "export"
            return Done(await self._sure.ask(subscriber, what, {}, "reply", now), silent=True)
        if word == "export":
            return Done(await self._privacy.send_held(subscriber, "reply", now))
        return Done(await self._privacy.forget(await subscribers.address_of(subscriber), now))

    async def _say(self, asked: Command, subscriber: int, number: int, now: datetime) -> Done:
        if asked.word == "help":
            return Done(Reason("help", say("Put one of these in the first lines of a reply:")), help_lines())
        if asked.word == "status":
            return Done(
                Reason("status", say("This is what you have:")), tuple(await self._wishes.status(subscriber, now))
            )
        if asked.word == "interests":
            mine = {tie.interest for tie in await subscribers.ties(subscriber) if tie.state == "confirmed"}
            yours = say(" (yours)")
            invited = say(" (by invitation)")
            rows = []
            for name, one in self._consent.visible(mine).items():
                how = yours if name in mine else "" if one.join == "public" else invited
                rows.append(f"{one.title}{how}{f': {one.about}' if one.about else ''}")
            return Done(Reason("interests", say("There is:")), tuple(rows))
        if asked.word == "left out":
            return await self._left_out(subscriber, number)
        story = await self._story(subscriber, number, asked.number)
        person = await subscribers.person(subscriber)
        known = self._consent.visible(person.interests if person else ())
        return Done(Reason("why", f"{asked.number}. {story['title']}"), tuple(self._because(story, known)))

    @staticmethod
    async def _left_out(subscriber: int, number: int) -> Done:
        shown = await issues.shown(subscriber, number)
        if shown is None:
            return Done(Reason("gone", say("that newsletter is not kept any more")))
        rows = sorted(shown["left_out"].items(), key=lambda one: -one[1])
        lines = [f"{count}: {told(reason)}" for reason, count in rows]
        person = await subscribers.person(subscriber)
        span = timedelta(days=person.wishes.keep_days) if person else timedelta()
        waits = await past.left_out(subscriber, number, person.interests, span) if person and person.interests else []
        for one in waits[:NAMED]:
            came = f" ({say('came in newsletter {number}', number=one['came'])})" if one["came"] else ""
            link = f": {one['link']}" if one["link"] else ""
            lines.append(f"“{one['title']}”{came}{link}")
        if not lines:
            return Done(Reason("left-out", say("Nothing: all that was new for you is in this newsletter.")))
        return Done(Reason("left-out", say("Left out of newsletter {number}:", number=number)), tuple(lines))

    def _because(self, story: Mapping[str, Any], known: Collection[str]) -> list[str]:
        lines = [say("It came again: {why}.", why=story["again"])] if story["again"] else []
        if story["beside"]:
            lines.append(
                say("It stands beside the story before it, which tells of the same event: {why}.", why=story["beside"])
            )
        for route in story["routes"]:
            if route["interest"] not in known:
                continue  # a private interest of others
            if not route["file"]:
                lines.append(say("An editor put it into {of}.", of=self._wishes.called([route["interest"]])))
                continue
            found = list(dict.fromkeys(words for _, words, _ in json.loads(route["found"])))
            said = ", ".join(f"“{words}”" for words in found[:5])
            of = self._wishes.called([route["interest"]])
            lines.append(
                say(
                    "It belongs to {of}, because of {found}. The rule: {rule}",
                    of=of,
                    found=said or "…",
                    rule=route["words"],
                )
            )
        nameless = say("a mail")
        carried = [
            f"{self._wishes.called([one['source']]) if one['source'] else nameless} ({str(one['seen'])[:10]})"
            for one in story["carried"]
        ]
        lines.append(say("Carried by {names}.", names=", ".join(dict.fromkeys(carried))) if carried else "")
        return [line for line in lines if line] or [say("The rule that brought it was changed since.")]

    async def _weigh(self, asked: Command, subscriber: int, number: int, door: str, now: datetime) -> Done:
        names, source = list(asked.interests), asked.source
        if asked.number:
            story = await self._story(subscriber, number, asked.number)
            person = await subscribers.person(subscriber)
            mine = person.interests if person else {}
            came = [route["interest"] for route in story["routes"] if route["interest"] in mine]
            sources = [one["source"] for one in story["carried"] if one["source"]]
            if asked.word != "mute" and came and len(mine) > 1:
                names = came[:1]
            elif sources:
                source = sources[0]
            else:
                return Done(
                    Reason(
                        "no-source",
                        say("Story {number} came without a named source; nothing to change.", number=asked.number),
                    )
                )
        if asked.word in ("mute", "unmute"):
            return Done(await self._wishes.mute(subscriber, source, asked.word == "mute", door, now))
        by = 1 if asked.word == "more" else -1
        return Done(await self._wishes.weigh(subscriber, names or [source], by, door, now))

    async def _interested(self, asked: Command, subscriber: int, now: datetime) -> Done:
        if asked.word == "join":
            return Done(await self._consent.join(subscriber, asked.interests, "reply", now))
        if asked.word == "stop":
            reason = await self._consent.part(subscriber, "reply", now)
            return Done(reason, silent=reason.code == "left")
        if asked.word == "leave":
            return Done(await self._consent.part(subscriber, "reply", now, asked.interests))
        joined = await self._consent.join(subscriber, asked.interests, "reply", now)
        ties = await subscribers.ties(subscriber)
        others = [t.interest for t in ties if t.state == "confirmed" and t.interest not in asked.interests]
        if others:
            await self._consent.part(subscriber, "reply", now, others)
        said = say("You get {names}, and nothing else.", names=self._consent.titles(asked.interests))
        return Done(Reason("only" if others else joined.code, said))

    async def _change(self, asked: Command, subscriber: int, now: datetime) -> Reason:
        wishes, door = self._wishes, "reply"
        match asked.word:
            case word if word in WORDS:
                return await wishes.schedule(subscriber, asked, door, now)
            case "minutes":
                return await wishes.minutes(subscriber, asked.number, door, now)
            case "one" | "one per interest":
                return await wishes.one_each(subscriber, asked.word != "one", door, now)
            case "zone":
                return await wishes.zone(subscriber, asked.value, door, now)
            case "language":
                return await wishes.language(subscriber, asked.value, door, now)
            case "plain" | "pretty":
                return await wishes.plain(subscriber, asked.word == "plain", door, now)
            case "pause":
                return await wishes.pause(subscriber, asked.until, door, now)
            case "resume":
                return await self._resume(subscriber, now)
            case "send now":
                return await wishes.send_now(subscriber, door, now)
            case _:
                return Reason("nothing-waits", say("There is nothing to confirm."))

    async def _resume(self, subscriber: int, now: datetime) -> Reason:
        """End a pause, or take back that they left."""
        person = await subscribers.person(subscriber)
        last = await self._consent.left_last(subscriber)
        if person is not None and person.state == "gone" and last:
            return await self._consent.join(subscriber, last, "reply", now)
        return await self._wishes.resume(subscriber, "reply", now)

    @staticmethod
    async def _story(subscriber: int, number: int, story: int) -> dict[str, Any]:
        shown = await issues.shown(subscriber, number) if number else None
        found = [one for one in shown["stories"] if one["number"] == story] if shown else []
        if not found:
            what = (
                say("newsletter {number} has no story {story}", number=number, story=story)
                if shown
                else say("that newsletter is not kept any more")
            )
            raise RouterError("story", what, say("use the number that stands before the story's title"))
        return dict(found[0])


def help_lines() -> tuple[str, ...]:
    """Every command with what it is for, in the words of who is spoken to."""
    return (
        say("interests · status: what there is, what you have"),
        say("join NAME · leave NAME · only NAME, NAME: your interests"),
        say("daily 7:00 · weekly friday · days mon, thu · monthly 15 · at once: when it comes"),
        say("time 18:30 · zone Europe/Vienna: at what time"),
        say("minutes 20 · language de · plain · pretty · one · one per interest: what it is like"),
        say("more 3 · less NAME · mute 3 · unmute NAME: what it brings (a number is that of the story)"),
        say("why 3 · left out: why a story came, and what did not"),
        say("pause 2 weeks · pause until 24 December · resume · send now"),
        say("stop: leave · export: all we hold on you · forget me: erase it"),
    )
