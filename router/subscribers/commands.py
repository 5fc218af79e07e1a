"""A mail that tells us something -> what is done about it, and one short answer."""

from __future__ import annotations

from datetime import datetime

from mailparser_reply.parser import EmailReplyParser

from router.errors import TokenError
from router.html import to_text
from router.subscribers.addresses import Addresses
from router.subscribers.consent import Consent
from router.terms import Parsed, Reading, Reason
from router.text import fold
from router.tokens import Purpose

STOP = frozenset({"stop", "unsubscribe", "abmelden", "abbestellen", "baja", "cancelar", "desabonner", "disiscrivi"})
_SIGNS = " .!:;,*_>\t"


class Commands:
    """Obeys the mails of the command lane. Every act may be done twice: it is the same as once."""

    def __init__(self, consent: Consent, addresses: Addresses) -> None:
        self._consent, self._addresses = consent, addresses

    async def obey(self, mail: int, reading: Reading, now: datetime) -> Reason:
        """Do what this mail asks; the Reason is kept with the mail."""
        try:
            token = self._addresses.token(reading.tag)
        except TokenError as error:
            return Reason("bad-token", f"nothing was done: {error}")
        if token is None or reading.parsed is None:
            return Reason("no-token", "nothing was done: the mail proves nobody")
        if token.purpose is Purpose.LEAVE:
            return await self._consent.leave(token, "mail", now)
        if token.purpose is Purpose.CONFIRM:
            return await self._consent.confirm(token, "mail", now)
        if token.purpose is Purpose.REPLY and first_word(reading.parsed) in STOP:
            return await self._consent.leave(token, "reply", now)
        return Reason("letter", "no command stands in its first line; it is kept for the editors")


def first_word(parsed: Parsed) -> str:
    """The first line above the quote when it is one word alone, folded; "" otherwise: prose is never a command."""
    body = parsed.text or to_text(parsed.html)
    reply = EmailReplyParser(languages=["en", "de", "es", "fr", "it"]).parse_reply(body) or ""
    lines = [line for line in reply.splitlines() if line.strip(_SIGNS)]
    words = fold(lines[0]).strip(_SIGNS).split() if lines else []
    return words[0] if len(words) == 1 else ""
