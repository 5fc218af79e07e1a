"""Finds what a letter counts, each in a sentence of its own: `3. A film about [the last painter in Leeds](…). His hands!`"""

from __future__ import annotations

import re
from collections.abc import Sequence

from router import html, links
from router.clippers.finish import is_bare_url, is_button
from router.clippers.lines import Line
from router.clippers.roles import Role, Said
from router.clippers.wording import is_service, words_in

FEWEST = 5
_WRITTEN = (Role.TEXT, Role.LEAD, Role.BUTTON)
LONGEST = 60  # words of what is counted: longer ones are the parts of an essay
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")


def counted(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """What such lines are, by number, where they are counted from one on and are most of what the page says."""
    found: dict[int, Said] = {}
    count = told = words = 0
    for at, (line, (role, _, _)) in enumerate(zip(lines, said, strict=True)):
        words += words_in(line.text)
        number = _NUMBER.match(line.text) if role in _WRITTEN else None
        if number is None or int(number[1]) != count + 1 or words_in(line.text) > LONGEST:
            continue
        count += 1
        told += words_in(line.text)
        if line.hrefs:
            found[at] = Role.LEAD, _named(line) or line.text[number.end() :], line.href
    linked = sum(role is Role.TEXT for role, _, _ in (said[at] for at in found))
    return found if len(found) >= FEWEST and 2 * told > words and 2 * linked > len(found) else {}


def _named(line: Line) -> str:
    """The words of the first link, "" when they name nothing."""
    title = html.line("".join(span.text for span in line.spans if span.href == line.href and not span.image))
    names = words_in(title) > 1 and not (is_button(title) or is_service(title) or is_bare_url(title))
    return title if names and not links.is_account_link("", title) else ""
