"""Joining and leaving: asked, confirmed by the person themselves, left at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from router.errors import RouterError
from router.store import acts, deeds, subscribers, tallies
from router.store.acts import Told
from router.store.deeds import By
from router.subscribers.addresses import Addresses
from router.subscribers.limits import CONFIRMS, Limits
from router.subscribers.notices import Notices
from router.subscribers.speaking import listed, say
from router.terms import Address, Interest, Reason
from router.tokens import Token

WORDING = "2026-11"  # of the confirmation a person agreed to; kept with their consent
STANDS = timedelta(days=7)  # a request that nobody confirmed in this time is over

STRANGERS = ("page", "mail")  # doors anybody may knock at


class Consent:
    """Double opt-in and leaving; `interests` gives those in force now."""

    def __init__(self, notices: Notices, addresses: Addresses, interests: Callable[[], Mapping[str, Interest]]) -> None:
        self._notices, self._addresses, self._interests = notices, addresses, interests
        self.limits = Limits(addresses.keys)

    def visible(self, mine: Collection[str] = ()) -> dict[str, Interest]:
        """The interests somebody may know of who has `mine`: of a private one only who has it."""
        return {name: one for name, one in self._interests().items() if one.join != "private" or name in mine}

    def by_invitation(self, names: Collection[str]) -> set[str]:
        """Those of these interests that only an editor lets somebody into."""
        known = self._interests()
        return {name for name in names if name in known and known[name].join != "public"}

    async def ask(
        self, address: str, names: Sequence[str], door: str, now: datetime, *, language: str = "en",
        invited: tuple[str, int] = ("", 0), **wants: object,
    ) -> Reason:  # fmt: skip
        """Ask this address to confirm interests; RouterError for an address or interest that is none.

        Whoever asks, one address gets one such letter a day and three before it ever said yes, and one that is
        suppressed gets none: nobody's mailbox is flooded through us. The letter holds no word of who asked, but the address
        of an editor who `invited` (address, deed) them.
        """
        address = legal(address)
        known = self._interests()
        public = [name for name, one in known.items() if one.join == "public" or door not in STRANGERS]
        for name in names:
            if name not in public:
                raise RouterError(
                    "interest", f"there is none called {name!r}", f"choose from: {', '.join(sorted(public))}"
                )
        if await acts.suppressed(self.limits.hashed(address)):
            return Reason("suppressed", f"{address} asked never to be written to; only a mail from there changes that")
        subscriber = await subscribers.add(address, now, language=language, **wants)
        ties = await subscribers.ask(subscriber, names, door, WORDING, now)
        open_ties = [tie for tie in ties if tie.state == "unconfirmed"]
        of_all = self.limits.asked(address) if door in STRANGERS else []
        if not open_ties:
            if door == "page":
                # so that the form takes as long for them as for anybody, and who lost the link has it again
                said = (
                    f"You get {self.titles([tie.interest for tie in ties])} already. Here is the page of your wishes."
                )
                values = {"said": said, "lines": [], "page": self._addresses.preferences(subscriber)}
                key = f"already|{subscriber}|{now.isoformat()}"
                await self._notices.write(
                    "answer", key, Address(address), values, now, subscriber=subscriber,
                    limits=[self.limits.reminders(address), *of_all], reply_to=self._addresses.reply(subscriber), language=language,
                )  # fmt: skip
            return Reason("already", f"{address} is subscribed to {' and '.join(names)} already")
        wanted = [tie.interest for tie in open_ties]
        told = {"interests": wanted, "wording": WORDING} | ({"invited": invited[1]} if invited[1] else {})
        act = await acts.add(subscriber, Told(door, "asked", told), now)
        page, reply_to = self._addresses.confirm(subscriber, act or 0)
        queued = await self._notices.write(
            "confirm", str(act), Address(address),
            {
                "interests": [known[name].title for name in wanted], "page": page, "reply_to": reply_to,
                "said": invited[0] if "@" in invited[0] else "",
            },
            now, subscriber=subscriber, reply_to=reply_to, language=language,
            limits=[self.limits.confirms(address), *of_all],
        )  # fmt: skip
        if queued is None and await tallies.reached(self.limits.confirms(address)):
            return Reason(
                "asked-enough", f"{address} was asked {CONFIRMS} times and never said yes; write `join` from there"
            )
        if queued is None:
            return Reason("asked-today", f"{address} was asked already, and another letter must wait")
        return Reason("asked", f"{address} was sent a letter to confirm {' and '.join(names)}")

    async def invite(self, address: str, names: Sequence[str], by: By, now: datetime) -> Reason:
        """An editor's invitation, also to what is not public: the address is asked to confirm, as everybody is.

        Who invited is kept beside, with what the person says to it; whom they invited stands with the person alone.
        """
        if await tallies.take([self.limits.invitations(by.who)], now):
            raise RouterError(by.who, "that were many invitations for one day", "go on tomorrow")
        deed = await deeds.add(by.did("invite", {"interests": list(names)}), now)
        return await self.ask(address, names, "invitation", now, invited=(by.who, deed))

    async def confirm(self, token: Token, door: str, now: datetime) -> Reason:
        """The person said yes: what that letter asked is confirmed, once, in seven days; nothing asked beside it is."""
        wanted = await self._wanted(token, now)
        interests = await subscribers.confirm(token.subscriber, now - STANDS, door, now, wanted)
        if not interests:
            ties = await subscribers.ties(token.subscriber)
            if any(tie.state == "confirmed" for tie in ties):
                return Reason("already", say("You are subscribed already; nothing had to be changed."))
            return Reason("over", say("This request is more than seven days old, or was taken back. Please ask again."))
        address = await subscribers.address_of(token.subscriber)
        await tallies.clear(self.limits.confirms(address).key)
        doors = self._addresses.doors(token.subscriber, 0)
        person = await subscribers.person(token.subscriber)
        await self._notices.write(
            "welcome", f"{token.subscriber}|{now.isoformat()}", Address(address),
            {
                "interests": [self.title(name) for name in interests],
                "leave_page": doors.leave_page, "leave_mail": doors.leave_mail,
            },
            now, subscriber=token.subscriber, reply_to=doors.reply_to, language=person.language if person else "en",
        )  # fmt: skip
        return Reason("confirmed", say("You are subscribed to {names}.", names=self.titles(interests)))

    async def decline(self, token: Token, door: str, now: datetime) -> Reason:
        """The person said no: what they were asked is over."""
        wanted = await self._wanted(token, now)
        ties = await subscribers.ties(token.subscriber, wanted)
        waiting = [tie.interest for tie in ties if tie.state == "unconfirmed"]
        await subscribers.leave(token.subscriber, door, now, waiting)
        return Reason("declined", "the person said no, and nothing will be sent")

    async def wished(self, address: str, now: datetime) -> None:
        """A mail that is proven to be theirs asks for something: they wish to hear of us again, whatever was before."""
        await acts.release(self.limits.hashed(address))
        if await tallies.reached(self.limits.confirms(address)):
            await tallies.clear(self.limits.confirms(address).key)

    async def join(self, subscriber: int, names: Sequence[str], door: str, now: datetime) -> Reason:
        """Subscribe somebody who has proven to be the owner of their address: no further letter is needed."""
        known, had = self._interests(), {tie.interest for tie in await subscribers.ties(subscriber)}
        for name in names:
            if name not in had and (name not in known or known[name].join != "public"):
                raise RouterError(
                    "interest",
                    say("{title} is by invitation", title=self.title(name) if name in self.visible() else name),
                    say("ask its editors"),
                )
        await subscribers.ask(subscriber, names, door, WORDING, now)
        new = await subscribers.confirm(subscriber, now - STANDS, door, now, names)
        if not new:
            return Reason("already", say("You get {names} already.", names=self.titles(names)))
        return Reason("joined", say("You get {names} now, beginning with the next newsletter.", names=self.titles(new)))

    async def asked_for(self, token: Token, now: datetime) -> list[str]:
        """Titles of what this token would confirm, for the page that asks; changes nothing."""
        ties = await subscribers.ties(token.subscriber, await self._wanted(token, now))
        return [self.title(tie.interest) for tie in ties if tie.state == "unconfirmed"]

    @staticmethod
    async def _wanted(token: Token, now: datetime) -> list[str]:
        """What the letter of this token asked; nothing once it is older than it stands."""
        act = await acts.get(token.reference)
        if act is None or act.subscriber != token.subscriber or act.what != "asked" or act.at < now - STANDS:
            return []
        return [str(name) for name in act.told["interests"]]

    async def leave(self, token: Token, door: str, now: datetime) -> Reason:
        """What the unsubscribe of a newsletter ends, at once: everything, or the one subscription it names."""
        only = await self._only(token)
        return await self.part(token.subscriber, door, now, [only] if only else None)

    async def leaves(self, token: Token) -> str:
        """The title of the one interest that this token's unsubscribe ends; "" when it ends all."""
        only = await self._only(token)
        return self.title(only) if only else ""

    async def _only(self, token: Token) -> str:
        tie = await subscribers.tie(token.reference) if token.reference else None
        return tie.interest if tie is not None and tie.subscriber == token.subscriber else ""

    async def part(self, subscriber: int, door: str, now: datetime, names: Collection[str] | None = None) -> Reason:
        """Unsubscribe from some interests, or from all; twice is the same as once. Their owner is told how to undo it."""
        left = await subscribers.leave(subscriber, door, now, names)
        if not left.interests:
            return Reason("already", say("You were unsubscribed already."))
        person = await subscribers.person(subscriber)
        assert person is not None
        gone = not person.interests
        if gone or door != "reply":
            page, _ = self._addresses.sure(subscriber, left.act)
            await self._notices.write(
                "left", f"{subscriber}|{left.act}", Address(person.address),
                {"page": page, "reply_to": True, "interests": [] if gone else [self.title(name) for name in left.interests]}, now,
                subscriber=subscriber, reply_to=self._addresses.reply(subscriber), language=person.language,
            )  # fmt: skip
        if gone:
            return Reason("left", say("You are unsubscribed. Nothing more will come."))
        return Reason("left", say("You left {names}. The other interests go on.", names=self.titles(left.interests)))

    async def left_last(self, subscriber: int) -> list[str]:
        """What they left last, as far as they have not joined it again."""
        left = await acts.of(subscriber, ("left",))
        return [str(name) for name in left[-1].told["interests"]] if left else []

    async def masked(self, token: Token) -> str:
        """The address a link speaks for, as a stranger may see it: m…r@u…y.example."""
        local, _, domain = (await subscribers.address_of(token.subscriber)).partition("@")
        host, _, rest = domain.partition(".")
        return f"{_short(local)}@{_short(host)}.{rest}" if domain else ""

    def title(self, name: str) -> str:
        """An interest's title."""
        known = self._interests()
        return known[name].title if name in known else name

    def titles(self, names: Sequence[str]) -> str:
        """Titles in a sentence: "Housing, Care and Grants"."""
        return listed([self.title(name) for name in names])


def legal(address: str) -> str:
    """The address in the form in which it is kept; RouterError when it is none."""
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise RouterError("address", f"{address!r} is not a mail address", "write it like ada@example.org") from None


def _short(word: str) -> str:
    return f"{word[:1]}…{word[-1:]}" if len(word) > 2 else f"{word[:1]}…"
