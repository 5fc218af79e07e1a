"""Turns the records of an index of medicine, each closed by its PMID, into stories."""

from __future__ import annotations

import re

from router.clippers import bylines
from router.clippers.body import URL, Raw

_NUMBER = re.compile(r"^\s*(\d{1,4})\.(?:\s+(?=\S)|\s*$)")
_PMID = re.compile(r"\bPMID:?\s*(\d{5,9})\b")
_CITED = re.compile(r"^(?:[^\W\d_][^.]{1,80}\.\s){1,2}(?:19|20)\d\d\b")
_LINK = re.compile(r"\s*<[^<>]*>|https?://\S+")


def indexed(lines: list[str]) -> list[Raw]:
    """Each record from its running number down to its PMID; what stands above the first number is no record."""
    found: list[Raw] = []
    begin, number = 0, 0
    for at, line in enumerate(lines):
        counted = _NUMBER.match(line)
        if counted and int(counted[1]) == number + 1:
            begin, number = at, number + 1
        elif number == len(found) + 1 and (named := _PMID.search(line)):
            found.append(_record(lines[begin : at + 1], named[1]))
    return [raw for raw in found if raw.title]


def _record(lines: list[str], number: str) -> Raw:
    paragraphs = _paragraphs([_NUMBER.sub("", lines[0]), *lines[1:-1]])
    if paragraphs and _CITED.match(paragraphs[0]):
        paragraphs.append(paragraphs.pop(0))  # the citation stands above the title
    title, *below = paragraphs or [""]
    cited = next((words for words in below if _CITED.match(words)), "")
    read = bylines.by_citation(cited)
    raw = Raw(title=title, link=f"https://pubmed.ncbi.nlm.nih.gov/{number}/", date=cited, byline=cited)
    raw.journal = read.journal if read else ""
    raw.authors = below[0] if below and below[0] != cited else ""
    raw.text = " ".join(words for words in below if words not in (cited, raw.authors))
    return raw


def _paragraphs(lines: list[str]) -> list[str]:
    """Parted by empty lines and after each line that ends a sentence, without written-out links."""
    found: list[list[str]] = [[]]
    for line in lines:
        words = _LINK.sub("", line).strip()
        if words:
            found[-1].append(words)
        if not words or words.endswith((".", "?")) or URL.search(line):
            found.append([])
    return [" ".join(words) for words in found if words]
