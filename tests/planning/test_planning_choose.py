"""What goes into an issue: nothing lost, nothing twice, within the minutes and the bytes, the same every time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.planning import reading
from router.planning.choose import choose
from router.planning.fit import fit
from router.terms import Candidate, Chosen, Interest, Wishes

PROVE = os.environ.get("ROUTER_PROVE") == "1"
counts = settings(max_examples=1500 if PROVE else 150, derandomize=True, deadline=None, database=None)

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
INTERESTS = {
    name: Interest(name, title, at_most=most)
    for name, title, most in (("care", "Child protection", 0), ("homes", "Homelessness", 4), ("age", "Ageing", 0))
}


def story(number: int, interests: tuple[str, ...] = ("care",), days: float = 0.5, **more: object) -> Candidate:
    values: dict[str, object] = {
        "title": f"Story {number} about what councils do for carers",
        "link": f"https://news.example/{number}",
        "text": "A short account of what happened and to whom, as the alert gave it.",
        "publisher": "Example Times",
        "why": "care order in the title",
        "published": NOW - timedelta(days=days),
        "routed": NOW - timedelta(hours=6),
        "sources": ("google-alerts",),
    }
    return Candidate(story=number, interests=interests, **{**values, **more})  # type: ignore[arg-type]


def numbers(chosen: Chosen, *sections: str) -> list[int]:
    return [pick.candidate.story for pick in chosen.picks if not sections or pick.section in sections]


ANY = st.builds(
    story,
    st.integers(1, 60),
    st.lists(st.sampled_from(("care", "homes", "age", "other")), min_size=1, max_size=3, unique=True).map(tuple),
    st.floats(-3, 40),
    routed=st.floats(0, 20).map(lambda days: NOW - timedelta(days=days)),
    text=st.sampled_from(("", "Seven words are enough for this one.", "long " * 120, "日本の社会福祉" * 20)),
    note=st.sampled_from(("", "", "", "Please read this.")),
    kind=st.sampled_from(("news", "paper", "post", "video", "notice")),
    also_in=st.sampled_from(((), (), ("Scholar",), ("Scholar", "PubMed", "The List"))),
    sources=st.sampled_from(((), ("google-alerts",), ("loud",), ("loud", "google-alerts"))),
    pinned=st.sampled_from((False, False, False, True)),
)
WISHES = st.builds(
    Wishes,
    minutes=st.sampled_from((0, 1, 5, 10, 20, 40)),
    words_a_minute=st.sampled_from((120, 238, 400)),
    more=st.dictionaries(st.sampled_from(("care", "homes", "age", "loud")), st.integers(-1, 1)),
    muted=st.sampled_from((frozenset(), frozenset({"loud"}))),
    keep_days=st.integers(0, 14),
)


@counts
@given(st.lists(ANY, max_size=60), WISHES, st.randoms(use_true_random=False))
def test_laws(candidates: list[Candidate], wishes: Wishes, dice: object) -> None:
    chosen = choose(candidates, wishes, INTERESTS, NOW)
    picked = numbers(chosen)
    ends = picked + [story for story, _ in chosen.waiting] + [story for story, _ in chosen.left_out]
    assert sorted(ends) == sorted({one.story for one in candidates}), "every story has exactly one end"
    assert [pick.number for pick in chosen.picks] == list(range(1, len(picked) + 1))
    assert all(reason.code and reason.words for _, reason in (*chosen.waiting, *chosen.left_out))
    if wishes.minutes and len(picked) > 1:
        assert sum(pick.seconds for pick in chosen.picks) <= wishes.minutes * 60
    for name, interest in INTERESTS.items():
        if interest.at_most and not any(pick.section in ("top", "also") for pick in chosen.picks):
            assert len(numbers(chosen, name)) <= interest.at_most
    for pick in chosen.picks:
        assert pick.section in ("top", "also", *(set(INTERESTS) & set(pick.candidate.interests)))
    order = [pick.section for pick in chosen.picks]
    assert order == sorted(order, key=list(dict.fromkeys(order)).index), "a section stands in one piece"
    if "top" in order:
        assert order[:4].count("top") == 3 == order.count("top")
    shuffled = list({one.story: one for one in candidates}.values())
    once = choose(shuffled, wishes, INTERESTS, NOW)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled, wishes, INTERESTS, NOW) == once


@counts
@given(st.lists(ANY, min_size=1, max_size=60, unique_by=lambda one: one.story), WISHES, st.integers(1, 40))
def test_the_byte_budget_cuts_from_the_end(candidates: list[Candidate], wishes: Wishes, room: int) -> None:
    chosen = choose(candidates, wishes, INTERESTS, NOW)
    cut = fit(chosen, lambda picks: 1000 * len(picks), wishes, NOW, room * 1000)
    assert cut.picks == chosen.picks[: max(room, 1)]
    ends = numbers(cut) + [story for story, _ in cut.waiting] + [story for story, _ in cut.left_out]
    assert sorted(ends) == sorted(one.story for one in candidates)


def test_an_issue_that_holds_everything_has_no_lines() -> None:
    chosen = choose([story(n) for n in range(1, 5)], Wishes(), INTERESTS, NOW)
    assert {pick.section for pick in chosen.picks} == {"care"} and not chosen.waiting


def test_minutes_are_spent_on_top_then_interests_then_lines_and_the_rest_waits() -> None:
    chosen = choose([story(n, days=n / 10) for n in range(1, 121)], Wishes(minutes=20), INTERESTS, NOW)
    assert numbers(chosen, "top") == [1, 2, 3]
    assert len(numbers(chosen, "care")) > 8 and len(numbers(chosen, "also")) > 8
    assert numbers(chosen) == list(range(1, len(chosen.picks) + 1)), "by rank, from the freshest"
    assert chosen.waiting and {reason.code for _, reason in chosen.waiting} == {"over-minutes"}
    assert str(chosen.waiting[0][1]) == "over your 20 minutes"
    more = choose([story(n, days=n / 10) for n in range(1, 121)], Wishes(minutes=40), INTERESTS, NOW)
    assert len(more.picks) > len(chosen.picks)
    slow = choose([story(n) for n in range(1, 121)], Wishes(minutes=20, words_a_minute=120), INTERESTS, NOW)
    assert len(slow.picks) < len(chosen.picks)


def test_what_did_not_fit_waits_its_days_and_is_then_said_to_be_left_out() -> None:
    old = [story(n, routed=NOW - timedelta(days=8)) for n in range(1, 60)]
    chosen = choose(old, Wishes(minutes=5, keep_days=7), INTERESTS, NOW)
    assert chosen.picks, "old ones still compete: a monthly subscriber gets them"
    assert not chosen.waiting and {str(reason) for _, reason in chosen.left_out} == {"waited 7 days for a place"}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (story(1, days=0.2), story(2, days=6)),
        (story(2, also_in=("Scholar", "PubMed")), story(1)),
        (story(2, note="Read this", note_by="Ben"), story(1)),
        (story(2, days=30, pinned=True), story(1, days=0, note="x", also_in=("a", "b", "c"))),
        (story(2, ("homes",)), story(1, ("age",))),
        (story(2, sources=("good",)), story(1)),
    ],
)
def test_rank(better: Candidate, worse: Candidate) -> None:
    wishes = Wishes(minutes=1, more={"homes": 1, "good": 1})
    assert numbers(choose([worse, better], wishes, INTERESTS, NOW))[0] == better.story


def test_the_top_is_not_all_of_one_interest() -> None:
    stories = [story(n, days=n / 10) for n in range(1, 8)] + [story(9, ("age",), days=2)]
    assert numbers(choose(stories, Wishes(), INTERESTS, NOW), "top") == [1, 2, 9]
    assert numbers(choose(stories[:7], Wishes(), INTERESTS, NOW), "top") == [1, 2, 3]


def test_one_note_on_a_whole_alert_says_little_of_each_story() -> None:
    passed_on = [story(n, days=1, note="All of these, please", note_by="Ben") for n in range(1, 9)]
    own = story(20, ("age",), days=1, note="This one", note_by="Maya")
    carried = story(21, ("homes",), days=1, also_in=("Scholar", "PubMed"))
    assert numbers(choose([*passed_on, own, carried], Wishes(), INTERESTS, NOW))[:2] == [20, 21]


def test_a_date_in_the_future_is_no_fresher_than_now() -> None:
    chosen = choose([story(1, days=-400), story(2, days=0, also_in=("x",))], Wishes(minutes=1), INTERESTS, NOW)
    assert numbers(chosen)[0] == 2
    assert numbers(choose([story(1, days=-400), story(2, days=3)], Wishes(minutes=1), INTERESTS, NOW))[0] == 1


def test_what_an_editor_pinned_waits_as_long_as_it_must() -> None:
    old = [story(n, days=n / 100, pinned=True, routed=NOW - timedelta(days=30)) for n in range(1, 90)]
    chosen = choose(old, Wishes(minutes=1), INTERESTS, NOW)
    assert len(chosen.waiting) > 60 and not chosen.left_out


def test_at_most_moves_a_story_to_its_other_interest_or_lets_it_wait() -> None:
    stories = [story(n, ("homes",), days=n) for n in range(1, 6)] + [story(9, ("homes", "age"), days=9)]
    chosen = choose(stories, Wishes(minutes=0), INTERESTS, NOW)
    assert dict(chosen.waiting)[5].code == "at-most"
    assert str(dict(chosen.waiting)[5]) == "Homelessness has its 4 stories"
    assert 9 in numbers(chosen, "age", "top")


def test_more_decides_the_section_and_the_order_of_sections() -> None:
    both = [story(n, ("care", "age")) for n in (1, 2)] + [story(3, ("care",))]
    chosen = choose(both, Wishes(minutes=0, more={"age": 1}), INTERESTS, NOW)
    assert [(pick.section, pick.candidate.story) for pick in chosen.picks] == [("age", 1), ("age", 2), ("care", 3)]


def test_muted_and_outside() -> None:
    stories = [story(1, sources=("loud",)), story(2, ("other",)), story(3, sources=("loud", "quiet"))]
    chosen = choose(stories, Wishes(muted=frozenset({"loud"})), INTERESTS, NOW)
    assert {key: reason.code for key, reason in chosen.left_out} == {1: "muted", 2: "outside"}
    assert numbers(chosen) == [3]


def test_reading_time() -> None:
    assert reading.words("one two three") == 3
    assert reading.words("社会福祉学") == pytest.approx(5 / 2.1)
    assert reading.words("2026 社会福祉 news") == pytest.approx(2 + 4 / 2.1)
    news = story(1, text="word " * 236, title="two words")
    assert reading.skim(news, 238) == pytest.approx(62)
    assert reading.line(news, 238) == pytest.approx(2 + 2 * 60 / 238)
    assert reading.read(news, 238)[1] is True
    assert reading.read(story(1, kind="notice"), 238)[1] is False
    assert reading.read(story(1, text="word " * 2380), 238)[0] == pytest.approx(600)
    three = choose([story(n) for n in range(6)], Wishes(), INTERESTS, NOW).picks[:3]
    assert 270 <= sum(pick.seconds for pick in three) <= 330, "the top three are about five minutes"
