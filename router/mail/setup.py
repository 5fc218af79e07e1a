"""A request to confirm a forwarding or a subscription into its link, its code and who asked: for people, never clicked.

Providers are known by sender and link, in any language; newsletters by a confirming link in a mail of few links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from router import html as pages
from router.links import seldom
from router.mail.authentication import aligned
from router.terms import Parsed


@dataclass(frozen=True, slots=True)
class Setup:
    """What a person needs to finish the set-up themselves; "" where the mail does not say."""

    code: str
    link: str
    asked_by: str  # the address that wants to forward, or the sender of the newsletter
    kind: str = "subscription"  # forwarding, subscription


def _link_at(hosts: str, path: str) -> re.Pattern[str]:
    return re.compile(
        rf"https://(?:[\w-]{{1,63}}\.){{0,6}}(?:{hosts})/[^\s\"'<>]{{0,300}}?{path}[^\s\"'<>]{{0,2000}}", re.I
    )


# Sender domain, its local part, and what its confirming link looks like: the cancelling link beside it looks alike.
_WORDS = "(?:confirm|verif|forward|redirect|filter)"
_PROVIDERS = (
    ("google.com", "forwarding-noreply", re.compile(r"https://mail(?:-settings)?\.google\.com/mail/(?:u/\d+/)?vf-[^\s\"'<>]+")),
    ("zoho.com", "", _link_at(r"zoho(?:mail)?\.\w+(?:\.\w+)?", _WORDS)),
    ("zohomail.com", "", _link_at(r"zoho(?:mail)?\.\w+(?:\.\w+)?", _WORDS)),
    ("microsoft.com", "", _link_at(r"(?:live|outlook|office|office365|microsoft)\.com", "(?:forward|redirect)")),
    ("outlook.com", "", _link_at(r"(?:live|outlook|office|office365|microsoft)\.com", "(?:forward|redirect)")),
    ("yahoo-inc.com", "", _link_at(r"yahoo\.com", _WORDS)),
    ("fastmail.com", "", _link_at(r"fastmail\.com", _WORDS)),
    ("proton.me", "", _link_at(r"proton\.me", _WORDS)),
    ("yandex.ru", "", _link_at(r"yandex\.\w+", _WORDS)),
    ("mail.ru", "", _link_at(r"mail\.ru", _WORDS)),
)  # fmt: skip

_CONFIRM = re.compile(
    # "Confirms" and "confirmation bias" are words of headlines.
    r"\bconfirm\b|confirmation request|address verification|confirmation (?:is )?(?:required|needed|requested?|link|of your|e-?mail)|(?:subscription|registration) confirmation"
    r"|\bverify\b|verification (?:is )?(?:required|needed|link|e-?mail)|\bactivate\b|\bvalidate\b|opt[ -]?in\b|bestätig|verifizier|aktivier|confirm(?:a|ă|ar|á|e|er|ez|en|ați|ati)\b|valide[rz]|activ[ae]|conferma|bevestig"
    r"|bekräfta|bekræft|bekreft|vahvista|potwierd|potvrd|potvrď|megerősít|подтверд|підтверд|потвърд|потврд|επιβεβα[ιί]|onayla"
    r"|doğrula|אשר|אימות|אישור|تأكيد|تاكيد|تأكيد|确认|確認|验证|驗證|激活|確定|확인|인증|ยืนยัน|xác nhận|konfirmasi|sahkan|kinnita"
    r"|apstiprin|patvirtin|staðfest|berrets|تایید|पुष्टि",
    re.I,
)
_asks = seldom(_CONFIRM)
_SIGN_UP = re.compile(
    r"subscri|\bjoin\b|your e-?mail\b|(?:get|receive) (?:our |these )?e-?mails|newsletter|mailing|alert|sign(?:ed|ing)?[ -]?up|e-?mail address|list\b|updates|abonn|anmeld|inscri|suscri|iscri|abbon"
    r"|aanmeld|prenumer|tilmeld|påmeld|tila[au]|uutiskirje|subskry|odběr|odber|feliratk|abona|подпис|підпис|абон|εγγραφ|abone|הרשמ|منشور|اشتراك"
    r"|订阅|訂閱|購読|구독|สมัคร|đăng ký|langgan|tellim|abonē|prenumerat|áskrift|mail-adresse|adresse e-?mail|correo electrónico",
    re.I,
)
_PASSES_ON = re.compile(
    r"\bforward|weiterleit|umleit|transfert|r[ée]acheminement|reenv[ií]|redirecci|inoltr|encaminh|doorstu|vidarebefordr|videres|videresend|przekazyw|přeposíl"
    r"|továbbít|redirecțion|yönlendir|переадрес|пересыл|перенаправ|προώθηση|העברה|إعادة توجيه|転送|转发|轉寄|轉發|전달",
    re.I,
)
_LOG_IN = re.compile(
    r"log[ -]?in|sign[ -]?in|password|passwort|mot de passe|contraseña|one[ -]?time|2fa|two[ -]?factor|security code|anmeldecode"
    r"|verification code|access code|device|order|payment|appointment|booking|parol|пароль|密码|密碼|パスワード|비밀번호",
    re.I,
)
_PATH = re.compile(
    r"confirm|verif|activat|validat|opt-?in|/doi|double-?opt|subscribe/?\?|bestaet|bestatig|aktivier|conferma|bevestig",
    re.I,
)
_UNDO = re.compile(r"unsubscrib|abmeld|désabonn|desabonn|cancel|/uf-|optout|opt-out|uitschrijv|baja", re.I)
_LINK = re.compile(r"https?://[^\s\"'<>()\[\]]+")
_MAILMAN = re.compile(r"^\s*confirm\s+([0-9a-f]{20,40})\b", re.I | re.M)
_CODE = re.compile(r"(?<![\d=/#-])(\d{3}[ -]?\d{3}[ -]?\d{3}|\d{6,9})(?![\d/-])")
_GMAIL_CODE = re.compile(r"\(#(\d{6,12})\)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_MOST_LINKS = 9
_WIDEST = 300_000
_LONGEST = 2400  # characters
_FIRST_WORDS = 11  # where "Google Alert - " is still going on


def find(parsed: Parsed, of_known_source: bool = False) -> Setup | None:
    """What is to be confirmed, None when this mail asks for nothing of the kind.

    A known source's subject holds the words of its readers' queries too ("confirmation bias"), so there the request
    has to stand first.
    """
    return _forwarding(parsed) or _subscription(parsed, of_known_source)


def _forwarding(parsed: Parsed) -> Setup | None:
    local, _, domain = parsed.sender.address.rpartition("@")
    for provider, name, pattern in _PROVIDERS:
        if not aligned(domain, provider) or (name and local != name):
            continue
        match = pattern.search(f"{parsed.text[:_WIDEST]}\n{parsed.html[:_WIDEST]}".replace("&amp;", "&"))
        # Where the local part alone tells, the code may come without a link.
        if match or name:
            return Setup(_code(parsed), match[0] if match else "", _asked_by(parsed), "forwarding")
    return None


def _subscription(parsed: Parsed, of_known_source: bool) -> Setup | None:
    mailman = _MAILMAN.match(parsed.subject)
    if mailman:
        return Setup(mailman[1], _first_link(parsed), parsed.sender.address)
    asks = _asks(parsed.subject)
    if (
        asks
        and of_known_source
        and asks.start() > _FIRST_WORDS
        and not any(_PATH.search(link) for link, _ in _links(parsed))
    ):
        return None
    if (not asks and (of_known_source or not _SIGN_UP.search(parsed.subject))) or _LOG_IN.search(parsed.subject):
        return None
    words = _words(parsed)
    # Confirmations are short; whoever writes more tells a story.
    if len(words) > (_LONGEST if asks else _LONGEST // 2):
        return None
    kind = "forwarding" if asks and _PASSES_ON.search(parsed.subject) else "subscription"
    wants = kind == "forwarding" or _SIGN_UP.search(f"{parsed.subject} {words}")
    if not (asks or _CONFIRM.search(words)) or not wants:
        return None
    every = _links(parsed)
    links = [(link, label) for link, label in every if not _UNDO.search(f"{link} {label}")]
    if len({link for link, _ in links}) > _MOST_LINKS:
        return None
    link = next((link for link, label in links if len(label) < 80 and _CONFIRM.search(label)), "")
    link = link or next((link for link, _ in links if _PATH.search(link)), "")
    # Who may leave has joined: an issue has a way out, a confirmation only its one link.
    alone = len({link for link, _ in links}) == 1 and len(links) == len(every) and not parsed.header("list-unsubscribe")
    if not link and asks and alone:
        link = links[0][0]
    key = _MAILMAN.search(words) if asks else None
    by_answer = bool(asks) and "confirm" in parsed.sender.address.partition("@")[0]
    if not (link or key or by_answer):
        return None
    who = _asked_by(parsed) if kind == "forwarding" else parsed.sender.address
    return Setup(key[1] if key else _code(parsed), link, who, kind)


def _words(parsed: Parsed) -> str:
    return parsed.text if parsed.text.strip() else pages.to_text(parsed.html[:_WIDEST])


def _links(parsed: Parsed) -> list[tuple[str, str]]:
    """Links with the words on them; in text the words are the line before the link's."""
    if parsed.html:
        anchors = pages.parse(parsed.html).css("a[href]")[:200]
        return [((a.attributes.get("href") or ""), pages.text_of(a)) for a in anchors]
    found: list[tuple[str, str]] = []
    before = ""
    for line in parsed.text.split("\n")[:2000]:
        found += [(link, before) for link in _LINK.findall(line)]
        before = line.strip() or before
    return found


def _first_link(parsed: Parsed) -> str:
    return next((link for link, words in _links(parsed) if not _UNDO.search(f"{link} {words}")), "")


def _code(parsed: Parsed) -> str:
    """The number to type: in the subject where Gmail used to put it, else on a line of its own, never of a link."""
    match = _GMAIL_CODE.search(parsed.subject)
    if match:
        return match[1]
    for line in _words(parsed)[:20_000].split("\n"):
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
