"""A mail from nobody we know into the kind it is when it holds no story: receipt, code, invitation, letter.

Known sources never come here. Every kind asks for a sign of structure beside its words, because a newsletter may
write of invoices and passwords too.
"""

from __future__ import annotations

import re

from router import html as pages
from router.terms import Parsed, Reason

LINK = re.compile(r"https?://[^\s\"'<>()\[\]]+", re.I)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?(https?://[^\"'\s<>]+)", re.I)

_RECEIPT = re.compile(
    r"\b(?:your|tu|su|votre|ihre?|deine?|uw|je|il tuo|la tua|o seu|a sua|din|dit|twoje)\s+(?:\S+\s+){0,2}?(?:order|receipt|invoice|payment|purchase|booking|reservation|ticket|statement|bill"
    r"|pedido|compra|factura|recibo|reserva|commande|facture|réservation|paiement|bestellung|rechnung|zahlung|buchung|bestelling|factuur|ordine|fattura|pagamento|encomenda|fatura|beställning|faktura|zamówienie)\b"
    r"|\b(?:order|invoice|receipt|payment|booking|reservation|refund|subscription)\s*(?:#|no\.?|number|nr\.?|confirmation|confirmed|received|receipt|reminder|renew\w*|has (?:been )?shipped|shipped|for order)"
    r"|\b(?:receipt|invoice)\s+(?:from|for)\b|payment (?:due|failed|successful)|thank(?:s| you) for your (?:order|purchase|payment|donation|booking)|has (?:been )?shipped|out for delivery|delivery (?:update|confirmation) for"
    r"|bestellbestätigung|auftragsbestätigung|rechnung (?:nr|nummer|\d)|zahlungsbestätigung|versandbestätigung|confirmation de (?:commande|paiement|réservation)|confirmación de (?:pedido|compra|pago|reserva)"
    r"|conferma (?:d['’]ordine|ordine|pagamento)|orderbevestiging|betalingsbevestiging|confirmação (?:do|de) (?:pedido|pagamento|compra)|orderbekräftelse|ordrebekræftelse|ordrebekreftelse|tilausvahvistus|potwierdzenie (?:zamówienia|płatności)|sipariş|заказ №|订单|注文|ご注文|주문",
    re.I,
)
_MONEY = re.compile(
    r"(?:[$€£¥₹₩₽]|\b(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|CZK|BRL|INR|JPY|AUD|CAD)\b|zł|kr\.?)\s?\d|\d[\d.,]*\s?(?:[$€£¥₹₩₽]|\b(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|CZK)\b|zł\b|kr\b|円|元|원)"
)
_NUMBER = re.compile(r"(?<![\w-])(?:[A-Z]{1,4}-?)?\d{4,}(?:-\d+)*(?![\w-])")
# What a parcel's letter says instead of an amount.
_PARCEL = re.compile(
    r"\btrack(?:ing)? (?:your|my|the|number|no\.?|code|link|it|id)\b|\byour (?:parcel|package|shipment)\b|\b(?:shipping|delivery|billing) address\b"
    r"|\b(?:on its|on the|on their) way\b|sendungs(?:verfolgung|nummer)|\bihr paket\b|lieferadresse|num[ée]ro de suivi|votre colis|adresse de livraison"
    r"|(?:n[úu]mero de seguimiento|rastrear|rastreio|c[óo]digo de rastre\w+)|(?:su|tu) paquete|numero di (?:tracciamento|tracking)|il tuo pacco|track & trace|je pakket|お届け先|追跡番号|物流|快递单号|運單",
    re.I,
)
_SURVEY = re.compile(
    r"\b(?:survey|questionnaire|feedback|how did we do|how are we doing|umfrage|fragebogen|enquête|sondage|questionnaire|encuesta|cuestionario"
    r"|sondaggio|questionario|pesquisa de|inquérito|undersökning|undersøgelse|kysely|ankiet\w*|anket|опрос\w*|анкет\w*)\b|アンケート|问卷|問卷|설문",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:take|start|begin|complete|fill (?:in|out)|answer|open|go to) (?:the|our|this|my|your|a)? ?(?:(?:short|quick|brief|\w+[- ]minutes?) )*(?:survey|questionnaire|form)\b"
    r"|\b(?:give|share|send)(?: us)?(?: your)? feedback\b|would love to hear (?:how|what|from)|recommend (?:us|\w+ \w+) to a (?:friend|colleague)"
    r"|zur umfrage|an der umfrage|umfrage (?:starten|teilnehmen)|répondre (?:à|au)|participer (?:à|au)|participar en|responder (?:a )?(?:la|esta) encuesta|realizar (?:la )?encuesta"
    r"|partecipa al|compila il|responder (?:ao|à) |deelnemen|vul de|vælg|besvar|svara på|wypełnij|пройти опрос|アンケートに(?:答|回答)|填写问卷|填寫問卷",
    re.I,
)
_SURVEY_PLACES = 5  # where a survey's letter leads: the survey, its scale, a notice, a way out
_ACCOUNT = re.compile(
    r"memberships? reminder|mailing list memberships|password (?:reset|reminder|change|expir)|(?:reset|change|forgot)\w* (?:your |my )?password|renewal (?:reminder|notice)|(?:domain|license|subscription) (?:will )?expir"
    r"|security (?:alert|notice|code)|new (?:sign|log)[ -]?in|(?:sign|log)[ -]?in (?:attempt|code|link|alert|from)|(?:verification|access|log-?in|sign-?in|one-?time|authentication|security|confirmation) (?:code|pass\w*|pin)|your code\b|\bOTP\b|magic link|two-factor|2-step"
    r"|account (?:suspended|locked|verification|statement|created|deleted|closed)|mailbox (?:is )?(?:almost )?full|storage (?:is )?(?:almost )?full"
    r"|passwort (?:zurück|ändern|vergessen)|anmeldecode|sicherheitscode|bestätigungscode|mot de passe|code de (?:vérification|connexion|sécurité)|contraseña|código de (?:verificación|acceso|seguridad)|codice di (?:verifica|accesso)|código de (?:verificação|acesso)|redefinir senha|wachtwoord|inlogcode|verificatiecode|lösenord|adgangskode|engangskode|kod (?:weryfikacyjny|dostępu)|код подтверждения|验证码|驗證碼|認証コード|인증 ?(?:코드|번호)|doğrulama kodu",
    re.I,
)
# Words of headlines as well: they count only in mail that no list sent.
_ACCOUNT_MAYBE = re.compile(
    r"\brenewal\b|will expire|expires (?:in|on|soon)|terms of (?:service|use)|privacy policy|updates? to our (?:terms|privacy)|your account|\bquota\b|passwort|пароль|parola|hasł[oa]\b|senha",
    re.I,
)
# What a service tells one person: who wrote, what stands in the calendar, where a parcel or a request is.
_NOTICE = re.compile(
    r"\b(?:reminder|erinnerung|rappel|recordatorio|promemoria|lembrete|herinnering|påminnelse|påmindelse|przypomnienie)\b.*(?:\d{1,2}\s?[:.h]\s?\d\d|\buhr\b|\b\d\s?[ap]m\b"
    r"|meeting|appointment|termin|sitzung|besprechung|rendez-vous|réunion|cita|reunión|appuntamento|riunione|reunião|consulta|afspraak|vergadering|möte|møde|spotkani)"
    r"|\b(?:shared|sent|assigned) .{1,120} (?:with|to) you\b|\b(?:has )?invited you to\b|\bmentioned you\b|\breplied to (?:your|a) \w+|\bcommented on your\b"
    r"|\b\d+ (?:new |unread |missed )*(?:messages?|notifications?|benachrichtigungen|mensajes?|messaggi|mensagens)\b(?! in \d)"
    r"|\b(?:hat .{1,80} (?:mit ihnen|für sie) (?:geteilt|freigegeben)|hat sie erwähnt|vous a (?:mentionné|invité)|a partagé .{1,80} avec vous|ha compartido .{1,80} contigo|te ha mencionado)\b"
    r"|\b(?:ticket|request|vorgang|anfrage)\s*(?:#|no\.?|nr\.?|n[°º])?\s*[:\[]?\s*#?\d{3,}\b|\bwe(?:'ve| have)? received your (?:request|message|application|enquiry)"
    r"|\b(?:package|parcel|shipment|paket|sendung|colis|paquete|pacco|pakket)\b.{0,40}\b(?:delivered|arriv\w+|zugestellt|geliefert|livré|entregado|consegnato|bezorgd)\b"
    r"|\b(?:complete|finish|verify) (?:setting up )?your (?:profile|account|registration|setup)\b|profil vervollständigen|complétez votre profil|completa (?:tu|il tuo) perfil"
    r"|\bhappy birthday\b|alles gute zum geburtstag|joyeux anniversaire|feliz cumpleaños|buon compleanno",
    re.I,
)
_CODE = re.compile(r"(?<![\w./-])(?:\d{4,8}|[A-Z0-9]{3,4}-[A-Z0-9]{3,4})(?![\w/-]|\.\d)")
_CODE_SUBJECT = re.compile(r"code|pin|otp|код|码|碼|番号|번호|código|codice", re.I)
_MOST_LINKS = 25
_LONGEST_GREETING = 4000
_WELCOME = re.compile(
    r"^\W*(?:welcome (?:to|aboard)|you(?:'re| are) (?:now )?(?:subscribed|unsubscribed|on the list|in!?)|(?:subscription|unsubscription) (?:confirmed|confirmation|is confirmed|complete)|thanks? (?:you )?for (?:subscribing|signing up|joining)|you have been (?:un)?subscribed|goodbye"
    r"|willkommen (?:bei|beim|zu)|bienvenue|bienvenid[oa]|benvenut[oa]|bem-vind[oa]|welkom|välkommen|velkommen|witamy|добро пожаловать)",
    re.I,
)  # fmt: skip
_SUBSCRIBED = re.compile(
    r"(?:thanks?|thank you)(?: so much| very much)? for (?:subscribing|signing up|joining)|you(?:'re| are) now subscribed",
    re.I,
)
_JOINED = re.compile(
    r"subscri|sign(?:ed|ing)?[ -]?up|joined|joining|abonn|anmeld|inscri|iscri|aanmeld|prenumer|подпис|member", re.I
)
_EVENT = re.compile(
    r"^\W*(?:invitation|accepted|declined|tentative|updated invitation|cancel(?:l)?ed(?: event)?|einladung|zugesagt|abgesagt|invitación|accept[ée]|refus[ée]|uitnodiging|convite|invito)\s*:",
    re.I,
)
_BULK = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "feedback-id",
    "x-campaign",
    "x-campaignid",
    "x-mailer-sid",
    "x-feedback-id",
    "x-sg-eid",
    "x-mailgun-sid",
    "x-csa-complaints",
    "precedence",
    "auto-submitted",
)
_MACHINE = re.compile(
    r"^(?:.*[._+-])?(?:no-?reply|do-?not-?reply|noreply\w*|donotreply|news(?:letters?|feed)?|alerts?|updates?|notif\w*|info|rss\w*|feeds?|mailer|auto\w*|bounces?|digest|editor(?:s|ial)?|team|hello|press|contact|subscri\w*|robot|bot|system|service|support|ealerts?|e-?mail|mail|list|announce\w*|headlines|daily|weekly|magazine|members?\w*|marketing|publications?|online)(?:[._+#-].*|\d*)?$|^[0-9a-f]{16,}|[=#]",
    re.I,
)


