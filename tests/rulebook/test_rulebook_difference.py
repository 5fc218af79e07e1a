"""What two books differ in: exactly what judging by each in turn says, and narrowed so that nothing is missed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from router.rulebook.book import compile as compile_book
from router.rulebook.difference import Difference
from router.terms import Facts
from router.text import fold
from tests.rulebook.test_rulebook_match import EACH, LIST, RUNS, SOURCES, STORIES, Line, Story, facts_of, lines

BOOK = st.lists(st.tuples(st.sampled_from(["kin", "folk"]), lines()), min_size=1, max_size=4)


def files(ruled: list[tuple[str, tuple[Line, str]]]) -> dict[str, str]:
    heads = {
        name: [f"interest: {name}", f"words kin: {', '.join(LIST)}", "take title: never said"]
        for name in ("kin", "folk")
    }
    for name, (_, text) in ruled:
        heads[name].append(text)
    return {f"interests/{name}.rules": "\n".join(said) for name, said in heads.items()} | SOURCES


def taken(book, facts: Facts) -> set[str]:  # type: ignore[no-untyped-def]
    return {one.interest for one in book.judge(facts) if one.taken}


def may_matter(difference: Difference, facts: Facts) -> bool:
    """What a database would narrow by."""
    text = "\n".join(map(fold, (facts.title, facts.text, facts.authors, facts.publisher, facts.note)))
    if difference.reads_links:
        text += "\n" + fold(facts.link)
    if any(word in text for word in difference.words):
        return True
    host = facts.link.removeprefix("https://").partition("/")[0]
    held = {("kind", facts.kind), *(("to", tag) for tag in facts.tags)}
    held |= {("site", host.split(".", n)[n]) for n in range(host.count(".") + 1)}
    held |= {("language", facts.language.rsplit("-", n)[0]) for n in range(facts.language.count("-") + 1)}
    return bool(difference.values & held)


@pytest.mark.parametrize("run", range(max(1, RUNS // 5)))
def test_a_difference_is_what_judging_twice_says(run: int) -> None:
    def check(old: list, new: list, stories: list[Story]) -> None:  # type: ignore[type-arg]
        before, after = compile_book(files(old))[0], compile_book(files(new))[0]
        difference = Difference(before, after)
        for facts in map(facts_of, stories):
            change = difference.of(facts)
            assert {one.interest for one in change.gained} == taken(after, facts) - taken(before, facts)
            assert {one.interest for one in change.lost} == taken(before, facts) - taken(after, facts)
            if not may_matter(difference, facts):
                assert change == ((), ())

    stories = st.lists(STORIES, min_size=1, max_size=4)
    options = settings(max_examples=EACH, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    seed(run)(options(given(BOOK, BOOK, stories)(check)))()


def book(text: str):  # type: ignore[no-untyped-def]
    return compile_book({"interests/kin.rules": "interest: Kin\n" + text, **SOURCES})[0]


def test_only_lines_that_changed_count() -> None:
    before = book("take any: foster care, kin\ntake site: paper.example\nskip any: dogs\n")
    same = book("skip any:  dogs\ntake  site: paper.example\n# a comment\ntake any: foster  care, kin\n")
    assert Difference(before, same).interests == ()
    wider = book("take any: foster care, kin\ntake site: paper.example\nskip any: dogs\ntake any: adopt*, wom*nly\n")
    difference = Difference(before, wider)
    assert (difference.interests, difference.words, difference.values) == (("kin",), {"adopt", "wom"}, frozenset())
    elsewhere = Difference(before, book("take any: foster care, kin\nskip any: dogs\n"))
    assert (elsewhere.words, elsewhere.values) == (frozenset(), {("site", "paper.example")})


def test_a_span_or_a_group_that_changed_counts() -> None:
    before = book("take any: kin\n")
    spanned = Difference(before, book("during: 2026-11-01 to 2026-11-05\ntake any: kin\n"))
    assert spanned.words == {"kin"}
    assert [one.interest for one in spanned.of(Facts(title="Kin", date="2026-12-01")).lost] == ["kin"]
    text = {"interests/kin.rules": "interest: Kin\ntake any from journals: kin\n", **SOURCES}
    moved = {**text, "sources/gazette.rules": SOURCES["sources/gazette.rules"] + "group: journals\n"}
    grouped = Difference(compile_book(text)[0], compile_book(moved)[0])
    assert [one.interest for one in grouped.of(Facts(title="Kin", sources=("gazette",))).gained] == ["kin"]
