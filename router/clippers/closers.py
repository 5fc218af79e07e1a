"""Finds the links that close the cards of a page, whatever they say: `Save your seat`, `RSVP`."""

from __future__ import annotations

from collections.abc import Sequence

from router import html
from router.clippers.bids import is_lesser
from router.clippers.finish import is_button
from router.clippers.lines import Line
from router.clippers.roles import Role, Said
from router.clippers.wording import words_in

LONGEST = 6  # words of such a link
FEWEST = 3  # cards of a page that are built so
_TOLD = 4  # words of a line that tells something

_Template = tuple[str, tuple[bool, float, int]]


def closers(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """Links made by one template where each stands, alone, under a headline without link and its words."""
    cards: dict[_Template, list[int]] = {}
    others: set[_Template] = set()
    headline: Line | None = None
    told = False
    for at, (line, (role, _, _)) in enumerate(zip(lines, said, strict=True)):
        template = (line.place, line.look)
        if role is Role.HEAD and not (headline is not None and headline.heading and is_lesser(line, headline)):
            headline, told = line, False
        elif role is Role.TEXT and not line.hrefs:
            told = told or words_in(line.text) >= _TOLD
        elif role is not Role.PICTURE and line.text:
            if headline is not None and told and _may_close(line, headline):
                if role is not Role.NONE or is_button(line.text):  # else it asks for money, or serves the letter
                    cards.setdefault(template, []).append(at)
            else:
                others.add(template)
            headline = None
    found = [at for template, places in cards.items() if _are(places, template, others, said) for at in places]
    return {at: (Role.BUTTON, "", lines[at].href) for at in found}


def _may_close(line: Line, headline: Line) -> bool:
    """Whether a line is one link of few words, set smaller or lighter than the headline above."""
    alone = len(line.hrefs) == 1 and html.line(line.text) == line.linked
    return (
        alone and words_in(line.text) <= LONGEST and not line.listed and not line.heading and is_lesser(line, headline)
    )


def _are(places: Sequence[int], template: _Template, others: set[_Template], said: Sequence[Said]) -> bool:
    """Whether links of one template are all at the ends of cards, and not all refused."""
    return len(places) >= FEWEST and template not in others and any(said[at][0] is not Role.NONE for at in places)
