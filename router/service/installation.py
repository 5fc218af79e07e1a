"""Opens one installation: configuration, database, keys, and the rulebook in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from router import headers
from router.config import Config, secret
from router.editing.reload import InForce
from router.flow.again import Again
from router.flow.editions import Editions
from router.flow.rehearse import Rehearsal
from router.flow.select import Letterhead, Select
from router.planning.editions import Days
from router.render import Templates
from router.render.overrides import look
from router.store import roles, settings, subscribers
from router.store.opening import close_store, open_store
from router.subscribers.addresses import Addresses
from router.subscribers.consent import Consent
from router.subscribers.desk import Desk
from router.subscribers.doing import Doing
from router.subscribers.editorial import Editorial
from router.subscribers.editors import Editors
from router.subscribers.notices import Notices
from router.subscribers.people import People
from router.subscribers.preferences import Preferences
from router.subscribers.privacy import Privacy
from router.subscribers.rules import RuleMails
from router.subscribers.sure import Sure
from router.terms import Address, Interest, Knows
from router.tokens import KeyRing, open_keys, read_keys

Clock = Callable[[], datetime]


def now() -> datetime:
    """The real clock, in UTC."""
    return datetime.now(UTC)


class Installation:
    """One opened installation: configuration, database, keys, the rulebook in force. Commands use it as it is."""

    def __init__(self, config: Config, clock: Clock = now, rules: Callable[[Path], InForce] = InForce) -> None:
        self.config, self.clock = config, clock
        self.rules = rules(config.path(config.rules))
        self.instance = ""
        self.people: dict[str, str] = {}  # editors and owners by address, kept up to date by `learn_people`
        self.keys: KeyRing
        self._knows = Knows()

    async def __aenter__(self) -> Installation:
        """Open the database and read the rules."""
        database = self.config.path(self.config.database)
        self.keys = _keys(database)
        await open_store(database)
        try:
            self.instance = await settings.instance()
            await self.rules.refresh(self.clock())
            theirs = await look(self.config.path(self.config.templates) if self.config.templates else None)
            self.templates = Templates(theirs.own, theirs.wrong)
            self.addresses = Addresses(self.config, self.keys)
            self.house = self._house(await roles.given())
            self.notices = Notices(self.house, self.config.identity.title, self.addresses, self.templates)
            self.roles = People(self.notices, self.addresses, self.config.people)
            self.consent = Consent(self.notices, self.addresses, self.interests)
            self.preferences = Preferences(self.interests, self.sources)
            self.privacy = Privacy(self.notices, self.addresses)
            self.sure = Sure(self.notices, self.addresses, self.consent, self.privacy)
            self.doing = Doing(self.consent, self.preferences, self.privacy, self.sure, self.interests, self.sources)
            self.desk = Desk(self.notices, self.addresses, self.people)
            letterhead = Letterhead(self.house, self.config.identity.title, self.config.identity.imprint)
            self.again = Again(self.config.newsletter.again)
            self.select = Select(
                letterhead, self.addresses, self.templates, self.interests, self.sources, self.again.codes
            )
            days = Days(self.config.identity.edition_closes, self.config.identity.zone)
            self.editions = Editions(days, self.interests)
            rule_mails = RuleMails(self.desk, self.config.path(self.config.rules), self.rules)
            does = Editorial(self.editions, self.rules, self.consent.invite)
            self.editors = Editors(self.desk, rule_mails, does)
            self.rehearsal = Rehearsal(self.select, self.editions)
            await self.learn_people()
        except BaseException:
            await close_store()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the database."""
        await close_store()

    def interests(self) -> Mapping[str, Interest]:
        """The interests in force, by name."""
        return self.rules.book.interests

    def sources(self) -> Mapping[str, str]:
        """The sources in force: name -> title for people."""
        return {source.name: source.title for source in self.rules.book.sources}

    def knows(self) -> Knows:
        """What reading a mail may lean on now; one value until something in it changes."""
        return self._knows

    async def learn_people(self) -> None:
        """Bring `knows` up to date with rulebook and subscribers."""
        config, book = self.config, self.rules.book
        people = await self.roles.now()
        self.people.clear()
        self.people.update(people)
        domains = {address.rpartition("@")[2].lower() for address in (config.identity.sender, config.inbox.address)}
        fresh = Knows(
            sources=book.sources,
            inbox=config.inbox.address.lower(),
            own_domains=tuple(sorted(domains - {""})),
            separator=config.inbox.separator,
            authserv_id=config.inbox.authserv_id,
            people=dict(self.people),
            subscribers=await subscribers.confirmed_addresses(),
            interests=book.tags() | frozenset(book.interests),
            instance=self.instance,
            version=self.rules.version,
        )
        if fresh != self._knows:
            self._knows = fresh

    def _house(self, given: Sequence[roles.Given]) -> headers.House:
        identity, people = self.config.identity, [*self.config.people.items(), *((o.address, o.role) for o in given)]
        owners = [address for address, role in people if role == "owner"]
        return headers.House(
            sender=Address(identity.sender, identity.title),
            domain=identity.sender.rpartition("@")[2],
            owner=owners[0] if owners else identity.sender,
            help=self.config.web.base_url,
            instance=self.instance,
        )


def _keys(database: Path) -> KeyRing:
    text = secret("secret")
    return read_keys(text if ":" in text else f"1:{text}") if text else open_keys(database.with_suffix(".key"))
