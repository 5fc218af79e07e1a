"""Tells which headlines of a page are worth being stories, from menus, pictures' links and headings over others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from router.clippers import bylines
from router.clippers.lines import Line
from router.clippers.paragraphs import is_occasion
from router.clippers.roles import NUMBER, Role
from router.clippers.wording import is_archive, is_date, is_titleish, is_type, words_in

_SMALL_PRINT = re.compile(
    r"unsubscrib|disclaimer|copyright|liab(?:le|ility)|rights reserved|your subscription|abbestell|désabonn|abmeld",
    re.I,
)
SECTION_WORDS = 8  # under a headline whose link stands among them
GREAT_WORDS = 5  # under one that is greater than they
LONGEST_SECTION = 90
FULL_WORDS = 60  # of a post with its title linked
NUMBERED_WORDS = 15  # of one between numbered ones that have a link
_EVENTS = 3  # headlines beside a day or an hour
COMPLETE_WORDS = 60  # a story that stands in the mail without a link has at least so many


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
    above: str = ""  # the line over it
    picture: str = ""  # the link of a picture right beside it
    advertised: bool = False
    near: bool = True  # its link is in the headline or right below
    parted: bool = True  # a sign or weight parts its headline from the words after it
    written: bool = False  # its link is written out below it
    until: int = 0  # the last line that belongs to it
    closed: bool = False  # its button was seen: what follows is no longer about it
    card: bool = False  # words that a button makes a headline: a story only where others are built so too
    told: bool = False  # one of three and more of a template, each with words of its own
    inner: str = ""  # the first link in the words under it
    inside: bool = False  # its link is that one

    def add(self, text: str, at: int) -> None:
        """One more paragraph."""
        if text:
            self.text.append(text)
            self.words += len(text.split())
            self.until = at


def picture_links(found: list[Found]) -> None:
    """A picture's link is its headline's where cards are built so: at least two, and never a logo above all."""
    taken = {story.link for story in found}
    cards = [story for story in found if not story.link and story.picture not in taken and words_in(story.title) >= 4]
    cards = [story for story in cards if story.picture.rstrip("/").count("/") > 2]
    looks = Counter(story.line.look for story in cards)
    for story in cards:
        if looks[story.line.look] >= 2:
            story.link = story.picture


def section_links(found: list[Found], base: float) -> None:
    """The first link in its words is the link of a headline that has no other, where three and more sections are built so.

    Headlines no greater than their words are sentences, unless others of their look are linked.
    """
    heads = [
        story
        for story in found
        if story.role is Role.HEAD
        and not story.link
        and story.inner
        and story.words >= (GREAT_WORDS if story.line.size > base else SECTION_WORDS)
    ]
    heads = [story for story in heads if words_in(story.title) >= 3 and not _is_rubric(story.title)]
    linked = Counter(story.line.look for story in found if story.link and is_titleish(story.title))
    looks: dict[tuple[bool, float, int], list[Found]] = {}
    for story in heads:
        looks.setdefault(story.line.look, []).append(story)
    for look, alike in looks.items():
        greater = alike[0].line.heading or alike[0].line.size > base
        if linked[look] + (len(alike) if greater else 0) < 3:
            continue
        if sum(story.words for story in alike) > LONGEST_SECTION * len(alike):
            continue  # chapters of one essay are longer
        for story in alike:
            story.link, story.inside = story.inner, True


def roots_of(found: list[Found]) -> set[int]:
    """The name of a feed or forum over its posts: its link is where those of most others begin."""
    linked = [story for story in found if story.link]
    roots = is_above_others([story.link for story in linked])
    return {id(story) for story, root in zip(linked, roots, strict=True) if root}


def is_above_others(urls: Sequence[str]) -> list[bool]:
    """Of each link of three and more, whether it is where those of most others begin."""
    places = [url.partition("?")[0].rstrip("/").split("/")[:12] for url in urls]
    above = Counter(tuple(place[:at]) for place in places for at in range(3, len(place)))
    return [3 <= len(places) <= 2 * above[tuple(place)] for place in places]


def kickers_of(found: list[Found]) -> set[int]:
    """Names of feeds, rubrics and communities that stand linked right over a headline, smaller than it or a part of its
    address, or right below it with no more than who posted it."""
    over = [
        (story, below)
        for story, below in pairwise(found)
        if story.link
        and below.link
        and story.role in (Role.TITLE, Role.LEAD)
        and below.role is Role.TITLE
        and below.at <= story.until + 2
        and story.words <= 4
        and words_in(story.title) <= 4
        and story.link != below.link
    ]
    smaller = [story for story, below in over if story.line.size < below.line.size]
    looks = Counter(story.line.look for story in smaller)
    kickers = {id(story) for story in smaller if looks[story.line.look] >= 2}
    kickers |= {id(story) for story, below in over if _leads_to(story.link, below.link)}
    below = [story for above, story in pairwise(found) if above.until == story.at - 1 and _is_rubric_of(above, story)]
    return kickers | ({id(story) for story in below} if len(below) >= 2 else set())


def archive_of(found: list[Found], lines: list[Line]) -> set[int]:
    """Further posts of the writer, listed below the one that stands in the mail in full."""
    begin = next((at for at, line in enumerate(lines) if not line.hrefs and is_archive(line.text)), 0)
    above = [story for story in found if story.at < begin and story.link and not story.inside]
    if len(above) != 1 or above[0].role is not Role.TITLE or above[0].words < FULL_WORDS:
        return set()
    return {id(story) for story in found if story.at > begin}


def _is_rubric_of(above: Found, story: Found) -> bool:
    """Whether a link right below a headline is no headline itself, but where that one was posted."""
    if above.role is not Role.TITLE or story.line.listed or words_in(story.title) > 3:
        return False
    if story.role is Role.TITLE:
        return story.line.size < above.line.size and words_in(above.title) > 3
    said = words_in(story.text[0]) if story.text else 0
    return story.role is Role.LEAD and said <= 3 and above.line.look != story.line.look


def _leads_to(link: str, below: str) -> bool:
    """Whether one link opens the page over the other's."""
    place = link.partition("?")[0].rstrip("/")
    return place.count("/") > 1 and below.partition("?")[0].rstrip("/").startswith(f"{place}/")


