"""Turns a canonical link into what tells two pages apart: its site, the ids that stand in it, and how direct it is.

Links here are `links.canonical` ones: no scheme, "www." or tracker, the fragment kept.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote

from router import links

_SECOND_WORDS = "co com org net gov edu ac or ne go gob gouv gv mil idv info nom asn id"
_SECOND = frozenset(_SECOND_WORDS.split())
# Many owners under one name: here the host is the site.
_SHARED_WORDS = (
    "blogspot.com wordpress.com substack.com medium.com github.io tumblr.com typepad.com livejournal.com weebly.com "
    "wixsite.com pixnet.net hatenablog.com ghost.io beehiiv.com buttondown.email squarespace.com userland.com "
    "blogs.com gitlab.io netlify.app vercel.app web.app herokuapp.com google.com"
)
_SHARED = frozenset(_SHARED_WORDS.split())
_HOST_END = re.compile(r"[/?#:]")
_PREPRINTS = (
    "10.20944/", "10.1101/", "10.64898/", "10.2139/", "10.48550/", "10.31234/", "10.21203/", "10.26434/", "10.31219/",
    "10.31235/", "10.35542/", "10.22541/", "10.36227/", "10.1590/scielopreprints", "10.32388/", "10.33774/",
    "10.70675/", "10.14293/", "10.5194/egusphere", "10.48448/",
)  # fmt: skip
_VERSION = re.compile(r"[./]?v\d+$", re.I)
_PII = re.compile(r"\b(?:PII)?([SB])(\d{4})-?(\d{3}[\dX])\(?(\d{2})\)?(\d{5})-?([\dX])\b", re.I)
_NATURE = re.compile(r"\bnature\.com/articles/([a-z]\d{5}-[\w-]+)")
# What every link with an id of a work, and with an article's number, has: most links have neither. RE2 says so of both
# in a tenth of the time.
_TELLING = (
    r"(?i)10\.\d{4}|[SB]\d{4}-?\d|pubmed|PMC\d|arxiv|/pii/|youtu|x\.com|twitter|linkedin|reddit|ssrn|nature\.|bbc\."
)
_COUNTED = r"(?i)\d{5}|[0-9a-f]{8}"
_NONE: frozenset[str] = frozenset()
_telling, _counted, _either = links.finder(_TELLING), links.finder(_COUNTED), links.finder(_TELLING, _COUNTED)
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"
    r"(?<![0-9a-z])[0-9a-f]{24}(?:[0-9a-f]{8})?(?![0-9a-z])",
    re.I,
)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{7,20}(?!\d)")
_LAST_NUMBER = re.compile(r"/(?:[a-z]+[-_])?(\d{5,6})(?:\.[a-z]{3,5})?/?$", re.I)
# Pages that hold many stories: a day's or month's archive, a start page.
_MANY = re.compile(r"^$|/\d{4}/\d{1,2}(?:/\d{1,2})?(?:\.\w+|/)?$|/(?:index|archives?|latest|today)?(?:\.\w+)?/?$")
_DIGIT = re.compile(r"\d")
_SCRIPT = re.compile(r"\.(?:php|aspx?|asp|jsp|cgi|do|[xd]j?html?)$", re.I)

_REDIRECTS_WORDS = "t.co bit.ly ow.ly lnkd.in tinyurl.com goo.gl dlvr.it buff.ly newsisfree.com feedproxy.google.com"
_REDIRECTS = frozenset(_REDIRECTS_WORDS.split())
_REDIRECTING = re.compile(r"(?:click|email|links?|track|trk|lnks|ct|e|t)\d*\.")
_PORTALS_WORDS = (
    "msn.com yahoo.com line.me news.google.com scholar.google.com flipboard.com smartnews.com facebook.com x.com "
    "linkedin.com reddit.com ptt.cc pubmed.ncbi.nlm.nih.gov proquest.com researchgate.net semanticscholar.org "
    "academia.edu apple.news newsbreak.com pchome.com.tw"
)
_PORTALS = frozenset(_PORTALS_WORDS.split())


@lru_cache(maxsize=8192)
def parts(link: str) -> SplitResult:
    """A canonical link taken apart: it has no scheme and nothing odd in it."""
    rest, _, fragment = link.partition("#")
    place, _, query = rest.partition("?")
    host, slash, path = place.partition("/")
    return SplitResult("", host, slash + path, query, fragment)


@lru_cache(maxsize=8192)
def site(link: str) -> str:
    """The part of a host that one owner holds: money.udn.com -> udn.com, a.blogspot.com stays; "" without a link."""
    host = _HOST_END.split(link, 1)[0]
    labels = host.split(".")
    if len(labels) < 3 or host.replace(".", "").isdigit():
        return host
    keep = 3 if len(labels[-1]) == 2 and labels[-2] in _SECOND else 2
    found = ".".join(labels[-keep:])
    return host if found in _SHARED else found


def identifiers(url: str, link: str, doi: str) -> frozenset[str]:
    """Ids in a link (as given, and canonical) and a DOI field: doi:, pmid:, pii:, youtube: …, and article:SITE:ID."""
    plain = unquote(link) if "%" in link else link
    if not doi and not _either(plain):
        return _NONE
    found: set[str] = set()
    if doi or _telling(plain):
        found.update(one for one in links.identifiers(url if link else "", doi) if not one.startswith("article:"))
        if match := _NATURE.search(plain):
            found.add(f"doi:10.1038/{match[1].lower()}")
        for match in _PII.finditer(f"{plain} {doi}"):
            found.add(f"pii:{''.join(match.groups()).upper()}")
    where = site(link)
    if where and _counted(plain) and where not in ("doi.org", "nih.gov"):
        found.update(f"article:{where}:{number}" for number in _article_ids(plain))
    return frozenset(found)


def _article_ids(link: str) -> list[str]:
    """What a site counts its articles by: a uuid, seven digits or more that are no date, or a path's last number."""
    split = parts(link)
    where = f"{split.path}?{split.query}"
    found: list[str] = [match.lower() for match in _UUID.findall(where)]
    found += [number for number in _LONG_NUMBER.findall(_UUID.sub(" ", where)) if not is_date(number)]
    if not found and not split.query and (match := _LAST_NUMBER.search(split.path)):
        found.append(match[1])
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


