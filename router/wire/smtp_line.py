"""Turns one connection to the smart host and one mail into an outcome told by the phase it happened in (RFC 5321 3.3).

smtplib's commands are called one by one, because only the phase says what a failure means: before DATA a dropped
connection is *retry*; once DATA was said and no answer came it is *unknown*: the mail may be out. A 5xx before RCPT is
about us (*relay*: pause, blame no subscriber), from RCPT on about the mail (*failed*).
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Literal

import idna

from router.crash import crashpoint

State = Literal["sent", "retry", "failed", "unknown", "relay"]

_MAILS_A_CONNECTION = 100  # then a fresh one: servers dislike more
_IDLE_SECONDS = 30.0  # an older idle connection is likely closed by the other side
_LINE_END = re.compile(rb"\r\n|\r|\n")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f<>\ud800-\udfff]")  # in an address: would end the argument or the command
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class SmartHost:
    """The server that takes our mail; tls is "tls" (from the first byte), "starttls" or "plain"; times in seconds."""

    host: str
    port: int = 587
    tls: str = "starttls"
    user: str = ""
    password: str = ""
    ca: str = ""  # PEM file of the only authorities believed; "" = the system's
    hostname: str = "localhost"  # what we call ourselves
    connections: int = 4  # mails in flight at once
    connect_timeout: float = 30.0
    timeout: float = 120.0  # for each answer before DATA
    dot_timeout: float = 600.0  # for the mail and the answer to it, RFC 5321 4.5.3.2.6: less makes doubles

    def __repr__(self) -> str:
        return f"SmartHost({self.host}:{self.port} {self.tls})"  # never the password


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one delivery ended: `code` is the server's reply code, 0 when there was none; `phase` is connect, hello, tls,
    auth, mail, rcpt, data or dot."""

    state: State
    code: int
    text: str
    phase: str = "dot"


