"""Turns a page that lists stories, in whatever layout, into those stories: linked headlines, and headlines above a button."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from router import html, links
from router.clippers import bylines
from router.clippers.body import Body, Raw
from router.clippers.finish import is_bare_url, is_button, key_of
from router.clippers.lines import Line, lines_of
from router.clippers.wording import is_advertisement, is_online_link, is_service, is_titleish, words_in

_NUMBER = re.compile(r"^\s*(?:\(?\d{1,3}[.):]\s*|#\d{1,3}\s+|\[\d{1,3}\]\s*)")
_SEPARATOR = re.compile(r"^\s*(?:[-–—:|•·↳(\[]|by\b|von\b|par\b)", re.I)
_ONLY_MARKS = re.compile(r"[\s\W\d]*")
LONGEST_TITLE = 260


class Role(Enum):
    """What a line does in a list of stories."""

    TITLE = "the line is one link with a headline in it"
    LEAD = "the line begins with a linked headline"
    HEAD = "a headline without a link"
    BUTTON = "a link that only asks to click"
    TEXT = "words"
    NONE = "navigation, small print, advertisement"


@dataclass(slots=True)
class _Found:
    role: Role
    title: str
    link: str
    place: str
    text: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)  # links in its text
    advertised: bool = False
    at: int = 0


def cut(body: Body) -> list[Raw]:
    """The stories of a page in its order; what cannot be told from navigation is left out."""
    if not body.html:
        return []
    lines = lines_of(body.page)
    found = _collect(lines[: _end(lines)])
    groups = Counter((story.role, story.place) for story in found)
    kept = [
        story
        for story in found
        if story.link and not story.advertised and _worthy(story, groups[story.role, story.place])
    ]
    return [_raw(story) for story in kept]


def _end(lines: list[Line]) -> int:
    """Where the small print begins: the first account line after the last third's start, else the end."""
    total = len(lines)
    for at in range(total * 2 // 3, total):
        if any(
            links.is_account_link(span.href, html.line(span.text)) and not is_online_link(span.text)
            for span in lines[at].spans
            if span.href
        ):
            return at
    return total


def _base(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 16.0


def role_of(line: Line, base: float) -> tuple[Role, str, str]:
    """(role, headline, link) of a line."""
    text = line.text
    hrefs = [href for href in line.hrefs if not href.startswith("#")]
    if not hrefs:
        if (
            text
            and len(text) <= LONGEST_TITLE
            and (line.bold or line.heading or line.size >= base + 2)
            and is_titleish(text, loose=True)
        ):
            if any(span.href.startswith("#") for span in line.spans):
                return Role.NONE, "", ""
            return Role.HEAD, _NUMBER.sub("", text), ""
        return (Role.TEXT, "", "") if text else (Role.NONE, "", "")
    if not text:
        alt = html.line("".join(span.text for span in line.spans if span.image))
        return Role.BUTTON, alt, line.href
    linked = line.linked
    if any(
        links.is_account_link(span.href, html.line(span.text)) or links.is_share_link(span.href)
        for span in line.spans
        if span.href
    ):
        return (Role.NONE, "", "") if len(text) < 200 else (Role.TEXT, "", "")
    bare = _NUMBER.sub("", text)
    if len(hrefs) == 1 and len(linked) >= 0.75 * len(bare):
        if is_button(linked) or is_bare_url(linked):
            return Role.BUTTON, "", hrefs[0]
        if is_service(linked) or not is_titleish(linked, loose=True) or len(linked) > LONGEST_TITLE:
            return Role.NONE, "", ""
        return Role.TITLE, _NUMBER.sub("", linked), hrefs[0]
    words, href, rest = line.lead()
    if len(hrefs) > 1 and _ONLY_MARKS.fullmatch(_without_links(line)):
        return Role.NONE, "", ""
    if (
        href
        and not href.startswith("#")
        and is_titleish(words, loose=True)
        and not is_button(words)
        and not is_bare_url(words)
        and not is_service(words)
    ):
        if _SEPARATOR.match(rest) or words_in(words) >= 3 or line.spans[0].bold:
            return Role.LEAD, _NUMBER.sub("", words).rstrip(" :–—-"), href
    for span in line.spans:
        said = html.line(span.text)
        if span.href and not span.href.startswith("#") and (is_button(said) or is_bare_url(said)) and len(text) < 160:
            return Role.BUTTON, "", span.href
    return Role.TEXT, "", ""


def _without_links(line: Line) -> str:
    return "".join(span.text for span in line.spans if not span.href)


def _collect(lines: list[Line]) -> list[_Found]:
    base = _base(lines)
    found: list[_Found] = []
    current: _Found | None = None
    advertised = False
    for at, line in enumerate(lines):
        role, title, link = role_of(line, base)
        if is_advertisement(line.text):
            if current is not None and at - current.at <= 2 and len(line.text) < 60 and role is Role.TEXT:
                current.advertised = True
            else:
                advertised = True
            continue
        if role in (Role.TITLE, Role.LEAD, Role.HEAD):
            if role is Role.TITLE and current is not None and current.link == link and not current.text:
                current.title = (
                    f"{current.title} {title}" if len(current.title) < 40 and current.at == at - 1 else current.title
                )
                continue
            current = _Found(role, title, link, line.place, advertised=advertised, at=at)
            advertised = False
            if role is Role.LEAD:
                current.text.append(line.lead()[2].lstrip(" :–—-"))
            found.append(current)
        elif role is Role.BUTTON:
            if current is not None and not current.link:
                current.link = link
                current.text.extend(_date_beside(line))
        elif role is Role.TEXT and current is not None:
            current.text.append(line.text)
            current.spare.extend(span.href for span in line.spans if span.href and not span.href.startswith("#"))
    return found


def _date_beside(line: Line) -> list[str]:
    rest = html.line(_without_links(line))
    return [rest] if any(sign.isdigit() for sign in rest) else []


def _worthy(story: _Found, alike: int) -> bool:
    if story.role is Role.HEAD:
        return is_titleish(story.title)
    return is_titleish(story.title) or alike >= 3


def _raw(story: _Found) -> Raw:
    texts = [text for text in story.text if text]
    raw = Raw(title=story.title, link=story.link)
    if texts and len(texts[0]) < 160 and bylines.are_names(texts[0]):
        raw.authors = texts.pop(0)
    raw.text = " ".join(texts)
    raw.date = raw.text[:200]
    return raw


def keys(stories: list[Raw]) -> set[str]:
    """The titles found, for comparing."""
    return {key_of(story.title) for story in stories}
