"""docs/sources.md: its examples are cut as it says, and it names every line a source file may have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from router import clippers
from router.rulebook.sources import CLIPS, HEADS, KINDS, read_source
from router.terms import Address, Parsed

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _examples() -> list[dict[str, str]]:
    """The page's blocks, a new example beginning at each of rules."""
    examples: list[dict[str, str]] = []
    for language, words in BLOCK.findall(PAGE):
        if language == "rules":
            examples.append({})
        examples[-1][language] = words
    return examples


@pytest.mark.parametrize("example", _examples(), ids=lambda example: example["rules"].split()[1])
def test_an_example_is_cut_as_the_page_says(example: dict[str, str]) -> None:
    name = example["rules"].split()[1]
    source, problems = read_source(f"sources/{name}.rules", example["rules"])
    assert source is not None
    assert [str(problem) for problem in problems] == []
    sender = Address("news@sender.example", "Sender")
    mail = Parsed((), sender, example.get("subject", "Weekly").strip(), "", example["html"])
    clippings = clippers.cut(mail, None, source).clippings
    wanted = [line.split(" | ") for line in example["stories"].splitlines()]
    assert [[clipping.title, clipping.link] for clipping in clippings] == [line[:2] for line in wanted]
    for clipping, line in zip(clippings, wanted, strict=True):
        for part in line[2:]:
            field, _, value = part.partition(" ")
            assert getattr(clipping, field) == value


def test_every_line_and_word_is_on_the_page() -> None:
    for head in HEADS:
        assert f"`{head}:" in PAGE, head
    for word in (*CLIPS, *KINDS):
        assert f"`{word}`" in PAGE, word
