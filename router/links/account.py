"""Tells links about the reader's account, and share buttons, from links that lead to a story."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from router.links.account_words import WORDS
from router.links.finding import finder, finder_in_lines
from router.links.wrappers import unwrap

LONGEST_WORDS = 90
LONGEST_PLACE = 400

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
    # Who wrote a paper, in its library or by a search (no research) for their name.
    r"^https?://[\w-]+\.academia\.edu/[a-z][^/?#]*/?(?:[?#]|$)",
    r"^https?://(?:www\.)?researchgate\.net/scientific-contributions/",
    r"^https?://orcid\.org/\d{4}-",
    r"^https?://(?:\w+\.)?cairn(?:-\w+)?\.info/publications-(?:de|of)-",
    r"^https?://papers\.ssrn\.com/(?:[^?#]*/)?absby\w+\.cfm\?(?:[^#]*&)?per_id=",
    r"^https?://ideas\.repec\.org/[ef]/p",
    r"^https?://(?:www\.)?scopus\.com/authid/",
    r"^https?://loop\.frontiersin\.org/people/",
    r"^https?://(?:www\.)?semanticscholar\.org/author/",
    r"^https?://[^/]+/(?:[^?#]*/)?(?:\w*[^\We]|(?:\w*[^\Wr])?e)?search\w*\?(?:[^#]*&)?(?:authors?|contribauthor(?:raw|stored)?|dc\.creator|creator)=",
    r"^https?://[^/]+/[^#]*[?&](?:indexsearch=au\b|query=au(?:thors?)?(?::|%3a))",
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
