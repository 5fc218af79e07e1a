"""Turns all rule files into what is in force as one version; what is broken stays at its last good text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property

from router.rulebook.force import MOST_RULES, World, settle
from router.rulebook.lines import Problem
from router.rulebook.load import load, shipped
from router.rulebook.match import Engine
from router.rulebook.nearly import NearMiss, near_misses
from router.rulebook.read import RuleLine, Sheet
from router.rulebook.tree import Is
from router.terms import Facts, Interest, Source, Verdict

__all__ = ["MOST_RULES", "Book", "compile", "load", "shipped"]


class Book:
    """All rule texts in force as one version. Immutable; equal texts give an equal book."""

    def __init__(self, texts: Mapping[str, str], sheets: Mapping[str, Sheet], sources: tuple[Source, ...]) -> None:
        self.texts: dict[str, str] = dict(sorted(texts.items()))
        self.sources = sources
        self.sheets = dict(sorted(sheets.items()))
        self.interests: dict[str, Interest] = {
            sheet.interest.name: sheet.interest for sheet in self.sheets.values() if sheet.interest
        }

    @cached_property
    def hash(self) -> str:
        """Names the version: sha256 over names and texts, 64 hexadecimal digits."""
        digest = hashlib.sha256()
        for name, text in self.texts.items():
            for part in (name, text):
                raw = part.encode("utf-8", "surrogatepass")
                digest.update(len(raw).to_bytes(8, "big") + raw)
        return digest.hexdigest()

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """The sources behind each name that `from` may use: a source's own name or a group's."""
        members: dict[str, set[str]] = {}
        for source in self.sources:
            for name in (source.name, *source.groups):
                members.setdefault(name.lower(), set()).add(source.name)
        return {name: frozenset(names) for name, names in members.items()}

    @cached_property
    def rules(self) -> tuple[RuleLine, ...]:
        """Every take and skip line in force."""
        return tuple(rule for sheet in self.sheets.values() if sheet.interest for rule in sheet.rules)

    @cached_property
    def engine(self) -> Engine:
        """The rules compiled."""
        return Engine(self.rules, self.interests, self.members)

    def engine_of(self, interest: str) -> Engine:
        """The rules of one interest compiled alone: for judging many stories by one changed file."""
        rules = [rule for rule in self.rules if rule.rule.interest == interest]
        return Engine(rules, {interest: self.interests[interest]}, self.members)

    def judge(self, facts: Facts) -> tuple[Verdict, ...]:
        """A verdict for each interest that a line takes or skips this story for, by name."""
        return self.engine.judge(facts)

    def explain(self, facts: Facts) -> tuple[Verdict, ...]:
        """A verdict for every interest; `rule` is None where no line speaks of the story."""
        return self.engine.explain(facts)

    def near_misses(self, facts: Facts) -> tuple[NearMiss, ...]:
        """Lines that all but took this story, for interests that do not."""
        return near_misses(self.engine, facts)

    def tags(self) -> frozenset[str]:
        """Every +tag of the inbox address that an interest takes."""
        trees = (one.tree for one in self.rules if not one.rule.skip)
        return frozenset(tag for tree in trees if isinstance(tree, Is) and tree.part == "to" for tag in tree.of)

    def facts_of(self, title: str, text: str = "", source: str = "", date: str = "") -> Facts:
        """A story as a test or a pasted title gives it: from this source or the first of this group."""
        known = sorted(self.members.get(source.lower(), ()))
        found = next((one for one in self.sources if known and one.name == known[0]), None)
        return Facts(
            title=title,
            text=text,
            kind=found.kind if found else "",
            publisher=found.publisher if found else "",
            sources=(found.name,) if found else (),
            date=date,
        )


def compile(
    files: Mapping[str, str], last_good: Mapping[str, str] | None = None, refused: Iterable[Problem] = ()
) -> tuple[Book, tuple[Problem, ...]]:
    """What is in force when these are the files, and everything an editor should know of them.

    A file that is broken, or fails a test of its own, stays at its text in `last_good`, and so do files that include
    it; one that was never good is left out. `refused` are the problems of `load`: those files stay too.
    """
    built: list[Book] = []

    def test(world: World) -> list[Problem]:
        built.append(Book(world.texts, world.sheets, world.sources))
        return failing(built[-1])

    _, problems = settle(files, last_good or {}, refused, test)
    return built[-1], problems


def failing(book: Book) -> list[Problem]:
    """The tests in the book's files that its rules do not pass."""
    problems: list[Problem] = []
    for sheet in book.sheets.values():
        for expect in sheet.expects if sheet.interest else ():
            assert sheet.interest is not None
            day = sheet.interest.during[0] if sheet.interest.during else ""
            facts = book.facts_of(expect.title, expect.text, expect.source, day)
            verdicts = {verdict.interest: verdict for verdict in book.judge(facts)}
            verdict = verdicts.get(sheet.interest.name)
            if (verdict is not None and verdict.taken) == expect.take:
                continue
            if verdict is None or verdict.rule is None:
                what, remedy = f"no line takes `{expect.title}`", "add the word that a take line should find"
            else:
                verb = "takes" if verdict.taken else "skips"
                by = ", ".join(dict.fromkeys(found.words for found in verdict.found))
                what = f"line {verdict.rule.line} {verb} `{expect.title}` by {by}"
                remedy = "narrow that line, or drop the test"
            problems.append(Problem(sheet.file, expect.line, f"a test fails: {what}", remedy))
    return problems
