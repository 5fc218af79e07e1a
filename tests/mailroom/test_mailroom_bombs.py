"""Mails made to keep the readers busy behind the caps: each is judged, whole, in less than a second of CPU."""

from __future__ import annotations

import time

import pytest

from router.mail import authentication, bounces, forwards, lanes, setup, tips
from router.mail.parse import parse
from router.terms import Envelope, Knows, Lane

KNOWS = Knows(inbox="inbox@router.example", authserv_id="mx", people={"a@b.example": "editor"})
PASSED_ON = b"From: a@b.example\nSubject: Fwd: x\n\n"
RETURNED = b"From: MAILER-DAEMON@b.example\nSubject: Undelivered Mail\n\ncould not be delivered "
BLOCK = b"---------- Forwarded message ---------\nFrom: a@b.example\nTo: x@y.example\nSubject: z\nDate: 1\n\nbody"

BOMBS = {
    "header lines without end": PASSED_ON + b"From: a@b.example\n" * 50_000,
    "marks without end": PASSED_ON + b"---------- Forwarded message\n" * 30_000,
    "dashes": PASSED_ON + b"-" * 500_000,
    "lines of dashes": PASSED_ON + (b"- " * 400 + b"x\n") * 1_000,
    "one header word a hundred thousand times": PASSED_ON + b"a:" * 100_000,
    "a block on one line": PASSED_ON + b"----- Forwarded Message ----- " + b"From: a To: " * 50_000,
    "wide header lines": PASSED_ON + b"From: " + b"a" * 500_000 + b"\nTo: b@c.example\nSubject: " + b"<" * 500_000 + b"\nDate: x\n\nbody",
    "who wrote, again and again": PASSED_ON + (b"On 1 " + b"a" * 250 + b":\n") * 5_000,
    "quote signs": PASSED_ON + b"> " * 500_000,
    "signatures": PASSED_ON + b"Sent from my iPhone\n" * 1_900 + BLOCK,
    "banners": PASSED_ON + (b"caution external " * 2_000 + b"\n") * 40 + BLOCK,
    "mails passed on in mails passed on": PASSED_ON + BLOCK.replace(b"body", b"") * 300,
    "deep HTML": b"From: a@b.example\nSubject: Fwd: x\nContent-Type: text/html\n\n" + b"<div>" * 60_000,
    "an unknown user": RETURNED + b"user unknown recipient " * 40_000,
    "users": RETURNED + b"user " * 100_000,
    "addresses": RETURNED + b"a@a.a" * 100_000,
    "reports": b"From: MAILER-DAEMON@b.example\nSubject: x\nContent-Type: message/delivery-status\n\n" + b"Status: 5.1.1\n\n" * 60_000,
    "confirming hosts": b"From: a@zoho.com\nSubject: confirm subscription\n\n" + b"https://zoho.com/" * 30_000,
    "confirming labels": b"From: a@zoho.com\nSubject: confirm subscription\n\nhttps://" + b"a." * 100_000 + b"zoho.com/",
    "codes": b"From: forwarding-noreply@google.com\nSubject: x\n\n" + b"123 " * 200_000,
    "links": b"From: a@b.example\nSubject: x\n\n" + b"word http://x.example/1 word\n" * 30_000,
    "your order": b"From: a@b.example\nSubject: " + b"your " * 3_000 + b"\n\nx",
    "list tags": b"From: a@b.example\nSubject: " + b"[a] " * 3_900 + b"\n\nx",
    "results": b"From: a@b.example\nAuthentication-Results: mx; " + b"(" * 15_000 + b"\n\nx",
    "flowed lines": b"From: a@b.example\nContent-Type: text/plain; format=flowed\n\n" + b"a \n" * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_every_reader_of_the_room_ends_soon(name: str) -> None:
    start = time.process_time()
    read = parse(BOMBS[name])
    sender = authentication.judge(read, KNOWS.authserv_id)
    forward, bounce = forwards.unwrap(read), bounces.read(read)
    if forward is not None:
        forwards.innermost(forward)
    setup.find(read)
    tips.read(read)
    lane, _ = lanes.decide(read, Envelope(), forward, bounce, None, sender, KNOWS)
    assert time.process_time() - start < 2  # the deadline of a worker process; alone on a machine it is a half
    assert lane in Lane
