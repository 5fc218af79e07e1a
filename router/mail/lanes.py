"""Everything known of one mail into its lane, in the order of care of `terms.Lane`, always with the reason.

The order is the safety: a confirmation is looked for before anything that drops mails of machines, a bounce before
anything that answers, our own mail before anything that could feed it to us again.
"""

from __future__ import annotations

import re

from router.mail import kinds, setup, tags, tips
from router.mail.authentication import aligned
from router.terms import Bounce, Envelope, Forward, Knows, Lane, Parsed, Reason, Sender, Source

_TOKEN = re.compile(r"^([rucset])\.[a-z2-7]{20,}$")
_COMMANDS = frozenset({"commands", "rules"})
_TIP_LINKS = 10
_OURS = re.compile(r"<[0-9a-f]{32}@([^<>\s]+)>")  # as headers.message_id writes them; colleagues may share our domain


def decide(
    parsed: Parsed,
    envelope: Envelope,
    forward: Forward | None,
    bounce: Bounce | None,
    source: Source | None,
    sender: Sender,
    knows: Knows,
) -> tuple[Lane, Reason]:
    """The lane of a mail, and why. Never raises.

    A link a stranger wrote to us is a tip too, with the reason code `stranger`: it is shown to editors, never sent out.
    """
    if parsed.rung == "headers":
        return Lane.QUARANTINE, Reason("unreadable", "only its headers could be read")
    tag = tags.tag(envelope, parsed, knows)
    return (
        _setup(parsed, source, sender)
        or _returned(bounce, tag)
        or _loop(parsed, forward, knows)
        or _command(parsed, tag, knows)
        or _tip(parsed, forward, source, sender, knows)
        or _passed_on(forward, source)
        or _alert(parsed, source, sender)
    )


def is_enrolled(parsed: Parsed, sender: Sender, knows: Knows) -> bool:
    """Whether the sender is an editor, owner or confirmed subscriber, and nothing says the From line is forged."""
    address = parsed.sender.address
    return sender.verdict != "fail" and bool(address) and (address in knows.people or address in knows.subscribers)


def _setup(parsed: Parsed, source: Source | None, sender: Sender) -> tuple[Lane, Reason] | None:
    found = setup.find(parsed, source is not None)
    if found is None:
        return None
    if sender.verdict == "fail":
        return Lane.QUARANTINE, Reason("forged", f"asks for a confirmation in the name of {parsed.sender.address}")
    what = "a forwarding" if found.kind == "forwarding" else "a subscription"
    return Lane.SETUP, Reason(found.kind, f"asks a person to confirm {what}")


def _returned(bounce: Bounce | None, tag: str) -> tuple[Lane, Reason] | None:
    if bounce is not None:
        return (Lane.REPLY if bounce.kind == "reply" else Lane.BOUNCE), bounce.reason
    if tag.startswith("b."):
        # Only mail servers and absence notices know this address; a person's words do not arrive here.
        return Lane.REPLY, Reason("to-envelope", "sent to an envelope sender of ours, and no bounce")
    return None


def _loop(parsed: Parsed, forward: Forward | None, knows: Knows) -> tuple[Lane, Reason] | None:
    instance = parsed.header("x-router-instance")
    if instance and (instance == knows.instance or not knows.instance):
        return Lane.LOOP, Reason("instance", "our own newsletter came back")
    listed = re.search(r"<([^<>\s]+)>\s*$", parsed.header("list-id"))
    if listed and any(_below(listed[1], domain) for domain in knows.own_domains):
        return Lane.LOOP, Reason("list-id", "our own list's mail came back")
    inside = forward.sender.address if forward else ""
    if knows.inbox and any(_is_inbox(address, knows) for address in (parsed.sender.address, inside)):
        return Lane.LOOP, Reason("from-us", "it was sent by this inbox")
    return None


def _command(parsed: Parsed, tag: str, knows: Knows) -> tuple[Lane, Reason] | None:
    if _TOKEN.match(tag) or tag in _COMMANDS:
        return Lane.COMMAND, Reason("tag", f"sent to +{tag.partition('.')[0]}")
    if tag == "ask":
        return Lane.QUESTION, Reason("tag", "sent to +ask")
    if tag == "test":
        return Lane.OTHER, Reason("test", "the letter by which the set-up tries its own address")
    answered = _OURS.findall(parsed.header("in-reply-to"))
    if any(_below(found, domain) for found in answered for domain in knows.own_domains):
        return Lane.COMMAND, Reason("in-reply-to", "an answer to a mail of ours")
    return None


def _tip(
    parsed: Parsed, forward: Forward | None, source: Source | None, sender: Sender, knows: Knows
) -> tuple[Lane, Reason] | None:
    if forward is not None or source is not None:
        return None
    if is_enrolled(parsed, sender, knows):
        if tips.read(parsed):
            return Lane.TIP, Reason("enrolled", f"a link from {parsed.sender.address}")
        # A person's letter is private: it must not become a story because their signature holds a link.
        return None if kinds.is_bulk(parsed) else (Lane.OTHER, Reason("letter", "a letter without a link of its own"))
    found = kinds.links(parsed)
    # Without an inbox nothing is known of strangers: files are only shown.
    if not knows.inbox or not found or len(found) > _TIP_LINKS or kinds.is_bulk(parsed) or kinds.no_story(parsed):
        return None
    return Lane.TIP, Reason(
        "stranger", "a link from somebody who is not enrolled: for the editors to see, never sent out"
    )


def _passed_on(forward: Forward | None, source: Source | None) -> tuple[Lane, Reason] | None:
    if forward is None:
        return None
    if source is None:
        inner = Parsed((), forward.sender, forward.subject, forward.text, forward.html)
        reason = kinds.no_story(inner)
        # A letter passed on may be a call for papers: text without a link is a story too.
        if reason is not None and reason.code not in ("letter", "empty"):
            return Lane.OTHER, reason
    return Lane.FORWARD, Reason("forward", f"passed on: {source.name if source else forward.how}")


def _alert(parsed: Parsed, source: Source | None, sender: Sender) -> tuple[Lane, Reason]:
    if source is not None:
        if source.signed and (
            sender.verdict == "fail" or (sender.domain and not aligned(sender.domain, source.signed))
        ):
            return Lane.QUARANTINE, Reason(
                "not-signed", f"says it is {source.name}, and {source.signed} did not sign it"
            )
        return Lane.ALERT, Reason("source", f"a mail of {source.name}")
    reason = kinds.no_story(parsed)
    if reason is not None:
        return Lane.OTHER, reason
    if sender.verdict == "fail" and sender.reason.code == "two-senders":
        return Lane.QUARANTINE, sender.reason
    return Lane.ALERT, Reason("unknown-source", "a newsletter nobody has described")


def _below(name: str, domain: str) -> bool:
    name, domain = name.lower(), domain.lower()
    return bool(domain) and (name == domain or name.endswith(f".{domain}"))


def _is_inbox(address: str, knows: Knows) -> bool:
    local, _, host = knows.inbox.lower().rpartition("@")
    theirs, _, domain = address.lower().rpartition("@")
    return bool(local) and domain == host and (theirs == local or theirs.startswith(local + knows.separator))
