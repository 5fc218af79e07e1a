"""Turns two books into what differs between them: for which stories it can matter, and what each of those gains and loses."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from router.rulebook.book import Book
from router.rulebook.match import Engine
from router.rulebook.read import RuleLine
from router.rulebook.tree import reads, touching
from router.terms import Facts, Verdict
from router.text import fold


class Change(NamedTuple):
    """One story's verdicts that differ: what takes it now, and what took it before."""

    gained: tuple[Verdict, ...]
    lost: tuple[Verdict, ...]


class Difference:
    """What changes between two books. A story that holds none of `words` and none of `values` is judged as before, unless
    a changed line `reads_links`: then words in its link count too."""

    def __init__(self, before: Book, after: Book) -> None:
        self._before, self._after = before, after
        lines = {name: _lines(before, name) ^ _lines(after, name) for name in before.interests | after.interests}
        self.interests: tuple[str, ...] = tuple(sorted(name for name, changed in lines.items() if changed))
        self.reads_links = any(line[-2] for changed in lines.values() for line in changed)
        touched = frozenset(pattern for changed in lines.values() for line in changed for pattern in line[-1])
        # Each word is a piece of folded text that must stand in the story, inside a longer word or not.
        self.words = frozenset(max(one.split("*"), key=len) for one in touched if one[0] != "\n")
        self.values = frozenset(
            (part, value) for one in touched if one[0] == "\n" for part, _, value in (one[1:].partition("="),)
        )

    @cached_property
    def _engines(self) -> tuple[Engine, Engine]:
        return _engine(self._before, self.interests), _engine(self._after, self.interests)

    def of(self, facts: Facts) -> Change:
        """What this story gains and loses; asks only the interests that differ."""
        before, after = ({one.interest: one for one in engine.judge(facts) if one.taken} for engine in self._engines)
        gained = tuple(one for name, one in after.items() if name not in before)
        return Change(gained, tuple(one for name, one in before.items() if name not in after))


def held(facts: Facts) -> str:
    """The text in which `Difference.words` stand, when a story holds them in what people read; "" when only looking at it
    can tell."""
    if facts.note:
        return ""
    return "\n".join(map(fold, (facts.title, facts.text, facts.authors, facts.publisher)))


def _engine(book: Book, interests: tuple[str, ...]) -> Engine:
    known = {name: book.interests[name] for name in interests if name in book.interests}
    return Engine([one for one in book.rules if one.rule.interest in known], known, book.members)


_Line = tuple[bool, str, frozenset[str], str, object, bool, frozenset[str]]


def _lines(book: Book, interest: str) -> set[_Line]:
    """The lines of an interest by what they mean: in another order, or spaced otherwise, they are the same."""
    if interest not in book.interests:
        return set()
    span = book.interests[interest].during
    return {_line(one, book, span) for one in book.rules if one.rule.interest == interest}


def _line(one: RuleLine, book: Book, span: object) -> _Line:
    sources = frozenset(name for said in one.sources for name in book.members.get(said, ()))
    touch = touching(one.tree) or frozenset()
    return one.rule.skip, one.part, sources, repr(one.tree), span, one.part == "link" or reads(one.tree, "link"), touch
