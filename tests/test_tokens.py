from __future__ import annotations

import base64
import contextlib
import os
import random
import statistics
import time
from pathlib import Path

import pytest

from router.errors import ConfigError, TokenError
from router.tokens import LENGTH, KeyRing, Purpose, open_keys, read_keys

PROVE = bool(os.environ.get("ROUTER_PROVE"))
RING = KeyRing({1: b"k" * 32})


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_proves_its_one_act_and_no_other(purpose: Purpose) -> None:
    token = RING.make(purpose, 7, 42)
    assert len(token) == LENGTH and token == token.lower()
    read = RING.read(purpose, token.upper())
    assert (read.subscriber, read.reference) == (7, 42)
    for other in set(Purpose) - {purpose}:
        with pytest.raises(TokenError):
            RING.read(other, token)


def test_no_changed_token_is_believed() -> None:
    choice = random.Random(1)
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    for n in range(100_000 if PROVE else 5_000):
        token = RING.make(Purpose.LEAVE, n, n)
        at = choice.randrange(LENGTH - 1)  # the last character carries two bits that count
        forged = token[:at] + choice.choice(alphabet.replace(token[at], "")) + token[at + 1 :]
        with pytest.raises(TokenError):
            RING.read(Purpose.LEAVE, forged)
    for odd in ("", "x", "é" * 34, "a" * 33, "a" * 35, "=" * 34, token + "a"):
        with pytest.raises(TokenError):
            RING.read(Purpose.LEAVE, odd)


def test_keys_rotate_and_old_links_live_until_their_key_goes() -> None:
    old = RING.make(Purpose.LEAVE, 1, 1)
    both = KeyRing({1: b"k" * 32, 2: b"n" * 32})
    assert both.read(Purpose.LEAVE, old).subscriber == 1
    new = both.make(Purpose.LEAVE, 1, 1)
    with pytest.raises(TokenError):
        RING.read(Purpose.LEAVE, new)
    with pytest.raises(TokenError):
        KeyRing({2: b"n" * 32}).read(Purpose.LEAVE, old)


def test_key_files(tmp_path: Path) -> None:
    ring = open_keys(tmp_path / "router.key")
    assert open_keys(tmp_path / "router.key").read(Purpose.READ, ring.make(Purpose.READ, 3)).subscriber == 3
    assert (tmp_path / "router.key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "router.key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        open_keys(tmp_path / "router.key")
    for text, what in (
        ("1:zz", "line 1: it is not `id:hex`"),
        ("300:" + "ab" * 32, "id 1 to 255"),
        ("1:ab", "at least 32 hex"),
        ("# no key", "there is none"),
    ):
        with pytest.raises(ConfigError, match=what):
            read_keys(text)


def test_wrong_tokens_take_as_long_wherever_they_are_wrong() -> None:
    """The MAC is compared in constant time, and an unknown key id is answered no sooner than a wrong MAC."""
    raw = base64.b32decode((RING.make(Purpose.LEAVE, 7, 42) + "======").upper())
    wrong = {
        "first byte of the MAC": raw[:9] + bytes([raw[9] ^ 1]) + raw[10:],
        "last byte of the MAC": raw[:-1] + bytes([raw[-1] ^ 1]),
        "key id": b"\x07" + raw[1:],
    }
    written = {name: base64.b32encode(one).decode().rstrip("=").lower() for name, one in wrong.items()}
    took: dict[str, list[int]] = {name: [] for name in written}
    for _ in range(20_000 if PROVE else 2_000):
        for name, token in written.items():
            begun = time.perf_counter_ns()
            with contextlib.suppress(TokenError):
                RING.read(Purpose.LEAVE, token)
            took[name].append(time.perf_counter_ns() - begun)
    middles = [statistics.median(times) for times in took.values()]
    assert max(middles) < 1.25 * min(middles), middles
