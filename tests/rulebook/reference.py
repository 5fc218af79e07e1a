"""The slow, obvious matcher: every rule on every place of every text, by the words of the language page alone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from router.text import fold

READ = ("title", "text", "author", "publisher", "note")  # what `any` reads
RUNS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")


def letter(char: str) -> bool:
    """A character of a script that parts words by spaces."""
    return unicodedata.category(char)[0] in "LNM" and not unicodedata.name(char, "").startswith(RUNS)


def run(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM" and not letter(char)


def pluses_join(text: str, at: int) -> bool:
    rest = text[at:].lstrip("+")
    return bool(rest) and (letter(rest[0]) or run(rest[0]))


def may_begin(text: str, at: int) -> bool:
    if at == 0:
        return True
    return not (letter(text[at - 1]) and (letter(text[at]) or text[at] in "#@"))


def may_end(text: str, at: int) -> bool:
    if at == len(text):
        return True
    last, after = text[at - 1], text[at]
    if last == "+":
        return after != "+" and not letter(after)
    if not letter(last):
        return True
    return not letter(after) and (after != "+" or pluses_join(text, at))


def ends(pattern: str, text: str, at: int) -> list[int]:
    """Every end of the pattern when it begins here; a star inside covers characters of one word."""
    if not pattern:
        return [at]
    if pattern[0] != "*":
        return ends(pattern[1:], text, at + 1) if at < len(text) and text[at] == pattern[0] else []
    found = []
    while True:
        found += ends(pattern[1:], text, at)
        if at == len(text) or not (letter(text[at]) or run(text[at])):
            return found
        at += 1


def places(term: str, text: str) -> list[tuple[int, int]]:
    """Start and nearest end of every place where a term stands in a folded text."""
    pattern = fold(term)
    core = pattern.strip("*")
    found = []
    for start in range(len(text)):
        if not pattern.startswith("*") and not may_begin(text, start):
            continue
        good = [end for end in ends(core, text, start) if pattern.endswith("*") or may_end(text, end)]
        if good:
            found.append((start, min(good)))
    return found


def word_number(text: str, at: int, forwards: bool) -> int:
    """Which word of the text a character belongs to; a sign belongs to the next word, or to the one before."""
    numbers, number = [], 0
    for place, char in enumerate(text):
        begins = run(char) or (letter(char) and (place == 0 or not letter(text[place - 1])))
        number += begins
        numbers.append(number)
    if letter(text[at]) or run(text[at]):
        return numbers[at]
    return numbers[at] + 1 if forwards else numbers[at]


def near(text: str, one: tuple[int, int], other: tuple[int, int], within: int) -> bool:
    first, second = sorted((one, other))
    if first[1] > second[0]:
        return False
    return word_number(text, second[0], True) - word_number(text, first[1] - 1, False) <= within


@dataclass
class Story:
    title: str = ""
    text: str = ""
    author: str = ""
    publisher: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    site: str = ""
    kind: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


@dataclass
class Line:
    skip: bool
    part: str
    body: object  # a tree of tuples: ("term", t) ("list", [t]) ("or", [..]) ("and", [..]) ("not", x) ("near", [..], n) ("in", part, x)
    sources: tuple[str, ...] = ()
    groups: dict[str, set[str]] = field(default_factory=dict)


def chain_places(tree: tuple, text: str) -> list[tuple[int, int]]:
    """Where a side of `near` stands in one text."""
    if tree[0] == "term":
        return places(tree[1], text)
    if tree[0] == "list":
        return [place for term in tree[1] for place in places(term, text)]
    if tree[0] == "or":
        return [place for one in tree[1] for place in chain_places(one, text)]
    assert tree[0] == "near"
    reached = chain_places(tree[1][0], text)
    for side in tree[1][1:]:
        reached = [hit for hit in chain_places(side, text) if any(near(text, last, hit, tree[2]) for last in reached)]
    return reached


def holds(tree: tuple, parts: tuple[str, ...], story: Story) -> bool:
    kind = tree[0]
    if kind == "or":
        return any(holds(one, parts, story) for one in tree[1])
    if kind == "and":
        return all(holds(one, parts, story) for one in tree[1])
    if kind == "not":
        return not holds(tree[1], parts, story)
    if kind == "in":
        return holds(tree[2], (tree[1],), story)
    if kind == "is":
        return is_one(tree[1], tree[2], story)
    return any(chain_places(tree, fold(getattr(story, part))) for part in parts)


def is_one(part: str, values: list[str], story: Story) -> bool:
    if part == "site":
        return any(story.site == value or story.site.endswith("." + value) for value in values)
    if part == "language":
        return any(story.language == value or story.language.startswith(value + "-") for value in values)
    return any(value == story.kind or value in story.tags for value in values)


def matches(line: Line, story: Story) -> bool:
    if line.sources:
        allowed = {source for name in line.sources for source in line.groups.get(name, {name})}
        if not allowed & set(story.sources):
            return False
    parts = (line.part,) if line.part in READ else READ
    return holds(line.body, parts, story)  # type: ignore[arg-type]


def verdict(lines: list[Line], story: Story) -> tuple[bool, int | None]:
    """Whether the story is taken, and the number of the line that decides: the first skip, else the first take."""
    for skip in (True, False):
        for number, line in enumerate(lines):
            if line.skip is skip and matches(line, story):
                return not skip, number
    return False, None