class _Ended(Exception):
    """A transaction's end, on its way out of the phases."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class Line:
    """One connection to the smart host, used by one thread at a time."""

    def __init__(self, settings: SmartHost, context: ssl.SSLContext | None) -> None:
        self.settings, self._context = settings, context
        self.usable = False  # stands between two transactions and may take another
        self._smtp: smtplib.SMTP | None = None
        self._phase = "connect"
        self._mails = 0
        self._last = 0.0

    def fresh(self) -> bool:
        return self._mails < _MAILS_A_CONNECTION and time.monotonic() - self._last < _IDLE_SECONDS

    def transact(self, sender: str, recipient: str, body: bytes) -> Outcome:
        """One transaction; `body` is the mail `stuffed`. Never raises for what a server or a network does."""
        self.usable = False
        try:
            smtp = self._smtp or self._open()
            self._envelope(smtp, sender, recipient, body)
            return self._body(smtp, body)
        except _Ended as ended:
            return ended.outcome
        except smtplib.SMTPResponseException as error:  # connect, starttls and login raise their refusals
            if isinstance(error.smtp_error, str):  # smtplib's own words: the reply was no line
                return self._dropped(error.smtp_error)
            return self._refused(error.smtp_code, error.smtp_error)
        except ssl.SSLError as error:  # also a certificate that is not this host's: no way round, and none in plain
            if self._phase in ("connect", "tls") and not isinstance(error, ssl.SSLEOFError):
                return Outcome("relay", 0, _clean(f"TLS failed: {error.reason or error}"), self._phase)
            return self._dropped(error)
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
            return Outcome("relay", 0, _clean(str(error)), self._phase)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return self._dropped(error)
        finally:
            self._last = time.monotonic()
            if self.usable:
                self._phase = "idle"

    def cut(self) -> None:
        """Ends the connection from another thread: the one that waits on it sees a drop."""
        smtp = self._smtp
        if smtp is not None and smtp.sock is not None:
            try:
                smtp.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # gone already

    def quit(self) -> None:
        smtp, self._smtp, self.usable = self._smtp, None, False
        if smtp is None:
            return
        try:
            if smtp.sock is not None and self._phase not in ("data", "dot"):
                smtp.sock.settimeout(2)
                smtp.putcmd("quit")  # said, not waited for
        except (OSError, smtplib.SMTPException):
            pass
        smtp.close()

    def _open(self) -> smtplib.SMTP:
        settings = self.settings
        host, port, name, seconds = settings.host, settings.port, settings.hostname, settings.connect_timeout
        self._phase = "connect"
        if settings.tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, name, timeout=seconds, context=self._context)
        else:
            smtp = smtplib.SMTP(host, port, name, seconds)
        self._smtp = smtp
        self._wait(smtp, settings.timeout)
        self._hello(smtp)
        if settings.tls == "starttls":
            self._phase = "tls"
            smtp.starttls(context=self._context)
            self._hello(smtp)
        if settings.user:
            self._phase = "auth"
            self._login(smtp)
        return smtp

    def _hello(self, smtp: smtplib.SMTP) -> None:
        self._phase = "hello"
        code, text = smtp.ehlo()
        if 500 <= code < 600 and code != 521:  # knows no EHLO
            code, text = smtp.helo()
        self._expect(code, text)

    def _login(self, smtp: smtplib.SMTP) -> None:
        settings = self.settings
        if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
            smtp.login(settings.user, settings.password)
            return
        secret = base64.b64encode(f"\0{settings.user}\0{settings.password}".encode())  # RFC 4616: UTF-8
        self._expect(*smtp.docmd("AUTH", f"PLAIN {secret.decode()}"))

    def _envelope(self, smtp: smtplib.SMTP, sender: str, recipient: str, body: bytes) -> None:
        self._phase = "mail"
        options = " BODY=8BITMIME" if not body.isascii() and smtp.has_extn("8bitmime") else ""
        sender, recipient, smtp.command_encoding = _spoken(sender), _spoken(recipient), "ascii"
        if not (sender.isascii() and recipient.isascii()):
            if not smtp.has_extn("smtputf8"):
                self.usable = True
                raise _Ended(Outcome("failed", 553, "the smart host takes no address beyond ASCII (RFC 6531)", "rcpt"))
            options, smtp.command_encoding = f"{options} SMTPUTF8", "utf-8"
        # Not smtplib's mail() and rcpt(): they parse the address again, and "a,b@host" would go to "a".
        self._expect(*smtp.docmd("MAIL", f"FROM:<{sender}>{options}"))
        self._phase = "rcpt"
        self._expect(*smtp.docmd("RCPT", f"TO:<{recipient}>"))

    def _body(self, smtp: smtplib.SMTP, body: bytes) -> Outcome:
        crashpoint("send.before_data")
        self._phase = "data"
        code, text = smtp.docmd("data")
        if code != 354:
            return self._refused(code, text)
        self._wait(smtp, self.settings.dot_timeout)
        smtp.send(body)
        self._phase = "dot"
        crashpoint("send.in_data")
        code, text = smtp.getreply()
        self._wait(smtp, self.settings.timeout)
        if not 200 <= code < 300:
            return self._refused(code, text)
        crashpoint("send.after_250")
        self._mails += 1
        self.usable = True
        return Outcome("sent", code, _clean(text), "dot")

    def _wait(self, smtp: smtplib.SMTP, seconds: float) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(seconds)

    def _expect(self, code: int, text: bytes | str) -> None:
        if not 200 <= code < 300:
            raise _Ended(self._refused(code, text))

    def _refused(self, code: int, text: bytes | str) -> Outcome:
        """A reply that is no success. smtplib gives -1 for what is no reply at all."""
        if not 400 <= code < 600:
            return self._dropped(f"the server said {code} {_clean(text)}")
        before_us = self._phase in ("connect", "hello", "tls", "auth", "mail")
        state: State = "retry" if code < 500 else "relay" if before_us else "failed"
        if self._phase in ("mail", "rcpt", "data", "dot") and code not in (421, 521):
            self.usable = self._reset()
        return Outcome(state, code, _clean(text), self._phase)

    def _reset(self) -> bool:
        phase = self._phase
        try:
            return self._smtp is not None and self._smtp.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False
        finally:
            self._phase = phase

    def _dropped(self, why: object) -> Outcome:
        state: State = "unknown" if self._phase in ("data", "dot") else "retry"
        return Outcome(state, 0, _clean(f"connection lost: {why}"), self._phase)


def stuffed(data: bytes) -> bytes:
    """The mail as DATA wants it: CR LF, dots doubled, the final dot (RFC 5321 4.5.2). One write, so that no dot waits
    for an acknowledgement of what came before."""
    if data.count(b"\r") != data.count(b"\n") or data.count(b"\r\n") != data.count(b"\n"):
        data = _LINE_END.sub(b"\r\n", data)
    data = data.replace(b"\r\n.", b"\r\n..")
    if data.startswith(b"."):
        data = b"." + data
    return data + (b".\r\n" if data.endswith(b"\r\n") or not data else b"\r\n.\r\n")


def unsayable(sender: str, recipient: str) -> Outcome | None:
    """The outcome of a transaction whose addresses would break out of their command, None when they are sayable."""
    if _UNSAFE.search(sender):
        return Outcome("relay", 553, f"the sender address {sender!r} cannot be said in SMTP", "mail")
    if not recipient or _UNSAFE.search(recipient):
        return Outcome("failed", 553, f"the address {recipient!r} cannot be said in SMTP", "rcpt")
    return None


def _spoken(address: str) -> str:
    """The address with its domain in ASCII where that makes it sayable to any server (IDNA 2008)."""
    local, at, domain = address.rpartition("@")
    if not local.isascii() or domain.isascii():
        return address
    try:
        return local + at + idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return address


def _clean(text: bytes | str) -> str:
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return _CONTROL.sub(" ", text).strip()[:500]
