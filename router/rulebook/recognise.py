"""Turns a mail's signs into the source that made it: List-Id, signature, inner sender, vendor header, tag, links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from router.rulebook.domains import above, host_name
from router.terms import Forward, Parsed, Reason, Sender, Source
from router.text import fold

_T = TypeVar("_T")
_LIST_ID = re.compile(r"<([^<>]*)>\s*$")
_LINK_HOST = re.compile(r"https?://(?:[^/\s\"'<>?#@]*@)?([^/\s\"'<>?#:)\]]+)", re.IGNORECASE)
_MOST_LINKS = 2000
_UNKNOWN: tuple[None, Reason] = (None, Reason("unknown", "no source file knows this mail"))


class Index:
    """The signs of many sources as dictionaries, built once for each tuple of sources."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.list_ids = _by((name, source) for source in sources for name in source.list_ids)
        self.senders = _by((name, source) for source in sources for name in source.senders)
        self.headers = _by((name, (value, source)) for source in sources for name, value in source.headers)
        self.tags = _by((tag, source) for source in sources for tag in source.tags)
        self.hosts = _by((host, source) for source in sources for host in source.hosts)

    def from_address(self, address: str) -> list[Source]:
        """The sources of the longest sign that covers this address: itself, else its domain, else one above."""
        address = address.lower()
        domain = host_name(address.rpartition("@")[2])
        local = address.rpartition("@")[0]
        signs = [f"{local}@{domain}", *(sign for name in above(domain) for sign in (f"@{name}", name))]
        return next((self.senders[sign] for sign in signs if sign in self.senders), [])


def _by(pairs: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    table: dict[str, list[_T]] = {}
    for key, value in pairs:
        table.setdefault(key, []).append(value)
    return table


_built: dict[int, tuple[Sequence[Source], Index]] = {}


def _index(sources: tuple[Source, ...]) -> Index:
    """The index of this very tuple: every mail of one rulebook version shares it."""
    known = _built.get(id(sources))
    if known is None:
        if len(_built) > 8:
            _built.clear()
        known = _built[id(sources)] = (sources, Index(sources))
    return known[1]


def recognise(
    parsed: Parsed,
    forward: Forward | None,
    tags: Iterable[str],
    sources: tuple[Source, ...],
    sender: Sender = Sender("unknown"),
) -> tuple[Source | None, Reason]:
    """Whose mail this is, and by which sign; the first sign of RULES' order that any source knows decides.

    A sign of the inner mail is believed as far as the person who passed it on: its reason says "unverified".
    Reason codes: list-id, signed, from, from-failed (the source must sign and this mail fails), forward, header,
    tag, host, unknown.
    """
    index = _index(sources)
    subject = fold(forward.subject if forward else parsed.subject)
    inner = forward.headers if forward else ()
    for value in (*parsed.all("list-id"), *(value for name, value in inner if name == "list-id")):
        found = _LIST_ID.search(value)
        name = (found.group(1) if found else value).strip().lower()
        for sign in above(name):
            if sign in index.list_ids:
                return _best(index.list_ids[sign], subject), Reason("list-id", f"List-Id {name}")
    from_outside = index.from_address(parsed.sender.address)
    if from_outside:
        source = _best(from_outside, subject)
        return source, _of_sender(source, parsed.sender.address, sender)
    if forward:
        from_inside = index.from_address(forward.sender.address)
        if from_inside:
            words = f"the forwarded mail is from {forward.sender.address} (unverified)"
            return _best(from_inside, subject), Reason("forward", words)
    by_header = [
        (source, name)
        for name, value in (*parsed.headers, *inner)
        if name in index.headers
        for wanted, source in index.headers[name]
        if value.strip().lower().startswith(wanted.lower())
    ]
    if by_header:
        return _best([source for source, _ in by_header], subject), Reason("header", f"the header {by_header[0][1]}")
    for tag in tags:
        if tag.lower() in index.tags:
            return _best(index.tags[tag.lower()], subject), Reason("tag", f"it was sent to +{tag.lower()}")
    return _by_links(index, parsed, forward, subject)


def _of_sender(source: Source, address: str, sender: Sender) -> Reason:
    if source.signed and sender.verdict == "pass" and source.signed in above(host_name(sender.domain)):
        return Reason("signed", f"from {address}, signed by {sender.domain}")
    if source.signed and sender.verdict != "unknown":
        return Reason("from-failed", f"from {address}, and not signed by {source.signed}")
    return Reason("from", f"from {address} (unverified)")


def _by_links(index: Index, parsed: Parsed, forward: Forward | None, subject: str) -> tuple[Source | None, Reason]:
    if not index.hosts:
        return _UNKNOWN
    body = (forward.html or forward.text) if forward else (parsed.html or parsed.text)
    counts: Counter[str] = Counter()
    for number, found in enumerate(_LINK_HOST.finditer(body)):
        if number == _MOST_LINKS:
            break
        sign = next((sign for sign in above(host_name(found.group(1))) if sign in index.hosts), "")
        if sign:
            counts[sign] += 1
    if not counts:
        return _UNKNOWN
    host, number = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return _best(index.hosts[host], subject), Reason("host", f"{number} of its links lead to {host}")


def _best(sources: Sequence[Source], subject: str) -> Source:
    """Of sources with the same sign, the one whose `subject:` words stand in the subject; then one that asks none."""

    def rank(source: Source) -> tuple[int, str]:
        if not source.subjects:
            return 1, source.name
        return (0 if any(fold(words) in subject for words in source.subjects) else 2), source.name

    return min(sources, key=rank)
