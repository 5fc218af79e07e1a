"""Turns plain text whose stories stand complete under headlines that are underlined or between signs, most without a link,
into those stories."""

from __future__ import annotations

import re

from router import html, links
from router.clippers import bylines, notes
from router.clippers.body import URL, Raw
from router.clippers.finish import is_button
from router.clippers.labels import OPEN, label_of, may_be_title
from router.clippers.paragraphs import tidy, title_of
from router.clippers.signs import BETWEEN
from router.clippers.titled import Reader
from router.clippers.wording import is_service, is_titleish, words_in

_LINE = re.compile(r"\s*([-=~*_^])\1{3,}\s*$")
_BY = re.compile(r"by\s+", re.I)
_MAIL = re.compile(r"<[^>]*>|\S+@\S+")
_AMID = re.compile(r"[^\W\d_]{5}[.!?] |[다요]\. |。")  # where a sentence ends within a line
_WIDTH = 72
_NEAR = 4  # by how much a line may be longer or shorter than what it underlines
FEWEST = 3
FEWEST_WORDS = 20


def underlined(lines: list[str]) -> list[Raw]:
    """Three and more of them, each with some sentences below; else nothing."""
    titles = [at for at in range(len(lines) - 1) if _is_title(lines, at)]
    if len(titles) < FEWEST:
        titles = [at for at, line in enumerate(lines) if BETWEEN.match(line) and may_be_title(tidy(line))]
    if len(titles) < FEWEST:
        return []
    found = []
    for at, until in zip(titles, [*titles[1:], len(lines)], strict=True):
        said = [line.strip() for line in lines[at + 1 : until] if line.strip() and not _LINE.match(line)]
        by = _MAIL.sub("", _BY.sub("", said[0])).strip() if said and _BY.match(said[0]) else ""
        authors = by if bylines.are_names(by) else ""
        said = said[1:] if authors else said
        text = " ".join(said)
        if words_in(text) < FEWEST_WORDS or links.is_account_link("", text[:200]):
            continue
        ways = [line for line in said if "://" in line and not links.is_account_link("", line[:80])]
        alone = [url[0] for line in ways if (url := URL.findall(line)) and len(line) - len(url[0]) < 20]
        found.append(
            Raw(
                title=tidy(lines[at]) if BETWEEN.match(lines[at]) else html.line(lines[at]),
                link=alone[-1] if alone else "",
                text=text,
                authors=authors,
            )
        )
    return found if len(found) >= FEWEST else []


def headed(lines: list[str]) -> list[Raw]:
    """Stories under underlined headings that are told in sentences with one link below."""
    heads = [at for at in range(len(lines) - 1) if _is_heading(lines, at)]
    if len(heads) < FEWEST:
        return []
    found = []
    linked = rubrics = beside = 0
    noted = notes.notes_of(lines)
    for at, until in zip(heads, [*heads[1:], len(lines)], strict=True):
        said = _served(lines[at + 1 : until], last=until == len(lines))
        if noted:
            said = [line for line in said if not notes.is_note(line)]
        urls = {url: None for line in said for url in URL.findall(line) if not links.is_account_link(url, "")}
        ways = [url for url in urls if not links.is_share_link(url)] or notes.mentioned(said, noted)[:1]
        linked += bool(ways)
        title = tidy(lines[at].strip())
        if len(ways) == 1 and words_in(title) > 1 and may_be_title(title) and _is_told(said):
            text = " ".join(line.strip() for line in said if "://" not in line)
            found.append(Raw(title=title, link=ways[0], text=text))
        elif len(ways) > 1 and 2 <= len(listed := Reader(said).read()) >= len(ways) - 1:
            found += listed  # a rubric over titles, each above its link
            rubrics += 1
            beside += len(listed)
    if noted and len({raw.link for raw in found}) < len(found):
        return []  # chapters of one post, with the notes of a post
    told = len(found) - beside
    return found if told >= FEWEST and 3 * told >= 2 * (linked - rubrics) and told > rubrics else []


def _is_heading(lines: list[str], at: int) -> bool:
    line = lines[at].strip()
    if not line or "://" in line or _LINE.match(line):
        return False
    above = lines[at - 1].strip() if at else ""
    return (not above or _LINE.match(above) is not None) and _LINE.match(lines[at + 1]) is not None


def _served(lines: list[str], *, last: bool) -> list[str]:
    """The lines of a section down to a rule with more below it, those of the last one to what serves the letter."""
    said = [line for line in lines if line.strip()]
    said = said[1:] if said and _LINE.match(said[0]) else said
    ends = (
        at
        for at, line in enumerate(said)
        if line.rstrip() == "--" or _LINE.match(line) or (last and links.is_account_link("", line.strip()[:80]))
    )
    return said[: next(ends, len(said))]


def _is_told(said: list[str]) -> bool:
    """Whether words of a section are sentences, so that no line of it is a title of its own."""
    words = []
    for line in said:
        bare = label_of(line) if "://" in line else line.strip()
        if "://" not in line or line.rstrip().endswith((".", "!", "?")):
            words += [] if is_button(bare) else [bare]
        elif words_in(bare) > 3 and not is_button(bare) and not OPEN.search(bare):
            return False  # a title beside its link
    title, rest = title_of(words, _WIDTH) if words else ("", [])
    return bool(words) and (not title or not rest or title.endswith((".", "!", "?")) or bool(_AMID.search(title)))


def _is_title(lines: list[str], at: int) -> bool:
    title = lines[at].strip()
    if not title or (at and lines[at - 1].strip()) or not _LINE.match(lines[at + 1]):
        return False
    if abs(len(lines[at + 1].strip()) - len(title)) > _NEAR or not is_titleish(title):
        return False
    return not is_service(title) and not title.endswith(":")
