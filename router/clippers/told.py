"""Tells headlines that only sound like a link to the rest of a list ("The whole programme", "Tous les emplois")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from router.clippers.lines import Line
from router.clippers.onward import leads_on
from router.clippers.roles import Role, Said
from router.clippers.wording import is_service, words_in

_FEWEST = 2  # headlines of the same make
_TOLD = 8  # words right below


def told(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """Such lines, by number: they are made as headlines are, and words of their own stand below."""
    alike = Counter((line.place, line.look) for line, one in zip(lines, said, strict=True) if one[0] is Role.TITLE)
    found: dict[int, Said] = {}
    for at, (line, (role, _, _)) in enumerate(zip(lines[:-1], said, strict=False)):
        if role is Role.NONE and alike[line.place, line.look] >= _FEWEST and len(line.hrefs) == 1:
            linked, below = line.linked, lines[at + 1]
            words = said[at + 1][0] is Role.TEXT and not below.hrefs and words_in(below.text) >= _TOLD
            if words and linked == line.text and leads_on(linked) and not any(map(is_service, (linked, below.text))):
                found[at] = Role.TITLE, linked, line.href
    return found
