"""Turns plain text whose stories stand complete under underlined headlines, most without a link, into those stories."""

from __future__ import annotations

import re

from router import html, links
from router.clippers import bylines
from router.clippers.body import URL, Raw
from router.clippers.wording import is_service, is_titleish, words_in

_LINE = re.compile(r"\s*([-=~*_^])\1{3,}\s*$")
_BY = re.compile(r"by\s+", re.I)
_MAIL = re.compile(r"<[^>]*>|\S+@\S+")
_NEAR = 4  # by how much a line may be longer or shorter than what it underlines
FEWEST = 3
FEWEST_WORDS = 20


def underlined(lines: list[str]) -> list[Raw]:
    """Three and more of them, each with some sentences below; else nothing."""
    titles = [at for at in range(len(lines) - 1) if _is_title(lines, at)]
    if len(titles) < FEWEST:
        return []
    found = []
    for at, until in zip(titles, [*titles[1:], len(lines)], strict=True):
        said = [line.strip() for line in lines[at + 2 : until] if line.strip()]
        by = _MAIL.sub("", _BY.sub("", said[0])).strip() if said and _BY.match(said[0]) else ""
        authors = by if bylines.are_names(by) else ""
        said = said[1:] if authors else said
        text = " ".join(said)
        if words_in(text) < FEWEST_WORDS or links.is_account_link("", text[:200]):
            continue
        alone = [url[0] for line in said if (url := URL.findall(line)) and len(line) - len(url[0]) < 20]
        found.append(Raw(title=html.line(lines[at]), link=alone[-1] if alone else "", text=text, authors=authors))
    return found if len(found) >= FEWEST else []


def _is_title(lines: list[str], at: int) -> bool:
    title = lines[at].strip()
    if not title or (at and lines[at - 1].strip()) or not _LINE.match(lines[at + 1]):
        return False
    if abs(len(lines[at + 1].strip()) - len(title)) > _NEAR or not is_titleish(title):
        return False
    return not is_service(title) and not title.endswith(":")
