"""How often what may be done: every number of it on one page, counted in rows that a restart does not forget."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address, ip_network

from router.store.tallies import Limit
from router.tokens import KeyRing

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANSWERS = 5  # a day to one address
DESK = 100  # a day to an editor whose From is proven
CONFIRMS = 3  # ever to one address that never says yes, and one a day
INVITED = 200  # a day by one editor
LETTERS, LETTERS_IN_ALL = 20, 200  # a day passed on to the editors, of one writer and in all
ASKED_BY_NETWORK = 20  # an hour, from one /24 or /48
ASKED_OF_DOMAIN = 100  # an hour, of one mail domain
ASKED_IN_ALL = 500  # an hour


class Limits:
    """The limits of one installation; whoever is counted is counted hashed."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    def hashed(self, address: str) -> str:
        """The keyed hash by which an address is suppressed and counted."""
        return self._keys.keyed_hash(address.strip().lower())

    def answers(self, address: str) -> Limit:
        """Answers to what an address writes to us."""
        return Limit(f"answer|{self.hashed(address)}", ANSWERS, DAY)

    def desk(self, address: str) -> Limit:
        """Answers to an editor whose From is proven."""
        return Limit(f"desk|{self.hashed(address)}", DESK, DAY)

    def confirms(self, address: str) -> Limit:
        """Letters that ask an address to confirm; a yes begins the count anew."""
        return Limit(f"confirm|{self.hashed(address)}", CONFIRMS, None, DAY)

    def invitations(self, by: str) -> Limit:
        """Invitations by one editor."""
        return Limit(f"invited|{self.hashed(by)}", INVITED, DAY)

    def reminders(self, address: str) -> Limit:
        """Letters to a subscriber for whom somebody filled in the form again."""
        return Limit(f"already|{self.hashed(address)}", 1, DAY)

    def asked(self, address: str) -> list[Limit]:
        """Beside those of the address: what strangers may make us write to one domain, and in all."""
        domain = address.rpartition("@")[2].lower()
        return [Limit(f"domain|{self.hashed(domain)}", ASKED_OF_DOMAIN, HOUR), Limit("asked", ASKED_IN_ALL, HOUR)]

    def letters(self, address: str) -> list[Limit]:
        """Letters passed on to the editors: anybody can write one."""
        return [Limit(f"letter|{self.hashed(address)}", LETTERS, DAY), Limit("letters", LETTERS_IN_ALL, DAY)]

    def network(self, host: str) -> list[Limit]:
        """Forms sent from one network; nothing for a host that is no address or our own machine."""
        try:
            address = ip_address(host)
        except ValueError:
            return []
        if address.is_loopback:
            return []
        net = ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False)
        return [Limit(f"network|{self.hashed(str(net))}", ASKED_BY_NETWORK, HOUR)]
