"""Turns schema.org rows (`itemscope itemtype=".../Article"`) into stories: Google Alerts and its kin."""

from __future__ import annotations

from router import html
from router.clippers.body import Body, Raw
from router.clippers.finish import text_of

_NAMES = """Article NewsArticle BlogPosting ScholarlyArticle Report VideoObject SocialMediaPosting
    DiscussionForumPosting TechArticle JobPosting Event CreativeWork"""
KINDS = tuple(_NAMES.split())
_ROWS = ",".join(f'[itemtype$="schema.org/{kind}"]' for kind in KINDS)
_NEAR = 8  # levels between a link and the name in it, at most; and between a row and its nodes, mostly
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
    rows = body.page.css(body.parameter("story") or _ROWS)
    found: list[Raw] = []
    for row, said in zip(rows, _properties(body.page, rows), strict=True):
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


def _properties(page: html.Page, rows: list[html.Node]) -> list[dict[str, list[html.Node]]]:
    """For each row its nodes by each property they are marked with, in the page's order: one look at the page for all.

    A node belongs to the nearest row it stands in, as in the standard (HTML, microdata).
    """
    said: list[dict[str, list[html.Node]]] = [{} for _ in rows]
    row_of: dict[int, int] = {row.mem_id: at for at, row in enumerate(rows)}  # and of nodes between: -1 outside of rows
    for node in page.css("[itemprop]") if rows else ():
        path = []
        above = node.parent
        while above is not None and (place := above.mem_id) not in row_of:
            path.append(place)
            above = above.parent
        at = row_of[above.mem_id] if above is not None else -1
        if len(path) > _NEAR:  # a long way is not gone twice
            row_of.update(dict.fromkeys(path, at))
        if at >= 0:
            for name in (node.attributes.get("itemprop") or "").split():
                said[at].setdefault(name, []).append(node)
    return said


def _named(link: html.Node | None, said: dict[str, list[html.Node]]) -> str:
    """The name that stands in the link."""
    if link is None:
        return ""
    for node in (*said.get("name", ()), *said.get("headline", ())):
        above = node.parent
        for _ in range(_NEAR):
            if above is None:
                break
            if above.mem_id == link.mem_id:
                return text_of(node)
            above = above.parent
    return ""


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