def _is_rubric(title: str) -> bool:
    """Whether a few words in capitals only name a part of the mail."""
    return title.isupper() and words_in(title) <= 4


def menus_of(found: list[Found]) -> set[int]:
    """Runs of three and more short links with next to nothing said between them: menus, side bars, rankings."""
    events = {id(story) for story in found if _is_dated(story)}
    events = events if len(events) >= _EVENTS else set()
    runs: list[list[Found]] = [[]]
    for story in found:
        run = runs[-1]
        if id(story) in events:
            continue
        if story.role is not Role.TITLE or (run and story.line.look != run[-1].line.look):
            runs.append([])
        if story.role is Role.TITLE:
            runs[-1].append(story)
            if says(story) and not (len(run) >= 3 and words_in(story.title) <= 3):
                runs[-1].pop()
                runs.append([])
    short = [run for run in runs if len(run) >= 3 and sum(words_in(story.title) for story in run) < 3.8 * len(run)]
    return {id(story) for run in short for story in run}


def cards_of(found: list[Found], base: float) -> set[int]:
    """Headlines of one template, each greater than what is said under it: they are stories however short they are, where
    posts are offered."""
    made: dict[tuple[str, tuple[bool, float, int]], list[Found]] = {}
    for story in found:
        if story.role is Role.TITLE and (story.line.bold or story.line.size > base):
            made.setdefault((story.line.place, story.line.look), []).append(story)
    cards = [alike for alike in made.values() if len(alike) >= 3 and all(map(says, alike))]
    return {id(story) for alike in cards for story in alike}


def says(story: Found) -> bool:
    """Whether words, not only figures, stand under a headline."""
    return sum(1 for word in " ".join(story.text).split() if any(sign.isalpha() for sign in word)) >= 3


def is_worthy(story: Found, alike: int, full: int) -> bool:
    """Whether a linked headline is a story; alike: how many are made by its template, full: how many of them say enough."""
    if story.told or is_titleish(story.title) or (full >= 2 and words_in(story.title) == 2 and story.words):
        return True
    if story.role is Role.HEAD and story.near and (story.written or words_in(story.title) >= 2):
        return True
    fewest = 4 if story.role is Role.HEAD else 3  # three columns at the foot are built so too: Volunteer, Shop, Careers
    return (alike >= fewest and says(story)) or (alike >= 2 and _is_told_by_place(story))


def _is_dated(story: Found) -> bool:
    day = any(map(str.isalpha, story.above)) and is_date(story.above)  # figures alone are prices
    return story.line.dated or day or is_occasion(story.above)


def _is_told_by_place(story: Found) -> bool:
    """Whether short words are a title by what stands beside them: when it takes place, or who wrote it."""
    if _is_dated(story):
        return True
    beside = () if is_type(story.title) else (story.above, *story.text[:1])
    return any(len(words) <= 160 and bylines.are_names(words) for words in beside)


def is_complete(story: Found, alike: int, below: Found | None, numbered: int = 0) -> bool:
    """Whether a headline without a link is a story that stands complete in the mail, and no heading over others.

    numbered: how many others of its look are; one between them needs few words.
    """
    if numbered >= 2 and NUMBER.match(story.line.text) and story.words >= NUMBERED_WORDS:
        return is_titleish(story.title)
    if (
        below is not None
        and below.role is Role.TITLE
        and below.line.look != story.line.look
        and below.at <= story.until + 2
    ):
        return False
    said = " ".join(story.text)
    return alike >= 2 and story.words >= COMPLETE_WORDS and is_titleish(story.title) and not _SMALL_PRINT.search(said)
