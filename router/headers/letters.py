"""Which headers a newsletter has, and which a notice: in this order, and no others."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from router.errors import HeaderError
from router.headers.fields import address_header, clean, phrase, subject_line
from router.terms import Address, Doors

Headers = list[tuple[str, str]]

_URI = re.compile(r"(?:https?|mailto):[!#-+\--;=?-Z\\\]\[^_a-z{|}~]+\Z", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>\Z")


@dataclass(frozen=True, slots=True)
class House:
    """Who this installation is in every mail it writes."""

    sender: Address  # From: its own address, never an alert's
    domain: str  # right side of Message-ID and List-Id, the domain of the sender
    owner: str  # address for List-Owner
    help: str = ""  # https or mailto address for List-Help
    instance: str = ""  # X-Router-Instance: how our own mail is known when it comes back


def message_id(key: str, domain: str) -> str:
    """The Message-ID of what this key names: the same key gives the same id, so a resend is the same mail."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def boundary_of(identifier: str) -> str:
    """A boundary that the Message-ID decides; `=_` never stands in quoted-printable (RFC 2045 6.7)."""
    return "=_" + hashlib.sha256(identifier.encode()).hexdigest()[:24]


def _uri(where: str, value: str) -> str:
    if not _URI.match(value):
        raise HeaderError(where, f"{value[:80]!r} is not an address that fits a header", "percent-encode it")
    return f"<{value}>"


def _mailto(value: str) -> str:
    return value if value.lower().startswith("mailto:") else f"mailto:{value}"


def _head(house: House, key: str, to: Address, subject: str, date: datetime, reply_to: str) -> Headers:
    headers = [
        ("Date", format_datetime(date)),
        ("Message-ID", message_id(key, house.domain)),
        ("From", address_header(house.sender.name, house.sender.address)),
    ]
    if reply_to:
        headers.append(("Reply-To", address_header("", reply_to)))
    headers += [("To", address_header(to.name, to.address)), ("Subject", subject_line(subject) or "Newsletter")]
    return headers


def issue_headers(
    house: House,
    *,
    key: str,
    to: Address,
    subject: str,
    date: datetime,
    doors: Doors,
    list_name: str,
    list_title: str = "",
    issue: str = "",
    kind: str = "issue",
    archive: str = "",
    archived: str = "",
) -> Headers:
    """The headers of one newsletter for one subscriber, in the order of docs/trust.md.

    `key` is the issue's unique key (Message-ID comes from it), `date` an aware datetime, `list_name` a word for List-Id
    (RFC 2919), `issue` what X-Router-Issue and Feedback-ID say (never the subscriber), `doors.leave_page` the RFC 8058
    address; `archive` is the page of back numbers, `archived` that of this very edition. Raises HeaderError when a value is unsafe or there is no door to leave by.
    """
    leave = [
        _uri("List-Unsubscribe", door)
        for door in (doors.leave_page, _mailto(doors.leave_mail) if doors.leave_mail else "")
        if door
    ]
    if not leave:
        raise HeaderError("List-Unsubscribe", "there is no door to leave by", "set base_url or the inbox address")
    word = re.sub(r"[^a-z0-9-]+", "-", list_name.lower()).strip("-") or "newsletter"
    title = clean(list_title)
    label = f"{phrase(title[:60])} " if title.isascii() and title else ""
    headers = _head(house, key, to, subject, date, doors.reply_to)
    headers += [("List-Id", f"{label}<{word}.{house.domain}>"), ("List-Unsubscribe", ", ".join(leave))]
    if doors.leave_page.lower().startswith("https:"):
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    if house.help:
        headers.append(("List-Help", _uri("List-Help", house.help)))
    headers.append(("List-Owner", _uri("List-Owner", _mailto(house.owner))))
    if archive:
        headers.append(("List-Archive", _uri("List-Archive", archive)))
    if archived:
        headers.append(("Archived-At", _uri("Archived-At", archived)))  # RFC 5064
    headers += [
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
        ("X-Auto-Response-Suppress", "All"),
        ("Feedback-ID", ":".join(_field(part) for part in (issue, kind, word, house.domain))),
    ]
    return headers + _marks(house, issue)


def _field(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", value).strip("-") or "0"


def _marks(house: House, issue: str) -> Headers:
    marks = (("X-Router-Instance", house.instance), ("X-Router-Issue", _field(issue) if issue else ""))
    return [(name, value) for name, value in marks if value]


def notice_headers(
    house: House,
    *,
    key: str,
    to: Address,
    subject: str,
    date: datetime,
    reply_to: str = "",
    answering: str = "",
    references: Sequence[str] = (),
) -> Headers:
    """The headers of a notice: a confirmation, an answer, an alarm.

    `answering` is the Message-ID (without < >) of the mail it answers, "" when nobody wrote first; then, as RFC 3834 5
    asks, Auto-Submitted says auto-replied. An id that is not well formed is left out: it came from outside.
    """
    headers = _head(house, key, to, subject, date, reply_to)
    if answering:
        known = [f"<{one}>" for one in (*references[-8:], answering)]
        known = [one for one in known if len(one) < 250 and _MESSAGE_ID.match(one)]
        if known and known[-1] == f"<{answering}>":
            headers += [("In-Reply-To", known[-1]), ("References", " ".join(dict.fromkeys(known)))]
    headers += [
        ("Auto-Submitted", "auto-replied" if answering else "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    return headers + _marks(house, "")
