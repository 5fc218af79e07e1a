"""Decides which text of each rule file is in force: the new one, its last good one, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from router.rulebook.lines import Problem, meant
from router.rulebook.read import Sheet
from router.rulebook.sheets import reach, sheet_of, source_of
from router.terms import Source

MOST_RULES = 100_000


@dataclass
class World:
    """The texts taken to be in force, and what they say."""

    texts: dict[str, str]
    sheets: dict[str, Sheet] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    def read(self, last_good: Mapping[str, str]) -> None:
        """Read every text (each is read once, see `sheets`); files as they were come first, so the new one is blamed."""
        names = sorted(self.texts, key=lambda name: (self.texts[name] != last_good.get(name), name))
        self.sheets, self.problems = {}, {}
        self._read_sources([name for name in names if name.startswith("sources/")])
        known = {name.lower() for source in self.sources for name in (source.name, *source.groups)}
        titles: dict[str, str] = {}
        rules = 0
        for name in names:
            if name.startswith("sources/"):
                continue
            sheet = self.sheets[name] = sheet_of(name, self.texts[name], reach(name, self.texts))
            slips = self.problems[name] = list(sheet.problems)
            slips += [_no_source(name, line, said, known) for line, said in sheet.from_names if said not in known]
            rules += len(sheet.rules)
            if sheet.rules and rules > MOST_RULES:
                what = f"with this file there are more than {MOST_RULES:,} rules"
                slips.append(Problem(name, 0, what, "that is the most there can be: drop lines that never match"))
                rules -= len(sheet.rules)
            if sheet.interest:
                first = titles.setdefault(sheet.interest.title.casefold(), name)
                if first != name:
                    what = f"the interest `{sheet.interest.title}` is in `{first}` already"
                    slips.append(Problem(name, 1, what, "give one of the two another title"))

    def _read_sources(self, names: list[str]) -> None:
        sources = []
        for name in names:
            source, problems = source_of(name, self.texts[name])
            self.problems[name] = list(problems)
            if source:
                sources.append(source)
        self.sources = tuple(sorted(sources, key=lambda source: source.name))

    def broken(self) -> set[str]:
        """The files that cannot be in force."""
        return {name for name, slips in self.problems.items() if any(slip.level == "error" for slip in slips)}


def _no_source(file: str, line: int, name: str, known: Iterable[str]) -> Problem:
    return Problem(
        file, line, f"no source or group is called `{name}`", meant(name, known, "`router sources list` names them")
    )


Test = Callable[[World], list[Problem]]
NEW, GOOD, NONE = 0, 1, 2  # which text of a file is in force; a file only ever moves on to the next


def settle(
    files: Mapping[str, str], last_good: Mapping[str, str], refused: Iterable[Problem], test: Test
) -> tuple[World, tuple[Problem, ...]]:
    """The world in force and all problems; `test` runs the tests that live with the rules of a world.

    Each round moves broken files on, until nothing is broken. What was last good was good together, so the rounds
    end there at the latest.
    """
    refused = tuple(refused)
    choice = _Choice(files, last_good, {problem.file for problem in refused})
    said: dict[str, list[Problem]] = {}
    while True:
        world = World(choice.texts())
        world.read(last_good)
        for name, text in world.texts.items():
            if text == files.get(name):
                said.setdefault(name, list(world.problems[name]))
        broken = world.broken()
        if not broken:
            failed = test(world)
            for problem in failed:
                if world.texts[problem.file] == files.get(problem.file) and problem not in said[problem.file]:
                    said[problem.file].append(problem)
            broken = {problem.file for problem in failed}
        if not broken:
            return world, (*refused, *(one for name in sorted(said) for one in said[name]), *choice.fates())
        choice.move_on(sorted(broken))


class _Choice:
    def __init__(self, files: Mapping[str, str], last_good: Mapping[str, str], refused: set[str]) -> None:
        self.files, self.good = files, last_good
        names = files.keys() | last_good.keys() | refused
        self.state = {name: GOOD if name in refused and name not in files else NEW for name in sorted(names)}
        self.because: dict[str, str] = dict.fromkeys(refused, "")

    def text(self, name: str) -> str | None:
        state = self.state[name]
        return self.files.get(name) if state == NEW else self.good.get(name) if state == GOOD else None

    def texts(self) -> dict[str, str]:
        return {name: text for name in self.state if (text := self.text(name)) is not None}

    def move_on(self, broken: list[str]) -> None:
        texts = self.texts()
        for name in broken:
            if not self._to_good(name, ""):
                # It was good once, with what it included and the sources of that time: bring those back first.
                needs = [other for other, _ in reach(name, self.good)] if name in self.good else []
                sources = [other for other in self.state if other.startswith("sources/")] if name in self.good else []
                because = f" because `{name}` needs it"
                if not self._all_to_good(needs, because) and not self._all_to_good(sources, because):
                    self.state[name] = NONE
                    self.because.setdefault(name, "")
            for other in texts:
                if other != name and any(name == one for one, _ in reach(other, texts)):
                    self._wait(other, f" because it includes `{name}`")

    def _to_good(self, name: str, because: str) -> bool:
        """Put a file back to its last good text; False when it is there already or was never good."""
        if self.state[name] != NEW or name not in self.good or self.text(name) == self.good[name]:
            return False
        self.state[name] = GOOD
        self.because.setdefault(name, because)
        return True

    def _all_to_good(self, names: list[str], because: str) -> bool:
        return True in [self._to_good(name, because) for name in names]

    def _wait(self, name: str, because: str) -> None:
        """A file that includes a broken one waits with it."""
        if name not in self.good:
            self.state[name] = NONE
            self.because.setdefault(name, because)
        else:
            self._to_good(name, because)

    def fates(self) -> list[Problem]:
        """What became of each file that is not in force as it stands."""
        fates = []
        for name, because in sorted(self.because.items()):
            text = self.text(name)
            if text is None:
                fates.append(
                    Problem(name, 0, f"the file is left out{because}", "it is read again when it changes", "note")
                )
            elif name not in self.files:
                fates.append(Problem(name, 0, f"the file's last good text is kept{because}", level="note"))
            else:
                fates.append(Problem(name, 0, f"the file stays at its last good text{because}", level="note"))
        return fates
