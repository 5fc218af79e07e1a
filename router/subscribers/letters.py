"""A reply that is no command -> a letter to the editors, with the newsletter it answers quoted and attached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from router.errors import HeaderError
from router.mail.header_words import answered
from router.store import issues, tallies
from router.subscribers.limits import Limits
from router.subscribers.notices import Notices
from router.subscribers.quoting import above
from router.terms import Address, Parsed, Reason

_TEXT = "text/plain; charset=utf-8"
LONGEST = 20_000  # characters of one letter; the mail itself is kept whole


class Letters:
    """Passes letters on to the people of the house."""

    def __init__(self, notices: Notices, people: Mapping[str, str], limits: Limits) -> None:
        self._notices, self._people, self._limits = notices, people, limits

    async def pass_on(
        self,
        mail: int,
        parsed: Parsed,
        text: str,
        subscriber: int,
        number: int,
        now: datetime,
        remedy: Sequence[str] = (),
    ) -> Reason:
        """One copy to each editor and owner, answered straight to the writer.

        `remedy` are lines of ours below it. The newsletter is quoted by its titles and attached with all that it said,
        and never as it was sent: in that stand the links of its reader alone.
        """
        who, words = parsed.sender, above(text) or text
        lines = words[:LONGEST].splitlines()
        shown = await issues.shown(subscriber, number) if number else None
        if shown is not None:
            lines += ["", f"Newsletter {shown['number']} of {shown['date']}:"]
            lines += [f"{story['number']}. {story['title']} {story['link']}".strip() for story in shown["stories"]]
        attached = _copy(shown).encode() if shown is not None else b""
        file = f"newsletter-{number}.txt"
        if await tallies.take(self._limits.letters(who.address), now):
            return Reason("letter", "a letter; so many came today that it is only kept")
        lines += remedy
        for editor in self._people:
            values = {
                "said": f"{who.name} <{who.address}>" if who.name else who.address,
                "about": answered(parsed.subject), "lines": lines,
            }  # fmt: skip
            key, to = f"{mail}|{editor}", Address(editor)
            try:
                await self._notices.write(
                    "letter", key, to, values, now, reply_to=who.address, attached=attached, file=file, kind=_TEXT
                )
            except HeaderError:  # an address that cannot be written to: the letter is not lost for that
                await self._notices.write("letter", key, to, values, now, attached=attached, file=file, kind=_TEXT)
        if not self._people:
            return Reason("letter", "a letter; nobody is named under [people], so it is only kept")
        return Reason("letter", f"a letter, passed on to {len(self._people)} of the house")


def _copy(shown: Mapping[str, Any]) -> str:
    """A newsletter as anybody may read it: every story with its words, where it came from and why."""
    lines = [f"Newsletter {shown['number']} of {shown['date']}", shown["subject"], ""]
    for story in shown["stories"]:
        lines.append(f"{story['number']}. {story['title']}")
        lines += [f"   {said}" for said in (story["publisher"], story["link"], story["text"]) if said]
        lines += [f"   {route['interest']}: {route['words']}" for route in story["routes"]]
        lines += [f"   {said}" for said in (story["again"], story["beside"]) if said]
        lines.append("")
    return "\n".join(lines)
