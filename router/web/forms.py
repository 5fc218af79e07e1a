"""What a form sends, as plain text fields, and the network it came from."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import Request

from router.errors import RouterError

LONGEST = 20_000  # bytes of one form


class Form:
    """The fields of one form; a field that was not sent is empty."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._fields = fields

    def one(self, name: str, default: str = "") -> str:
        """The first value of a field, without space around it."""
        return next((value.strip() for value in self._fields.get(name, ())), default)

    def many(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value.strip() for value in self._fields.get(name, ())]

    def number(self, name: str, default: int = 0) -> int:
        """A field as a number; `default` when it is none."""
        value = self.one(name)
        return int(value) if value.isdecimal() and len(value) < 6 else default


async def read(request: Request) -> Form:
    """The urlencoded fields of a POST; RouterError for one that is too long."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            raise RouterError("form", "it is too long", "send less")
    return Form(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500))


def network(request: Request) -> str:
    """The address a request came from: behind our own proxy, the last one that the proxy wrote down."""
    host = request.client.host if request.client else ""
    if host in ("127.0.0.1", "::1"):
        return request.headers.get("x-forwarded-for", host).rpartition(",")[2].strip()
    return host
