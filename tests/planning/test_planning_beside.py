"""Stories of one event stand together: each story once, the order kept otherwise, the budget as it was, pins in front."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from router.planning.beside import beside, together
from router.planning.choose import choose
from router.terms import Candidate, Interest, Reason, Wishes

PROVE = os.environ.get("ROUTER_PROVE") == "1"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
WHY = Reason("related", "both say “Marlow”")
NAMES = ("housing", "care")


def story(n: int, interest: str = "housing", pinned: bool = False) -> Candidate:
    return Candidate(n, f"Story {n}", f"https://s.example/{n}", "Some words.", "", (interest,), "", NOW - timedelta(hours=n),
                     NOW - timedelta(hours=1), pinned=pinned)  # fmt: skip


def order(stories: list[Candidate], related: dict[int, tuple[int, Reason]]) -> list[int]:
    return [one.story for one in together(stories, related)]


def test_what_follows_comes_behind_its_first_and_pins_stay_in_front() -> None:
    four = [story(n) for n in (1, 2, 3, 4)]
    assert order(four, {4: (1, WHY)}) == [1, 4, 2, 3]
    assert order(four, {3: (1, WHY), 4: (1, WHY)}) == [1, 3, 4, 2]
    assert order(four[1:], {3: (1, WHY), 4: (1, WHY)}) == [2, 3, 4], "the first is not here: the others stand together"
    pinned = [story(1, pinned=True), story(2, pinned=True), story(3), story(4)]
    assert order(pinned, {4: (1, WHY), 2: (1, WHY)}) == [1, 2, 4, 3]
    assert order(four, {}) == [1, 2, 3, 4]


@st.composite
def issues(draw: st.DrawFn) -> tuple[list[Candidate], dict[int, tuple[int, Reason]], int]:
    count = draw(st.integers(0, 24))
    stories = [story(n, draw(st.sampled_from(NAMES)), draw(st.integers(0, 9)) == 0) for n in range(1, count + 1)]
    related = {}
    for n in range(2, count + 1):
        if draw(st.integers(0, 2)) == 0:
            first = draw(st.integers(1, n - 1))
            related[n] = related.get(first, (first, WHY))
    return stories, related, draw(st.sampled_from((0, 3, 10, 20)))


@settings(max_examples=2000 if PROVE else 150, derandomize=not PROVE, deadline=None)
@given(issues())
def test_every_story_once_and_the_budget_as_it_was(
    drawn: tuple[list[Candidate], dict[int, tuple[int, Reason]], int],
) -> None:
    stories, related, minutes = drawn
    interests = {name: Interest(name, name.title()) for name in NAMES}
    chosen = choose(stories, Wishes(minutes=minutes), interests, NOW)
    after = beside(chosen, related)
    assert sorted(pick.candidate.story for pick in after.picks) == sorted(pick.candidate.story for pick in chosen.picks)
    assert [pick.number for pick in after.picks] == list(range(1, len(after.picks) + 1))
    assert [pick.section for pick in after.picks] == [pick.section for pick in chosen.picks]
    assert sum(pick.seconds for pick in after.picks) == sum(pick.seconds for pick in chosen.picks)
    assert (after.waiting, after.left_out) == (chosen.waiting, chosen.left_out)

    def event(pick: object) -> int:
        number = pick.candidate.story  # type: ignore[attr-defined]
        return related[number][0] if number in related else number

    for section in {pick.section for pick in chosen.picks}:
        before = [pick for pick in chosen.picks if pick.section == section]
        now = [pick for pick in after.picks if pick.section == section]
        firsts = list(dict.fromkeys(event(pick) for pick in before))
        if not any(pick.candidate.pinned for pick in before):
            assert list(dict.fromkeys(event(pick) for pick in now)) == firsts, "the order of events is kept"
            for one, later in itertools.pairwise(now):
                assert (later.beside is not None) == (event(one) == event(later))
        for one in firsts:
            mine = [pick.candidate.story for pick in before if event(pick) == one]
            if not any(pick.candidate.pinned for pick in before):
                assert [pick.candidate.story for pick in now if event(pick) == one] == mine
    assert beside(after, related).picks == after.picks, "twice is the same as once"
