"""A request to confirm a forwarding or a subscription into its link, its code and who asked: for people, never clicked.

Providers are known by sender and link, in any language; newsletters by a confirming link in a mail of few links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from router.mail.authentication import aligned
from router.terms import Parsed, Sender


@dataclass(frozen=True, slots=True)
class Setup:
    """What a person needs to finish the set-up themselves; "" where the mail does not say."""

    code: str
    link: str
    asked_by: str  # the address that wants to forward, or the sender of the newsletter
    kind: str = "subscription"  # forwarding, subscription


# Sender domain -> what its confirming link looks like. The cancelling link beside it looks alike but for this.
_PROVIDERS = (
    ("google.com", re.compile(r"https://(?:mail|mail-settings)\.google\.com/mail/(?:u/\d+/)?vf-[^\s\"'<>]+")),
    ("zoho.com", re.compile(r"https://[\w.-]*\bzoho\.\w+(?:\.\w+)?/[^\s\"'<>]*(?:confirm|verif|forward)[^\s\"'<>]*", re.I)),
    ("zohomail.com", re.compile(r"https://[\w.-]*\bzoho(?:mail)?\.\w+/[^\s\"'<>]*(?:confirm|verif|forward)[^\s\"'<>]*", re.I)),
    ("microsoft.com", re.compile(r"https://[\w.-]*\b(?:live|outlook|office|office365|microsoft)\.com/[^\s\"'<>]*(?:forward|redirect)[^\s\"'<>]*", re.I)),
    ("outlook.com", re.compile(r"https://[\w.-]*\b(?:live|outlook|office)\.com/[^\s\"'<>]*(?:forward|confirm|verif)[^\s\"'<>]*", re.I)),
    ("yahoo-inc.com", re.compile(r"https://[\w.-]*\byahoo\.com/[^\s\"'<>]*(?:verif|confirm|forward)[^\s\"'<>]*", re.I)),
    ("fastmail.com", re.compile(r"https://[\w.-]*\bfastmail\.com/[^\s\"'<>]*(?:verif|confirm|forward)[^\s\"'<>]*", re.I)),
    ("proton.me", re.compile(r"https://[\w.-]*\bproton\.me/[^\s\"'<>]*(?:verif|confirm|forward)[^\s\"'<>]*", re.I)),
    ("yandex.ru", re.compile(r"https://[\w.-]*\byandex\.\w+/[^\s\"'<>]*(?:confirm|filter|forward)[^\s\"'<>]*", re.I)),
    ("mail.ru", re.compile(r"https://[\w.-]*\bmail\.ru/[^\s\"'<>]*(?:confirm|forward|redirect)[^\s\"'<>]*", re.I)),
)  # fmt: skip
_FORWARDERS = re.compile(r"^(?:forwarding-noreply@(?:[\w-]+\.)*google\.com)$")

_CONFIRM = re.compile(
    r"confirm|verif|activat|validat|opt[ -]?in\b|bestätig|verifizier|aktivier|confirme|valide[rz]|activ[ae]|conferma|bevestig"
    r"|bekräfta|bekræft|bekreft|vahvista|potwierd|potvrd|potvrď|megerősít|подтверд|підтверд|потвърд|потврд|επιβεβαι|onayla"
    r"|doğrula|אשר|אימות|אישור|تأكيد|تاكيد|تأكيد|确认|確認|验证|驗證|激活|確定|확인|인증|ยืนยัน|xác nhận|konfirmasi|sahkan|kinnita"
    r"|apstiprin|patvirtin|staðfest|berrets|تایید|पुष्टि",
    re.I,
)
_SIGN_UP = re.compile(
    r"subscri|newsletter|mailing|alert|sign(?:ed|ing)?[ -]?up|e-?mail address|list\b|updates|abonn|anmeld|inscri|suscri|iscri|abbon"
    r"|aanmeld|prenumer|tilmeld|påmeld|tilaa|subskry|odběr|odber|feliratk|abona|подпис|підпис|абон|εγγραφ|abone|הרשמ|منشور|اشتراك"
    r"|订阅|訂閱|購読|구독|สมัคร|đăng ký|langgan|tellim|abonē|prenumerat|áskrift|mail-adresse|adresse e-?mail|correo electrónico",
    re.I,
)
_LOG_IN = re.compile(
    r"log[ -]?in|sign[ -]?in|password|passwort|mot de passe|contraseña|one[ -]?time|2fa|two[ -]?factor|security code|anmeldecode"
    r"|verification code|access code|device|order|payment|appointment|booking|parol|пароль|密码|密碼|パスワード|비밀번호",
    re.I,
)
_PATH = re.compile(
    r"confirm|verif|activat|validat|opt-?in|/doi|double-?opt|subscribe/?\?|bestaet|bestatig|aktivier|conferma|bevestig|token=|/c/|/confirmation",
    re.I,
)
_UNDO = re.compile(r"unsubscrib|abmeld|désabonn|desabonn|cancel|/uf-|optout|opt-out|uitschrijv|baja", re.I)
_LINK = re.compile(r"https?://[^\s\"'<>()\[\]]+")
_HREF = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']?(https?://[^\"'\s<>]+)", re.I)
_MAILMAN = re.compile(r"^\s*confirm\s+([0-9a-f]{20,40})\b", re.I)
_CODE = re.compile(r"(?<![\d=/#-])(\d{3}[ -]?\d{3}[ -]?\d{3}|\d{6,9})(?![\d/-])")
_GMAIL_CODE = re.compile(r"\(#(\d{6,12})\)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_MOST_LINKS = 9


def find(parsed: Parsed, sender: Sender) -> Setup | None:
    """What is to be confirmed, None when this mail asks for nothing of the kind."""
    return _forwarding(parsed, sender) or _subscription(parsed)


def _forwarding(parsed: Parsed, sender: Sender) -> Setup | None:
    if sender.verdict == "fail":
        return None
    address = parsed.sender.address
    domain = address.rpartition("@")[2]
    words = f"{parsed.text}\n{parsed.html}".replace("&amp;", "&")
    for provider, pattern in _PROVIDERS:
        if not aligned(domain, provider):
            continue
        match = pattern.search(words)
        if match or _FORWARDERS.match(address):
            return Setup(_code(parsed), match[0] if match else "", _asked_by(parsed), "forwarding")
    return None


def _subscription(parsed: Parsed) -> Setup | None:
    mailman = _MAILMAN.match(parsed.subject)
    if mailman:
        return Setup(mailman[1], _first_link(parsed), parsed.sender.address)
    if not _CONFIRM.search(parsed.subject) and not _CONFIRM.search(_opening(parsed)):
        return None
    if _LOG_IN.search(parsed.subject):
        return None
    links = _links(parsed)
    link = next((link for link in links if _PATH.search(link) and not _UNDO.search(link)), "")
    if len(set(links)) > _MOST_LINKS or (not link and not parsed.header("x-mailman-version")):
        return None
    if not _CONFIRM.search(parsed.subject) and not _SIGN_UP.search(parsed.subject):
        return None
    if not _SIGN_UP.search(f"{parsed.subject} {_opening(parsed)}"):
        return None
    return Setup(_code(parsed), link, parsed.sender.address)


def _opening(parsed: Parsed) -> str:
    return (
        parsed.text[:1500]
        if parsed.text
        else re.sub(r"<(?:style|head|script)\b.*?</[^>]*>|<[^>]*>", " ", parsed.html[:60_000], flags=re.S)[:1500]
    )


def _links(parsed: Parsed) -> list[str]:
    return [link.replace("&amp;", "&") for link in _HREF.findall(parsed.html)] or _LINK.findall(parsed.text)


def _first_link(parsed: Parsed) -> str:
    return next((link for link in _links(parsed) if not _UNDO.search(link)), "")


def _code(parsed: Parsed) -> str:
    """The number to type: in the subject where Gmail used to put it, else on a line of its own, never of a link."""
    match = _GMAIL_CODE.search(parsed.subject)
    if match:
        return match[1]
    for line in (parsed.text or _opening(parsed)).split("\n"):
        if "://" in line:
            continue
        found = _CODE.search(line)
        if found and len(line) < 160:
            return re.sub(r"[ -]", "", found[1])
    return ""


def _asked_by(parsed: Parsed) -> str:
    """The address that wants to forward: the first in the subject or text that is neither ours nor the provider's."""
    ours = {address.address for address in parsed.to} | {parsed.sender.address}
    domain = parsed.sender.address.rpartition("@")[2]
    for found in _ADDRESS.findall(f"{parsed.subject}\n{parsed.text or parsed.html}"):
        address = str(found).lower().rstrip(".")
        if address not in ours and not address.endswith(f"@{domain}"):
            return address
    return ""
