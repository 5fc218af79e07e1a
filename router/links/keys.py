"""Turns a link and the words beside it into keys: two stories with one key are about the same page or paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from router.links.cleaning import clean
from router.links.finding import finder, finder_in_lines

_WWW = re.compile(r"^(?:www\d?|m|mobile|amp|edition|touch)\.(?=[^.]+\.[^.])")
_MIDDLE_M = re.compile(r"^([a-z]{2,3})\.m\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp(?=/|$)|\.amp(?=\.html$|$)|(?<=/)amp/)", re.I)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.I)
_PAGES = (".htm", ".html", ".php", ".asp", ".aspx", ".jsp")
_AMP_QUERY = frozenset(
    {"amp", "outputtype", "rss", "ref", "source", "src", "from", "cmp", "share", "spm", "feature", "via"}
)
_RECORD = re.compile(r"\.(?:asp|cfm|cgi|jsp|php|pl)x?\?ref=\d{3,12}$", re.I)  # what a program shows, not who led there
_HOSTS = {
    "dx.doi.org": "doi.org",
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "youtu.be": "youtube.com",
    "old.reddit.com": "reddit.com",
    "export.arxiv.org": "arxiv.org",
}

_DOI = re.compile(
    r"\b(10\.\d{4,9}(?:\.\d+)*/[^\s\"'<>\u00a0|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+)",
    re.I,
)
_DOI_TAIL = re.compile(
    r"/(?:full|abstract|abs|pdf|epdf|pdfdirect|html|fulltext|meta|summary|references|\d{4,})(?:/.*)?$|\.(?:full|abstract|pdf|short)(?:\.pdf)?$",
    re.I,
)
_PMID = re.compile(
    r"\bPMID:?\s*(\d{1,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,9})\b|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/(\d{1,9})\b",
    re.I,
)
_PMC = re.compile(r"\b(PMC\d{4,9})\b")
_ARXIV = re.compile(
    r"(?:\barxiv(?:\.org/(?:abs|pdf|html)/|:\s?)|10\.48550/arxiv\.)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.I,
)
_PII = re.compile(r"(?:/pii/|\bpii:?\s*)(S[0-9X]{16}|S?\d{4}-?\d{3}[\dX]\(\d\d\)\d{5}-[\dX])", re.I)
_PLACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("youtube", re.compile(r"(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/|embed/)|youtu\.be/)([\w-]{11})\b")),
    ("x", re.compile(r"(?:twitter|x)\.com/\w+/status(?:es)?/(\d+)")),
    ("linkedin", re.compile(r"linkedin\.com/(?:.*urn:li:|posts/.*?-)(activity[:-]\d{10,}|share[:-]\d{10,}|ugcPost[:-]\d{10,})")),
    ("linkedin-job", re.compile(r"linkedin\.com/(?:comm/)?jobs/view/(?:.*-)?(\d{6,})")),
    ("reddit", re.compile(r"reddit\.com/r/\w+/comments/(\w+)")),
    ("ssrn", re.compile(r"ssrn\.com/(?:.*abstract_?id=|abstract=)(\d+)", re.I)),
    ("nature", re.compile(r"nature\.com/articles/([\w-]+)")),
    ("bbc", re.compile(r"bbc\.(?:com|co\.uk)/(?:.*-(\d{7,9})|.*articles/(\w{8,}))")),
)  # fmt: skip
_ARTICLE_NAME = frozenset(
    {
        "id",
        "articleid",
        "article_id",
        "storyid",
        "story_id",
        "newsid",
        "aid",
        "art",
        "article",
        "idart",
        "itemno",
        "sid",
        "p",
    }
)
_SIMPLE = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?:/[A-Za-z0-9/@!$&'()*+,;=~._-]*)?")
# What makes a link more than host and path.
_SPECIAL = (r"(?i)[/.]amp", r"youtu|doi\.org|arxiv|substack|ncbi", *map(re.escape, _HOSTS))
_special, _special_in_lines = finder(*_SPECIAL), finder_in_lines(*_SPECIAL)
_PLAIN = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=~._-]*")
_NUMBER = re.compile(r"(?<![0-9])(\d{5,12})(?![0-9])")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?|(?:19|20)\d\d-?[01]\d")


def canonical(url: str) -> str:
    """The folding key of a link: no scheme, www, m. or amp; query sorted; fragment kept; "" for no usable link."""
    return canonical_of(clean(url))


@lru_cache(maxsize=8192)
def canonical_of(said: str) -> str:
    """`canonical` of a link that `clean` gave; cleaning costs more than all the rest."""
    if not said or said[:7].lower() == "mailto:":
        return ""
    if _SIMPLE.fullmatch(said) and not _special(said):
        return _of_simple(said)
    try:
        parts = urlsplit(said)
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".").lower()
    host = _HOSTS.get(host, _MIDDLE_M.sub(r"\1.", _WWW.sub("", host)))
    host = _HOSTS.get(host, host)
    try:
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except ValueError:
        port = ""
    path = _INDEX.sub("/", _AMP_PATH.sub("", parts.path))
    path = (path if _PLAIN.fullmatch(path) else quote(unquote(path), safe="/:@!$&'()*+,;=~-._")).rstrip("/")
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _AMP_QUERY or _RECORD.search(said)
    )
    if parts.hostname == "youtu.be":
        query, path = [("v", path.strip("/"))], "/watch"
    if host == "doi.org":
        path = path.lower()
    if host == "arxiv.org" and (found := arxiv(said)):
        path = f"/abs/{found}"
    if host == "open.substack.com" and (named := re.fullmatch(r"/pub/([\w-]+)(/p/.+)", path)):
        host, path = f"{named[1]}.substack.com", named[2]
    if host == "ncbi.nlm.nih.gov" and (number := pmid(said)):
        host, path = "pubmed.ncbi.nlm.nih.gov", f"/{number}"
    tail = "&".join(f"{name}={quote(value, safe='')}" for name, value in query)
    return f"{host}{port}{path}{'?' + tail if tail else ''}{'#' + parts.fragment if parts.fragment else ''}"


def canonical_of_all(said: Iterable[str]) -> list[str]:
    """`canonical_of` each; of the simple ones, as most of stories are, one question tells that they are no more."""
    said = list(said)
    simple = [one if _SIMPLE.fullmatch(one) else "" for one in said]
    if _special_in_lines("\n".join(simple)):
        return list(map(canonical_of, said))
    return [_of_simple(one) if one else canonical_of(link) for link, one in zip(said, simple, strict=True)]


def _of_simple(said: str) -> str:
    where, _, path = said.partition("://")[2].partition("/")
    where = _WWW.sub("", where)
    if ".m." in where:
        where = _MIDDLE_M.sub(r"\1.", where)
    if path[-5:].lower().endswith(_PAGES):
        path = _INDEX.sub("/", "/" + path)[1:]
    return f"{where}/{path}".rstrip("/")


def doi(text: str) -> str:
    """The first DOI in a text or link, lower case, without the sentence's last dot or a page's tail; "" when none."""
    found = _DOI.search(unquote(text) if "%2F" in text or "%2f" in text else text)
    if not found:
        return ""
    said = re.split(r"[?#&]", found[1])[0] if "://" in text[: found.start() + 1] or text.startswith("/") else found[1]
    said = _DOI_TAIL.sub("", said) if "://" in text else said
    while said and (
        said[-1] in ".,;:!?'\"*\u201d\u2019\u00bb"
        or (said[-1] in ")]}" and said.count(said[-1]) > said.count("([{"[")]}".index(said[-1])]))
    ):
        said = said[:-1]
    return said.lower()


def pmid(text: str) -> str:
    """The first PubMed number in a text ("PMID: 1") or link, "" when none."""
    found = _PMID.search(text)
    return next((number for number in found.groups() if number), "") if found else ""


def arxiv(text: str) -> str:
    """The first arXiv number in a text ("arXiv:2501.01234v2") or link, without its version; "" when none."""
    found = _ARXIV.search(text)
    return found[1] if found else ""


def identifiers(url: str, text: str = "") -> tuple[str, ...]:
    """Exact keys of what is linked, strongest first: "doi:10.5555/x", "pmid:1", "arxiv:2501.01234", "youtube:…", "article:host/1234567".

    Keys from the text are only taken when the text is about one work: give title and citation, never a whole page.
    """
    said = clean(url) if url else ""
    keys: list[str] = []
    for name, read in (("doi", doi), ("pmid", pmid), ("arxiv", arxiv)):
        if number := read(said) or read(text):
            keys.append(f"{name}:{number}")
    if pmc := _PMC.search(said):
        keys.append(f"pmc:{pmc[1].upper()}")
    if pii := _PII.search(said) or _PII.search(text):
        keys.append(f"pii:{re.sub(r'[^0-9SX]', '', pii[1].upper())}")
    for name, place in _PLACES:
        if found := place.search(said):
            keys.append(f"{name}:{next(part for part in found.groups() if part).replace('-', ':', name == 'linkedin')}")
    if said and len(keys) == 0 and (number := _article(said)):
        keys.append(f"article:{number}")
    return tuple(dict.fromkeys(keys))


def _article(url: str) -> str:
    """Host and the number that a newspaper's link carries, whatever section or headline stands around it."""
    parts = urlsplit(url)
    host = _WWW.sub("", (parts.hostname or "").lower())
    last = parts.path.rstrip("/").rpartition("/")[2]
    numbers = [number for number in _NUMBER.findall(last) if not _DATE.fullmatch(number)]
    if numbers:
        return f"{host}/{max(numbers, key=len)}"
    for name, value in parse_qsl(parts.query):
        if name.lower() in _ARTICLE_NAME and re.fullmatch(r"\d{4,12}", value):
            return f"{host}/{value}"
    return ""
