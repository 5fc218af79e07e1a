"""Turns an issue into encoded bytes from parts that were rendered, inlined and encoded once for everybody.

What differs from subscriber to subscriber (numbers, links, a few sentences) stands on lines of its own. Quoted-printable
encodes each line for itself, so the lines between are encoded before anybody knows who will read them, and the whole is
the same bytes as `issue` rendered whole and encoded.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from markupsafe import Markup

from router import headers
from router.errors import RouterError
from router.render import view
from router.render.issue import frame, in_text, issue, tune
from router.render.templates import Templates
from router.terms import Candidate, IssueContent, Pick, Reason

T = TypeVar("T")
ROOM = 100  # bytes: what was cut may be told in other words than those it is measured with

_MARK = "\ue000"
_HOLE = re.compile(f"(?m)^([^\n{_MARK}]*){_MARK}([a-z_]+){_MARK}([^\n{_MARK}]*)\n")
_BODY = f"{_MARK}body{_MARK}"
MOST = 1000  # stories; a longer issue no mail can hold, and its numbers would be wider than their room
_DIGITS = [str(number).encode() for number in range(MOST)]
_WIDE = [in_text(number).encode() for number in range(MOST)]
_HREF = 'href="'  # how the line of an address begins (Templates gives each a line of its own)
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
        """How many bytes the HTML part has with only these picks, decoded, line ends as sent: what `planning.fit` asks."""
        chosen = content.chosen

        def size(picks: tuple[Pick, ...]) -> int:
            cut = tuple((pick.candidate.story, Reason("size")) for pick in chosen.picks[len(picks) :])
            html, _ = self._sheets(replace(content, chosen=replace(chosen, picks=picks, waiting=chosen.waiting + cut)))
            return len(a2b_qp(html.encoded())) + ROOM

        return size

    def _sheets(self, content: IssueContent) -> tuple[_Sheet, _Sheet]:
        filled = frame(content, self._templates)
        plain = {name: str(filled[name]) for name in _HOLES}
        escaped = {name: _escape(value) for name, value in plain.items()}
        before, after = self._frame(content, filled)
        head, tail = tune(content)
        many = content.chosen.picks[-1].number if content.chosen.picks else 0
        html, text = _Sheet(_DIGITS, _escape(head), _escape(tail), many), _Sheet(_WIDE, head, tail, many)
        html.add(before.html, escaped)
        text.add(before.text, plain)
        for block in view.blocks(content, self._templates.words(content.language)):
            pair = self._block(block, bool(head), content.language)
            html.story(pair.html, block.number)
            text.story(pair.text, block.number)
        html.add(after.html, escaped)
        text.add(after.text, plain)
        return html, text

    def _block(self, block: view.Block, tunable: bool, language: str) -> _Pair:
        key = (block.key, tunable)
        found = self._blocks.get(key)
        # The story itself is compared and not hashed: mostly it is the same object.
        if found is None or (found[0] is not block.candidate and found[0] != block.candidate):
            found = block.candidate, self._usable(lambda: self._pressed(block, tunable, language))
            if len(self._blocks) >= self._keep:
                for old in list(self._blocks)[: self._keep // 2]:
                    del self._blocks[old]
            self._blocks[key] = found
        return found[1]

    def _pressed(self, block: view.Block, tunable: bool, language: str) -> _Pair:
        marks = {"number": _mark("number"), "tune": _mark("tune") if tunable else ""}
        values = dict(block.values()) | marks
        shown, plain = f"issue/{block.template}.html", f"issue/{block.template}.txt"
        html = self._templates.fragment(self._templates.render(shown, values, language))
        return _Pair(_piece(html, shown), _piece(self._templates.render(plain, values, language), plain))

    def _usable(self, made: Callable[[], T]) -> T:
        """What `made` makes; a template of the installation that cannot be taken apart is set aside for ours."""
        while True:
            try:
                return made()
            except _Unfit as unfit:
                if not self._templates.set_aside(unfit.name, unfit):
                    raise

    def _frame(self, content: IssueContent, filled: Mapping[str, object]) -> tuple[_Pair, _Pair]:
        """What stands before and after the body."""
        values = {name: (_mark(name) if value else "") if name in _HOLES else value for name, value in filled.items()}
        key = tuple(values.values())
        found = self._frames.get(key)
        if found is None:
            found = self._usable(lambda: self._surround(content, values))
            if len(self._frames) >= self._keep:
                self._frames.clear()
            self._frames[key] = found
        return found

    def _surround(self, content: IssueContent, filled: Mapping[str, object]) -> tuple[_Pair, _Pair]:
        values = {**filled, "body": _BODY, "head_css": Markup(self._templates.head_css)}
        names = "issue/frame.html", "issue/frame.txt"
        html = self._templates.page(self._templates.render(names[0], values, content.language))
        text = self._templates.render(names[1], values, content.language)
        (above, below), (over, under) = (_halves(*one) for one in zip((html, text), names, strict=True))
        return _Pair(*map(_piece, (above, over), names)), _Pair(*map(_piece, (below, under), names))


class _Unfit(RouterError):
    """A template that renders and still cannot be used here; `where` is its place."""

    @property
    def name(self) -> str:
        """The template, as the others name it."""
        return self.where.removeprefix("templates/")


def _halves(rendered: str, name: str) -> tuple[str, str]:
    before, *after = rendered.split(_BODY)
    if len(after) != 1:
        raise _Unfit(f"templates/{name}", f"has {len(after)} places for the stories", "give {{ body }} one line")
    return before, after[0]


def _mark(name: str) -> str:
    return f"{_MARK}{name}{_MARK}"


def _escape(value: str) -> str:
    """As an HTML serialiser writes text and attributes that hold no quotes."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _piece(rendered: str, name: str) -> _Piece:
    first, *rest = _HOLE.split(rendered)
    holes, bad = [], False
    for before, hole, after, run in zip(*[iter(rest)] * 4, strict=True):
        encoded = headers.quoted(run)
        if hole == "number":
            # Three digits of room: in the text part numbers are always as wide, in HTML nothing may follow them.
            bad = bad or bool(before or (after and name.endswith(".html")))
            encoded = headers.quoted(f"000{after}\n")[3:] + encoded
        holes.append((hole, before, after, encoded))
    if bad or _MARK in "".join((first, *rest[3::4])):
        what = "puts a value that differs from reader to reader beside another or inside a line"
        raise _Unfit(f"templates/{name}", what, "give number and the addresses a line of their own")
    return _Piece(headers.quoted(first), tuple(holes))


