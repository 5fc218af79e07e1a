"""Turns a link into what tells two pages apart: its canonical form, its site, and the ids that stand in it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_SECOND_WORDS = "co com org net gov edu ac or ne go gob gouv gv mil idv info nom asn id"
_SECOND = frozenset(_SECOND_WORDS.split())
# One owner a subdomain: here the host is the site.
_SHARED_WORDS = (
    "blogspot.com wordpress.com substack.com medium.com github.io tumblr.com typepad.com livejournal.com weebly.com "
    "wixsite.com pixnet.net hatenablog.com ghost.io beehiiv.com buttondown.email squarespace.com userland.com "
    "blogs.com gitlab.io netlify.app vercel.app web.app herokuapp.com google.com"
)
_SHARED = frozenset(_SHARED_WORDS.split())
_TRACKER = re.compile(
    r"^(?:utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hsenc|_hsmi|cmpid|ocid|ito|smid|via|ref|referral|"
    r"rss|source|partner|guccounter|pq-origsite|cbl|casa_token|dgcid|feature|spm|share|embed)$",
    re.I,
)
_VARIANT_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.)")
_VARIANT_PATH = re.compile(r"/(?:amp|print|mobile|m)(?=/)|(?:/amp|/print)/?$|\.amp(?=\.html?$)")
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>?#&]+)", re.I)
_DOI_REST = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|html|meta|fulltext|summary|download)|\.full(?:\.pdf)?|\.pdf|[.,;)])+$", re.I
)
_VERSION = re.compile(r"(?:[./]?v\d+)$", re.I)
_PREPRINTS = (
    "10.20944/",
    "10.1101/",
    "10.64898/",
    "10.2139/",
    "10.48550/",
    "10.31234/",
    "10.21203/",
    "10.26434/",
    "10.31219/",
    "10.31235/",
    "10.35542/",
    "10.22541/",
    "10.36227/",
    "10.1590/scielopreprints",
    "10.32388/",
    "10.33774/",
    "10.70675/",
    "10.12688/",
    "10.14293/",
    "10.5194/egusphere",
    "10.48448/",
)
_PII = re.compile(r"\b(?:PII)?[SB](\d{4})-?(\d{3}[\dX])\(?(\d{2})\)?(\d{5})-?([\dX])\b", re.I)
_ARXIV = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+/\d{7})|10\.48550/arxiv\.(\d{4}\.\d{4,5})", re.I
)
_PUBMED = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{5,9})\b", re.I)
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{24}(?:[0-9a-f]{8})?(?![0-9a-z])",
    re.I,
)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{7,20}(?!\d)")
_LAST_NUMBER = re.compile(r"/(?:[a-z]+[-_])?(\d{4,6})(?:\.[a-z]{3,5})?/?$", re.I)


@lru_cache(maxsize=65536)
def canonical(link: str) -> str:
    """One spelling of a link: https, host without www., trackers off, fragment kept; "" for what is no web link."""
    try:
        parts = urlsplit(link.strip())
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    host = _VARIANT_HOST.sub("", host) + (f":{port}" if port not in (None, 80, 443) else "")
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKER.match(k)]
    path = _VARIANT_PATH.sub("", parts.path).rstrip("/")
    return urlunsplit(("https", host, path, urlencode(query), parts.fragment))


@lru_cache(maxsize=65536)
def site(link: str) -> str:
    """The part of a host that one owner holds: money.udn.com -> udn.com, a.blogspot.com stays; "" without a link."""
    try:
        host = (urlsplit(link).hostname or "").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    if len(labels) < 3 or host.replace(".", "").isdigit():
        return host
    keep = 3 if len(labels[-1]) == 2 and labels[-2] in _SECOND else 2
    found = ".".join(labels[-keep:])
    return host.removeprefix("www.") if found in _SHARED else found


def identifiers(link: str, site_: str, doi: str) -> frozenset[str]:
    """Ids in a link and a DOI field: doi:, pmid:, arxiv:, pii:, article:SITE:ID."""
    found = set()
    plain = unquote(link)
    for given in (doi, plain):
        if match := _DOI.search(given):
            found.add(f"doi:{_doi(match.group(1))}")
    if match := re.search(r"\bnature\.com/articles/([a-z]\d{5}-[\w-]+)", plain):
        found.add(f"doi:10.1038/{match.group(1).lower()}")
    for match in _PII.finditer(f"{plain} {doi}"):
        found.add(f"pii:{''.join(match.groups()).upper()}")
    if match := _ARXIV.search(f"{plain} {doi}"):
        found.add(f"arxiv:{match.group(1) or match.group(2)}")
    if match := _PUBMED.search(plain):
        found.add(f"pmid:{match.group(1)}")
    if site_ and site_ not in ("doi.org", "nih.gov"):
        found.update(f"article:{site_}:{number}" for number in _article_ids(plain))
    return frozenset(found)


def _article_ids(link: str) -> list[str]:
    """What a site counts its articles by: a uuid, seven digits or more that are no date, or a last number of a path."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return []
    where = f"{parts.path}?{parts.query}"
    found = [match.lower() for match in _UUID.findall(where)]
    rest = _UUID.sub(" ", where)
    found += [number for number in _LONG_NUMBER.findall(rest) if not is_date(number)]
    if not found and (match := _LAST_NUMBER.search(parts.path)):
        found.append(match.group(1))
    return found


