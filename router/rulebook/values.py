"""Turns the value of a setting or of a part that is looked up into its one form; raises Slip for any other."""

from __future__ import annotations

import re
from datetime import date

from router.rulebook.domains import host_name
from router.rulebook.lines import Slip, meant
from router.rulebook.sources import KINDS

_JOINS = ("public", "invitation", "private")
_ARCHIVES = ("public", "unlisted", "subscribers")
_HOLD = re.compile(r"^(\d{1,3}) ?(minute|hour|day)s?$")
_SPAN = re.compile(r"^(\d{4}-\d\d?-\d\d?) to (\d{4}-\d\d?-\d\d?)$")
_TAG = re.compile(r"^\+?([a-z0-9][a-z0-9._-]*)$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$")


def looked_up(part: str, value: str) -> str:
    """The value of a part that is looked up (site, to, kind, language) in the form the engine compares."""
    if not value:
        raise Slip("nothing between two commas, or a comma at the end", "drop the comma")
    if part == "site":
        host = host_name(value.removeprefix("*."))
        if not host or "." not in host:
            raise Slip(f"`{value}` is no domain", "write one like paper.example; all below it is meant too")
        return host.removeprefix("www.")
    value = value.lower()
    if part == "kind" and value not in KINDS:
        raise Slip(f"unknown kind `{value}`", meant(value, KINDS, f"one of {', '.join(KINDS)}"))
    if part == "to":
        tag = _TAG.match(value)
        if not tag:
            raise Slip(f"`{value}` is no tag", "write the word after the + of the address: child for inbox+child@")
        return tag.group(1)
    if part == "language" and not _LANGUAGE.match(value):
        raise Slip(f"`{value}` is no language", "write its code: de, es, en-gb (BCP 47)")
    return value


def at_most(body: str) -> str:
    """Stories in one issue, 1 to 1000."""
    if not body.isdecimal() or not 1 <= int(body) <= 1000:
        raise Slip(f"`at most: {body}` is no number of stories", "write a number from 1 to 1000, or drop the line")
    return body


def hold(body: str) -> str:
    """no, yes, or a time: `4 hours`."""
    body = body.lower()
    found = _HOLD.match(body)
    if body not in ("no", "yes") and not found:
        raise Slip(f"`hold: {body}` is not understood", "write no, yes or a time like `4 hours`")
    return f"{int(found[1])} {found[2]}{'s' if int(found[1]) != 1 else ''}" if found else body


def join(body: str) -> str:
    """Who may join."""
    if body not in _JOINS:
        raise Slip(f"unknown `join: {body}`", meant(body, _JOINS, f"one of {', '.join(_JOINS)}"))
    return body


def archive(body: str) -> str:
    """Who may see the archive."""
    if body not in _ARCHIVES:
        raise Slip(f"unknown `archive: {body}`", meant(body, _ARCHIVES, f"one of {', '.join(_ARCHIVES)}"))
    return body


def during(body: str) -> str:
    """Two days as `ISO to ISO`, both included."""
    found = _SPAN.match(body)
    if not found:
        raise Slip(f"`during: {body}` is no span of days", "write `during: 2026-11-01 to 2026-11-05`")
    days = []
    for written in found.groups():
        try:
            days.append(date(*map(int, written.split("-"))))
        except ValueError:
            raise Slip(f"there is no day {written}", "write year-month-day") from None
    if days[1] < days[0]:
        raise Slip(f"`during: {body}` ends before it begins", "put the earlier day first")
    return f"{days[0].isoformat()} to {days[1].isoformat()}"
