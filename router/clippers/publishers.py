"""Names the publisher of a story where a short line beside its headline says whose site its link leads to."""

from __future__ import annotations

import re

from router import links
from router.clippers.body import Raw

LONGEST_LINE = 90
LONGEST_NAME = 40
_INTRODUCED = re.compile(
    r"^\W*(?:(?:via|source|from|published (?:by|in|on)|quelle|fuente|fonte|bron)\b\s*:?\s+)?", re.I
)
_ENDS = re.compile(r"\s+(?:by|von|par|por|di)\s|\s*[|/·•;()\[\]\u2014]|\s+[-–]\s|,\s")
_NUMBER = re.compile(r"\d{3}")
_SIGNS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|il|de|het|o|a)\s+(?=\S)", re.I)


def name_publisher(raw: Raw) -> None:
    """Takes the publisher from the line above the headline or the two below, when the link's host bears its name."""
    if raw.publisher or raw.link[:4] != "http":
        return
    host = ""
    for line in (*raw.lines[:2], raw.above):
        if not line or len(line) > LONGEST_LINE:
            continue
        name = _ENDS.split(_INTRODUCED.sub("", line, count=1), maxsplit=1)[0].strip(" .:\"'“”")
        if not 2 <= len(name) <= LONGEST_NAME or not name[0].isalnum() or _NUMBER.search(name):
            continue
        host = host or links.host(links.unwrap(raw.link))
        if _bears(host, name):
            raw.publisher = name
            return


def _bears(host: str, name: str) -> bool:
    """Whether a host is called so: its letters, or the first letters of three and more words."""
    labels = [label for label in host.split(".")[:-1] if label not in ("www", "m", "news", "com", "co", "org", "net")]
    plain = [_SIGNS.sub("", label) for label in labels]
    bare = _ARTICLE.sub("", name.casefold())
    said = _SIGNS.sub("", bare)
    if not said or said.isdigit():
        return False
    first = "".join(word[0] for word in bare.split() if word[0].isalnum())
    for label in plain:
        if label == said or (name.isupper() and label.startswith(said)):
            return True
        if (len(said) >= 5 and said in label) or (len(label) >= 5 and said.startswith(label)):
            return True
        if len(first) >= 3 and label.startswith(first):
            return True
    return False
