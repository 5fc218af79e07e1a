"""Turns schema.org rows (`itemscope itemtype=".../Article"`) into stories: Google Alerts and its kin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from router import html
from router.clippers.body import Body, Raw
from router.clippers.finish import text_of

_NAMES = """Article NewsArticle BlogPosting ScholarlyArticle Report VideoObject SocialMediaPosting
    DiscussionForumPosting TechArticle JobPosting Event CreativeWork"""
KINDS = tuple(_NAMES.split())
_ROWS = ",".join(f'[itemtype$="schema.org/{kind}"]' for kind in KINDS)
_NEAR = 8  # levels at most between a link and the name in it
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
        kind = (row.attributes.get("itemtype") or "").rpartition("/")[2]
        found.append(
            Raw(
                title=title,
                link=link.attributes.get("href") or link.attributes.get("content") or "",
                text=_first(said, "description"),
                publisher=_first(said, "publisher"),
                authors=_first(said, "author"),
                date=_date(said),
                kind=_KIND.get(kind, ""),
            )
        )
    return found


def _properties(page: html.Page, css: str) -> Iterator[tuple[html.Node, dict[str, list[html.Node]]]]:
    """Each row with its nodes by each property they are marked with, in the page's order: one look at the page for all.

    A node belongs to the nearest row it stands in, as in the standard (HTML, microdata).
    """
    rows = {row.mem_id: row for row in page.css(css)}
    marked: dict[int, list[html.Node]] = {number: [] for number in rows}
    number = 0
    for node in page.css(f"{css},[itemprop]") if rows else ():
        if node.mem_id in rows:
            number = node.mem_id
        elif number:
            marked[number].append(node)
    nearest = {number: number for number in rows}
    for number, nodes in marked.items():
        inside = _inside(nodes, number)
        for node in nodes[inside:]:
            if outer := _row_of(node, nearest):
                marked[outer].append(node)
        del nodes[inside:]
    for number, row in rows.items():
        said: dict[str, list[html.Node]] = {}
        for node in marked[number]:
            for name in (node.attributes.get("itemprop") or "").split():
                said.setdefault(name, []).append(node)
        yield row, said


def _inside(nodes: list[html.Node], number: int) -> int:
    """How many of the nodes behind a row's beginning stand in it: all up to one, and mostly all."""
    if not nodes or _within(nodes[-1], number):
        return len(nodes)
    return bisect_left(nodes, True, key=lambda node: not _within(node, number))


def _within(node: html.Node, number: int, levels: int = html.MAX_DEPTH) -> bool:
    """Whether one of the nodes above, at most so many levels, has this number."""
    above = node.parent
    while above is not None and levels:
        if above.mem_id == number:
            return True
        above, levels = above.parent, levels - 1
    return False


def _row_of(node: html.Node, nearest: dict[int, int]) -> int:
    """The number of the row around a node, 0 outside of rows; `nearest` remembers the way there."""
    path = []
    above = node.parent
    while above is not None and above.mem_id not in nearest:
        path.append(above.mem_id)
        above = above.parent
    row = nearest[above.mem_id] if above is not None else 0
    nearest.update(dict.fromkeys(path, row))
    return row


def _named(link: html.Node | None, said: dict[str, list[html.Node]]) -> str:
    """The name that stands in the link."""
    if link is None:
        return ""
    named = (*said.get("name", ()), *said.get("headline", ()))
    return next((text_of(node) for node in named if _within(node, link.mem_id, _NEAR)), "")


def _first(said: dict[str, list[html.Node]], name: str) -> str:
    if name not in said:
        return ""
    node = said[name][0]
    return (node.attributes.get("content") if node.tag == "meta" else None) or html.text_of(node)


def _date(said: dict[str, list[html.Node]]) -> str:
    nodes = said.get("datePublished") or said.get("uploadDate")
    if not nodes:
        return ""
    node = nodes[0]
    return node.attributes.get("datetime") or node.attributes.get("content") or html.text_of(node)
