"""What a form sends, as plain text fields, and the network it came from."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import parse_qs

from fastapi import Request

from router.errors import RouterError

LONGEST = 20_000  # bytes of one form


class Form:
    """The fields of one form; a field that was not sent is empty."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._fields = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500)

    def one(self, name: str, default: str = "") -> str:
        """The first value of a field, without space around it."""
        return next((value.strip() for value in self._fields.get(name, ())), default)

    def many(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value.strip() for value in self._fields.get(name, ())]

    def pairs(self) -> list[tuple[str, str]]:
        """Every field with each of its values."""
        return [(name, value) for name, values in self._fields.items() for value in values]

    def number(self, name: str, default: int = 0) -> int:
        """A field as a number; `default` when it is none."""
        value = self.one(name)
        return int(value) if value.isdecimal() and len(value) < 6 else default


async def read(request: Request) -> Form:
    """The urlencoded fields of a POST, however often it is asked; RouterError for one that is too long or has too many."""
    held = getattr(request.state, "form", None)
    if isinstance(held, Form):
        return held
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            raise RouterError("form", "it is too long", "send less")
    try:
        request.state.form = form = Form(body)
    except ValueError:
        raise RouterError("form", "it has too many fields", "send less") from None
    return form


def network(request: Request) -> str:
    """The address a request came from: behind a proxy of ours, the last one that the proxy wrote down.

    A proxy of ours is on this machine or on a private network (RFC 1918, RFC 4193): nobody from outside comes from there.
    """
    host = request.client.host if request.client else ""
    try:
        ours = ip_address(host).is_private
    except ValueError:
        ours = False
    return request.headers.get("x-forwarded-for", host).rpartition(",")[2].strip() if ours else host
