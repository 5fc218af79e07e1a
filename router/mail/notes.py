"""What stands above a forwarded mail into the forwarder's own words: no banner of a mail gateway, no signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from router.mail import header_lines

_MOST = 4000
_SHORT = 160  # signatures and greetings are no longer

# A gateway's banner says where a mail came from, or what not to open; people do not write so.
_BANNER = re.compile(
    r"(?:external|ext)\s*(?:e-?mail|sender|message|:|\])|^\W*(?:\[?(?:external|extern|externe|externo|ext)\]?)\W*$"
    r"|(?:originated|comes?|came|sent|received)\s+from\s+(?:an?\s+)?(?:outside|external|unknown)"
    r"|outside\s+(?:of\s+)?(?:the|your|our)\s+(?:organi[sz]ation|company|university|network|institution|agency)"
    r"|do\s+not\s+click|don't\s+click|click(?:ing)?\s+(?:on\s+)?(?:any\s+)?links?\s+(?:or|and)\s+(?:open|attach)"
    r"|you\s+don't\s+often\s+(?:get|receive)\s+e?-?mails?\s+from|learn\s+why\s+this\s+is\s+important"
    r"|exercise\s+caution|be\s+cautious|caution\s*:|this\s+sender\s+is\s+(?:unknown|not\s+verified)"
    r"|externe\s+(?:e-?mail|nachricht|absender)|von\s+(?:einem\s+)?extern|außerhalb\s+(?:der|ihrer|unserer)"
    r"|expéditeur\s+externe|courriel\s+externe|e-?mail\s+externe|provient\s+de\s+l'extérieur"
    r"|correo\s+externo|remitente\s+externo|fuera\s+de\s+(?:la|su|tu)\s+organi"
    r"|esterno\s+all|mittente\s+esterno|fora\s+da\s+(?:sua\s+)?organiza|remetente\s+externo"
    r"|zewnętrzn\w+\s+nadawc|extern\w+\s+odesílatel|kívülről\s+érkezett|внешн\w+\s+(?:отправител|источник|почт)|зовнішн\w+\s+(?:відправник|джерел)"
    r"|外部(?:からの)?(?:メール|邮件|郵件|发件人|寄件者|差出人)|来自外部|來自外部|组织外部|組織外部|외부\s*(?:메일|발신|이메일)"
    r"|externe\s+afzender|van\s+buiten\s+(?:de|uw|onze)|extern\s+avsändare|utanför\s+organisation"
    r"|spam\s+(?:filter|detected)|scanned\s+(?:by|for)\s+\w+|virus-free|avast|mimecast|proofpoint",
    re.I,
)
# People say these too; a banner says them of the mail.
_OUTSIDE = re.compile(
    r"din\s+afara\s+organiza|spoza\s+(?:\w+\s+)?organizacji|(?:mimo|zvenčí)\s+(?:\w+\s+)?organizac|kurum\s+dışı|извне\s+(?:\w+\s+)?организации"
    r"|organisaation\s+ulkopuolelta|(?:utenfor|uden\s+for)\s+organisa|fora\s+de\s+(?:la\s+)?(?:teva\s+|vostra\s+)?organi|εκτός\s+(?:του\s+)?οργανισμού",
    re.I,
)
_MAIL = re.compile(
    r"mail|mesaj|wiadomoś|zpráv|e-?posta|сообщени|письм|viesti|sähköposti|melding|e-?post|besked|meddelelse|correu|missatge|μήνυμα",
    re.I,
)
_SENT_FROM = re.compile(
    r"^\W*(?:(?:sent|envoyé|enviado|inviato|gesendet|verzonden|verstuurd|skickat|sendt|wysłano|wysłane|odesláno|lähetetty"
    r"|отправлено|надіслано|trimis|odoslané|elküldve|gönderildi|poslano|poslato|dikirim|enviada|στάλθηκε)\s+"
    r"(?:from|with|via|by|using|de|depuis|desde|da|dal|von|vom|aus|mit|van|vanaf|vanuit|från|fra|z|ze|od|с|из|з|din|από|dari|iphone|ipad)\b.{0,60}"
    r"|(?:von|fra|från|di|z)?\s*(?:meinem|min|mit|mijn|mojego|mého)\s+(?:iphone|ipad|handy|telefon|android|smartphone|samsung).{0,40}"
    r"|get\s+outlook\s+for\s+(?:ios|android|mac).{0,40}|télécharger\s+outlook.{0,40}|holen\s+sie\s+sich\s+outlook.{0,40}"
    r"|obtener\s+outlook.{0,40}|outlook\s+(?:für|pour|para|per|voor)\s+(?:ios|android).{0,40}"
    r"|iphone(?:から|에서|发送).{0,20}|从我的\s*iphone.{0,10}|我的\s*iphone.{0,10}|發自我的.{0,20}|发自我的.{0,20}|(?:나의|내)\s*iphone.{0,10})\W*$",
    re.I,
)
# In whatever order a language puts them: a device or a mail program, and that it sent this or can be had.
_DEVICE = re.compile(
    r"\b(?:(?:iphone|ipad)(?:-?\w{1,3})?|ios|android|samsung|galaxy|huawei|honor|xiaomi|redmi|oppo|vivo|pixel|oneplus|motorola|nokia|blackberry"
    r"|windows\s+phone|outlook\s+(?:\S+\s+)?(?:ios|android|mac)|yahoo\s+mail|proton\s*mail|aol)(?!\w)",
    re.I,
)
_SYSTEMS = ("ios", "android", "mac")  # "Outlook for iOS", in whatever order
_SENT = re.compile(
    r"\b(?:sent|gesendet|verzonden|verstuurd|envoyée?|enviad[oa]|inviat[oa]|skickat|sendt|wysłan[oey]|odesláno|odoslané|lähetetty"
    r"|отправлено|надіслано|trimis|elküldve|küldve|gönderildi|poslano|poslato|dikirim|στάλθηκε)\b"
    r"|送信|发送|發送|寄出|傳送|传送|보냄|보낸|נשלח|أُ?رسلت?|تم\s+الإرسال|được\s+gửi|gửi\s+từ|ส่งจาก",
    re.I,
)
_LINK = re.compile(r"\s*[<\[(]?https?://\S+")
_WORDS = re.compile(r"\w+(?:[-'’.]\w+)*")
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!?]$")
_AFTER = re.compile(r"P\.? ?S\b\.?|NB\b", re.I)  # a postscript
_DELIMITER = re.compile(r"^(?:--|—|–|__|-- |—{2,}|_{2,}|-{2,})\s*$")
_CLOSING = re.compile(
    r"^\W*(?:(?:best|kind|warm|with\s+best|with\s+kind)(?:\s+(?:regards|wishes))?|regards|cheers|sincerely|yours(?:\s+\w+)?|all\s+the\s+best"
    r"|many\s+thanks|thanks|thank\s+you|thx|br|kr|(?:mit\s+)?(?:freundlichen?|besten?|lieben?|herzlichen?|viele[n]?|schöne[n]?)\s+gr(?:ü|ue|u)(?:ß|ss)(?:en|e)?.{0,20}|mfg|lg|vg|grüße|gruß"
    r"|cordialement|bien\s+(?:cordialement|à\s+vous)|amicalement|salutations|saludos|un\s+saludo|atentamente|cordialmente"
    r"|cordiali\s+saluti|saluti|distinti\s+saluti|atenciosamente|abraços?|cumprimentos|com\s+os\s+melhores\s+cumprimentos"
    r"|(?:met\s+)?vriendelijke\s+groet(?:en)?|groet(?:en|jes)?|(?:med\s+)?(?:vänliga|vänlig|bästa|venlig|vennlig|mvh)\s*(?:hälsningar|hälsning|hilsen)?|hilsen|mvh|vh"
    r"|pozdrawiam|z\s+poważaniem|s\s+pozdravem|s\s+přáním\s+.{0,30}|s\s+úctou|s\s+pozdravom|hezký\s+den|üdvözlettel|cu\s+stimă|с\s+уважением|з\s+повагою|saygılarımla|terveisin|lp|pozdrav|με\s+εκτίμηση|trân\s+trọng|सादर|مع\s+(?:أطيب\s+)?(?:التحية|التحيات|تحياتي)|تحياتي|با\s+احترام|בברכה|敬具|此致|敬礼|敬禮)\W*$",
    re.I,
)  # fmt: skip


def own_words(lines: Sequence[str], wrapped: bool = True) -> str:
    """The note of a forwarder, at most 4,000 characters; "" when they wrote nothing of their own.

    `wrapped` says that one sentence may run over several lines, as in plain text.
    """
    bare = [header_lines.plain(line)[0].strip() for line in lines]
    at = _postscript(bare)
    return joined([*without_signature(bare[:at], wrapped), *without_signature(bare[at:], wrapped)])


def _postscript(lines: Sequence[str]) -> int:
    """Where a postscript begins, below the name that signs a note; the number of lines when there is none."""
    return next((at for at, line in enumerate(lines) if _AFTER.match(line)), len(lines))


def without_signature(lines: Sequence[str], wrapped: bool = True) -> list[str]:
    """The lines a person wrote themselves: banners, signature and closing words gone."""
    kept = _without_banners(list(lines), wrapped)
    for at, line in enumerate(kept):
        if len(line) <= _SHORT and _DELIMITER.match(line) and at + 1 < len(kept):
            kept = kept[:at]
            break
    return _without_closing([line for line in kept if not _is_of_program(line)])


def _is_of_program(line: str) -> bool:
    """Whether a mail program wrote the line below a person's words: "Sent from my phone", and where to get it."""
    if len(line) > _SHORT:
        return False
    bare = _LINK.sub("", line).strip()
    return _SENT_FROM.match(bare) is not None or (len(bare) <= 70 and _says_sent(bare.strip(" .·|-–—")))


