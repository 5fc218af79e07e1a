"""What mail servers write about a failed delivery -> its class: families of words first, codes for what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence

SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|failed|report|problem|notification|error|has failed|delayed)|mail delivery|returned mail|return(?:ed)? to sender"
    r"|failure notice|delivery to .{0,60}failed|(?:message|mail|e-?mail) (?:not|could not be|delivery|delayed|undeliver\w*|status)"
    r"|non[- ]?deliver|not delivered|non remis|unzustellbar|nicht zugestellt|zustellung|zurückgewiesen|undelivered|could ?n[o']t send|warning--could not send"
    r"|failed mail|mail failure|mail system error|message (?:failed|status|rejected)|error sending|rejected|delivery delayed|warning: .{0,40}delay"
    r"|mail error|could not be delivered|delivery permanently|returning to sender|return(?:ing|ed) (?:message|mail)|nondeliverable|delivery-status"
    r"|échec|impossible de (?:remettre|distribuer)|no se (?:ha podido|pudo) entregar|devuelto|mancata consegna|não (?:foi )?entregue|onbestelbaar|kan (?:niet|ikke)|leveres ikke"
    r"|не доставлен|недоставлен|возвращ|退信|无法送达|未送达|失败|失敗|配信|送信できません|エラー|반송|전송 실패",
    re.I,
)  # fmt: skip
OPENING = re.compile(
    r"could ?n[o']t be delivered|could not deliver|unable to deliver|was not delivered|not be delivered|delivery (?:to the following|failed|failure|has failed|incomplete)"
    r"|undeliverable|permanent(?:ly)? (?:fatal )?(?:error|fail)|returned to sender|message (?:was )?rejected|following (?:address|recipient)|sorry to have to inform"
    r"|i'm afraid i wasn't able|did not reach|failed to deliver|address(?:es)? (?:had|failed)|delivery status notification|automatically rejected"
    r"|cannot be delivered|can't be delivered|not able to deliver|not been delivered|error (?:delivering|sending) your|failed (?:recipients|addresses)|requested action not taken|error message below|reached our local address"
    r"|no valid recipients|not delivered to|did not (?:exactly )?match|message log follows|delivery failed|undeliverable to|non-delivery|exceeded maximum delivery|had permanent|fatal errors|invalid (?:user )?address"
    r"|n'a pas pu être|konnte nicht|no pudo ser|não pôde|non è stato possibile|kon niet|не может быть доставлен|не удалось доставить|невозможно доставить|无法|できません|できませんでした",
    re.I,
)  # fmt: skip
_FULL = re.compile(
    r"quota|mail ?box (?:is |was |has )?(?:full|exceed|space)|(?:mailbox|mailfolder|mail folder|inbox|maildrop|account|user'?s? (?:mail)?box).{0,30}\bfull\b|over ?quota|overquota"
    r"|disk (?:space|full|usage).{0,30}exceed|exceed\w* .{0,40}(?:quota|storage|disk|mailbox size|allowed (?:space|storage)|mailbox limit)|not enough (?:disk|storage|mail ?box) ?(?:space)?|out of (?:storage|disk) space"
    r"|insufficient (?:disk|storage|mailbox)|storage (?:limit|space|quota|full|allocation)|mailbox (?:size )?limit|mail box space|number of messages in the mailbox|bo[iî]te .{0,30}pleine|postfach .{0,20}voll|speicherplatz"
    r"|buzón .{0,20}lleno|casella .{0,20}piena|caixa .{0,20}cheia|переполнен|квот|容量|已满|已滿|溢れ|いっぱい|超過|용량|가득|skrzynk\w+ .{0,30}(?:pełn|przepełn)|postvak .{0,20}vol\b|schránk\w+ .{0,30}(?:pln|přeplněn)|megtelt|inkorg\w* .{0,20}full|indbakke\w* .{0,20}fuld|innboks\w* .{0,20}full|posta kutusu .{0,20}dolu|γεμάτ|ממתל|ممتلئ|\b[45]\.2\.2\b",
    re.I,
)
_SERVER_DISK = re.compile(r"insufficient (?:disk|system) (?:space|storage|resources)|4\.3\.1", re.I)
_DELAYED = re.compile(
    r"warning (?:message )?only|will (?:be retried|(?:continue to )?(?:re)?try|keep trying)|(?:do not|don't|no) need to (?:resend|re-?send|do anything)|not need to resend|still trying|has been delayed|is delayed|delivery (?:of your .{0,30})?delayed|delivery incomplete"
    r"|temporary failure report|could not (?:send|deliver) (?:mail|message) for (?:the )?past|not yet been delivered|yet been delivered|retrying|noch nicht zugestellt|sera retent|se reintentará",
    re.I,
)
_HARD = re.compile(
    r"(?:user|recipient|mailbox|address|account|addressee|local ?part|name|destination|alias|userid|member)s?\W{0,4}(?:\S{1,80} ){0,3}?(?:is |was |are |could |does |has |cannot |can't )?(?:been )?(?:unknown|not (?:be )?(?:known|found|exist|recogni[sz]ed|listed|valid|registered|our user|active|located|local)|doesn'?t exist|does not exist|no longer|inactive|disabled|discontinued|deactivated|suspended|closed|invalid|deleted|expired|terminated|didn't match|did not match)"
    r"|(?:unknown|no such|no|invalid|unrouteable|bad|illegal|nonexistent|non-existent|unrecogni[sz]ed|undefined|inactive|disabled|not a valid|unknown or illegal|incorrect) (?:or illegal )?(?:user|recipient|mail ?box|address|account|alias|person|e-?mail address|local user|subscriber|virtual (?:user|mailbox)|destination|final delivery userid|name|id|one here)"
    r"|(?:doesn'?t|does not|not) (?:exist|have (?:a|an) .{0,40}account)|(?:isn'?t|is not) (?:a valid|valid|found|known|on record|listed|registered)|no (?:mailbox|account|user|one|person) .{0,20}(?:here|by that name|with that)|not (?:listed|found) in .{0,40}(?:directory|domino)|account (?:has been|is) (?:disabled|closed|discontinued|inactive)"
    r"|(?:host|domain)(?: name)?(?: \S+)? (?:unknown|not found|is unknown|does not exist|isn't found|couldn't be found|could not be found|not exist)|unknown (?:host|domain)|no such (?:host|domain)|nxdomain|couldn't find any host|(?:no|cannot find a) (?:mx|host)\b.{0,30}(?:record|named|that name)|no host (?:of|by) that name|domain name not found|null mx|does not accept mail|mail exchanger .{0,20}null"
    r"|user not (?:known|found|exist)|undeliverable address|wrong address|address (?:rejected|is wrong|or no longer)|recipient (?:address )?rejected|not our (?:user|customer)|mailbox (?:unavailable|not found|not available)|no (?:valid )?recipients|(?:recipient|mailbox) not (?:found|available)|name is not recogni[sz]ed|delivery userid|could not be found|wasn't found|no match(?:es)?(?: were)? found|did not (?:exactly )?match|no match(?:es)? to"
    r"|unbekannt|existiert nicht|gibt es nicht|n'existe pas|inconnu|introuvable|no existe|desconocid|non esiste|sconosciut|inesistente|não existe|desconhecid|bestaat niet|onbekend|findes ikke|finns inte|nie istnieje|neexistuje|nicht (?:gefunden|vorhanden|ermittelt)|n'existe plus|bo[iî]te .{0,40}(?:archiv[ée]e|d[ée]sactiv[ée]e|supprim[ée]e)|(?:adresse|destinataires?) .{0,30}(?:invalides?|non valides?)|no se (?:encontr|ha encontrado)|no encontrad|inexistente|não foi encontrad|n[aã]o (?:existe|encontrad)|non (?:è stat[oa] )?trovat|niet (?:worden )?gevonden|(?:hittades|finns) inte|ikke (?:fundet|funnet)|(?:findes|finnes) ikke|nie (?:ma takiego|znaleziono|można znaleźć)|nieznan|nebyl[ao]? nalezen|neznám|nem (?:található|létezik)|ismeretlen|bulunamad|mevcut değil|ei (?:löydy|löytynyt|ole olemassa)|tuntematon|nu (?:există|a fost găsit)|δεν (?:βρέθηκε|υπάρχει)|לא נמצא|אינו קיים|غير موجود|لم يتم العثور|존재하지 않|찾을 수 없|找不到|無此|查無此|không (?:tồn tại|tìm thấy)|tidak ditemukan|не існує|не знайдено|не существует|не найден|неизвест|не зарегистр|不存在|查无|見つかりません|存在しません|宛先が|ユーザーが|없는",
    re.I,
)
# Said of an address for many reasons: only where nothing else is said does it mean that there is none.
_REFUSED = re.compile(
    r"(?:recipient|address|user)\W{0,3}(?:address )?(?:is |was )?rejected|mailbox (?:unavailable|not available)", re.I
)
# Said of an address for one reason only.
_UNKNOWN = re.compile(
    r"(?:user|recipient|mailbox|account|alias|address|addressee)s? (?:\S{1,60} )?(?:is |was )?(?:unknown|not found|does(?: not|n't) exist)|(?:unknown|no such|invalid|unrouteable|nonexistent) (?:user|recipient|mailbox|account|local|address|virtual)"
    r"|does(?: not|n't) exist|no mailbox|not listed in|unknown or illegal|recipient address rejected: access denied",
    re.I,
)
_OF_SENDER = re.compile(r"sender|from address|envelope from|mail from|return[- ]path|client host|helo", re.I)
_POLICY = re.compile(
    r"spam|user complaints|unexpected volume|blocked|block ?list|black ?list|dnsbl|rbl\b|spamhaus|spamcop|barracuda|reputation|unsolicited|policy|policies|content (?:rejected|filter|error|not allowed)|rejected (?:for|due to) .{0,40}(?:policy|content)|virus(?!wall)|malware|infected|dmarc|\bspf\b|dkim|authenticat|unauthenticated|not authori[sz]ed|unauthori[sz]ed|relay(?:ing)? (?:is )?(?:not|denied|access)|unable to relay|not permitted|relay not|relaying denied"
    r"|message (?:size|too (?:large|big)|exceeds)|too (?:large|big)|size (?:limit|exceed)|maximum (?:message )?(?:size|length|allowed)|exceed\w* .{0,30}(?:maximum|size)|sender .{0,40}(?:rejected|denied|blocked|not allowed|restricted)|access denied|host .{0,40}(?:not allowed|rejected|denied)|not accepting mail (?:from|with)|headers? (?:too|error)|banned|restricted|prohibited|send mail as|undesirable|ip address|junk|abus(?:e|ive)|5\.7\.\d|5\.6\.0|suspicious|mail rejected|dangerous|attachment|aup#",
    re.I,
)
_LOOP = re.compile(
    r"mail(?:ing)? loop|looping|too many hops|hop count|forwarding loop|5\.4\.6|4\.4\.6|loop(?:s)? (?:back|detected)",
    re.I,
)
_SOFT = re.compile(
    r"timed? ?out|time-?out|connection (?:refused|reset|lost|dropped|timed|rate|failure)|(?:temporar|transient)\w*|try (?:again|later)|try it again|deferred|lookup failure|name service error|not reachable|unreachable|no route|expired|maximum[- ]time|too long|(?:service|system|server) (?:currently |is )?(?:unavailable|busy|down|not available)"
    r"|rate ?limit|too many (?:recipients|connections|concurrent|messages|clients)|resources|greylist|graylist|could not (?:connect|be reached)|queue (?:too long|period)|attempts|retry|ldap|database|mailer error|unable to connect|no smtp connection|insufficient (?:system|disk)|delivery time|congest|load|4\.[2-7]\.\d|\b4[25]\d[ -]|suspended",
    re.I,
)  # fmt: skip
_ADDRESSES = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,190}")
_QUERIES = re.compile(r"(https?://[^\s?]{1,60})\S*")
_NUMBERS = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45][0-5]\d)(?=[ -]|$)")


def judge(said: Sequence[tuple[str, str, str]], subject: str, words: str) -> tuple[str, str]:
    """The class of a bounce and a code for how it was found, from (action, status, diagnostic) of each recipient,
    the subject and the server's own words."""
    actions = {action.lower().split()[0] for action, _, _ in said if action.strip()}
    late = "delayed" in actions and not actions & {"failed", "failure"}
    if late or (not actions & {"failed", "failure"} and _DELAYED.search(f"{subject}\n{words}")):
        return "delayed", "still-trying"
    said = [row for row in said if row[0].lower() != "delayed"] or said
    kinds = [kind for _, _, diagnostic in said if (kind := _words(diagnostic))]
    if "hard" in kinds:
        return "hard", "words"
    if kinds:
        return kinds[0], "words"
    kind = _words(words)
    if kind:
        return kind, "text"
    codes = " ".join(status for _, status, _ in said) or words
    kind = _codes(codes)
    return (kind, "code") if kind else ("other", "silent")


