"""The envelope and address lines of a mail into the word it was sent to: `inbox+word@host` -> `word`."""

from __future__ import annotations

import re

from router.terms import Envelope, Knows, Parsed

# As the servers of a chain add them: the nearest to us first.
_LINES = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "x-forwarded-to", "to", "cc", "resent-to")
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:@]{1,64}@[^\s<>\[\]()\"',;:@]{1,255}")
_IN_SUBJECT = re.compile(r"(?<![\w.])([rucbset]\.[a-z2-7]{34})(?![\w])", re.I)


def tag(envelope: Envelope, parsed: Parsed, knows: Knows) -> str:
    """The tag in lower case, "" when there is none; where tags do not arrive, the token that stands in the subject, and
    `rules` for an editor's mail of that subject."""
    inbox, _, host = knows.inbox.lower().rpartition("@")
    if inbox and knows.separator:
        start = inbox + knows.separator
        hosts = {host, *(domain.lower() for domain in knows.own_domains)}
        lines = [value for name in _LINES for value in parsed.all(name)]
        for address in [*envelope.recipients, *(found for line in lines for found in _ADDRESS.findall(line))]:
            local, _, domain = address.lower().rpartition("@")
            if domain in hosts and local.startswith(start) and len(local) > len(start):
                return str(local[len(start) :])
    match = _IN_SUBJECT.search(parsed.subject)
    if match:
        return str(match[1]).lower()
    is_rules = parsed.subject.strip().lower() == "rules" and parsed.sender.address in knows.people
    return "rules" if is_rules else ""
