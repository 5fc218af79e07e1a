"""Headlines taken apart: numbers, days, turns, segments."""

from __future__ import annotations

import random

import pytest

from router.folding import titles


@pytest.mark.parametrize(
    ("title", "clean", "cut", "tail"),
    [
        ("[PDF] Kinship care in Tyrol", "Kinship care in Tyrol", False, ()),
        ("[CITATION][C] Kinship care", "Kinship care", False, ()),
        ("Kinship care in the ...", "Kinship care in the", True, ()),
        ("Kinship care in the. . .", "Kinship care in the", True, ()),
        ("Kinship care in the …", "Kinship care in the", True, ()),
        ("Beds open - The Post", "Beds open - The Post", False, ("The Post",)),
        (
            "兒童保護預算| 地方 - 海港日報- HTN",
            "兒童保護預算| 地方 - 海港日報- HTN",
            False,
            ("地方", "海港日報", "HTN"),
        ),
        ("兒童保護預算_海港日報", "兒童保護預算_海港日報", False, ("海港日報",)),
        ("A well-known carer speaks", "A well-known carer speaks", False, ()),
        ("...", "...", False, ()),
        ("", "", False, ()),
    ],
)
def test_taken_apart(title: str, clean: str, cut: bool, tail: tuple[str, ...]) -> None:
    taken = titles.take_apart(title)
    assert (taken.clean, taken.cut, taken.tail) == (clean, cut, tail)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,059 and 1059 beds", ("1059", "1059")),
        ("Four beds, second ward", ("4", "2")),
        ("補助名單(十一)", ("11",)),
        ("第二十三季", ("23",)),
        ("百分之二〇二六", ("100", "2026")),
        ("03/23 list", ("3", "23")),
        ("5.32 per cent", ("5.32",)),
        ("no number", ()),
    ],
)
def test_numbers(text: str, found: tuple[str, ...]) -> None:
    assert titles.numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3/16 list", {("3", "16")}),
        ("3月16日公告", {("3", "16")}),
        ("Beds on 16 March", {("3", "16")}),
        ("Beds on March 16", {("3", "16")}),
        ("Beds, 2026-03-16", {("3", "16")}),
        ("【0316 focus】", {("3", "16")}),
        ("24/7 help", {("24", "7")}),
        ("1/2% more", set()),
        ("Ratio 10.3/4.5", set()),
    ],
)
def test_dates(text: str, found: set[tuple[str, str]]) -> None:
    assert titles.dates(text) == found


def test_letters_are_one_for_what_is_one() -> None:
    assert titles.letters("U.S. & Österreich: 1,059 “beds”") == titles.letters("US and Osterreich 1059 beds")
    assert titles.letters("rate 5.3") != titles.letters("rate 53")
    assert titles.letters("ｆｕｌｌ　ｗｉｄｔｈ") == "fullwidth"


def test_letters_of_plain_texts_are_those_of_any_text() -> None:
    rng = random.Random(7)
    signs = [*map(chr, range(1, 128)), *"..,,0123456789 "]
    for _ in range(3000):
        text = "".join(rng.choices(signs, k=rng.randrange(20)))
        assert titles.letters(f"{text} é") == titles.letters(text) + "e", text  # what is not ASCII goes another way


def test_turns_are_words_not_parts_of_words() -> None:
    assert titles.turns("Upper house: carers are up") == ("up",)
    assert titles.turns("股價上漲不多") == tuple(sorted(["上", "漲", "不", "多"]))


@pytest.mark.parametrize(
    "title", ["外資近5日買超個股", "This week in child protection", "Latest vacancies", "今日榮譽榜"]
)
def test_relative(title: str) -> None:
    assert titles.is_relative(title)


def test_lengths_and_shares() -> None:
    assert titles.length("兒童") == 4
    assert titles.length("ab") == 2
    assert titles.shingles("ab") == {("a", "b")}
    assert titles.shingles("") == frozenset()
    assert titles.share(frozenset(), frozenset()) == 0
    assert titles.inside(titles.shingles("abcd"), titles.shingles("abcdef")) == 1
    assert titles.share(titles.shingles("abcd"), titles.shingles("bcde")) == pytest.approx(1 / 3)
