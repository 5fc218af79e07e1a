"""Turns schema.org rows (`itemscope itemtype=".../Article"`) into stories: Google Alerts and its kin."""

from __future__ import annotations

from router import html
from router.clippers.body import Body, Raw
from router.clippers.finish import text_of

_NAMES = """Article NewsArticle BlogPosting ScholarlyArticle Report VideoObject SocialMediaPosting
    DiscussionForumPosting TechArticle JobPosting Event CreativeWork"""
KINDS = tuple(_NAMES.split())
_ROWS = ",".join(f'[itemtype$="schema.org/{kind}"]' for kind in KINDS)
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
    for row in body.page.css(body.parameter("story") or _ROWS):
        said = _properties(row)
        links = said.get("url", ())
        link = next((one for one in links if one.tag == "a"), links[0] if links else None)
        title = _named(link) or _first(said, "headline") or _first(said, "name") or text_of(link)
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


def _properties(row: html.Node) -> dict[str, list[html.Node]]:
    """The row's nodes by each property they are marked with, in the row's order: one look at the tree for all."""
    said: dict[str, list[html.Node]] = {}
    for node in row.css("[itemprop]"):
        for name in (node.attributes.get("itemprop") or "").split():
            said.setdefault(name, []).append(node)
    return said


def _named(link: html.Node | None) -> str:
    return text_of(link.css_first("[itemprop~=name],[itemprop~=headline]")) if link is not None else ""


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
