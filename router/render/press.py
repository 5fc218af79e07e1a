"""Turns an issue into encoded bytes from parts that were rendered, inlined and encoded once for everybody.

What differs from subscriber to subscriber (numbers, links, a few sentences) stands on lines of its own. Quoted-printable
encodes each line for itself, so the lines between are encoded before anybody knows who will read them, and the whole is
the same bytes as `issue` rendered whole and encoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from router import headers
from router.errors import RouterError
from router.render import view
from router.render.issue import frame, in_text, issue, tune
from router.render.templates import Templates
from router.terms import Candidate, IssueContent, Pick, Reason

ROOM = 100  # bytes: what was cut may be told in other words than those it is measured with

_MARK = "\ue000"
_HOLE = re.compile(f"(?m)^([^\n{_MARK}]*){_MARK}([a-z_]+){_MARK}([^\n{_MARK}]*)\n")
_BODY = f"{_MARK}body{_MARK}"
MOST = 1000  # stories; a longer issue no mail can hold, and its numbers would be wider than their room
_DIGITS = [str(number).encode() for number in range(MOST)]
_WIDE = [in_text(number).encode() for number in range(MOST)]
_HOLES = ("leave", "see_them", "preferences", "tune", "preheader", "when", "ledger", "because")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A newsletter whose two parts are quoted-printable already, for `headers.assemble`."""

    subject: str
    html: bytes
    text: bytes


@dataclass(frozen=True, slots=True)
class _Piece:
    """One part as encoded runs of lines, and between them the lines with a hole: name, before, after, next run.

    A story's number is no line to encode: its digits stand for themselves, so it is put between two runs as it is.
    """

    first: bytes
    holes: tuple[tuple[str, str, str, bytes], ...]
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
        self._blocks: dict[Hashable, tuple[Candidate | None, _Pair]] = {}
        self._frames: dict[Hashable, tuple[_Pair, _Pair]] = {}

    def issue(self, content: IssueContent) -> Encoded:
        """The newsletter `render.issue` gives, encoded. Raises RouterError when a template cannot be used."""
        if len(content.chosen.picks) >= MOST:
            whole = issue(content, self._templates)
            return Encoded(whole.subject, headers.quoted(whole.html), headers.quoted(whole.text))
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
        head, tail = tune(content)
        shown, closed = _escape(head), _escape(tail)
        for block in view.blocks(content, self._templates.words(content.language)):
            pair = self._block(block, bool(head), content.language)
            number = block.number
            html.add(pair.html, {"digits": _DIGITS[number], "tune": f"{shown}{number}{closed}"})
            text.add(pair.text, {"digits": _WIDE[number], "tune": f"{head}{number}{tail}"})
        html.add(after.html, escaped)
        text.add(after.text, plain)
        return html, text

    def _block(self, block: view.Block, tunable: bool, language: str) -> _Pair:
        key = (block.key, tunable)
        found = self._blocks.get(key)
        # The story itself is compared and not hashed: mostly it is the same object.
        if found is None or (found[0] is not block.candidate and found[0] != block.candidate):
            marks = {"number": _mark("number"), "tune": _mark("tune") if tunable else ""}
            values = dict(block.values()) | marks
            shown, plain = f"{block.template}.html", f"{block.template}.txt"
            html = self._templates.fragment(self._templates.render(f"issue/{shown}", values, language))
            text = self._templates.render(f"issue/{plain}", values, language)
            found = block.candidate, _Pair(_piece(html, shown), _piece(text, plain))
            if len(self._blocks) >= self._keep:
                for old in list(self._blocks)[: self._keep // 2]:
                    del self._blocks[old]
            self._blocks[key] = found
        return found[1]

    def _frame(self, content: IssueContent, filled: Mapping[str, object]) -> tuple[_Pair, _Pair]:
        """What stands before and after the body."""
        values = {name: (_mark(name) if value else "") if name in _HOLES else value for name, value in filled.items()}
        key = tuple(values.values())
        found = self._frames.get(key)
        if found is None:
            values |= {"body": _BODY, "head_css": Markup(self._templates.head_css)}
            html = self._templates.page(self._templates.render("issue/frame.html", values, content.language))
            text = self._templates.render("issue/frame.txt", values, content.language)
            (above, below), (over, under) = html.split(_BODY), text.split(_BODY)
            names = "frame.html", "frame.txt"
            found = (
                _Pair(*map(_piece, (above, over), names)),
                _Pair(*map(_piece, (below, under), names)),
            )
            if len(self._frames) >= self._keep:
                self._frames.clear()
            self._frames[key] = found
        return found


def _mark(name: str) -> str:
    return f"{_MARK}{name}{_MARK}"


def _escape(value: str) -> str:
    """As an HTML serialiser writes text and attributes that hold no quotes."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _piece(rendered: str, name: str) -> _Piece:
    first, *rest = _HOLE.split(rendered)
    runs, holes, size = [headers.quoted(first)], [], len(first.encode())
    for before, hole, after, run in zip(*[iter(rest)] * 4, strict=True):
        encoded = headers.quoted(run)
        size += len(run.encode())
        if hole == "number":
            # Three digits of room: in the text part numbers are always as wide, in HTML nothing follows them.
            encoded = headers.quoted(f"000{after}\n")[3:] + encoded
            size += len(after.encode()) + 1
            hole = "digits" if not before else ""
        holes.append((hole, before, after))
        runs.append(encoded)
    if _MARK in "".join((first, *rest[3::4])) or not all(hole for hole, _, _ in holes):
        what = "puts a value that differs from reader to reader beside another or inside a line"
        raise RouterError(f"templates/issue/{name}", what, "give number and the addresses a line of their own")
    return _Piece(runs[0], tuple((*hole, run) for hole, run in zip(holes, runs[1:], strict=True)), size)


class _Sheet:
    """One part of one newsletter while it is put together: the holes are encoded at the end, all in one call."""

    __slots__ = ("_at", "_lines", "_out", "_size")

    def __init__(self) -> None:
        self._out: list[bytes] = []
        self._at: list[int] = []
        self._lines: list[str] = []
        self._size = 0

    def add(self, piece: _Piece, values: Mapping[str, Any]) -> None:
        """One more piece below the others; `digits` among the values are bytes, the others text."""
        out = self._out
        out.append(piece.first)
        size = piece.size
        for name, before, after, run in piece.holes:
            value = values[name]
            if name == "digits":
                out.append(value)
                size += len(value)
            else:
                self._lines.append(f"{before}{value}{after}")
                self._at.append(len(out))
                out.append(b"")
            out.append(run)
        self._size += size

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
