from __future__ import annotations

import asyncio
import os
import resource
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from router.errors import StoreError, WireError
from router.terms import Envelope
from router.wire.smtp_in import Listener, listen
from tests.servers.certificate import Certificate
from tests.wire.smtp_door import HELLO, MAIL, START, Inbox, Peer, door, send, talk


async def test_a_mail_arrives_byte_for_byte_with_its_envelope() -> None:
    inbox = Inbox()
    async with door(inbox) as opened:
        await send(opened.port, MAIL + b".\r\n..two\r\n")
        await send(opened.port, "Subject: ü\r\n\r\nü\r\n".encode() + b"x" * 200_000 + b"\r\n")
    assert inbox.mails[0] == (
        MAIL + b".\r\n..two\r\n",
        Envelope("smtp", "a@alerts.example", ("inbox@router.example",)),
    )
    assert len(inbox.mails[1][0]) > 200_000


async def test_250_comes_after_the_commit_and_never_without_it() -> None:
    inbox = Inbox(seconds=0.3)
    async with door(inbox) as opened:
        start = time.monotonic()
        await send(opened.port)
        assert time.monotonic() - start >= 0.3 and len(inbox.mails) == 1
        secret = "disk at /secret is full"
        for error, code in ((StoreError("x", secret), 452), (ValueError(secret), 451), (KeyError(secret), 451)):
            inbox.error = error
            with pytest.raises(smtplib.SMTPDataError) as refused:
                await send(opened.port)
            assert refused.value.smtp_code == code and b"secret" not in refused.value.smtp_error
        inbox.error = None
        await send(opened.port)
    assert len(inbox.mails) == 2


async def test_unknown_recipients_and_dangerous_addresses_are_refused() -> None:
    inbox = Inbox()
    async with door(inbox) as opened:
        for to in ("nobody@elsewhere.example", "x\x07@router.example", "Ł\udcff@router.example"):
            said = (HELLO, b"MAIL FROM:<>\r\n", f"RCPT TO:<{to}>\r\n".encode("utf-8", "surrogateescape"), b"DATA\r\n")
            answers = await asyncio.to_thread(talk, opened.port, *said)
            assert answers[3][:3] in (b"550", b"553") and answers[4].startswith(b"503"), (to, answers)
        said = (HELLO, b"MAIL FROM:<a\xff@b.example>\r\n", b"NOOP\r\n", b"VRFY \xff\r\n", b"AUTH PLAIN AAAA\r\n")
        answers = await asyncio.to_thread(talk, opened.port, *said)
        assert answers[2].startswith(b"553") and answers[3].startswith(b"250")
        assert b"AUTH" not in answers[1]
        null = (HELLO, b"MAIL FROM:<>\r\n", START[2], START[3], b"Subject: bounce\r\n\r\n.\r\n")
        answers = await asyncio.to_thread(talk, opened.port, *null)
        assert answers[-1].startswith(b"250")
    assert [envelope.sender for _, envelope in inbox.mails] == [""]


SMUGGLED = b"MAIL FROM:<evil@x.example>\r\nRCPT TO:<inbox@router.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx"
ENDS = [
    b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n.\r", b"\r.\n", b"\r\n\0.\r\n", b"\r\n.\0\r\n",
    b"\r\n\r.\r\n", b"\r\r\n.\r\r\n", b"\n\n.\r\n", b"\r\n.\r\r\n", b"\r\n. \r\n", b"\r\n..\r\n", b"\x0b.\x0b", b"\xe2\x80\xa8.\r\n",
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS, ids=repr)
@pytest.mark.parametrize("slowly", [False, True])
async def test_no_second_mail_can_be_smuggled(end: bytes, slowly: bool) -> None:
    inbox = Inbox()
    body = b"Subject: one\r\n\r\nfirst" + end + SMUGGLED + b"\r\n.\r\n"
    async with door(inbox) as opened:
        pieces = [body[at : at + 7] for at in range(0, len(body), 7)] if slowly else [body]

        def session() -> bytes:
            with Peer(opened.port) as peer:
                peer.reply()
                peer.say(*START)
                for piece in pieces:
                    peer.socket.sendall(piece)
                    if slowly:
                        time.sleep(0.001)
                return peer.reply() + peer.say(b"QUIT\r\n")

        answers = await asyncio.to_thread(session)
    assert answers.count(b"250 ") == 1 and answers.count(b"221") == 1
    [(data, _)] = inbox.mails
    assert b"Subject: smuggled" in data
    assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")  # no bare one left for the next reader


