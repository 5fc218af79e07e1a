"""Whatever stands in a rule file, a mail or a story: an answer comes, in time, and nothing is raised."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.rulebook.book import compile as compile_book
from router.rulebook.layout import usual
from router.rulebook.lint import offers, read_back, warnings
from router.rulebook.sources import PARAMETERS, recognise
from router.rulebook.stars import places
from router.terms import Address, Facts, Forward, Parsed, Sender

FULL = os.environ.get("ROUTER_PROVE") == "1"
EXAMPLES = settings(max_examples=10_000 if FULL else 200, derandomize=True, deadline=None)
HEADS = st.sampled_from(
    ["interest", "take any", "take title", "take search", "skip any", "take site", "take to", "take from x", "words kin",
     "include", "expect take", "expect skip from y", "at most", "hold", "join", "archive", "during", "source", "from",
     "signed", "list-id", "header", "tag", "host", "subject", "drop", "unwrap", "sample", "clip", "kind", *PARAMETERS, "#", ""]
)  # fmt: skip
BODY = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(["a", "kin", "*", "~", "+", " + ", ",", "@kin", "@", '"', "“", "(", ")", " AND ", " NOT ", " OR ",
                         " NEAR/3 ", "title:", "site:", "-", "a*b", "\t", "\u00a0", "\ufeff", "\ud800", "2026-13-40 to 1", "//"]),
        max_size=12,
    ).map("".join),
)  # fmt: skip
LINE = st.one_of(st.tuples(HEADS, BODY).map(": ".join), st.text(max_size=30))
FILE = st.lists(LINE, max_size=8).map("\n".join)
NAME = st.sampled_from(["interests/a.rules", "interests/b.rules", "words.rules", "sources/c.rules", "x/y.rules"])


@EXAMPLES
@given(st.dictionaries(NAME, FILE, max_size=4), st.text(max_size=60))
def test_any_files_are_answered(files: dict[str, str], title: str) -> None:
    good = {"interests/a.rules": "interest: A\ntake any: kin\n"}
    book, problems = compile_book(files, good)
    assert all(problem.file and problem.what for problem in problems)
    facts = Facts(title=title, text="kin " + title, link=title)
    book.judge(facts)
    book.explain(facts)
    book.near_misses(facts)
    warnings(book), offers(book), read_back(book)
    for name, text in files.items():
        usual(name, text)


HEADERS = st.lists(st.tuples(st.sampled_from(["list-id", "x-campaign", "x-a"]), st.text(max_size=30)), max_size=4).map(
    tuple
)


@EXAMPLES
@given(HEADERS, st.text(max_size=30), st.text(max_size=80), st.text(max_size=20))
def test_any_mail_is_recognised_or_not(headers: tuple[tuple[str, str], ...], sender: str, body: str, tag: str) -> None:
    book, _ = compile_book(
        {"sources/c.rules": "source: c\nfrom: @c.example\nlist-id: c.example\nheader: x-a: b\nhost: d.example\n"}
    )
    parsed = Parsed(headers, Address(sender), "s", body, "<a href='https://" + body + "'>")
    forward = Forward(Address(sender), body, body, "", headers=headers)
    for inner in (None, forward):
        _, reason = recognise(parsed, inner, (tag,), book.sources, Sender("unknown"))
        assert reason.code


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("take any: " + "a*" * 5 + "b", "a" * 20_000),
        ("take any: " + "a*" * 5 + "b", "a " * 20_000),
        ("take any: *a*a*b*", "a" * 2_000),
        ("take any: a ~ b ~ a ~ b", "a b " * 10_000),
        ("take search: " + "(" * 29 + "a" + ")" * 29, "a " * 10_000),
        ("take search: " + " OR ".join(f"w{n}" for n in range(1_000)), "w7 " * 10_000),
        ("take any: *a*", "a" * 50_000),
        ("take any: " + ", ".join("a" * n for n in range(1, 120)), "a" * 2_000),
    ],
    ids=range(8),
)
def test_no_line_and_no_text_takes_long(line: str, text: str) -> None:
    book, problems = compile_book({"interests/a.rules": f"interest: A\n{line}\n"})
    assert book.interests, [str(problem) for problem in problems]
    started = time.process_time()
    book.judge(Facts(title="t", text=text))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "line",
    ["take search: " + "(" * 4_000 + "a" + ")" * 4_000, "take search: " + "NOT " * 2_000 + "a", "take any: " + "@" * 9_000,
     "take any: " + '"' * 9_000, "take any: " + "a ~ " * 2_000 + "b", "take any: " + "a + " * 2_000 + "b", "take " + "x" * 9_000 + ": a"],
    ids=range(7),
)  # fmt: skip
def test_no_line_takes_long_to_read(line: str) -> None:
    started = time.process_time()
    compile_book({"interests/a.rules": f"interest: A\ntake any: kin\n{line}\n"})
    assert time.process_time() - started < 2


def test_a_star_covers_one_word_only() -> None:
    assert places("wom*n", "women and woman; wom en") == [(0, 5), (10, 15)]
    assert places("foster* care", "fostering care, foster care") == [(0, 14), (16, 27)]
    assert places("a*b*c", "abbc a b c") == [(0, 4)]
