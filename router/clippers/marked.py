"""Turns plain text whose records say what they are (posts of a digest, `Title:` and its kin) into stories."""

from __future__ import annotations

import email
import re
from collections import Counter
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from itertools import zip_longest

from router import html, links
from router.clippers.body import URL, Raw

_LONGEST_POST = 200_000
_TITLES = "title|titel|titre|t[ií]tulo|titolo|tytuł|заглавие|название|标题|題名|题名|タイトル|제목"
_BEFORE = r"(?:[^\W\d_]\w{1,14} ){0,2}"  # "Funding Opportunity Title:"
TITLE = re.compile(rf"^\s{{0,3}}{_BEFORE}(?:{_TITLES})\s*[:：]", re.I)
_BEGINS = re.compile(rf"^\s{{0,3}}{_BEFORE}(?:{_TITLES})\s*(?:[:：]|$)", re.I)
_COLUMN = re.compile(rf"^\s{{0,3}}(?:{_TITLES}) {{2,}}\S", re.I)
_IN_COLUMNS = re.compile(r"^\s{0,3}([^\W\d_][\w. ]{0,18}?) {2,}(?=\S)")
_COUNTED = re.compile(r"^\s*(?:[<\[(#]\d{1,4}[>\])]?|\d{1,4}[.)]?|record \d+(?: of \d+)?\.?)\s*$", re.I)
_ALONE = re.compile(rf"^\s{{0,3}}(?:{_TITLES}|authors?|source|abstract)\s*$", re.I)
_LIST_NAME = re.compile(r"^((?:re:\s*)*)(\[[^\]]{1,40}\])\s*", re.I)
_POSTED_BY = re.compile(r"^\s+posted by:\s*(.*)$", re.I)
_PLACE = re.compile(r"\d{1,3}[a-z]?[.)]?")  # "1a"
_NUMBER = re.compile(r"^\s*\d{1,3}[a-z]?[.)]\s+")
_EARLIER = re.compile(r"\s*\([A-Z][\w-]*[- ]\d+[.:]\d+\)$")  # "(RISKS-19.42)", the issue that it answers
_SOFTWARE = re.compile(r"(?:-request|\b(?:listserv|majordomo|mailman|owner-[\w.-]+))@", re.I)
_REPLY = re.compile(r"^(?:\s*(?:[a-z]{2,4}|[^\W\d_a-z]{1,3})(?:\[\d+\])?\s*[:：])+\s*", re.I)
RULE = re.compile(r"^[\W_]{4,}$")
_HEADER = re.compile(
    r"^[ \t]{0,6}(from|to|cc|subject|date|sent|message-id|reply-to|content-type|message|in-reply-to)\s*:\s*(.*)$", re.I
)
_LABEL = re.compile(
    rf"^\s{{0,3}}((?:{_BEFORE})(?:{_TITLES})|authors?(?:\(s\))?|autor(?:en|es)?|source|journal|publication|published(?: in)?|date|doi|url|link|abstract|pages?|volume|arxiv|paper|keywords|categories|comments)\s*[:：]\s*(.*)$",
    re.I,
)
_PREPRINT = re.compile(r"\d{4}\.\d{4,5}\b|[a-z-]+(?:\.[a-z]{2})?/\d{7}\b", re.I)

# -- posts of a mailing list's digest -----------------------------------------------------------------


