"""Turns a line of words into named fields by a pattern an editor can write: `{publisher} shared a post: {title}`."""

from __future__ import annotations

import re
from functools import lru_cache

FIELDS = frozenset({"title", "publisher", "authors", "journal", "date", "text", "note", "kind", "doi"})
_HOLE = re.compile(r"\{(\w*)\}")
LONGEST = 600


@lru_cache(maxsize=512)
def _compiled(choice: str) -> re.Pattern[str]:
    """Literal words with white space folded; each hole takes as little as it can, the last one the rest."""
    parts = _HOLE.split(choice.strip())
    pattern = ""
    seen: set[str] = set()
    for number, part in enumerate(parts):
        if number % 2 == 0:
            pattern += r"\s+".join(re.escape(word) for word in re.split(r"\s+", part))
        elif part in FIELDS and part not in seen:
            seen.add(part)
            pattern += rf"(?P<{part}>.+?)"
        else:
            pattern += ".+?"
    return re.compile(pattern, re.I)


def match(line: str, words: str) -> dict[str, str] | None:
    """The fields of the first choice (`||` between them) that fits all of the words; None when none does.

    `{title}` and its kin are fields, any other `{name}` is passed over.
    """
    if len(words) > LONGEST:
        return None
    for choice in line.split("||"):
        if found := _compiled(choice).fullmatch(words.strip()):
            return {name: value.strip() for name, value in found.groupdict().items()}
    return None


@lru_cache(maxsize=64)
def _spoken(line: str) -> tuple[tuple[str, str], ...]:
    choices = [choice.strip() for choice in line.split("||") if "{" in choice]
    said = [(max(_HOLE.sub("\n", choice).split("\n"), key=len).strip().casefold(), choice) for choice in choices]
    return tuple((words, choice) for words, choice in said if sum(map(str.isalpha, words)) >= 4)


def is_spoken(line: str, words: str) -> bool:
    """Whether words fit a choice that its own words tell apart from anything else ("{publisher} posted: {title}")."""
    low = words.casefold() if len(words) <= 240 else ""
    return any(said in low and match(choice, words) is not None for said, choice in _spoken(line) if low)


def is_pattern(line: str) -> bool:
    """Whether a parameter is such a pattern (and no path of CSS)."""
    return _HOLE.search(line) is not None
