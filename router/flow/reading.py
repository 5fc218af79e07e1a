"""One mail's bytes -> everything it is found to be; pure, and run in a process that can be killed."""

from __future__ import annotations

from dataclasses import replace

from router import clippers
from router.errors import MailError
from router.mail import authentication, bounces, forwards, lanes, parse, tags, tips
from router.rulebook import sources
from router.terms import Clipping, Cut, Envelope, Forward, Knows, Lane, Parsed, Reading, Reason, Sender, Source
from router.text import fold

STORY_LANES = frozenset({Lane.ALERT, Lane.FORWARD, Lane.TIP})


def answer(knows: Knows, raw: bytes, envelope: Envelope) -> Reading:
    """`read` as a worker process answers it: bodies whose stories are cut stay behind, for their bytes are stored."""
    found = read(knows, raw, envelope)
    if found.parsed is None or not found.clippings:
        return found
    return replace(found, parsed=replace(found.parsed, text="", html="", attachments=(), headers=()), forward=None)


def read(knows: Knows, raw: bytes, envelope: Envelope) -> Reading:
    """Parse, look for a mail inside the mail, name the source, choose the lane, and cut the stories.

    MailError never leaves: a mail that cannot be read is quarantined with the reason. What is unforeseen does leave,
    and the worker process answers for it.
    """
    try:
        parsed = parse.parse(raw)
    except MailError as error:
        return Reading(Lane.QUARANTINE, Reason("unreadable", error.what))
    if envelope.too_big:
        reason = Reason("too-big", f"{envelope.too_big >> 20} MiB; only its headers were fetched")
        return Reading(Lane.QUARANTINE, reason, parsed)
    sender = authentication.judge(parsed, knows.authserv_id)
    bounce = bounces.read(parsed)
    forward = forwards.unwrap(parsed)
    inner = forwards.innermost(forward) if forward else None
    tag = tags.tag(envelope, parsed, knows)
    source, _ = sources.recognise(parsed, inner, (tag,) if tag else (), knows.sources, sender)
    if forward and source and clippers.is_digest(parsed, source):
        own, _ = sources.recognise(parsed, None, (tag,) if tag else (), knows.sources, sender)
        if own is source:  # the list itself sent it: nobody passed it on
            forward = inner = None
    lane, reason = lanes.decide(parsed, envelope, forward, bounce, source, sender, knows)
    cut = Cut((), 0.0, reason)
    if lane in STORY_LANES and lane is not Lane.TIP:
        cut = _cut(parsed, inner, source, knows)
        if not cut.clippings:
            reason = Reason(cut.reason.code, f"{reason}; {cut.reason}")
    found = Reading(
        lane,
        reason,
        parsed,
        tag,
        source.name if source else "",
        cut.confidence,
        tuple(_noted(clipping, inner) for clipping in cut.clippings),
        cut.links,
        forward,
        bounce,
        sender,
    )
    return _tip(found, knows) if lane is Lane.TIP and reason.code == "enrolled" else found


def _cut(parsed: Parsed, inner: Forward | None, source: Source | None, knows: Knows) -> Cut:
    """The stories of the mail; of several mails attached to one, the stories of each."""
    several = forwards.attached(parsed) if inner else ()
    if len(several) < 2:
        return clippers.cut(parsed, inner, source)
    cuts = [
        clippers.cut(parsed, one, sources.recognise(parsed, one, (), knows.sources, Sender("unknown"))[0])
        for one in several
    ]
    together = tuple(dict.fromkeys(clipping for cut in cuts for clipping in cut.clippings))
    sure, links = min(cut.confidence for cut in cuts), sum(cut.links for cut in cuts)
    return Cut(together, sure, Reason("attached", f"{len(several)} mails attached"), links)


def _tip(found: Reading, knows: Knows) -> Reading:
    """An enrolled person's own links; without a +tag, the subject may name the interest ("for homelessness")."""
    assert found.parsed is not None
    said = set(fold(found.parsed.subject).split())
    named = sorted(name for name in knows.interests if set(fold(name).split()) <= said)
    clippings = tips.read(found.parsed, knows.interests)
    return replace(found, clippings=clippings, confidence=1.0, tag=found.tag or (named[0] if named else ""))


def _noted(clipping: Clipping, forward: Forward | None) -> Clipping:
    if forward is None or not forward.note or clipping.note:
        return clipping
    return replace(
        clipping, note=forward.note, note_by=forward.note_by.name or forward.note_by.address.partition("@")[0]
    )
