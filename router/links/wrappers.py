"""Turns a link that a mail program or sender wrapped in its own into the link it leads to, without asking anybody."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from router.links.finding import finder, finder_in_lines

DEEPEST = 5
LONGEST = 8192

_GOOGLE = r"(?:www\.|scholar\.|news\.|images\.)?google(?:\.[a-z]{2,3}){1,2}"

# host, path, parameters that may hold the target: the first that holds an http(s) address wins.
TARGETS: tuple[tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(host, re.I), re.compile(path, re.I), tuple(names.split()))
    for host, path, names in (
        (_GOOGLE, r"/url", "url q"),
        (_GOOGLE, r"/scholar_url", "url"),
        (r"translate\.google(?:\.[a-z]{2,3}){1,2}", r"/translate", "u"),
        (r"(?:[\w-]+\.)*safelinks\.protection\.(?:outlook|office365)\.(?:com|us|de|cn)", r"/.*", "url"),
        (r"lm?\.(?:facebook|instagram|messenger|threads)\.com", r"/.*", "u"),
        (r"(?:www\.|m\.)?facebook\.com", r"/(?:l\.php|flx/warn/?)", "u"),
        (r"(?:[\w-]+\.)?linkedin\.com", r"/(?:comm/)?(?:redir|safety)/(?:redirect|go|suspicious-page)/?", "url"),
        (r"(?:www\.|mobile\.)?(?:twitter|x)\.com", r"/i/redirect", "url"),
        (r"(?:www\.|m\.)?youtube\.com", r"/(?:attribution_link|redirect)", "u q"),
        (r"public-api\.wordpress\.com", r"/bar/?", "redirect_to"),
        (r"(?:[\w-]+\.)?medium\.com", r"/r/?", "url"),
        (r"(?:www\.)?ncbi\.nlm\.nih\.gov", r"/.*", "url"),
        (r"out\.reddit\.com", r"/.*", "url"),
        (r"t\.umblr\.com", r"/redirect", "z"),
        (r"slack-redir\.net", r"/link", "url"),
        (r"disq\.us", r"/url", "url"),
        (r"(?:www\.)?duckduckgo\.com", r"/l/?", "uddg"),
        (r"linkprotect\.cudasvc\.com", r"/url", "a"),
        (r"(?:[\w-]+\.)*(?:clicktime\.symantec|fireeye|mimecast|mimecastprotect|trendmicro|cisco)\.com", r"/.*", "u url"),
        (r"(?:go\.redirectingat|redirect\.viglink|go\.skimresources)\.com", r"/.*", "url u"),
        (r"feedproxy\.google\.com|feeds\.feedburner\.com|feedburner\.google\.com", r"/.*", "url link"),
        (r"[\w.-]*proxy[\w.-]*", r"/login", "url qurl"),
        (r"[\w.-]+", r"(?:/.*)?/(?:redirect|redir|redirectclick|click|clickthru|clickthrough|track|out|away|goto|go|jump|exit)(?:\.\w+)?/?",
         "url u target to dest destination redirect link"),
    )
)  # fmt: skip

# The target stands percent-encoded in the path, after this part of it.
_IN_PATH = re.compile(
    r"^https?://(?:[\w.-]+\.(?:elsevier|govdelivery|awstrack|cisco|pstmrk|avanan|checkpoint|mailshell|yahoo)\.\w+|[\w.-]+)"
    r"/(?:CL0/|L0/|.*?/RU=|.*?\*+|v2/(?:r\d+/)?___)(?=https?(?::|%3A))",
    re.I,
)
_PROOFPOINT = re.compile(r"(?:urldefense(?:\.proofpoint)?\.(?:com|us)|urldefense\.com)", re.I)
_GUARD = re.compile(rf"(?:[\w-]+\.)*safelinks\.protection\.(?:outlook|office365)\.\w+|{_PROOFPOINT.pattern}", re.I)
_PROOFPOINT_3 = re.compile(r"/v3/__(.+?)__;([A-Za-z0-9_\-=]*)!", re.S)
_SKIPPED_3 = re.compile(r"\*(\*.)?", re.S)
_RUN_3 = {
    letter: count for count, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 2)
}
_AMP = re.compile(r"/(?:amp|[cv])/(?:s/)?((?:[\w-]+\.)+[a-z]{2,}/.*)", re.I | re.S)
_FOREIGN = re.compile(r"\s*(?:javascript|vbscript|data|file|blob|about)\s*:", re.I)
_WORDS_64 = re.compile(r"[A-Za-z0-9_\-+]{16,}={0,2}")
_KEYS = ("url", "e", "href", "target", "u", "link")


# What a link without a query must hold to lead elsewhere: the rest need not be taken apart.
_LEADING_ON = (
    r"(?i:urldefense|pstmrk|ampproject|/amp/|.{8}http)",
    r"(?:^|[^A-Za-z0-9_+-])(?:ey|eJ|aHR0c)[A-Za-z0-9_+-]{11}",
)
_may_lead_on, may_lead_on = finder(*_LEADING_ON), finder_in_lines(*_LEADING_ON)


@lru_cache(maxsize=4096)
def unwrap(url: str) -> str:
    """The innermost http(s) target that can be read from the link itself, at most five wrappers deep."""
    for _ in range(DEEPEST):
        if len(url) > LONGEST or ("?" not in url and not _may_lead_on(url)):
            break
        try:
            inner = _inner(url, urlsplit(url))
        except (ValueError, binascii.Error, zlib.error, UnicodeError, RecursionError, TypeError, KeyError):
            break
        if inner is None or inner == url:
            break
        url = inner
    return url


def unguarded(url: str) -> str:
    """The link as its sender wrote it, without what the filter of a reader's own mail service put around it."""
    try:
        parts = urlsplit(url)
        return (_inner(url, parts) or url) if len(url) <= LONGEST and _GUARD.fullmatch(parts.hostname or "") else url
    except (ValueError, UnicodeError):
        return url