async def test_a_bare_cr_makes_no_header_of_its_own() -> None:
    inbox = Inbox()
    async with door(inbox) as opened:
        raw = b"Subject: x\rBcc: evil@x.example\nX-Two: 2\r\r\n\r\nbody\r\n.\r\n"
        await asyncio.to_thread(talk, opened.port, *START, raw)
    assert inbox.mails[0][0] == b"Subject: x Bcc: evil@x.example\r\nX-Two: 2\r\n\r\nbody\r\n"


@pytest.mark.parametrize("size", [0, 1, 3, 262_143, 262_144, 262_145, 700_000])
async def test_the_end_is_found_wherever_the_buffer_ends(size: int) -> None:
    inbox = Inbox()
    async with door(inbox) as opened:
        answers = await asyncio.to_thread(talk, opened.port, *START, b"y" * size + b"\r\n.\r\n", b"NOOP\r\n")
        assert answers[-2].startswith(b"250 2.6.0") and answers[-1].startswith(b"250")
        answers = await asyncio.to_thread(talk, opened.port, *START, b".\r\n")
        assert answers[-1].startswith(b"250 2.6.0")
    assert [data for data, _ in inbox.mails] == [b"y" * size + b"\r\n", b""]


async def test_too_much_is_552_and_costs_no_memory() -> None:
    inbox = Inbox()
    async with door(inbox, size_limit=1 << 20) as opened:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises((smtplib.SMTPSenderRefused, smtplib.SMTPDataError)) as refused:
            await send(opened.port, b"x" * (2 << 20))  # says its SIZE
        assert refused.value.smtp_code == 552

        def session() -> bytes:  # does not say it, and sends short lines
            with Peer(opened.port) as peer:
                peer.reply()
                peer.say(*START)
                for _ in range(60):
                    peer.socket.sendall(b"\r\n" * (1 << 19))
                return peer.say(b".\r\n")

        assert (await asyncio.to_thread(session)).startswith(b"552")
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kB
        await send(opened.port)
    assert len(inbox.mails) == 1


async def test_a_client_that_hangs_up_does_not_stop_the_commit() -> None:
    inbox = Inbox(seconds=0.2)
    async with door(inbox) as opened:

        def session() -> None:
            with Peer(opened.port) as peer:
                peer.reply()
                peer.say(*START)
                peer.socket.sendall(MAIL + b".\r\n")
                time.sleep(0.05)

        await asyncio.to_thread(session)
        assert inbox.begun == 1 and not inbox.mails
        await asyncio.sleep(0.4)
        assert len(inbox.mails) == 1


async def test_close_lets_the_commit_and_its_reply_out_and_cuts_the_idle() -> None:
    inbox = Inbox(seconds=0.4)
    opened = await listen(Listener(), inbox.arrive, lambda address: True)
    idle = socket.create_connection(("127.0.0.1", opened.port), 5)
    sending = asyncio.create_task(send(opened.port))
    await asyncio.sleep(0.2)
    assert inbox.begun == 1
    await opened.close()
    try:
        await sending
    except smtplib.SMTPServerDisconnected:
        pass  # cut at its QUIT, after our 250
    assert len(inbox.mails) == 1 and not opened.open
    idle.settimeout(5)
    assert idle.recv(4096).startswith(b"220") and idle.recv(4096) == b""
    idle.close()
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", opened.port), 1)


async def test_a_mail_cut_off_is_no_mail() -> None:
    inbox = Inbox()
    whole = b"".join(START) + MAIL + b".\r\n"
    async with door(inbox) as opened:

        def cut(at: int) -> None:
            with socket.create_connection(("127.0.0.1", opened.port), 5) as peer:
                peer.sendall(whole[:at])

        for at in range(len(HELLO), len(whole) - 1):
            await asyncio.to_thread(cut, at)
        await asyncio.sleep(0.1)
        assert inbox.begun == 0
        for _ in range(50):
            if not opened.open:
                break
            await asyncio.sleep(0.05)
        assert not opened.open


