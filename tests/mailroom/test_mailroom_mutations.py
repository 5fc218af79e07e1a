"""Broken mails of every kind: nothing but MailError leaves the reader, and nothing at all leaves what comes after it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator

from router.errors import MailError
from router.mail import authentication, bounces, forwards, lanes, setup, tags
from router.mail.parse import parse
from router.terms import Envelope, Knows, Lane, Parsed, Reason, Source

Letter = Callable[..., bytes]

ROUNDS = 40_000 if os.environ.get("ROUTER_PROVE") else 1_500
KNOWS = Knows(
    inbox="inbox@router.example",
    own_domains=("router.example",),
    authserv_id="mx.router.example",
    people={"mira@town.example": "editor"},
    subscribers=frozenset({"one@town.example"}),
    instance="here",
)
FORWARD = (
    "Please read the second one.\n\n---------- Forwarded message ---------\nFrom: Alerts <alerts@news.example>\n"
    "Date: Mon, 2 Mar 2026 at 07:00\nSubject: Weekly alert\nTo: <mira@town.example>\n\nA story: https://news.example/1\n"
)
RICH = (
    '<div>Note</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
    "From: Alerts &lt;alerts@news.example&gt;<br>Date: today<br>Subject: Weekly alert<br>To: x@y.example<br></div>"
    '<p><a href="https://news.example/1">A story</a></p></div>'
)
STATUS = (
    "--edge\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.far.example\n\n"
    "Final-Recipient: rfc822; a@far.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n\n"
    "--edge\nContent-Type: message/rfc822\n\nFrom: inbox@router.example\nMessage-ID: <i@router.example>\n\nx\n"
)
PIECES = (
    b"\n", b"\r", b"\0", b"\xff\xfe", b"--edge\n", b"--edge--\n", b"=?utf-8?B?", b"?=", b"\n\n", b"Content-Type: ", b"multipart/mixed",
    b"; boundary=", b"charset=", b"From: ", b"To: ", b"<", b">", b'"', b"(", b",", b"@", b":", b";", b"=", b"=3D", b"&#x", b"\xe2\x80\xae",
    b"Gesendet: ", "发件人：".encode(), b"---------- Forwarded message ---------", b"> ", b"\t", b" ", b"utf-7", b"%00", b"message/rfc822",
)  # fmt: skip


def seeds(letter: Letter) -> list[bytes]:
    return [
        letter("Grüße\n", subject="=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", html="<p>Grüße</p>"),
        letter(FORWARD, subject="Fwd: Weekly alert"),
        letter("", subject="FW: Weekly alert", html=RICH),
        letter("It failed.\n", sender="MAILER-DAEMON@far.example", subject="Undelivered Mail", parts=STATUS),
        letter("see\n", parts="--edge\nContent-Type: message/rfc822\n\nFrom: c@d.example\nSubject: in\n\nhello\n"),
        letter("https://news.example/1\n\nSent from my phone\n", to="inbox+housing@router.example"),
        letter(
            "Confirm: https://list.example/confirm/1\n",
            subject="Please confirm your subscription",
            headers="Authentication-Results: mx.router.example; dkim=pass header.d=list.example; dmarc=fail\n",
        ),
    ]


def mutants(letter: Letter) -> Iterator[bytes]:
    dice = random.Random(20260302)
    made = seeds(letter)
    for _ in range(ROUNDS):
        raw = bytearray(dice.choice(made))
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(raw) + 1)
            span = dice.randint(1, 40)
            match dice.randrange(5):
                case 0:
                    raw[at : at + 1] = bytes((dice.randrange(256),))
                case 1:
                    del raw[at : at + span]
                case 2:
                    raw[at:at] = dice.choice(PIECES) * dice.choice((1, 1, 1, 60))
                case 3:
                    raw[at:at] = raw[max(0, at - span) : at]
                case _:
                    other = dice.choice(made)
                    raw[at:at] = other[dice.randrange(len(other)) :][: span * 4]
        yield bytes(raw)


def test_no_mutant_raises_anything_but_a_mail_error(letter: Letter) -> None:
    rungs: dict[str, int] = {}
    for raw in mutants(letter):
        try:
            read = parse(raw)
        except MailError:
            continue
        rungs[read.rung] = rungs.get(read.rung, 0) + 1
        lane, reason = judged(read)
        assert isinstance(lane, Lane)
        assert isinstance(reason, Reason) and reason.code
        shown = [read.subject, read.sender.name, read.text, read.html, *(value for _, value in read.headers)]
        assert not any(ord(sign) < 32 and sign not in "\n\t" for words in shown for sign in words)
        assert not any("\u202a" <= sign <= "\u202e" for words in (read.subject, read.sender.name) for sign in words)
    assert rungs["mail-parser"] > ROUNDS * 0.9


def judged(read: Parsed) -> tuple[Lane, Reason]:
    envelope = Envelope(recipients=("inbox@router.example",))
    sender = authentication.judge(read, KNOWS.authserv_id)
    forward, bounce = forwards.unwrap(read), bounces.read(read)
    if forward is not None:
        forwards.innermost(forward)
    setup.find(read)
    tags.tag(envelope, read, KNOWS)
    source = Source("daily", signed="news.example") if "alert" in read.subject else None
    return lanes.decide(read, envelope, forward, bounce, source, sender, KNOWS)
