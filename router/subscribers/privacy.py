"""A person's rights: all that is held on them as JSON, and to be forgotten, with a keyed hash that keeps us silent."""

from __future__ import annotations

import json
from datetime import datetime

from router.store import acts, privacy, subscribers
from router.store.acts import Told
from router.subscribers.addresses import Addresses
from router.subscribers.limits import Limits
from router.subscribers.notices import Notices
from router.subscribers.speaking import say
from router.terms import Address, Reason


class Privacy:
    """Shows and erases what is held."""

    def __init__(self, notices: Notices, addresses: Addresses) -> None:
        self._notices, self._addresses = notices, addresses
        self._limits = Limits(addresses.keys)

    async def held(self, address: str) -> str:
        """All that is held on an address, as JSON (GDPR 15, 20); {} when there is nothing."""
        found = await privacy.held(await subscribers.find(address), address.lower())
        why = await acts.suppressed(self._limits.hashed(address))
        if why:
            found["suppressed"] = [{"reason": why}]
        return json.dumps(found, ensure_ascii=False, indent=1, default=str)

    async def send_held(self, subscriber: int, door: str, now: datetime) -> Reason:
        """Send a subscriber all that is held on them, to their own address."""
        address = await subscribers.address_of(subscriber)
        data = (await self.held(address)).encode()
        await acts.add(subscriber, Told(door, "export"), now)
        person = await subscribers.person(subscriber)
        values = {"said": "All that we hold on you is in the attached file.", "about": "your data", "lines": []}
        await self._notices.write(
            "answer", f"export|{subscriber}|{now:%Y-%m-%d}", Address(address), values, now, subscriber=subscriber,
            reply_to=self._addresses.reply(subscriber), language=person.language if person else "en",
            attached=data, file="my-data.json",
        )  # fmt: skip
        return Reason("exported", say("All that we hold on you is on its way to you."))

    async def forget(self, address: str, now: datetime, *, farewell: bool = True) -> Reason:
        """Erase all that is held on an address (GDPR 17); what stays is a keyed hash, so that nobody writes to it again."""
        address = address.lower()
        found = await subscribers.find(address)
        person = await subscribers.person(found) if found else None
        counts = await privacy.erase(found, address, now)
        await acts.suppress([self._limits.hashed(address)], "forgotten", now)
        if farewell and counts:
            await self._notices.write(
                "forgotten", self._limits.hashed(address), Address(address), {}, now,
                language=person.language if person else "en",
            )  # fmt: skip
        rows = sum(counts.values())
        return Reason(
            "forgotten", f"Everything about you was erased: {rows} rows. This address will hear no more of us."
        )
