"""Raw bytes into one Parsed mail, by a ladder that never falls off: mail-parser, the standard library, headers only.

Of mail-parser only the readers of addresses and dates are called: as a whole it parses everything eagerly, and trace
headers and attachments are most of a mail. `policy.default` is used nowhere, because small bombs hang it.
"""

from __future__ import annotations

import binascii
import email
import email.policy
import email.utils
import logging
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import Message
from functools import lru_cache

import mailparser.utils as mailparser_utils
from mailparser.dates import parse_mail_date

from router.errors import MailError, TooBig
from router.mail import bytewise, wording
from router.mail.bytewise import Part
from router.terms import Address, Attachment, Parsed

KEPT = {"message/rfc822", "message/delivery-status", "message/global", "message/global-delivery-status"} | {
    "text/rfc822-headers", "message/rfc822-headers", "message/feedback-report", "message/global-headers",
    "message/disposition-notification", "text/calendar",
}  # fmt: skip
_EXTENSIONS = {".eml": "message/rfc822", ".ics": "text/calendar"}
_FOR_MAIL_PARSER = {"from", "to", "cc", "date"}
_SOFT_BREAK = re.compile(r" \n(?<!\n-- \n)(?![>\n ]|[^\W\d_][\w -]{0,24}: )")

logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # it logs senders' words at warning level


def parse(raw: bytes) -> Parsed:
    """Read one mail. Raises TooBig past a cap of `bytewise`, MailError when not even headers can be read."""
    raw = bytewise.normalise(raw)
    head, body = bytewise.fields(raw)
    if not head and not raw.strip():
        raise MailError("mail", "it is empty", "nothing can be done; its bytes are kept")
    defects: list[str] = []
    for rung, read in (("mail-parser", _by_mail_parser), ("compat32", _by_stdlib)):
        try:
            return read(raw, head, body, defects)
        except TooBig:
            raise
        except Exception as slip:  # a library's own fault on a hostile mail: the next rung reads it
            defects.append(f"{rung}: {type(slip).__name__}")
    try:
        return _parsed("headers", head, [], defects, *_loose_addresses(head))
    except Exception as slip:
        raise MailError("mail", f"not even its headers can be read ({type(slip).__name__})", "see its bytes") from slip


@lru_cache(maxsize=4096)
def _addresses(value: str) -> tuple[tuple[str, str], ...]:
    # The senders of alerts are few and the same every day; mail-parser's scanner is careful and slow.
    return tuple(mailparser_utils.get_addresses(value, decode_names=True))


def _by_mail_parser(raw: bytes, head: bytewise.Fields, body: int, defects: list[str]) -> Parsed:
    parts = list(bytewise.leaves(raw, head, body, defects))
    first = {name: wording.unfold(value) for name, value in reversed(head) if name in _FOR_MAIL_PARSER}
    sender = _addresses(first.get("from", ""))
    to = _addresses(first.get("to", "")) + _addresses(first.get("cc", ""))
    date = parse_mail_date(first["date"]).value if "date" in first else None  # type: ignore[no-untyped-call]
    return _parsed("mail-parser", head, parts, defects, sender, to, date)


def _by_stdlib(raw: bytes, head: bytewise.Fields, body: int, defects: list[str]) -> Parsed:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = []
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        kept = {name.lower(): str(value) for name, value in part.items() if name.lower().startswith("content-")}
        payload = part.as_bytes() if part.is_multipart() else str(part.get_payload()).encode("utf-8", "surrogateescape")
        parameters = bytewise.content_type(kept.get("content-type", ""))[1]
        parts.append(Part(part.get_content_type(), parameters, kept, payload))
    return _parsed("compat32", head, parts, defects, *_loose_addresses(head))


def _loose_addresses(head: bytewise.Fields) -> tuple[list[tuple[str, str]], list[tuple[str, str]], datetime | None]:
    found: dict[str, list[tuple[str, str]]] = {"from": [], "to": [], "cc": []}
    date = None
    for name, value in head:
        if name in found:
            words = wording.decode_words(wording.unfold(value))
            for address in re.findall(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,255}", words):
                found[name].append((words.partition("<")[0].strip(' "') if name == "from" else "", address))
        elif name == "date" and date is None:
            try:
                date = email.utils.parsedate_to_datetime(wording.unfold(value))
            except (ValueError, TypeError, OverflowError, IndexError):
                date = None
    return found["from"], found["to"] + found["cc"], date


