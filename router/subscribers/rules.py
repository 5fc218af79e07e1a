"""An editor's mail to `inbox+rules` -> what it would change, shown; their yes -> the rule file, written as every door does."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from router.editing import change as changing
from router.editing import revert, telling
from router.editing.change import Change, Edit
from router.editing.preview import Preview, look
from router.editing.reload import InForce
from router.errors import RouterError
from router.rulebook import amend
from router.store import judged, rulebooks
from router.store.deeds import Kept
from router.subscribers import rule_lines
from router.subscribers.desk import Desk, says
from router.subscribers.rule_lines import Asked
from router.terms import Parsed, Reading, Reason

DAYS = 30  # of stories that a change is tried on
EXAMPLES, NEAR = 10, 3
PAST = 15  # versions in a history
HELP = (
    "NAME show: its lines, each with the number by which it can be dropped",
    "NAME try take any: kinship care: what that line would change; nothing is changed before you say yes",
    "NAME add take any: kinship care · NAME drop take any: eviction · NAME drop 12@a3f9c1",
    "NAME history · NAME undo: who changed it when; its text before the newest",
    "interests: their names",
)


class RuleMails:
    """Changes rule files for editors: shown first, done when they say yes, told when the file changed meanwhile."""

    def __init__(self, desk: Desk, folder: Path, rules: InForce) -> None:
        """`folder` holds the rule files; `rules` are those in force, brought up to date by who owns them."""
        self._desk, self._folder, self._rules = desk, folder, rules

    async def read(self, mail: int, parsed: Parsed, reading: Reading, text: str, now: datetime) -> Reason:
        """What an editor's mail asks, shown to them; from anybody else nothing is taken and nothing is answered."""
        if reading.sender.verdict == "fail" or not self._desk.is_editor(parsed.sender.address):
            return Reason("no-editor", "nothing was done: no editor wrote it")
        asked, unread = rule_lines.read(text, self._titles())
        if not asked and not text.strip():
            asked, unread = rule_lines.read(parsed.subject, self._titles())
        if not asked:
            return await self._help(mail, parsed, reading, text, now)
        edits = [Edit(one.interest, one.verb, one.line) for one in asked if one.verb in ("add", "drop", "undo")]
        lines = [line for one in asked for line in await self._shown(one)]
        lines += [f"Not read: “{unread}”"] * bool(unread)
        if not edits:
            answered = await self._desk.answer(mail, parsed, reading, "The rules as they lie there:", lines, now)
            return Reason("shown" if answered else "enough", "rules shown")
        return await self._propose(mail, parsed, reading, edits, [one.tried for one in asked], lines, now)

    async def reply(
        self, mail: int, parsed: Parsed, reading: Reading, text: str, kept: Kept | Reason, now: datetime
    ) -> Reason:
        """A reply to what was shown: yes, no, or further lines. A Reason says why a yes would be to nothing."""
        said = says(text)
        if said is None and rule_lines.read(text, self._titles())[0]:
            return await self.read(mail, parsed, reading, text, now)
        if isinstance(kept, Reason):
            if kept.code == "over" and said:
                await self._desk.answer(mail, parsed, reading, str(kept), (), now)
            return kept
        if said is None:
            words = "That is neither yes nor no, so nothing was changed. Reply with the one word “yes”."
            await self._desk.answer(mail, parsed, reading, words, HELP, now)
            return Reason("unclear", "neither yes nor no: nothing was changed")
        if not said:
            return Reason("declined", "the editor said no")
        return await self._write(kept, mail, parsed, reading, now)

    async def _write(self, kept: Kept, mail: int, parsed: Parsed, reading: Reading, now: datetime) -> Reason:
        edits = [Edit(*one) for one in kept.told["edits"]]
        files: Mapping[str, Sequence[str]] = kept.told["files"]
        try:
            there = {name: amend.short(changing.text_of(self._folder, name)) for name in files}
            if all(there[name] == after for name, (_, after) in files.items()):
                # killed between the file and this row, or somebody else wrote the very same
                await self._desk.done(kept, parsed.sender.address, {}, now)
                await self._desk.answer(mail, parsed, reading, f"Done: {', '.join(files)} says so now.", (), now)
                return Reason("same", "it stands there already")
            if any(there[name] != before for name, (before, _) in files.items()):
                return await self._again(
                    mail, parsed, reading, edits, [n for n, (b, _) in files.items() if there[n] != b], now
                )
            change = await self._change(edits)
            note = "; ".join(map(str, edits))[:300]
            version, committed = await changing.write(self._folder, change.after, kept.by, note, now)
        except RouterError as error:
            await self._desk.answer(mail, parsed, reading, "Nothing was changed.", [str(error)], now)
            return Reason("refused", str(error)[:300])
        await self._desk.done(kept, parsed.sender.address, {"rulebook": version}, now)
        said = f"Done: {', '.join(change.after)}. That is rulebook {version} now{committed}."
        lines = [*change.diff, "It holds for what comes from now on; `router rules replay` routes the past again."]
        await self._desk.answer(mail, parsed, reading, said, lines, now)
        return Reason("written", f"rulebook {version}: {note}")

    async def _again(
        self, mail: int, parsed: Parsed, reading: Reading, edits: Sequence[Edit], changed: Sequence[str], now: datetime
    ) -> Reason:
        """The file is not the one that was shown: that is said, nothing is written, and what it would be now is shown."""
        first = f"{', '.join(changed)} was changed since that was shown to you, so nothing was written."
        return await self._propose(mail, parsed, reading, edits, [], [first], now)

    async def _propose(
        self, mail: int, parsed: Parsed, reading: Reading, edits: Sequence[Edit], tried: Sequence[bool],
        first: Sequence[str], now: datetime,
    ) -> Reason:  # fmt: skip
        try:
            edits = [await self._dated(one) for one in edits]
            change = await self._change(edits)
            if dict(change.before) == dict(change.after):
                raise RouterError("", "together these lines change nothing", "leave them out")
            told = await self._told(change, now)
        except RouterError as error:
            said = "This cannot be, so nothing was changed."
            await self._desk.answer(mail, parsed, reading, said, [*first, *str(error).splitlines()], now)
            return Reason("refused", str(error)[:300])
        said = "This is what would change. Reply “yes” to put it in force."
        if any(tried):
            said = "You only tried it: nothing is changed. Reply “yes” to put it in force."
        files = {name: [amend.short(change.before[name]), amend.short(text)] for name, text in change.after.items()}
        asked = {"edits": [[one.name, one.verb, one.line] for one in edits], "files": files}
        return await self._desk.ask(mail, parsed, reading, "rules", asked, said, [*first, *told], now)

    async def _dated(self, edit: Edit) -> Edit:
        """`undo` names the rulebook whose text comes back, so that a yes is to what was shown."""
        if edit.verb != "undo" or edit.line:
            return edit
        back = await revert.plan(self._folder, changing.files(self._rules.book)[edit.name])
        return replace(edit, line=f"to rulebook {back.version}")

    async def _change(self, edits: Sequence[Edit]) -> Change:
        undo = next((one for one in edits if one.verb == "undo"), None)
        if undo is None:
            return changing.plan(self._folder, self._rules.book, edits)
        if len(edits) > 1:
            raise RouterError("undo", "it stands alone in a mail", "write the other lines in another")
        name = changing.files(self._rules.book)[undo.name]
        back = await revert.plan(self._folder, name, int(undo.line.rpartition(" ")[2]))
        return Change({name: changing.text_of(self._folder, name)}, {name: back.text})

    async def _told(self, change: Change, now: datetime) -> list[str]:
        before, after = self._rules.book, changing.with_texts(self._rules.book, change.after)
        named = [name for name, one in after.interests.items() if one.file in change.after]
        found, since = Preview(before, after, named), now - timedelta(days=DAYS)
        count = await look(found, since)
        days = found.days(await judged.standing(found.interests, since))
        old = {(one.rule.file, one.rule.text) for one in before.rules}
        read = [one.rule for one in after.rules if (one.rule.file, one.rule.text) not in old]
        lines = [*change.diff, *(f"Read as: {one.words}" for one in read)]
        lines += [f"Of the last {DAYS} days, {count} stories can be touched by it."]
        return lines + telling.lines(found, days, examples=EXAMPLES, near=NEAR)

    async def _shown(self, asked: Asked) -> list[str]:
        """What is only looked at, as lines; none for what changes something."""
        if asked.verb == "help":
            return [*HELP]
        if asked.verb == "interests":
            return [f"{name}: {title}" for name, title in self._titles().items()]
        if asked.verb not in ("show", "history"):
            return []
        name = changing.files(self._rules.book)[asked.interest]
        if asked.verb == "history":
            past = (await rulebooks.history(name))[-PAST:]
            rows = [
                f"rulebook {o.version}, {o.made:%Y-%m-%d %H:%M} UTC, {o.author}: {o.note}".rstrip(" :") for o in past
            ]
            return [f"{name}:", *rows]
        try:
            text = changing.text_of(self._folder, name)
        except RouterError as error:
            return [str(error)]
        return [f"{name}, version {amend.short(text)}:", *amend.numbered(text)]

    async def _help(self, mail: int, parsed: Parsed, reading: Reading, text: str, now: datetime) -> Reason:
        line = next((line.strip() for line in text.splitlines() if line.strip()), "") or parsed.subject
        names = [name for pair in self._titles().items() for name in pair]
        first = " ".join(line.split()[:1]).casefold()
        near = difflib.get_close_matches(first, names, 1, 0.6)
        said = f"We do not know what “{line[:80]}” means; nothing was changed."
        hint = [f"Did you mean “{near[0]}”?"] if near else []
        if near and near[0].casefold() == first:
            hint = [f"Behind “{near[0]}” it takes one of these words, and for some a line of rules."]
        await self._desk.answer(mail, parsed, reading, said, [*hint, *HELP], now)
        return Reason("unknown", "no command of rules")

    def _titles(self) -> dict[str, str]:
        book = self._rules.book
        return {name: name for name in changing.files(book)} | {name: o.title for name, o in book.interests.items()}
