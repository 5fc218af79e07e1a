"""Tells the subjects of mails about a reader's own dealings with the sender (a bill, a loan, a password): none is a story."""

from __future__ import annotations

import re

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
        r"leihfrist\w*|vormerkung|rückgabe|mitgliedsbeitrag|spendenquittung|zuwendungsbestätigung|abwesenheits?(?:notiz|nachricht)",
    ),
    "fr": (
        r"colis|livraison|commande|r[ée]servation|votre compte|mon compte|bienvenue|confirmez|facture|mot de passe",
        r"(?:document|contrat) .{0,40}pour signature|maintenance (?:planifi|programm)[ée]e|(?:a aimé|a commenté|vous suit)",
        r"(?:votre|re[çn]\w*) (?:reçu|cotisation|adhésion)|renouvellement de (?:votre|l['’]) ?adhésion|reçu fiscal|prêts? (?:à rendre|en retard)",
    ),
    "es": (
        r"pedido|env[íi]o|reserva|cuenta|bienvenid[oa]|confirma|factura|contraseña|(?:le gustó|comentó|ha comentado) tu|mantenimiento programado",
        r"(?:documento|contrat[ot]o?) .{0,40}(?:para (?:tu |su )?firma|per la firma|para assinatura)",
        r"(?:su|tu) (?:cuota|suscripción)|renovación de (?:su|tu|la) (?:cuota|suscripción|afiliación)|préstamos? (?:vencid\w+|por vencer)",
    ),
    "it": (
        r"ordine|spedizione|prenotazione|pagamento|conto|manutenzione programmata|reimposta\w*|password|ricevuta|fattura",
        r"rinnov\w+ (?:della|la|del|dell['’]) ?(?:tua |sua )?(?:tessera|iscrizione|quota|abbonamento)|prestit\w+ (?:in scadenza|scadut\w+)",
    ),
    "pt": (
        r"compra|encomenda|manutenção programada|curtiu (?:seu|sua)|senha|fatura|recibo|pagamento",
        r"renovação da (?:sua )?(?:anuidade|assinatura|inscrição)|anuidade|empréstimos? (?:vencid\w+|a vencer)",
    ),
    "nl": (
        r"bestelling|pakket|betaling|document .{0,40}ter ondertekening|wachtwoord|factuur|uw (?:contributie|lidmaatschap|uitleningen)|inlevertermijn",
    ),
    "sv": (
        r"lösenord|faktura|kvitto|medlemsavgift|bekräfta|bekräftelse|återlämning|lånetid\w*|frånvaro(?:meddelande)?",
    ),
    "da no": (
        r"adgangskode|passord|faktura|kvittering|kontingent|medlemskontingent|bekræft\w*|bekreft\w*|lånefrist\w*|fraværsmelding",
    ),
    "fi": (r"salasana\w*|lasku|kuitti|jäsenmaksu\w*|vahvist(?:a|us|ukse\w*)|eräpäivä\w*|poissaolo\w*",),
    "pl": (
        r"zam[óo]wienie|przesy[łl]k\w*|hasł[oa]|faktura|płatnoś\w+|potwierd\w+|składk\w+ członkowsk\w+|termin zwrotu",
    ),
    "cs sk": (r"objednávk\w*|hesl[oa]|faktura|platb\w+|potvr[dz]\w+|členský příspěvek|členstv[ío]|výpůjč\w+",),
    "hu": (r"jelszó\w*|számla|visszaigazolás\w*|tagdíj\w*|megrendelés\w*|kölcsönzés\w*",),
    "tr": (
        r"sipariş\w*|parola\w*|şifre\w*|fatura\w*|ödeme\w*|üyelik (?:yenileme|aidat)\w*|onayla\w*|iade tarihi|ödünç\w*|teslim tarihi",
    ),
    "ru": (
        r"заказ\w*|оплат\w*|счет|счёт|парол[ьяе]|квитанци\w+|подтвер\w+|продлени\w+ (?:членств|подписк)\w*|членск\w+ взнос\w*|верните книг\w*",
    ),
    "uk": (r"замовленн\w+|оплат\w*|рахунок|парол[ья]|квитанці\w+|підтвер\w+|членськ\w+ внес\w*",),
    "el": (r"παραγγελί\w+|κωδικ\w+ πρόσβασης|τιμολόγιο|απόδειξη|πληρωμή|επιβεβαί\w+|συνδρομή σας",),
    "ar": (r"طلبك|كلمة (?:المرور|السر)|فاتورة|إيصال|تأكيد|الدفع|تجديد (?:العضوية|اشتراكك|الاشتراك)",),
    "fa": (r"رمز عبور|گذرواژه|فاکتور|رسید|پرداخت|تأیید|تمدید عضویت|حق عضویت",),
    "he": (r"סיסמ[הא]|חשבונית|קבלה|תשלום|אישור (?:הרשמה|הזמנה|תשלום)|חידוש (?:חברות|מנוי)|דמי חבר",),
}
_SIGNS = r"ご注文|お支払い|ご予約|訂單|订单|주문|결제|パスワード|領収書|請求書|会費|返却期限|密码|密碼|发票|發票|收据|收據|账单|帳單|会员续费|續會|비밀번호|영수증|청구서|회비|반납"
_TRANSACTION = re.compile(
    r"^your (?:\w+ ){0,2}(?:trial|statement|subscription|stats|statistics|usage|update|week in|month in|booking|tickets?"
    r"|reservation|delivery|parcel|appointment|request|profile|bill|plan)\b"
    rf"|\b(?:{'|'.join(words for language in _WORDS.values() for words in language)})\b|{_SIGNS}",
    re.I,
)
_YOURS = re.compile(
    r"\W*(?:your|ihre?n?|deine?n?|votre|vos|tus?|sus?|il tuo|la tua|seus?|suas?|uw|din|ditt|twoj\w+|twoje|ваш\w*|reminder"
    r"|(?:updated )?invitation|accepted|declined|cancell?ed|invoice|receipt|rechnung|facture|factura)\b",
    re.I,
)


def is_transaction(subject: str) -> bool:
    """Whether a subject speaks of the reader's dealings with the sender."""
    return _TRANSACTION.search(subject) is not None


def is_dealing(subject: str) -> bool:
    """Whether it says so in the reader's face: `Your order …`."""
    return is_transaction(subject) and _YOURS.match(subject) is not None
