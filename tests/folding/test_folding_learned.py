"""What is learned of endings and of people: rows that may be written in any order, twice, by anyone."""

from __future__ import annotations

import os
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from router.folding import ONE, TWO, Learned, decide, learn, said, same, wanted
from tests.folding.cases import clip

HEADS = [
    "Beds open in Lindau",
    "Carers ask for respite",
    "Court returns children",
    "Rents rise again",
    "Night shelter planned",
    "Helpline overwhelmed",
    "School social work cut",
    "Prize for a youth club",
    "Minister visits refuge",
    "Debt advice in demand",
]


def taught(titles: list[tuple[str, str]]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for title, link in titles:
        rows |= learn(clip(title, link), rows)
    return rows


def test_six_headlines_make_a_publisher_anywhere_three_on_one_site() -> None:
    # Two of the ten may fall on one bit of the row: then it is learned a headline later, never earlier.
    spread = [(f"{head} - Voralpen Bote", f"https://{n}.example/") for n, head in enumerate(HEADS)]
    assert not Learned.of(taught(spread[:5])).ends("voralpenbote", "z.example")
    assert Learned.of(taught(spread)).ends("voralpenbote", "z.example")
    home = [(f"{head} - Voralpen Bote", "https://bote.example/x") for head in HEADS]
    assert not Learned.of(taught(home[:2])).ends("voralpenbote", "bote.example")
    assert Learned.of(taught(home[:3])).ends("voralpenbote", "bote.example")
    assert not Learned.of(taught(home[:3])).ends("voralpenbote", "z.example")


def test_one_headline_on_many_days_teaches_nothing() -> None:
    daily = [(f"Beds on {day} March - Maria Huber", "https://board.example/x") for day in range(1, 29)]
    assert not Learned.of(taught(daily)).endings


def test_a_cut_title_and_a_numbered_ending_teach_nothing() -> None:
    assert not learn(clip("Beds open in Lindau - Voralp..."), {})
    assert not learn(clip("Beds open in Lindau - Part 2"), {})


def test_nothing_to_write_once_it_is_known() -> None:
    rows = taught([(f"{head} - Voralpen Bote", "https://bote.example/x") for head in HEADS])
    again = learn(clip("Something quite new happens - Voralpen Bote", "https://bote.example/y"), rows)
    assert "ending:voralpenbote@bote.example" not in again


def test_a_learned_ending_is_cut() -> None:
    rows = taught([(f"{head} - Voralpen Bote", "https://bote.example/x") for head in HEADS])
    rows |= taught([(f"{head} | Seeblatt", "https://see.example/x") for head in HEADS])
    a = clip("Families in Lindau get forty beds - Voralpen Bote", "https://bote.example/p")
    b = clip("Families in Lindau get forty beds | Seeblatt", "https://see.example/q")
    assert same(a, b) is None
    known = Learned.of({key: rows[key] for key in wanted(a, b) if key in rows})
    assert str(same(a, b, known)) == "same title, other site"


@settings(derandomize=True, deadline=None, max_examples=500 if os.environ.get("ROUTER_PROVE") == "1" else 50)
@given(st.integers(0, 10**6))
def test_two_processes_in_any_order_learn_the_same(seed: int) -> None:
    rng = random.Random(seed)
    titles = [(f"{head} - Voralpen Bote", "https://bote.example/x") for head in HEADS[: rng.randint(1, 10)]]
    once = Learned.of(taught(titles))
    doubled = [*titles, *titles]
    rng.shuffle(doubled)
    assert Learned.of(taught(doubled)) == once


def test_rows_fit_the_smallest_integer_column() -> None:
    many = [("".join(random.Random(n).choices("abcdefgh ", k=30)) + " - Bote", "") for n in range(500)]
    assert all(0 < bits < 2**31 for bits in taught(many).values())


def test_a_persons_word_stands_above_all_evidence() -> None:
    a = clip("Mayor promises a night shelter for every district", "https://a.example/1")
    b = clip("Mayor promises a night shelter for every district", "https://b.example/2")
    c = clip("Something else altogether", "https://c.example/3")
    assert said(a, b) == said(b, a)
    assert same(a, b) is not None
    assert same(a, b, Learned.of({said(a, b): TWO})) is None
    assert same(a, c) is None
    assert str(same(a, c, Learned.of({said(c, a): ONE}))) == "somebody said so"


def test_a_person_who_held_two_apart_holds_the_whole_story() -> None:
    new = clip("Mayor promises a night shelter for every district", "https://a.example/1")
    first = replace(clip("Mayor promises a night shelter for every district", "https://b.example/2"), story=1)
    second = replace(clip("Mayor promises a night shelter for every district", "https://c.example/3"), story=1)
    found, _ = decide(new, [first, second], Learned.of({said(new, second): TWO}))
    assert found is None