def is_date(number: str) -> bool:
    """Whether digits are a day or a moment: 20260318, 18032026, 202603181628, 20260318162811."""
    if len(number) == 8 and _day(number[4:], number[2:4], number[:2]):
        return True
    if len(number) not in (8, 10, 12, 14) or not _day(number[:4], number[4:6], number[6:8]):
        return False
    clock = [int(number[at : at + 2]) for at in range(8, len(number), 2)]
    return all(part < (60 if at else 24) for at, part in enumerate(clock))


def _day(year: str, month: str, day: str) -> bool:
    try:
        return 1990 <= date(int(year), int(month), int(day)).year <= 2100
    except ValueError:
        return False


def _doi(text: str) -> str:
    return _DOI_REST.sub("", text).lower()


def work(doi: str) -> str:
    """A DOI (with or without `doi:`) without the version of a preprint: 10.1101/x.v2 -> 10.1101/x."""
    return _VERSION.sub("", doi) if is_preprint(doi) else doi


def is_preprint(doi: str) -> bool:
    """Whether a DOI is of a preprint server."""
    return doi.removeprefix("doi:").startswith(_PREPRINTS)


def is_own_page(link: str) -> bool:
    """Whether a link by itself looks like one article's page: an id, or a slug of three words, and no mere day page."""
    try:
        parts = urlsplit(unquote(link))
    except ValueError:
        return False
    if re.search(
        r"/\d{4}/\d{1,2}(?:/\d{1,2})?(?:\.\w+|/)?$|/(?:index|archives?|latest|today)?(?:\.\w+)?/?$", parts.path
    ):
        return bool(parts.fragment) or bool(re.search(r"\d{4}", parts.query))
    last = parts.path.rstrip("/").rpartition("/")[2]
    return bool(_article_ids(link)) or last.count("-") + last.count("_") >= 2 or len(last) >= 16 or bool(parts.query)


def page(link: str) -> str:
    """A link without its query when the path alone could name the page, else ""."""
    parts = urlsplit(link)
    last = parts.path.rpartition("/")[2]
    if parts.fragment or re.search(r"\.(?:php|aspx?|asp|jsp|cgi|do|[xd]j?html?)$", last, re.I):
        return ""
    return f"{parts.netloc}{parts.path}" if len(last) >= 6 and (re.search(r"\d", last) or not last.islower()) else ""


def same_page(a: str, b: str) -> bool:
    """Whether two links differ only in that one has more parameters."""
    if not page(a) or page(a) != page(b):
        return False
    ours, theirs = (set(parse_qsl(urlsplit(link).query, keep_blank_values=True)) for link in (a, b))
    return ours <= theirs or theirs <= ours


def directness(link: str) -> int:
    """How direct a link is: 3 a DOI, 2 a publisher's page, 1 a portal or aggregator, 0 a tracker or none."""
    where = site(link)
    if not where:
        return 0
    if where == "doi.org":
        return 3
    host = urlsplit(link).hostname or ""
    if where in _REDIRECTS or re.match(r"(?:click|email|links?|track|trk|lnks|ct|e|t)\d*\.", host):
        return 0
    return 1 if where in _PORTALS or host in _PORTALS else 2


_REDIRECTS_WORDS = "t.co bit.ly ow.ly lnkd.in tinyurl.com goo.gl dlvr.it buff.ly newsisfree.com feedproxy.google.com"
_REDIRECTS = frozenset(_REDIRECTS_WORDS.split())
_PORTALS_WORDS = (
    "msn.com yahoo.com line.me news.google.com scholar.google.com flipboard.com smartnews.com facebook.com x.com "
    "twitter.com linkedin.com reddit.com ptt.cc pubmed.ncbi.nlm.nih.gov proquest.com researchgate.net "
    "semanticscholar.org academia.edu apple.news newsbreak.com yahoo.com.tw pchome.com.tw"
)
_PORTALS = frozenset(_PORTALS_WORDS.split())
