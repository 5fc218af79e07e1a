"""Turns one file of interests or words into its rules, lists and tests; every slip becomes where, what, remedy."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from router.rulebook.lines import Line, Problem, Slip, nearest, split
from router.rulebook.search import search
from router.rulebook.tree import DICTIONARIES, LINE_PARTS, Is, Tree, say
from router.rulebook.values import archive, at_most, during, hold, join, looked_up
from router.rulebook.words import NAME, Lists, Note, plain, terms
from router.terms import Interest, Rule

INTEREST_HEADS = ("interest", "about", "include", "at most", "hold", "join", "archive", "during")
_VERBS = ("take", "skip", "expect take", "expect skip", "words")


class RuleLine(NamedTuple):
    """One take or skip line, ready for the engine."""

    rule: Rule
    part: str  # any, title, ... or search
    sources: tuple[str, ...]  # `from`: names of sources or groups; empty = all
    tree: Tree


class Expect(NamedTuple):
    """A test that lives with the rules."""

    line: int
    take: bool
    source: str
    title: str
    text: str


@dataclass(slots=True)
class Sheet:
    """One file of interests or words, read."""

    file: str
    interest: Interest | None = None
    rules: list[RuleLine] = field(default_factory=list)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)  # its own
    expects: list[Expect] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    from_names: list[tuple[int, str]] = field(default_factory=list)  # line, source or group

    @property
    def broken(self) -> bool:
        """Whether a problem keeps this file from being in force."""
        return any(problem.level == "error" for problem in self.problems)


class Head(NamedTuple):
    """A head that begins with a verb, understood."""

    verb: str
    part: str
    sources: tuple[str, ...]


def includes(file: str, lines: list[Line]) -> list[tuple[int, str]]:
    """Line and path, from the top of the rules folder, of each include; the path "" leads out of the folder."""
    found = []
    for line in lines:
        if line.head == "include":
            for name in line.body.split(","):
                path = posixpath.normpath(posixpath.join(posixpath.dirname(file), name.strip()))
                found.append((line.number, "" if path.startswith(("..", "/")) else path))
    return found


@lru_cache(maxsize=1024)
def read_head(head: str) -> Head:
    """A head with a verb; raises Slip for an unknown one."""
    words = head.split(" ")
    verb = words[0]
    if verb in ("take", "skip"):
        part = words[1] if len(words) > 1 else ""
        if not part or part == "from":
            raise Slip(f"`{verb}` says no part", f"write `{verb} any:`, or one of {', '.join(LINE_PARTS[1:])}")
        if part not in LINE_PARTS and part != "search":
            near = nearest(part, (*LINE_PARTS, "search"))
            remedy = f"did you mean `{verb} {near}`?" if near else f"write one of {', '.join(LINE_PARTS)}, search"
            raise Slip(f"unknown part `{verb} {part}`", remedy)
        return Head(verb, part, _from(head, words[2:]))
    if verb == "expect":
        if len(words) < 2 or words[1] not in ("take", "skip"):
            raise Slip(f"unknown head `{head}:`", "write `expect take:` or `expect skip:`")
        return Head(f"expect {words[1]}", "", _from(head, words[2:]))
    if verb == "words":
        name = " ".join(words[1:])
        if not NAME.match(name):
            raise Slip(f"`{head}:` gives the list no name of one word", "write `words children: child*, kid*`")
        return Head("words", name, ())
    near = nearest(verb, ("take", "skip", "expect", "words", *INTEREST_HEADS)) or nearest(head, INTEREST_HEADS)
    remedy = f"did you mean `{near}`?" if near else f"one of {', '.join((*INTEREST_HEADS, *_VERBS))}"
    raise Slip(f"unknown head `{head}:`", remedy)


def _from(head: str, words: list[str]) -> tuple[str, ...]:
    if not words:
        return ()
    if words[0] != "from":
        raise Slip(
            f"`{' '.join(words)}` in `{head}:` is not understood", "after the part only `from SOURCE` may follow"
        )
    names = tuple(name.strip() for name in " ".join(words[1:]).split(","))
    if not all(names):
        raise Slip(f"`{head}:` names no source after `from`", "write the name of a source or a group")
    return names


def read(file: str, lines: list[Line], problems: list[Problem], included: Lists) -> Sheet:
    """One file of interests (under interests/) or words, whose included lists are known."""
    sheet = Sheet(file, problems=list(problems))
    reader = _Reader(sheet, included)
    for line in lines:  # lists first: the order of lines never matters
        if line.head.startswith("words"):
            reader.take_line(line, reader.list_line)
    reader.order_lists()
    for line in lines:
        if not line.head.startswith("words"):
            reader.take_line(line, reader.line)
    reader.finish(lines)
    return sheet


class _Reader:
    def __init__(self, sheet: Sheet, included: Lists) -> None:
        self.sheet, self.included = sheet, included
        self.lists: dict[str, tuple[str, ...]] = dict(included)
        self.bodies: dict[str, Line] = {}
        self.said: dict[str, Line] = {}
        self.name = sheet.file.rpartition("/")[2].removesuffix(".rules")
        self.of_interest = sheet.file.startswith("interests/")

    def slip(self, line: int, slip: Slip) -> None:
        self.sheet.problems.append(Problem(self.sheet.file, line, slip.what, slip.remedy))

    def note(self, line: int) -> Note:
        def note(what: str, remedy: str) -> None:
            self.sheet.problems.append(Problem(self.sheet.file, line, what, remedy, "note"))

        return note

    def take_line(self, line: Line, act: Callable[[Line], None]) -> None:
        try:
            act(line)
        except Slip as slip:
            self.slip(line.number, slip)

    def list_line(self, line: Line) -> None:
        name = read_head(line.head).part
        if name in self.bodies:
            raise Slip(
                f"the list `{name}` is defined in line {self.bodies[name].number} already", "give one another name"
            )
        if name in self.included:
            raise Slip(f"the list `{name}` is defined in an included file already", "give one another name")
        if not line.body:
            raise Slip(f"nothing after `{line.head}:`", "write words parted by commas")
        self.bodies[name] = line

    def order_lists(self) -> None:
        """Read each list after the lists it names."""
        waiting = dict(self.bodies)
        while waiting:
            ready = [name for name, line in waiting.items() if not _names(line.body) & waiting.keys()]
            if not ready:
                for name, line in waiting.items():
                    self.lists[name] = self.sheet.lists[name] = ()
                    self.slip(line.number, Slip("these lists name one another in a circle", "take one name out"))
                return
            for name in ready:
                line = waiting.pop(name)
                try:
                    self.lists[name] = self.sheet.lists[name] = terms(line.body, self.lists, self.note(line.number))
                except Slip as slip:
                    self.lists[name] = self.sheet.lists[name] = ()  # said once; lines that use it are not to blame
                    self.slip(line.number, slip)

    def line(self, line: Line) -> None:
        if line.head in INTEREST_HEADS:
            if not line.body:
                raise Slip(f"nothing after `{line.head}:`", "write it or drop the line")
            if line.head in self.said and line.head != "include":
                first = self.said[line.head].number
                raise Slip(f"`{line.head}:` stands in line {first} already", "keep one of the two")
            self.said[line.head] = line
            return
        head = read_head(line.head)
        if not self.of_interest:
            raise Slip(f"`{line.head}:` stands in a file of words", "move it to a file of interests/")
        if head.sources:
            self.sheet.from_names += [(line.number, name) for name in head.sources]
        if head.verb.startswith("expect"):
            self.expect(line, head)
            return
        if not line.body:
            raise Slip(f"nothing after `{line.head}:`", "write what to look for or drop the line")
        tree = self.tree(line, head.part)
        words = say(tree)
        rule = Rule(self.name, self.sheet.file, line.number, line.raw.strip(), words, head.verb == "skip")
        self.sheet.rules.append(RuleLine(rule, head.part, head.sources, tree))

    def tree(self, line: Line, part: str) -> Tree:
        if part == "search":
            return search(line.body, self.lists, self.note(line.number))
        if part in DICTIONARIES:
            return Is(part, tuple(looked_up(part, value.strip()) for value in line.body.split(",")))
        return plain(line.body, self.lists, self.note(line.number))

    def expect(self, line: Line, head: Head) -> None:
        title, _, text = line.body.partition(" // ")
        if not title.strip() or title.startswith("//"):
            raise Slip(f"`{line.head}:` gives no title", "write the title of a story that the rules should judge so")
        if len(head.sources) > 1:
            raise Slip(f"`{line.head}:` names several sources", "write one expect line for each")
        source = head.sources[0] if head.sources else ""
        self.sheet.expects.append(Expect(line.number, head.verb == "expect take", source, title.strip(), text.strip()))

    def finish(self, lines: list[Line]) -> None:
        """The interest itself, from the heads that stand once."""
        sheet = self.sheet
        if not self.of_interest:
            for head, line in self.said.items():
                if head not in ("include", "about"):
                    self.slip(line.number, Slip(f"`{head}:` stands in a file of words", "move it to interests/"))
            return
        if "interest" not in self.said:
            what = "the file is empty" if not lines else "the file names no interest"
            self.slip(0 if not lines else 1, Slip(what, "begin it with `interest: Its title`"))
            return
        if not any(line.head.startswith("take") for line in lines) and not sheet.broken:
            number = self.said["interest"].number
            self.slip(number, Slip("the interest has no take line", "add one: `take any: a word, another`"))
        access, kept = self.value("join", join) or "public", self.value("archive", archive) or "public"
        if access == "private" and kept != "subscribers":
            if "archive" in self.said:
                self.note(self.said["archive"].number)(
                    f"the archive of a private interest is for subscribers, not {kept}", "write `archive: subscribers`"
                )
            kept = "subscribers"
        first, _, last = self.value("during", during).partition(" to ")
        sheet.interest = Interest(
            name=self.name,
            title=self.said["interest"].body,
            about=self.said["about"].body if "about" in self.said else "",
            at_most=int(self.value("at most", at_most) or 0),
            hold=self.value("hold", hold) or "no",
            join=access,
            archive=kept,
            during=(first, last) if first else None,
            file=sheet.file,
        )

    def value(self, head: str, judge: Callable[[str], str]) -> str:
        if head not in self.said:
            return ""
        try:
            return judge(self.said[head].body)
        except Slip as slip:
            self.slip(self.said[head].number, slip)
            return ""


def _names(body: str) -> set[str]:
    return {part.strip()[1:].lower() for part in body.split(",") if part.strip().startswith("@")}


def read_text(file: str, text: str, included: Lists | None = None) -> Sheet:
    """One file's text alone: what `split` and `read` make of it."""
    lines, problems = split(file, text)
    return read(file, lines, problems, included or {})
