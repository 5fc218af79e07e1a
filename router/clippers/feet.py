"""Finds where a plain text begins to speak of itself: below the one rule of its kind that is followed by how to leave."""

from __future__ import annotations

import re
from collections import Counter

from router import links
from router.clippers.body import Raw
from router.clippers.marked import RULE
from router.clippers.paragraphs import is_marked

FEWEST = 3  # stories above
_HIGHEST = 0.4  # of the lines
_WAYS = 2  # links to pages of the letter itself
_BEGINNING = 80  # signs of a line that say what it is about
_SERVES = re.compile(
    r"\b(?:subscribe|subscription|listserv@|majordomo@|back issues|mailing list|abonnement|suscripci[oó]n)\b", re.I
)


def foot_of(lines: list[str]) -> int:
    """The place of that rule, the number of lines when there is none."""
    rules = {at: line.strip() for at, line in enumerate(lines) if RULE.match(line.strip())}
    at = max(rules, default=0)
    alone = at > len(lines) * _HIGHEST and not lines[at - 1].strip() and Counter(rules.values())[rules[at]] == 1
    return at if alone and _serves(lines[at + 1 :]) else len(lines)


def _serves(below: list[str]) -> bool:
    """Whether how to subscribe or leave comes before what may be stories: before any link, or a few that are announced."""
    first = next(filter(None, map(str.strip, below)), "")
    ways = _WAYS if first.endswith(":") else 0
    for line in below:
        said = line.strip()[:_BEGINNING]
        if _SERVES.search(said) or links.is_account_link("", said):
            return True
        ways -= "://" in line
        if ways < 0:
            return False
    return False


def without_front_page(found: list[Raw], lines: list[str]) -> list[Raw]:
    """Without the last title where it alone stands over a front page, and is none of a list: whoever sends the letter."""
    front = [_is_front_page(raw.link) for raw in found]
    if not (len(found) > 3 and front[-1] and sum(front) == 1):
        return found
    at = max((at for at, line in enumerate(lines) if found[-1].link in line), default=0)
    return found if any(map(is_marked, lines[max(at - 1, 0) : at + 1])) else found[:-1]


def _is_front_page(url: str) -> bool:
    place = url.partition("://")[2].rstrip("/")
    return "/" not in place and "?" not in place
