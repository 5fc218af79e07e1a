"""Tells the subjects of mails about a reader's own dealings with the sender (a bill, a loan, a password): none is a story."""

from __future__ import annotations

import re

from router.clippers.wording import words_in

# By language, whole words, in any letter case. What a newsletter's subject may say as well ("Rappel : appel à projets") has
# no place here: an extra is better than a lost story.
_WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        r"renewal|reminder|membership|confirm(?:ation|ed|\s+your)?|verify|verification|welcome|password|invoice|receipt|payment|order",
        r"shipped|delivery status|undeliver\w*|failure notice|mail delivery|out of office|invitation|survey|how did we do",
        r"(?:updat\w+|chang\w+) (?:to )?(?:our|the) (?:\w+ ){0,2}(?:agreements?|terms|polic(?:y|ies)|conditions)",
        r"(?:shared|invit\w+|mention\w+|assign\w+) (?:.{1,60} )?(?:with|to )?you",
        r"(?:please|complete with|completed:?) docusign|signature (?:requested|required|request)|for your signature",
        r"(?:document|contract|\w\.pdf) .{0,40}for signature|(?:planned|scheduled|routine) (?:\w+ )?maintenance",
        r"we(?:['’]re| are) (?:changing|updating) .{1,40}\byour?",
        r"(?:liked|loves?|likes|reacted to|commented on|replied to|upvoted|viewed|endorsed|tagged|follow(?:ed|ing)|recommended) you(?:rs?)?",
        r"people you may know|to your network|wants to connect|join my network|your feedback|rate your|security alert|sign[- ]?in|log[- ]?in|account",
        r"(?:items?|loans?|books?) (?:is |are )?(?:due|overdue)|overdue|courtesy notice|ready for (?:pick-?up|collection)",
    ),
    "de": (
        r"bestellung|sendung|paket|buchung|zahlungs\w*|mahnung|konto\w*|terminbest\w*|best\u00e4tig\w*|willkommen|rechnung|passwort",
        r"(?:dokument|vertrag) .{0,40}zur unterschrift|wartungsarbeiten|(?:gefällt|kommentiert|folgt) (?:dein|dir|ihr)\w*|folgt (?:dir|ihnen) jetzt",
        r"leihfrist\w*|vormerkung|rückgabe|spendenquittung|zuwendungsbestätigung",
    ),
    "fr": (
        r"colis|livraison|commande|r[ée]servation|votre compte|mon compte|bienvenue|confirmez|facture",
        r"(?:document|contrat) .{0,40}pour signature|maintenance (?:planifi|programm)[ée]e|(?:a aimé|a commenté|vous suit)",
        r"votre (?:reçu|cotisation|adhésion)|renouvellement de votre adhésion|reçu fiscal",
    ),
    "es": (
        r"pedido|env[íi]o|reserva|cuenta|bienvenid[oa]|confirma|factura|(?:le gustó|comentó|ha comentado) tu|mantenimiento programado",
        r"(?:documento|contrat[ot]o?) .{0,40}(?:para (?:tu |su )?firma|per la firma|para assinatura)",
        r"renovación de (?:su|tu) (?:cuota|suscripción|afiliación)",
    ),
    "it": (
        r"ordine|spedizione|prenotazione|pagamento|conto|manutenzione programmata|reimposta\w*",
        r"rinnov\w+ (?:della|la|del|dell['’]) ?(?:tua |sua )?(?:tessera|iscrizione|quota|abbonamento)",
    ),
    "pt": (
        r"compra|encomenda|manutenção programada|curtiu (?:seu|sua)",
        r"renovação da (?:sua )?(?:anuidade|assinatura|inscrição)",
    ),
    "nl": (
        r"bestelling|pakket|betaling|document .{0,40}ter ondertekening|uw (?:contributie|lidmaatschap|uitleningen)|inlevertermijn",
    ),
    "da no": (r"bekræft|bekreft|lånefrist\w*",),
    "pl": (r"zam[óo]wienie|przesy[łl]k\w*|potwierdź",),
    "cs sk": (r"potvrďte",),
    "tr": (r"sipariş\w*",),
    "ru": (r"заказ\w*|оплат\w*|счет|счёт|подтвердите|продлени\w+ (?:членств|подписк)\w*",),
    "uk": (r"підтверд(?:ь|і)те",),
    "el": (r"επιβεβαιώστε|συνδρομή σας",),
    "ar": (r"طلبك|تجديد (?:العضوية|اشتراكك|الاشتراك)",),
    "fa": (r"تمدید عضویت",),
    "he": (r"חידוש (?:חברות|מנוי)",),
}
# These stand in headlines as often ("Faktura for krigen", "Суд: подтверждение"): they count only where a subject speaks to the
# reader, has a number, or says hardly more.
_NOUNS: dict[str, tuple[str, ...]] = {
    "de": (r"mitgliedsbeitrag|abwesenheits?(?:notiz|nachricht)",),
    "fr": (r"mot de passe|renouvellement de l['’] ?adhésion|prêts? (?:à rendre|en retard)",),
    "es": (r"contraseña|cuota|suscripción|préstamos? (?:vencid\w+|por vencer)",),
    "it": (r"ricevuta|fattura|prestit\w+ (?:in scadenza|scadut\w+)",),
    "pt": (r"senha|fatura|recibo|pagamento|anuidade|empréstimos? (?:vencid\w+|a vencer)",),
    "nl": (r"wachtwoord|factuur",),
    "sv": (
        r"lösenord|faktura|kvitto|medlemsavgift|bekräfta|bekräftelse|återlämning|lånetid\w*|frånvaro(?:meddelande)?",
    ),
    "da no": (
        r"adgangskode|passord|faktura|kvittering|kontingent|medlemskontingent|bekræftelse|bekreftelse|fraværsmelding",
    ),
    "fi": (r"salasana\w*|lasku(?:si|nne)?|kuitti|jäsenmaksu\w*|vahvist(?:a|us|ukse\w*)|eräpäivä\w*|poissaolo\w*",),
    "pl": (r"hasł[oa]|faktura|płatnoś\w+|potwierdzeni\w+|składk\w+ członkowsk\w+|termin zwrotu",),
    "cs sk": (
        r"objednávk\w*|hesl[oa]|faktura|platb\w+|potvrzen\w+|potvrdeni\w+|členský příspěvek|členstv[ío]|výpůjč\w+",
    ),
    "hu": (r"jelszó\w*|jelszav\w+|számla|számlája|visszaigazolás\w*|tagdíj\w*|megrendelés\w*|kölcsönzés\w*",),
    "tr": (
        r"parola\w*|şifre\w*|fatura\w*|ödeme\w*|üyelik (?:yenileme|aidat)\w*|onayla\w*|iade tarihi|ödünç\w*|teslim tarihi",
    ),
    "ru": (r"парол[ьяе]|квитанци\w+|подтверждени\w+|членск\w+ взнос\w*|верните книг\w*",),
    "uk": (r"замовленн\w+|рахунок|парол[ья]|квитанці\w+|підтвердженн\w+|членськ\w+ внес\w*",),
    "el": (r"παραγγελί\w+|κωδικ\w+ πρόσβασης|τιμολόγιο|απόδειξη|πληρωμή|επιβεβαίωση",),
    "ar": (r"كلمة (?:المرور|السر|مرورك)|فاتورة|فاتورتك|إيصال|تأكيد|الدفع",),
    "fa": (r"رمز عبور|گذرواژه|فاکتور|رسید|پرداخت|تأیید|حق عضویت",),
    "he": (r"סיסמ[הא]|סיסמתך|חשבונית|קבלה|תשלום|אישור (?:הרשמה|הזמנה|תשלום)|דמי חבר",),
}
_NOUN = re.compile(
    rf"\b(?:{'|'.join(words for language in _NOUNS.values() for words in language)})\b"
    r"|パスワード|領収書|請求書|会費|返却期限|密码|密碼|发票|發票|收据|收據|账单|帳單|会员续费|續會|비밀번호|영수증|청구서|회비|반납",
    re.I,
)
_TO_YOU = re.compile(
    r"\b(?:your|deine?[nrs]?|votre|vos|ton|tes|tus?|tu[oa]|tuoi|vostr[aeio]|teus?|tuas?|uw|jouw|din|ditt?|din[ae]|tw[oó]j\w{0,3}"
    r"|vaš(?:e|i|eho|emu|im|ím|ich|í)?|váš|tvůj|tvoje?|ваш(?:а|е|и|у|і|ей|его|ему|их|им|ими|ого|ої)?|тво(?:й|я|ё|е|и|ї|є|ю|его|ей|их)"
    r"|σας|σου|شما|שלך|n(?:r|o)?[.°º] ?\d+|nr \d+|\d{6,})\b|[№#] ?\d|您|お客様|お知らせ|再設定|リセット|ご[請利確案登入契退]|重置|重設|[고회][객원]님|안내|재설정",
    re.I,
)
_YOUR_OWN = re.compile(r"(?:(?:n[iı]z|n[uü]z)\w{0,2}|asi|nne|تك|ورك)$", re.I)  # at the end of the noun
_BEFORE = re.compile(r"(?:\b(?:sua|seu|je|ihre?n?|mijn)|^\W*su) $", re.I)  # "his" as well, elsewhere
_GOES_ON = re.compile(r"\s?[:?!–—-]\s")
_SIGNS = r"ご注文|お支払い|ご予約|訂單|订单|주문|결제"
_TRANSACTION = re.compile(
    r"^your (?:\w+ ){0,2}(?:trial|statement|subscription|stats|statistics|usage|update|week in|month in|booking|tickets?"
    r"|reservation|delivery|parcel|appointment|request|profile|bill|plan)\b"
    rf"|\b(?:{'|'.join(words for language in _WORDS.values() for words in language)})\b|{_SIGNS}",
    re.I,
)
_LONGEST = 300  # of a subject in which nouns are looked for
_BESIDE = 16  # letters of the one word beside a noun
_YOURS = re.compile(
    r"\W*(?:your|ihre?n?|deine?n?|votre|vos|tus?|sus?|il tuo|la tua|seus?|suas?|uw|din|ditt|twoj\w+|twoje|ваш\w*|reminder"
    r"|(?:updated )?invitation|accepted|declined|cancell?ed|invoice|receipt|rechnung|facture|factura)\b",
    re.I,
)


def is_transaction(subject: str) -> bool:
    """Whether a subject speaks of the reader's dealings with the sender."""
    if _TRANSACTION.search(subject):
        return True
    nouns = list(_NOUN.finditer(subject[:_LONGEST]))
    return bool(nouns) and (_TO_YOU.search(subject[:_LONGEST]) is not None or any(map(_is_yours, nouns)))


def is_dealing(subject: str) -> bool:
    """Whether it says so in the reader's face: `Your order …`."""
    return is_transaction(subject) and _YOURS.match(subject) is not None


def _is_yours(noun: re.Match[str]) -> bool:
    """Whether what a headline may speak of is the reader's own here."""
    subject = noun.string
    if _YOUR_OWN.search(noun[0]) or _BEFORE.search(subject[: noun.start()]):
        return True
    beside = f"{subject[: noun.start()]} {subject[noun.end() :]}"
    return words_in(beside) <= 1 and len(beside) <= _BESIDE and not _GOES_ON.match(subject, noun.end())
