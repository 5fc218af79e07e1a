"""Turns SMTP (RFC 5321) and LMTP (RFC 2033) sessions into mails committed before they are acknowledged.

aiosmtpd speaks the protocol in our own event loop. Ours is what it does not do well: the body is read in one piece
that ends at CR LF . CR LF and nowhere else (so a smuggled second mail stays inside the first), a failure is a
temporary answer without its text, LMTP answers once a recipient, and a client that hangs up never stops a commit.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from router.crash import crashpoint
from router.errors import RouterError, StoreError, WireError
from router.terms import Envelope
from router.wire import Arrive

log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd logs every line of every session

_END = b"\r\n.\r\n"
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")  # in an address: controls, blanks, bytes that are no UTF-8
_BARE = re.compile(rb"\r+\n|\n|\r+(?!\n)")
_LATER = "451 4.3.0 Not taken, please try again later"
_FULL = "452 4.3.1 Storage is not available, please try again later"


@dataclass(frozen=True, slots=True)
class Listener:
    """Where mail is taken: door "smtp" or "lmtp"; host an address, or a path for a unix socket; port 0 = any free."""

    door: str = "smtp"
    host: str = "127.0.0.1"
    port: int = 0
    hostname: str = "localhost"  # what we call ourselves
    size_limit: int = 25 << 20  # bytes
    certificate: str = ""  # PEM file: STARTTLS is offered when both are there
    key: str = ""
    connections: int = 50
    seconds: float = 600.0  # a session may be silent or in DATA so long


class Door:
    """An open listener: `port` is the real one, `close` ends it after the commits under way."""

    def __init__(self, settings: Listener, arrive: Arrive, accepts: Callable[[str], bool]) -> None:
        self.settings, self.arrive, self.accepts = settings, arrive, accepts
        self.port = settings.port
        self.open: set[asyncio.BaseTransport] = set()
        self.replying = 0  # sessions between the end of a mail and the end of our reply
        self._commits: set[asyncio.Task[str]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        settings, loop = self.settings, asyncio.get_running_loop()
        kind = _Lmtp if settings.door == "lmtp" else _Smtp
        tls = _context(settings)
        try:
            if settings.host.startswith("/"):
                self._server = await loop.create_unix_server(lambda: kind(self, tls), settings.host)
            else:
                self._server = await loop.create_server(lambda: kind(self, tls), settings.host, settings.port)
                self.port = self._server.sockets[0].getsockname()[1]
        except OSError as error:
            where = f"{settings.door} {settings.host}:{settings.port}"
            raise WireError(where, f"cannot listen: {error.strerror or error}", "choose another port") from None

    async def take(self, data: bytes, envelope: Envelope) -> str:
        """The reply to one whole mail. The commit goes on when the client hangs up meanwhile: it will send again, and
        the fingerprint knows it."""
        commit = asyncio.ensure_future(self._commit(data, envelope))
        self._commits.add(commit)
        commit.add_done_callback(self._commits.discard)
        return await asyncio.shield(commit)

    async def _commit(self, data: bytes, envelope: Envelope) -> str:
        crashpoint("smtp.received")
        try:
            reason = await self.arrive(data, envelope)
        except StoreError as error:
            log.warning("%s: a mail was put off: %s", envelope.door, error)
            return _FULL
        except RouterError as error:
            log.error("%s: a mail was put off: %s", envelope.door, error)
            return _LATER
        except Exception:
            log.exception("%s: a mail was put off", envelope.door)
            return _LATER
        crashpoint("smtp.committed")
        return f"250 2.6.0 Taken ({reason.code})"

    async def close(self) -> None:
        """No new session, the commits under way to their end, then every session is cut: who got no 250 comes again."""
        if self._server is not None:
            self._server.close()
        while self._commits:
            await asyncio.wait(self._commits)
        for _ in range(100):  # the replies of those commits go out before the cut
            if not self.replying:
                break
            await asyncio.sleep(0.01)
        for transport in list(self.open):
            transport.close()


async def listen(settings: Listener, arrive: Arrive, accepts: Callable[[str], bool]) -> Door:
    """Opens the door. `accepts` says whether a recipient's address is ours (any other is answered 550).

    Raises WireError when the port cannot be had or the certificate cannot be read.
    """
    door = Door(settings, arrive, accepts)
    await door.start()
    return door


class _Handler:
    """aiosmtpd's hooks for one session."""

    def __init__(self, door: Door) -> None:
        self.door = door

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [line for line in responses if not line.startswith("250-AUTH")]  # nobody logs in here

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if _UNSAFE.search(address):
            return "553 5.1.7 Sender address not allowed"
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if _UNSAFE.search(address) or not self.door.accepts(address):
            return "550 5.1.1 No such recipient here"
        if len(envelope.rcpt_tos) >= 100:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        log.error("a session stumbled: %s: %s", type(error).__name__, error)
        return _LATER


