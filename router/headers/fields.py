"""One header field: what may stand in it, how it is encoded and where it is folded."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence

from router.errors import HeaderError

LINE = 76  # columns before a fold: RFC 2047 2 and the polite limit of RFC 5322 2.1.1
HARD_LINE = 998  # RFC 5322 2.1.1, without CRLF
WORD = 66  # an encoded word, so that its line stays within 76 after the longest name of ours too (RFC 2047 2: 75)
SUBJECT = 150  # bytes of UTF-8

_NAME = re.compile(r"[A-Za-z0-9-]+\Z")
# Controls, line and paragraph separators, lone surrogates, and every mark that turns the reading direction.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\Z")
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_FOLDED_AT_SPACES = frozenset({"from", "to", "reply-to", "references"})
_ONCE = (
    "Date Message-ID From Reply-To To Subject In-Reply-To References MIME-Version Content-Type "
    "Content-Transfer-Encoding List-Id List-Unsubscribe List-Unsubscribe-Post List-Help List-Owner List-Archive "
    "Archived-At Auto-Submitted Precedence X-Auto-Response-Suppress Feedback-ID X-Router-Instance X-Router-Issue"
)
OURS = frozenset(name.lower() for name in _ONCE.split())


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
        return f"{phrase(name)} <{address}>"
    return f"{' '.join(_encoded_words(name))} <{address}>"


def phrase(name: str) -> str:
    """Words as a quoted string (RFC 5322 3.2.4)."""
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
