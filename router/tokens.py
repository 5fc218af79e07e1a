"""Short signed tokens for mail links and addresses: who, for what one act, proven by HMAC-SHA256 cut to 96 bits.

A token is 34 characters of lower-case base32 (RFC 4648 6, without padding), because mail programs and servers may
change the case of a local part and a 64-octet local part (RFC 5321 4.5.3.1.1) must hold `inbox+u.TOKEN`.
It carries 21 bytes: key id (1), subscriber (4), reference (4), MAC (12). The MAC covers the purpose, so a token
made for one act is worth nothing for another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from router.errors import ConfigError, TokenError

_BODY = struct.Struct(">BII")
LENGTH = 34


class Purpose(StrEnum):
    """The one act a token allows."""

    REPLY = "r"  # Reply-To of an issue; reference = issue
    LEAVE = "u"  # unsubscribe; reference = the one subscription it ends, 0 for all
    CONFIRM = "c"  # confirm; reference = the act of asking
    BOUNCE = "b"  # envelope sender; reference = delivery
    PREFERENCES = "p"  # the page of one's own wishes; reference = issue
    SURE = "s"  # yes to one act that was asked for; reference = act
    EDIT = "e"  # an editor's yes to what was shown; reference = deed
    READ = "t"  # look at one issue: why, left out, by page or by mail; reference = issue
    DAYS = "d"  # read the calendar of one's newsletters, which is given to other programs; nothing else


@dataclass(frozen=True, slots=True)
class Token:
    """What a token proves."""

    purpose: Purpose
    subscriber: int
    reference: int


class KeyRing:
    """The installation's signing keys: the newest signs, every one verifies until it is taken out."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys:
            raise ConfigError("secret key", "there is none", "run `router init` or set ROUTER_SECRET_FILE")
        self._keys = dict(keys)
        self._newest = max(keys)

    def make(self, purpose: Purpose, subscriber: int, reference: int = 0) -> str:
        """A token of LENGTH characters; ids are 32-bit unsigned."""
        body = _BODY.pack(self._newest, subscriber, reference)
        raw = body + self._mac(self._newest, purpose, body)
        return _written(raw)

    def read(self, purpose: Purpose, token: str) -> Token:
        """What `token` proves for `purpose`; TokenError for anything forged, cut or made for another purpose."""
        try:
            raw = base64.b32decode(token.strip().upper() + "=" * (-len(token.strip()) % 8))
        except (ValueError, UnicodeError):
            raw = b""
        # the last character has bits to spare: only one way to write a token counts
        if len(raw) != _BODY.size + 12 or _written(raw) != token.strip().lower():
            raise TokenError("link", "it is not complete", "copy the whole link, or answer the newsletter instead")
        body, mac = raw[: _BODY.size], raw[_BODY.size :]
        key_id, subscriber, reference = _BODY.unpack(body)
        if not hmac.compare_digest(mac, self._mac(key_id, purpose, body)):
            raise TokenError("link", "it was not made here for this", "use the link of your newest newsletter")
        return Token(purpose, subscriber, reference)

    def keyed_hash(self, text: str) -> str:
        """A hash of an address that can be compared but not turned back: 64 hex digits."""
        return hmac.new(self._keys[min(self._keys)], b"hash:" + text.encode(), hashlib.sha256).hexdigest()

    def _mac(self, key_id: int, purpose: Purpose, body: bytes) -> bytes:
        # an unknown key id is answered with a MAC nobody can know, so that both failures take the same time
        key = self._keys.get(key_id) or secrets.token_bytes(32)
        return hmac.new(key, purpose.value.encode() + body, hashlib.sha256).digest()[:12]


def _written(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def read_keys(text: str) -> KeyRing:
    """Lines `id:hex`, `#` comments; ConfigError names the line that is wrong."""
    keys: dict[int, bytes] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key_id, _, digits = line.strip().partition(":")
        try:
            keys[int(key_id)] = bytes.fromhex(digits)
        except ValueError:
            raise ConfigError(f"secret key, line {number}", "it is not `id:hex`", "see docs/running.md, keys") from None
        if not 0 < int(key_id) < 256 or len(keys[int(key_id)]) < 16:
            raise ConfigError(f"secret key, line {number}", "id 1 to 255 and at least 32 hex digits", "make a new one")
    return KeyRing(keys)


def open_keys(path: Path) -> KeyRing:
    """The key file at `path`, made with one random key (mode 0600) when there is none yet."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(
                    f"# signs the links in newsletters: keep it, and keep it private\n1:{secrets.token_hex(32)}\n"
                )
        if path.stat().st_mode & 0o077:
            raise ConfigError(str(path), "others may read this key file", f"run: chmod 600 {path}")
        return read_keys(path.read_text())
    except OSError as error:
        what = f"the key file cannot be kept there ({error.strerror})"
        raise ConfigError(str(path), what, "mend the folder or its owner") from None
