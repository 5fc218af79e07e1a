"""Every mail we send that is no newsletter: rendered, frozen and queued once for what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from router import headers
from router.render import Templates, notice
from router.render.words import Words
from router.store import deliveries
from router.store.deliveries import Draft
from router.store.tallies import Limit
from router.subscribers.addresses import Addresses
from router.terms import Address


class Notices:
    """Writes notices of this house."""

    def __init__(self, house: headers.House, title: str, addresses: Addresses, templates: Templates) -> None:
        self._house, self._title, self._addresses, self._templates = house, title, addresses, templates

    def words(self, language: str) -> Words:
        """The words of this language, for what an act says itself."""
        return self._templates.words(language)

    async def write(
        self,
        name: str,
        key: str,
        to: Address,
        values: Mapping[str, object],
        now: datetime,
        *,
        subscriber: int | None = None,
        reply_to: str = "",
        answering: str = "",
        language: str = "en",
        limits: Sequence[Limit] = (),
        attached: bytes = b"",
        file: str = "attached.json",
        kind: str = "application/json",
    ) -> int | None:
        """Queue the notice `name` for `to`; None when one with this key was queued before or a limit is reached.

        `answering` is the Message-ID it answers; then the envelope sender is null (RFC 3834 3.3), so that two
        machines cannot answer each other. `attached` goes along as `file`, `kind` being its MIME type.
        """
        said = notice(name, language, {"title": self._title, **values}, self._templates)
        full_key = f"notice|{name}|{key}"
        lines = headers.notice_headers(
            self._house, key=f"{self._house.instance}|{full_key}", to=to, subject=said.subject, date=now,
            reply_to=reply_to, answering=answering,
        )  # fmt: skip
        identifier = dict(lines)["Message-ID"]
        data = headers.compose(lines, said.text, said.html, boundary=headers.boundary_of(identifier))
        if attached:
            inner = headers.boundary_of(f"{identifier}|attached")
            data = headers.attach(data, kind, file, attached, boundary=inner)
        envelope = "" if answering else self._addresses.envelope(subscriber or 0, 0)
        return await deliveries.queue(
            Draft(full_key, name, identifier.strip("<>"), envelope, to.address, data, subscriber), now, limits
        )
