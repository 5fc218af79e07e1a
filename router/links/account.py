"""Tells links about the reader's account, and share buttons, from links that lead to a story."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

# Stems, matched in the folded words of a link; a dozen and a half languages.
_WORDS = re.compile(
    r"""(?ix)
      unsubscri | un-subscri | opt[\s-]?out | e-?mail\s+(?:preferences|settings) | (?:manage|update|edit|change)\s+(?:\w+\s+){0,4}(?:subscription|preference|profile|setting|alert|e-?mail|notification|account|digest)
    | ^(?:log|sign)[\s-]?(?:in|on|out|up)\b | ^(?:my\s+)?(?:account|profile|preferences|settings)$ | subscription\s+(?:preferences|settings|cent) | preference\s+cent | (?:cancel|delete|stop|pause)\s+(?:\w+\s+){0,3}(?:alert|e-?mail|subscription|notification|newsletter)
    | list\s+alerts | ^(?:view|open|read|see)\s+(?:\w+\s+){0,4}(?:in|with|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser | ^view\s+(?:online|on\s+(?:the\s+)?web|web\s+version) | web\s?version$ | privacy\s+(?:policy|notice|statement) | terms\s+(?:of|and|&) | ^(?:terms|privacy|legal|imprint|impressum|contact(?:\s+us)?|help(?:\s+center)?|faq|about(?:\s+us)?|advertise(?:\s+with\s+us)?|feedback|send\s+feedback)$
    | forward\s+(?:this|to\s+a\s+friend) | send\s+to\s+a\s+friend | add\s+(?:us\s+)?to\s+(?:your\s+)?(?:address|contacts)
    | abbestell | abmeld | austrag | abonnement\s+(?:verwalten|kündigen|ändern) | einstellungen | im\s+browser | anmelden$ | datenschutz
    | d[ée]sabonn | d[ée]sinscri | se\s+d[ée]sinscrire | g[ée]rer\s+(?:\w+\s+){0,3}(?:abonnement|pr[ée]f[ée]rence|alerte|notification) | se\s+connecter | dans\s+(?:votre|le)\s+navigateur
    | cancelar\s+(?:la\s+|a\s+)?(?:suscripci|inscri|assinatura|subscri) | darse\s+de\s+baja | darme\s+de\s+baja | anular\s+(?:la\s+)?suscripci | gestionar\s | administrar\s | iniciar\s+sesi | en\s+(?:el|tu|su)\s+navegador
    | descadastr | gerenciar\s | cancelar\s+inscri | preferências | no\s+navegador
    | annulla(?:re)?\s+(?:l['’]\s?)?iscrizione | disiscri | cancella\s+iscrizione | gestisci\s | preferenze | nel\s+browser | accedi$
    | uitschrijv | afmeld | voorkeuren | abonnement\s+beheren | inloggen$ | in\s+(?:je|uw)\s+browser
    | avprenumer | avregistrer | hantera\s | avmeld | meld\s+deg\s+av | afmeld | frameld | peruuta\s+tilaus | peru\s+tilaus
    | wypisz | zrezygnuj | anuluj\s+subskrypcj | rezygnacja | zarządzaj | odhl[áa]sit | odhl[áa]s | zrušit\s+odběr | leiratkoz | dezabon
    | отписа | отказаться\s+от | управл\w+\s+подпис | настройк | войти$ | відписа | відмовитися
    | κατάργηση\s+εγγραφής | διαγραφή | aboneli\w+\s+(?:iptal|çık) | abonelikten | tercihler
    | إلغاء\s+الاشتراك | ביטול\s+(?:ה)?(?:רישום|מנוי) | הסר(?:ה)?\s+מ | לביטול
    | 退订 | 取消订阅 | 取消訂閱 | 退訂 | 配信停止 | 購読(?:を)?(?:解除|停止) | 登録(?:を)?解除 | 配信(?:を)?停止 | 수신\s?거부 | 구독\s?(?:취소|해지) | hủy\s+đăng\s+ký | berhenti\s+berlangganan | ยกเลิกการ
    """
)
_PLACES = re.compile(
    r"""(?ix)
      unsub(?:scribe)?\b | unsubscri | opt[_-]?out | optout | /(?:email|subscription|notification|account|user|profile|alert)s?[_/-]?(?:preferences?|settings?|manage|prefs?|center|centre)
    | (?:manage|update|edit)[_-]?(?:subscription|preference|profile|alert|email)s? | /(?:log|sign)[_-]?(?:in|out|up|on)(?:[/.?]|$) | /wf/unsubscribe | list-manage\d*\.com/(?:unsubscribe|profile|vcard|subscribe|about)
    | google\.[a-z.]+/alerts(?:/|\?|$) | /scholar_(?:alerts|share)\b | scholar\?.*\bupdate_op | citations\?.*\bupdate_op | myncbi/ | /searches/\d+/ | /password | /action/(?:showPreferences|clickThrough|addCitationAlert|showLogin|doUpdateAlert)
    | /preferences(?:[/.?]|$) | /mailman/(?:listinfo|options) | /disable_email | email-settings | emailsettings | /forward-to-a-friend | tell_?a?_?friend | refer_?friend | send_?to_?friend | /mail/(?:vf|uf)-
    """
)
_SHARE = re.compile(
    r"""(?ix)
      facebook\.com/(?:sharer|share\.php|dialog/share) | (?:twitter|x)\.com/(?:intent|share|home\?status) | linkedin\.com/(?:shareArticle|sharing|cws/share) | pinterest\.[a-z.]+/pin/create
    | (?:wa\.me|api\.whatsapp\.com|web\.whatsapp\.com)/?.*text= | t\.me/share | reddit\.com/submit | tumblr\.com/(?:share|widgets/share) | bufferapp\.com | buffer\.com/add | getpocket\.com/(?:save|edit) | instapaper\.com/(?:hello|edit|text)
    | (?:digg\.com/submit|delicious\.com/save|del\.icio\.us/post|addthis\.com|addtoany\.com|sharethis\.com|news\.ycombinator\.com/submitlink|plus\.google\.com/share) | /scholar_share | /alerts/(?:share|feedback)
    | email_library_add | substack\.com/(?:app-link/post\?.*\baction=|.*[?&]action=(?:share|like|restack)) | /restack | bsky\.app/intent | mailto:\?
    """
)


def is_account_link(url: str, text: str) -> bool:
    """Whether the link is about the reader's own subscription, log-in or settings, or the mail's small print."""
    words = " ".join(text.split())
    if words and len(words) <= 80 and _WORDS.search(words):
        return True
    return _PLACES.search(_place(url)) is not None


def is_share_link(url: str) -> bool:
    """Whether the link is a button that posts, saves or rates a story somewhere, rather than opens it."""
    return _SHARE.search(url) is not None


def _place(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(f"{parts.netloc}{parts.path}{'?' + parts.query if parts.query else ''}")