def _words(text: str) -> str:
    # An address, a link or a number may spell any word; what the server says stands beside them.
    text = _NUMBERS.sub(" ", _ADDRESSES.sub("<>", _QUERIES.sub(r"\1", text)))
    if _FULL.search(text) and not _SERVER_DISK.search(text):
        return "full"
    unknown = _UNKNOWN.search(text)
    if unknown and not _OF_SENDER.search(text[max(0, unknown.start() - 60) : unknown.end() + 20]):
        return "hard"
    if _LOOP.search(text):
        return "other"
    policy = _POLICY.search(text)
    plain = _REFUSED.sub(" ", text)
    if _HARD.search(plain) and not (policy and _OF_SENDER.search(text)):
        return "hard"
    if policy:
        return "policy"
    if _SOFT.search(text):
        return "soft"
    refused = _REFUSED.search(text) is not None
    return (_codes(text) or "hard") if refused else ""


def _codes(text: str) -> str:
    for kind, subject, detail in _STATUS.findall(text):
        if subject == "2" and detail == "2":
            return "full"
        if kind == "4":
            return "soft"
        if subject == "1" or (subject == "2" and detail == "1"):
            return "hard"
        if subject in ("6", "7") or (subject, detail) in (("3", "4"), ("2", "3")):
            return "policy"
    for code in _REPLY.findall(text):
        if code[0] == "4":
            return "soft"
        if code in ("550", "551", "553"):
            return "hard"
        if code == "552":
            return "full"
    return ""
