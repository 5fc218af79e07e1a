"""A mail that tells us something -> what is done about it, and one short answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from router.errors import RouterError, TokenError
from router.html import to_text
from router.mail.header_words import answered
from router.store import deeds, deliveries, mails, subscribers
from router.store.subscribers import Person
from router.subscribers import editor_words, editorial, editors, grammar, quoting
from router.subscribers.addresses import Addresses
from router.subscribers.consent import Consent
from router.subscribers.doing import Doing, Done, Trust
from router.subscribers.editors import Editors
from router.subscribers.grammar import Command, Known
from router.subscribers.letters import Letters
from router.subscribers.notices import Notices
from router.subscribers.speaking import say, speaking
from router.subscribers.sure import Sure
from router.terms import Address, Parsed, Reading, Reason
from router.tokens import Purpose, Token

_LISTS = frozenset({"bulk", "junk", "list"})
_ROBOTS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "bounce", "bounces", "root", "daemon")
_LONGEST = 200_000  # characters of a mail that are looked at: commands stand at its top


@dataclass(frozen=True, slots=True)
class Writer:
    """Who a mail speaks for, how far it is believed, and which newsletter it answers (0: none)."""

    subscriber: int
    trust: Trust
    number: int = 0


class Commands:
    """Obeys the mails of the command lane. Every act may be done twice: it is the same as once."""

    def __init__(
        self,
        consent: Consent,
        addresses: Addresses,
        notices: Notices,
        letters: Letters,
        sure: Sure,
        doing: Doing,
        editors: Editors,
    ) -> None:
        self._consent, self._addresses, self._notices = consent, addresses, notices
        self._letters, self._sure, self._doing, self._editors = letters, sure, doing, editors

    @property
    def _commands(self) -> str:
        return self._addresses.tagged("commands")

    async def obey(self, mail: int, reading: Reading, now: datetime) -> Reason:
        """Do what this mail asks; the Reason is kept with the mail. No mail without proof is ever answered."""
        parsed = reading.parsed
        if parsed is None:
            return Reason("unreadable", "nothing was done")
        try:
            token = self._addresses.token(reading.tag)
        except TokenError as error:
            return Reason("bad-token", f"nothing was done: {error}")
        if token is not None and token.purpose is Purpose.LEAVE:
            return await self._consent.leave(token, "mail", now)
        machine = await _machine(mail, parsed)
        if machine:
            return Reason("machine", f"nothing was done: {machine}")
        text = (parsed.text or to_text(parsed.html[:_LONGEST]))[:_LONGEST]
        if token is None and reading.reason.code == "in-reply-to":
            token = await self._answered(parsed, reading)
        if token is not None and token.purpose in (Purpose.CONFIRM, Purpose.SURE):
            return await self._yes_or_no(mail, parsed, text, token, now)
        if token is not None and token.purpose is Purpose.EDIT:
            return await self._editors.reply(
                mail, parsed, reading, text, token, self._doing.known(everything=True), now
            )
        if reading.tag == "rules":
            return await self._editors.rules.read(mail, parsed, reading, text, now)
        writer = await self._writer(token, parsed, reading)
        return await self._read(mail, reading, parsed, text, writer, now)

    async def _read(
        self, mail: int, reading: Reading, parsed: Parsed, text: str, writer: Writer, now: datetime
    ) -> Reason:
        person = await subscribers.person(writer.subscriber) if writer.subscriber else None
        with speaking(self._notices.words(person.language if person else "en")):
            return await self._heard(mail, reading, parsed, text, writer, person, now)

    async def _heard(
        self,
        mail: int,
        reading: Reading,
        parsed: Parsed,
        text: str,
        writer: Writer,
        person: Person | None,
        now: datetime,
    ) -> Reason:
        today = now.astimezone(ZoneInfo(person.zone if person else "UTC")).date()
        to_commands = reading.tag == "commands"
        editor = self._editor(parsed, reading, person, to_commands)
        more = editor_words.read_line if editor else None
        known = self._doing.known(person.interests if person else (), everything=bool(editor))
        asked = grammar.read(text, known, today, more)
        if not asked and to_commands and not text.strip():
            asked = grammar.read(parsed.subject, known, today, more)
        if not asked and not to_commands:
            return await self._letter(mail, parsed, text, writer, person, now)
        if person is None and editor and any(one.word in editor_words.WORDS for one in asked):
            shows, acts_ = editors.split([one for one in asked if one.word in editor_words.WORDS])
            seen = await self._editors.show(shows, editorial.Place(), mail, parsed, reading, editor, now)
            return await self._editors.ask(acts_, {}, mail, parsed, reading, editor, now) if acts_ else seen[0]
        wished = self._consent.by_invitation([name for one in asked if one.word == "join" for name in one.interests])
        if wished and not (person and wished <= person.interests.keys()) and reading.sender.verdict != "fail":
            who = person.address if person else parsed.sender.address
            names = " and ".join(sorted(wished))
            remedy = f"This lets them in, when they say yes: write `invite {who} to {names}` to {self._commands}."
            await self._letters.pass_on(mail, parsed, text, writer.subscriber, 0, now, ["", remedy])
        if person is None and editor and reading.sender.verdict == "pass" and all(one.word != "join" for one in asked):
            return await self._editors.help(mail, parsed, reading, now)
        if person is None:
            return await self._stranger(asked, parsed, reading, now)
        if not asked:
            return await self._suggest(mail, parsed, text, known, person, now)
        done = [
            await self._doing.do(one, person.id, writer.trust, writer.number, now)
            for one in asked
            if one.word not in editor_words.WORDS
        ]
        done += await self._edit(mail, reading, parsed, asked, writer, person, now)
        if any(one.reason.code == "forgotten" for one in done):
            return next(one.reason for one in done if one.reason.code == "forgotten")
        lines = [line for one in done for line in (str(one.reason), *one.lines)]
        days = self._addresses.days(person.id) if any(one.word == "status" for one in asked) else ""
        if days:
            lines.append(say("As a calendar: {address}", address=days))
        if editor and any(one.word == "help" for one in asked):
            lines += editorial.HELP
        if wished - person.interests.keys():
            lines.append(say("Your letter went to the editors; they answer you themselves."))
        quiet = all(one.reason.code in ("left", "asked", "shown", "enough") and one.silent for one in done)
        if not quiet:
            await self._answer(mail, parsed, person, lines[0], lines[1:], now)
        return Reason("obeyed", "; ".join([*(one.line for one in asked), *(one.reason.code for one in done)])[:500])

    def _editor(self, parsed: Parsed, reading: Reading, person: Person | None, to_commands: bool) -> str:
        """The editor a mail speaks for, as far as it is believed; "" for everybody else."""
        if person is not None:
            return person.address if self._editors.is_editor(person.address) else ""
        own = parsed.sender.address
        return own if to_commands and reading.sender.verdict != "fail" and self._editors.is_editor(own) else ""

    async def _edit(
        self,
        mail: int,
        reading: Reading,
        parsed: Parsed,
        asked: Sequence[Command],
        writer: Writer,
        person: Person,
        now: datetime,
    ) -> list[Done]:
        """An editor's words in a reply to a newsletter: done when token and From prove them, else asked for a yes."""
        theirs = [one for one in asked if one.word in editor_words.WORDS]
        if not theirs:
            return []
        number, to = writer.number or person.issues_made, person.address
        place = await editorial.of_newsletter(person.id, number, list(person.interests))
        shows, acts_ = editors.split(theirs)
        seen = await self._editors.show(shows, place, mail, parsed, reading, to, now)
        done = [Done(one, silent=one.code != "refused") for one in seen]
        if acts_ and writer.trust < Trust.STRONG:
            told = {"subscriber": person.id, "number": number}
            reason = await self._editors.ask(acts_, told, mail, parsed, reading, to, now)
            return [*done, Done(Reason("asked", str(reason)), silent=True)]
        return done + [Done(one) for one in await self._editors.act(acts_, place, to, parsed.sender.name, mail, now)]

    async def _yes_or_no(self, mail: int, parsed: Parsed, text: str, token: Token, now: datetime) -> Reason:
        said = quoting.says_yes(text)
        if said is None:
            await self._letters.pass_on(mail, parsed, text, token.subscriber, 0, now)
            return Reason("letter", "neither yes nor no: passed on to the editors, and nothing was confirmed")
        if token.purpose is Purpose.SURE:
            return await self._sure.yes(token, "mail", now) if said else Reason("declined", "the person said no")
        act = self._consent.confirm if said else self._consent.decline
        return await act(token, "mail", now)

    async def _letter(
        self, mail: int, parsed: Parsed, text: str, writer: Writer, person: Person | None, now: datetime
    ) -> Reason:
        """Prose: the editors have it, and the writer is told so once ever."""
        kept = await self._letters.pass_on(mail, parsed, text, writer.subscriber, writer.number, now)
        if person is not None and writer.trust is not Trust.NONE and kept.words.startswith("a letter, passed on"):
            page = self._addresses.preferences(person.id, writer.number)
            said = say("Your letter went to the editors; they answer you themselves.")
            hint = say(
                "Was it meant to change your newsletter? Put “help” in the first line of a reply, or “stop” to leave."
            )
            await self._notices.write(
                "answer", f"letter|{person.id}", Address(person.address),
                {"said": said, "lines": [hint], "page": page, "about": answered(parsed.subject)}, now, subscriber=person.id,
                reply_to=self._addresses.reply(person.id, writer.number), answering=parsed.message_id,
                language=person.language, limits=[self._consent.limits.answers(person.address)],
            )  # fmt: skip
        return kept

    async def _stranger(self, asked: tuple[Command, ...], parsed: Parsed, reading: Reading, now: datetime) -> Reason:
        """Somebody we do not know can only ask to join, and is asked at that very address."""
        names = [name for one in asked if one.word == "join" for name in one.interests]
        wished = self._consent.by_invitation(names)
        names = [name for name in names if name not in wished]
        if wished and not names:
            return Reason("wished", f"passed on to the editors: {', '.join(sorted(wished))} is by invitation")
        if not names:
            return Reason("no-token", "nothing was done: the mail proves nobody")
        if reading.sender.verdict == "fail":
            return Reason("forged", "nothing was done: its From line is forged")
        address = parsed.sender.address
        if reading.sender.verdict == "pass":
            await self._consent.wished(address, now)
        try:
            return await self._consent.ask(address, names, "mail", now)
        except RouterError as error:
            return Reason("refused", str(error))

    async def _suggest(
        self, mail: int, parsed: Parsed, text: str, known: Known, person: Person, now: datetime
    ) -> Reason:
        line = next((line for line in text.splitlines() if line.strip()), "") or parsed.subject
        near = grammar.nearest(line[:200], known)
        hint = say("Did you mean “{near}”?", near=near) if near else say("“help” lists what you can write.")
        await self._answer(
            mail, parsed, person, say("We do not know what “{line}” means.", line=line.strip()[:80]), [hint], now
        )
        return Reason("unknown", f"no command; suggested {near or 'help'}")

    async def _answer(
        self, mail: int, parsed: Parsed, person: Person, said: str, lines: list[str], now: datetime
    ) -> None:
        """One answer to one mail, to the subscriber's own address whoever wrote, five a day and no more."""
        page = self._addresses.preferences(person.id)
        values: Mapping[str, object] = {"said": said, "lines": lines, "page": page, "about": answered(parsed.subject)}
        now_speaks = await subscribers.person(person.id)
        await self._notices.write(
            "answer", str(mail), Address(person.address), values, now, subscriber=person.id,
            reply_to=self._addresses.reply(person.id), answering=parsed.message_id,
            language=now_speaks.language if now_speaks else "en",
            limits=[self._consent.limits.answers(person.address)],
        )  # fmt: skip

    async def _writer(self, token: Token | None, parsed: Parsed, reading: Reading) -> Writer:
        own = parsed.sender.address
        if token is not None and token.purpose in (Purpose.REPLY, Purpose.READ):
            address = await subscribers.address_of(token.subscriber)
            if not address:
                return Writer(0, Trust.NONE)
            proven = reading.sender.verdict == "pass" and own == address
            by_itself = Trust.TOKEN if token.purpose is Purpose.REPLY else Trust.LINK
            return Writer(token.subscriber, Trust.STRONG if proven else by_itself, token.reference)
        if reading.sender.verdict == "pass":
            found = await subscribers.find(own)
            if found:
                return Writer(found, Trust.SENDER)
        return Writer(0, Trust.NONE)

    async def _answered(self, parsed: Parsed, reading: Reading) -> Token | None:
        """Where tags do not arrive: a reply to a mail of ours, from the address that mail went to."""
        sent = await deliveries.by_message_id(parsed.header("in-reply-to").strip().strip("<>"))
        if sent is None or reading.sender.verdict == "fail" or parsed.sender.address != sent.recipient.lower():
            return None
        if sent.kind == "alarm" and sent.key.startswith("notice|alarm|edition|"):
            told = await deeds.under(sent.key.removeprefix("notice|alarm|").rpartition("|")[0])
            return Token(Purpose.EDIT, 0, told.id) if told else None
        if sent.kind == "proposal":
            return Token(Purpose.EDIT, 0, int(sent.key.rpartition("|")[2]))
        if sent.subscriber is None:
            return None
        purpose = {"sure": Purpose.SURE, "confirm": Purpose.CONFIRM}.get(sent.kind)
        if purpose is not None:
            return Token(purpose, sent.subscriber, int(sent.key.rpartition("|")[2]))
        return Token(Purpose.REPLY, sent.subscriber, sent.number)


async def _machine(mail: int, parsed: Parsed) -> str:
    """Why nobody should act on or answer this mail as if a person had written it (RFC 3834 2, 4); "" for a person."""
    submitted = parsed.header("auto-submitted").strip().lower()
    if submitted and not submitted.startswith("no"):
        return f"it says of itself that it is {submitted[:40]}"
    if parsed.header("list-id") or parsed.header("precedence").strip().lower() in _LISTS:
        return "it came by a mailing list"
    if parsed.header("x-loop") or parsed.header("x-autoreply") or parsed.header("x-autorespond"):
        return "another program answers"
    local = parsed.sender.address.partition("@")[0].lower()
    if not local or local in _ROBOTS:
        return "no person writes from there"
    if parsed.header("return-path").strip() == "<>" or await mails.envelope_sender(mail) == "":
        return "its envelope sender is empty"
    return ""