async def test_one_too_many_is_told_to_come_back() -> None:
    inbox = Inbox()
    async with door(inbox, connections=3) as opened:
        peers = [socket.create_connection(("127.0.0.1", opened.port), 5) for _ in range(3)]
        await asyncio.sleep(0.1)
        extra = await asyncio.to_thread(talk, opened.port)
        assert b"421 4.3.2" in extra[0]
        for peer in peers:
            peer.close()
        await asyncio.sleep(0.2)
        await send(opened.port)
    assert len(inbox.mails) == 1


async def test_a_silent_client_is_let_go() -> None:
    async with door(Inbox(), seconds=0.3) as opened:
        with socket.create_connection(("127.0.0.1", opened.port), 5) as peer:
            await asyncio.sleep(0.1)
            assert peer.recv(4096).startswith(b"220")
            assert await asyncio.to_thread(peer.recv, 4096) == b""


@pytest.mark.parametrize(
    "garbage",
    [b"\0" * 3000 + b"\r\n", b"\xff\xfe\r\n" * 3, b"A" * 600_000 + b"\r\n", b"\r\n", b"GET / HTTP/1.1\r\n\r\n"],
)
async def test_garbage_ends_no_listener(garbage: bytes) -> None:
    inbox = Inbox()
    async with door(inbox) as opened:
        await asyncio.to_thread(talk, opened.port, garbage)
        await send(opened.port)
    assert len(inbox.mails) == 1


async def test_starttls_is_offered_and_what_was_said_before_it_is_forgotten(certificate: Certificate) -> None:
    inbox = Inbox()
    async with door(inbox, certificate=str(certificate.cert), key=str(certificate.key)) as opened:

        def session() -> bytes:
            with Peer(opened.port) as peer:
                peer.reply()
                assert b"STARTTLS" in peer.say(HELLO)
                reply = peer.say(b"STARTTLS\r\nMAIL FROM:<evil@x.example>\r\n")  # CVE-2011-0411
                assert reply.startswith(b"220")
                context = ssl.create_default_context(cafile=str(certificate.ca))
                with context.wrap_socket(peer.socket, server_hostname="localhost") as safe:
                    safe.sendall(START[2])
                    return safe.recv(4096)

        try:
            answer = await asyncio.to_thread(session)
        except (ssl.SSLError, OSError):
            answer = b""  # the plain text made the handshake fail: as good
        assert not answer.startswith(b"250")
    with pytest.raises(WireError, match=r"cannot be used for TLS"):
        await listen(Listener(certificate="/no/cert.pem", key="/no/key.pem"), inbox.arrive, lambda address: True)


async def test_a_taken_port_is_said_in_a_sentence() -> None:
    inbox = Inbox()
    async with door(inbox) as opened:
        with pytest.raises(WireError, match=rf"smtp 127.0.0.1:{opened.port}: cannot listen: .*; choose another port"):
            await listen(Listener(port=opened.port), inbox.arrive, lambda address: True)


# -- being killed -------------------------------------------------------------------------------------------

PROGRAM = """
import asyncio, sys
from pathlib import Path
from router.terms import Reason
from router.wire.smtp_in import Listener, listen
async def arrive(data, envelope, ledger=""):
    Path(sys.argv[1]).write_bytes(data)
    return Reason("new")
async def main():
    door = await listen(Listener(), arrive, lambda address: True)
    print(door.port, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.mark.parametrize(("point", "kept"), [("smtp.received", False), ("smtp.committed", True)])
def test_killed_at_its_points_the_client_has_no_250(tmp_path: Path, point: str, kept: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "mail")],
        env={**os.environ, "ROUTER_CRASH": point},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with pytest.raises(smtplib.SMTPServerDisconnected), smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("a@alerts.example", ["inbox@router.example"], MAIL)
        assert process.wait(10) == -signal.SIGKILL
    assert (tmp_path / "mail").exists() == kept
