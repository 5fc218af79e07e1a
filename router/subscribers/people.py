"""Who edits and who runs this: router.toml names them, and beside it the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from router.errors import RouterError
from router.store import roles
from router.store.deeds import By
from router.subscribers import editorial, rules
from router.subscribers.addresses import Addresses
from router.subscribers.consent import legal
from router.subscribers.notices import Notices
from router.terms import Address, Reason

ROLES = ("editor", "owner")


class People:
    """Editors and owners. What router.toml says of an address holds, whatever else was said of it."""

    def __init__(self, notices: Notices, addresses: Addresses, named: Mapping[str, str]) -> None:
        """`named` are those of router.toml: address -> editor | owner."""
        self._notices, self._addresses = notices, addresses
        self._named = {address.lower(): role for address, role in named.items()}

    async def now(self) -> dict[str, str]:
        """Everybody with a role: address -> editor | owner."""
        return {one.address: one.role for one in await roles.given()} | self._named

    async def listed(self) -> list[dict[str, str]]:
        """Everybody with a role as plain rows for people."""
        rows = [{"address": address, "role": role, "by": "router.toml"} for address, role in self._named.items()]
        rows += [
            {"address": one.address, "role": one.role, "by": f"{one.by}, {one.since:%Y-%m-%d}"}
            for one in await roles.given()
            if one.address not in self._named
        ]
        return sorted(rows, key=lambda row: row["address"])

    async def add(self, address: str, role: str, by: By, now: datetime) -> Reason:
        """Make somebody an editor or owner; they are told what they can do by mail. RouterError for one who is."""
        address = legal(address)
        has = (await self.now()).get(address)
        if has:
            raise RouterError(address, f"is {_a(has)} already", "`router people role` changes that")
        await self._put(address, role, by, now)
        lines = [*editorial.HELP, f"To {self._addresses.tagged('rules')}, of rules:", *rules.HELP]
        values = {
            "said": f"You are {_a(role)} of this newsletter now. In a reply to it, or to the letter of an edition that"
            " waits, put one of these into the first lines:",
            "lines": lines, "about": "",
        }  # fmt: skip
        reply_to = self._addresses.tagged("commands")
        await self._notices.write("answer", f"role|{address}|{now:%Y-%m-%d}", Address(address), values, now, reply_to=reply_to)  # fmt: skip
        return Reason("added", f"{address} is {_a(role)} now, and is told so by mail")

    async def role(self, address: str, role: str, by: By, now: datetime) -> Reason:
        """Change the role of somebody, or take it with `none`; RouterError for who has none, or has it by router.toml."""
        address = legal(address)
        has = (await self.now()).get(address)
        if not has:
            raise RouterError(address, "has no role", "`router people add` gives one")
        await self._put(address, "" if role == "none" else role, by, now)
        return Reason("changed", f"{address} is {'no ' + has if role == 'none' else _a(role)} now")

    async def _put(self, address: str, role: str, by: By, now: datetime) -> None:
        if role and role not in ROLES:
            raise RouterError("role", f"{role!r} is none", "write editor or owner")
        if address in self._named:
            raise RouterError(address, "is named in router.toml", "change it there, under [people]")
        await roles.put(address, role, by, now)


def _a(role: str) -> str:
    return f"{'an' if role[0] in 'eo' else 'a'} {role}"
