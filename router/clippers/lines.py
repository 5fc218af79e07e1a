"""Turns a page into the lines a reader sees, each with its links, weight and size: what `blocks` and `whole` look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from router import html, links
from router.clippers.body import URL
from router.clippers.wording import is_date

MOST_LINES = 10_000  # a mail must be read within the deadline of its worker
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_HEADING = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_SIZES = {"h1": 30.0, "h2": 24.0, "h3": 19.0, "big": 18.0, "small": 12.0}
_FONT = {
    "1": 10.0,
    "2": 13.0,
    "3": 16.0,
    "4": 18.0,
    "5": 24.0,
    "6": 32.0,
    "7": 48.0,
    "+1": 18.0,
    "+2": 24.0,
    "+3": 32.0,
    "-1": 13.0,
    "-2": 10.0,
}
_SIZE = re.compile(r"font(?:-size)?\s*:[^;]*?(\d+(?:\.\d+)?)\s*(px|pt|em|rem|%)", re.I)
_WEIGHT = re.compile(r"font(?:-weight)?\s*:[^;]*?\b(bold|[6-9]00|normal|[1-5]00)\b", re.I)
_PLACE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}", re.I)
_IN_LIST = re.compile(r"(?:^|/)li(?:/(?:p|div|span|a|b|strong|em|i|u|font)(?:\.[^/]*)?){0,4}$")
_MARK = re.compile(
    r"^[\s\u2022\u00b7\u25aa\u25cf\u25b6\u25ba\u2023\u2219\u25e6\u2013\u2014\u2192\u00bb>*+|-]+(?:\(?\d{1,3}[.):]\s*|\[\d{1,3}\]\s*)?"
)


@dataclass(slots=True)
class Span:
    """A run of text with one look."""

    text: str
    href: str = ""
    bold: bool = False
    size: float = 16.0
    image: bool = False  # the text is the alt text of a picture


@dataclass
class Line:
    """What stands on one line (or in one paragraph) of the page."""

    spans: list[Span] = field(default_factory=list)
    heading: int = 0  # 1 to 6 inside h1 to h6
    place: str = ""  # the tags around it: equal for lines that were made by one template
    names: list[str] = field(default_factory=list)  # anchors that in-page links point at
    ends: bool = False  # nothing of it is of use, and what stood above ends here

    @cached_property
    def text(self) -> str:
        """The words, without those of pictures."""
        return html.line("".join(span.text for span in self.spans if not span.image))

    @cached_property
    def href(self) -> str:
        """The first link of the line that leads out of the mail, "" when there is none."""
        return self.hrefs[0] if self.hrefs else ""

    @cached_property
    def hrefs(self) -> list[str]:
        """All different links that lead out of the mail."""
        return list(dict.fromkeys(span.href for span in self.spans if span.href[:4].lower() == "http"))

    @cached_property
    def inward(self) -> bool:
        """Whether it links to another place in the same mail."""
        return any(span.href.startswith("#") for span in self.spans)

    @cached_property
    def look(self) -> tuple[bool, float, int]:
        """Weight, size and rank: equal for headlines of one kind."""
        return self.bold, self.size, self.heading

    @cached_property
    def linked(self) -> str:
        """The words that are links, those to another place in the mail left out; of two to one place behind each other the
        second only when it is not the name of the place."""
        runs: list[str] = []
        apart = True
        for span in self.spans:
            if not span.href or span.href[0] == "#":
                apart = apart or bool(span.text.strip())
                if runs and not apart:
                    runs[-1] += span.text
            elif not span.image:
                apart = apart or (runs[-1][-1:] == " " and _PLACE.fullmatch(span.text.strip()) is not None)
                runs += [""] * apart
                runs[-1] += span.text
                apart = False
        if len(runs) == 2 and _PLACE.fullmatch(runs[1].strip()):
            runs.pop()
        return html.line(" ".join(runs))

    @cached_property
    def bold(self) -> bool:
        """Whether (nearly) all of it is bold."""
        total = sum(len(span.text.strip()) for span in self.spans if not span.image)
        return (
            total > 0
            and sum(len(span.text.strip()) for span in self.spans if span.bold and not span.image) >= 0.8 * total
        )

    @cached_property
    def size(self) -> float:
        """The largest letters, in pixels."""
        return max((span.size for span in self.spans if span.text.strip()), default=0.0)

    @cached_property
    def in_list(self) -> bool:
        """Whether the page says that it is one of a list."""
        return _IN_LIST.search(self.place) is not None

    @cached_property
    def listed(self) -> bool:
        """Whether it is one of a list: marked, numbered, or said to be so."""
        return self.in_list or len(_MARK.sub("", f" {self.text}")) < len(self.text)

    @cached_property
    def dated(self) -> bool:
        """Whether its one link stands behind a day or an hour, and alone but for that."""
        if len(self.hrefs) != 1 or not self.text[:1].isalnum() or not self.text.endswith(self.linked):
            return False
        before = self.text.removesuffix(self.linked).strip(" ,:–—|-")
        counted = sum(map(str.isdigit, before)) < 3 and not any(map(str.isalpha, before))  # "12." is its number
        return not counted and is_date(before)

    def lead(self) -> tuple[str, str, str]:
        """(words, link, rest) when the line begins with a link, else ("", "", line); marks and numbers are passed over."""
        words, href, rest = "", "", ""
        for span in self.spans:
            if span.image:
                continue
            if not href and not words and not span.href:
                if _MARK.sub("", f" {html.line(span.text)}"):
                    return "", "", self.text
                continue
            place = rest and _PLACE.fullmatch(span.text.strip())
            if not rest.strip() and span.href and (not href or span.href == href) and not place:
                href = span.href
                words += rest + span.text
                rest = ""
            else:
                rest += span.text
        return html.line(words), href, html.line(rest)


def run_in(line: Line) -> tuple[str, str]:
    """(bold words, the rest) of a line that begins with an unlinked bold headline and goes on in plain words."""
    words, rest = "", ""
    for span in line.spans:
        if span.image:
            continue
        before = not words and not any(map(str.isalnum, span.text))
        if not rest and not span.href and (span.bold or before or not span.text.strip()):
            words += span.text
        elif not span.href:
            rest += span.text
    return (html.line(words), html.line(rest)) if not line.bold else ("", "")


def lines_of(page: html.Page) -> list[Line]:
    """The visible lines of a page, empty ones left out but for those that hold a linked picture."""
    return [
        line
        for line in islice(_lines(page.root, html.hidden_classes(page)), MOST_LINES)
        if line.spans and (line.text or any(span.image and span.href for span in line.spans))
    ]


def _lines(root: html.Node | None, hidden: frozenset[str]) -> Iterator[Line]:
    stack: list[tuple[str, bool, float, int]] = [("", False, 16.0, 0)]  # link, bold, size, heading
    tags: list[str] = []
    line = Line()
    for node, opens in html.walk(root, hidden):
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            href, bold, size, heading = stack[-1]
            if "pre" in tags and "\n" in text:
                *above, text = text.split("\n")
                for words in above:
                    line.spans.append(_span(words, href, bold, size))
                    line.place = line.place or "pre"
                    yield line
                    line = Line()
            if text and size > 0:
                line.spans.append(_span(text, href, bold, size))
                if text.strip():
                    line.heading = line.heading or heading
                    line.place = line.place or "/".join(tags[-9:])
            continue
        if tag in html.BLOCKS and (line.spans or line.names):
            if any(span.text.strip() or span.image for span in line.spans):
                yield line
                line = Line()
            else:
                line = Line(names=line.names)
        if not opens:
            if len(stack) > 1:
                stack.pop()
                tags.pop()
            continue
        href, bold, size, heading = stack[-1]
        attributes = node.attributes
        if tag == "a":
            href = (attributes.get("href") or "").strip() or href
            href = "" if links.is_profile_link(href) else href
        if (name := attributes.get("id") or (attributes.get("name") if tag == "a" else None)) is not None:
            line.names.append(name or "")
        if tag == "img" and href:
            line.spans.append(Span(attributes.get("alt") or "", href, bold, size, image=True))
        bold, size = _look(tag, attributes, bold, size)
        stack.append((href, bold, size, _HEADING.get(tag, heading)))
        tags.append(f"{tag}.{attributes.get('class') or ''}" if tag in ("td", "div", "p", "span", "a") else tag)
    yield line


def _span(text: str, href: str, bold: bool, size: float) -> Span:
    """The text with its look; an address that is written out alone is a link."""
    alone = not href and "://" in text and URL.fullmatch(text.strip(" <>()\n\r\t"))
    return Span(text, alone[0] if alone else href, bold, size)


def _look(tag: str, attributes: dict[str, str | None], bold: bool, size: float) -> tuple[bool, float]:
    if tag in _BOLD:
        bold = True
    size = _SIZES.get(tag, size)
    if tag == "font" and (named := attributes.get("size")):
        size = _FONT.get(named.strip(), size)
    style = attributes.get("style")
    if style and "font" in style:
        if weight := _WEIGHT.search(style):
            bold = weight[1].lower() == "bold" or (weight[1] >= "600" and weight[1] != "normal")
        if found := _SIZE.search(style):
            number = float(found[1])
            unit = found[2].lower()
            size = (
                number
                if unit == "px"
                else number * 4 / 3
                if unit == "pt"
                else size * number / 100
                if unit == "%"
                else size * number
            )
    return bold, size