def _says_sent(words: str) -> bool:
    """Whether a line begins or ends with the word for sent, or says what Outlook runs on: people write "A sent us B"."""
    device = _DEVICE.search(words)
    if device is None:
        return False
    folded = words.casefold()
    if "outlook" in folded and (folded.startswith(_SYSTEMS) or folded.endswith(_SYSTEMS)) and len(words.split()) <= 6:
        return True
    return any(sent.start() == 0 or sent.end() == len(words) for sent in _SENT.finditer(words))


def until_name(note: str, name: str) -> str:
    """The note up to the line in which its writer signs it; a part of their name alone in the first line greets,
    and so does all of it above a sentence. A postscript stays."""
    lines = note.split("\n")
    end = _postscript(lines)
    for at, line in enumerate(lines[:end]):
        if is_signed(line, name) and (
            at or (" " in line.strip() and not _SENTENCE.match(next(filter(None, lines[1:]), "")))
        ):
            return joined([*lines[:at], *lines[end:]])
    return note


def is_signed(line: str, name: str) -> bool:
    """Whether a line is its writer's name: whole, in any order and with what stands behind it ("Mira Holm (she/her)"),
    or a part of it alone."""
    whole = set(_WORDS.findall(name.casefold()))
    bare = line.partition("(")[0].partition(",")[0] if len(line) <= _SHORT else ""
    words = _WORDS.findall(bare.casefold())
    if len(words) > 1:
        return set(words) == whole
    return words == [line.strip(" ,.–—-").casefold()] and words[0] in whole


def joined(lines: Sequence[str]) -> str:
    """Lines as one note: no rules at its end, one blank line between paragraphs."""
    kept = list(lines)
    while kept and not re.search(r"\w", kept[-1]):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:_MOST]


def _without_banners(lines: list[str], wrapped: bool) -> list[str]:
    out: list[str] = []
    dropped = ""
    for line in lines:
        head = line[:400]
        if _BANNER.search(head) or (_OUTSIDE.search(head) and _MAIL.search(head)):
            dropped = line
        elif dropped and wrapped and line and len(dropped) > 55:
            dropped = line  # the banner's sentence goes on
        else:
            dropped = ""
            out.append(line)
    return out


def _without_closing(lines: list[str]) -> list[str]:
    """A greeting at the end goes with the name lines under it: at most six, all short."""
    filled = [n for n, line in enumerate(lines) if line]
    for at in filled[-8:]:
        below = [lines[n] for n in filled if n > at]
        if (
            len(lines[at]) <= _SHORT
            and _CLOSING.match(lines[at])
            and len(below) <= 7
            and all(len(line) < 60 for line in below)
            and not (below and _SENTENCE.match(below[0]))
        ):
            return lines[:at]
    return lines
