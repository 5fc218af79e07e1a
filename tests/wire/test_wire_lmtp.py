"""The LMTP door: an answer for each recipient, a real Postfix in front, a socket that is a file."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Callable
from pathlib import Path

from router.errors import StoreError
from router.terms import Envelope
from tests.servers.postfix import Postfix
from tests.wire.smtp_door import HELLO, MAIL, START, Inbox, door, send, talk


async def test_lmtp_answers_once_a_recipient(tmp_path: Path) -> None:
    inbox = Inbox()
    async with door(inbox, door="lmtp", size_limit=1000) as opened:
        hello = (b"LHLO client.example\r\n", START[1])
        three = [f"RCPT TO:<inbox+{n}@router.example>\r\n".encode() for n in "abc"]
        said = (*hello, *three, b"RCPT TO:<no@elsewhere.example>\r\n", b"DATA\r\n", MAIL + b".\r\n", b"", b"")
        answers = await asyncio.to_thread(talk, opened.port, *said)
        assert [reply[:9] for reply in answers[-3:]] == [b"250 2.6.0"] * 3
        said = (*hello, *three, b"DATA\r\n", b"x" * 2000 + b"\r\n.\r\n", b"", b"", b"NOOP\r\n")
        answers = await asyncio.to_thread(talk, opened.port, *said)
        assert [reply[:3] for reply in answers[-4:]] == [b"552", b"552", b"552", b"250"]
        inbox.error = StoreError("x", "full")
        said = (*hello, *three[:2], b"DATA\r\n", MAIL + b".\r\n", b"", b"NOOP\r\n")
        answers = await asyncio.to_thread(talk, opened.port, *said)
        assert [reply[:3] for reply in answers[-3:]] == [b"452", b"452", b"250"]
        assert (await asyncio.to_thread(talk, opened.port, HELLO))[-1].startswith(b"500")
    [(_, envelope)] = inbox.mails
    assert envelope == Envelope("lmtp", "a@alerts.example", tuple(f"inbox+{n}@router.example" for n in "abc"))


async def test_postfix_hands_over_by_lmtp_and_tries_again_after_our_451(postfix: Callable[..., Postfix]) -> None:
    inbox = Inbox(error=StoreError("x", "full"))
    async with door(inbox, door="lmtp") as opened:
        server = await asyncio.to_thread(postfix, lmtp=opened.port)
        await send(server.port)
        await send(server.port, b"Subject: smuggle\n\nfirst\n.\nMAIL FROM:<evil@x.example>\n")
        for _ in range(200):
            if inbox.begun >= 2:
                break
            await asyncio.sleep(0.05)
        assert inbox.begun >= 2 and not inbox.mails
        inbox.error = None
        for _ in range(400):
            if len(inbox.mails) >= 2:
                break
            await asyncio.sleep(0.05)
    assert len(inbox.mails) == 2
    assert all(envelope.recipients == ("inbox@router.example",) for _, envelope in inbox.mails)


async def test_a_unix_socket_serves_too(tmp_path: Path) -> None:
    inbox = Inbox()
    path = tmp_path / "lmtp"
    async with door(inbox, door="lmtp", host=str(path)):

        def session() -> None:
            with smtplib.LMTP(str(path)) as client:
                client.sendmail("a@alerts.example", ["inbox@router.example"], MAIL)

        await asyncio.to_thread(session)
    assert inbox.mails[0][0] == MAIL
