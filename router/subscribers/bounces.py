"""What mail servers say of our mails -> who gets none for now, and who never again.

Believed is only what proves that it saw a mail of ours: the token of the envelope sender (VERP), a token in the copy that
came back, or the Message-ID of a mail that went to just that address (TRUST T29). The last can be guessed by somebody
who has a newsletter, so it may suspend and never suppress.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from router.errors import TokenError
from router.mail import bounce_words
from router.store import acts, deliveries, subscribers
from router.store.acts import Told
from router.subscribers.addresses import Addresses
from router.subscribers.limits import Limits
from router.terms import Bounce, Parsed, Reading, Reason
from router.tokens import Purpose

SOFT, WITHIN = 5, timedelta(days=14)  # so many in so long, and the address rests
_TOKENS = re.compile(rb"\b([rub])\.([a-z2-7]{34})(?![a-z2-7])", re.I)


@dataclass(frozen=True, slots=True)
class About:
    """The subscriber a report is about, and whether a token proves it."""

    subscriber: int
    proven: bool


class Bounces:
    """Counts bounces and complaints, and suspends. Every report counts once, however often it is looked at."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses, self._limits = addresses, Limits(addresses.keys)

    async def take(self, mail: int, reading: Reading, now: datetime) -> Reason:
        """Draw the consequence of one report; the Reason is kept with the mail."""
        bounce, parsed = reading.bounce, reading.parsed
        if bounce is None or parsed is None:
            return Reason("no-bounce", "it says nothing of a mail of ours")
        about = await self._about(reading.tag, bounce, parsed)
        if about is None or not await subscribers.address_of(about.subscriber):
            return Reason("not-ours", f"{bounce.reason}; nothing proves that it is about a mail of ours")
        return await self.count(about, bounce.kind, f"mail|{mail}", str(bounce.reason), now)

    async def refused(self, now: datetime) -> int:
        """Count what servers refused to our face in the last two days; how many."""
        rows = await deliveries.refused(now - timedelta(days=2))
        for row in rows:
            kind, _ = bounce_words.judge([("failed", str(row["code"]), row["answer"])], "", row["answer"])
            await self.count(About(row["subscriber_id"], True), kind, f"refused|{row['id']}", row["answer"][:200], now)
        return len(rows)

    async def count(self, about: About, kind: str, key: str, said: str, now: datetime) -> Reason:
        """One report of this kind: hard suspends, five soft ones in 14 days too, a complaint ends everything."""
        who = about.subscriber
        if kind == "complaint":
            if not about.proven:
                await subscribers.suspend(who, Told("bounce", "complaint", {"said": said}, key), now)
                return Reason("suspended", "a complaint without proof: suspended")
            await acts.add(who, Told("bounce", "complaint", {"said": said}, key), now)
            await subscribers.leave(who, "complaint", now)
            await acts.suppress([self._limits.hashed(await subscribers.address_of(who))], "complaint", now)
            return Reason("complaint", "a reader called it spam: unsubscribed, and never written to again")
        if kind == "hard":
            await subscribers.suspend(who, Told("bounce", "hard", {"said": said}, key), now)
            return Reason("suspended", f"the address does not exist: suspended ({said[:100]})")
        if kind not in ("soft", "full"):
            await acts.add(who, Told("bounce", kind, {"said": said}, key), now)
            return Reason(kind, f"noted: {said[:100]}")
        await acts.add(who, Told("bounce", "soft", {"said": said}, key), now)
        again = [one.at for one in await acts.of(who, ("resume", "joined"), now - WITHIN)]
        many = len(await acts.of(who, ("soft",), max([now - WITHIN, *again])))
        if many < SOFT:
            return Reason("soft", f"it may pass, {many} of {SOFT} in {WITHIN.days} days: {said[:100]}")
        await subscribers.suspend(who, Told("bounce", "hard", {"said": f"{many} times: {said}"}, f"{key}|{many}"), now)
        return Reason("suspended", f"{many} bounces in {WITHIN.days} days: suspended")

    async def _about(self, tag: str, bounce: Bounce, parsed: Parsed) -> About | None:
        try:
            token = self._addresses.token(tag)
        except TokenError:
            return None  # forged: nothing else in it is worth a look
        if token is not None:
            return About(token.subscriber, True)
        found = self._returned(parsed)
        if found is not None:
            return found
        sent = await deliveries.by_message_id(bounce.message_id) if bounce.message_id else None
        if sent is None or sent.subscriber is None:
            return None
        if bounce.recipients and sent.recipient.lower() not in bounce.recipients:
            return None
        return About(sent.subscriber, False)

    def _returned(self, parsed: Parsed) -> About | None:
        """Whose token stands in the copy that came back. The one to leave by stands in what people pass on, too."""
        for part in parsed.attachments:
            body = part.body[:200_000].replace(b"=\r\n", b"").replace(b"=\n", b"")
            for letter, token in sorted(_TOKENS.findall(body)[:50]):  # b, r, u
                try:
                    proven = self._addresses.token(f"{letter.decode().lower()}.{token.decode().lower()}")
                except TokenError:
                    continue
                if proven is not None:
                    return About(proven.subscriber, proven.purpose is not Purpose.LEAVE)
        return None