class _Smtp(SMTP):
    door_name = "smtp"
    line_length_limit = 1 << 18  # the stream's buffer; a body's lines have no limit of their own

    def __init__(self, door: Door, tls: ssl.SSLContext | None) -> None:
        self.door = door
        super().__init__(
            _Handler(door),
            data_size_limit=door.settings.size_limit,
            enable_SMTPUTF8=True,
            hostname=door.settings.hostname,
            ident="Router",
            tls_context=tls,
            timeout=door.settings.seconds,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            # Each EHLO raises aiosmtpd's limit for the length of MAIL, which all sessions share.
            command_call_limit={"EHLO": 8, "LHLO": 8, "*": 1_000_000},
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.door.open.add(transport)
        super().connection_made(transport)
        if len(self.door.open) > self.door.settings.connections and isinstance(transport, asyncio.Transport):
            transport.write(b"421 4.3.2 Too many connections, please try again later\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.door.open.difference_update({self.transport, self._original_transport})
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str | None) -> None:
        envelope = self.envelope
        if arg or envelope is None or not envelope.rcpt_tos:
            await self.push("503 5.5.1 DATA comes after RCPT and stands alone")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        data = await self._body()
        self._set_rset_state()  # type: ignore[no-untyped-call]
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from
        self.door.replying += 1
        try:
            if data is None:
                reply = f"552 5.3.4 More than {self.data_size_limit} bytes"
            else:
                reply = await self.door.take(data, Envelope(self.door_name, sender, tuple(envelope.rcpt_tos)))
            for _ in range(self.replies(len(envelope.rcpt_tos))):
                await self.push(reply)
        finally:
            self.door.replying -= 1

    def replies(self, recipients: int) -> int:
        return 1

    async def _body(self) -> bytes | None:
        """The mail up to its final dot, dots unstuffed and line ends made CR LF; None when it passes the limit."""
        reader, data, room = self._reader, bytearray(), self.data_size_limit or 0
        # The end mark begins with the CR LF of the line before, and for an empty mail that is the DATA command's own.
        reader._buffer[:0] = b"\r\n"  # type: ignore[attr-defined]
        while not data.endswith(_END):
            try:
                piece = await reader.readuntil(_END)
            except asyncio.LimitOverrunError as error:  # a piece without the mark, whose last bytes may begin one
                piece = await reader.readexactly(error.consumed)
                if room < 0:
                    del data[:]
            room -= len(piece)
            data += piece
        if room < -len(_END) - 2:
            return None
        body = bytes(data[:-3]).replace(b"\r\n.", b"\r\n")[2:]  # RFC 5321 4.5.2
        return _normal(body)


class _Lmtp(_Smtp, LMTP):
    door_name = "lmtp"

    def replies(self, recipients: int) -> int:
        return recipients  # RFC 2033 4.2


def _normal(body: bytes) -> bytes:
    """Every line ends with CR LF; a lone CR is a blank, for as a line end it could make a header of its own."""
    if body.count(b"\r") == body.count(b"\n") == body.count(b"\r\n"):
        return body
    return _BARE.sub(lambda found: b"\r\n" if found[0].endswith(b"\n") else b" ", body)


def _context(settings: Listener) -> ssl.SSLContext | None:
    if not (settings.certificate and settings.key):
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(Path(settings.certificate), Path(settings.key))
    except (OSError, ssl.SSLError) as error:
        remedy = "name a PEM file with the certificate chain and one with its key"
        raise WireError(settings.certificate, f"cannot be used for TLS: {error}", remedy) from None
    return context
