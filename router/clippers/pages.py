"""Turns the page of a mail into the lines that clippers look at, after what the source file says of them."""

from __future__ import annotations

from router import html, links
from router.clippers import patterns
from router.clippers.body import Body
from router.clippers.finish import is_button
from router.clippers.lines import Line, Span, lines_of
from router.clippers.skips import is_skipped, skips_of


def page_lines(body: Body) -> list[Line]:
    """The lines between `start:` and `end:` after `drop:` and `skip:`.

    A dropped link keeps its words, any other dropped element goes; a skipped line only speaks of the story above it.
    """
    drop(body)
    skips = skips_of(body)
    byline = body.parameter("byline")
    lines = [_only_words(line, byline) if _is_no_title(line, skips) else line for line in lines_of(body.page)]
    if title := body.parameter("title"):
        for line in lines:
            if not line.hrefs and not line.ends and patterns.is_spoken(title, line.text):
                line.heading = line.heading or 3  # "Ana posted: …" is a headline in whatever type it is set
    return _between(lines, body.parameter("start").casefold(), body.parameter("end").casefold())


def drop(body: Body) -> None:
    """Takes out of the page what the source's `drop:` finds by CSS, which speaks of links as their sender wrote them."""
    if body.source and body.source.drop and any(guard in body.html for guard in ("safelinks.", "urldefense")):
        for node in body.page.css("a[href]"):
            node.attrs["href"] = links.unguarded(node.attributes.get("href") or "")
    for selector in body.source.drop if body.source else ():
        for node in html.select(body.page, selector) if not selector.startswith("text:") else ():
            if node.tag != "a":
                node.decompose()
            elif not links.is_account_link(node.attributes.get("href") or "", html.text_of(node)):
                node.attrs["href"] = ""  # an account link stays: it marks where the small print begins


def _between(lines: list[Line], start: str, end: str) -> list[Line]:
    if start:
        lines = lines[next((at for at, line in enumerate(lines) if start in line.text.casefold()), -1) + 1 :]
    if end:
        lines = lines[: next((at for at, line in enumerate(lines) if end in line.text.casefold()), len(lines))]
    return lines


def _is_no_title(line: Line, skips: list[str]) -> bool:
    return bool(skips) and not is_button(line.text) and is_skipped(skips, line.text)


def _only_words(line: Line, byline: str) -> Line:
    """What `skip:` names as words only: a byline still speaks of the story above, anything else ends it."""
    spans = [Span(span.text, size=1.0) for span in line.spans if not span.image]
    return Line(spans, place=line.place, ends=not byline or patterns.match(byline, line.text) is None)
