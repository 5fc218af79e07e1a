"""Brings the ways in which plain texts write links, titles and boxes to one: what `records` reads."""

from __future__ import annotations

import re

from router import html
from router.clippers.body import URL, Body
from router.clippers.boxes import undrawn
from router.clippers.labels import HEADLINE

MOST_LINES = 30_000
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_MARKED_DOWN = re.compile(
    r"^\s*(#{1,6}\s+|[*+-]\s+|\d{1,3}[.)]\s+|(?=\*\*))?\*{0,2}\[([^\[\]]+)\]\(<?(https?://[^\s()<>]+)>?[^()]*\)\*{0,2}\s*(.*)$"
)
_INLINE = re.compile(r"\*{0,2}\[([^\[\]]+)\]\(<?(https?://[^\s()<>]+)>?\)\*{0,2}")
_REFERENCE = re.compile(
    r"^(\s*(?:#{1,6}\s+|[*+-]\s+|\d{1,3}[.)]\s+)?)\*{0,2}\[([^\[\]]+)\]\[(\d{1,3})\]\*{0,2}\s*((?:[-–—:(].*)?)$"
)
_ANCHOR = re.compile(r"<a\s[^<>]{0,80}href\s?=\s?[\"']?([^\s\"'<>]+)(?=[\s\"'>])[^<>]*>([^<]{0,400})</a>", re.I)
_LOOK = re.compile(r"</?(?:a|b|i|u|em|strong|font|big|small|center)(?:\s[^<>]*)?>", re.I)
_BRACKETS = re.compile(r"[(\[]\s?(https?://[^\s()\[\]<>]+)\s?[)\]]", re.I)
_SPACED = re.compile(r"\s*(?:\S {1,4}){4,}\S\s*")  # "N E W S   O F   T H E   D A Y"
_NAMED = re.compile(r"<URL:\s*(?=http)", re.I)  # as RFC 1738 asked for
_OPENED = re.compile(r"([(<])[ \t]*\r?\n[ \t]*(?=https?://)", re.I)
_BROKEN = re.compile(r"(<https?://[^\s<>]{20,})\r?\n[ \t]*([^\s<>]+>)", re.I)
_WWW = re.compile(r"(?<![\w/.@=-])www\.(?=[\w-]+(?:\.[\w-]+){1,4}/[^\s/])", re.I)
_ELSEWHERE = re.compile(
    r"\s*<?(?:ftp|news|nntp|gopher|irc|rtsp|mms|feed)://\S+\s*$", re.I
)  # a further link no page opens
_FEWEST = 3


def plain_lines(body: Body) -> list[str]:
    """The text between the source's `start:` and `end:`, each link bare or as `Title <link>`, boxes without sides."""
    text = body.text or html.to_text(body.html)
    text = _BROKEN.sub(r"\1\2", _OPENED.sub(r"\1", text))
    lines = (_WWW.sub("http://www.", text) if "www." in text else text).splitlines()[:MOST_LINES]
    if _SIGNED in text:
        lines = _unsigned(lines)
    if "][" in text:
        lines = [_REFERENCE.sub(r"\1\2 [\3] \4", line) if "][" in line else line for line in lines]
    if "](http" in text:
        lines = [said for line in lines for said in (_marked_down(line) if "](" in line else (line,))]
    if "</a>" in text.lower():
        lines = [said for line in lines for said in (_anchored(line) if "<" in line else (line,))]
    lines = [_bracketed(line) if "://" in line else line.rstrip() for line in lines]
    lines = undrawn(text, lines)
    lines = [_unspaced(line) if line[1:2] in " " and _SPACED.fullmatch(line) else line for line in lines]
    if "://" in text:
        lines = ["" if "://" in line and _ELSEWHERE.match(line) else line for line in lines]
    return _links_last(_between(body, lines))


def _unsigned(lines: list[str]) -> list[str]:
    """What was signed, without the dashes that signing adds (RFC 4880 7.1)."""
    begin = next((at for at, line in enumerate(lines) if line.strip() == _SIGNED), -1)
    until = next((at for at, line in enumerate(lines) if line.strip() == _SIGNATURE), len(lines))
    signed = [line.removeprefix("- ") for line in lines[begin + 1 : until]]
    return [line for line in signed if not line.startswith("Hash: ")]


def _marked_down(line: str) -> tuple[str, ...]:
    """A line that is a Markdown link, or begins with a bold one or as one of a list, as a headline, its link and the rest;
    in any other each link behind its words."""
    found = _MARKED_DOWN.match(line)
    if found and (found[1] is not None or not found[4] or found[4].startswith(("-", "–", "—", ":"))):
        rest = _INLINE.sub(r"\1", found[4]).lstrip("-–—:,. ")
        return ("", f"{HEADLINE}{found[2]}", found[3], *filter(None, [rest]))
    return (_INLINE.sub(r"\1 <\2>", line),)


def _anchored(line: str) -> tuple[str, ...]:
    """A line with links as AOL wrote them into plain text; one that is nothing else as a title and its link."""
    found = _ANCHOR.fullmatch(line.strip())
    if found:
        return "", _LOOK.sub("", found[2]), found[1], ""
    return (_LOOK.sub("", _ANCHOR.sub(r"\2 \1 ", line)),)


def _bracketed(line: str) -> str:
    """`Title ( link )`, `Title [link]` and `<URL:link>` as `Title <link>`."""
    line = _NAMED.sub("<", line) if "<" in line else line
    return _BRACKETS.sub(r"<\1>", line).rstrip() if "(" in line or "[" in line else line.rstrip()


def _unspaced(line: str) -> str:
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line.strip()))


def _between(body: Body, lines: list[str]) -> list[str]:
    if split := body.parameter("split").casefold():
        lines = ["-----" if line.strip().casefold().startswith(split) else line for line in lines]
    start, end = body.parameter("start").casefold(), body.parameter("end").casefold()
    if start:
        lines = lines[next((at for at, line in enumerate(lines) if start in line.casefold()), -1) + 1 :]
    if end:
        lines = lines[: next((at for at, line in enumerate(lines) if end in line.casefold()), len(lines))]
    return lines


def _links_last(lines: list[str]) -> list[str]:
    """Where each story begins with its link, the link below the words; any other text as it is."""
    edges = [at for at, line in enumerate(lines) if not line.strip()]
    parts = [(above + 1, below) for above, below in zip([-1, *edges], [*edges, len(lines)], strict=True)]
    parts = [(begin, end) for begin, end in parts if end - begin > 1]
    first = [(begin, end) for begin, end in parts if _is_link(lines[begin]) and not _is_link(lines[end - 1])]
    last = sum(1 for begin, end in parts if _is_link(lines[end - 1]) and not _is_link(lines[begin]))
    if len(first) < _FEWEST or last * 3 > len(first):
        return lines
    lines = list(lines)
    for begin, end in first:
        lines[begin:end] = [*lines[begin + 1 : end], lines[begin]]
    return lines


def _is_link(line: str) -> bool:
    return "://" in line and URL.fullmatch(line.strip(" <>\t")) is not None
