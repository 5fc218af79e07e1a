"""Turns a page that lists stories, in whatever layout, into those stories: linked headlines, and headlines above a button."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from router import html, links
from router.clippers import bylines
from router.clippers.body import Body, Raw
from router.clippers.finish import is_bare_url, is_button
from router.clippers.lines import Line, lines_of
from router.clippers.wording import is_advertisement, is_label, is_online_link, is_service, is_titleish, words_in

_NUMBER = re.compile(r"^\s*(?:\(?\d{1,3}[.):]\s*|#\d{1,3}\s+|\[\d{1,3}\]\s*)")
_SEPARATOR = re.compile(r"^\s*(?:[-–—:|•·↳(\[]|by\b|von\b|par\b)", re.I)
_POST = re.compile(r"(?:^|\s)@\w{2,}\b")  # an embedded post of somebody, quoted by the newsletter
_BY = re.compile(r"\b(?:by|von|par|por|di)\s+[^\W\d_]", re.I)
_PAID = re.compile(r"^\W*(?:sponsor(?:ed)?|advertisement|anzeige|ad)\s*[:|–—-]", re.I)
_SMALL_PRINT = re.compile(
    r"unsubscrib|disclaimer|copyright|liab(?:le|ility)|all rights reserved|your subscription|abbestell|désabonn|abmeld",
    re.I,
)
_WORDLESS = re.compile(r"[\s\W\d]*")
LONGEST_TITLE = 260
FARTHEST_LINES = 12  # between a headline and its button
FARTHEST_WORDS = 220


class Role(Enum):
    """What a line does in a list of stories."""

    TITLE = "the line is one link with a headline in it"
    LEAD = "the line begins with a linked headline"
    HEAD = "a headline without a link"
    BUTTON = "a link that only asks to click"
    ADDRESS = "a link that is written out"
    PICTURE = "a linked picture"
    TEXT = "words"
    NONE = "navigation, small print, advertisement"


@dataclass(slots=True)
class Found:
    """A headline and what came to stand under it."""

    role: Role
    title: str
    link: str
    line: Line
    at: int
    text: list[str] = field(default_factory=list)
    words: int = 0
    picture: str = ""  # the link of a picture right beside it
    advertised: bool = False
    above: str = ""
    near: bool = True  # its link is in the headline or right below
    parted: bool = True  # a sign or weight parts its headline from the words after it
    written: bool = False  # its link is written out below it

    def add(self, text: str) -> None:
        """One more paragraph."""
        if text:
            self.text.append(text)
            self.words += len(text.split())


def cut(body: Body) -> list[Raw]:
    """The stories of a page in its order; what cannot be told from navigation is left out."""
    return [_raw(story) for story in listed(page_lines(body))] if body.html else []


def page_lines(body: Body) -> list[Line]:
    """The lines of the page after the source's `drop:`: a dropped link keeps its words, anything else goes."""
    drops = [selector for selector in body.source.drop if not selector.startswith("text:")] if body.source else []
    for selector in drops:
        for node in html.select(body.page, selector):
            if node.tag == "a":
                # an account link stays what it is: it marks where the small print begins
                if not links.is_account_link(node.attributes.get("href") or "", html.text_of(node)):
                    node.attrs["href"] = ""
            else:
                node.decompose()
    return lines_of(body.page)


def listed(lines: list[Line]) -> list[Found]:
    """The headlines of a page that are worth being stories, in order."""
    found = _collect(lines[: _end(lines)])
    _picture_links(found)
    looks = Counter(story.line.look for story in found if story.link)
    places = Counter((story.role, story.line.place) for story in found if story.link)
    navigation = _navigation(found)
    return [
        story
        for story in found
        if not (story.advertised or _PAID.match(story.title) or _POST.search(story.title))
        and id(story) not in navigation
        and (
            _worthy(story, places[story.role, story.line.place])
            if story.link
            else _complete(story, looks[story.line.look])
        )
    ]


