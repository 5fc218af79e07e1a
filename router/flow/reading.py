"""One mail's bytes -> everything it is found to be; pure, and run in a process that can be killed."""

from __future__ import annotations

from dataclasses import replace

from router import clippers
from router.errors import MailError
from router.mail import authentication, bounces, forwards, lanes, parse, tags
from router.rulebook import sources
from router.terms import Clipping, Envelope, Forward, Knows, Lane, Reading, Reason

STORY_LANES = frozenset({Lane.ALERT, Lane.FORWARD, Lane.TIP})


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
    tag = tags.tag(envelope, parsed, knows)
    source, _ = sources.recognise(parsed, forward, (tag,) if tag else (), knows.sources, sender)
    lane, reason = lanes.decide(parsed, envelope, forward, bounce, source, sender, knows)
    found = Reading(
        lane, reason, parsed, tag, source.name if source else "", 0.0, (), forward, bounce, sender
    )  # fmt: skip
    if lane not in STORY_LANES or reason.code == "stranger":
        return found
    cut = clippers.cut(parsed, forward, source)
    clippings = tuple(_noted(clipping, forward, lane) for clipping in cut.clippings)
    if not clippings:
        return replace(found, reason=Reason(cut.reason.code, f"{reason}; {cut.reason}"), confidence=cut.confidence)
    return replace(found, clippings=clippings, confidence=cut.confidence)


def _noted(clipping: Clipping, forward: Forward | None, lane: Lane) -> Clipping:
    if forward is None or not forward.note or clipping.note or lane is Lane.TIP:
        return clipping
    return replace(
        clipping, note=forward.note, note_by=forward.note_by.name or forward.note_by.address.partition("@")[0]
    )
