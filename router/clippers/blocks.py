"""Turns a page that lists stories, in whatever layout, into those stories: linked headlines, and headlines above a button."""

from __future__ import annotations

import re
from collections import Counter

from router import html, links
from router.clippers import bylines
from router.clippers.bids import enrols
from router.clippers.body import Body, Raw
from router.clippers.dates import MONTHS
from router.clippers.finish import is_button, key_of
from router.clippers.headlines import (
    Found,
    archive_of,
    cards_of,
    is_complete,
    is_worthy,
    kickers_of,
    menus_of,
    picture_links,
    roots_of,
    says,
    section_links,
)
from router.clippers.journals import names_of
from router.clippers.lines import Line
from router.clippers.outline import Outline
from router.clippers.pages import page_lines
from router.clippers.publishers import name_publisher, part_names
from router.clippers.roles import (
    NUMBER,
    Role,
    leaves,
)
from router.clippers.rubrics import asides, under_rubrics
from router.clippers.wording import (
    SOCIAL,
    is_online_link,
    is_release,
    is_titleish,
    offers_jobs,
    words_in,
)

_POST = re.compile(
    r"^\W*@\w{2,}\b(?![\w.-]{0,40}/)|\s\(?@\w{2,}\W*$"
)  # an embedded post of somebody, quoted by the newsletter
_PAID = re.compile(r"^\W*(?:sponsor(?:ed)?|advertisement|anzeige|ad)\s*[:|–—-]", re.I)
_VOLUME = re.compile(
    r"\W*(?:vol(?:ume|umen|\.)?|band|bd\.|tome|jahrgang)\W{0,2}\d+\W+(?:issues?|no\.?|number|heft|numéro|número|n[o°º]\.?|fascicolo|nr\.?)\W{0,2}\d",
    re.I,
)
_PRICE = re.compile(r"[£$€¥₹]\s?\d|\b\d[\d.,]*\s?(?:€|£|eur|usd|gbp|chf|kr|zł|kč|ft|lei|руб|₽|円|元|원)(?!\w)", re.I)
_DAY = re.compile(rf"\d[:h]\d\d\b|\b(?:{'|'.join(MONTHS)})\b", re.I)
FEWEST_ON_SALE = 3
FEW_WORDS = 2  # beside each price
LONGEST_NAME = 4
FEWEST_ROWS = 3  # short names of one template, with words under each
FEWEST_PAPERS = 3  # below a journal's name
FEWEST_WORDS = 20  # under a headline where no story has a link


def cut(body: Body) -> list[Raw]:
    """The stories of a page in its order; what cannot be told from navigation is left out."""
    return raws(listed(page_lines(body), f"{body.subject} {body.sender.name}")) if body.html else []


def raws(stories: list[Found]) -> list[Raw]:
    """Headlines and what stands under them, ready for finishing."""
    found = [_raw(story) for story in stories]
    part_names(found)
    return found


def listed(lines: list[Line], subject: str = "") -> list[Found]:
    """The headlines of a page that are worth being stories, in order.

    subject: what the mail says it is; posts that are vacant may be short.
    """
    reader = Outline(lines[: _end(lines)])
    found = reader.read()
    picture_links(found)
    section_links(found, reader.base)
    looks = Counter(story.line.look for story in found if story.link)
    places = Counter((story.role, story.line.place) for story in found if story.link)
    full = Counter((story.role, story.line.place) for story in found if story.link and is_titleish(story.title))
    cards = Counter(story.line.place for story in found if story.card)
    found = [story for story in found if not story.card or cards[story.line.place] >= 2]
    told = cards_of(found, reader.base) if offers_jobs(subject) else set()
    for story in found:
        story.told = id(story) in told
    left_out = (menus_of(found) - told) | kickers_of(found) | roots_of(found) | archive_of(found, lines)
    left_out |= names_of(found, lines) | asides(found)
    numbered = Counter(story.line.look for story in found if story.link and NUMBER.match(story.line.text))
    releases = sum(is_release(story.title) for story in found)
    named = under_rubrics(found)
    kept = []
    for number, story in enumerate(found):
        if story.advertised or id(story) in left_out or _PAID.match(story.title) or _POST.search(story.title):
            continue
        if not story.link and links.is_account_link("", story.title):
            continue
        below = found[number + 1] if number + 1 < len(found) else None
        if id(story) in named or (
            is_worthy(story, places[story.role, story.line.place], full[story.role, story.line.place])
            or (releases >= 2 and is_release(story.title))
            if story.link
            else is_complete(story, looks[story.line.look], below, numbered[story.line.look])
        ):
            kept.append(story)
    if len(kept) >= FEWEST_ON_SALE and not told and _is_shop(kept):
        return []
    return kept[1:] if len(kept) > FEWEST_PAPERS and _is_masthead(kept[0], kept[1], key_of(subject)) else kept