def posts(lines: list[str], fewest: int = 2) -> list[Raw]:
    """Mailman, LISTSERV, ecartis: each post begins with a block of header lines that holds From and Subject."""
    starts: list[tuple[int, int, dict[str, str]]] = []
    at = 0
    while at < len(lines):
        end, fields = _header_block(lines, at)
        if "subject" in fields and ("from" in fields or "date" in fields):
            starts.append((at, end, fields))
        at = max(end, at + 1)
    if len(starts) < fewest:
        return []
    found = []
    for number, (_, begin, fields) in enumerate(starts):
        if _SOFTWARE.search(fields.get("from", "")):
            continue
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        sender = re.sub(r"<[^>]*>|\S+@\S+.*|[\"']", "", fields.get("from", "")).strip(" ()")
        said = _unsigned([line for line in lines[begin:stop] if line.strip() and not line.startswith(">")])
        text = " ".join(line.strip() for line in said if not RULE.match(line.strip()))
        link = next(iter(URL.findall(text)), "")
        found.append(
            Raw(
                title=_EARLIER.sub("", html.line(fields["subject"])),
                link=link,
                text=text[:1500],
                authors=sender,
                date=fields.get("date", ""),
                kind="post",
            )
        )
    if len({_REPLY.sub("", raw.title).casefold() for raw in found}) < min(fewest, len(found)):
        return []  # one subject again and again: people who answered one another
    named = Counter(name[2] for raw in found if (name := _LIST_NAME.match(raw.title)))
    if len(named) == 1 and 2 * named.total() >= len(found):
        for raw in found:
            raw.title = _LIST_NAME.sub(r"\1", raw.title)
    return found


def enclosed(messages: Iterable[bytes]) -> list[Raw]:
    """The posts of a MIME digest, each a whole mail of its own (RFC 2046 5.1.5)."""
    found = []
    for message in messages:
        mail = email.message_from_bytes(message[:_LONGEST_POST])
        part = next((part for part in mail.walk() if part.get_content_type() == "text/plain"), None)
        payload = part.get_payload(decode=True) if part is not None else b""
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        lines = [f"{name}: {_decoded(mail.get(name, ''))}" for name in ("Subject", "From", "Date")]
        found += posts([*lines, "", *text.splitlines()], fewest=1)
    return [raw for raw in found if raw.title]


def _decoded(value: str) -> str:
    try:
        return html.line(str(make_header(decode_header(value))))
    except (ValueError, LookupError, HeaderParseError):
        return html.line(value)


_FOOTERS = ("End of ", "Subject: Digest Footer", "_" * 40)


def _unsigned(lines: list[str]) -> list[str]:
    """A post without its signature and without the footer of the list."""
    ends = [at for at, line in enumerate(lines) if line.rstrip() == "--" or line.startswith(_FOOTERS)]
    lines = lines[: ends[0]] if ends else lines
    rule = next((at for at, line in enumerate(lines) if len(line.strip()) >= 20 and RULE.match(line.strip())), None)
    if rule is not None and any(links.is_account_link("", line.strip()[:80]) for line in lines[rule:]):
        return lines[:rule]
    return lines


def _header_block(lines: list[str], at: int) -> tuple[int, dict[str, str]]:
    fields: dict[str, str] = {}
    name = ""
    if at and (above := lines[at - 1].strip()) and not RULE.match(above) and not _PLACE.fullmatch(above):
        return at + 1, fields
    bare = _NUMBER.sub("", lines[at]).strip()  # the subject, where it stands without a label over the sender
    if bare[:1].isalnum() and _names_sender(lines[at + 1 : at + 3]) and not _HEADER.match(lines[at]):
        at += 1
        if by := _POSTED_BY.match(lines[at]):
            fields["from"] = by[1]
            at += 1
    else:
        bare = ""
    while at < len(lines) and lines[at].strip():
        found = _HEADER.match(lines[at])
        if found:
            name = found[1].lower()
            fields.setdefault(name, found[2])
        elif name and lines[at].startswith((" ", "\t")):
            fields[name] += f" {lines[at].strip()}"
        else:
            at += 1
            fields = fields if len(fields) > 1 else {}
            break
        at += 1
    if bare and fields:
        fields.setdefault("subject", bare)
    return at, fields


def _names_sender(lines: list[str]) -> bool:
    """Whether a line says who posted and the next one when."""
    names = [found[1].lower() if (found := _HEADER.match(line)) else "" for line in lines]
    return len(lines) > 1 and names[1] in ("date", "sent") and (names[0] == "from" or bool(_POSTED_BY.match(lines[0])))


# -- records with labels ------------------------------------------------------------------------------


