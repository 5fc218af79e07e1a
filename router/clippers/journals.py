"""Tells a journal and its issue, which stand over what an alert lists, from the papers in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from router.clippers.body import Raw
from router.clippers.headlines import Found, is_above_others
from router.clippers.lines import Line
from router.clippers.wording import is_citation, is_issue

_PAGES = re.compile(r"\s*\((?:pp?\.? ?)?(\d{1,5}) ?[-–—] ?\d{1,5}\)$")  # "A title (5-28)"
_NUMBERED = re.compile(r"\b[ei]?-?ISSN\b[:\s]*\d{4}-?\d{3}[\dX]\b", re.I)
_FEWEST = 3
_PLACED = 8  # words of a line that says who made it and on which pages it stands
# Beside the papers: "Front Matter", "Lake Journal -- Table of Contents", "Lake Letters publication information".
_MATTER = re.compile(
    r"(?:(?:front|back) (?:cover|matter)|(?:inside )?(?:front|back) cover|(?:volume|subscription) information|editorial board|masthead|titelei"
    r"|table of contents|inhalt(?:sverzeichnis)?|sommaire|table des matières|sumário|sumario|indice|expediente|comité editorial"
    r"|.{3,80}\s?(?:--|[-–—:|]) (?:e?toc|table of contents|inhaltsverzeichnis|sommaire|sumário)"
    r"|(?:.{3,80} )?(?:publication information|(?:information|guidelines|instructions) for (?:authors|contributors)))",
    re.I,
)


def names_of(found: Sequence[Found], lines: Sequence[Line]) -> set[int]:
    """The headlines of an alert that are issues or stand in one beside its papers, and the one that stands linked over its linked issue."""
    if len(found) <= _FEWEST:
        return set()
    issues = {id(story) for story in found if is_issue(story.title) or _is_matter(story)}
    over = [story for story in found if story.link and story.at + 1 < len(lines) and _is_issue(lines[story.at + 1])]
    return issues | ({id(over[0])} if len(over) == 1 else set())


def _is_issue(line: Line) -> bool:
    return bool(line.href) and line.linked == line.text and (is_citation(line.text) or is_issue(line.text))


def papers_of(found: list[Raw]) -> list[Raw]:
    """The stories of a text without the journal's page, its issue, and the pages behind each title."""
    roots = is_above_others([raw.link for raw in found])
    papers = [raw for raw, root in zip(found, roots, strict=True) if not (root or is_issue(raw.title))]
    numbered = [raw for raw in papers if _NUMBERED.search(f"{raw.authors} {raw.text[:200]}")]
    if len(papers) > _FEWEST and numbered == papers[:1]:
        papers.pop(0)
    pages = [(raw, paged) for raw in papers if (paged := _PAGES.search(raw.title))]
    begins = [int(paged[1]) for _, paged in pages]
    if len(begins) >= _FEWEST and begins == sorted(begins):
        for raw, paged in pages:
            raw.title = raw.title[: paged.start()]
    return papers


def _is_matter(story: Found) -> bool:
    """Whether a headline names a part of the issue beside its papers, of which nothing is told."""
    return story.words < _PLACED and _MATTER.fullmatch(story.title) is not None
