"""Turns a raw href into the link a reader may be given: unwrapped, without trackers and tokens, http(s) or mailto only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from router.links.account import is_account_link, is_account_place, is_share_link, may_be_account
from router.links.finding import finder
from router.links.trackers import DROPS, KEEPS, MARKS, STAYS, TRACKERS, is_mark, line_for, needed
from router.links.wrappers import LONGEST, may_lead_on, unwrap

_ACCOUNTS = 8  # account links looked at, from the mail's end
_NAMING = 2  # links with the reader's address that are about the account; where stories have it, they say no more
_CUT_LINE = re.compile(r"!\s*[\r\n]\s*")  # mail servers cut lines over 990 bytes with "!" and a line end
_SPACE = re.compile(r"[\s\u0085\u200b\ufeff]+")
_BAD = re.compile(r"[\x00-\x20\x7f-\xa0\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff<>\"\\^`{|}\ud800-\udfff]")
_HOST = re.compile(r"(?!-)[\w-]{1,63}(?:\.[\w-]{1,63})*\.?|\[[0-9a-f:.]+\]", re.I)
_MAILTO = re.compile(r"mailto:[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.I)
_JUNK_FRAGMENT = re.compile(
    r":~:text=.*|(?:utm_|xtor=|at_medium|ref=rss|sc_campaign).*|(?:mc_cid|mc_eid|mkt_tok)=.*", re.I | re.S
)
_ENCODED_64 = re.compile(r"ey[JI][\w-]{10,}(?:\.[\w-]*)*")
# links that `safe` gives back as they are and that carry nothing to take off
_PLAIN = re.compile(r"https?://(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*(?:/[A-Za-z0-9/._~!$&'()*+,;=:-]*)?")
# a parameter's value of ten and more letters and figures, mixed: no word, no date, no slug of words; or a longer one
# behind a short label (`jbe_`, `4711%7C`)
_KEY = re.compile(
    r"[^=]+=((?=[\w.~-]{10})(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])(?![a-z]+[-_.+%])[\w.~-]{10,}"
    r"|(?:[^\W_]{1,12}(?:[|_:.~-]|%[0-9A-Fa-f]{2})){1,2}(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[^\W_]{16,})"
)
# the last part of a path: letters and figures, mixed
_MIXED = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[\w.~-]{6,100}")
# a path that names a page: a number, a slug of words, or a last part with a figure in it
_PAGE = re.compile(
    r"\d{4}|[^\W_][-_][^\W_]+[-_]|[^\W_]{3}[-_][^\W_]{4,}/?$|(?:^|/)\d+/?$|(?:^|/)(?=[^/]{0,80}\d)[^/]{4,}/?$"
)
_NUMBER = re.compile(r"\d{6,}")
_OF_ISSUE = re.compile(r"(?:19|20)\d\d(?:[-._/]?\d{1,2}){0,2}")
_ADDRESS = re.compile(r"=[\w.+-]{1,64}(?:@|%40)[\w-]+\.\w")
# A parameter that means a reader, with a value that has a figure in it.
_MEANS_READER = (
    r"user|reader|subscri|member|abonn|abbon|assin|kunde|kund|client|contact|empf|recip|lettor|lecteur|lector|leser|iscri|suscri"
    r"|utente|nutzer|destin"
)
_READER = re.compile(
    rf"(?:[a-z]{{0,12}}[_-]?(?:uid|rid)|[\w-]{{0,20}}(?:{_MEANS_READER})[\w-]{{0,20}})=(?=[^=&]*\d)[\w.~-]{{4,}}$", re.I
)
_may_name_reader = finder(rf"(?i)(?:uid|rid|(?:{_MEANS_READER})[\w-]*)=")
_SECRET_PATH = re.compile(r"(?<![@\w.+-])[\w.+-]+(?:@|%40)[^/@\s]+\.\w{2,}")  # not Mastodon's @who@where


@lru_cache(maxsize=4096)
def clean(url: str, *, secrets: tuple[str, ...] | frozenset[str] = ()) -> str:
    """The link as it may leave the house, "" when it may not.

    secrets: "?name" is a parameter that never leaves; any other word is a value that never leaves (the reader's id).
    A percent-encoded target is decoded exactly once. Opaque links stay wrapped, without their tokens.
    """
    url = mend(url)
    if url[:7].lower() == "mailto:":
        return safe(url.partition("?")[0])
    url = unwrap(url)
    values = _values(secrets)
    if _is_plain(url) and not any(value in url for value in values):
        return url
    if not (url := safe(url)):
        return ""
    names = {secret[1:].lower() for secret in secrets if secret[:1] == "?"}
    parts = urlsplit(url)
    where = (parts.hostname or "").lower()
    keeps, drops = line_for(KEEPS, where), line_for(DROPS, where) or frozenset()
    needs = needed(url)
    kept = []
    for piece in parts.query.split("&") if parts.query else ():
        name, _, value = piece.partition("=")
        name, value = unquote(name), unquote(value)
        low = name.lower()
        if keeps is not None and low not in keeps:
            continue
        if low == "r" and parts.path.startswith("/p/"):  # Substack's sharer, on whatever domain the letter has
            continue
        if (
            not piece
            or low in drops
            or low in names
            or (is_mark(name, value) and not (low in needs and value.isdigit()))
            or any(one in piece or one in value for one in values)
        ):
            continue
        kept.append(piece)
    path = parts.path
    before, _, last = path.rstrip("/").rpartition("/")
    if before and last in values:
        path = before  # whose click it is stands behind what was clicked
    if where.endswith("linkedin.com") and path.startswith("/comm/"):
        path = path[5:]
    fragment = (
        "" if _JUNK_FRAGMENT.match(parts.fragment) or MARKS.fullmatch(unquote(parts.fragment)) else parts.fragment
    )
    netloc = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80")
    said = urlunsplit((parts.scheme, netloc, path, "&".join(kept), fragment))
    whole = unquote(said)
    if any(value in said or value in whole for value in values) or ("@" in whole and _SECRET_PATH.search(whole)):
        return ""
    return said


def clean_all(urls: Iterable[str], *, secrets: frozenset[str] = frozenset()) -> list[str]:
    """`clean` of each; of the plain ones, as most of stories are, one question tells that nothing is to be taken off."""
    urls = list(urls)
    plain = [url if _is_plain(url) else "" for url in map(mend, urls)]
    together = "\n".join(plain)
    if may_lead_on(together) or any(value in together for value in _values(secrets)):
        return [clean(url, secrets=secrets) for url in urls]
    return [said or clean(url, secrets=secrets) for url, said in zip(urls, plain, strict=True)]


def _values(secrets: Iterable[str]) -> list[str]:
    return [secret for secret in secrets if secret[:1] != "?" and len(secret) >= 4]


def _is_plain(url: str) -> bool:
    return len(url) <= LONGEST and _PLAIN.fullmatch(url) is not None and "linkedin.com/comm/" not in url


def mend(url: str) -> str:
    """The href without what transport and careless hands did to it: cut lines, white space, doubled entities."""
    if len(url) > LONGEST:
        return ""
    url = (
        _SPACE.sub("", _CUT_LINE.sub("", url.strip()))
        if not url.isascii() or not url.isprintable() or " " in url
        else url
    )
    if "&amp;" in url:
        url = url.replace("&amp;", "&")
    return f"https:{url}" if url.startswith("//") else url


def safe(url: str) -> str:
    """The link when it is http(s) or mailto with a plain host, no userinfo and no control character; else ""."""
    url = url.strip()
    if len(url) > LONGEST:
        return ""
    if url[:7].lower() == "mailto:":
        return url if _MAILTO.fullmatch(url) else ""
    url = _BAD.sub(
        lambda bad: (
            "".join(f"%{byte:02X}" for byte in bad[0].encode("utf-8", "replace")) if bad[0] in ' <>"\\^`{|}' else "\x00"
        ),
        url,
    )
    if "\x00" in url:
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or port == 0:
        return ""
    return url if _HOST.fullmatch(parts.hostname or "") else ""


def host(url: str) -> str:
    """The host of a link in lower case, "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def reader_ids(urls: Iterable[str], leaving: Iterable[str] = ()) -> frozenset[str]:
    """Values that stand in the unsubscribe or log-in link and as a parameter in most other links of the mail.

    leaving: links of the mail's header that end the subscription. Such a value names the reader, however innocent its
    parameter looks (`mid=9665862`). So does a long key of letters and figures that is the same on links to different
    pages: it says who clicks, for it does not say where to; and a number that is the same on nearly all of them under a
    name that means a reader (`abonnent=5519`).
    """
    urls = tuple(dict.fromkeys(urls))
    places: dict[str, list[str]] = {}  # before the "?": a mail links to one place many times, for each story
    for url in urls:
        places.setdefault(url.partition("?")[0], []).append(url)
    return _of_account(urls, places, set(leaving)) | _shared(places) | _named(urls)


def _named(urls: Sequence[str]) -> frozenset[str]:
    """Values with a figure in them that at least three links, and four of five that ask for anything, give to a
    parameter that means a reader."""
    asking = [url for url in urls if "?" in url]
    some = asking[:: len(asking) // 8 + 1]  # what stands on most stands on one of these
    if not _may_name_reader("\n".join(some)):
        return frozenset()
    told = {
        piece for url in some for piece in url.partition("?")[2].partition("#")[0].split("&") if _READER.match(piece)
    }
    counts = {piece: sum(piece in url for url in asking) for piece in told}
    return frozenset(
        piece.partition("=")[2] for piece, count in counts.items() if count >= 3 and 5 * count >= 4 * len(asking)
    )


def _shared(places: dict[str, list[str]]) -> frozenset[str]:
    """Keys on links whose paths name different pages without them; where paths are alike, a key may be the page's."""
    queries = {
        place: set("&".join([url[len(place) + 1 :].partition("#")[0] for url in group]).split("&"))
        for place, group in places.items()
        if len(group) == 1 or names_page(place)  # many links to what is no page are dear to take apart
    }
    once: set[str] = set()
    twice: set[str] = set()
    for pieces in queries.values():
        twice |= once & pieces
        once |= pieces
    led: dict[str, list[str]] = {piece: [] for piece in twice if _KEY.fullmatch(piece)}
    for place, pieces in queries.items() if led else ():
        for piece in pieces & led.keys():
            led[piece].append(place)
    return frozenset(piece.partition("=")[2] for piece, places in led.items() if sum(map(names_page, places)) > 1)


def names_page(place: str) -> bool:
    """Whether the path of a link says which page it opens, not only which part of a site."""
    return _PAGE.search(place.partition("://")[2].partition("/")[2][:200]) is not None


def _of_account(urls: Sequence[str], places: dict[str, list[str]], leaving: set[str]) -> frozenset[str]:
    stories: list[str] = []
    accounts = set(leaving)
    for place, group in places.items():
        if not is_account_place(place):
            stories += group
        elif not is_share_link(place):
            accounts.update(group)
    if may_be_account(stories):
        asked = {url for url in stories if is_account_link(url, "")}
        stories = [url for url in stories if url not in asked]
        accounts.update(url for url in asked if not is_share_link(url.partition("?")[0]))
    named = [url for url in stories if ("@" in url or "%40" in url) and _ADDRESS.search(url.partition("?")[2])]
    if 0 < len(named) <= _NAMING:
        accounts.update(named)  # whom it names beside the reader's address
        stories = [url for url in stories if url not in named]
    values: dict[str, None] = {}
    asking = chain(leaving, (url for url in reversed(urls) if url in accounts and not is_share_link(url)))
    for url in islice(asking, _ACCOUNTS):
        inner = unwrap(mend(url))
        stays = (needed(inner) - TRACKERS) | (line_for(STAYS, host(inner)) or frozenset())
        for name, value in parse_qsl(inner.partition("?")[2].partition("#")[0]):
            if len(value) >= 5 and name.lower() not in stays:
                values[value] = None
        for part in inner.partition("?")[0].split("/")[3:9]:
            if len(part) >= 6 and any(map(str.isdigit, part)):
                values[part] = None
    told = "\n".join(stories)
    read = frozenset(value for value in values if value in told and _on_most(value, stories))
    return read | _last_parts(places, accounts)


def _last_parts(places: Iterable[str], accounts: Iterable[str]) -> frozenset[str]:
    """Keys that end the paths of three and more links, each naming its page before it, and stand in an account link."""
    befores: dict[str, list[str]] = {}
    for place in places:
        before, _, last = place.rstrip("/").rpartition("/")
        if _MIXED.fullmatch(last):
            befores.setdefault(last, []).append(before)
    many = {last: before for last, before in befores.items() if len(before) >= 3 and sum(map(names_page, before)) >= 2}
    told = "\n".join(accounts) if 0 < len(many) <= _ACCOUNTS else ""  # a mail has one reader
    return frozenset(last for last in many if told and last in told)


def _on_most(value: str, urls: list[str]) -> bool:
    """Whether at least three and at least half of the links carry the value as a parameter; of a long number three do.

    Of a long key two are enough, and one whose path names its page without it.
    """
    if _KEY.fullmatch(f"a={value}"):
        carrying = [url for url in urls if value in url.partition("?")[2]]
        return len(carrying) > 1 or any(names_page(url.partition("?")[0]) for url in carrying)
    carrying = [url for url in urls if value in url and (f"={value}" in url or f"%3D{value}" in url)]
    if len(carrying) < 3:
        return False
    return 2 * len(carrying) >= len(urls) or _NUMBER.fullmatch(value) is not None or _on_its_host(value, carrying, urls)


def _on_its_host(value: str, carrying: Sequence[str], urls: Sequence[str]) -> bool:
    """Whether a value with figures in it, but no day, stands on most links to its hosts that ask for anything, whatever
    their page."""
    if not any(map(str.isdigit, value)) or _OF_ISSUE.fullmatch(value):
        return False
    hosts = {host(url) for url in carrying}
    asking = [url for url in urls if "?" in url and host(url) in hosts]
    pages = sum(map(names_page, {url.partition("?")[0] for url in carrying}))
    return 2 * len(carrying) >= len(asking) and pages >= 3
