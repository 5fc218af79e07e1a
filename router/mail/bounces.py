"""A returned mail (RFC 3464), a complaint (RFC 5965) or an auto-reply (RFC 3834) -> whom it is about, and for how long.

The words are read before the codes: half of all bounces carry no status, and where there is one a third mislead (over
quota as 5.1.1, a rejected sender as 5.1.x, a dead domain as 4.0.0). A full mailbox is never permanent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from router import html as pages
from router.errors import MailError
from router.links import seldom
from router.mail import bounce_words, wording
from router.mail.parse import parse
from router.terms import Bounce, Parsed, Reason

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TO = re.compile(r"^\W{0,6}to:.*$", re.I | re.M)
_MESSAGE_ID = re.compile(r"^message-id:\s*<?([^\s<>]+@[^\s<>]+)>?", re.I | re.M)
_DAEMON = re.compile(
    r"^(?:mailer-?daemon|postmaster|mail-?daemon|mailerdaemon|microsoftexchange\w*|post_master|\w*smtp\w*|inetgw\w*|mdaemon|maildelivery|delivery|dsn|bounces?|nobounce|mail(?:er)?[-_.]?(?:admin|system|agent|router|gateway|server)|e500_smtp\w*)(?:\b|_)",
    re.I,
)
# Where a server's own words end and the mail that it returns begins.
_ENDED = re.compile(
    r"^\W*(?:-+ ?(?:the )?(?:original message|returned message|headers?(?: of)?|body|unsent message|message header|"
    r"this is a copy|below this line|following is a copy|original text|undelivered message|オリジナル|コピー).*"
    r"|(?:received: |return-path: |original message (?:headers|follows|details)|message headers follow).*)$",
    re.I | re.M,
)
_HEADER_LINE = re.compile(
    r"^\W*(?:to|from|cc|subject|sent|date|reply-to|mail from|message-id|contact|system contact)\s*:", re.I
)
_NAMING_LINE = re.compile(
    r"^\W*[\w.!#$%&'*+/=?^`{|}~-]{1,64}@|rcpt to|(?:user|recipient|address|mailbox|account|to)\W{1,4}<?[\w.+=-]{1,64}@|^\W*\d{3}[ -].{0,60}<|failed (?:attempts|\d)|deliver(?:y|ed)? to",
    re.I,
)
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")
_subject_says = seldom(bounce_words.SUBJECT)
_AUTO_SUBJECT = re.compile(
    r"^\W*(?:automatic(?:al)?(?:ally generated)? ?(?:reply|response)|auto[- ]?(?:reply|response|matic reply|répondeur)|out of (?:the )?office|ooo\b|vacation\b"
    r"|automatische (?:antwort|reactie)|automatisch antwoord|abwesenheit\w*|abwesend|réponse automatique|absence du bureau"
    r"|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori sede|resposta automática|ausência"
    r"|afwezig\w*|autosvar|automatisk(?:t)? svar|frånvaro\w*|poissa|automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|automatická odpov\w+"
    r"|automatikus válasz|răspuns automat|автоответ|автоматический ответ|автоматична відповідь|αυτόματη απάντηση|otomatik (?:yanıt|cevap)"
    r"|מענה אוטומטי|رد تلقائي|自动(?:回复|答复)|自動(?:回覆|返信|応答)|자동 ?(?:회신|응답)|ตอบกลับอัตโนมัติ|trả lời tự động|balasan otomatis|samodejni odgovor)",
    re.I,
)


@dataclass(slots=True)
class _Group:
    """The fields of one recipient in a delivery status, lower-case names."""

    fields: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


def read(parsed: Parsed) -> Bounce | None:
    """What a mail server, a provider or an absent person says of a mail of ours; None for any other mail."""
    complaint = _complaint(parsed)
    if complaint:
        return complaint
    groups = _groups(parsed)
    if not groups and parsed.content_params.get("report-type", "").lower() == "delivery-status":
        inner = _report_inside(parsed)
        if inner:
            return inner
    if not groups and not _looks_returned(parsed):
        return _auto_reply(parsed)
    words = _own_words(parsed)
    failed = [group for group in groups if group["action"].lower() not in ("delivered", "relayed", "expanded")]
    if groups and not failed:
        return Bounce("other", reason=Reason("delivered", "a report of success"))
    kind, code = bounce_words.judge(
        [(group["action"], group["status"], _diagnostic(group)) for group in failed], parsed.subject, words
    )
    if kind == "other" and code == "silent" and not groups and _auto_reply(parsed):
        return _auto_reply(parsed)
    return Bounce(kind, _recipients(parsed, failed, words), _message_id(parsed), Reason(code, _said(failed, words)))


def _report_inside(parsed: Parsed) -> Bounce | None:
    """The report that a content filter wrapped into a mail of its own."""
    for part in parsed.attachments:
        if part.kind == "message/rfc822" and b"delivery-status" in part.body:
            try:
                inner = parse(part.body)
            except MailError:
                continue
            if _groups(inner):
                return read(inner)
    return None


def _complaint(parsed: Parsed) -> Bounce | None:
    report = next((part.body for part in parsed.attachments if part.kind == "message/feedback-report"), None)
    if report is None and parsed.content_params.get("report-type", "").lower() != "feedback-report":
        return None
    group = _parse_groups((report or b"").decode("utf-8", "replace"))
    fields = group[0].fields if group else {}
    recipients = [fields.get(name, "") for name in ("original-rcpt-to", "removal-recipient", "original-recipient")]
    found = [address.lower() for line in recipients for address in _ADDRESS.findall(line)][:1]
    if fields.get("feedback-type", "abuse").lower() == "not-spam":
        return Bounce("other", tuple(found), _message_id(parsed), Reason("not-spam", "a reader says: not spam"))
    return Bounce("complaint", tuple(found), _message_id(parsed), Reason("complaint", "a reader called it spam"))


def _auto_reply(parsed: Parsed) -> Bounce | None:
    """Only `auto-replied` and the headers of vacation programs: alerts forwarded by rule are `auto-generated`."""
    if parsed.header("list-id") or parsed.header("list-unsubscribe"):
        return None
    submitted = parsed.header("auto-submitted").lower()
    signs = (
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-reply",
        "x-vacation",
        "x-autoreply-from",
        "x-mail-autoreply",
    )
    if submitted.startswith("auto-replied") or any(parsed.header(name) for name in signs):
        return Bounce("reply", reason=Reason("auto-replied", "an automatic answer"))
    if parsed.header("precedence").lower() in ("auto_reply", "auto-reply"):
        return Bounce("reply", reason=Reason("auto-replied", "an automatic answer"))
    answered = parsed.header("in-reply-to") or parsed.header("references") or parsed.header("x-auto-response-suppress")
    if _AUTO_SUBJECT.match(parsed.subject) and (answered or submitted.startswith("auto-generated")):
        return Bounce("reply", reason=Reason("auto-subject", "its subject is that of an absence notice"))
    return None


def _looks_returned(parsed: Parsed) -> bool:
    if parsed.content_params.get("report-type", "").lower() in ("delivery-status", "disposition-notification"):
        return True
    if parsed.content_type == "message/delivery-status" or parsed.header("x-failed-recipients"):
        return True
    sender = parsed.sender.address
    daemon = not sender or bool(_DAEMON.match(sender.partition("@")[0]))
    listed = parsed.header("list-id") or parsed.header("list-unsubscribe")
    # One sign alone stands in honest mail too: a newsletter may write of failed deliveries.
    needed = 5 if listed and not daemon else 3
    signs = (
        2 * daemon
        + (parsed.header("return-path").strip() == "<>")
        + any(part.kind in _RETURNED for part in parsed.attachments)
    )
    # Words are dear to read: they are where they can change something, the subject's before the mail's.
    if signs < needed <= signs + 4:
        signs += 2 * bool(_subject_says(parsed.subject))
    if signs >= needed or signs + 2 < needed:
        return signs >= needed
    opening = parsed.text[:1500] or pages.to_text(parsed.html[:100_000])[:1500]
    return bool(bounce_words.OPENING.search(opening))


def _groups(parsed: Parsed) -> list[_Group]:
    found: list[_Group] = []
    for part in parsed.attachments:
        if part.kind in ("message/delivery-status", "message/global-delivery-status"):
            found += _parse_groups(wording.text(part.body, "utf-8", []))
    if not found and ("Final-Recipient:" in parsed.text or "Diagnostic-Code:" in parsed.text):
        found = _parse_groups(parsed.text)  # some systems put the fields into the text
    if not found and parsed.content_type == "message/delivery-status":
        found = _parse_groups(parsed.text)
    return [
        group for group in found if {"action", "status", "final-recipient", "diagnostic-code"} & group.fields.keys()
    ]


def _parse_groups(text: str) -> list[_Group]:
    groups = [_Group()]
    last = ""
    for line in text.split("\n")[:4000]:
        if not line.strip():
            if groups[-1].fields:
                groups.append(_Group())
            last = ""
        elif line[:1] in " \t" and last:
            groups[-1].fields[last] += " " + line.strip()
        else:
            name, colon, value = line.partition(":")
            if colon and " " not in name.strip():
                last = name.strip().lower()
                groups[-1].fields.setdefault(last, value.strip())
    return [group for group in groups if group.fields]


def _diagnostic(group: _Group) -> str:
    return " ".join(
        (group["diagnostic-code"], group["x-notes-failure"], group["x-supplementary-info"], group["status"])
    )


def _own_words(parsed: Parsed) -> str:
    """What the server says itself, without the mail that it returns."""
    text = parsed.text or pages.to_text(parsed.html)
    match = _ENDED.search(text)
    if match and match.start() > 20:
        text = text[: match.start()]
    return text[:8000]


def _recipients(parsed: Parsed, failed: list[_Group], words: str) -> tuple[str, ...]:
    gone = [group for group in failed if group["action"].lower() != "delayed"] or failed
    lines = [group["original-recipient"] or group["final-recipient"] for group in gone]
    found = _addresses([line.partition(";")[2] or line for line in lines])
    found = found or _addresses([parsed.header("x-failed-recipients")])
    if not found:
        ours = {address.address for address in parsed.to} | {parsed.sender.address}
        lines = [line for line in words.split("\n") if "@" in line and not _HEADER_LINE.match(line)]
        named = [
            address
            for address in _addresses([line for line in lines if _NAMING_LINE.search(line)])
            if address not in ours
        ]
        # The first place where anybody is named, when no line is about an address.
        found = (
            named
            or [address for address in _addresses(lines) if address not in ours and not _DAEMON.match(address)][:1]
        )
    return tuple(dict.fromkeys(found or _addresses(_TO.findall(parsed.text)[:1])))


def _addresses(lines: Iterable[str]) -> list[str]:
    return [str(address).lower().strip(".'") for line in lines for address in _ADDRESS.findall(line)]


def _message_id(parsed: Parsed) -> str:
    """The Message-ID of the mail that came back, from the copy or the headers returned with it."""
    for part in parsed.attachments:
        if part.kind in _RETURNED:
            match = _MESSAGE_ID.search(part.body[:100_000].decode("latin-1"))
            if match:
                return match[1]
    match = _MESSAGE_ID.search(parsed.text)
    return match[1] if match else ""


def _said(failed: list[_Group], words: str) -> str:
    diagnostic = next((group["diagnostic-code"] for group in failed if group["diagnostic-code"]), "")
    return wording.one_line(" ".join((diagnostic or words).split()))[:200]
