"""Who is an editor, what they are answered, and the yes without which nothing of theirs is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from router.mail.header_words import answered
from router.store import deeds
from router.store.deeds import Done, Kept
from router.subscribers import quoting
from router.subscribers.addresses import Addresses
from router.subscribers.consent import STANDS
from router.subscribers.limits import Limits
from router.subscribers.notices import Notices
from router.terms import Address, Parsed, Reading, Reason
from router.tokens import Token


class Desk:
    """The editors' mail. `people` are address -> editor | owner, as they are now."""

    def __init__(self, notices: Notices, addresses: Addresses, people: Mapping[str, str]) -> None:
        self._notices, self._addresses, self._people = notices, addresses, people
        self._limits = Limits(addresses.keys)

    def is_editor(self, address: str) -> bool:
        """Whether this address may edit; what proves that a mail is theirs is another question."""
        return address.lower() in self._people

    async def answer(
        self, mail: int, parsed: Parsed, reading: Reading, said: str, lines: Sequence[str], now: datetime
    ) -> bool:
        """One answer to one mail of an editor, to that address; False when they had enough today."""
        return await self._write("answer", f"{mail}|desk", parsed, reading, said, lines, "rules", now)

    async def ask(
        self, mail: int, parsed: Parsed, reading: Reading, what: str, told: Mapping[str, Any], said: str,
        lines: Sequence[str], now: datetime, to: str = "",
    ) -> Reason:  # fmt: skip
        """Show what would be done, and do it when they say yes to that letter. The same mail asks once.

        `to` is whose yes it needs, when that is not the address the mail says it is from.
        """
        deed = await deeds.add(Done(to or parsed.sender.address, "mail", f"asked {what}", told, f"asked|{mail}"), now)
        went = await self.letter(deed, parsed, reading, said, lines, now, to)
        return Reason("proposed", "shown, and done when they say yes") if went else Reason("enough", "answered enough")

    async def letter(
        self, deed: int, parsed: Parsed, reading: Reading, said: str, lines: Sequence[str], now: datetime, to: str = ""
    ) -> bool:
        """A letter whose reply speaks of this deed; False when they had enough today."""
        tag = f"e.{self._addresses.editing(deed)}"
        return await self._write("proposal", str(deed), parsed, reading, said, lines, tag, now, to)

    async def asked(self, token: Token, parsed: Parsed, reading: Reading, now: datetime) -> Kept | Reason:
        """What this reply may say yes to; a Reason when nothing is to be done for it."""
        if reading.sender.verdict == "fail" or not self.is_editor(parsed.sender.address):
            return Reason("no-editor", "nothing was done: no editor wrote it")
        kept = await deeds.get(token.reference)
        if kept is None or kept.at < now - STANDS:
            return Reason("over", "Nothing was done: that was more than seven days ago. Please ask again.")
        if await deeds.under(f"yes|{kept.id}"):
            return Reason("over", "That is done already.")
        return kept

    @staticmethod
    async def done(kept: Kept, by: str, told: Mapping[str, Any], now: datetime) -> None:
        """Keep that it was done, and by whose yes."""
        what = kept.what.removeprefix("asked ")
        await deeds.add(Done(by, "mail", what, {**kept.told, **told, "asked": kept.id}, f"yes|{kept.id}"), now)

    async def _write(
        self, name: str, key: str, parsed: Parsed, reading: Reading, said: str, lines: Sequence[str], tag: str,
        now: datetime, to: str = "",
    ) -> bool:  # fmt: skip
        who = to or parsed.sender.address
        # a From that is proven cannot be used to flood its owner, who may work through a whole file
        limit = self._limits.desk(who) if reading.sender.verdict == "pass" and not to else self._limits.answers(who)
        values = {"said": said, "lines": list(lines), "about": answered(parsed.subject)}
        queued = await self._notices.write(
            name, key, Address(who), values, now, reply_to=self._addresses.tagged(tag),
            answering=parsed.message_id, limits=[limit],
        )  # fmt: skip
        return queued is not None


def says(text: str) -> bool | None:
    """True for a yes and nothing but it, False for a no, None for anything else: a rule is not changed by half a yes."""
    said = quoting.above(text).strip()
    first = said.splitlines()[0].strip() if said else ""
    if not first or len(first.split()) > 3:
        return None
    return quoting.says_yes(first)
