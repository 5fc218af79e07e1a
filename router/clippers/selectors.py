"""Turns the parts of a page that a source file names by CSS into stories."""

from __future__ import annotations

from router import html
from router.clippers import bylines
from router.clippers.body import Body, Raw
from router.clippers.pages import drop


def cut(body: Body) -> list[Raw]:
    """One story for each node that `story:` finds; what `drop:` finds is taken out first."""
    page = body.page
    source = body.source
    if source is None or not body.html:
        return []
    drop(body)
    nodes = html.select(page, source.parameters.get("story", "a[href]"))
    starts = {node.mem_id for node in nodes}
    return [found for node in nodes if (found := _story(body, node, starts)) is not None]


def _story(body: Body, node: html.Node, starts: set[int]) -> Raw | None:
    def said(name: str) -> str:
        line = body.parameter(name)
        return _value(node, line, starts) if line else ""

    title = said("title") if body.parameter("title") else html.text_of(node)
    if not title:
        return None
    link = said("link") if body.parameter("link") else _href(node)
    raw = Raw(
        title=title, link=link, text=said("text"), publisher=said("publisher"), byline=said("byline"), date=said("date")
    )
    raw.authors, raw.journal, raw.note = said("authors"), said("journal"), said("note")
    if raw.byline:
        read = bylines.by_dash(raw.byline)
        raw.authors, raw.journal, raw.date = (
            raw.authors or read.authors,
            raw.journal or read.journal,
            raw.date or read.date,
        )
    if cited := bylines.by_citation(said("citation") or raw.journal):
        raw.journal, raw.date, raw.doi = cited.journal, raw.date or cited.date, raw.doi or cited.doi
    return raw


def _href(node: html.Node) -> str:
    anchor = node if node.tag == "a" else node.css_first("a[href]")
    return (anchor.attributes.get("href") or "") if anchor is not None else ""


def _value(node: html.Node, line: str, starts: set[int]) -> str:
    for path in html.read_path(line):
        at = _walk(node, path, starts)
        if at is None:
            continue
        said = (at.attributes.get(path.attribute) or "") if path.attribute else html.text_of(at)
        if said:
            return said
    return ""


def _walk(node: html.Node, path: html.Path, starts: set[int]) -> html.Node | None:
    at: html.Node | None = node
    for sign, css in path.steps:
        if at is None:
            return None
        if sign == "/":
            at = next(iter(html.select(at, css)), None)
        elif sign == "^":
            at = at.parent
            while at is not None and not _fits(at, css):
                at = at.parent
        else:
            at = _later(at, css, starts, only_next=sign == "+")
    return at


def _later(node: html.Node, css: str, starts: set[int], *, only_next: bool) -> html.Node | None:
    at = node.next
    while at is not None and at.mem_id not in starts:
        if at.tag not in ("-text", "-comment", "!--", "br", None):
            if _fits(at, css):
                return at
            if only_next:
                return None
        at = at.next
    return None


def _fits(node: html.Node, css: str) -> bool:
    around = node.parent
    return around is not None and any(found.mem_id == node.mem_id for found in html.select(around, css))
