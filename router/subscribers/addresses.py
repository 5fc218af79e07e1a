"""Tokens as addresses and links: what stands in a newsletter, and what an incoming address means."""

from __future__ import annotations

from router.config import Config
from router.errors import TokenError
from router.terms import Doors
from router.tokens import LENGTH, KeyRing, Purpose, Token


class Addresses:
    """The doors of this installation, as far as its world has them (DESIGN: no subaddresses, no public address)."""

    def __init__(self, config: Config, keys: KeyRing) -> None:
        self.keys = keys
        self._local, _, self._domain = config.inbox.address.rpartition("@")
        self._separator = config.inbox.separator
        self._tagged = bool(config.inbox.address) and config.inbox.subaddresses
        self._inbox = config.inbox.address
        self._bounces = config.inbox.bounce_domain or self._domain
        self._base = config.web.base_url
        self._sender = config.identity.sender

    def doors(self, subscriber: int, number: int, subscription: int = 0) -> Doors:
        """Everything one issue offers its reader; `number` is the issue's number for this subscriber.

        `subscription` is the one that leaving this issue ends, 0 for all of them.
        """
        leave = self.keys.make(Purpose.LEAVE, subscriber, subscription)
        if not self._base:
            return Doors(
                leave_mail=self._leave_mail(leave), reply_to=self.reply(subscriber, number),
                tune=self._asking(subscriber, number, "why {number}"),
                see_them=self._asking(subscriber, number, "left out"),
                preferences=self._asking(subscriber, number, "status\r\nhelp"),
            )  # fmt: skip
        read = self.keys.make(Purpose.READ, subscriber, number)
        return Doors(
            leave_page=f"{self._base}/u/{leave}",
            leave_mail=self._leave_mail(leave),
            reply_to=self.reply(subscriber, number),
            tune=f"{self._base}/t/{read}/{{number}}",
            see_them=f"{self._base}/t/{read}",
            preferences=self.preferences(subscriber, number),
            home=self._base,
        )

    def archive(self, interest: str = "", number: int = 0) -> str:
        """The page of back numbers of one interest or all that are public, or of one edition; "" without pages."""
        if not self._base or not interest:
            return f"{self._base}/archive" if self._base else ""
        return f"{self._base}/i/{interest}/archive" + (f"/{number}" if number else "")

    def _leave_mail(self, token: str) -> str:
        if self._tagged:
            return f"mailto:{self.tagged(f'u.{token}')}?subject=unsubscribe"
        return f"mailto:{self._inbox or self._sender}?subject=unsubscribe%20u.{token}"

    def _asking(self, subscriber: int, number: int, words: str) -> str:
        """Where there are no pages: a letter, written already, that asks about this issue (RFC 6068); "" without an inbox.

        `{number}` stands for a story's. Its token is no reply's, for a newsletter that is passed on carries it along: who
        holds it may ask, and the answer goes to the subscriber. Where tags do not arrive it stands in the subject.
        """
        if not self._inbox:
            return ""
        token = "t." + self.keys.make(Purpose.READ, subscriber, number)
        body = words.replace(" ", "%20").replace("\r\n", "%0D%0A")
        subject = f"{number}" if self._tagged else f"{number}%20{token}"
        return f"mailto:{self.tagged(token)}?subject=No.%20{subject}&body={body}"

    def preferences(self, subscriber: int, number: int = 0) -> str:
        """The page of a subscriber's wishes, "" without pages."""
        return f"{self._base}/me/{self.keys.make(Purpose.PREFERENCES, subscriber, number)}" if self._base else ""

    def days(self, subscriber: int) -> str:
        """The calendar of a subscriber's newsletters, to be given to a calendar program; "" without pages."""
        return f"{self._base}/days/{self.keys.make(Purpose.DAYS, subscriber)}.ics" if self._base else ""

    def reply(self, subscriber: int, number: int = 0) -> str:
        """Where answers and commands of this subscriber go; the issue of that number is the one they speak of."""
        return self.tagged(f"r.{self.keys.make(Purpose.REPLY, subscriber, number)}")

    def sure(self, subscriber: int, act: int) -> tuple[str, str]:
        """(page, reply address) that say yes to one act that was asked for; either may be ""."""
        token = self.keys.make(Purpose.SURE, subscriber, act)
        return f"{self._base}/yes/{token}" if self._base else "", self.tagged(f"s.{token}")

    def editing(self, deed: int) -> str:
        """The token by whose address an editor says yes to what was shown."""
        return self.keys.make(Purpose.EDIT, 0, deed)

    def confirm(self, subscriber: int, act: int) -> tuple[str, str]:
        """(page, reply address) that confirm what one letter asks; either may be ""."""
        token = self.keys.make(Purpose.CONFIRM, subscriber, act)
        return f"{self._base}/confirm/{token}" if self._base else "", self.tagged(f"c.{token}")

    def envelope(self, subscriber: int, reference: int) -> str:
        """The envelope sender whose bounces name their subscriber (VERP)."""
        if not self._tagged:
            return self._inbox or self._sender
        token = self.keys.make(Purpose.BOUNCE, subscriber, reference)
        return f"{self._local}{self._separator}b.{token}@{self._bounces}"

    def tagged(self, tag: str) -> str:
        """inbox+tag@host, or the bare inbox where tags do not arrive."""
        if not self._tagged:
            return self._inbox or self._sender
        return f"{self._local}{self._separator}{tag}@{self._domain}"

    def accepts(self, address: str) -> bool:
        """Whether mail for this address is ours."""
        local, _, domain = address.lower().rpartition("@")
        name, separator, _ = local.partition(self._separator.lower())
        if domain not in (self._domain.lower(), self._bounces.lower()) or name != self._local.lower():
            return False
        return self._tagged or not separator

    def token(self, tag: str) -> Token | None:
        """What the +tag of an incoming mail proves; None for a plain tag, TokenError for a forged one."""
        letter, dot, token = tag.partition(".")
        if not dot or letter not in ("r", "u", "c", "b", "s", "e", "t"):
            return None
        if len(token) != LENGTH:
            raise TokenError("address", "its token is not complete", "answer the newest newsletter")
        return self.keys.read(Purpose(letter), token)
