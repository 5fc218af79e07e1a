"""Turns plain text whose headlines stand over sentences, and whose links stand in notes below, into those stories."""

from __future__ import annotations

import re
from itertools import chain, takewhile

from router import html, links
from router.clippers import notes
from router.clippers.body import Raw
from router.clippers.finish import key_of
from router.clippers.labels import may_be_title
from router.clippers.marked import RULE
from router.clippers.paragraphs import is_marked, tidy
from router.clippers.run_in import paragraphs_of
from router.clippers.wording import is_date, words_in

_MENTION = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,2}\))")
_ENDS = re.compile(r"[.!?…。！？][\"”’»)]*$")
_OPEN = (".", ",", ":", ";", "，", "：", "。")
_FEWEST = 3
_WORDS = 2.5  # of a headline, on the average
_WORDS_OF_STORIES = 4  # where the first is the subject
_TOLD = 6  # words of a sentence below a headline
_MOST_TOLD = 80  # words about a story, on the average: chapters of a post are longer
_LONGEST = 160
_BEGINNING = 80  # signs of a line that say what it is about

Paragraph = list[str]


def noted(lines: list[str], subject: str) -> list[Raw]:
    """Three and more of them, each with links of its own; else nothing: a post under its subject has chapters."""
    lines = notes.joined(lines)
    below = notes.notes_of(lines)
    if sum(map(notes.is_note, lines)) < _FEWEST:
        return []
    parts = list(chain.from_iterable(map(_parted, paragraphs_of(lines))))
    heads = [at for at, part in enumerate(parts[:-1]) if _is_headline(part) and _is_told(parts[at + 1])]
    sections = [(parts[at], parts[at + 1 : until]) for at, until in zip(heads, [*heads[1:], len(parts)], strict=False)]
    found: list[Raw] = []
    for head, under in sections:
        told = [line for part in under for line in part]
        said = list(takewhile(_is_no_foot, told))
        near = notes.notes_of(told) or below
        if listed := _listed(under, near):
            found += listed
        elif ways := notes.mentioned(said, near):
            text = _MENTION.sub("", html.line(" ".join(said)))
            found.append(Raw(title=_title(head), link=ways[0], links=ways[1:], text=text))
    chapters = found and key_of(found[0].title) == key_of(subject) and _words(found[1:]) < _WORDS_OF_STORIES
    return found if _are_stories(found, len(sections)) and not chapters else []


def _are_stories(found: list[Raw], sections: int) -> bool:
    """Whether they are what the letter tells: most of its sections, and none as short of title or as long as a chapter."""
    count = len(found)
    if count < _FEWEST or 3 * count < 2 * sections or len({raw.link for raw in found}) < count:
        return False
    told = sum(words_in(raw.text) for raw in found) <= _MOST_TOLD * count
    return _words(found) >= _WORDS and told and not any("://" in raw.text for raw in found)


def _listed(parts: list[Paragraph], near: dict[str, str]) -> list[Raw]:
    """The stories of a section that is a list of sentences, each with a note of its own."""
    items: list[list[str]] = []
    for part in parts:
        begun = False
        for line in takewhile(_is_no_foot, part):
            if is_marked(line):
                items.append([line])
                begun = True
            elif begun and not _ENDS.search(_MENTION.sub("", items[-1][-1])):
                items[-1].append(line)
    found = [
        Raw(title=title, link=ways[0], links=ways[1:])
        for item in items
        if (ways := notes.mentioned(item, near))
        and may_be_title(title := tidy(_MENTION.sub("", " ".join(item))).rstrip("."))
    ]
    return found if len(found) > 1 else []


def _words(found: list[Raw]) -> float:
    """Of a title, on the average."""
    return sum(words_in(raw.title) for raw in found) / max(len(found), 1)


def _parted(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph without rules, its first line by itself where only that is in capitals."""
    lines = [line.strip() for line in paragraph if not RULE.match(line.strip())]
    if len(lines) > 1 and lines[0].isupper() and not lines[1].isupper() and words_in(lines[0]) > 1:
        return [lines[:1], lines[1:]]
    return [lines] if lines else []


def _is_no_foot(line: str) -> bool:
    """Whether neither the notes begin with a line nor what the letter says of itself."""
    return not (notes.is_note(line) or links.is_account_link("", line.strip()[:_BEGINNING]))


def _title(part: Paragraph) -> str:
    return tidy(" ".join(part))


def _is_headline(part: Paragraph) -> bool:
    title = _title(part)
    if len(part) > 2 or len(title) > _LONGEST or title.endswith(_OPEN) or _MENTION.search(title) or "://" in title:
        return False
    return words_in(title) > 1 and may_be_title(title) and not is_date(title)


def _is_told(part: Paragraph) -> bool:
    """Whether a paragraph is in sentences."""
    said = html.line(" ".join(part))
    return words_in(said) >= _TOLD and _ENDS.search(_MENTION.sub("", said)) is not None
