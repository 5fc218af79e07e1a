"""Stories of one event -> stand together: in each section those that follow come right behind the first, all else as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from router.terms import Candidate, Chosen, Pick, Reason

Related = Mapping[int, tuple[int, Reason]]  # story -> the first of its event, and why
_FIRST = Reason("related", "it is the first of its event")  # behind a pin that is not


def together(stories: Sequence[Candidate], related: Related) -> list[Candidate]:
    """The same stories, each exactly once. Those of one event stand behind the first of them here; the order is kept
    otherwise, and nothing comes in front of a pin."""
    firsts: list[Candidate] = []
    behind: dict[int, list[Candidate]] = {}
    for one in stories:
        event = _event(one.story, related)
        if event in behind and not one.pinned:
            behind[event].append(one)
        else:
            firsts.append(one)
            behind.setdefault(event, [])
    pins = max((at for at, one in enumerate(firsts) if one.pinned), default=-1)
    ordered: list[Candidate] = []
    for at, one in enumerate(firsts):
        ordered.append(one)
        for earlier in firsts[: at + 1] if at == pins else firsts[at : at + 1] if at > pins else ():
            ordered += behind.pop(_event(earlier.story, related), [])
    return ordered


def beside(chosen: Chosen, related: Related) -> Chosen:
    """The same picks, section by section with those of one event together and marked; numbered anew."""
    picks: list[Pick] = []
    for _, group in groupby(chosen.picks, key=lambda pick: pick.section):
        here = {pick.candidate.story: pick for pick in group}
        before = 0  # the event of the story before
        for candidate in together([pick.candidate for pick in here.values()], related):
            event, reason = related.get(candidate.story, (candidate.story, _FIRST))
            pick = replace(here[candidate.story], number=len(picks) + 1)
            picks.append(replace(pick, beside=reason) if event == before else pick)
            before = event
    return replace(chosen, picks=tuple(picks))


def _event(story: int, related: Related) -> int:
    return related[story][0] if story in related else story
