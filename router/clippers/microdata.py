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
        link = row.css_first("a[itemprop~=url]") or row.css_first("[itemprop~=url]")
        title = _named(link) or _first(row, "[itemprop~=headline]") or _first(row, "[itemprop~=name]") or text_of(link)
        if link is None or not title:
            continue
        kind = (row.attributes.get("itemtype") or "").rpartition("/")[2]
        found.append(
            Raw(
                title=title,
                link=link.attributes.get("href") or link.attributes.get("content") or "",
                text=_first(row, "[itemprop~=description]"),
                publisher=_first(row, "[itemprop~=publisher]"),
                authors=_first(row, "[itemprop~=author]"),
                date=_date(row),
                kind=_KIND.get(kind, ""),
            )
        )
    return found


def _named(link: html.Node | None) -> str:
    return text_of(link.css_first("[itemprop~=name],[itemprop~=headline]")) if link is not None else ""


def _first(row: html.Node, selector: str) -> str:
    node = row.css_first(selector)
    if node is None:
        return ""
    return (node.attributes.get("content") if node.tag == "meta" else None) or html.text_of(node)


def _date(row: html.Node) -> str:
    node = row.css_first("[itemprop~=datePublished],[itemprop~=uploadDate]")
    if node is None:
        return ""
    return node.attributes.get("datetime") or node.attributes.get("content") or html.text_of(node)
