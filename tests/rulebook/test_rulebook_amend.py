"""One line more, one line less: comments, spacing and line ends of the rest stay, and a number never means another line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.errors import RuleError
from router.rulebook import amend
from router.rulebook.book import compile as compile_book

FILE = "interests/housing.rules"
TEXT = """\
# Roofs over heads.
interest: Housing
about:    Homes.

take any:    homeless*, rough sleeping
take title:  eviction   # no comment, a word
# a remark
skip any:    dog houses
expect take: Homeless families wait
"""


@pytest.mark.parametrize(
    ("line", "behind", "stands"),
    [
        ("take any: hostel*", 5, "take any:    hostel*"),
        ("TAKE TITLE :rent,arrears", 6, "take title:  rent, arrears"),
        ("take site: shelter.example", 6, "take site:   shelter.example"),
        ("skip title: bird houses", 8, "skip title:  bird houses"),
        ("at most: 7", 3, "at most:     7"),
        ("expect skip: Rain today", 9, "expect skip: Rain today"),
        ("words kin: aunt", 9, "words kin:  aunt"),
    ],
)
def test_a_line_is_put_behind_the_last_of_its_kind(line: str, behind: int, stands: str) -> None:
    lines = amend.add(FILE, TEXT, line).splitlines()
    assert lines[behind] == stands
    assert lines[:behind] + lines[behind + 1 :] == TEXT.splitlines()


def test_line_ends_stay_as_they_are() -> None:
    windows = TEXT.replace("\n", "\r\n").removesuffix("\r\n")
    added = amend.add(FILE, windows, "expect skip: Rain today")
    assert added == windows + "\r\nexpect skip: Rain today\r\n"
    assert amend.drop(added, "expect skip: Rain today") == windows + "\r\n"


def test_a_line_is_dropped_by_itself_or_by_its_number_in_this_very_text() -> None:
    version = amend.short(TEXT)
    for said in (
        "skip any: dog houses",
        "Skip  any:dog houses",
        f"8@{version}",
        f"8 {version.upper()}",
        f"8 @ {version}",
    ):
        assert amend.find(FILE, TEXT, said) == "skip any:    dog houses"
    assert amend.drop(TEXT, "skip any:    dog houses") == TEXT.replace("skip any:    dog houses\n", "")
    assert f"8@{version} skip any: dog houses" in amend.numbered(TEXT)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("8", "a number alone .*; if you mean `8@.{6} skip any: dog houses`, say 8@"),
        ("88", "a number alone .*; name the line itself"),
        ("8@000000", "is .{6} now and no more 000000; its lines were numbered anew"),
        ("7@VERSION", "it has no line"),
        ("take any: rough sleeping", "it has no line .*; did you mean `5@.{6} take any: homeless"),
        ("take any: trains", "it has no line .*; `show` lists its lines"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_like_it(said: str, what: str) -> None:
    with pytest.raises(RuleError, match=what):
        amend.find(FILE, TEXT, said.replace("VERSION", amend.short(TEXT)))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("kinship care", "no colon"),
        ("# a remark", "there is no line"),
        ("take any: homeless*,  rough  sleeping", "stands there already"),
        ("take any: a\ntake any: b", "as it stands in the file"),
        ("x" * 10_001, "over 10,000"),
    ],
)
def test_what_cannot_be_added_is_said(line: str, what: str) -> None:
    with pytest.raises(RuleError, match=what):
        amend.add(FILE, TEXT, line)


@settings(derandomize=True, max_examples=200)
@given(st.sampled_from(["take any", "skip title", "expect skip", "at most", "words kin"]), st.text(max_size=60))
def test_what_was_added_can_be_dropped_and_nothing_else_is_touched(head: str, body: str) -> None:
    try:
        added = amend.add(FILE, TEXT, f"{head}: {body}")
    except RuleError:
        return
    compile_book({FILE: added})
    [new] = [line for line in added.split("\n") if line not in TEXT.split("\n")] or [""]
    assert not new or amend.drop(added, new) == TEXT