def _end(lines: list[Line]) -> int:
    """Where the small print begins: the first account line of the last third, else the end."""
    for at in range(len(lines) * 2 // 3, len(lines)):
        if any(
            links.is_account_link(span.href, html.line(span.text)) and not is_online_link(span.text)
            for span in lines[at].spans
            if span.href
        ):
            return at
    return len(lines)


def _base(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 16.0


def role_of(line: Line, base: float) -> tuple[Role, str, str]:
    """(role, headline, link) of a line."""
    text = line.text
    if not line.hrefs:
        return _unlinked(line, base)
    if not text:
        return Role.PICTURE, "", line.href
    for span in line.spans:
        if span.href and (links.is_share_link(span.href) or links.is_account_link(span.href, html.line(span.text))):
            return (Role.NONE if len(text) < 200 else Role.TEXT), "", ""
    linked = line.linked
    bare = _NUMBER.sub("", text)
    if len(line.hrefs) == 1 and len(linked) >= 0.75 * len(bare):
        if is_bare_url(linked):
            return Role.ADDRESS, "", line.href
        if is_button(linked):
            return Role.BUTTON, "", line.href
        if (
            is_service(linked)
            or is_online_link(linked)
            or not is_titleish(linked, loose=True)
            or len(linked) > LONGEST_TITLE
        ):
            return Role.NONE, "", ""
        return Role.TITLE, _NUMBER.sub("", linked), line.href
    if len(line.hrefs) > 1 and _WORDLESS.fullmatch("".join(span.text for span in line.spans if not span.href)):
        return Role.NONE, "", ""
    words, href, rest = line.lead()
    if (
        href[:4] == "http"
        and is_titleish(words, loose=True)
        and not (is_button(words) or is_bare_url(words) or is_service(words))
    ) and (_SEPARATOR.match(rest) or words_in(words) >= 3 or line.spans[0].bold):
        return Role.LEAD, _NUMBER.sub("", words).rstrip(" :–—-"), href
    for span in line.spans:
        if span.href[:4] == "http" and len(text) < 160:
            said = html.line(span.text)
            if is_button(said):
                return Role.BUTTON, "", span.href
            if is_bare_url(said):
                return Role.ADDRESS, "", span.href
    return Role.TEXT, "", ""


def _unlinked(line: Line, base: float) -> tuple[Role, str, str]:
    text = line.text
    if not text:
        return Role.NONE, "", ""
    stands_out = line.bold or line.heading or line.size >= base + 2
    if stands_out and len(text) <= LONGEST_TITLE and is_titleish(text, loose=True):
        return (
            (Role.NONE, "", "")
            if line.inward or is_label(text) or is_service(text)
            else (Role.HEAD, _NUMBER.sub("", text), "")
        )
    return Role.TEXT, "", ""


def _collect(lines: list[Line]) -> list[Found]:
    base = _base(lines)
    found: list[Found] = []
    current: Found | None = None
    advertised = False
    before: Line | None = None  # the line above, when it is plain words
    picture, pictures, above = "", 0, ""
    for at, line in enumerate(lines):
        role, title, link = role_of(line, base)
        pictures = pictures + 1 if role is Role.PICTURE else 0
        if is_advertisement(line.text):
            if current is not None and at - current.at <= 2 and role is Role.TEXT and len(line.text.split()) > 1:
                current.advertised = True
            else:
                advertised = True
            before, picture = None, ""
            continue
        if role in (Role.TITLE, Role.LEAD, Role.HEAD):
            if role is Role.TITLE and current is not None and current.link == link and not current.text:
                if current.line.look != line.look:
                    current.add(title)  # the words under the headline belong to its link
                elif current.at == at - 1 and len(current.title) < 40:
                    current.title = f"{current.title} {title}"
                continue
            if (
                role is Role.HEAD
                and current is not None
                and current.role is Role.HEAD
                and current.at == at - 1
                and current.line.look == line.look
            ):
                current.title, current.at = f"{current.title} {title}", at
                continue
            current = Found(role, title, link, line, at, advertised=advertised, picture=picture, above=above)
            if role is Role.LEAD:
                rest = line.lead()[2]
                current.add(rest.lstrip(" :–—-"))
                current.parted = _SEPARATOR.match(rest) is not None or line.spans[0].bold
            found.append(current)
            advertised, before, picture, above = False, None, "", line.text
            continue
        if role is Role.PICTURE:
            if advertised:
                advertised = False
            else:
                picture = link if pictures == 1 else ""  # several in a row are share buttons
                if current is not None and at == current.at + 1:
                    current.picture = link
        elif (
            role is Role.ADDRESS and before is not None and _is_plain_title(before.text) and not _BY.search(before.text)
        ):
            if current is not None and current.text and current.text[-1] == before.text:
                current.text.pop()
            current = Found(Role.HEAD, _NUMBER.sub("", before.text), link, before, at, written=True)
            found.append(current)
        elif role in (Role.BUTTON, Role.ADDRESS):
            if (
                current is not None
                and not current.link
                and at - current.at <= FARTHEST_LINES
                and current.words <= FARTHEST_WORDS
            ):
                current.link, current.near, current.written = link, at - current.at <= 2, role is Role.ADDRESS
                current.add(_date_beside(line))
        elif role is Role.TEXT and current is not None:
            current.add(line.text)
        above = line.text or above
        before = line if role is Role.TEXT and not line.hrefs else None
        picture = picture if role is Role.PICTURE else ""
    return found


def _runs_on(title: str, below: str) -> bool:
    """Whether one headline was broken into two lines."""
    return below[:1].islower() or title.endswith(
        (":", ",", "-", "–", "—", "&", " and", " of", " the", " a", " to", " for", " in")
    )


def _is_plain_title(text: str) -> bool:
    return is_titleish(text, loose=True) and words_in(text) <= 22 and not text.endswith((".", ":", ","))


def _picture_links(found: list[Found]) -> None:
    taken = {story.link for story in found}
    for story in found:
        if not story.link and story.picture and story.picture not in taken and words_in(story.title) >= 4:
            story.link = story.picture


def _navigation(found: list[Found]) -> set[int]:
    """Runs of three and more short links with nothing said between them: menus, side bars, rankings."""
    runs: list[list[Found]] = [[]]
    for story in found:
        if story.role is Role.TITLE and not story.text:
            if runs[-1] and story.line.look != runs[-1][-1].line.look:
                runs.append([])
            runs[-1].append(story)
        else:
            runs.append([])
    menus = [run for run in runs if len(run) >= 3 and sum(words_in(story.title) for story in run) < 3.8 * len(run)]
    return {id(story) for run in menus for story in run}


def _worthy(story: Found, alike: int) -> bool:
    return (
        is_titleish(story.title)
        or (story.role is Role.HEAD and story.near and words_in(story.title) >= 2)
        or alike >= 3
    )


def _complete(story: Found, alike: int) -> bool:
    """Whether a headline without a link is a story that stands complete in the mail: it looks like those with one."""
    said = " ".join(story.text)
    return alike >= 2 and story.words >= 60 and is_titleish(story.title) and not _SMALL_PRINT.search(said)


def evidence(stories: list[Found]) -> int:
    """How many headlines of one look have their link beside them: three and more are a list."""
    looks = Counter(
        story.line.look
        for story in stories
        if story.link and story.near and (story.written or is_titleish(story.title))
    )
    return max(looks.values(), default=0)


def _date_beside(line: Line) -> str:
    rest = html.line("".join(span.text for span in line.spans if not span.href)).strip(" |·-–—")
    return rest if any(sign.isdigit() for sign in rest) else ""


def _raw(story: Found) -> Raw:
    raw = Raw(title=story.title, link=story.link, lines=list(story.text), above=story.above)
    if raw.lines and len(raw.lines[0]) < 160 and bylines.are_names(raw.lines[0]):
        raw.authors = raw.lines[0]
    raw.text = " ".join(line for line in raw.lines if line != raw.authors)
    raw.date = raw.text[:200]
    return raw
