"""Turns what a mail means into its bytes: the only writer of headers, and of everything that leaves the house.

The standard library is not used for writing: it makes an encoded word of a List-Unsubscribe longer than a line
(one-click dies, silently), drops quotes when it folds (and so adds a recipient) and writes encoded words of any length.
"""

from __future__ import annotations

import base64
import hashlib
import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from router.errors import HeaderError
from router.terms import Address, Doors

Headers = list[tuple[str, str]]

LINE = 76  # columns before a fold: RFC 2047 2 and the polite limit of RFC 5322 2.1.1
HARD_LINE = 998  # RFC 5322 2.1.1, without CRLF
WORD = 66  # an encoded word, so that its line stays within 76 after the longest name of ours too (RFC 2047 2: 75)
SUBJECT = 150  # bytes of UTF-8

_NAME = re.compile(r"[A-Za-z0-9-]+\Z")
# Controls, line and paragraph separators, lone surrogates, and every mark that turns the reading direction.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\Z")
_URI = re.compile(r"(?:https?|mailto):[!#-+\--;=?-Z\\\]\[^_a-z{|}~]+\Z", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>\Z")
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

_LAST_SPACE = re.compile(rb"(?m)^([^\n]{74,})(=20|=09)$")
_FOLDED_AT_SPACES = frozenset({"from", "to", "reply-to", "references"})
_ONCE = (
    "Date Message-ID From Reply-To To Subject In-Reply-To References MIME-Version Content-Type "
    "Content-Transfer-Encoding List-Id List-Unsubscribe List-Unsubscribe-Post List-Help List-Owner List-Archive "
    "Archived-At Auto-Submitted Precedence X-Auto-Response-Suppress Feedback-ID X-Router-Instance X-Router-Issue"
)
OURS = frozenset(name.lower() for name in _ONCE.split())


@dataclass(frozen=True, slots=True)
class House:
    """Who this installation is in every mail it writes."""

    sender: Address  # From: its own address, never an alert's
    domain: str  # right side of Message-ID and List-Id, the domain of the sender
    owner: str  # address for List-Owner
    help: str = ""  # https or mailto address for List-Help
    instance: str = ""  # X-Router-Instance: how our own mail is known when it comes back


def clean(value: str) -> str:
    """A value fit for a header: without controls, direction marks and invisible characters, white space made single."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split())
    return " ".join(_INVISIBLE.sub("", _FORBIDDEN.sub(" ", value)).split())


def subject_line(value: str) -> str:
    """A subject of at most 150 bytes of UTF-8, cut between words and marked with an ellipsis when it was longer."""
    value = clean(value)
    if len(value.encode()) <= SUBJECT:
        return value
    cut = value.encode()[: SUBJECT - 3].decode(errors="ignore")
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > len(cut) // 2 else cut).rstrip(" ,;:.-\u200d") + "…"


def message_id(key: str, domain: str) -> str:
    """The Message-ID of what this key names: the same key gives the same id, so a resend is the same mail."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def boundary_of(identifier: str) -> str:
    """A boundary that the Message-ID decides; `=_` never stands in quoted-printable (RFC 2045 6.7)."""
    return "=_" + hashlib.sha256(identifier.encode()).hexdigest()[:24]


def address_header(name: str, address: str) -> str:
    """One mailbox as it stands in From, To or Reply-To (RFC 5322 3.4): the name quoted or encoded as need be.

    Raises HeaderError when the address is not plain ASCII `local@domain`; a name is cleaned, never refused.
    """
    if not _ADDRESS.match(address) or ".." in address or address.startswith(".") or ".@" in address:
        raise HeaderError("address", f"{address[:80]!r} is not a mail address", "write local@domain in ASCII")
    name = clean(name)
    if not name:
        return f"<{address}>"
    if name.isascii() and len(name) <= 60 and "=?" not in name:
        return f"{_phrase(name)} <{address}>"
    return f"{' '.join(_encoded_words(name))} <{address}>"


def _phrase(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _encoded_words(value: str) -> list[str]:
    """RFC 2047 words of at most 66 characters, each holding whole characters; the shorter of Q and B."""
    data = value.encode()
    q_length = sum(1 if byte in _Q_SAFE or byte == 0x20 else 3 for byte in data)
    base64 = q_length > -(-len(data) // 3) * 4
    room = WORD - len("=?utf-8?q??=")
    words: list[bytes] = []
    part: list[bytes] = []
    length = 0
    for character in value:
        raw = character.encode()
        if base64:
            piece, cost = raw, len(raw)
            full = -(-(length + cost) // 3) * 4 > room
        else:
            piece = b"".join(
                b"_" if byte == 0x20 else bytes((byte,)) if byte in _Q_SAFE else b"=%02X" % byte for byte in raw
            )
            cost = len(piece)
            full = length + cost > room
        if full:
            words.append(b"".join(part))
            part, length = [], 0
        part.append(piece)
        length += cost
    words.append(b"".join(part))
    return [f"=?utf-8?{'b' if base64 else 'q'}?{(b64encode(w) if base64 else w).decode()}?=" for w in words]


def _fold(name: str, pieces: Sequence[str], glue: str) -> str:
    """Pieces joined by glue (which ends in a space), with a line break in front of that space where a line is full."""
    lines: list[str] = []
    line = f"{name}: {pieces[0]}"
    for piece in pieces[1:]:
        if len(line) + len(glue) + len(piece) <= LINE:
            line += glue + piece
        else:
            lines.append(line + glue[:-1])
            line = " " + piece
    lines.append(line)
    if any(len(part) > HARD_LINE for part in lines):
        raise HeaderError(name, "a piece is longer than a line of 998 characters", "shorten it")
    return "\r\n".join(lines) + "\r\n"


def header(name: str, value: str) -> str:
    """One header field with its CRLF, folded and encoded as its name demands (RFC 5322 2.2, RFC 2047, RFC 2369).

    Subject is encoded when it must be. Every other field is ASCII already and never encoded: addresses and References
    are folded at spaces, the rest only at ", ". Raises HeaderError for a name or value that would be unsafe.
    """
    lower = name.lower()
    if lower not in OURS and not _NAME.match(name):
        raise HeaderError("header", f"{name[:40]!r} is no header name", "use letters, digits and hyphens")
    if not value or (not (value.isascii() and value.isprintable()) and _FORBIDDEN.search(value)):
        what = "holds a control or direction character" if value else "is empty"
        raise HeaderError(name, what, "clean the value first")
    if lower == "subject":
        return _subject(value)
    if not value.isascii():
        raise HeaderError(name, "holds more than ASCII", "only Subject and the names of addresses may be encoded")
    if value != value.strip() or "  " in value:
        raise HeaderError(name, "has white space that folding would change", "clean the value first")
    if len(name) + 2 + len(value) <= LINE:
        return f"{name}: {value}\r\n"
    glue = " " if lower in _FOLDED_AT_SPACES else ", "
    return _fold(name, value.split(glue), glue)


def _subject(value: str) -> str:
    words = value.split(" ")
    plain = value.isascii() and "=?" not in value and all(words) and max(map(len, words)) <= LINE - 10
    return _fold("Subject", words if plain else _encoded_words(value), " ")


def quoted(text: str) -> bytes:
    """Text as quoted-printable bytes (RFC 2045 6.7), lines of at most 76 and CRLF.

    Every line is encoded for itself: what is cut at line ends and encoded apart is, joined, the same bytes.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    encoded = b2a_qp(text.encode("utf-8", "replace"), istext=True)
    # b2a_qp forgets that a space at the end of a line is three bytes when it counts to 76
    return _LAST_SPACE.sub(b"\\1=\n\\2", encoded).replace(b"\n", b"\r\n")


def compose(headers: Sequence[tuple[str, str]], text: str, html: str = "", *, boundary: str) -> bytes:
    """The whole mail: headers, then text alone or multipart/alternative with the text first (RFC 2046 5.1.4).

    Raises HeaderError as `header` does, and when what came out does not pass `scan`.
    """
    mail = assemble(headers, quoted(text), quoted(html) if html else b"", boundary=boundary)
    scan(mail)
    return mail


def assemble(headers: Sequence[tuple[str, str]], text: bytes, html: bytes = b"", *, boundary: str) -> bytes:
    """As `compose`, of parts that `quoted` has encoded already; of these only the headers are scanned again."""
    kind = "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    block = "".join([header(name, value) for name, value in headers]) + "MIME-Version: 1.0\r\n"
    if not html:
        head = (block + kind.format("plain")).encode("ascii")
        _scan_head(head)
        return head + text.removesuffix(b"\r\n") + b"\r\n"
    head = (block + header("Content-Type", f'multipart/alternative; boundary="{boundary}"') + "\r\n").encode("ascii")
    _scan_head(head)
    mark = f"\r\n--{boundary}"  # the line break before it is part of it (RFC 2046 5.1.1)
    plain, rich = (f"{mark}\r\n{kind.format(one)}".encode("ascii") for one in ("plain", "html"))
    return b"".join((head, plain[2:], text, rich, html, f"{mark}--\r\n".encode("ascii")))


def attach(mail: bytes, kind: str, name: str, data: bytes, *, boundary: str) -> bytes:
    """A mail of `compose` with one attachment in base64 (RFC 2046 5.1.3, RFC 2183).

    `kind` is a MIME type, `name` a plain file name; `boundary` must not be the mail's own. Raises HeaderError as
    `compose` does.
    """
    head, version, body = mail.partition(b"\r\nMIME-Version: 1.0\r\n")
    part = f'Content-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
    part += f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    mark = b"\r\n--" + boundary.encode("ascii")
    mixed = header("Content-Type", f'multipart/mixed; boundary="{boundary}"').encode("ascii")
    coded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    whole = b"".join(
        (head, version, mixed, mark, b"\r\n", body, mark, b"\r\n", part.encode("ascii"), coded, mark, b"--\r\n")
    )
    scan(whole)
    return whole


def scan(mail: bytes) -> None:
    """The last look at bytes before they are frozen: CRLF only, ASCII, short lines, our header names, each once.

    Raises HeaderError with what is wrong.
    """
    if not mail.isascii() or b"\x00" in mail:
        raise HeaderError("mail", "holds bytes outside 7-bit ASCII", "encode the body as quoted-printable")
    lines = mail.split(b"\r\n")
    rest = b"".join(lines)
    if b"\n" in rest or b"\r" in rest:
        raise HeaderError("mail", "holds a bare CR or LF", "end lines with CRLF")
    if max(map(len, lines)) > HARD_LINE:
        raise HeaderError("mail", "holds a line longer than 998 bytes", "encode the body as quoted-printable")
    _scan_head(mail[: mail.find(b"\r\n\r\n") + 2])


def _scan_head(head: bytes) -> None:
    seen: set[str] = set()
    for line in head.decode("ascii").rstrip("\r\n").split("\r\n"):
        if line.startswith(" ") and line.strip() and seen:
            continue
        name = line.partition(": ")[0].lower()
        if name not in OURS or name in seen:
            raise HeaderError(name[:40], "is not a header this house writes, or stands there twice", "do not send")
        seen.add(name)
    if not seen.issuperset(("from", "date", "message-id")):
        raise HeaderError("mail", "lacks Date, From or Message-ID", "use issue_headers or notice_headers")


def _uri(where: str, value: str) -> str:
    if not _URI.match(value):
        raise HeaderError(where, f"{value[:80]!r} is not an address that fits a header", "percent-encode it")
    return f"<{value}>"


def _mailto(value: str) -> str:
    return value if value.lower().startswith("mailto:") else f"mailto:{value}"


def _head(house: House, key: str, to: Address, subject: str, date: datetime, reply_to: str) -> Headers:
    headers = [
        ("Date", format_datetime(date)),
        ("Message-ID", message_id(key, house.domain)),
        ("From", address_header(house.sender.name, house.sender.address)),
    ]
    if reply_to:
        headers.append(("Reply-To", address_header("", reply_to)))
    headers += [("To", address_header(to.name, to.address)), ("Subject", subject_line(subject) or "Newsletter")]
    return headers


def issue_headers(
    house: House,
    *,
    key: str,
    to: Address,
    subject: str,
    date: datetime,
    doors: Doors,
    list_name: str,
    list_title: str = "",
    issue: str = "",
    kind: str = "issue",
    archive: str = "",
    archived: str = "",
) -> Headers:
    """The headers of one newsletter for one subscriber, in the order of docs/trust.md.

    `key` is the issue's unique key (Message-ID comes from it), `date` an aware datetime, `list_name` a word for List-Id
    (RFC 2919), `issue` what X-Router-Issue and Feedback-ID say (never the subscriber), `doors.leave_page` the RFC 8058
    address; `archive` is the page of back numbers, `archived` that of this very edition. Raises HeaderError when a value is unsafe or there is no door to leave by.
    """
    leave = [
        _uri("List-Unsubscribe", door)
        for door in (doors.leave_page, _mailto(doors.leave_mail) if doors.leave_mail else "")
        if door
    ]
    if not leave:
        raise HeaderError("List-Unsubscribe", "there is no door to leave by", "set base_url or the inbox address")
    word = re.sub(r"[^a-z0-9-]+", "-", list_name.lower()).strip("-") or "newsletter"
    title = clean(list_title)
    label = f"{_phrase(title[:60])} " if title.isascii() and title else ""
    headers = _head(house, key, to, subject, date, doors.reply_to)
    headers += [("List-Id", f"{label}<{word}.{house.domain}>"), ("List-Unsubscribe", ", ".join(leave))]
    if doors.leave_page.lower().startswith("https:"):
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    if house.help:
        headers.append(("List-Help", _uri("List-Help", house.help)))
    headers.append(("List-Owner", _uri("List-Owner", _mailto(house.owner))))
    if archive:
        headers.append(("List-Archive", _uri("List-Archive", archive)))
    if archived:
        headers.append(("Archived-At", _uri("Archived-At", archived)))  # RFC 5064
    headers += [
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
        ("X-Auto-Response-Suppress", "All"),
        ("Feedback-ID", ":".join(_field(part) for part in (issue, kind, word, house.domain))),
    ]
    return headers + _marks(house, issue)


def _field(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", value).strip("-") or "0"


def _marks(house: House, issue: str) -> Headers:
    marks = (("X-Router-Instance", house.instance), ("X-Router-Issue", _field(issue) if issue else ""))
    return [(name, value) for name, value in marks if value]


def notice_headers(
    house: House,
    *,
    key: str,
    to: Address,
    subject: str,
    date: datetime,
    reply_to: str = "",
    answering: str = "",
    references: Sequence[str] = (),
) -> Headers:
    """The headers of a notice: a confirmation, an answer, an alarm.

    `answering` is the Message-ID (without < >) of the mail it answers, "" when nobody wrote first; then, as RFC 3834 5
    asks, Auto-Submitted says auto-replied. An id that is not well formed is left out: it came from outside.
    """
    headers = _head(house, key, to, subject, date, reply_to)
    if answering:
        known = [f"<{one}>" for one in (*references[-8:], answering)]
        known = [one for one in known if len(one) < 250 and _MESSAGE_ID.match(one)]
        if known and known[-1] == f"<{answering}>":
            headers += [("In-Reply-To", known[-1]), ("References", " ".join(dict.fromkeys(known)))]
    headers += [
        ("Auto-Submitted", "auto-replied" if answering else "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    return headers + _marks(house, "")
