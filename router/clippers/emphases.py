"""Finds the stories that a briefing tells in prose: in each paragraph the words that name one are a link in bold."""

from __future__ import annotations

from collections.abc import Sequence

from router import html, links
from router.clippers.finish import is_bare_url, is_button
from router.clippers.lines import Line
from router.clippers.roles import Role, Said
from router.clippers.wording import is_service, words_in

SHORTEST = 3  # words of such a link
FEWEST = 4  # paragraphs that are written so
_TOLD = 60  # signs of a paragraph
_AROUND = 4  # words beside the link


def emphases(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """What such paragraphs are, by number, where they are most of those that the page has."""
    found: dict[int, Said] = {}
    told = 0
    for at, (line, (role, _, _)) in enumerate(zip(lines, said, strict=True)):
        if role not in (Role.TEXT, Role.LEAD) or line.bold or len(line.text) < _TOLD:
            continue
        told += 1
        words = _emphasis(line) if line.hrefs else ""
        if words_in(words) >= SHORTEST and words_in(line.text) - words_in(words) >= _AROUND and _may_name(words):
            found[at] = Role.LEAD, words, line.href
    if len(found) < FEWEST or 2 * len(found) < told:
        return {}
    return {at: one for at, one in found.items() if not lines[at].lead()[1]}


def _emphasis(line: Line) -> str:
    """The words of the first link, when they are bold."""
    spans = [span for span in line.spans if span.href == line.href and not span.image and span.text.strip()]
    return html.line("".join(span.text for span in spans)) if spans and all(span.bold for span in spans) else ""


def _may_name(words: str) -> bool:
    return not (is_button(words) or is_service(words) or is_bare_url(words) or links.is_account_link("", words))
