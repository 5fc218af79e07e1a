"""What HTML and CSS a mail uses, in the words of caniemail's table, and which mail programs lack it.

Every element, attribute, property, unit, function, at-rule and kind of selector is looked up; what is neither in the table
nor in UNLISTED has no name and is an error, so nothing new comes into a mail without a word on who can show it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

# HTML so old that the table does not ask for it, and what no program shows.
UNLISTED = frozenset(
    {"<html", "<head", "<title", "<tbody", "<br", "<a", "<meta", "class=", "href=", "border=", "colspan=", "charset=", "name=",
     "content=", "style=", "color:", "supported-color-schemes:", "border-color:", "border-width:"}
)  # fmt: skip
# Elements that the table knows under another name.
ALIASES = {
    **{f"<h{n}": "html-h1-h6" for n in range(1, 7)}, "<td": "html-table", "<tr": "html-table", "<b": "html-strong",
    "<-comment": "html-comments", "<!doctype": "html-doctype", "font-family:": "css-font",
    "<ul": "html-lists", "<li": "html-lists", "<details": "html-semantics", "<summary": "html-semantics",
    "<script": "", "<button": "html-button-submit",
}  # fmt: skip
_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([^;{}]+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


class Table:
    """caniemail's data: a feature's name -> the programs that lack it, or have it only in part."""

    def __init__(self, data: str) -> None:
        self._features = {one["slug"]: one for one in json.loads(data)["data"]}

    def __contains__(self, name: str) -> bool:
        return name in self._features

    def lacking(self, name: str) -> tuple[list[str], list[str]]:
        """(programs that lack it, programs that have it in part) in their newest version; unknown is neither."""
        without, partly = [], []
        for family, platforms in self._features[name]["stats"].items():
            for platform, versions in platforms.items():
                said = str(list(versions.values())[-1])
                if said[0] in "na":
                    (without if said[0] == "n" else partly).append(f"{family} {platform}")
        return without, partly


def used(html: str, table: Table) -> dict[str, set[str]]:
    """The features a mail uses, by their name in the table, each with what of the mail uses it; "" holds what has none."""
    found: dict[str, set[str]] = defaultdict(set)
    for sign, name in _signs(html):
        if sign not in UNLISTED:
            found[name if name in table else ALIASES.get(sign, "")].add(sign)
    return found


def _signs(html: str) -> Iterator[tuple[str, str]]:
    """(what is used, what the table would call it)."""
    yield "<!doctype", "html-doctype"
    tree: Any = LexborHTMLParser(html).root
    for node in tree.traverse(include_text=False):
        yield f"<{node.tag}", f"html-{node.tag}"
        for attribute, value in node.attributes.items():
            yield f"{attribute}=", f"html-{attribute}"
            if attribute == "style":
                yield from _declarations(value or "")
            if attribute == "href" and (value or "").startswith("mailto:"):
                yield "mailto:", "html-mailto-links"
            if attribute == "href" and (value or "").startswith("#"):
                yield "#", "html-anchor-links"
            if (attribute, value) == ("name", "color-scheme"):
                yield "color-scheme meta", "html-meta-color-scheme"
            if attribute in ("src", "background"):
                yield "picture", ""
        if node.tag == "style":
            yield from _sheet(node.text())


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    for wanted, value in _DECLARATION.findall(text):
        yield f"{wanted}:", f"css-{wanted}"
        if (wanted, value.strip()) == ("display", "none"):
            yield "display:none", "css-display-none"
        if "!important" in value:
            yield "!important", "css-important"
        for unit in re.findall(r"\d(px|em|rem|%|pt|vw|vh)", value):
            yield f"1{unit}", f"css-unit-{'percent' if unit == '%' else unit}"
        for function in re.findall(r"([a-z-]+)\(", value):
            yield f"{function}()", f"css-function-{function}"


def _sheet(css: str) -> Iterator[tuple[str, str]]:
    for query in re.findall(r"@([a-z-]+)([^{;]*)[{;]", css):
        yield f"@{query[0]}", f"css-at-{query[0]}"
        for asked in re.findall(r"\((prefers-[a-z-]+|orientation|hover)", query[1]):
            yield f"@media ({asked})", f"css-at-media-{asked}"
    for selectors, body in _RULE.findall(re.sub(r"@media[^{]*\{", "", css)):
        if "," in selectors:
            yield "a, b {}", "css-selector-grouping"
        for selector in selectors.split(","):
            plain = re.fullmatch(r"\s*(\.)?[a-z][a-z0-9]*\s*", selector)
            if plain:
                yield (".a {}", "css-selector-class") if plain[1] else ("a {}", "css-selector-type")
            elif selector.strip() != ":root":
                yield f"{selector.strip()} {{}}", ""
        yield from _declarations(body)
