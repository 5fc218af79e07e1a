"""Names the publisher of a story where a short line beside its headline says whose site its link leads to."""

from __future__ import annotations

import re
from functools import lru_cache

from router import links
from router.clippers.body import Raw

LONGEST_LINE = 90
LONGEST_NAME = 40
FEWEST = 3  # titles that bear a name
_PARTED = re.compile(r": | [|–—(-]")
_INTRODUCED = re.compile(r"\W*(?:(?:via|source|from|published (?:by|in|on)|quelle|fuente|fonte|bron)\b\s*:?\s+)?", re.I)
_ENDS = re.compile(r"\s+(?:by|von|par|por|di)\s|\s*[|/·•;()\[\]\u2014]|\s+[-–]\s|,\s")
_ARTICLES = frozenset(("the", "der", "die", "das", "le", "la", "les", "el", "il", "de", "het", "o", "a"))
_PLAIN = frozenset(("www", "m", "news", "com", "co", "org", "net"))


def name_publisher(raw: Raw) -> None:
    """Takes the publisher from the line above the headline or the two below, when the link's host bears its name."""
    if raw.publisher or raw.link[:4] != "http":
        return
    labels: tuple[str, ...] | None = None
    for line in (*raw.lines[:2], raw.above):
        if not line or len(line) > LONGEST_LINE:
            continue
        begin = _INTRODUCED.match(line)
        end = _ENDS.search(line, begin.end() if begin else 0)
        name = line[begin.end() if begin else 0 : end.start() if end else None].strip(" .:\"'“”")
        if not 2 <= len(name) <= LONGEST_NAME or sum(map(str.isdigit, name)) > 2:
            continue
        labels = _labels(links.host(links.unwrap(raw.link))) if labels is None else labels
        if labels and _bear(labels, name):
            raw.publisher = name
            if line.strip("() ") == name and line in raw.lines:
                raw.lines.remove(line)
                raw.text = " ".join(words for words in raw.lines if words != raw.authors)
            return


def part_names(raws: list[Raw]) -> None:
    """`Gazette: Headline`, `Headline | Gazette`: where most titles of a mail bear the name of their link's host, it is cut off."""
    parts = [_part(raw) if _PARTED.search(raw.title) else None for raw in raws]
    if len(raws) >= FEWEST and 3 * sum(1 for part in parts if part) >= 2 * len(raws):
        for raw, part in zip(raws, parts, strict=True):
            if part:
                raw.title, raw.publisher = part


def _part(raw: Raw) -> tuple[str, str] | None:
    """(title, name) of one of them."""
    labels = _labels(links.host(links.unwrap(raw.link)))
    for name, title in ((raw.title.partition(": ")[::2]), *((tail, head) for head, tail in _tails(raw.title))):
        name = name.strip(" ()[]")
        if title.strip() and 2 <= len(name) <= LONGEST_NAME and labels and _bear(labels, name):
            return title.strip(), name
    return None


def _tails(title: str) -> list[tuple[str, str]]:
    return [title.rpartition(sign)[::2] for sign in (" | ", " - ", " – ", " — ", " (")]


@lru_cache(maxsize=1024)
def _labels(host: str) -> tuple[str, ...]:
    """The parts of a host that may be a name, as letters and figures only."""
    return tuple("".join(filter(str.isalnum, label)) for label in host.split(".")[:-1] if label not in _PLAIN)


def _bear(labels: tuple[str, ...], name: str) -> bool:
    """Whether a host is called so: its letters, or the first letters of three and more words."""
    words = name.casefold().split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    said = "".join(filter(str.isalnum, "".join(words)))
    if not said:
        return False
    first = "".join(word[0] for word in words)
    for label in labels:
        if label == said or (len(said) >= 5 and said in label) or (len(label) >= 5 and said.startswith(label)):
            return True
        if (name.isupper() and label.startswith(said)) or (len(first) >= 3 and label.startswith(first)):
            return True
    return False
