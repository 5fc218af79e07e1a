"""Finds the links that close the cards of a page, whatever they say: `Save your seat`, `RSVP`."""

from __future__ import annotations

from collections.abc import Sequence

from router import html, links
from router.clippers.bids import is_lesser
from router.clippers.finish import is_button
from router.clippers.lines import Line
from router.clippers.roles import Role, Said
from router.clippers.wording import is_service, words_in

LONGEST = 6  # words of such a link
FEWEST = 3  # cards of a page that are built so
_WAYS = 4  # links side by side: to the event, to the reader's calendar; to the players of an episode
_TOLD = 4  # words of a line that tells something

_Template = tuple[str, tuple[bool, float, int]]


def closings(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """Links made by one template where each stands, alone, under a headline without link and its words."""
    cards: dict[_Template, list[int]] = {}
    others: set[_Template] = set()
    above: dict[int, int] = {}  # the words of the headline over each
    headline: Line | None = None
    told = False
    for at, (line, (role, _, _)) in enumerate(zip(lines, said, strict=True)):
        template = (line.place, line.look)
        if role is Role.HEAD:
            headline, told = line, False
        elif role is Role.TEXT and not line.hrefs:
            told = told or words_in(line.text) >= _TOLD
        elif role is not Role.PICTURE and line.text:
            if headline is not None and told and _may_close(line, headline):
                if role is not Role.NONE or _bids(line):
                    cards.setdefault(template, []).append(at)
                    above[at] = words_in(headline.text)
            else:
                others.add(template)
            headline = None
    alike = (places for template, places in cards.items() if len(places) >= FEWEST and template not in others)
    alike = (places for places in alike if sum(above[at] for at in places) > sum(_length(lines[at]) for at in places))
    found = [at for places in alike if any(_is_sure(lines[at], said[at]) for at in places) for at in places]
    return {at: (Role.BUTTON, "", lines[at].href) for at in found}


def _may_close(line: Line, headline: Line) -> bool:
    """Whether a line is a link of few words, or two, and is set smaller or lighter than the headline above."""
    beside = "".join(span.text for span in line.spans if not span.href)
    alone = 0 < len(line.hrefs) <= _WAYS and not any(map(str.isalnum, beside))
    few = words_in(line.text) <= LONGEST * len(line.hrefs)
    return alone and few and not (line.heading or line.in_list) and is_lesser(line, headline)


def _bids(line: Line) -> bool:
    """Whether words that lead to no story elsewhere may do so under a headline: they ask for no money and serve no letter."""
    words = _words(line)
    return is_button(words) or not (is_service(words) or links.is_account_link(line.href, words))


def _is_sure(line: Line, said: Said) -> bool:
    """Whether a line leads to a story by itself, or bids to go there in the words of a button."""
    return said[0] is not Role.NONE or is_button(_words(line))


def _length(line: Line) -> int:
    """The words of a link; as many as its headline has, and that one is a rubric over it."""
    return words_in(_words(line))


def _words(line: Line) -> str:
    return html.line("".join(span.text for span in line.spans if span.href == line.href))
