"""Which of several stories a clipping joins, and that order and process do not matter."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from router.folding import Face, decide
from router.terms import Reason
from tests.folding.cases import FOLDS, clip

TITLE = "Mayor promises a night shelter for every district"


def at(story: int, title: str, link: str, hours: float = 0) -> Face:
    return replace(clip(title, link, hours=hours), story=story)


def test_nothing_before() -> None:
    found, reason = decide(clip(TITLE, "https://a.example/1"), [])
    assert found is None
    assert reason.code == "new"


def test_surer_evidence_wins_over_the_older_story() -> None:
    new = clip(TITLE, "https://a.example/night-shelter-for-all")
    by_title = at(1, TITLE, "https://b.example/2")
    by_link = at(2, TITLE + " - A", "https://a.example/night-shelter-for-all")
    found, reason = decide(new, [by_title, by_link])
    assert found is by_link
    assert reason.code == "same-link"


def test_of_equals_the_older_story() -> None:
    new = clip(TITLE, "https://a.example/1")
    found, _ = decide(new, [at(9, TITLE, "https://b.example/2"), at(4, TITLE, "https://c.example/3")])
    assert found is not None
    assert found.story == 4


def test_a_title_one_site_used_twice_is_a_series() -> None:
    monday = at(1, TITLE, "https://b.example/monday-1")
    tuesday = at(2, TITLE, "https://b.example/tuesday-2")
    relay = clip(TITLE, "https://a.example/1")
    assert decide(relay, [monday])[0] is monday
    assert decide(relay, [monday, tuesday])[0] is None


def test_one_page_clicked_in_two_places_is_no_series() -> None:
    one = at(1, TITLE, "https://b.example/news/7712345")
    again = at(1, TITLE, "https://b.example/news/7712345?place=sidebar")
    assert decide(clip(TITLE, "https://a.example/1"), [one, again])[0] is not None


def test_the_plug_point_is_asked_last_and_only_for_the_rest() -> None:
    asked: list[str] = []

    def meaning(a: Face, b: Face) -> Reason | None:
        asked.append(b.title)
        return Reason("meaning", "same in other words") if "roof" in b.title else None

    new = clip(TITLE, "https://a.example/1")
    words = at(1, "A roof for everyone, says the city's head", "https://b.example/2")
    equal = at(2, TITLE, "https://c.example/3")
    assert decide(new, [words], meaning=meaning) == (words, Reason("meaning", "same in other words"))
    assert decide(new, [words, equal], meaning=meaning)[0] is equal
    assert TITLE not in asked


@settings(derandomize=True, deadline=None, max_examples=300 if os.environ.get("ROUTER_PROVE") == "1" else 40)
@given(st.permutations(range(12)), st.integers(0, len(FOLDS) - 1))
def test_the_order_of_candidates_does_not_matter(order: list[int], which: int) -> None:
    _, new, _ = FOLDS[which]
    candidates = [replace(row[2], story=n + 1) for n, row in enumerate(FOLDS[:12])]
    first = decide(new, candidates)
    other = decide(new, [candidates[n] for n in order])
    assert (first[0] and first[0].story, first[1]) == (other[0] and other[0].story, other[1])
