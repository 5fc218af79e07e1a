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


def spoken(line: str) -> str:
    """Of the choices of a pattern, those that words tell apart from anything else ("{publisher} posted: {title}")."""
    choices = (choice.strip() for choice in line.split("||") if "{" in choice)
    return " || ".join(choice for choice in choices if sum(map(str.isalpha, _HOLE.sub("", choice))) >= 4)


def is_pattern(line: str) -> bool:
    """Whether a parameter is such a pattern (and no path of CSS)."""
    return _HOLE.search(line) is not None
