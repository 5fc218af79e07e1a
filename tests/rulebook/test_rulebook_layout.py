"""fmt writes the usual spacing, changes no meaning, keeps comments, and offers plain lines for search strings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.rulebook.book import compile as compile_book
from router.rulebook.layout import usual
from router.rulebook.lint import offers, warnings
from router.rulebook.load import load, shipped

WRITTEN = """\ufeff# Kin\r
Interest:Kin
about :  Kin.
\tinclude: ../words.rules

TAKE any:kinship care ,foster care,  adoption
take title:abuse,neglect  +  @kin
take any: eviction~famil*
take any: “a, b” , c
take search:   "a b"   AND c
take site: a.example ,b.example

expect take from paper:Kin,kin // and ,text
at most:7"""
USUAL = """# Kin
interest: Kin
about:    Kin.
include:  ../words.rules

take any:    kinship care, foster care, adoption
take title:  abuse, neglect + @kin
take any:    eviction ~ famil*
take any:    "a, b", c
take search: "a b" AND c
take site:   a.example, b.example

expect take from paper: Kin,kin // and ,text
at most:     7
"""


def test_the_usual_spacing() -> None:
    assert usual("interests/kin.rules", WRITTEN) == USUAL


@settings(max_examples=300, derandomize=True)
@given(st.lists(st.sampled_from([*WRITTEN.splitlines(), "", "# x", "no colon", "words  a:b,c", "\t"]), max_size=8))
def test_twice_is_once(lines: list[str]) -> None:
    once = usual("interests/kin.rules", "\n".join(lines))
    assert usual("interests/kin.rules", once) == once


def test_no_meaning_changes() -> None:
    around = {"words.rules": "words kin: aunt*\n", "sources/paper.rules": "source: paper\nfrom: @paper.example\n"}
    before, _ = compile_book({**around, "interests/kin.rules": WRITTEN.replace("expect", "# expect")})
    after, _ = compile_book({**around, "interests/kin.rules": USUAL.replace("expect", "# expect")})
    assert [(one.rule.line, one.part, one.tree) for one in before.rules] == [
        (one.rule.line, one.part, one.tree) for one in after.rules
    ]


def test_the_shipped_rules_lie_in_the_usual_spacing() -> None:
    for name, text in load(shipped())[0].items():
        assert usual(name, text) == text, name


@pytest.mark.parametrize(
    ("search", "line"),
    [
        ('("kinship care" OR "foster care") AND (stability OR breakdown)', "take any: kinship care, foster care + stability, breakdown"),
        ("title:(abuse OR neglect)", "take title: abuse, neglect"),
        ("eviction NEAR/8 famil*", "take any: eviction ~ famil*"),
        ("eviction NEAR/3 famil*", ""),
        ("kinship NOT football", ""),
        ("kinship AND title:care", ""),
        ("(a1 AND b1) OR c1", ""),
    ],
)  # fmt: skip
def test_the_line_form_of_a_search_string(search: str, line: str) -> None:
    book, _ = compile_book({"interests/kin.rules": f"interest: Kin\ntake search: {search}\n"})
    offered = offers(book)
    assert [one.remedy for one in offered] == ([f"write `{line}`"] if line else [])
    if line:
        plain, _ = compile_book({"interests/kin.rules": f"interest: Kin\n{line}\n"})
        (tree,), (searched,) = [one.tree for one in plain.rules], [one.tree for one in book.rules]
        assert tree == (searched.of if line.startswith("take title") else searched)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["take any: a*"], "2: `a*` finds nearly everything; write more of the word"),
        (["take any: kinship, people"], "2: the one word `people` stands in nearly every story; write a phrase"),
        (["take any: über"], "2: the one word `uber` stands in nearly every story; write a phrase"),
        (["take kind: news"], "2: takes every story of the kind news; add `from SOURCE`, or use take search"),
        (["take any: foster care week", "skip any: foster care"], "2: hidden by the skip in line 3; narrow that skip, or drop this line"),
        (["take any: kin, foster", "take any: foster, kin"], "3: the same as line 2; drop one of the two"),
        (["take any: kin + @none", "words none: @empty", "words empty: kin"], ""),
        (["take any: kinship, 2024, no man's land"], ""),
        (["take any: foster care, kin", "skip any: foster care"], ""),
        (["take title: kin", "skip text: kin"], ""),
        (["take title: kin", "take any: kin"], ""),
    ],
)  # fmt: skip
def test_what_is_legal_and_surely_not_meant(lines: list[str], sentence: str) -> None:
    book, problems = compile_book({"interests/kin.rules": "\n".join(["interest: Kin", *lines])})
    assert not problems
    said = [str(problem) for problem in warnings(book)]
    assert said == ([f"interests/kin.rules:{sentence}"] if sentence else [])
