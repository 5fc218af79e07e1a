"""What an editor writes to `inbox+rules`: whole lines are read, prose is not."""

from __future__ import annotations

import pytest

from router.subscribers.desk import says
from router.subscribers.rule_lines import MOST, Asked, read, read_line

TITLES = {"child-protection": "Child protection", "care": "Care", "care-leavers": "Care leavers", "add": "Add"}


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("child-protection add take any: kinship care", Asked("add", "child-protection", "take any: kinship care")),
        ("Child Protection: add take any: kinship care", Asked("add", "child-protection", "take any: kinship care")),
        ("* care leavers drop take any: eviction", Asked("drop", "care-leavers", "take any: eviction")),
        ("care drop 12@a3f9c1", Asked("drop", "care", "12@a3f9c1")),
        ("care remove `12@a3f9c1`", Asked("drop", "care", "12@a3f9c1")),
        ("care try take any: kin*", Asked("add", "care", "take any: kin*", True)),
        ("care try drop take any: kin*", Asked("drop", "care", "take any: kin*", True)),
        ("care try add take search: \"a b\" OR c", Asked("add", "care", 'take search: "a b" OR c', True)),
        ("add add take any: x", Asked("add", "add", "take any: x")),
        ("CARE SHOW", Asked("show", "care")),
        ("care undo", Asked("undo", "care")),
        ("Care leavers history", Asked("history", "care-leavers")),
        ("help", Asked("help")),
        ("Interests?", Asked("interests")),
    ],
)  # fmt: skip
def test_each_line(line: str, asked: Asked) -> None:
    assert read_line(line, TITLES) == asked


@pytest.mark.parametrize(
    "line",
    [
        "care", "care add", "care add   ", "care show me everything", "care undo it", "care history of the house", "care is a good word", "caring add take any: x",
        "please add take any: x to care", "> care add take any: x", "help me", "add to care take any: x", "yes",
    ],
)  # fmt: skip
def test_what_is_nearly_one_is_none(line: str) -> None:
    assert read_line(line, TITLES) is None


def test_lines_that_a_mail_program_broke_are_whole_again() -> None:
    text = "care add take any: kinship care,\nspecial guardianship ~\nchild*\n\ncare show\n"
    asked, unread = read(text, TITLES)
    assert [one.line for one in asked] == ["take any: kinship care, special guardianship ~ child*", ""] and not unread


def test_what_follows_a_command_at_once_and_is_none_is_named() -> None:
    line = "care add take any: kinship\n"
    assert read(f"{line}care in the family\nThanks", TITLES)[1] == "care in the family"
    for after in ("\nThanks, Maria\n", "-- \nMaria", "> care drop take any: x", ""):
        assert read(line + after, TITLES) == ((Asked("add", "care", "take any: kinship"),), ""), after
    assert len(read("care show\n" * 30, TITLES)[0]) == MOST
    assert read("Hello,\ncare show", TITLES) == ((), "")


def test_a_yes_is_a_yes_and_nothing_but_it() -> None:
    for said in ("yes", "Yes!", "ja", "OK thanks", "yes\n\n-- \nMaria", "yes\n\nOn Monday, News wrote:\n> no"):
        assert says(said) is True, said
    for said in ("no", "Nein.", "no thanks"):
        assert says(said) is False, said
    for said in ("", "yes but only the first line please", "please don't", "Yes, and also drop the other", "> yes"):
        assert says(said) is None, said
