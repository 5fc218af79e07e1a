"""What editors write in replies -> done where their mail is proven, else shown to them and done when they say yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from router.errors import RouterError
from router.store import deeds, subscribers
from router.store.deeds import By, Kept
from router.subscribers import editor_words, editorial, grammar
from router.subscribers.desk import Desk, says
from router.subscribers.editorial import HELP, Editorial, Place
from router.subscribers.grammar import Command, Known
from router.subscribers.rules import RuleMails
from router.terms import Parsed, Reading, Reason
from router.tokens import Token


class Editors:
    """The front of the desk: which reply is about what."""

    def __init__(self, desk: Desk, rules: RuleMails, does: Editorial) -> None:
        self._desk, self.rules, self._does = desk, rules, does

    def is_editor(self, address: str) -> bool:
        """Whether this address may edit."""
        return self._desk.is_editor(address)

    async def reply(
        self, mail: int, parsed: Parsed, reading: Reading, text: str, token: Token, known: Known, now: datetime
    ) -> Reason:
        """A reply to one of the letters of the desk: what was shown, or an edition that waits."""
        kept = await self._desk.asked(token, parsed, reading, now)
        if isinstance(kept, Kept) and kept.what == "edition":
            return await self._on_edition(mail, parsed, reading, text, kept, known, now)
        if isinstance(kept, Kept) and kept.what == "asked words":
            return await self._yes(mail, parsed, reading, text, kept, now)
        if isinstance(kept, Reason) and kept.code == "over" and _words(text, known, now):
            await self._desk.answer(mail, parsed, reading, str(kept), ("`show NAME` brings it as it is now.",), now)
            return kept
        return await self.rules.reply(mail, parsed, reading, text, kept, now)

    async def help(self, mail: int, parsed: Parsed, reading: Reading, now: datetime) -> Reason:
        """What an editor can write, when nothing of their mail is that."""
        said = "Put one of these into the first lines of a mail to this address, or of a reply to your newsletter:"
        await self._desk.answer(mail, parsed, reading, said, HELP, now)
        return Reason("help", "no word of editors: told which there are")

    async def ask(
        self, asked: Sequence[Command], told: Mapping[str, Any], mail: int, parsed: Parsed, reading: Reading, to: str,
        now: datetime,
    ) -> Reason:  # fmt: skip
        """Nothing proves that the mail is theirs: the editor is asked, at their own address."""
        said = "Somebody, most likely you, wrote this as an editor. Reply “yes” and it is done."
        words = [
            {"word": o.word, "line": o.line, "number": o.number, "interests": list(o.interests), "value": o.value}
            for o in asked
        ]
        lines = [one.line for one in asked]
        kept = {**told, "words": words}
        return await self._desk.ask(mail, parsed, reading, "words", kept, said, lines, now, to)

    async def act(
        self, asked: Sequence[Command], place: Place, by: str, name: str, mail: int, now: datetime, door: str = "reply"
    ) -> list[Reason]:
        """Do it, one after the other; the same mail does it once in the eyes of the record."""
        name = name or by.partition("@")[0].capitalize()
        return [await self._does.act(one, place, By(by, door, f"{mail}|{n}"), name, now) for n, one in enumerate(asked)]

    async def show(
        self,
        asked: Sequence[Command],
        place: Place,
        mail: int,
        parsed: Parsed,
        reading: Reading,
        to: str,
        now: datetime,
    ) -> list[Reason]:
        """A letter for each edition they want to see; a reply to it acts on its numbers."""
        done = []
        for n, one in enumerate(asked):
            try:
                shown = await self._does.shown(one, place, now)
            except RouterError as error:
                done.append(Reason("refused", f"“{one.line[:80]}”: {error}"))
                continue
            lines, told = editorial.numbered(shown)
            deed = await deeds.add(deeds.Done(to, "mail", "edition", told, f"show|{mail}|{n}"), now)
            said = f"{shown['title']}, {shown['date']}: {shown['state']}, {shown['why']}."
            went = await self._desk.letter(deed, parsed, reading, said, [*lines, *HELP], now, to)
            done.append(
                Reason("shown" if went else "enough", f"{shown['title']}: its edition is in a letter of its own")
            )
        return done

    async def _on_edition(
        self, mail: int, parsed: Parsed, reading: Reading, text: str, kept: Kept, known: Known, now: datetime
    ) -> Reason:
        asked = _words(text, known, now)
        if not asked:
            said = "Nothing was done. Put one of these in the first lines of a reply:"
            await self._desk.answer(mail, parsed, reading, said, HELP, now)
            return Reason("unknown", "no word of editors")
        place, who = editorial.of_edition(kept), parsed.sender
        shows, asked = split(asked)
        seen = await self.show(shows, place, mail, parsed, reading, who.address, now)
        if not asked:
            return seen[0]
        if reading.sender.verdict != "pass":
            return await self.ask(asked, {"edition": kept.id}, mail, parsed, reading, "", now)
        done = await self.act(asked, place, who.address, who.name, mail, now)
        return await self._answer(mail, parsed, reading, asked, done, now)

    async def _yes(self, mail: int, parsed: Parsed, reading: Reading, text: str, kept: Kept, now: datetime) -> Reason:
        said = says(text)
        if said is None:
            words = "That is neither yes nor no, so nothing was done. Reply with the one word “yes”."
            await self._desk.answer(mail, parsed, reading, words, (), now)
            return Reason("unclear", "neither yes nor no: nothing was done")
        if not said:
            return Reason("declined", "the editor said no")
        asked = [Command(**{**one, "interests": tuple(one["interests"])}) for one in kept.told["words"]]
        done = await self.act(asked, await self._place(kept), kept.by, parsed.sender.name, mail, now)
        await self._desk.done(kept, parsed.sender.address, {}, now)
        return await self._answer(mail, parsed, reading, asked, done, now)

    @staticmethod
    async def _place(kept: Kept) -> Place:
        if "edition" in kept.told:
            told = await deeds.get(int(kept.told["edition"]))
            return editorial.of_edition(told) if told else Place()
        subscriber, number = int(kept.told.get("subscriber", 0)), int(kept.told.get("number", 0))
        person = await subscribers.person(subscriber)
        return await editorial.of_newsletter(subscriber, number, list(person.interests) if person else [])

    async def _answer(
        self,
        mail: int,
        parsed: Parsed,
        reading: Reading,
        asked: Sequence[Command],
        done: Sequence[Reason],
        now: datetime,
    ) -> Reason:
        first, *lines = [str(one) for one in done]
        await self._desk.answer(mail, parsed, reading, first, lines, now)
        codes = "; ".join(f"{one.line[:80]}: {two.code}" for one, two in zip(asked, done, strict=True))
        return Reason("obeyed", codes[:500])


def _words(text: str, known: Known, now: datetime) -> list[Command]:
    """The editors' words at the top of a reply."""
    read = grammar.read(text, known, now.date(), editor_words.read_line)
    return [one for one in read if one.word in editor_words.WORDS]


def split(asked: Sequence[Command]) -> tuple[list[Command], list[Command]]:
    """What only looks, and what acts."""
    return [one for one in asked if one.word == "show"], [one for one in asked if one.word != "show"]
