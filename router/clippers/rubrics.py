"""Tells what a rubric makes of what stands under it: two names with a sentence about each, tips without a link, writers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from router.clippers import bylines
from router.clippers.headlines import Found
from router.clippers.roles import Role
from router.clippers.wording import is_titleish, words_in

FEWEST = 2  # under one rubric
LIKE = 3  # stories with a link that a tip is set like
RUBRIC = 4  # words of a rubric
_PEOPLE = re.compile(
    r"author|contributor|writer|editor|team|staff|speaker|people|about|contact|sponsor|partner|advert|follow|support|subscri"
    r"|autor|auteur|auteurs|redak|rédact|équipe|equipo|equipe|squadra|sprecher|referent|kontakt|über uns|contatt|personen",
    re.I,
)
_WRITERS = re.compile(
    r"\W*(?:(?:about )?(?:the|this (?:week|month|issue)['’]s|our|today['’]s|in this issue:?)? ?(?:authors?|contributors?|writers?)(?: (?:in )?this (?:issue|week))?"
    r"|(?:die |unsere )?(?:autor(?:inn)?en|mitwirkende)|(?:les |nos )?(?:auteurs|contributeurs)|(?:los |nuestros |os |nossos )?(?:autores|colaboradores)"
    r"|(?:gli |i nostri )?(?:autori|collaboratori)|(?:de |onze )?(?:auteurs|medewerkers)|(?:våra )?(?:skribenter|författare))\W*",
    re.I,
)
_PRONOUNS = (
    "she",
    "he",
    "her",
    "his",
    "sie",
    "er",
    "ihre",
    "seine",
    "elle",
    "il",
    "ella",
    "él",
    "lei",
    "lui",
    "ela",
    "ele",
    "zij",
    "hij",
)
_SENTENCE = 6  # words about a name
_TIP = 15  # words of a tip


def under_rubrics(found: list[Found]) -> set[int]:
    """Such headlines, on a page with others that are stories by themselves."""
    linked = Counter((story.line.place, story.line.look) for story in found if story.link and is_titleish(story.title))
    if sum(linked.values()) < LIKE:
        return set()
    kept: set[int] = set()
    for group in _groups(found):
        first = group[0]
        if all(story.link and story.line.bold and story.words >= _SENTENCE for story in group):
            kept |= {id(story) for story in group if not _is_person(story)}
        tips = linked[first.line.place, first.line.look] >= LIKE
        if tips and all(not story.link and story.words >= _TIP and is_titleish(story.title) for story in group):
            kept |= {id(story) for story in group}
    return kept


def _is_person(story: Found) -> bool:
    """Whether the words under a name speak of somebody: they name the person again, or say "she"."""
    if not bylines.are_names(story.title) or any(map(str.isdigit, story.title)):
        return False
    said = set(" ".join(story.text).casefold().replace(",", " ").replace(".", " ").split())
    return bool(said & {*story.title.casefold().split(), *_PRONOUNS})


def writers(found: list[Found]) -> set[int]:
    """Names under a rubric that says whose they are: they wrote, and are no stories."""
    under: list[list[Found]] = []
    for story in found:
        if story.role is Role.HEAD and not story.link:
            under.append([story])
        elif under:
            under[-1].append(story)
    named = (group[1:] for group in under if _WRITERS.fullmatch(group[0].title))
    return {id(story) for group in named if all(bylines.are_names(one.title) for one in group) for story in group}


def _groups(found: list[Found]) -> Iterator[list[Found]]:
    """Headlines of one template right under a rubric of another look, down to the next that is made otherwise."""
    group: list[Found] = []
    rubric: Found | None = None
    for story in found:
        if group and (story.line.place, story.line.look) == (group[0].line.place, group[0].line.look):
            group.append(story)
            continue
        if len(group) >= FEWEST:
            yield group
        below = rubric is not None and rubric.at == story.at - 1 and rubric.line.place != story.line.place
        below = below and rubric is not None and not _PEOPLE.search(rubric.title)
        group = [story] if below and not story.advertised else []
        names = story.role is Role.HEAD and not story.link and not story.words and words_in(story.title) <= RUBRIC
        rubric = story if names else None
    if len(group) >= FEWEST:
        yield group
