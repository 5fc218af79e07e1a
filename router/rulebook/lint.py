"""Turns a book into warnings: lines that are legal and still surely not meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from router.rulebook.book import Book
from router.rulebook.layout import line_form
from router.rulebook.lines import Problem
from router.rulebook.read import RuleLine
from router.rulebook.tree import DICTIONARIES, And, In, Is, Near, Not, Or, Tree, Words, touching
from router.terms import Facts
from router.text import fold

# Words so common in news that one of them alone says nothing of a story.
_COMMON = """
a about after all also an and are as at be but by can for from get go has have he her his how in is it its more new news
no not now of off on one or our out over people report says she so some study than that the their they this time to today
two up us was we what when who why will with work world year years you
am auf aus bei das dem den der des die ein eine einen für hat ich im in ist jahr jahre mit nach nicht noch oder sich sie
sind über um und von vor war was wie wird zu zum zur
al año años con cómo de del el en es esta este la las lo los más no nuevo para pero por que se sin sobre su sus un una y
"""
COMMON = frozenset(fold(_COMMON).split())


def warnings(book: Book) -> list[Problem]:
    """What an editor should look at again, by file and line; none of it keeps a file from being in force."""
    problems: list[Problem] = []
    same: dict[tuple[str, str], RuleLine] = {}
    for one in book.rules:
        problems += [_warn(one, what, remedy) for what, remedy in _of_line(one, book)]
        key = one.rule.interest, repr((one.rule.skip, one.part, sorted(one.sources), _sorted(one.tree)))
        first = same.setdefault(key, one)
        if first is not one:
            problems.append(_warn(one, f"the same as line {first.rule.line}", "drop one of the two"))
    return sorted(problems, key=lambda problem: (problem.file, problem.line))


def unused(book: Book, stories: Iterable[Facts]) -> list[Problem]:
    """The take and skip lines that match none of these stories."""
    told = 0
    matched: set[tuple[str, int]] = set()
    for facts in stories:
        told += 1
        matched.update((one.rule.file, one.rule.line) for one in book.engine.matching(facts))
    return [
        _warn(one, f"matches none of these {told} stories", "check its words, or drop the line")
        for one in book.rules
        if (one.rule.file, one.rule.line) not in matched
    ]


def offers(book: Book) -> list[Problem]:
    """The search strings that could as well be plain lines."""
    return [
        Problem(one.rule.file, one.rule.line, "a plain line says the same", f"write `{form}`", "note")
        for one in book.rules
        if one.part == "search" and not one.rule.skip and (form := line_form(one.tree))
    ]


def read_back(book: Book) -> list[Problem]:
    """Lines with two kinds of sign, and search strings, in words: what looks alike may mean something else."""
    return [
        Problem(one.rule.file, one.rule.line, f"reads as {one.rule.words}", level="note")
        for one in book.rules
        if one.part == "search" or (one.part not in DICTIONARIES and _signs(one.rule.text) > 1)
    ]


def _signs(line: str) -> int:
    body = line.partition(":")[2]
    return sum(sign in body for sign in (",", " + ", "~"))


def _warn(one: RuleLine, what: str, remedy: str) -> Problem:
    return Problem(one.rule.file, one.rule.line, what, remedy, "warning")


def _of_line(one: RuleLine, book: Book) -> Iterator[tuple[str, str]]:
    touch = touching(one.tree) or frozenset()
    if isinstance(one.tree, Is):
        if one.part == "kind" and not one.rule.skip and not one.sources:
            yield f"takes every story of the kind {' or '.join(one.tree.of)}", "add `from SOURCE`, or use take search"
        return
    broad = sorted(word for word in touch if "*" in word and len(word.replace("*", "")) < 3)
    if broad:
        yield f"`{broad[0]}` finds nearly everything", "write more of the word"
    common = sorted(word for word in touch if word in COMMON or (len(word) == 1 and word.isascii()))
    if common:
        yield f"the one word `{common[0]}` stands in nearly every story", "write a phrase"
    if not touch:
        yield "this line can never match", "give the list a word"
    if one.rule.skip or one.sources or not _flat(one.tree):
        return
    hidden = {_skipped_by(one, word, book) for word in touch}
    if touch and 0 not in hidden:
        yield f"hidden by the skip in line {min(hidden)}", "narrow that skip, or drop this line"


def _skipped_by(one: RuleLine, word: str, book: Book) -> int:
    """The line of the skip that decides a story of this word alone; 0 when none does."""
    said = word.replace("*", "")
    alone = {
        "text": Facts(text=said),
        "author": Facts(authors=said),
        "publisher": Facts(publisher=said),
        "note": Facts(note=said),
        "link": Facts(link=said),
    }
    for verdict in book.judge(alone.get(one.part, Facts(title=said))):
        if verdict.interest == one.rule.interest and verdict.rule is not None and verdict.rule.skip:
            return verdict.rule.line
    return 0


def _flat(tree: Tree) -> bool:
    return isinstance(tree, str | Words) or (
        isinstance(tree, Or) and all(isinstance(one, str | Words) for one in tree.of)
    )


def _sorted(tree: Tree) -> str:
    """The tree without the order of what it joins, for telling lines that mean the same."""
    match tree:
        case str():
            return repr(tree)
        case Or(of) | And(of):
            return f"{type(tree).__name__}{sorted(map(_sorted, of))}"
        case Near(of, within):
            return f"Near{within}{sorted(map(_sorted, of)) if len(of) == 2 else list(map(_sorted, of))}"
        case Not(of):
            return f"Not({_sorted(of)})"
        case In(part, of):
            return f"In({part}, {_sorted(of)})"
        case Words(name, _):
            return f"@{name}"
        case Is(part, of):
            return f"{part}={sorted(of)}"
