"""Turns plain text that lists stories (titles above links, labelled records, digests of posts) into those stories."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from router import html, links
from router.clippers import bylines
from router.clippers.body import Body, Raw
from router.clippers.finish import is_bare_url, is_button
from router.clippers.wording import is_advertisement, is_date, is_service, is_titleish, words_in

URL = re.compile(r"https?://[^\s<>\"|]+[^\s<>\"|.,;:!?')\]}]", re.I)
_RULE = re.compile(r"^[\W_]{4,}$")
_NAMED_RULE = re.compile(r"^[-=*_#~<>+ ]{3,}\s*([^\W_][^=*_#~<>]*?)\s*[-=*_#~<>+ ]{3,}$")
_BOX = re.compile(r"^\s*[|\u2502]\s?(.*?)\s*[|\u2502]?\s*$")
_NOTE = re.compile(r"^\s*(?:\[\d+\]|\d+\.)\s*(?:<?https?://|mailto:)", re.I)
_BULLET = re.compile(r"^\s*(?:[*\u2022\u00b7\u25aa\u25cf\u25ba>o+-]|\(?\d{1,3}[.)]|#\d{1,3})\s+")
_AFTER = re.compile(r"\s*(?:\||--|—|–)\s*by\s+.+$", re.I)
_TALK = re.compile(
    r"\b(?:discuss|comment|repl(?:y|ies)|forward this|e-?mail (?:this|us|me)|submit|send us|tell us|feedback|vote|sponsor|advertis|subscrib|contest|sign up)",
    re.I,
)
_ASKS = re.compile(r"(?:\bat|\bhere|\bto|:)\W*$", re.I)
_OPEN = re.compile(r"(?:\b(?:at|in|on|to|from|see|of|the|via|is|and|or|by|for|with|click|visit|here)|[:,])\W*$", re.I)
_TYPE = re.compile(
    r"^(?:(?:original|research|review|regular|full|short|brief|open access|invited|empirical|theoretical)\s+)*(?:article|paper|review|report|editorial|commentary|letter|communication|note|perspective|introduction|corrigendum|erratum|book review|obituary|opinion|essay|articles?|news|video|new)s?$",
    re.I,
)
_HEADER = re.compile(
    r"^(from|to|cc|subject|date|sent|message-id|reply-to|content-type|message|in-reply-to)\s*:\s*(.*)$", re.I
)
_LABEL = re.compile(
    r"^\s{0,3}(title|titel|titre|t[ií]tulo|authors?(?:\(s\))?|autor(?:en|es)?|source|journal|publication|published(?: in)?|date|doi|url|link|abstract|pages?|volume|arxiv|paper|keywords|categories|comments)\s*:\s*(.*)$",
    re.I,
)
_ARXIV = re.compile(r"^(?:arXiv|Paper)\s*:\s*(?:arXiv:)?(\S+)", re.I)


def cut(body: Body) -> list[Raw]:
    """The records of a text: posts of a digest, labelled records, else titles above links."""
    text = body.text or html.to_text(body.html)
    if not text.strip():
        return []
    lines = [
        _BOX.sub(r"\1", line) if line.lstrip().startswith(("|", "\u2502")) else line.rstrip()
        for line in text.splitlines()
    ]
    lines = _between(lines, body.parameter("start"), body.parameter("end"))
    found = posts(lines) or labelled(lines) or titled(lines)
    return _unskipped(body, found)


def structured(body: Body) -> list[Raw]:
    """Only records that say what they are: posts of a digest, labelled records."""
    lines = [line.rstrip() for line in body.text.splitlines()]
    return _unskipped(body, posts(lines) or labelled(lines))


def _unskipped(body: Body, found: list[Raw]) -> list[Raw]:
    skips = [skip.strip().casefold() for skip in body.parameter("skip").split(",") if skip.strip()]
    return [
        raw for raw in found if not any(skip in f"{raw.title} {raw.text} {raw.byline}".casefold() for skip in skips)
    ]


def _between(lines: list[str], start: str, end: str) -> list[str]:
    if start:
        at = next((number for number, line in enumerate(lines) if start.casefold() in line.casefold()), -1)
        lines = lines[at + 1 :]
    if end:
        at = next((number for number, line in enumerate(lines) if end.casefold() in line.casefold()), len(lines))
        lines = lines[:at]
    return lines


# -- posts of a mailing list's digest -----------------------------------------------------------------


def posts(lines: list[str]) -> list[Raw]:
    """Mailman, LISTSERV, ecartis: each post begins with a block of header lines that holds From and Subject."""
    starts: list[tuple[int, int, dict[str, str]]] = []
    at = 0
    while at < len(lines):
        end, fields = _header_block(lines, at)
        if "subject" in fields and ("from" in fields or "date" in fields):
            starts.append((at, end, fields))
        at = max(end, at + 1)
    if len(starts) < 2:
        return []
    found = []
    for number, (_, begin, fields) in enumerate(starts):
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        sender = re.sub(r"<[^>]*>|\S+@\S+|[\"']", "", fields.get("from", "")).strip(" ()")
        said = _unsigned([line for line in lines[begin:stop] if line.strip() and not line.startswith(">")])
        text = " ".join(line.strip() for line in said if not _RULE.match(line.strip()))
        link = next(iter(URL.findall(text)), "")
        found.append(
            Raw(
                title=html.line(fields["subject"]),
                link=link,
                text=text[:1500],
                authors=sender,
                date=fields.get("date", ""),
                kind="post",
            )
        )
    prefixes = {prefix[0] for raw in found if (prefix := re.match(r"\[[^\]]{1,40}\]\s*", raw.title))}
    for raw in found if len(prefixes) == 1 else ():
        raw.title = raw.title.removeprefix(*prefixes)
    return found


def _unsigned(lines: list[str]) -> list[str]:
    """A post without its signature and without the footer of the list."""
    ends = [at for at, line in enumerate(lines) if line.rstrip() == "--" or line.startswith("End of ")]
    return lines[: ends[0]] if ends else lines


def _header_block(lines: list[str], at: int) -> tuple[int, dict[str, str]]:
    fields: dict[str, str] = {}
    name = ""
    if at and lines[at - 1].strip() and not _RULE.match(lines[at - 1].strip()):
        return at + 1, fields
    while at < len(lines) and lines[at].strip():
        found = _HEADER.match(lines[at])
        if found:
            name = found[1].lower()
            fields.setdefault(name, found[2])
        elif name and lines[at].startswith((" ", "\t")):
            fields[name] += f" {lines[at].strip()}"
        else:
            return at + 1, {} if len(fields) < 2 else fields
        at += 1
    return at, fields


# -- records with labels ------------------------------------------------------------------------------


def labelled(lines: list[str]) -> list[Raw]:
    """arXiv, Web of Science, EBSCO: `Title:` and its kin, values folded over indented lines."""
    titles = [
        at for at, line in enumerate(lines) if re.match(r"^\s{0,3}(?:title|titel|titre|t[ií]tulo)\s*:", line, re.I)
    ]
    if not titles or (len(titles) == 1 and not _is_lone_record(lines, titles[0])):
        return []
    begins = [_record_start(lines, at, titles[number - 1] if number else -1) for number, at in enumerate(titles)]
    found = []
    for number, begin in enumerate(begins):
        found.append(_record(lines[begin : begins[number + 1] if number + 1 < len(begins) else len(lines)]))
    return [raw for raw in found if raw.title]


def _is_lone_record(lines: list[str], at: int) -> bool:
    """One `Title:` is a record when authors stand below it and the mail is not full of other links."""
    authors = any(re.match(r"^\s{0,3}(?:authors?|autor)", line, re.I) for line in lines[at : at + 6])
    return authors and sum(1 for line in lines if URL.search(line)) <= 5


def _record_start(lines: list[str], at: int, above: int) -> int:
    begin = at
    while begin - 1 > above and not _RULE.match(lines[begin - 1].strip()) and at - begin < 12:
        begin -= 1
    return begin


def _record(lines: list[str]) -> Raw:
    fields: dict[str, str] = {}
    name = ""
    loose: list[str] = []
    for line in lines:
        found = _LABEL.match(line)
        if found:
            name = found[1].lower()
            fields.setdefault(name, found[2].strip())
        elif not line.strip() or line.strip() == "\\\\":
            name = ""
        elif name and line.startswith((" ", "\t")):
            fields[name] += f" {line.strip()}"
        elif not _RULE.match(line.strip()) and not line.startswith("\\\\"):
            name = ""
            loose.append(line.strip())

    def said(*names: str) -> str:
        return next((value for key, value in fields.items() if key.startswith(names) and value), "")

    whole = "\n".join(lines)
    link = said("url", "link") or next(iter(URL.findall(whole)), "")
    if not link and (number := fields.get("arxiv") or fields.get("paper")):
        link = f"https://arxiv.org/abs/{number.split()[0]}"
    text = said("abstract") or " ".join(line for line in loose if not URL.match(line))
    raw = Raw(
        title=said("title", "titel", "titre", "tít", "tit"),
        link=link,
        text=text[:2000],
        authors=said("author", "autor"),
    )
    raw.journal, raw.date, raw.doi = (
        said("source", "journal", "publication", "published"),
        said("date", "published"),
        links.doi(said("doi")),
    )
    raw.byline = " ".join(loose)[:300] if re.search("replaced with", whole) else ""
    return raw


# -- titles above links -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Chunk:
    """What stands between one link and the next: paragraphs of lines."""

    paragraphs: list[list[str]] = field(default_factory=list)
    open: bool = False  # the next line belongs to the last paragraph
    ruled: bool = True  # a rule or the beginning stands above it
    advertised: bool = False
    headed: bool = False  # its section's heading already became a story

    def add(self, line: str) -> None:
        if self.open and self.paragraphs:
            self.paragraphs[-1].append(line)
        else:
            self.paragraphs.append([line])
        self.open = True


def titled(lines: list[str]) -> list[Raw]:
    """Stories whose title, or a sentence that stands for it, is above (or before) the link."""
    lengths = sorted(
        len(line) for line in lines if line.strip() and not URL.search(line) and not _RULE.match(line.strip())
    )
    width = lengths[int(len(lengths) * 0.95)] if lengths else 72
    notes = _notes(lines)
    found: list[Raw] = []
    chunk = _Chunk()
    last: Raw | None = None
    for at, line in enumerate(lines):
        said = line.strip()
        if at > len(lines) * 0.6 and links.is_account_link("", said):
            break
        if not said:
            chunk.open = False
            continue
        named = _NAMED_RULE.match(said)
        if _RULE.match(said) or named:
            chunk = _Chunk(advertised=is_advertisement(named[1]) if named else False)
            if named and not chunk.advertised:
                chunk.add(named[1])
                chunk.open = False
            last = None
            continue
        if _NOTE.match(line) and notes:
            continue
        urls = URL.findall(said)
        if not urls:
            noted = re.match(r"^([^\[\]]{8,160}?)\s*\[(\d{1,3})\]$", said)
            if noted and noted[2] in notes and is_titleish(noted[1]) and not is_service(noted[1]):
                found.append(Raw(title=_BULLET.sub("", noted[1]), link=notes[noted[2]]))
                continue
            if is_advertisement(said.strip(":")):
                chunk.advertised = True
                continue
            chunk.add(line)
            last = None
            continue
        label = html.line(URL.sub(" ", said)).strip(" <>()[]:-–—*•|.")
        if last is not None and not label:
            last.links.append(urls[0])
            continue
        raw = _story(chunk, label, urls, width)
        if raw is not None:
            found.append(raw)
            last = raw
        chunk = _Chunk(ruled=False, headed=chunk.headed, open=False)
    return found


def _notes(lines: list[str]) -> dict[str, str]:
    """Footnotes `[1] https://…` by their number."""
    found = {}
    for line in lines:
        note = re.match(r"^\s*\[?(\d{1,3})[\].]\s*<?(https?://\S+?)>?$", line)
        if note:
            found[note[1]] = note[2]
    return found


def _story(chunk: _Chunk, label: str, urls: list[str], width: int) -> Raw | None:
    """The story that a link closes, None when its words name none."""
    if chunk.advertised or _TALK.search(label) or links.is_account_link(urls[0], label) or links.is_share_link(urls[0]):
        return None
    paragraphs = [paragraph for paragraph in chunk.paragraphs if paragraph]
    asks = html.line(" ".join([*(paragraphs[-1] if paragraphs else ()), label]))
    if _TALK.search(asks) and (_ASKS.search(asks) or len(asks) < 60):
        return None
    beside = chunk.open and bool(paragraphs)
    if label and not is_button(label) and not _OPEN.search(label) and words_in(label) >= 3 and not is_bare_url(label):
        lines = [*(paragraphs.pop() if beside else []), label]
        if beside and len(lines) > 1 and len(lines[-2].strip()) > width * 0.8:
            title = html.line(" ".join(_BULLET.sub("", line) for line in lines))
        else:
            title = label
        if words_in(title) > 30 or is_service(title):
            return None
        return Raw(title=_tidy(title), link=urls[0], links=urls[1:])
    while paragraphs and (is_button(html.line(" ".join(paragraphs[-1])).rstrip(":")) or _invites(paragraphs[-1])):
        if _TALK.search(" ".join(paragraphs[-1])):
            return None
        paragraphs.pop()
        beside = False
    if not paragraphs:
        return None
    nearest = paragraphs[-1]
    title, rest = _title(nearest, width)
    heading = _heading(paragraphs[0]) if chunk.ruled else ""
    if not title and heading:
        title, rest = heading, [line for paragraph in paragraphs[1:] for line in paragraph]
        chunk.headed = True
    elif not title and chunk.headed:
        return None
    elif not title:
        first = _heading(paragraphs[0]) if len(paragraphs) > 1 else ""
        title = first or _sentence(nearest)
        rest = nearest if first else []
    title = _tidy(title)
    if (
        not is_titleish(title, loose=True)
        or is_service(title)
        or links.is_account_link("", title)
        or (_TALK.search(title) and words_in(title) > 8)
    ):
        return None
    raw = Raw(title=title, link=urls[0], links=urls[1:])
    _fill(raw, rest)
    return raw


def _invites(paragraph: list[str]) -> bool:
    words = html.line(" ".join(paragraph))
    return (
        len(words) < 90
        and words.endswith((":", "at", "here"))
        and re.match(
            r"(?i)^(?:read|click|for|see|more|this story|full|get|visit|continue|link|view|find|to |more|want|go |check|click)",
            words,
        )
        is not None
    )


def _title(paragraph: list[str], width: int) -> tuple[str, list[str]]:
    """(title, what is below it) of a paragraph that begins with a title; ("", []) of prose."""
    lines = [line.strip() for line in paragraph]
    while len(lines) > 1 and (_TYPE.match(lines[0]) or is_date(lines[0])):
        lines.pop(0)
    if len(lines) == 1:
        alone = lines[0]
        if alone.endswith((":", ",")) and words_in(alone) > 4:
            return alone.rstrip(":,"), []
        return (alone, []) if words_in(alone) <= 25 else ("", [])
    if len(lines) >= 3 and _is_prose(lines):
        whole = " ".join(lines)
        return (whole.rstrip(": "), []) if whole.endswith(":") and len(whole) < 260 else ("", [])
    end = 1
    while end < len(lines) and end < 4 and _goes_on(lines[end - 1], lines[end], width):
        end += 1
    if end == len(lines) or (end >= 3 and sum(map(len, lines[:end])) > 220):
        whole = " ".join(lines)
        return (whole.rstrip(": "), []) if whole.endswith(":") and len(whole) < 260 else ("", [])
    return " ".join(lines[:end]), lines[end:]


def _is_prose(lines: list[str]) -> bool:
    """Whether lines are one wrapped sentence after another: all but the last about as long as the longest."""
    longest = max(map(len, lines))
    return all(len(line) >= 0.75 * longest for line in lines[:-1]) and not lines[0].endswith((".", "!", "?"))


def _goes_on(line: str, below: str, width: int) -> bool:
    """Whether a title runs on to the line below: the first word there would not have fitted, or the sense is open."""
    if is_date(below) or (bylines.are_names(below) and not line.endswith((":", ","))):
        return False
    first = below.split()[0] if below.split() else ""
    return (
        len(line) + 1 + len(first) > width
        or line.endswith((":", ",", "-", "–", "("))
        or (first[:1].islower() and not first.lower().startswith("by"))
    )


def _heading(paragraph: list[str]) -> str:
    """A short first line that is no sentence, "" when there is none."""
    first = paragraph[0].strip()
    if (
        len(first) <= 76
        and not first.endswith((".", ",", ";", "!"))
        and (len(paragraph) == 1 or first.isupper() or (len(first) < 50 and not paragraph[1][:1].islower()))
    ):
        return first
    return ""


def _sentence(paragraph: list[str]) -> str:
    whole = html.line(" ".join(paragraph)).rstrip(": ")
    if len(whole) <= 220:
        return whole
    found = re.match(r".{30,220}?[.!?](?=\s)", whole)
    return found[0] if found else ""


def _tidy(title: str) -> str:
    title = _AFTER.sub("", _BULLET.sub("", html.line(title)))
    return re.sub(r"\s*\(\d{1,2}:\d\d(?::\d\d)?\)$", "", title).rstrip(":").strip("*_ ")


def _fill(raw: Raw, rest: list[str]) -> None:
    rest = [line.strip() for line in rest if line.strip()]
    if rest and (bylines.are_names(rest[0]) or re.match(r"(?i)^(?:by|authors?:)\s", rest[0])):
        raw.authors = rest.pop(0)
    for line in rest[:2]:
        if not raw.date and len(line) < 60 and any(sign.isdigit() for sign in line):
            raw.date = line
    raw.text = " ".join(line for line in rest if line != raw.date)
