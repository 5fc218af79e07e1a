"""Turns host names into the one form in which they are compared: by label, after IDNA (RFC 5890)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)
_LABEL = re.compile(r"^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$")


def host_name(text: str) -> str:
    """`https://www.Bücher.example:8/x` or `Bücher.example.` -> `www.xn--bcher-kva.example`; "" when it is no host."""
    found = _HOST.match(text.strip())
    return _form(found.group(1) if found else text.strip().partition("/")[0].partition(":")[0])


@lru_cache(maxsize=8192)
def _form(name: str) -> str:
    name = name.strip(".").lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name if name and all(_LABEL.match(label) for label in name.split(".")) else ""


def above(host: str) -> Iterator[str]:
    """The host and every domain above it, longest first: `a.b.example` -> a.b.example, b.example, example."""
    while host:
        yield host
        host = host.partition(".")[2]