def _parsed(
    rung: str,
    head: bytewise.Fields,
    parts: Sequence[Part],
    defects: list[str],
    sender: Sequence[tuple[str, str]],
    to: Sequence[tuple[str, str]],
    date: datetime | None,
) -> Parsed:
    charset = next((part.parameters["charset"] for part in parts if "charset" in part.parameters), "")
    words = wording.header_words([value for _, value in head], charset)
    headers = tuple(zip([name for name, _ in head], words, strict=True))
    first = dict(reversed(headers))
    text, html, attachments = _bodies(parts, defects)
    kind, parameters = bytewise.content_type(first.get("content-type", ""))
    return Parsed(
        headers=headers,
        sender=_address(*sender[0]) if sender else Address("", ""),
        subject=first.get("subject", ""),
        text=text,
        html=html,
        to=tuple(_address(*one) for one in to),
        date=_utc(date),
        message_id=first.get("message-id", "").strip().strip("<>"),
        attachments=attachments,
        rung=rung,
        defects=tuple(defects),
        content_type=kind if "/" in kind else "text/plain",
        content_params=parameters,
    )


def _address(name: str, address: str) -> Address:
    return Address(wording.one_line(address).lower(), wording.one_line(wording.decode_words(name)).strip('"'))


def _utc(date: datetime | None) -> datetime | None:
    if date is None:
        return None
    try:
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except OverflowError:
        return None


def _bodies(parts: Sequence[Part], defects: list[str]) -> tuple[str, str, tuple[Attachment, ...]]:
    texts: list[str] = []
    htmls: list[str] = []
    attachments: list[Attachment] = []
    for part in parts:
        disposition, more = ("", {}) if not part.fields else _disposition(part)
        name = more.get("filename") or part.parameters.get("name", "")
        kind = part.kind
        if kind == "application/octet-stream":
            kind = _EXTENSIONS.get(name[-4:].lower(), kind)
        if kind in ("text/plain", "text/html") and disposition != "attachment":
            words = wording.text(_octets(part), part.parameters.get("charset", ""), defects)
            if kind == "text/html":
                htmls.append(words)
            else:
                texts.append(_unflow(words, part.parameters))
        elif kind in KEPT:
            attachments.append(Attachment(kind, wording.one_line(name), _octets(part)))
        else:
            attachments.append(Attachment(kind, wording.one_line(name), b""))
    return "\n".join(texts), "\n".join(htmls), tuple(attachments)


def _disposition(part: Part) -> tuple[str, dict[str, str]]:
    value = part.fields.get("content-disposition", "")
    return bytewise.content_type(value) if value else ("", {})


def _octets(part: Part) -> bytes:
    encoding = part.fields.get("content-transfer-encoding", "").strip().lower()
    decode = _DECODERS.get(encoding)
    return decode(part.body) if decode else part.body


def _by_message(encoding: str) -> Callable[[bytes], bytes]:
    def decode(octets: bytes) -> bytes:
        message = Message()
        message["Content-Transfer-Encoding"] = encoding
        message.set_payload(octets.decode("ascii", "surrogateescape"))
        return bytes(message.get_payload(decode=True) or b"")

    return decode


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    **{name: _by_message(name) for name in ("base64", "x-uuencode", "uuencode", "uue", "x-uue")},
    "quoted-printable": binascii.a2b_qp,
}


def _unflow(words: str, parameters: dict[str, str]) -> str:
    """Soft line breaks joined again (RFC 3676), except before what reads like a header line."""
    if parameters.get("format", "").lower() != "flowed":
        return words
    joint = "" if parameters.get("delsp", "").lower() == "yes" else " "
    return _SOFT_BREAK.sub(joint, words).replace("\n ", "\n")
