"""Tells headlines that are titles of stories from those that are none.

Under the name of a section stand the titles of its stories; questions and the parts of one document (an advisory, minutes,
a job) are told one after the other, and what is linked in the midst of sentences is no story for its link to open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from router.clippers import bylines
from router.clippers.body import URL
from router.clippers.finish import is_button
from router.clippers.labels import key_of_label, label_of, may_be_title
from router.clippers.paragraphs import title_of
from router.clippers.wording import words_in

_FEWEST = 3  # words of a title
_LONGEST = 5  # words of a section's name, on the average
_SENTENCE = (".", "。", "!", "！", ":", "：", ",", ";", "…")
_ENDED = re.compile(r"[.!?:]\s|[。！？]")  # amid the words beside a link: "They met on Monday. Docs: https://…"
_YEAR = re.compile(r"\s*\((?:19|20)\d\d\w?\)$")
_AMID = 2  # words behind a link, on its line, that go on with the sentence
_PARTS = re.compile(
    r"(?:background|introduction|overview|problem|impact|affected|solution|work-?around|remediation|mitigation|references|credits"
    r"|acknowledge?ments?|revision history|duties|responsibilities|requirements|qualifications|what (?:we|you)\b|your (?:profile|tasks)|how to apply"
    r"|ingredients|directions|method|preparation|any other business|apologies|approval of|matters arising|(?:date of )?(?:the )?next meeting"
    r"|conclusions?|results|discussion|important dates|submission|hintergrund|problem|auswirkung|lösung|aufgaben|(?:ihre?|deine?) (?:profil|aufgaben)"
    r"|anforderungen|wir bieten|was wir|bewerbung|zutaten|zubereitung|genehmigung|verschiedenes|begrüßung|contexte|solution|missions|profil"
    r"|nous offrons|candidature|ingrédients|préparation|approbation|divers|questions diverses|antecedentes|solución|funciones|requisitos|ofrecemos"
    r"|ingredientes|preparación|aprobación|ruegos y preguntas|contesto|soluzione|mansioni|requisiti|offriamo|ingredienti|preparazione|varie"
    r"|achtergrond|oplossing|taken|functie-eisen|wij bieden|ingrediënten|bereiding|rondvraag|vaststelling)\b",
    re.I,
)


class Paragraph(NamedTuple):
    """Lines under a headline, down to an empty one or one with a link."""

    lines: list[str]
    link: str  # the line with the link, "" when an empty one ends it


def paragraphs_of(lines: list[str], places: list[int], closed: Sequence[bool]) -> list[Paragraph]:
    """What stands under one headline, at these places; closed: whether a line ends with a link, or the number of one."""
    found, held = list[Paragraph](), list[str]()
    before = places[0] - 1 if places else 0
    for at in places:
        if held and at > before + 1:
            found.append(Paragraph(held, ""))
            held = []
        if closed[at]:
            found.append(Paragraph(held, lines[at]))
            held = []
        else:
            held.append(lines[at])
        before = at
    return [*found, Paragraph(held, "")] if held else found


def are_parts(under: list[tuple[str, list[Paragraph]]]) -> bool:
    """Whether most headlines are questions, half of them name parts of one document, or most links stand amid sentences."""
    names = [name for name, _ in under]
    asked = sum(name.endswith(("?", "？")) for name in names)
    parts = sum(_PARTS.match(name) is not None for name in names)
    links = [[one.link for one in told if one.link] for _, told in under]
    linked = [one for one in links if one]
    amid = sum(all(map(_goes_on, one)) for one in linked)
    return 3 * asked >= 2 * len(names) or 2 * parts >= len(names) or 2 * amid > len(linked)


def _goes_on(link: str) -> bool:
    return "://" in link and words_in(URL.split(link)[-1]) >= _AMID


def are_sections(under: list[tuple[str, list[Paragraph]]], furniture: frozenset[str], width: int) -> bool:
    """Whether of the headlines with links half hold several titles, or most begin with one and are as short as the names
    of sections, or name people; furniture: words that stand at one link after the other."""
    linked = [(name, told) for name, told in under if any(one.link for one in told)]
    several = sum(_titled(told, furniture, width) > 1 for _, told in linked)
    opened = sum(_opens(told, furniture, width) and (several > 0 or not _is_teaser(told)) for _, told in linked)
    short = sum(0 if bylines.are_names(_YEAR.sub("", name)) else words_in(name) for name, _ in linked)
    named = several > 0 or short <= _LONGEST * len(linked)
    return bool(linked) and (2 * several >= len(linked) or (named and 4 * opened >= 3 * len(linked)))


def _titled(told: list[Paragraph], furniture: frozenset[str], width: int) -> int:
    """How many links have a title: all of them beside it, or all above it and below the link before."""
    above = beside = begin = 0
    for at, one in enumerate(told):
        if one.link:
            above += bool(told[begin].lines) and _is_title(title_of(told[begin].lines, width)[0])
            beside += _is_title(_beside(one.link, furniture))
            begin = at + 1
    return max(above, beside)


def _opens(told: list[Paragraph], furniture: frozenset[str], width: int) -> bool:
    """Whether a title stands first under a headline, or right above its link, below words about the section."""
    at = next(at for at, one in enumerate(told) if one.link)
    near = told[at] if told[at].lines or not at else told[at - 1]
    return any(_begins(one, furniture, width) for one in (told[0], near))


def _is_teaser(told: list[Paragraph]) -> bool:
    """Whether one line alone stands above the link that leads on from it: "Mehr: https://…"."""
    links = [one.link for one in told if one.link]
    return len(links) == 1 and sum(len(one.lines) for one in told) == 1 and label_of(links[0]) != ""


def _begins(one: Paragraph, furniture: frozenset[str], width: int) -> bool:
    """Whether a paragraph begins with a title, not with the first line of words about a story."""
    if one.lines and one.lines[0].strip().casefold() in furniture:
        return False
    title = title_of(one.lines, width)[0] if one.lines else _beside(one.link, furniture)
    return _is_title(title) and not (title.endswith(_SENTENCE) or (not one.lines and _ENDED.search(title)))


def _beside(link: str, furniture: frozenset[str]) -> str:
    label = label_of(link)
    return "" if key_of_label(label) in furniture or is_button(label) else label


def _is_title(title: str) -> bool:
    return (
        words_in(title) >= _FEWEST and may_be_title(title) and not (bylines.is_signed(title) or bylines.is_dated(title))
    )
