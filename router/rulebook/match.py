"""Turns one story's facts into verdicts: every literal of every rule in one pass, then only the rules touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from router.rulebook.domains import above, host_name
from router.rulebook.read import RuleLine
from router.rulebook.stars import places
from router.rulebook.story import EVERYWHERE, Hit, Story, evaluate, looked_up
from router.rulebook.tree import ANY, PARTS, And, In, Is, Near, Not, Or, Tree, Words, needed, patterns_of, reads, sign
from router.terms import Facts, Interest, Verdict
from router.text import KIND, SPACED, stands_alone

READING = frozenset(("any", *PARTS))  # parts whose lines look nothing up

# Shapes of patterns, as bits: no letter may stand before it, none behind it; a star inside.
START, END, LOOK_CLOSER = 1, 2, 4


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
        self._interest_of = [one.rule.interest for one in self.rules]
        self._masks = [PARTS.get(one.part, ANY) for one in self.rules]
        self._plain: dict[str, tuple[int, ...] | list[int]] = {}  # pattern -> rules that it alone fulfils
        self._touched: dict[str, list[int]] = {}  # pattern -> rules to be looked at
        self._needs: dict[int, list[frozenset[str]]] = {}  # touched rule -> patterns: one more of each must be found
        self._spans = {name: one.during for name, one in self.interests.items() if one.during}
        for order, one in enumerate(self.rules):
            self._enter(order, one)
        # Few rules look at links or sites, and every story has one.
        self._with_link = any(one.part == "link" or reads(one.tree, "link") for one in self.rules)
        self._with_site = any(reads(one.tree, "site") for one in self.rules)
        # Parallel lists: a hundred thousand small objects would cost more than all else here.
        self._patterns = [one for one in dict.fromkeys((*self._plain, *self._touched)) if one[0] != "\n"]
        self._shapes, literals = _anchors(self._patterns)
        self._automaton = _automaton(literals)
        self._mentions: dict[str, set[int]] | None = None  # made when a near miss is asked for

    def _enter(self, order: int, one: RuleLine) -> None:
        tree = one.tree
        if one.sources or not (patterns := _alternatives(tree)):
            rarest, *others = needed(tree) or [frozenset()]
            for pattern in rarest:
                self._touched.setdefault(pattern, []).append(order)
            if others:
                self._needs[order] = others
            self._patterns_beside(tree)
            return
        plain, alone = self._plain, (order,)
        for pattern in patterns:
            rules = plain.get(pattern)
            if rules is None:
                plain[pattern] = alone
            elif isinstance(rules, list):
                rules.append(order)
            else:
                plain[pattern] = [*rules, order]

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

    def look(self, facts: Facts, loose: bool = False) -> Story:
        """Find every pattern of every rule in one story."""
        story = Story(facts, self._with_link)
        if self._automaton is not None and story.bounds:
            self._find(story, loose)
        found = story.found
        if self._with_site and facts.link:
            found.update(dict.fromkeys(_site_signs(host_name(facts.link)), EVERYWHERE))
        if facts.kind:
            found[sign("kind", facts.kind)] = EVERYWHERE
        for tag in facts.tags:
            found[sign("to", tag.lower())] = EVERYWHERE
        language = facts.language.lower()
        while language:
            found[sign("language", language)] = EVERYWHERE
            language = language.rpartition("-")[0]
        return story

    def _find(self, story: Story, loose: bool) -> None:
        hay, patterns, shapes, found, kind = story.hay, self._patterns, self._shapes, story.found, KIND
        closer: set[str] = set()
        bounds = iter(story.bounds)
        _, stop, bit = next(bounds)
        assert self._automaton is not None
        for number, start, end in self._automaton.find_matches_as_indexes(hay, overlapping=True):
            if (
                (kind[hay[start - 1]] == SPACED and shapes[number] & START)
                or (kind[hay[end]] == SPACED and shapes[number] & END)
                or (hay[end] == "+" and shapes[number] & END and not stands_alone(hay, start, end, open_start=True))
            ):  # inside a longer word
                if loose and end - start > 3 and stands_alone(hay, start, end, open_end=True):
                    story.loose.setdefault(patterns[number], []).append((start, end, _bit(story.bounds, end)))
                continue
            pattern = patterns[number]
            if shapes[number] == LOOK_CLOSER:
                closer.add(pattern)
                continue
            while end > stop:  # matches come in the order of their ends
                _, stop, bit = next(bounds)
            if pattern in found:
                found[pattern].append((start, end, bit))
            else:
                found[pattern] = [(start, end, bit)]
        for pattern in closer:
            if hits := [(start, end, _bit(story.bounds, end)) for start, end in places(pattern, hay)]:
                found[pattern] = hits

    def decide(self, story: Story) -> dict[str, int]:
        """For each interest that a rule matched, the rule that decides."""
        best: dict[str, int] = {}
        interest_of, masks, plain, touching = self._interest_of, self._masks, self._plain.get, self._touched.get
        touched: set[int] = set()
        for pattern, hits in story.found.items():
            for order in plain(pattern, ()):
                interest = interest_of[order]
                if order < best.get(interest, order + 1):
                    mask = masks[order]
                    for hit in hits:
                        if hit[2] & mask:
                            best[interest] = order
                            break
            if orders := touching(pattern):
                touched.update(orders)
        for order in touched:
            interest = interest_of[order]
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
        for patterns in self._needs.get(order, ()):
            if story.found.keys().isdisjoint(patterns):
                return None
        return evaluate(self.rules[order].tree, self._masks[order], story)

    def matching(self, facts: Facts) -> list[RuleLine]:
        """Every rule that matches one story, whether it decides or not."""
        story = self.look(facts)
        orders = {order for word in story.found for order in (*self._plain.get(word, ()), *self._touched.get(word, ()))}
        return [self.rules[order] for order in sorted(orders) if self.holds(order, story) is not None]

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
        best = self.decide(story)
        return tuple([self._verdict(name, best[name], story) for name in sorted(best)])

    def explain(self, facts: Facts) -> tuple[Verdict, ...]:
        """As `judge`, with a verdict without a rule for each interest that no line speaks of."""
        story = self.look(facts)
        best = self.decide(story)
        return tuple(
            self._verdict(name, best[name], story) if name in best else Verdict(name, False, None)
            for name in self.interests
        )

    def _verdict(self, interest: str, order: int, story: Story) -> Verdict:
        line = self.rules[order]
        found = story.shown(evaluate(line.tree, self._masks[order], story) or ())
        if line.part not in READING:
            found += tuple(looked_up(line.tree, story))
        return Verdict(interest, not line.rule.skip, line.rule, found)


def _alternatives(tree: Tree) -> Sequence[str]:
    """The patterns of which any one alone makes the tree true; none when it takes more than one."""
    if type(tree) is str:
        return (tree,)
    if type(tree) is Or:
        of = tree.of
        if set(map(type, of)) == {str}:
            return of  # type: ignore[return-value]
        if all(type(one) is str or type(one) is Words for one in of):
            return tuple(needed(tree)[0])
    if type(tree) is Words:
        return tree.of
    if type(tree) is Is:
        return tuple(sign(tree.part, value) for value in tree.of)
    return ()


@lru_cache(maxsize=4096)
def _site_signs(host: str) -> tuple[str, ...]:
    return tuple(sign("site", name) for name in above(host))


def _anchors(patterns: list[str]) -> tuple[list[int], list[str]]:
    """The shape of each pattern, and the literal to look for."""
    shapes, literals = [], []
    for pattern in patterns:
        literal = pattern
        shape = START + END
        if "*" in pattern:
            literal = pattern.strip("*")
            shape -= START * (pattern[0] == "*") + END * (pattern[-1] == "*")
        first, last = literal[0], literal[-1]
        if KIND[first] != SPACED and first not in "#@":
            shape &= ~START
        if KIND[last] != SPACED and last != "+":
            shape &= ~END
        if "*" in literal:
            shape, literal = LOOK_CLOSER, max(literal.split("*"), key=len)
        shapes.append(shape)
        literals.append(literal)
    return shapes, literals


def _bit(bounds: list[tuple[int, int, int]], end: int) -> int:
    return next(bit for _, stop, bit in bounds if end <= stop)


def _automaton(literals: list[str]) -> AhoCorasick | None:
    if not literals:
        return None
    # Contiguous: a third slower to make than the plainest kind, and several times quicker to ask when caches are busy.
    kind = Implementation.ContiguousNFA
    return AhoCorasick(literals, matchkind=MatchKind.Standard, store_patterns=False, implementation=kind)
