"""Turns one IMAP connection (RFC 3501) into the few calls a mailbox's owner makes; blocking, for one thread.

The only caller of the IMAP client, through one guard: imapclient passes CR LF in searches, flags, fetch names, copy
ids and log-ins on to the server, where they are commands of their own, and folder names and passwords are settings
that a person pastes.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError

from router.errors import WireError
from router.wire import trust

KEYWORD = "$Router"  # on a mail that is safely ours
PIECE = 1 << 20  # bytes asked for at once
HEADERS = 100_000  # bytes of a mail too big to fetch

_LOGIN_REFUSED = re.compile(r"AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED|invalid credentials|password", re.I)
_SERVER_FAULT = re.compile(r"UNAVAILABLE|INUSE|LIMIT|SERVERBUG|BAD|temporar", re.I)
_GONE = re.compile(r"\[EXPUNGEISSUED\]", re.I)
_UNSAFE = re.compile(r"[\0\r\n]")


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """One mailbox of router.toml; tls is "tls" (from the first byte), "starttls" or "plain"; times in seconds."""

    name: str  # its name in router.toml
    host: str
    user: str
    password: str = field(repr=False)
    port: int = 993
    tls: str = "tls"
    folder: str = "INBOX"
    read_only: bool = False
    tidy: str = "keyword"  # "keyword", "move:FOLDER" or "none": what is done to a mail once it is committed
    ca: str = ""  # PEM file of the only authorities believed; "" = the system's
    size_limit: int = 25 << 20  # bytes; of a bigger mail only the headers are fetched
    poll: float = 240.0  # the folder is looked at so often even when IDLE rings no bell
    connect_timeout: float = 30.0
    timeout: float = 60.0  # for each answer
    pause: float = 1.0  # before the first new try after a failure; doubled up to 300

    @property
    def ledger(self) -> str:
        """What stands for this mailbox in ledger keys."""
        return self.name if self.folder.upper() == "INBOX" else f"{self.name}/{self.folder}"


@dataclass(frozen=True, slots=True)
class Folder:
    """What SELECT said."""

    uidvalidity: int
    uidnext: int  # 0 = not said
    writable: bool
    keywords: bool  # new keywords may be made


class Line:
    """One connection. Its calls raise WireError (permanent: a person must act), OSError and imaplib's errors."""

    def __init__(self, settings: MailboxSettings) -> None:
        self.settings = settings
        self.where = f"mailbox {settings.name}"
        self.idles = self._moves = self._expunges = False
        self._client: Any = None

    def open(self) -> None:
        """Connects and logs in."""
        settings = self.settings
        context = trust(settings.ca) if settings.tls != "plain" else None
        try:
            self._client = IMAPClient(
                settings.host,
                settings.port,
                ssl=settings.tls == "tls",
                ssl_context=context,
                timeout=SocketTimeout(settings.connect_timeout, settings.timeout),  # type: ignore[arg-type]
            )
        except ssl.SSLCertVerificationError as error:
            raise self._distrust(error) from None
        self._client._imap.debug = 0  # else every mail is formatted twice for a log nobody reads (x3.8)
        if context is not None and settings.tls == "starttls":
            try:
                self._guard("starttls", context)
            except ssl.SSLCertVerificationError as error:
                raise self._distrust(error) from None
            except CapabilityError:
                what = "the server offers no STARTTLS, and nothing is sent in plain"
                raise WireError(self.where, what, 'set tls = "tls" with port 993', permanent=True) from None
        self._log_in()
        capabilities = {word.decode("ascii", "replace").upper() for word in self._guard("capabilities")}
        self.idles, self._moves = "IDLE" in capabilities, "MOVE" in capabilities
        self._expunges = "UIDPLUS" in capabilities

    def _log_in(self) -> None:
        settings = self.settings
        try:
            if self._guard("has_capability", "AUTH=PLAIN"):  # in UTF-8, which LOGIN is not
                self._guard("plain_login", settings.user, settings.password)
            else:
                self._guard("login", settings.user, settings.password)
        except UnicodeError:
            what = "the server takes no user or password beyond ASCII"
            raise WireError(self.where, what, "choose another password", permanent=True) from None
        except LoginError as error:
            if isinstance(error.__context__, imaplib.IMAP4.abort) or not _LOGIN_REFUSED.search(str(error)):
                raise WireError(self.where, f"cannot log in: {error}", "the server is asked again later") from None
            what = f"the server refuses the log-in of {settings.user}: {error}"
            raise WireError(self.where, what, "check user and password", permanent=True) from None

    def _distrust(self, error: ssl.SSLCertVerificationError) -> WireError:
        what = f"the certificate of {self.settings.host} is not to be trusted: {error.verify_message}"
        return WireError(self.where, what, "name its authority with `ca`, or its right host", permanent=True)

    def _guard(self, name: str, *args: Any, uids: Sequence[int] = ()) -> Any:
        """The one place that calls the client: text that would end a command is refused, UIDs are numbers."""
        for text in _texts(args):
            if _UNSAFE.search(text):
                what = f"{name} was given a line end or a NUL inside {text[:40]!r}"
                raise WireError(self.where, what, "take it out of the settings", permanent=True)
        if any(type(uid) is not int or uid < 1 for uid in uids):
            raise WireError(self.where, f"{name} was given a UID that is no number", permanent=True)
        return getattr(self._client, name)(*([list(uids)] if uids else []), *args)

    # -- reading ------------------------------------------------------------------------------------------

    def select(self) -> Folder:
        """Opens the folder, read-only when it must be."""
        read_only = self.settings.read_only
        try:
            try:
                said = self._guard("select_folder", self.settings.folder, read_only)
            except imaplib.IMAP4.readonly:
                read_only = True
                said = self._guard("select_folder", self.settings.folder, True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            what = f"folder {self.settings.folder} cannot be opened: {error}"
            lasting = not _SERVER_FAULT.search(str(error))
            raise WireError(self.where, what, "make the folder, or name another", permanent=lasting) from None
        validity = said.get(b"UIDVALIDITY")
        if not isinstance(validity, int):
            raise WireError(self.where, "the server keeps no UIDs for this folder", "choose another", permanent=True)
        writable = not read_only and b"READ-ONLY" not in said
        return Folder(validity, int(said.get(b"UIDNEXT") or 0), writable, b"\\*" in said.get(b"PERMANENTFLAGS", ()))

    def uids(self, *criteria: str) -> set[int]:
        """Every UID of the folder, or those that meet the criteria."""
        return {uid for uid in self._guard("search", list(criteria) or ["ALL"]) if isinstance(uid, int)}

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of each mail that is still there."""
        sizes = self._fetch(uids, "RFC822.SIZE", b"RFC822.SIZE")
        return {uid: size for uid, size in sizes.items() if isinstance(size, int)}

    def whole(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The mails that are still there, each in one answer."""
        mails = self._fetch(uids, "BODY.PEEK[]", b"BODY[]")
        return {uid: mail for uid, mail in mails.items() if isinstance(mail, bytes)}

    def in_pieces(self, uid: int) -> bytes | None:
        """One big mail, a mebibyte at a time; None when it is gone or passes the size limit after all."""
        mail = bytearray()
        while len(mail) <= self.settings.size_limit:
            at = len(mail)
            piece = self._fetch([uid], f"BODY.PEEK[]<{at}.{PIECE}>", f"BODY[]<{at}>".encode()).get(uid)
            if not isinstance(piece, bytes):
                return None
            mail += piece
            if len(piece) < PIECE:
                return bytes(mail)
        return None

    def headers(self, uid: int) -> bytes | None:
        """The beginning of one mail's headers; None when it is gone."""
        headers = self._fetch([uid], f"BODY.PEEK[HEADER]<0.{HEADERS}>", b"BODY[HEADER]<0>").get(uid)
        return headers if isinstance(headers, bytes) else None

    def _fetch(self, uids: Sequence[int], what: str, key: bytes) -> dict[int, object]:
        """What the server has of it. One mail that it cannot read makes some servers refuse all: then each alone."""
        try:
            said = self._guard("fetch", [what], uids=uids)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            if len(uids) == 1:
                return {}
            return {one: value for uid in uids for one, value in self._fetch([uid], what, key).items()}
        return {uid: said[uid][key] for uid in uids if uid in said and key in said[uid]}

    # -- tidying ------------------------------------------------------------------------------------------

    def tidy(self, uids: Sequence[int]) -> None:
        """Marks or moves committed mails as the settings say; raises WireError when the server will not."""
        try:
            if self.settings.tidy == "keyword":
                self._guard("add_flags", [KEYWORD], True, uids=uids)
            else:
                self._move_somewhere(uids, self.settings.tidy.removeprefix("move:"))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            what = f"mails are taken but cannot be tidied: {error}"
            raise WireError(self.where, what, 'allow it, or set tidy = "none"') from None

    def _move_somewhere(self, uids: Sequence[int], target: str, tries: int = 3) -> None:
        """To another folder, made when it is missing. One mail that vanished makes a server move none of them: then
        those that are left."""
        try:
            self._move(uids, target)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            if not tries:
                raise
            if _GONE.search(str(error)):
                uids = sorted(self.uids() & set(uids))
            elif self._guard("folder_exists", target):
                raise
            else:
                self._guard("create_folder", target)
            if uids:
                self._move_somewhere(uids, target, tries - 1)

    def _move(self, uids: Sequence[int], target: str) -> None:
        if self._moves:
            self._guard("move", target, uids=uids)
            return
        self._guard("copy", target, uids=uids)
        self._guard("add_flags", ["\\Deleted"], True, uids=uids)
        if self._expunges:  # a plain EXPUNGE would also take what other people marked
            self._guard("uid_expunge", uids=uids)

    # -- waiting ------------------------------------------------------------------------------------------

    def fileno(self) -> int:
        number: int = self._client.socket().fileno()
        return number

    def idle(self) -> bool:
        """Begins IDLE. True when the server said something with its very answer (a mail came just before): that lies
        in a buffer already, and the socket will ring for the next one only."""
        self._guard("idle")
        peer = self._client.socket()
        timeout = peer.gettimeout()
        peer.settimeout(0)
        try:
            return bool(self._client._imap.file.peek(1))
        except ssl.SSLWantReadError:  # nothing
            return False
        finally:
            peer.settimeout(timeout)

    def done(self) -> None:
        """Ends IDLE; raises when the server is gone, which idle_check would not tell."""
        self._guard("idle_done")

    def log_out(self) -> None:
        try:
            self._guard("logout")
        except Exception:  # whatever it says now
            self.cut()

    def cut(self) -> None:
        """Ends the connection, from any thread: the one that waits on it meets an error."""
        if self._client is None:
            return
        peer = self._client.socket()
        try:
            peer.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # gone already
        peer.close()


def _texts(args: Any) -> Iterator[str]:
    for value in args:
        if isinstance(value, str):
            yield value
        elif isinstance(value, bytes):
            yield value.decode("latin-1")
        elif isinstance(value, list | tuple):
            yield from _texts(value)