def _is_shop(stories: list[Found]) -> bool:
    """Whether each of three and more names stands over little but a price, and no day to come: things on sale."""
    if sum(words_in(story.title) for story in stories) > LONGEST_NAME * len(stories):
        return False
    told = [" ".join(story.text) for story in stories]
    bare = all(len(_PRICE.findall(said)) == 1 and not _DAY.search(said) for said in told)
    return bare and sum(words_in(_PRICE.sub(" ", said)) for said in told) <= FEW_WORDS * len(stories)


def _is_masthead(first: Found, second: Found, subject: str) -> bool:
    """Whether the first headline is the journal's name over its volume and issue."""
    told = [story.text[0] if story.text else "" for story in (first, second)]
    named = len(first.text) == 1 and f"{key_of(first.title)} " in subject  # nothing is told of a name
    apart = first.line.look != second.line.look or named
    return apart and _VOLUME.match(told[0]) is not None and not _VOLUME.match(told[1])


def announced(lines: list[Line], stories: list[Found]) -> list[Found]:
    """The stories that the page's own list of contents names, when that leads to nearly all of what it names."""
    contents = {key_of(line.text) for line in lines if line.inward and not line.hrefs}
    found = [story for story in stories if story.link and key_of(story.title) in contents] if len(contents) > 1 else []
    return found if len(found) > 1 and 3 * len(found) >= 2 * len(contents) else []


def headed(lines: list[Line]) -> list[Found]:
    """Stories that stand complete in a mail without any link: three and more headlines of one look over paragraphs."""
    found = [story for story in Outline(lines[: _end(lines)]).read() if story.role is Role.HEAD and not story.link]
    found = [story for story in found if story.words >= FEWEST_WORDS and is_titleish(story.title)]
    looks = Counter(story.line.look for story in found)
    look, count = looks.most_common(1)[0] if looks else ((False, 0.0, 0), 0)
    return [story for story in found if story.line.look == look] if count >= 3 else []


def evidence(stories: list[Found], *, names: bool = True) -> int:
    """How many headlines of one look have their link beside them: three and more are a list.

    names: also those of one word or two; what was ordered is written so too.
    """
    plain = [story for story in stories if story.link and story.near]
    rows = Counter((story.line.place, story.line.look) for story in plain if says(story))
    plain = [
        story
        for story in plain
        if story.written
        or story.told
        or is_titleish(story.title)
        or (names and rows[story.line.place, story.line.look] >= FEWEST_ROWS and says(story))
    ]
    looks: Counter[tuple[bool, float, int]] = Counter()
    for story in plain:
        if story.role is not Role.LEAD or story.parted:
            looks[story.line.look] += 2 if story.written else 1  # nobody writes an address out inside an essay
    return max(looks.values(), default=0)


def _end(lines: list[Line]) -> int:
    """Where the small print begins: the first account line of the last third, or the row of social signs, else the end."""
    last_third = len(lines) * 2 // 3
    social = [at for at, line in enumerate(lines) if any(SOCIAL.fullmatch(span.text.strip()) for span in line.spans)]
    if social and social[0] >= last_third:
        lines = lines[: social[0]]
    above = Counter(line.text for line in lines[:last_third])
    buttons = Counter((line.place, line.look) for line in lines[:last_third] if line.href)
    for at in range(last_third, len(lines)):
        line = lines[at]
        if above[line.text] >= 2:
            continue  # it stands under each story ("Flag as irrelevant")
        if (
            buttons[line.place, line.look] >= 2
            and (is_button(line.text) or enrols(line.text))
            and not lines[at - 1].hrefs
        ):
            continue  # "Sign up", where others have "Details"
        if leaves(line) and not is_online_link(line.text):
            return at
        for span in lines[at].spans:
            if span.href and links.is_account_link(span.href, html.line(span.text)) and not is_online_link(span.text):
                return at
    return len(lines)


def _raw(story: Found) -> Raw:
    raw = Raw(title=story.title, link=story.link, lines=list(story.text), above=story.above)
    if raw.lines and len(raw.lines[0]) <= 50 and raw.title.endswith(f" - {raw.lines[0]}"):
        raw.publisher = raw.lines.pop(0)
    if raw.lines and len(raw.lines[0]) < 160 and bylines.are_names(raw.lines[0]):
        raw.authors = raw.lines[0]
    raw.text = " ".join(line for line in raw.lines if line != raw.authors)
    raw.date = raw.text[:200]
    name_publisher(raw)
    if raw.authors == raw.publisher:
        raw.authors = ""  # a paper's name reads like a person's
    return raw
