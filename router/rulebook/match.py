"""Turns one story's facts into verdicts: every literal of every rule in one pass, then only the rules touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from router.rulebook.domains import above, host_name
from router.rulebook.read import RuleLine
from router.rulebook.stars import places
from router.rulebook.story import Hit, Story, evaluate, looked_up
from router.rulebook.tree import ANY, PARTS, And, In, Is, Near, Not, Or, Tree, Words, patterns_of, reads, sign, touching
from router.terms import Facts, Interest, Rule, Verdict
from router.text import KIND, SPACED, stands_alone

READING = frozenset(("any", *PARTS))  # parts whose lines look nothing up

# Shapes of patterns, as bits: a side that may lie inside a word, letters at both sides, a star inside.
OPEN_START, OPEN_END, LETTERS, LOOK_CLOSER = 1, 2, 4, 8


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
        self._spans = {name: one.during for name, one in self.interests.items() if one.during}
        for order, one in enumerate(self.rules):
            self._enter(order, one)
        # Few rules look at links or sites, and every story has one.
        self._with_link = any(one.part == "link" or reads(one.tree, "link") for one in self.rules)
        self._with_site = any(reads(one.tree, "site") for one in self.rules)
        # Of each literal the pattern it is looked for, with its shape, and further ones: `child`, `child*`, `*child*`.
        # Parallel lists and shared tuples: a hundred thousand small objects would cost more than all else here.
        self._patterns: list[str] = []
        self._shapes: list[int] = []
        self._further: dict[int, list[tuple[str, int]]] = {}
        self._automaton = _automaton(self._anchors())
        self._mentions: dict[str, set[int]] | None = None  # made when a near miss is asked for

    def _enter(self, order: int, one: RuleLine) -> None:
        tree = one.tree
        if one.sources or not (patterns := _alternatives(tree)):
            for pattern in touching(tree) or ():
                self._touched.setdefault(pattern, []).append(order)
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

    def _anchors(self) -> list[str]:
        """The literals to look for; their patterns are entered under their numbers."""
        number: dict[str, int] = {}
        for pattern in chain(self._plain, (one for one in self._touched if one not in self._plain)):
            if "*" in pattern:
                shape, literal = _shape(pattern)
            elif pattern[0] == "\n":
                continue
            else:
                shape, literal = LETTERS if KIND[pattern[0]] == KIND[pattern[-1]] == SPACED else 0, pattern
            place = number.setdefault(literal, len(self._patterns))
            if place == len(self._patterns):
                self._patterns.append(pattern)
                self._shapes.append(shape)
            else:
                self._further.setdefault(place, []).append((pattern, shape))
        return list(number)

    def look(self, facts: Facts, loose: bool = False) -> Story:
        """Find every pattern of every rule in one story."""
        story = Story(facts, self._with_link)
        hay, found = story.hay, story.found
        if self._automaton is not None and story.bounds:
            self._find(story, loose)
        signs = story.signs
        if self._with_site and facts.link:
            signs.update(_site_signs(host_name(facts.link)))
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
        hay, patterns, shapes, further = story.hay, self._patterns, self._shapes, self._further
        found, kind = story.found, KIND
        bounds = iter(story.bounds)
        _, stop, bit = next(bounds)
        assert self._automaton is not None
        for literal, start, end in self._automaton.find_matches_as_indexes(hay, overlapping=True):
            while end > stop:  # matches come in the order of their ends
                _, stop, bit = next(bounds)
            hit = start, end, bit
            shape = shapes[literal]
            if shape & LETTERS and not loose and shape < LOOK_CLOSER and hay[end] != "+":  # as most are
                before, after = kind[hay[start - 1]] == SPACED, kind[hay[end]] == SPACED
                if (before and not shape & OPEN_START) or (after and not shape & OPEN_END):
                    pass  # inside a longer word
                elif not before and not after:
                    found.setdefault(patterns[literal], []).append(hit)
                else:
                    self._enter_hit(story, patterns[literal], shape, hit, loose)
            else:
                self._enter_hit(story, patterns[literal], shape, hit, loose)
            if literal in further:
                for pattern, shape in further[literal]:
                    self._enter_hit(story, pattern, shape, hit, loose)

    def _enter_hit(self, story: Story, pattern: str, shape: int, hit: Hit, loose: bool) -> None:
        hay, (start, end, _) = story.hay, hit
        next_char = hay[end]
        before, after = KIND[hay[start - 1]] == SPACED, KIND[next_char] == SPACED
        if shape >= LOOK_CLOSER:
            story.found.setdefault(pattern, [])
            return
        if before or after or next_char == "+":  # an edge may lie inside a word
            if shape & LETTERS and ((before and not shape & OPEN_START) or (after and not shape & OPEN_END)):
                whole = False
            else:
                whole = stands_alone(hay, start, end, bool(shape & OPEN_START), bool(shape & OPEN_END))
            if not whole:
                if loose and end - start > 3 and stands_alone(hay, start, end, False, True):
                    story.loose.setdefault(pattern, []).append(hit)
                return
        hits = story.found.get(pattern)
        if hits is None:
            story.found[pattern] = [hit]
        else:
            hits.append(hit)

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
        for pattern in story.signs:
            for order in plain(pattern, ()):
                interest = interest_of[order]
                if order < best.get(interest, order + 1):
                    best[interest] = order
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
        if order not in story.held:
            sources = self._sources[order]
            away = sources and sources.isdisjoint(story.facts.sources)
            story.held[order] = None if away else evaluate(self.rules[order].tree, self._masks[order], story)
        return story.held[order]

    def matching(self, facts: Facts) -> list[RuleLine]:
        """Every rule that matches one story, whether it decides or not."""
        story = self.look(facts)
        words = story.found.keys() | story.signs
        orders = {order for word in words for table in (self._plain, self._touched) for order in table.get(word, ())}
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
        if self.rules[order].part not in READING:
            found += tuple(looked_up(tree, story))
        return Verdict(interest, not rule.skip, rule, found)


def _alternatives(tree: Tree) -> Sequence[str]:
    """The patterns of which any one alone makes the tree true; none when it takes more than one."""
    if type(tree) is str:
        return (tree,)
    if type(tree) is Or:
        of = tree.of
        if set(map(type, of)) == {str}:
            return of  # type: ignore[return-value]
        if all(type(one) is str or type(one) is Words for one in of):
            return tuple(touching(tree) or ())
    if type(tree) is Words:
        return tree.of
    if type(tree) is Is:
        return tuple(sign(tree.part, value) for value in tree.of)
    return ()


@lru_cache(maxsize=4096)
def _site_signs(host: str) -> tuple[str, ...]:
    return tuple(sign("site", name) for name in above(host))


def _shape(pattern: str) -> tuple[int, str]:
    """The shape of a pattern with a star, and the literal to look for."""
    literal = pattern.strip("*")
    if "*" in literal:
        return LOOK_CLOSER, max(literal.split("*"), key=len)
    letters = LETTERS if KIND[literal[0]] == KIND[literal[-1]] == SPACED else 0
    return letters + OPEN_START * (pattern[0] == "*") + OPEN_END * (pattern[-1] == "*"), literal


def _bit(bounds: list[tuple[int, int, int]], end: int) -> int:
    return next(bit for _, stop, bit in bounds if end <= stop)


def _automaton(literals: list[str]) -> AhoCorasick | None:
    if not literals:
        return None
    # Contiguous: a third slower to make than the plainest kind, and several times quicker to ask when caches are busy.
    kind = Implementation.ContiguousNFA
    return AhoCorasick(literals, matchkind=MatchKind.Standard, store_patterns=False, implementation=kind)
