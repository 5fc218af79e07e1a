"""Joining and leaving: asked, confirmed by the person themselves, left at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from router.errors import RouterError
from router.store import subscribers
from router.subscribers.addresses import Addresses
from router.subscribers.notices import Notices
from router.terms import Address, Interest, Reason
from router.tokens import Token

WORDING = "2026-11"  # of the confirmation a person agreed to; kept with their consent
STANDS = timedelta(days=7)  # a request that nobody confirmed in this time is over


class Consent:
    """Double opt-in and leaving; `interests` gives those in force now."""

    def __init__(self, notices: Notices, addresses: Addresses, interests: Callable[[], Mapping[str, Interest]]) -> None:
        self._notices, self._addresses, self._interests = notices, addresses, interests

    async def ask(
        self, address: str, names: Sequence[str], door: str, now: datetime, *, language: str = "en", **wants: object
    ) -> Reason:
        """Ask this address to confirm interests; RouterError for an address or interest that is none.

        One confirmation a day goes to one address, whoever asks: nobody's mailbox is flooded through us.
        """
        try:
            address = validate_email(address, check_deliverability=False, test_environment=True).normalized.lower()
        except EmailNotValidError:
            raise RouterError(
                "address", f"{address!r} is not a mail address", "write it like ada@example.org"
            ) from None
        known = self._interests()
        for name in names:
            if name not in known:
                raise RouterError(
                    "interest", f"there is none called {name!r}", f"choose from: {', '.join(sorted(known))}"
                )
        subscriber = await subscribers.add(address, now, language=language, **wants)
        ties = await subscribers.ask(subscriber, names, door, WORDING, now)
        open_ties = [tie for tie in ties if tie.state == "unconfirmed"]
        if not open_ties:
            return Reason("already", f"{address} is subscribed to {' and '.join(names)} already")
        page, reply_to = self._addresses.confirm(subscriber, open_ties[0].id)
        queued = await self._notices.write(
            "confirm", f"{subscriber}|{now:%Y-%m-%d}", Address(address),
            {"interests": [known[tie.interest].title for tie in open_ties], "page": page, "reply_to": reply_to},
            now, subscriber=subscriber, reply_to=reply_to, language=language,
        )  # fmt: skip
        if queued is None:
            return Reason("asked-today", f"{address} was asked today already; it is waiting for their answer")
        return Reason("asked", f"{address} was sent a letter to confirm {' and '.join(names)}")

    async def confirm(self, token: Token, door: str, now: datetime) -> Reason:
        """The person said yes: what they asked for in the last seven days is confirmed, once."""
        interests = await subscribers.confirm(token.subscriber, now - STANDS, door, now)
        if not interests:
            ties = await subscribers.ties(token.subscriber)
            if any(tie.state == "confirmed" for tie in ties):
                return Reason("already", "You are subscribed already; nothing had to be changed.")
            return Reason("over", "This request is more than seven days old, or was taken back. Please ask again.")
        address = await subscribers.address_of(token.subscriber)
        known = self._interests()
        titles = [known[name].title if name in known else name for name in interests]
        doors = self._addresses.doors(token.subscriber, 0)
        await self._notices.write(
            "welcome", f"{token.subscriber}|{now.isoformat()}", Address(address),
            {"interests": titles, "leave_page": doors.leave_page, "leave_mail": doors.leave_mail}, now,
            subscriber=token.subscriber, reply_to=doors.reply_to,
        )  # fmt: skip
        return Reason("confirmed", f"You are subscribed to {' and '.join(titles)}.")

    async def asked_for(self, token: Token, now: datetime) -> list[str]:
        """Titles of what this token would confirm, for the page that asks; changes nothing."""
        known = self._interests()
        ties = await subscribers.ties(token.subscriber)
        waiting = [tie.interest for tie in ties if tie.state == "unconfirmed" and tie.asked >= now - STANDS]
        return [known[name].title if name in known else name for name in waiting]

    async def leave(self, token: Token, door: str, now: datetime) -> Reason:
        """Unsubscribe from everything, at once; doing it twice is the same as once."""
        left = await subscribers.leave(token.subscriber, door, now)
        if not left:
            return Reason("already", "You were unsubscribed already.")
        return Reason("left", "You are unsubscribed. Nothing more will come.")

    async def masked(self, token: Token) -> str:
        """The address a link speaks for, as a stranger may see it: m…r@u…y.example."""
        local, _, domain = (await subscribers.address_of(token.subscriber)).partition("@")
        host, _, rest = domain.partition(".")
        return f"{_short(local)}@{_short(host)}.{rest}" if domain else ""


def _short(word: str) -> str:
    return f"{word[:1]}…{word[-1:]}" if len(word) > 2 else f"{word[:1]}…"
