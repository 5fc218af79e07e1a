"""What only editors may write: whole lines are read, their prose is not, and a note ends where its paragraph ends."""

from __future__ import annotations

from datetime import date

import pytest

from router.subscribers.editor_words import read_line
from router.subscribers.grammar import Command, read
from tests.subscribers.test_subscribers_grammar import KNOWN, PROSE, QUOTE

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("route 3 to housing", Command("route", number=3, interests=("housing",))),
        ("Route #3 to Child Protection.", Command("route", number=3, interests=("child-protection",))),
        ("drop 3", Command("drop", number=3)),
        ("* Pin 12", Command("pin", number=12)),
        ("undrop 3!", Command("undrop", number=3)),
        ("unpin 3", Command("unpin", number=3)),
        ("note 3 Read it twice.", Command("note", number=3, value="Read it twice.")),
        ("Note 3: Read it twice.", Command("note", number=3, value="Read it twice.")),
        ("note Child protection: A quiet week", Command("word", interests=("child-protection",), value="A quiet week")),
        ("hold", Command("hold")),
        ("Show child protection", Command("show", interests=("child-protection",))),
        ("release housing", Command("release", interests=("housing",))),
        ("invite ada@uni.example to housing and care", Command("invite", interests=("housing", "care"), value="ada@uni.example")),
        ("add <Ada@Uni.example> to Football", Command("invite", interests=("football",), value="ada@uni.example")),
    ],
)  # fmt: skip
def test_each_word(line: str, meant: Command) -> None:
    found = read_line(line, KNOWN)
    assert found is not None and found.line == line
    assert (found.word, found.number, found.interests, found.value) == (
        meant.word, meant.number, meant.interests, meant.value,
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "drop", "drop it", "drop 0", "drop 1000", "drop 3 please, and thank you", "drop 3?", "pin", "route 3", "route 3 to nowhere",
        "note", "note 3", "Note: I am away until Monday", "note that story 3 is wrong", "hold on", "hold the line", "show me the story", "shows", "release the hounds",
        "> drop 3", "invite ada to housing", "invite ada@uni.example", "add me to housing", "invite ada@uni.example to the party",
    ],
)  # fmt: skip
def test_what_is_nearly_one_is_none(line: str) -> None:
    assert read_line(line, KNOWN) is None


def test_sixty_replies_are_letters_for_editors_too() -> None:
    for said in PROSE:
        assert read(said + QUOTE, KNOWN, TODAY, read_line) == (), said


def test_a_note_goes_on_to_the_end_of_its_paragraph() -> None:
    text = f"note 3 Jane wrote it\nand speaks on Friday.\ndrop 4\nThanks, Maria{QUOTE}"
    assert [(one.word, one.value) for one in read(text, KNOWN, TODAY, read_line)] == [
        ("note", "Jane wrote it and speaks on Friday."), ("drop", ""),
    ]  # fmt: skip
    for end in ("\n\nThanks\nMaria", "\n-- \nMaria", "\n> quoted", "\nOn Monday, Test news wrote:\n> x", QUOTE):
        [note] = read(f"note 3 Jane wrote it{end}", KNOWN, TODAY, read_line)
        assert note.value == "Jane wrote it", end
