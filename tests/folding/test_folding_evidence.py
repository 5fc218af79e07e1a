"""What folds and what does not, one invented pair a line; then the properties that hold for any pair."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.folding import NOTHING, Face, Learned, same
from tests.folding.cases import APART, FOLDS, KNOWN, LEAD, clip

QUICK = settings(derandomize=True, deadline=None, max_examples=2000 if os.environ.get("ROUTER_PROVE") == "1" else 120)


def code(a: Face, b: Face, learned: Learned = KNOWN) -> str:
    """The code of the evidence in both directions, which must agree."""
    there, back = same(a, b, learned), same(b, a, learned)
    assert there == back
    return there.code if there else ""


@pytest.mark.parametrize(("expected", "a", "b"), FOLDS, ids=[row[1].title[:40] for row in FOLDS])
def test_one_story(expected: str, a: Face, b: Face) -> None:
    assert code(a, b) == expected


@pytest.mark.parametrize(("why", "a", "b"), APART, ids=[row[0] for row in APART])
def test_two_stories(why: str, a: Face, b: Face) -> None:
    assert code(a, b) == "", why


def test_a_series_title_needs_a_second_witness() -> None:
    a = clip("Vacancies in the county's child welfare offices", "https://a.example/1")
    b = clip("Vacancies in the county's child welfare offices", "https://b.example/2")
    series = Learned(series=frozenset({"vacanciesinthecountyschildwelfareoffices"}))
    assert code(a, b, NOTHING) == "same-title"
    assert code(a, b, series) == ""


def test_reasons_are_words_for_people() -> None:
    near = next(same(a, b, KNOWN) for expected, a, b in FOLDS if expected == "near")
    assert near is not None
    assert str(near).startswith("near: ")
    assert str(near).endswith("shingles, same numbers")


SPOKEN = (
    "council shelter family children court budget carers night region opens closes beds report minister 4 12 2026 "
    "Lindau Bregenz Huber up down again part 市 議 會 兒 童 保 護 3/16 … - | :"
)
WORDS = st.sampled_from(SPOKEN.split())
TITLES = st.lists(WORDS, max_size=14).map(" ".join)
HOSTS = st.sampled_from(["a.example", "b.example", "blog.example"])
LINKS = st.one_of(st.just(""), st.builds("https://{}/{}".format, HOSTS, st.sampled_from(["x", "2026/03/16", "n/7712345", "s?id=9#f"])))  # fmt: skip
FACES = st.builds(
    clip,
    TITLES,
    LINKS,
    st.one_of(st.just(""), TITLES, st.just(LEAD)),
    st.floats(0, 100),
    st.sampled_from(["news", "paper"]),
)


@QUICK
@given(FACES, FACES, st.booleans())
def test_evidence_is_symmetric(a: Face, b: Face, learned: bool) -> None:
    known = KNOWN if learned else NOTHING
    assert same(a, b, known) == same(b, a, known)


@QUICK
@given(st.sampled_from([a.title for _, a, _ in FOLDS]), st.data())
def test_evidence_is_symmetric_for_titles_that_differ_a_little(title: str, data: st.DataObject) -> None:
    other = list(title)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(other)))
        other[at : at + data.draw(st.integers(0, 3))] = data.draw(st.sampled_from(["", "a", title[:2], " again"]))
    a, b = clip(title, "https://a.example/1"), clip("".join(other), "https://b.example/2")
    assert same(a, b, KNOWN) == same(b, a, KNOWN)


@QUICK
@given(st.text(max_size=80), st.text(max_size=60), st.text(max_size=80), st.text(max_size=60))
def test_nothing_a_mail_says_makes_it_fail(title: str, link: str, other: str, text: str) -> None:
    a, b = clip(title, link, text), clip(other, link, text)
    assert same(a, b) == same(b, a)


HEADLINES = st.sampled_from(
    [
        "Ministry counts {} children in emergency care of the region",
        "County pays {} euros for each night in supported housing",
        "Report of week {}: calls to the parents' helpline in Lindau",
        "市府公布{}名兒少安置統計結果說明",
        "第{}季長照服務申請量統計說明會",
    ]
)


@QUICK
@given(HEADLINES, st.integers(1, 99999), st.integers(1, 99999), st.booleans())
def test_another_number_is_another_story(headline: str, one: int, other: int, text: bool) -> None:
    told = LEAD if text else ""
    a = clip(headline.format(one), "https://a.example/1", told)
    b = clip(headline.format(other), "https://b.example/2", told)
    found = code(a, b)
    assert bool(found) == (one == other) or found == "same-text"


@QUICK
@given(st.integers(1, 12), st.integers(1, 28), st.integers(1, 12), st.integers(1, 28), st.booleans())
def test_another_day_is_another_story(m: int, d: int, n: int, e: int, one_link: bool) -> None:
    other = "https://a.example/list" if one_link else "https://b.example/2"
    a = clip(f"{m}月{d}日收容所空床一覽表公布", "https://a.example/list")
    b = clip(f"{n}月{e}日收容所空床一覽表公布", other)
    assert bool(code(a, b)) == ((m, d) == (n, e))


@QUICK
@given(st.sampled_from(["first", "second", "third", "fourth"]), st.sampled_from(["first", "second", "third", "fourth"]))
def test_another_quarter_is_another_story(one: str, other: str) -> None:
    a = clip(f"Child benefit claims of the {one} quarter in the eastern region", "https://a.example/1")
    b = clip(f"Child benefit claims of the {other} quarter in the eastern region", "https://b.example/2")
    assert bool(code(a, b)) == (one == other)
