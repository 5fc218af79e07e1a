"""What can go wrong, as one tree.

RouterError            where, what, remedy: one sentence a person can act on
├── ConfigError        router.toml is missing, unreadable or holds a bad value; exit code 2
├── RuleError          a rule file has a slip; where is file:line
├── MailError          one mail cannot be read; it is set aside, the step goes on
│   └── TooBig         a cap of mail/parse.py was passed
├── LinkError          a link is none that may leave the house
├── HeaderError        a header would not be safe or legal to send
├── TokenError         a token is forged, stale or made for another purpose
├── StoreError         the database cannot be read or written (full, read-only, newer than we are)
├── WireError          a mail server said no or went away; permanent or not
└── WorkerLost         a worker process died or passed its deadline
"""

from __future__ import annotations


class RouterError(Exception):
    """An error a person reads: where it is, what it is, what to do about it."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(where, what, remedy)

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.what}" if self.where else self.what
        return f"{sentence}; {self.remedy}" if self.remedy else sentence


class ConfigError(RouterError):
    """router.toml, the environment or a secret file holds something unusable."""


class RuleError(RouterError):
    """A rule file has a slip; `where` is file:line."""


class MailError(RouterError):
    """One mail cannot be read; it goes to quarantine with its raw bytes."""


class TooBig(MailError):
    """A mail passes one of the caps taken before any parser sees it."""


class LinkError(RouterError):
    """A link that may not leave the house."""


class HeaderError(RouterError):
    """A header name or value that would be unsafe or illegal to send."""


class TokenError(RouterError):
    """A token that is forged, stale, or made for another purpose."""


class StoreError(RouterError):
    """The database cannot be read or written."""


class WireError(RouterError):
    """A mail server refused or vanished; `permanent` says whether trying again can help."""

    def __init__(self, where: str, what: str, remedy: str = "", *, permanent: bool = False) -> None:
        super().__init__(where, what, remedy)
        self.permanent = permanent


class WorkerLost(RouterError):
    """A worker process died, ran out of memory or passed its deadline."""
