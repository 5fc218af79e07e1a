"""Turns one story's facts into folded text with hits in it, and a rule's tree into the hits that make it true."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from operator import attrgetter

from router.rulebook.tree import PARTS, And, In, Is, Near, Not, Or, Tree, Words, sign
from router.terms import Facts, Found
from router.text import KIND, Folded, fold, word_end, word_places, word_start

Hit = tuple[int, int, int]  # start, end in the haystack, bit of the part
MOST_SHOWN = 40
EVERYWHERE: list[Hit] = [(0, 0, -1)]  # the hits of a sign: it holds for the story, in all parts
_ANY_OF = (Or, Words)
_NAMES = {bit: name for name, bit in PARTS.items()}
_FIELDS = {bit: "authors" if name == "author" else name for name, bit in PARTS.items()}
_with_link = attrgetter(*_FIELDS.values())
_told = attrgetter(*(name for name in _FIELDS.values() if name != "link"))  # the link is the last of them


class Story:
    """One story as the engine sees it: its folded parts in one haystack, and what was found in it."""

    __slots__ = ("_parts", "_places", "bounds", "facts", "found", "hay", "loose")

    def __init__(self, facts: Facts, with_link: bool) -> None:
        self.facts = facts
        self.found: dict[str, list[Hit]] = {}
        self.loose: dict[str, list[Hit]] = {}  # inside a longer word: for near misses only
        self.bounds: list[tuple[int, int, int]] = []  # start, end, bit
        self._places: list[int] | None = None
        self._parts: dict[int, tuple[Folded, int]] = {}
        pieces = [""]
        at = 1
        for bit, value in zip(_FIELDS, (_with_link if with_link else _told)(facts), strict=False):
            if value:
                folded = fold(value)
                pieces.append(folded)
                end = at + len(folded)
                self.bounds.append((at, end, bit))
                at = end + 1
        pieces.append("")
        self.hay = "\n".join(pieces)  # so that there is a character before and behind every place

    def distance(self, one: Hit, other: Hit) -> int:
        """How many words apart two hits of one part stand: 1 = side by side; a large number when they overlap."""
        if one[0] > other[0]:
            one, other = other, one
        if one[2] != other[2] or one[1] > other[0]:
            return 1_000_000
        if self._places is None:
            self._places = word_places(self.hay)
        find = bisect_right if KIND[self.hay[other[0]]] else bisect_left
        begins = find(self._places, other[0]) - (find is bisect_right)
        return begins - (bisect_right(self._places, one[1] - 1) - 1)

    def shown(self, hits: Iterable[Hit]) -> tuple[Found, ...]:
        """The hits as they stand in the story, whole words, in order; none within another, of very many the first."""
        found: list[Found] = []
        hay, covered = self.hay, 0
        for start, end, bit in sorted(hits):
            if end <= covered:
                continue  # stands within the place before it
            first, covered = start, end
            if KIND[hay[start - 1]]:
                first = word_start(hay, start)
            if KIND[hay[end]] or hay[end] == "+":
                covered = word_end(hay, end)
            folded, begins = self._parts.get(bit) or self._part(bit)
            at, stop = folded.span(first - begins, covered - begins)
            found.append(Found(_NAMES[bit], folded.original[at:stop], at))
            if len(found) == MOST_SHOWN:
                break
        return tuple(found)

    def _part(self, bit: int) -> tuple[Folded, int]:
        """A part with its folded form, and where it begins in the haystack."""
        [(begins, stops)] = [(begins, stops) for begins, stops, of in self.bounds if of == bit]
        part = Folded(getattr(self.facts, _FIELDS[bit]), self.hay[begins:stops]), begins
        self._parts[bit] = part
        return part


def evaluate(tree: Tree, mask: int, story: Story) -> list[Hit] | None:
    """The hits in these parts that make the tree true, None when it is false."""
    if isinstance(tree, _ANY_OF):  # as most are
        return _any_of(tree.of, mask, story)
    match tree:
        case str():
            return [hit for hit in story.found.get(tree, ()) if hit[2] & mask] or None
        case And(of):
            all_hits: list[Hit] = []
            for one in of:
                hits = evaluate(one, mask, story)
                if hits is None:
                    return None
                all_hits += hits
            return all_hits
        case Not(of):
            return [] if evaluate(of, mask, story) is None else None
        case In(part, of):
            return evaluate(of, PARTS[part], story)
        case Near(of, within):
            return _near(of, within, mask, story)
        case Is(part, of):
            return [] if any(sign(part, value) in story.found for value in of) else None


def _any_of(of: Iterable[Tree], mask: int, story: Story) -> list[Hit] | None:
    found, hits, true = story.found, [], False
    for one in of:
        if isinstance(one, str):  # by far the most, and most of them not found
            if one in found:
                hits += [hit for hit in found[one] if hit[2] & mask]
        elif (more := evaluate(one, mask, story)) is not None:
            hits += more
            true = True
    return hits if hits or true else None


def _near(of: tuple[Tree, ...], within: int, mask: int, story: Story) -> list[Hit] | None:
    """A chain of hits, each within so many words of the one before it."""
    chains = {hit: [hit] for hit in evaluate(of[0], mask, story) or ()}
    for one in of[1:]:
        by_start = sorted(chains)
        by_end = sorted(chains, key=lambda hit: hit[1])
        longer: dict[Hit, list[Hit]] = {}
        for hit in evaluate(one, mask, story) or ():
            before = bisect_right(by_end, hit[0], key=lambda last: last[1]) - 1
            after = bisect_left(by_start, hit[1], key=lambda last: last[0])
            nearest = (by_end[before : before + 1] if before >= 0 else []) + by_start[after : after + 1]
            for last in nearest:
                if story.distance(last, hit) <= within:
                    longer[hit] = [*chains[last], hit]
                    break
        chains = longer
    return next(iter(chains.values())) if chains else None


def looked_up(tree: Tree, story: Story) -> Iterable[Found]:
    """The values of looked-up parts that helped to make the tree true."""
    if isinstance(tree, Is):
        for value in tree.of:
            if sign(tree.part, value) in story.found:
                yield Found(tree.part, value, 0)
    elif isinstance(tree, And | Or):
        for one in tree.of:
            yield from looked_up(one, story)
