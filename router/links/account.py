"""Tells links about the reader's account, and share buttons, from links that lead to a story."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from router.links.finding import finder, finder_in_lines
from router.links.wrappers import unwrap

LONGEST_WORDS = 90
LONGEST_PLACE = 400

# What the words of such links say, by language: RE2 patterns, in lower case, matched anywhere unless anchored.
WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        r"unsubscri",
        r"un-subscri",
        r"\bleave\s+(?:this|the|our)\s+(?:\w+\s+)?(?:list|group)\b",
        r"^you(?:['’]re|\s+are|\s+have)?\s+(?:received?|receiving|getting|get|subscribed\s+to)\s+(?:this|these|our)\b",
        r"^you(?:['’]re|\s+are|\s+have)?\s+(?:received?|receiving|getting|get|subscribed)\b.{0,60}\bbecause\s+(?:you|of\s+your)\b",
        r"opt[\s-]?out",
        r"e-?mail\s+(?:preferences|settings)",
        r"\b(?:manage|update|edit|change|modify)\s+(?:\w+\s+){0,4}(?:subscription|preference|profile|setting|alert|e-?mail|notification|account|digest)",
        r"^(?:log|sign)[\s-]?(?:in|on|out|up)\b",
        r"^(?:my\s+)?(?:account|profile|preferences|settings)$",
        r"(?:subscription|notification)\s+(?:preferences|settings|cent)",
        r"preference\s+cent",
        r"^(?:subscription|subscriber|contact|membership)(?:\s+(?:and|&)\s+\w+){0,2}\s+info(?:rmation)?\W*$",
        r"^to\s+be\s+removed\s+from\b",
        r"\b(?:cancel|delete|stop|pause|remove)\s+(?:\w+\s+){0,3}(?:alert|e-?mail|subscription|notification|newsletter)",
        r"^list\s+alerts",
        r"\b(?:view|open|read|see)\s+(?:\w+\s+){0,4}(?:in|with|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser",
        r"\b(?:trouble|problems?|difficulty)\s+(?:view|read|see|display)",
        r"(?:can(?:no|['’])t|unable\s+to)\s+(?:see|read|view|display)\s+(?:\w+\s+){0,2}(?:e-?mail|message|newsletter|images?|pictures?)",
        r"\b(?:not|in)\s?correctly\s+displayed|\bnot\s+display(?:ing|ed)?\s+(?:correctly|properly)",
        r"^view\s+(?:online|on\s+(?:the\s+)?web|web\s+version)",
        r"\bweb\s?version$",
        r"privacy\s+(?:policy|notice|statement|cent)",
        r"^(?:\S+\s+){0,4}terms\s+(?:of\s+(?:use|service)|and\s+conditions|&\s+conditions)(?:\s+\S+){0,3}$",
        r"^(?:terms|privacy|legal|imprint|contact(?:\s+us)?|help(?:\s+cent(?:er|re))?|faq|about(?:\s+us)?|advertise(?:\s+with\s+us)?|(?:send\s+)?feedback)$",
        r"^(?:love\s.{1,40}[?!.]\s+)?(?:tell|invite)\s+(?:a|your|some)\s+friends?(?:\s+(?:and|to)\s+(?:get|earn|win|receive)\b.{0,40})?\W*$",
        r"\bforward\s+(?:this\s+(?:e-?mail|message|issue|newsletter|to)|to\s+a\s+friend)",
        r"\bsend\s+(?:this\s+)?to\s+a\s+friend",
        r"^forward\s+(?:this\s+)?e-?mail\W*$",
        r"\badd\s+(?:us\s+)?to\s+(?:your\s+)?(?:address\s+book|contacts)",
        r"\bconfirm\s+(?:your\s+|my\s+|the\s+)?(?:subscription|e-?mail|address|account|registration)",
        r"\b(?:reset|change)\s+(?:your\s+|my\s+)?password",
    ),
    "de": (
        r"abbestell",
        r"^sie\s+(?:erhalten|bekommen)\s+(?:diese|den\s+newsletter)",
        r"\babmeld",
        r"austragen",
        r"abonnement\s+(?:verwalten|kündigen|ändern)",
        r"\b(?:e-?mail-?|konto-?|newsletter-?|profil-?)?einstellungen\b",
        r"im\s+(?:web-?)?browser",
        r"nicht\s+(?:richtig|korrekt|vollständig|ordnungsgemäß|einwandfrei)\s+(?:angezeigt|dargestellt)",
        r"(?:darstellungs|anzeige)probleme",
        r"(?:online|web)-?version",
        r"^(?:jetzt\s+)?anmelden$",
        r"^einloggen$",
        r"datenschutz",
        r"^impressum$",
        r"^kontakt$",
        r"anmeldung\s+bestätigen",
    ),
    "fr": (
        r"d[ée]sabonn",
        r"d[ée]sinscri",
        r"^vous\s+recevez\s+(?:cet?|ce\s)",
        r"g[ée]rer\s+(?:\w+\s+){0,3}(?:abonnement|pr[ée]f[ée]rence|alerte|notification)",
        r"^se\s+connecter",
        r"(?:dans|avec|sur)\s+(?:votre|le|un)\s+navigateur",
        r"^si\s+vous\s+n['’e]\s?\w*\s.{0,40}(?:e-?mail|message|courriel|newsletter|lettre|correctement)\b",
        r"version\s+en\s+ligne|lire\s+en\s+ligne|voir\s+en\s+ligne",
        r"(?:ne\s+s['’]affiche|s['’]affiche\s+mal|mal\s+affich|probl[èe]me\s+d['’]affichage|n['’]arrivez\s+pas\s+à\s+(?:lire|voir))",
        r"mentions\s+l[ée]gales",
        r"confidentialit[ée]",
        r"confirmer\s+(?:mon|votre|l['’])\s?(?:inscription|abonnement)",
    ),
    "es": (
        r"(?:cancelar|anular)\s+(?:la\s+|tu\s+|su\s+|mi\s+)?(?:suscripci|inscripci)",
        r"dar(?:se|me|te)\s+de\s+baja",
        r"^(?:re)?env[íi]a\w{0,3}\s+(?:\S+\s+){0,3}a\s+(?:un|una|tus?|sus?)\s+amig[oa]s?\W*$",
        r"^recomienda\w{0,3}\s+(?:\S+\s+){0,3}a\s+(?:un|una|tus?|sus?)\s+amig[oa]s?\W*$",
        r"\bdesuscri",
        r"^(?:usted\s+)?(?:recibe|ha\s+recibido)s?\s+est[ea]\b",
        r"\b(?:gestionar|administrar)\s",
        r"^iniciar\s+sesi",
        r"en\s+(?:el|tu|su|un)\s+navegador",
        r"(?:ver|leer)\s+(?:\w+\s+){0,3}en\s+l[íi]nea|versi[óo]n\s+(?:web|en\s+l[íi]nea)",
        r"no\s+(?:puedes?|se)\s+(?:ver|visualiza\w*)\s+(?:bien|correctamente)",
        r"^si\s+no\s+(?:puede|ve|visualiza|logra|lee)\w*\s.{0,40}(?:e-?mail|correo|mensaje|bolet[íi]n|newsletter|correctamente)\b",
        r"^baja$|\bdarme\s+de\s+baja",
        r"pol[íi]tica\s+de\s+privacidad",
        r"aviso\s+legal",
    ),
    "pt": (
        r"cancelar\s+(?:a\s+|o\s+|sua\s+|seu\s+|minha\s+|meu\s+)?(?:inscri|assinatura|subscri|recebimento|cadastro|envio)",
        r"^(?:indique|(?:re)?envie|recomende)\s+(?:\S+\s+){0,3}(?:a|ao|para)\s+(?:(?:um|uma|seus?|suas?)\s+)?amig[oa]s?\W*$",
        r"descadastr",
        r"^(?:voc[êe]\s+)?(?:est[áa]\s+recebendo|recebe|recebeu)\s+est[ea]\b",
        r"\b(?:gerenciar|gerir)\s",
        r"\bprefer[êe]ncias\b",
        r"no\s+(?:seu\s+)?navegador",
        r"^(?:se|caso)\s+n[ãa]o\s+(?:conseg|visualiz|estej|est[áa]|vej)\w*\s.{0,40}(?:e-?mail|mensagem|newsletter|corretamente)\b",
        r"vers[ãa]o\s+(?:web|online)|n[ãa]o\s+(?:consegue|est[áa])\s+(?:visualiza|ver)",
    ),
    "it": (
        r"(?:annulla|cancella)(?:re)?\s+(?:l['’]\s?|la\s+tua\s+)?iscrizione",
        r"disiscri",
        r"\bgestisci\s",
        r"\bpreferenze\b",
        r"nel\s+(?:tuo\s+)?browser",
        r"^se\s+non\s+(?:riesci|visualizz|vedi|legg|riusc)\w*\s.{0,40}(?:e-?mail|messaggio|newsletter|correttamente)\b",
        r"versione\s+(?:web|online)|non\s+(?:visualizzi|riesci\s+a\s+(?:visualizzare|leggere))|informativa\s+sulla\s+privacy|^cancellati$|\bper\s+cancellar(?:si|ti|vi)\b",
        r"^accedi$",
    ),
    "nl": (
        r"uitschrijv",
        r"\bafmeld",
        r"\bvoorkeuren\b",
        r"abonnement\s+(?:beheren|opzeggen)",
        r"^inloggen$",
        r"in\s+(?:(?:je|uw|de)\s+)?browser",
        r"online\s+versie|webversie|niet\s+(?:goed|correct)\s+(?:weergegeven|leesbaar|zichtbaar)",
    ),
    "sv": (r"avprenumer", r"avregistrer", r"^logga\s+in$", r"\bhantera\s", r"i\s+(?:din\s+)?webbläsare\w*"),
    "da": (r"\bframeld", r"\bafmeld"),
    "no": (r"\bavmeld", r"meld\s+(?:deg|meg)\s+av", r"^logg\s+inn$"),
    "fi": (r"peruuta\s+tilau", r"peru\s+(?:uutiskirje|tilau)", r"^kirjaudu"),
    "pl": (
        r"wypisz",
        r"zrezygnuj",
        r"anuluj\s+subskrypcj",
        r"rezygnacj",
        r"\bzarządzaj",
        r"w\s+przeglądarce",
        r"polityk\w+\s+prywatności",
        r"^zaloguj",
    ),
    "cs": (r"odhl[áa]s", r"zrušit\s+odběr", r"v\s+prohlížeči", r"ochran\w+\s+osobních\s+údajů"),
    "hu": (r"leiratkoz",),
    "ro": (r"dezabon",),
    "ru": (
        r"отписа",
        r"отказаться\s+от",
        r"управл\w+\s+подпис",
        r"\bнастройк",
        r"^войти$",
        r"в\s+браузере",
        r"веб-?верси",
        r"политик\w+\s+конфиденциальности",
    ),
    "uk": (r"відписа", r"відмовитися"),
    "el": (r"κατάργηση\s+εγγραφής", r"διαγραφή\s+από"),
    "tr": (r"aboneli\w+\s+(?:iptal|çık)", r"abonelikten", r"\btercihler", r"tarayıcı", r"gizlilik\s+politika"),
    "ar": (
        r"إلغاء\s+(?:ال)?اشتراك",
        r"في\s+(?:ال)?متصفح",
        r"(?:نسخة|عرض)\s+(?:\S+\s+)?(?:الويب|الإلكترونية)",
        r"سياسة\s+الخصوصية",
        r"تفضيلات",
    ),
    "he": (r"ביטול\s+(?:ה)?(?:רישום|מנוי)", r"להסרה", r"הסרה\s+מ", r"בדפדפן", r"מדיניות\s+(?:ה)?פרטיות"),
    "zh": (
        r"退订",
        r"取消订阅",
        r"取消訂閱",
        r"退訂",
        r"在(?:浏览器|瀏覽器)",
        r"隐私(?:政策|声明)",
        r"隱私(?:政策|聲明)",
        r"线上版|網頁版|网页版",
    ),
    "ja": (
        r"配信(?:を)?停止",
        r"^\W*解除(?:は|の|方法|手続|$)",
        r"(?:購読|登録)(?:を)?(?:解除|停止)",
        r"ブラウザ",
        r"表示されない(?:方|場合)",
        r"配信(?:の)?(?:変更|解除|設定)",
        r"プライバシー",
        r"web版|ウェブ版",
    ),
    "ko": (r"수신\s?거부", r"구독\s?(?:취소|해지)", r"웹\w*\s*보기|브라우저", r"개인정보"),
    "vi": (r"hủy\s+đăng\s+ký",),
    "id": (r"berhenti\s+berlangganan",),
    "th": (r"ยกเลิกการ",),
    "hi": (r"सदस्यता\s+(?:समाप्त|रद्द)", r"अनसब्सक्राइब"),
    "fa": (r"لغو\s+(?:اشتراک|عضویت)",),
    # A few words that name the program in which a mail is opened: each language has its own way of asking.
    "browser": (
        r"^(?:\S+\s+){0,5}(?:în|di|στον|στο|у|в|u|na|az|em|på|et|en|es|i|in)\s+(?:\S+\s+)?browser\S*$",
        r"^(?:\S+\s+){0,5}\S*(?:брауз|preglednik|pregledač|böngésző|prehliadač|selaimes|nettleser|webbläsar|programa?\s+περιήγησης|trình\s+duyệt|peramban|เบราว์เซอร์|เบราเซอร์|مرورگر|ब्राउज़र|ব্রাউজার)\S*(?:\s+\S+){0,2}$",
    ),
}

# Where such links lead: host, path and query, in lower case.
PLACES = (
    r"unsub(?:scribe)?\b",
    r"unsubscri",
    r"opt[_-]?out\b",
    r"/(?:email|subscription|notification|account|user|profile|alert)s?[_/-]?(?:preferences?|settings?|manage|prefs?|center|centre)",
    r"(?:manage|update|edit)[_-]?(?:subscription|preference|profile|alert|email)s?\b",
    r"/(?:log|sign)[_-]?(?:in|out|up|on)(?:[/.?]|$)",
    r"list-manage\d*\.com/(?:unsubscribe|profile|vcard|subscribe|about)",
    r"google\.[a-z.]+/alerts(?:/|\?|$)",
    r"/scholar_(?:alerts|share)\b",
    r"\bupdate_op=",
    r"/myncbi/",
    r"pubmed\.ncbi\.nlm\.nih\.gov/searches/",
    r"/password\b",
    r"/action/(?:showpreferences|addcitationalert|showlogin|doupdatealert)",
    r"/preferences(?:[/.?]|$)",
    r"/mailman/(?:listinfo|options|confirm|admindb)",
    r"/disable_email",
    r"email-?settings",
    r"/psettings/",
    r"/alerts?/(?:edit|manage|modify|delete|stop)\b",
    r"/email-prefs",
    r"/settings(?:[/.?]|$)",
    r"\.[a-z]{2,12}/(?:my[_-]?|user[_-]?)?account(?:[/.?]|$)",
    r"/my-?account\b",
    r"/(?:remove|leave|off|stop)(?:\.\w{2,4})?\?",
    r"/(?:darse-de-)?baja(?:[/.?]|$)",
    r"/(?:cancelar|desuscri|desinscri|d[ée]sabonn|d[ée]sinscri|disiscri|descadastr|abmeld|abbestell|austrag|uitschrijv|afmeld|avprenumer|avregistr|avmeld|frameld|odhlas|wypis)\w*",
    r"/forward-to-a-friend",
    r"constantcontact\.com/sa/",
    r"tell_?a?_?friend",
    r"refer_?friend",
    r"send_?to_?friend",
    r"mail(?:-settings)?\.google\.com/mail/(?:vf|uf)-",
    r"/(?:confirm(?:ation)?|activate|activation|verify|verification)[/?].*(?:token|key|code)=[^&]{8}",
    r"/o\.php\?k=",
    r"/email_forward_notice",
)

# Buttons that post, save or rate a story somewhere.
SHARES = (
    r"facebook\.com/(?:sharer|share\.php|dialog/share)",
    r"(?:twitter|x)\.com/(?:intent|share\b|home\?status)",
    r"linkedin\.com/(?:sharearticle|sharing|cws/share)",
    r"pinterest\.[a-z.]+/pin/create",
    r"(?:wa\.me|(?:api|web)\.whatsapp\.com)/.*text=",
    r"t\.me/share",
    r"reddit\.com/submit",
    r"tumblr\.com/(?:share|widgets/share)",
    r"bufferapp\.com",
    r"buffer\.com/add",
    r"getpocket\.com/(?:save|edit)",
    r"instapaper\.com/(?:hello|edit|text)",
    r"digg\.com/submit",
    r"del\.?icio\.?us(?:\.com)?/(?:post|save)",
    r"(?:addthis|addtoany|sharethis)\.com",
    r"news\.ycombinator\.com/submitlink",
    r"plus\.google\.com/share",
    r"/scholar_share\b",
    r"/alerts/(?:share|feedback)\b",
    r"email_library_add",
    r"substack\.com/.*[?&]action=(?:share|like|restack|post-comment)",
    r"/restack\b",
    r"bsky\.app/intent",
    r"^mailto:\?",
)


# Pages of a person, a channel or a company: they say who, and are no story.
PROFILES = (
    r"^https?://(?:www\.|m\.)?youtube\.com/(?:channel/|user/|c/|@)[^/?]+/?(?:\?|$)",
    r"^https?://(?:\w+\.)?linkedin\.com/(?:comm/)?(?:in|company|school|groups)/",
    r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/@?\w{1,20}/?(?:\?|$)",
    r"^https?://(?:www\.)?(?:instagram|threads|tiktok)\.(?:com|net)/@?[\w.]+/?(?:\?|$)",
    r"^https?://(?:\w+\.)?substack\.com/(?:profile/|@\w+/?(?:\?|$))",
    r"^https?://(?:\w+\.)?medium\.com/@[^/?]+/?(?:\?|$)",
    r"^https?://(?:www\.)?(?:diigo\.com/(?:user|profile)|groups\.diigo\.com/group/[^/]+/?$)",
    r"^https?://[^/]+/@[\w.]+(?:@[\w.-]+)?/?(?:\?|$)",
    r"^https?://[^/]+/(?:[^?#]*/)?(?:profiles?|authors?|users?|members?)[/=][^/?#&-]+(?:-[^/?#&-]+){0,3}/?(?:[?#]|$)",
    r"^https?://[^/]+/(?:[^?#]*/)?u/[a-z._]{3,20}/?(?:[?#]|$)",  # of a forum; with figures it is a click
)


_EBSCO = "login.aspx?direct=true"  # its way to a record

_EVERY_WORD = tuple(pattern for language in WORDS.values() for pattern in language)
_words, _words_in_lines = finder(*_EVERY_WORD), finder_in_lines(*_EVERY_WORD)
_places, _places_in_lines = finder(*PLACES), finder_in_lines(*PLACES)
_shares, _shares_in_lines = finder(*SHARES), finder_in_lines(*SHARES)
_profiles = finder(*PROFILES)


def is_account_link(url: str, text: str) -> bool:
    """Whether the link is about the reader's own subscription, log-in or settings, or the mail's small print."""
    return (0 < len(text) <= 2 * LONGEST_WORDS and _says_so(text)) or (url != "" and _leads_there(url))


def may_be_account(urls: Iterable[str], lines: Iterable[str] = ()) -> bool:
    """Whether `is_account_link` may be true of one of these links or lines (as `html.line` leaves them): asked of all
    together, so that "no" spares asking of each."""
    return _words_in_lines("\n".join(lines).lower()) or _places_in_lines(_read("\n".join(map(_place, urls))))


def may_be_share(urls: Iterable[str]) -> bool:
    """Whether `is_share_link` may be true of one of these links; "no" is sure for each."""
    return _shares_in_lines("\n".join([url[:LONGEST_PLACE] for url in urls]).lower())


def is_account_place(place: str) -> bool:
    """Whether a link is about the account by what stands before its query, whatever the query is."""
    return "://" in place and _leads_there(place) and not unquote(place).lower().endswith(_EBSCO.partition("?")[0])


def is_share_link(url: str, inner: str = "") -> bool:
    """Whether the link, or the one wrapped in it, is a button that posts, saves or rates a story somewhere, rather than
    opens it."""
    place = url[:LONGEST_PLACE]
    if url and _shares(place.lower()):
        return True
    return inner not in place and _shares(inner[:LONGEST_PLACE].lower())


@lru_cache(maxsize=4096)
def is_profile_link(url: str) -> bool:
    """Whether the link opens the page of a person, a channel or a company."""
    return url[:4] == "http" and _profiles(unwrap(url)[:LONGEST_PLACE].lower())


@lru_cache(maxsize=4096)
def _says_so(text: str) -> bool:
    words = " ".join(text.lower().split())
    return 0 < len(words) <= LONGEST_WORDS and _words(words)


@lru_cache(maxsize=4096)
def _leads_there(url: str) -> bool:
    place = _read(_place(url))
    return _places(place) and _EBSCO not in place


def _place(url: str) -> str:
    url = url.partition("#")[0]
    return (url.partition("://")[2] or url)[:LONGEST_PLACE]


def _read(place: str) -> str:
    return unquote(place).lower()
