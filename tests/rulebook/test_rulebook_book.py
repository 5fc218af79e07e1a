"""What is in force: broken files stay at their last good text, others go on, and everything is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from router.rulebook.book import Book
from router.rulebook.book import compile as compile_book
from router.rulebook.lines import Problem
from router.rulebook.load import load, shipped
from router.terms import Facts

KIN = "interest: Kinship\ntake any: kinship care\n"
FOSTER = "interest: Foster\ntake any: foster care\n"
WORDS = "words kin: aunt*, uncle*\n"
USER = "interest: Kin\ninclude: ../words.rules\ntake any: @kin\n"
PAPER = "source: paper\nfrom: @paper.example\nkind: paper\ngroup: journals\n"


def files(**named: str) -> dict[str, str]:
    rooms = {"words": "words.rules", "paper": "sources/paper.rules"}
    return {rooms.get(name, f"interests/{name}.rules"): text for name, text in named.items()}


def said(problems: tuple[Problem, ...], level: str = "error") -> list[str]:
    return [str(problem) for problem in problems if problem.level == level]


def takes(book: Book, title: str, **more: object) -> set[str]:
    return {one.interest for one in book.judge(Facts(title=title, **more)) if one.taken}  # type: ignore[arg-type]


def test_a_broken_file_stays_at_its_last_good_text_while_others_go_on() -> None:
    good = files(kin=KIN, foster=FOSTER)
    book, problems = compile_book(
        files(kin="interest: Kinship\ntake any kinship\n", foster=FOSTER + "take any: adoption\n"), good
    )
    assert book.texts == files(kin=KIN, foster=FOSTER + "take any: adoption\n")
    assert takes(book, "Kinship care and adoption") == {"kin", "foster"}
    assert len(said(problems)) == 1 and said(problems)[0].startswith("interests/kin.rules:2: no colon")
    assert said(problems, "note") == ["interests/kin.rules: the file stays at its last good text"]


def test_a_file_that_fails_its_own_test_stays_too() -> None:
    good = files(kin=KIN)
    book, problems = compile_book(files(kin=KIN + "skip any: dogs\nexpect take: Kinship care for dogs\n"), good)
    assert book.texts == good
    assert said(problems)[0].startswith(
        "interests/kin.rules:4: a test fails: line 3 skips `Kinship care for dogs` by dogs"
    )


def test_a_file_that_was_never_good_is_left_out() -> None:
    book, problems = compile_book(files(kin="interest: Kinship\n", foster=FOSTER))
    assert set(book.interests) == {"foster"}
    assert said(problems, "note") == ["interests/kin.rules: the file is left out; it is read again when it changes"]


def test_a_broken_words_file_holds_back_itself_and_the_files_that_include_it() -> None:
    good = files(words=WORDS, kin=USER, foster=FOSTER)
    new = files(
        words=WORDS + "words more: a,,b\n", kin=USER + "take any: cousin\n", foster=FOSTER + "take any: adoption\n"
    )
    book, problems = compile_book(new, good)
    assert book.texts == {**good, "interests/foster.rules": FOSTER + "take any: adoption\n"}
    assert said(problems, "note") == [
        "interests/kin.rules: the file stays at its last good text because it includes `words.rules`",
        "words.rules: the file stays at its last good text",
    ]


def test_a_new_file_that_includes_broken_words_waits() -> None:
    book, problems = compile_book(files(words="words kin: a,,b\n", kin=USER))
    assert not book.interests
    assert (
        "interests/kin.rules: the file is left out because it includes `words.rules`; it is read again when it changes"
        in (said(problems, "note"))
    )


def test_words_go_back_when_a_file_at_its_last_good_text_needs_them() -> None:
    good = files(words=WORDS, kin=USER)
    new = files(words="words folk: aunt*\n", kin="interest: Kin\ninclude: ../words.rules\ntake any: @folk,\n")
    book, problems = compile_book(new, good)
    assert book.texts == good
    assert "words.rules: the file stays at its last good text because `interests/kin.rules` needs it" in said(
        problems, "note"
    )


def test_a_deleted_words_file_is_kept_while_a_file_needs_it_and_goes_with_it() -> None:
    good = files(words=WORDS, kin=USER)
    book, problems = compile_book(files(kin=USER), good)
    assert book.texts == good and said(problems)
    assert "words.rules: the file's last good text is kept because `interests/kin.rules` needs it" in said(
        problems, "note"
    )
    book, problems = compile_book({}, good)
    assert book.texts == {} and not problems


def test_a_source_that_lost_its_group_goes_back_when_an_interest_needs_it() -> None:
    good = files(paper=PAPER, kin="interest: Kin\ntake any from journals: kin\n")
    book, problems = compile_book({**good, "sources/paper.rules": PAPER.replace("journals", "press")}, good)
    assert book.texts == good
    assert said(problems)[0].startswith("interests/kin.rules:2: no source or group is called `journals`")


def test_the_new_file_is_blamed_for_a_name_that_is_taken() -> None:
    good = files(kin=KIN)
    book, problems = compile_book(files(kin=KIN, a=KIN), good)
    assert set(book.interests) == {"kin"}
    assert said(problems) == [
        "interests/a.rules:1: the interest `Kinship` is in `interests/kin.rules` already; give one of the two another title"
    ]


def test_refused_files_stay_at_their_last_good_text(tmp_path: Path) -> None:
    (tmp_path / "interests").mkdir()
    secret = tmp_path.parent / f"{tmp_path.name}-secret.rules"
    secret.write_text(FOSTER, encoding="utf-8")
    (tmp_path / "interests" / "foster.rules").symlink_to(secret)
    (tmp_path / "interests" / "large.rules").write_text("#" * 1_000_001, encoding="utf-8")
    (tmp_path / "interests" / "wide.rules").write_bytes(KIN.encode("utf-16"))
    (tmp_path / "interests" / "kin.rules").write_text(KIN, encoding="utf-8")
    texts, refused = load(tmp_path)
    assert set(texts) == {"interests/kin.rules"}
    assert [str(problem) for problem in refused] == [
        "interests/foster.rules: the file is a link out of the rules folder; copy the file itself here",
        "interests/large.rules: the file is over 1 MB; split it into several files",
        "interests/wide.rules: this is a UTF-16 file; save it as UTF-8",
    ]
    book, problems = compile_book(texts, files(foster=FOSTER, kin=KIN), refused)
    assert set(book.interests) == {"foster", "kin"}
    assert "interests/foster.rules: the file's last good text is kept" in said(problems, "note")


def test_shipped_sources_and_words_lie_beneath_and_shipped_interests_do_not(tmp_path: Path) -> None:
    here, beneath = tmp_path / "here", tmp_path / "beneath"
    for folder, text in ((here, "words kin: aunt*\n"), (beneath, "words kin: uncle*\n")):
        (folder / "interests").mkdir(parents=True)
        (folder / "words.rules").write_text(text, encoding="utf-8")
    (beneath / "sources").mkdir()
    (beneath / "sources" / "paper.rules").write_text(PAPER, encoding="utf-8")
    (beneath / "interests" / "foster.rules").write_text(FOSTER, encoding="utf-8")
    texts, refused = load(here, beneath)
    assert texts == {"words.rules": "words kin: aunt*\n", "sources/paper.rules": PAPER} and not refused


def test_more_rules_than_there_may_be_are_refused_plainly() -> None:
    lines = "take any: kin\n" * 50_001
    book, problems = compile_book(files(a="interest: A\n" + lines, b="interest: B\n" + lines))
    assert set(book.interests) == {"a"}
    assert said(problems) == [
        "interests/b.rules: with this file there are more than 100,000 rules; "
        "that is the most there can be: drop lines that never match"
    ]


def test_the_hash_names_the_texts() -> None:
    one, two = compile_book(files(kin=KIN))[0], compile_book(files(kin=KIN))[0]
    assert one.hash == two.hash != compile_book(files(kin=KIN + "# a comment\n"))[0].hash


def test_settings_of_an_interest_are_read() -> None:
    text = KIN + "about: Kin.\nat most: 7\nhold: 4 hours\njoin: private\nduring: 2026-11-01 to 2026-11-05\n"
    interest = compile_book(files(kin=text))[0].interests["kin"]
    assert (interest.title, interest.about, interest.at_most, interest.hold) == ("Kinship", "Kin.", 7, "4 hours")
    assert (interest.join, interest.archive) == ("private", "subscribers")
    assert interest.during == ("2026-11-01", "2026-11-05")


def test_tags_are_those_that_an_interest_takes() -> None:
    book, _ = compile_book(files(kin="interest: Kin\ntake to: kin, +folk\nskip to: test\n"))
    assert book.tags() == {"kin", "folk"}
    assert takes(book, "anything", tags=("Folk",)) == {"kin"}


def test_from_names_a_source_or_a_group() -> None:
    book, _ = compile_book(files(paper=PAPER, kin="interest: Kin\ntake any from journals: kin\n"))
    assert takes(book, "Kin", sources=("paper",)) == {"kin"}
    assert takes(book, "Kin", sources=("gazette",)) == set() == takes(book, "Kin")


def test_a_test_of_an_event_is_judged_within_its_span() -> None:
    text = "interest: Event\nduring: 2026-11-01 to 2026-11-05\ntake any: conference\nexpect take: The conference\n"
    book, problems = compile_book(files(event=text))
    assert set(book.interests) == {"event"} and not problems


LINES = st.sampled_from(
    ["take any: kin", "take any: @kin", "take any: a,,b", "skip any: dogs", "expect take: kin", "expect skip: kin",
     "expect take: dogs", "include: ../words.rules", "words kin: aunt", "take any kin", "join: public", ""]
)  # fmt: skip
TEXT = st.lists(LINES, max_size=5).map("\n".join)
WORLD = st.dictionaries(
    st.sampled_from(["words.rules", "interests/a.rules", "interests/b.rules", "sources/paper.rules"]),
    st.tuples(st.sampled_from(["", "interest: A\n", "interest: B\n", PAPER]), TEXT).map("".join),
)


@settings(
    max_examples=20_000 if os.environ.get("ROUTER_PROVE") == "1" else 300,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(WORLD, min_size=1, max_size=4))
def test_whatever_is_saved_what_is_in_force_is_whole(worlds: list[dict[str, str]]) -> None:
    """After any sequence of saves: the texts in force compile without an error, and are new, last good or absent."""
    good: dict[str, str] = {}
    for world in worlds:
        book, problems = compile_book(world, good)
        again, none = compile_book(book.texts, book.texts)
        assert again.texts == book.texts and not said(none)
        for name, text in book.texts.items():
            assert text in (world.get(name), good.get(name))
        for name, text in world.items():
            if book.texts.get(name) != text:
                assert any(problem.file == name for problem in problems), "what is not in force is said"
        good = book.texts


def test_the_shipped_rules_pass_their_own_check() -> None:
    texts, refused = load(shipped())
    book, problems = compile_book(texts, {}, refused)
    assert said(problems) == []
    names = {f"{name}.rules" for name in book.interests}
    assert names == {path.name for path in (shipped() / "interests").glob("*.rules")}
    for sheet in book.sheets.values():
        if sheet.interest:
            assert {expect.take for expect in sheet.expects} == {True, False}, f"{sheet.file} tests both sides"


@pytest.mark.parametrize("title", ["Niños sin hogar", "Wohnungslose Familien", "Homeless families"])
def test_the_shipped_rules_speak_three_languages(title: str) -> None:
    book, _ = compile_book(load(shipped())[0])
    assert "homelessness" in takes(book, title)