class _Sheet:
    """One part of one newsletter while it is put together: lines that need it are encoded at the end, in one call."""

    __slots__ = ("_at", "_digits", "_head", "_lines", "_links", "_out", "_tail")

    def __init__(self, digits: list[bytes], head: str, tail: str, stories: int) -> None:
        """`digits` are numbers as this part writes them, `head` and `tail` what a tune address has around its number."""
        self._digits, self._head, self._tail = digits, head, tail
        self._out: list[bytes] = []
        self._at: list[int] = []
        self._lines: list[str] = []
        self._links: list[bytes] = []
        # Where the line of such an address never has to be broken, it needs no encoding of its own either.
        start, whole = headers.quoted(f"{_HREF}{head}"), headers.quoted(f'{_HREF}{head}000{tail}"')
        if len(whole) < headers.LINE:
            end = whole[len(start) + 3 :] + b"\r\n"
            self._links = [start + number + end for number in _DIGITS[: stories + 1]]

    def add(self, piece: _Piece, values: Mapping[str, str]) -> None:
        """One more piece below the others, its holes filled with these values."""
        self._out.append(piece.first)
        for name, before, after, run in piece.holes:
            self._put(f"{before}{values[name]}{after}", run)

    def story(self, piece: _Piece, number: int) -> None:
        """As `add`, for the story of this number."""
        out = self._out
        out.append(piece.first)
        for name, before, after, run in piece.holes:
            if name == "number":
                out += (self._digits[number], run)
            elif self._links and before == _HREF:
                out += (self._links[number], run)
            else:
                self._put(f"{before}{self._head}{number}{self._tail}{after}", run)

    def _put(self, line: str, run: bytes) -> None:
        self._lines.append(line)
        self._at.append(len(self._out))
        self._out += (b"", run)

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
