"""The bytes of one mail into header fields and MIME parts, by splitting; every cap is taken here, before any library.

Reading line by line, as the standard library does, costs more than everything after it. A multipart is cut at its
boundary lines instead (RFC 2046 5.1.1), outermost first, so that an inner part can never swallow an outer boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from router.errors import TooBig
from router.mail import wording

MAX_MAIL = 25 * 1024 * 1024
MAX_HEADERS = 1000
MAX_HEADER_BLOCK = 100_000
MAX_HEADER = 16_000
MAX_PARTS = 1000
MAX_DEPTH = 50

Fields = list[tuple[str, bytes]]

_LONE_CR = re.compile(rb"\r(?!\n)")
_FIELD_END = re.compile(rb"\n(?![ \t])")
_NAME = re.compile(rb"[!-9;-~]+[ \t]*:")
_BOUNDARY_LINE = re.compile(rb"^--([^\n]{1,120}?)[ \t]*\n(?=content-)", re.I | re.M)
_PARAMETER = re.compile(r"""[;\s]\s*([\w!#$%&*+^`{|}~.'-]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;\s]*)""")


@dataclass(slots=True)
class Part:
    """One leaf of the MIME tree: its type and parameters, its header fields and its bytes still encoded."""

    kind: str
    parameters: dict[str, str]
    fields: dict[str, str] = field(default_factory=dict)  # content-* fields, decoded
    body: bytes = b""
    alternative: bool = False  # stands in a multipart/alternative


def normalise(raw: bytes) -> bytes:
    """Line ends as LF, a leading mbox `From ` line gone. Raises TooBig above 25 MiB."""
    if len(raw) > MAX_MAIL:
        raise TooBig("mail", f"{len(raw)} bytes, more than {MAX_MAIL}", "raise nothing: such a mail is kept unread")
    raw = with_lf(raw).removeprefix(b"\xef\xbb\xbf").lstrip(b"\n")
    if raw.startswith((b"From ", b">From ")):
        raw = raw[raw.find(b"\n") + 1 or len(raw) :]
    return raw


def with_lf(raw: bytes) -> bytes:
    """The same with every line end, CR LF or a lone CR, as LF."""
    if b"\r" not in raw:
        return raw
    lf = raw.replace(b"\r", b"")  # single signs: a tenth of what pairs of them take
    if lf.replace(b"\n", b"\r\n") == raw or not _LONE_CR.search(raw):
        return lf
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def fields(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Fields, int]:
    """The header fields from `start`, names in lower case and values still folded, and where the body begins.

    A line that is no field ends the header without a blank line, as mail programs have always read it.
    Raises TooBig for a block above 100 kB, more than 1,000 fields or one above 16 kB.
    """
    end = len(raw) if end is None else end
    if raw.startswith(b"\n", start):
        return [], start + 1
    stop = raw.find(b"\n\n", start, end)
    block_end, body = (end, end) if stop < 0 else (stop, stop + 2)
    found: Fields = []
    name, value, size = "", b"", 0
    position = start
    # Capped before splitting: a block without an end would otherwise be the whole mail.
    for folded in _FIELD_END.split(raw[start : min(block_end, start + MAX_HEADER_BLOCK + 1)]):
        line = folded.replace(b"\n", b"") if b"\n" in folded else folded
        if _NAME.match(folded):
            if name:
                found.append((name, value))
            head, _, value = line.partition(b":")
            name, size = head.decode("ascii").strip().lower(), len(line)
            if len(found) >= MAX_HEADERS:
                raise TooBig("header", f"more than {MAX_HEADERS} fields")
        # A parameter on a line of its own (`boundary=` without its indent) is a slip of old mail servers.
        elif value.endswith(b";"):
            value += line
            size += len(line)
        elif line[:1] not in (b" ", b"\t"):
            body = position
            break
        if size > MAX_HEADER:
            raise TooBig("header", f"{name[:40]} is longer than {MAX_HEADER} bytes")
        position += len(folded) + 1
    else:
        if block_end - start > MAX_HEADER_BLOCK:
            raise TooBig("header", f"the header is longer than {MAX_HEADER_BLOCK} bytes")
    if name:
        found.append((name, value))
    return found, body


@lru_cache(maxsize=256)  # a part's is that of most parts
def content_type(value: str) -> tuple[str, dict[str, str]]:
    """A Content-Type or Content-Disposition value (RFC 2045 5.1, RFC 2231) as its word and parameters."""
    kind = value.split(";", 1)[0].strip().lower()
    kind = kind.split()[0] if kind else ""
    parameters: dict[str, str] = {}
    pieces: dict[str, dict[int, str]] = {}
    for match in _PARAMETER.finditer(value, len(value.split(";", 1)[0].rstrip())):
        name, word = match[1].lower(), match[2]
        if word.startswith('"'):
            word = re.sub(r"\\(.)", r"\1", word.strip('"'))
        base, star, rest = name.partition("*")
        if star:
            number, _, _ = rest.partition("*")
            if rest in ("", "0*") and word.count("'") >= 2:
                word = word.split("'", 2)[2]
            if rest == "" or rest.endswith("*"):
                word = _percent(word)
            pieces.setdefault(base, {})[int(number) if number.isdigit() and len(number) < 4 else 0] = word
        else:
            parameters.setdefault(name, wording.decode_words(word))
    for base, numbered in pieces.items():
        parameters[base] = "".join(numbered[number] for number in sorted(numbered))
    return kind, parameters


def _percent(word: str) -> str:
    octets = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes((int(m[1], 16),)), word.encode("utf-8", "replace"))
    return wording.text(octets, "utf-8", [])


def leaves(raw: bytes, head: Fields, body: int, defects: list[str]) -> Iterator[Part]:
    """Every leaf part in the mail's order. Raises TooBig above 1,000 parts or 50 levels."""
    yield from _leaves(raw, head, body, len(raw), "text/plain", False, 0, [0], defects)


def _leaves(
    raw: bytes,
    head: Fields,
    start: int,
    end: int,
    default: str,
    alternative: bool,
    depth: int,
    count: list[int],
    defects: list[str],
) -> Iterator[Part]:
    if depth > MAX_DEPTH:
        raise TooBig("mail", f"parts nested deeper than {MAX_DEPTH}")
    content: dict[str, str] = {}
    for name, value in head:
        if name.startswith("content-"):
            content.setdefault(name, wording.unfold(value))
    kind, parameters = content_type(content.get("content-type", ""))
    if "/" not in kind:
        kind = default
    boundary = parameters.get("boundary", "")
    if kind.startswith("multipart/") and boundary:
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        spans = _spans(raw, start, end, boundary.rstrip(), count, defects)
        if not spans and (written := _written_boundary(raw[start : min(end, start + 4000)])):
            defects.append("multipart parted by another boundary than it names")
            spans = _spans(raw, start, end, written, count, defects)
        if spans:
            for first, last in spans:
                fields_, at = fields(raw, first, last)
                either = kind == "multipart/alternative"
                yield from _leaves(raw, fields_, min(at, last), last, inner, either, depth + 1, count, defects)
            return
        defects.append("multipart without its boundary, read as text")
        kind = "text/plain"
    elif kind.startswith("multipart/"):
        defects.append("multipart names no boundary, read as text")
        kind = "text/plain"
    yield Part(kind, parameters, content, raw[start:end], alternative)


def _written_boundary(octets: bytes) -> str:
    """The boundary that stands in the body, where the header names another or writes it in single quotes."""
    match = _BOUNDARY_LINE.search(octets)
    return match[1].decode("utf-8", "replace") if match else ""


def _spans(
    raw: bytes, start: int, end: int, boundary: str, count: list[int], defects: list[str]
) -> list[tuple[int, int]]:
    mark = b"--" + boundary.encode("utf-8", "replace")
    spans: list[tuple[int, int]] = []
    opened = -1
    misses = 0  # lines that only begin like the boundary
    at = raw.find(mark, start, end)
    while at >= 0:
        line = raw.find(b"\n", at, end)
        line = end if line < 0 else line
        rest = raw[at + len(mark) : line].rstrip(b" \t")
        if rest in (b"", b"--") and (at == start or raw[at - 1 : at] == b"\n"):
            if opened >= 0:
                spans.append((opened, max(opened, at - 1)))
                count[0] += 1
                if count[0] > MAX_PARTS:
                    raise TooBig("mail", f"more than {MAX_PARTS} parts")
            opened = -1 if rest else min(line + 1, end)
            if rest:
                break
        else:
            misses += 1
            if misses > 20 * MAX_PARTS:
                raise TooBig("mail", "its boundary stands everywhere in it")
        at = raw.find(mark, max(line, at + 1), end)
    if opened >= 0:
        defects.append("multipart is not closed")
        spans.append((opened, end))
    return spans
