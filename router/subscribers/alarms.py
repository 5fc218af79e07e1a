"""What only a person can settle -> one notice to each owner and editor."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from router.errors import RouterError
from router.mail import setup
from router.store import deeds
from router.store.deeds import Done
from router.subscribers import editorial
from router.subscribers.addresses import Addresses
from router.subscribers.notices import Notices
from router.terms import Address, Lane, Reading, Reason


class Alarms:
    """Tells the people of the house, each matter once."""

    def __init__(self, notices: Notices, addresses: Addresses, people: Mapping[str, str]) -> None:
        self._notices, self._addresses, self._people = notices, addresses, people

    async def tell(
        self, key: str, said: str, lines: Sequence[str], remedy: str, now: datetime, reply_to: str = ""
    ) -> None:
        """One notice to each owner and editor; the same key is told once."""
        for address in self._people:
            values = {"said": said, "lines": list(lines), "remedy": remedy}
            await self._notices.write("alarm", f"{key}|{address}", Address(address), values, now, reply_to=reply_to)

    async def rules(self, problems: Sequence[object], now: datetime) -> None:
        """Rule files that stay at their last good text."""
        words = [str(problem) for problem in problems]
        if words:
            key = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
            said = "a rule file has a slip" if len(words) == 1 else f"rule files have {len(words)} slips"
            await self.tell(f"rules|{key}", said, words[:20], "mend the line; until then its last good text holds", now)

    async def template(self, wrong: RouterError, now: datetime) -> None:
        """A template of the installation that cannot be used."""
        key = hashlib.sha256(str(wrong).encode()).hexdigest()[:16]
        remedy = "mend it, `router templates check`, and start Router again; until then the shipped one is used"
        await self.tell(f"template|{key}", "a template cannot be used", [str(wrong)], remedy, now)

    async def edition(self, shown: Mapping[str, Any], now: datetime) -> None:
        """An edition that waits for an editor, as `router edition show` has it; a reply acts on its numbers."""
        lines, told = editorial.numbered(shown)
        key = f"edition|{shown['interest']}|{shown['date']}"
        which = f"{shown['interest']} {shown['date']}"
        deed = await deeds.add(Done("the clock", "clock", "edition", told, key), now)
        remedy = f"reply with `drop 2`, `pin 2`, `note 2 …`, `release`; or `router edition show {which}`"
        said = f"an edition of {shown['title']} waits for its editor"
        back = self._addresses.tagged(f"e.{self._addresses.editing(deed)}")
        await self.tell(key, said, [shown["why"], *lines], remedy, now, back)

    async def source(self, name: str, title: str, trouble: Reason, since: int, now: datetime) -> None:
        """A source whose layout seems to have changed, or that fell silent; told once, `since` names the time."""
        remedy = f"`router sources how {name}` says how it is switched on"
        if trouble.code == "layout":
            remedy = (
                "look at its mails in `router mail list`; `router rules new --source` drafts how a new layout is read"
            )
        await self.tell(f"source|{name}|{trouble.code}|{since}", f"{title} needs a look", [str(trouble)], remedy, now)

    async def mail(self, mail: int, reading: Reading, now: datetime) -> None:
        """A set-up mail, or a link from a stranger. Link and code never leave by mail: who forwards it gives them away."""
        if reading.parsed is None:
            return
        if reading.lane is Lane.SETUP:
            found = setup.find(reading.parsed)
            who = found.asked_by if found and found.asked_by else reading.parsed.sender.address
            what = "a forwarding" if found and found.kind == "forwarding" else "a subscription"
            said = f"{what} waits to be confirmed"
            remedy = f"if you know them, `router mail show {mail}` gives code and link; else do nothing"
            await self.tell(
                f"setup|{mail}", said, [f"Asked by: {who}", f"Subject: {reading.parsed.subject}"], remedy, now
            )
        elif reading.lane is Lane.TIP and reading.reason.code == "stranger":
            lines = [f"From: {reading.parsed.sender.address}", f"Subject: {reading.parsed.subject}"]
            remedy = f"`router mail show {mail}` shows it; it goes nowhere by itself"
            await self.tell(f"tip|{mail}", "somebody who is not enrolled sent a link", lines, remedy, now)
