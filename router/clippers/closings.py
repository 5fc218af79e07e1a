"""Finds the links that only close what stands over them: one under the words of each unlinked headline, in any language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from router.clippers.lines import Line
from router.clippers.roles import Role, Said
from router.clippers.wording import is_titleish, words_in

FEWEST = 3
LONGEST = 6  # words of such a link


def closings(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """What these lines are, by number, where nearly all headlines of one look are closed so."""
    looks = Counter(
        line.look for line, one in zip(lines, said, strict=True) if one[0] is Role.HEAD and is_titleish(one[1])
    )
    look, count = looks.most_common(1)[0] if looks else ((False, 0.0, 0), 0)
    if count < FEWEST:
        return {}
    heads = [at for at, one in enumerate(said) if one[0] is Role.HEAD and lines[at].look == look]
    closed = [_closer(said, at, until) for at, until in zip(heads, [*heads[1:], len(said)], strict=True)]
    fit = [
        (head, at)
        for head, at in zip(heads, closed, strict=True)
        if at and not lines[at].heading and lines[at].size <= lines[head].size and lines[at].look != look
    ]
    titles = [at for _, at in fit if said[at][0] is Role.TITLE]
    if len(fit) < FEWEST or 4 * len(fit) < 3 * len(heads) or len({lines[at].look for at in titles}) != 1:
        return {}
    if sum(words_in(said[head][1]) for head, _ in fit) <= sum(words_in(lines[at].text) for _, at in fit):
        return {}  # rubrics over titles
    return {at: (Role.BUTTON, "", said[at][2]) for at in titles}


def _closer(said: Sequence[Said], at: int, until: int) -> int:
    """The place of the only link between a headline and the next one, a few words below some others; 0 when there is none."""
    linked = [place for place in range(at + 1, until) if said[place][0] not in (Role.TEXT, Role.NONE)]
    if len(linked) != 1 or said[linked[0]][0] not in (Role.TITLE, Role.BUTTON):
        return 0
    told = any(said[place][0] is Role.TEXT for place in range(at + 1, linked[0]))
    return linked[0] if told and words_in(said[linked[0]][1]) <= LONGEST else 0