def work(doi: str) -> str:
    """An id; of a preprint's DOI, without its version: doi:10.1101/x.v2 -> doi:10.1101/x."""
    return _VERSION.sub("", doi) if is_preprint(doi) else doi


def is_preprint(doi: str) -> bool:
    """Whether a DOI (with `doi:`) is of a preprint server."""
    return doi.removeprefix("doi:").startswith(_PREPRINTS)


@lru_cache(maxsize=8192)
def is_own_page(link: str) -> bool:
    """Whether a link by itself looks like one article's page: an id, a slug, a query; and no day's archive."""
    plain = unquote(link)
    split = parts(plain)
    if _MANY.search(split.path):
        return bool(split.fragment) or re.search(r"\d{4}", split.query) is not None
    last = split.path.rstrip("/").rpartition("/")[2]
    return bool(split.query or _article_ids(plain)) or last.count("-") + last.count("_") >= 2 or len(last) >= 16


def page(link: str) -> str:
    """A link without its query when the path alone could name the page, else ""."""
    rest, _, fragment = link.partition("#")
    place = rest.partition("?")[0]
    last = place.partition("/")[2].rpartition("/")[2]
    if fragment or len(last) < 6 or ("." in last and _SCRIPT.search(last)):
        return ""
    if last.islower() and not _DIGIT.search(last):
        return ""
    return place


def same_page(a: str, b: str) -> bool:
    """Whether two links differ only in that one has more parameters."""
    path = a.partition("?")[0]
    if path != b.partition("?")[0] or not page(a) or page(a) != page(b):
        return False
    ours, theirs = (set(parse_qsl(parts(link).query, keep_blank_values=True)) for link in (a, b))
    return ours <= theirs or theirs <= ours


def directness(link: str) -> int:
    """How direct a canonical link is: 3 a DOI, 2 a publisher's page, 1 a portal, 0 a tracker or none."""
    where, host = site(link), parts(link).netloc
    if not where or where in _REDIRECTS or host in _REDIRECTS or _REDIRECTING.match(host):
        return 0
    if where == "doi.org":
        return 3
    return 1 if where in _PORTALS or host in _PORTALS else 2