def labelled(lines: list[str]) -> list[Raw]:
    """arXiv, Web of Science, EBSCO: `Title:` and its kin, values folded over indented lines."""
    if sum(1 for line in lines if _COLUMN.match(line)) > 1:
        lines = [_IN_COLUMNS.sub(r"\1: ", line) for line in lines]
    if sum(1 for line in lines if line.startswith("*") and _BEGINS.match(line[1:])) > 1:
        lines = [line.removeprefix("*") for line in lines]
    titles = [at for at, line in enumerate(lines) if _BEGINS.match(line)]
    if not titles:
        return []
    lines = [
        f"{line}:" if _ALONE.match(line) and below.startswith((" ", "\t")) and below.strip() else line
        for line, below in zip_longest(lines, lines[1:], fillvalue="")
    ]
    titles = [at for at in titles if TITLE.match(lines[at])]
    if not titles or (len(titles) == 1 and not _is_lone_record(lines, titles[0])):
        return []
    begins = [_record_start(lines, at, titles[number - 1] if number else -1) for number, at in enumerate(titles)]
    found = []
    for number, begin in enumerate(begins):
        found.append(_record(lines[begin : begins[number + 1] if number + 1 < len(begins) else len(lines)]))
    return [raw for raw in found if raw.title]


def _is_lone_record(lines: list[str], at: int) -> bool:
    """One `Title:` is a record when authors stand below it, among other labels or in a mail that is not full of links."""
    authors = any(re.match(r"^\s{0,3}(?:authors?|autor)", line, re.I) for line in lines[at : at + 6])
    labels = sum(1 for line in lines[max(0, at - 4) : at + 8] if _LABEL.match(line))
    return authors and (labels >= 4 or sum(1 for line in lines if URL.search(line)) <= 5)


def _record_start(lines: list[str], at: int, above: int) -> int:
    begin = at
    while begin - 1 > above and not RULE.match(lines[begin - 1].strip()) and at - begin < 12:
        if above >= 0 and not lines[begin].strip() and _ends_in_link(lines[begin - 1]):
            break  # the link that closes the record above
        begin -= 1
        if _COUNTED.match(lines[begin]):
            break
    return begin


def _ends_in_link(line: str) -> bool:
    return "://" in line and URL.fullmatch(line.split()[-1].strip("<>")) is not None


def _preprint(fields: dict[str, str]) -> str:
    """The page of the preprint whose number stands in the record: the addresses in its comments and abstract lead elsewhere."""
    number = _PREPRINT.match(fields.get("arxiv") or fields.get("paper") or "")
    return f"https://arxiv.org/abs/{number[0]}" if number else ""


def _record(lines: list[str]) -> Raw:
    fields: dict[str, str] = {}
    name = ""
    loose: list[str] = []
    below = False
    for line in lines:
        found = _LABEL.match(line)
        if found:
            name = found[1].lower() if TITLE.match(line) is None else found[1].lower().rpartition(" ")[2]
            fields.setdefault(name, found[2].strip())
            below = not found[2].strip()  # the value stands on the lines below its label
        elif not line.strip() or line.strip() == "\\\\":
            name = ""
        elif name and (line.startswith((" ", "\t")) or below):
            fields[name] += f" {line.strip()}"
        elif not RULE.match(line.strip()) and not line.startswith("\\\\"):
            name = ""
            loose.append(line.strip())

    def said(*names: str) -> str:
        return next((value for key, value in fields.items() if key.startswith(names) and value), "")

    whole = "\n".join(lines)
    at = next((at for at, line in enumerate(lines) if TITLE.match(line)), 0)
    above = lines[:at] if _COUNTED.match(lines[0]) else []  # ways into the record stand under its number
    written = (url for url in URL.findall("\n".join([*above, *lines[at:]])) if not links.is_account_link(url, ""))
    link = said("url", "link") or _preprint(fields) or next(written, "")
    text = said("abstract") or " ".join(line for line in loose if not URL.match(line))
    raw = Raw(
        title=said(*_TITLES.replace("[ií]", "í").split("|"), "tit"),
        link=link,
        text=text[:2000],
        authors=said("author", "autor"),
    )
    raw.journal = re.split(r",\s*\d", said("source", "journal", "publication", "published"))[0]
    raw.date, raw.doi = said("date", "published"), links.doi(said("doi"))
    raw.byline = " ".join(loose)[:300] if re.search("replaced with", whole) else ""
    return raw