def links(parsed: Parsed) -> list[str]:
    """Every web link of the mail, each once, in its order."""
    found = _HREF.findall(parsed.html) if parsed.html else []
    return list(
        dict.fromkeys(link.replace("&amp;", "&").rstrip(".,;:!?") for link in found or LINK.findall(parsed.text))
    )


def is_bulk(parsed: Parsed) -> bool:
    """Whether a machine sent it to many: list headers, a sending service's marks, or an address nobody answers."""
    local = parsed.sender.address.partition("@")[0]
    return any(parsed.header(name) for name in _BULK) or bool(_MACHINE.match(local))


def no_story(parsed: Parsed) -> Reason | None:
    """The kind of a mail that holds no story, None when it may hold one."""
    subject = parsed.subject
    if parsed.content_type == "text/calendar" or any(part.kind == "text/calendar" for part in parsed.attachments):
        return Reason("calendar", "an invitation or an answer to one")
    if _EVENT.match(subject):
        return Reason("calendar", "an invitation or an answer to one")
    found = links(parsed)
    if len(found) > _MOST_LINKS:
        return None  # whoever links so much tells of something
    words = _words(parsed)
    listed = parsed.header("list-id") or parsed.header("list-unsubscribe")
    if _ACCOUNT.search(subject) or (not listed and _ACCOUNT_MAYBE.search(subject)):
        code = _CODE.search(words) and _CODE_SUBJECT.search(subject)
        return Reason("code" if code else "account", "about an account: a code, a password, a renewal")
    if not listed and _NOTICE.search(subject):
        return Reason("notice", "what a service tells one person: a reminder, a message, a parcel, a request")
    # An amount, or a number that the letter calls its own: a headline about invoices has neither.
    number = _NUMBER.search(subject)
    if _RECEIPT.search(subject) and (
        _MONEY.search(words) or (number and (words.count(number[0]) or _PARCEL.search(words)))
    ):
        return Reason("receipt", "a receipt, an order or an invoice")
    start = f"{subject} {words[:2000]}"
    if _SURVEY.search(start) and _ASKED.search(start) and len({_place(link) for link in found}) <= _SURVEY_PLACES:
        return Reason("survey", "asks to be answered, and tells nothing")
    greeted = _SUBSCRIBED.search(words[:300]) or (_WELCOME.match(subject) and _JOINED.search(words))
    if greeted and len(words) < _LONGEST_GREETING:
        return Reason("welcome", "a greeting of a list, not an issue of it")
    if not words.strip() and not found:
        return Reason("empty", "it says nothing")
    if not found and not is_bulk(parsed):
        return Reason("letter", "a letter without links")
    return None


def _place(link: str) -> str:
    return link.partition("?")[0].partition("#")[0]


def _words(parsed: Parsed) -> str:
    return parsed.text[:20_000] if parsed.text.strip() else pages.to_text(parsed.html[:400_000])[:20_000]
