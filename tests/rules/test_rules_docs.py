"""docs/rules.md: its examples run, and it names every word of the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from router.cli.rules import app
from router.rulebook.book import compile as compile_book
from router.rulebook.read import INTEREST_HEADS
from router.rulebook.sources import KINDS
from router.rulebook.tree import LINE_PARTS

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
SHORT = (Path(__file__).parents[2] / "rules" / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```rules( words\.rules)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = FENCED.findall(PAGE) + FENCED.findall(SHORT)
WORDS = {"words.rules": "".join(text for name, text in BLOCKS if name)}
SOURCES = {"sources/journal.rules": "source: journal\nfrom: @journal.example\ngroup: journals\nkind: paper\n"}


@pytest.mark.parametrize("text", [text for name, text in BLOCKS if not name], ids=lambda text: text.split("\n")[0])
def test_an_example_means_what_the_page_says(text: str) -> None:
    book, problems = compile_book({"interests/example.rules": text, **WORDS, **SOURCES})
    assert [str(problem) for problem in problems] == []
    assert book.sheets["interests/example.rules"].expects, "an example shows what it takes"


def test_every_word_of_the_language_is_on_the_page() -> None:
    for word in (
        *INTEREST_HEADS,
        *LINE_PARTS,
        *KINDS,
        "take",
        "skip",
        "expect take",
        "expect skip",
        "words",
        "search",
        "from",
    ):
        assert re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`|\b{word}\b", PAGE), word


def test_every_command_is_on_the_page() -> None:
    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        assert f"router rules {name}" in PAGE, name