def _inner(url: str, parts: SplitResult) -> str | None:
    host = (parts.hostname or "").lower()
    if _PROOFPOINT.fullmatch(host):
        return _proofpoint(url, parts)
    query: dict[str, str] = {}
    if parts.query:
        for name, value in parse_qsl(parts.query):
            query.setdefault(name, value)
        may_wrap = any("://" in value or value[:1] == "/" or _FOREIGN.match(value) for value in query.values())
        for at_host, at_path, names in TARGETS if may_wrap else ():
            if at_host.fullmatch(host) and at_path.fullmatch(parts.path):
                for name in names:
                    target = query.get(name, "")
                    if found := _web(target, parts):
                        return found.rpartition(":")[0] if host == "disq.us" else found
                    if _FOREIGN.match(target):
                        return target  # javascript: and its kin: for `safe` to refuse, never to pass on wrapped
    if "http" in url[8:].lower() and (inside := _IN_PATH.match(url)):
        return _from_path(url[inside.end() :], host, parts)
    if host.endswith("facebook.com") and parts.path == "/n/" and "%2F" in parts.query.upper():
        return f"https://www.facebook.com/{unquote(parts.query.partition('&')[0]).lstrip('/')}"
    if host == "click.pstmrk.it":
        return _postmark(parts.path)
    if host.endswith("cdn.ampproject.org") or (parts.path.startswith("/amp/") and re.fullmatch(_GOOGLE, host)):
        amp = _AMP.match(parts.path)
        return f"https://{amp[1]}{'?' + parts.query if parts.query else ''}" if amp else None
    if "eJ" in parts.path or "ey" in url or "aHR0c" in url:
        return _encoded(parts, query)
    return None


def _web(text: str, parts: SplitResult) -> str:
    """The text when it is a whole http(s) address; YouTube writes its own as a path."""
    if text.startswith("/") and not text.startswith("//") and (parts.hostname or "").endswith("youtube.com"):
        return f"https://www.youtube.com{text}"
    return text if re.match(r"https?://[^/\s]", text, re.I) else ""


def _from_path(tail: str, host: str, parts: SplitResult) -> str | None:
    if re.match(r"https?%3A", tail, re.I) or "%2F" in tail[:20].upper():
        tail = unquote(tail.split("/")[0] if "%2F" in tail[:20].upper() else tail)
    if "___" in tail:
        tail = tail.split("___")[0]
    if host.endswith("yahoo.com"):
        tail = tail.split("/RK=")[0]
    return _web(tail, parts) or None


def _proofpoint(url: str, parts: SplitResult) -> str | None:
    """Proofpoint's three forms; the third keeps odd characters aside in base64, counted by `*` and `**X`."""
    if third := _PROOFPOINT_3.search(url):
        kept = iter(_base64(third[2]).decode("utf-8", "replace")) if third[2] else iter(())

        def restore(match: re.Match[str]) -> str:
            count = _RUN_3.get(match[1][1], 0) if match[1] else 1
            return "".join(next(kept, "") for _ in range(count))

        return _web(re.sub(r"^(https?:)/(?=[^/])", r"\1//", _SKIPPED_3.sub(restore, third[1])), parts) or None
    target = dict(parse_qsl(parts.query)).get("u", "")
    if parts.path.startswith("/v2/"):
        target = unquote(target.translate(str.maketrans("-_", "%/")))
    return _web(target, parts) or None


def _postmark(path: str) -> str | None:
    for part in path.split("/")[2:]:
        if "%2F" in part.upper() or "." in part:
            target = unquote(part)
            return target if target.startswith("http") else f"https://{target}"
    return None


def _encoded(parts: SplitResult, query: dict[str, str]) -> str | None:
    """A target in base64, JSON, a JWT's middle or a zlib query string: ConvertKit, Mailjet, Substack, Mailgun and kin."""
    for word in _WORDS_64.findall(parts.path) + [value for value in query.values() if len(value) >= 16]:
        if word.startswith("aHR0c"):
            return _web(_base64(word).decode("utf-8", "strict").split("\x00")[0], parts) or None
        if word.startswith("ey") and (found := _in_json(json.loads(_base64(word.split(".")[0]).decode()), parts)):
            return found
        if word.startswith("eJ") and "/c/" in parts.path:
            packed = zlib.decompressobj().decompress(_base64(parts.path.split("/c/", 1)[1]), 4 * LONGEST)
            return _web(dict(parse_qsl(packed.decode())).get("l", ""), parts) or None
    return None


def _in_json(said: object, parts: SplitResult) -> str:
    if isinstance(said, dict):
        for key in _KEYS:
            if isinstance(value := said.get(key), str) and (found := _web(value, parts)):
                return found
        if isinstance(packed := said.get("p"), str) and packed.startswith("{"):
            return _in_json(json.loads(packed), parts)
    return ""


def _base64(text: str) -> bytes:
    text = re.sub(r"[^A-Za-z0-9+/]", "", text.replace("-", "+").replace("_", "/"))
    return base64.b64decode(text + "=" * (-len(text) % 4))
