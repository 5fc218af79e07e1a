"""Turns the text of a rule file into the same text in the usual spacing, comments kept, and search strings into lines."""

from __future__ import annotations

import re

from router.rulebook.lines import split
from router.rulebook.read import INTEREST_HEADS
from router.rulebook.tree import DICTIONARIES, NEAR, And, In, Near, Or, Tree, Words

_TOP = ("interest", "about", "include")
_QUOTED = re.compile('("[^"]*")')
_CURLY = re.compile("[“”„‟]")
_ODD_SPACE = re.compile("[\t\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]")


def usual(file: str, text: str) -> str:
    """The text with plain line ends and spaces, heads in small letters, bodies in columns, signs spaced."""
    raws = [line.rstrip() for line in re.split("\r\n|\r|\n", text.replace("\ufeff", ""))]
    lines = {line.number: line for line in split(file, text)[0]}
    if file.startswith("sources/"):
        widths = dict.fromkeys(lines, 14)
    else:
        lists = max((len(line.head) for line in lines.values() if line.head.startswith("words ")), default=0)
        widths = {number: _width(line.head, lists) for number, line in lines.items()}
    out = []
    for number, raw in enumerate(raws, 1):
        line = lines.get(number)
        if line is None:
            out.append(_ODD_SPACE.sub(" ", raw).rstrip() if ":" in raw and not raw.lstrip().startswith("#") else raw)
        else:
            out.append(f"{line.head + ':':{widths[number]}}{_body(line.head, line.body)}")
    return "\n".join(out).strip("\n") + "\n"


def _width(head: str, lists: int) -> int:
    if head in _TOP:
        return 10
    if head.startswith("words "):
        return lists + 3
    if len(head) < 12:
        return 13
    return len(head) + (2 if head.startswith("expect") else 3)


def _body(head: str, body: str) -> str:
    verb, _, part = head.partition(" ")
    if verb not in ("take", "skip", "words") or head in INTEREST_HEADS:
        return body
    if part.partition(" ")[0] in ("search", *DICTIONARIES):
        return ", ".join(map(str.strip, body.split(","))) if part != "search" else " ".join(body.split())
    pieces = _QUOTED.split(_CURLY.sub('"', body))
    return "".join(piece if place % 2 else _spaced(piece) for place, piece in enumerate(pieces)).strip()


def _spaced(piece: str) -> str:
    piece = re.sub(r"\s+", " ", piece)
    piece = re.sub(r" ?, ?", ", ", piece)
    return re.sub(r" ?~ ?", " ~ ", piece)


def line_form(tree: Tree) -> str:
    """The plain line that means the same as a search string's tree, `take any: a, b + c`; "" where there is none."""
    part = "any"
    if isinstance(tree, In):
        part, tree = tree.part, tree.of
    groups = [_or_form(one) for one in (tree.of if isinstance(tree, And) else (tree,))]
    return f"take {part}: {' + '.join(groups)}" if all(groups) else ""


def _or_form(tree: Tree) -> str:
    forms = [_near_form(one) for one in (tree.of if isinstance(tree, Or) else (tree,))]
    return ", ".join(forms) if all(forms) else ""


def _near_form(tree: Tree) -> str:
    if isinstance(tree, Near):
        sides = [_leaf(one) for one in tree.of] if tree.within == NEAR else [""]
        return " ~ ".join(sides) if all(sides) else ""
    return _leaf(tree)


def _leaf(tree: Tree) -> str:
    if isinstance(tree, Words):
        return f"@{tree.name}"
    if not isinstance(tree, str):
        return ""
    return f'"{tree}"' if re.search(r"[,~@+()\[\]]", tree) else tree
