"""Turns one story's facts into verdicts: every literal of every rule in one pass, then only the rules touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from router.rulebook.domains import above, host_name
from router.rulebook.read import RuleLine
from router.rulebook.stars import places
from router.rulebook.story import Hit, Story, evaluate, looked_up
from router.rulebook.tree import ANY, PARTS, And, In, Is, Near, Not, Or, Tree, Words, patterns_of, sign, touching
from router.terms import Facts, Interest, Rule, Verdict
from router.text import KIND, SPACED, stands_alone


class Engine:
    """Rules compiled once; `judge` asks them about one story. Safe to share between threads."""

    def __init__(
        self, rules: Sequence[RuleLine], interests: Mapping[str, Interest], members: Mapping[str, frozenset[str]]
    ) -> None:
        """`members` gives the sources behind each name that `from` may use: a source or a group."""
        # An interest's skips first, then its takes, both in the order of their lines: the first that matches decides.
        self.rules = sorted(rules, key=lambda one: (one.rule.interest, not one.rule.skip, one.rule.file, one.rule.line))
        self.interests = dict(sorted(interests.items()))
        self._sources = [frozenset().union(*(members.get(n, {n}) for n in one.sources)) for one in self.rules]
        self._masks = [PARTS.get(one.part, ANY) for one in self.rules]
        self._plain: dict[str, list[tuple[int, int]]] = {}  # pattern -> mask and rule that it alone fulfils
        self._touched: dict[str, list[int]] = {}  # pattern -> rules to be looked at
        self._spans = {name: one.during for name, one in self.interests.items() if one.during}
        for order, one in enumerate(self.rules):
            self._enter(order, one)
        self._with_link = any(one.part in ("link", "search") for one in self.rules)
        self._literals, by_literal = self._anchors()
        self._by_literal = by_literal
        self._automaton = _automaton(self._literals)
        self._mentions: dict[str, set[int]] | None = None  # made when a near miss is asked for

    def _enter(self, order: int, one: RuleLine) -> None:
        tree = one.tree
        alone = not one.sources
        if alone and isinstance(tree, str):
            self._plain.setdefault(tree, []).append((self._masks[order], order))
        elif alone and isinstance(tree, Words | Or | Is) and (isinstance(tree, Is) or _flat(tree)):
            for pattern in touching(tree) or ():
                self._plain.setdefault(pattern, []).append((self._masks[order], order))
        else:
            for pattern in touching(tree) or ():
                self._touched.setdefault(pattern, []).append(order)
            self._patterns_beside(tree)

    def _patterns_beside(self, tree: Tree) -> None:
        """Patterns that touch no rule and still must be looked for."""
        match tree:
            case str():
                self._touched.setdefault(tree, [])
            case Words(_, of):
                for pattern in of:
                    self._touched.setdefault(pattern, [])
            case Not(of) | In(_, of):
                self._patterns_beside(of)
            case And(of) | Or(of) | Near(of):
                for one in of:
                    self._patterns_beside(one)

    def _anchors(self) -> tuple[list[str], list[list[tuple[str, int]]]]:
        """The literals to look for; for each the patterns it may begin: with their open sides (1, 2), 4 = look closer."""
        number: dict[str, int] = {}
        patterns: list[list[tuple[str, int]]] = []
        for pattern in self._plain.keys() | self._touched.keys():
            if pattern[0] == "\n":
                continue
            shape = 0
            literal = pattern
            if "*" in pattern:
                literal = pattern.strip("*")
                if "*" in literal:
                    shape, literal = 4, max(literal.split("*"), key=len)
                else:
                    shape = (pattern[0] == "*") + 2 * (pattern[-1] == "*")
            place = number.setdefault(literal, len(number))
            if place == len(patterns):
                patterns.append([])
            patterns[place].append((pattern, shape))
        return list(number), patterns

    def look(self, facts: Facts, loose: bool = False) -> Story:
        """Find every pattern of every rule in one story."""
        story = Story(facts, self._with_link)
        hay, found = story.hay, story.found
        if self._automaton is not None and story.bounds:
            self._find(story, loose)
        signs = story.signs
        if facts.link:
            signs.update(sign("site", name) for name in above(host_name(facts.link)))
        if facts.kind:
            signs.add(sign("kind", facts.kind))
        signs.update(sign("to", tag.lower()) for tag in facts.tags)
        language = facts.language.lower()
        while language:
            signs.add(sign("language", language))
            language = language.rpartition("-")[0]
        for pattern in [pattern for pattern, hits in found.items() if not hits]:
            hits = [(start, end, _bit(story.bounds, end)) for start, end in places(pattern, hay)]
            if hits:
                found[pattern] = hits
            else:
                del found[pattern]
        return story

    def _find(self, story: Story, loose: bool) -> None:
        hay, found, by_literal = story.hay, story.found, self._by_literal
        bounds = iter(story.bounds)
        _, stop, bit = next(bounds)
        assert self._automaton is not None
        for literal, start, end in self._automaton.find_matches_as_indexes(hay, overlapping=True):
            while end > stop:  # matches come in the order of their ends
                _, stop, bit = next(bounds)
            after = hay[end]
            whole = KIND[hay[start - 1]] != SPACED and KIND[after] != SPACED and after != "+"
            for pattern, shape in by_literal[literal]:
                if shape == 4:
                    found.setdefault(pattern, [])
                elif whole or stands_alone(hay, start, end, bool(shape & 1), bool(shape & 2)):
                    hits = found.get(pattern)
                    if hits is None:
                        found[pattern] = [(start, end, bit)]
                    else:
                        hits.append((start, end, bit))
                elif loose and end - start > 3 and stands_alone(hay, start, end, False, True):
                    story.loose.setdefault(pattern, []).append((start, end, bit))

    def decide(self, story: Story) -> dict[str, int]:
        """For each interest that a rule matched, the rule that decides."""
        best: dict[str, int] = {}
        rules = self.rules
        touched: set[int] = set()
        for pattern, hits in story.found.items():
            for mask, order in self._plain.get(pattern, ()):
                interest = rules[order].rule.interest
                if order < best.get(interest, order + 1) and any(hit[2] & mask for hit in hits):
                    best[interest] = order
            touched.update(self._touched.get(pattern, ()))
        for pattern in story.signs:
            for _, order in self._plain.get(pattern, ()):
                interest = rules[order].rule.interest
                if order < best.get(interest, order + 1):
                    best[interest] = order
            touched.update(self._touched.get(pattern, ()))
        for order in touched:
            interest = rules[order].rule.interest
            if order < best.get(interest, order + 1) and self.holds(order, story) is not None:
                best[interest] = order
        if self._spans:
            day = story.facts.date[:10]
            for interest, (first, last) in self._spans.items():
                if interest in best and not first <= day <= last:
                    del best[interest]
        return best

    def holds(self, order: int, story: Story) -> list[Hit] | None:
        """The hits by which a rule matches, None when it does not."""
        sources = self._sources[order]
        if sources and sources.isdisjoint(story.facts.sources):
            return None
        return evaluate(self.rules[order].tree, self._masks[order], story)

    def sources_of(self, order: int) -> frozenset[str]:
        """The sources that a rule's `from` names; empty for all."""
        return self._sources[order]

    def mask_of(self, order: int) -> int:
        """The parts a rule looks at, as bits."""
        return self._masks[order]

    def mentioning(self, pattern: str) -> set[int]:
        """The rules in which a pattern stands, whether it touches them or not."""
        if self._mentions is None:
            self._mentions = {}
            for order, one in enumerate(self.rules):
                for mentioned in patterns_of(one.tree):
                    self._mentions.setdefault(mentioned, set()).add(order)
        return self._mentions.get(pattern, set())

    def judge(self, facts: Facts) -> tuple[Verdict, ...]:
        """What the rules say of one story: a verdict for each interest that a line takes or skips, by name."""
        story = self.look(facts)
        return tuple(self._verdict(name, order, story) for name, order in sorted(self.decide(story).items()))

    def explain(self, facts: Facts) -> tuple[Verdict, ...]:
        """As `judge`, with a verdict without a rule for each interest that no line speaks of."""
        story = self.look(facts)
        best = self.decide(story)
        return tuple(
            self._verdict(name, best[name], story) if name in best else Verdict(name, False, None)
            for name in self.interests
        )

    def _verdict(self, interest: str, order: int, story: Story) -> Verdict:
        rule: Rule = self.rules[order].rule
        tree = self.rules[order].tree
        found = story.shown(self.holds(order, story) or ())
        looked = tuple(looked_up(tree, story))
        return Verdict(interest, not rule.skip, rule, (*found, *looked))


def _flat(tree: Tree) -> bool:
    return isinstance(tree, str | Words) or (
        isinstance(tree, Or) and all(isinstance(one, str | Words) for one in tree.of)
    )


def _bit(bounds: list[tuple[int, int, int]], end: int) -> int:
    return next(bit for _, stop, bit in bounds if end <= stop)


def _automaton(literals: list[str]) -> AhoCorasick | None:
    if not literals:
        return None
    return AhoCorasick(
        literals, matchkind=MatchKind.Standard, store_patterns=False, implementation=Implementation.ContiguousNFA
    )
