"""Turns schema.org rows (`itemscope itemtype=".../Article"`) into stories: Google Alerts and its kin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from router import html
from router.clippers.body import Body, Raw
from router.clippers.finish import text_of

_NAMES = """Article NewsArticle BlogPosting ScholarlyArticle Report VideoObject SocialMediaPosting
    DiscussionForumPosting TechArticle JobPosting Event CreativeWork"""
KINDS = tuple(_NAMES.split())
_ROWS = ",".join(f'[itemtype$="schema.org/{kind}"]' for kind in KINDS)
_NEAR = 8  # levels at most between a link and the name in it
Marked = dict[str, list[html.Node]]  # property -> the nodes of a row that bear it
_KIND = {
    "ScholarlyArticle": "paper",
    "VideoObject": "video",
    "BlogPosting": "post",
    "SocialMediaPosting": "post",
    "Event": "notice",
    "JobPosting": "notice",
}


def has_rows(body: Body) -> bool:
    """Whether the mail carries such rows at all."""
    return "schema.org/" in body.html and body.page.css_first(_ROWS) is not None


def cut(body: Body) -> list[Raw]:
    """One story a row; a row without a link of its own is none."""
    found: list[Raw] = []
    for row, said in _properties(body.page, body.parameter("story") or _ROWS):
        links = said.get("url", ())
        link = next((one for one in links if one.tag == "a"), links[0] if links else None)
        title = _named(link, said) or _first(said, "headline") or _first(said, "name") or text_of(link)
        if link is None or not title:
            continue
        kind = (row.attrs.get("itemtype") or "").rpartition("/")[2]
        found.append(
            Raw(
                title=title,
                link=link.attrs.get("href") or link.attrs.get("content") or "",
                text=_first(said, "description"),
                publisher=_first(said, "publisher"),
                authors=_first(said, "author"),
                date=_date(said),
                kind=_KIND.get(kind, ""),
            )
        )
    return found


def _properties(page: html.Page, css: str) -> Iterator[tuple[html.Node, Marked]]:
    """Each row with its nodes, and itself, by each property they are marked with, in the page's order."""
    rows = page.css(css)
    nested = any(not _beside(row, outer) and _within(row, outer.mem_id) for outer, row in pairwise(rows))
    for row, nodes in _each_asked(rows) if nested else _in_one_look(page, css, rows):
        said: Marked = {}
        for node in nodes:
            for name in (node.attrs["itemprop"] or "").split():
                said.setdefault(name, []).append(node)
        yield row, said


def _in_one_look(page: html.Page, css: str, rows: list[html.Node]) -> Iterator[tuple[html.Node, list[html.Node]]]:
    """Rows that stand side by side: a marked node stands in the row before it, or in none."""
    marked: dict[int, list[html.Node]] = {row.mem_id: [] for row in rows}
    number = 0
    for node in page.css(f"{css},[itemprop]") if rows else ():
        if (this := node.mem_id) in marked:
            again = this == number  # named by both halves of the selector
            number = this
            if again or "itemprop" not in node.attributes:
                continue
        if number:
            marked[number].append(node)
    for row in rows:
        nodes = marked[row.mem_id]
        yield row, nodes[: _inside(nodes, row.mem_id)]


def _each_asked(rows: list[html.Node]) -> Iterator[tuple[html.Node, list[html.Node]]]:
    """Rows within rows: a node stands in each of them, up to so many nodes in all."""
    room = html.MAX_NODES
    for row in rows:
        nodes = row.css("[itemprop]")[:room] if room else []
        room -= len(nodes)
        yield row, nodes


def _inside(nodes: list[html.Node], number: int) -> int:
    """How many of the nodes from a row's beginning on stand in it, or are it: all up to one, and mostly all."""
    if not nodes or _within(nodes[-1], number):
        return len(nodes)
    return bisect_left(nodes, True, key=lambda node: node.mem_id != number and not _within(node, number))


def _beside(node: html.Node, other: html.Node) -> bool:
    above, over = node.parent, other.parent
    return above is not None and over is not None and above.mem_id == over.mem_id


def _within(node: html.Node, number: int, levels: int = 2 * html.MAX_DEPTH) -> bool:
    """Whether one of the nodes above, at most so many levels, has this number."""
    above = node.parent
    while above is not None and levels:
        if above.mem_id == number:
            return True
        above, levels = above.parent, levels - 1
    return False


def _named(link: html.Node | None, said: Marked) -> str:
    """The name that stands in the link."""
    if link is None:
        return ""
    named = [node for name in ("name", "headline") for node in said.get(name, ()) if _is_in(node, link)]
    if len(named) > 1:
        return text_of(link.css_first("[itemprop~=name],[itemprop~=headline]"))
    return text_of(named[0]) if named else ""


def _is_in(node: html.Node, link: html.Node) -> bool:
    return node.mem_id == link.mem_id or _within(node, link.mem_id, _NEAR)


def _first(said: Marked, name: str) -> str:
    if name not in said:
        return ""
    node = said[name][0]
    return (node.attributes.get("content") if node.tag == "meta" else None) or html.text_of(node)


def _date(said: Marked) -> str:
    nodes = said.get("datePublished") or said.get("uploadDate")
    if not nodes:
        return ""
    node = nodes[0]
    return node.attributes.get("datetime") or node.attributes.get("content") or html.text_of(node)
