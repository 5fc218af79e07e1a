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
_PLACES = re.compile(
    r"\W*(?:(?:quick|useful|helpful|handy|important)\s?links?|(?:site )?navigation|departments|schnellzugriff|(?:nützliche|schnelle|wichtige) links"
    r"|liens (?:utiles|rapides)|enlaces (?:útiles|rápidos|de interés)|links? (?:úteis|rápidos|utili|rapidi)|(?:snelle|handige) links"
    r"|snabblänkar|hurtiglenker|szybkie linki)\W*",
    re.I,
)
_PLACE = 3  # words that links to such parts stay below
_SHE = re.compile(r"\b(?:she|he|her|his|sie|er|ihre|seine|elle|il|ella|él|lei|lui|ela|ele|zij|hij)\b", re.I)
_RUBRIC = re.compile(
    r"^\W*(?:about|contact|how to (?:reach|find|contact|join|help|support))\b|\b(?:of|for) the (?:day|week|month|year|issue)\b|\b(?:did you know|from the|(?:note|message|word|letter) (?:from|to)|thank you|welcome|this (?:week|month)|reach us|visit us|support us|opening hours|über uns|kontakt|contatt\w+|contacto|à propos)\b"
    r"|\b(?:der woche|des (?:tages|monats)|de la semaine|du (?:jour|mois)|de la semana|del (?:d[íi]a|mes|giorno|mese)|della settimana|d[ao] (?:semana|dia|mês)"
    r"|van de (?:week|dag|maand)|wussten sie|le saviez|sab[íi]as|lo sapevi|wist je|sabia)\b",
    re.I,
)
_COMPLETE = 20  # words under a headline between others, or below the last
_BRIEF = 10  # between others that say at most twice as much
_SENTENCE = 6  # words about a name
_TIP = 15  # words of a tip


def under_rubrics(found: list[Found]) -> set[int]:
    """Such headlines, on a page with others that are stories by themselves."""
    linked = Counter((story.line.place, story.line.look) for story in found if story.link and is_titleish(story.title))
    if sum(linked.values()) < LIKE:
        return set()
    kept = _between(found)
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
    said = " ".join(story.text)
    words = set(said.casefold().replace(",", " ").replace(".", " ").split())
    return _SHE.search(said) is not None or bool(words & set(story.title.casefold().split()))


def _between(found: list[Found]) -> set[int]:
    """Headlines that stand complete without a link between others of their template that have one, or below the last."""
    places: dict[tuple[str, tuple[bool, float, int]], list[int]] = {}
    for at, story in enumerate(found):
        if story.link and is_titleish(story.title):
            places.setdefault((story.line.place, story.line.look), []).append(at)
    kept: set[int] = set()
    for at, story in enumerate(found):
        linked = places.get((story.line.place, story.line.look), [])
        told = story.role is Role.HEAD and not story.link and is_titleish(story.title)
        if not told or len(linked) < LIKE or not linked[0] < at <= linked[-1] + 1 or _RUBRIC.search(story.title):
            continue
        fewest = max(_BRIEF, min(found[other].words for other in linked) // 2) if at < linked[-1] else _COMPLETE
        if story.words >= min(fewest, _COMPLETE):
            kept.add(id(story))
    return kept


def asides(found: list[Found]) -> set[int]:
    """What is no story by the rubric over it: names of those who wrote, short links to parts of the sender's place."""
    under: list[list[Found]] = []
    for story in found:
        if story.role is Role.HEAD:
            under.append([story])
        elif under:
            under[-1].append(story)
    kept: set[int] = set()
    for rubric, *group in under:
        names = _WRITERS.fullmatch(rubric.title) and all(bylines.are_names(story.title) for story in group)
        short = sum(words_in(story.title) for story in group) < _PLACE * len(group)
        places = _PLACES.fullmatch(rubric.title) and short
        if names or places:
            kept |= {id(story) for story in group}
    return kept


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
