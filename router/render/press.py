"""Turns an issue into encoded bytes from parts that were rendered, inlined and encoded once for everybody.

What differs from subscriber to subscriber (numbers, links, a few sentences) stands on lines of its own. Quoted-printable
encodes each line for itself, so the lines between are encoded before anybody knows who will read them, and the whole is
the same bytes as `issue` rendered whole and encoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from router import headers
from router.render import view
from router.render.issue import frame, in_text, tune
from router.render.templates import Templates
from router.terms import IssueContent, Pick, Reason

ROOM = 100  # bytes: what was cut may be told in other words than those it is measured with

_MARK = "\ue000"
_HOLE = re.compile(f"(?m)^([^\n{_MARK}]*){_MARK}([a-z_]+){_MARK}([^\n{_MARK}]*)\n")
_BODY = f"{_MARK}body{_MARK}"
_HOLES = ("leave", "see_them", "preferences", "tune", "preheader", "when", "ledger", "because")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A newsletter whose two parts are quoted-printable already, for `headers.assemble`."""

    subject: str
    html: bytes
    text: bytes


@dataclass(frozen=True, slots=True)
class _Piece:
    """One part as encoded runs of lines, and between them the lines with a hole: before, name, after."""

    first: bytes
    holes: tuple[tuple[str, str, str, bytes], ...]  # ... and the run that follows
    size: int  # bytes of the runs, decoded


@dataclass(frozen=True, slots=True)
class _Pair:
    html: _Piece
    text: _Piece


class Press:
    """Assembles newsletters; keeps the parts of at most `keep` stories and sections in memory (2 to 3 kB each)."""

    def __init__(self, templates: Templates, keep: int = 4000) -> None:
        self._templates = templates
        self._keep = keep
        self._pairs: dict[Hashable, tuple[_Pair, _Pair]] = {}

    def issue(self, content: IssueContent) -> Encoded:
        """The newsletter `render.issue` gives, encoded. Raises RouterError when a template cannot be used."""
        html, text = self._sheets(content)
        return Encoded(view.subject(content, self._templates.words(content.language)), html.encoded(), text.encoded())

    def size(self, content: IssueContent) -> Callable[[tuple[Pick, ...]], int]:
        """How many bytes the HTML part has with only these picks, decoded: what `planning.fit` asks."""

        chosen = content.chosen

        def size(picks: tuple[Pick, ...]) -> int:
            cut = tuple((pick.candidate.story, Reason("size")) for pick in chosen.picks[len(picks) :])
            html, _ = self._sheets(replace(content, chosen=replace(chosen, picks=picks, waiting=chosen.waiting + cut)))
            return html.size() + ROOM

        return size

    def _sheets(self, content: IssueContent) -> tuple[_Sheet, _Sheet]:
        filled = frame(content, self._templates)
        plain = {name: str(filled[name]) for name in _HOLES}
        escaped = {name: _escape(value) for name, value in plain.items()}
        before, after = self._frame(content, filled)
        html, text = _Sheet(), _Sheet()
        html.add(before.html, escaped)
        text.add(before.text, plain)
        head, tail = (_escape(part) for part in tune(content))
        for block in view.blocks(content, self._templates.words(content.language)):
            pair = self._block(block, bool(head), content.language)
            number = str(block.number)
            html.add(pair.html, {"number": number, "tune": f"{head}{number}{tail}"})
            text.add(pair.text, {"number": in_text(block.number)})
        html.add(after.html, escaped)
        text.add(after.text, plain)
        return html, text

    def _block(self, block: view.Block, tunable: bool, language: str) -> _Pair:
        key = (block.key, tunable)
        found = self._pairs.get(key)
        if found is None:
            marks = {"number": _mark("number"), "tune": _mark("tune") if tunable else ""}
            values = dict(block.values()) | marks
            html = self._templates.render(f"issue/{block.template}.html", values, language)
            text = self._templates.render(f"issue/{block.template}.txt", values, language)
            pair = _Pair(_piece(self._templates.fragment(html)), _piece(text))
            found = self._store(key, (pair, pair))
        return found[0]

    def _frame(self, content: IssueContent, filled: Mapping[str, object]) -> tuple[_Pair, _Pair]:
        """What stands before and after the body."""
        values = {name: (_mark(name) if value else "") if name in _HOLES else value for name, value in filled.items()}
        key = ("frame", *values.values())
        found = self._pairs.get(key)
        if found is None:
            values |= {"body": _BODY, "head_css": Markup(self._templates.head_css)}
            html = self._templates.page(self._templates.render("issue/frame.html", values, content.language))
            text = self._templates.render("issue/frame.txt", values, content.language)
            (above, below), (over, under) = html.split(_BODY), text.split(_BODY)
            pairs = _Pair(_piece(above), _piece(over)), _Pair(_piece(below), _piece(under))
            found = self._store(key, pairs)
        return found

    def _store(self, key: Hashable, pairs: tuple[_Pair, _Pair]) -> tuple[_Pair, _Pair]:
        if len(self._pairs) >= self._keep:
            for old in list(self._pairs)[: self._keep // 2]:
                del self._pairs[old]
        self._pairs[key] = pairs
        return pairs


def _mark(name: str) -> str:
    return f"{_MARK}{name}{_MARK}"


def _escape(value: str) -> str:
    """As an HTML serialiser writes text and attributes that hold no quotes."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _piece(rendered: str) -> _Piece:
    first, *rest = _HOLE.split(rendered)
    holes = tuple((rest[at], rest[at + 1], rest[at + 2], headers.quoted(rest[at + 3])) for at in range(0, len(rest), 4))
    runs = "".join((first, *rest[3::4]))
    return _Piece(headers.quoted(first), holes, len(runs.encode()))


class _Sheet:
    """One part of one newsletter while it is put together: the holes are encoded at the end, all in one call."""

    __slots__ = ("_at", "_lines", "_out", "_size")

    def __init__(self) -> None:
        self._out: list[bytes] = []
        self._at: list[int] = []
        self._lines: list[str] = []
        self._size = 0

    def add(self, piece: _Piece, values: Mapping[str, str]) -> None:
        """One more piece below the others."""
        self._out.append(piece.first)
        self._size += piece.size
        for before, name, after, run in piece.holes:
            self._lines.append(before + values[name] + after)
            self._at.append(len(self._out))
            self._out += (b"", run)

    def size(self) -> int:
        """Bytes of this part, decoded."""
        return self._size + len("\n".join((*self._lines, "")).encode())

    def encoded(self) -> bytes:
        """This part as quoted-printable."""
        out = list(self._out)
        # A soft break never stands before an empty line, so empty lines between can be found again.
        lines = headers.quoted("\n\n".join(self._lines)).split(b"\r\n\r\n")
        if len(lines) != len(self._lines):
            lines = [headers.quoted(line) for line in self._lines]
        for at, line in zip(self._at, lines, strict=True):
            out[at] = line + b"\r\n"
        return b"".join(out)
