"""What a rule line means, as a tree of patterns, and the same said in words."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from router.text import KIND, fold

NEAR = 8  # words: how far apart the two sides of `~` may stand

PARTS = {"title": 1, "text": 2, "author": 4, "publisher": 8, "note": 16, "link": 32}
ANY = 31  # every part but the link
MOST_STARS = 5  # in one term: more is no word any more, and slow to look for
DICTIONARIES = ("site", "to", "kind", "language")  # parts that are looked up, not read
LINE_PARTS = ("any", *PARTS, *DICTIONARIES)

# A pattern is a folded term, `*` standing for the rest of a word.
Tree: TypeAlias = "str | Or | And | Not | Near | In | Words | Is"


class Or(NamedTuple):
    """One of these."""

    of: tuple[Tree, ...]


class And(NamedTuple):
    """All of these, anywhere in the parts looked at."""

    of: tuple[Tree, ...]


class Not(NamedTuple):
    """Not this."""

    of: Tree


class Near(NamedTuple):
    """Each within so many words of the next, either order, in one part."""

    of: tuple[Tree, ...]
    within: int = NEAR


class In(NamedTuple):
    """This, in one part."""

    part: str
    of: Tree


class Words(NamedTuple):
    """One pattern of a list."""

    name: str
    of: tuple[str, ...]


class Is(NamedTuple):
    """A part that is looked up is one of these: a site, a tag, a kind, a language."""

    part: str
    of: tuple[str, ...]


def sign(part: str, value: str) -> str:
    """What stands for a looked-up value among patterns; no folded text holds a line end, so none is taken for it."""
    return f"\n{part}={value}"


def needed(tree: Tree) -> list[frozenset[str]]:
    """Sets of patterns and signs, the rarest first: a story must hold at least one of each."""
    if isinstance(tree, str):
        return [frozenset((tree,))]
    if isinstance(tree, Words):
        return [frozenset(tree.of)]
    if isinstance(tree, Or):
        sets = [touching(one) for one in tree.of]
        return [] if None in sets else [frozenset().union(*(one for one in sets if one is not None))]
    if isinstance(tree, And | Near):
        return sorted((need for one in tree.of for need in needed(one)), key=_commonness)
    if isinstance(tree, In):
        return needed(tree.of)
    if isinstance(tree, Is):
        return [frozenset(sign(tree.part, value) for value in tree.of)]
    return []


def touching(tree: Tree) -> frozenset[str] | None:
    """Patterns and signs of which a story must hold at least one; None when there is no such set.

    The engine looks at a rule only when one of them was found; a database may narrow by them, never decide.
    """
    return next(iter(needed(tree)), None)


def _commonness(patterns: frozenset[str]) -> float:
    """A guess at how often one of these is found: short words are common, many words more so."""
    return sum(1 / len(pattern) ** 2 for pattern in patterns)


def patterns_of(tree: Tree) -> set[str]:
    """Every pattern that stands anywhere in the tree."""
    match tree:
        case str():
            return {tree}
        case Words(_, of):
            return set(of)
        case Is():
            return set()
        case Not(of) | In(_, of):
            return patterns_of(of)
        case _:
            return set().union(*map(patterns_of, tree.of))


def reads(tree: Tree, part: str) -> bool:
    """Whether something in the tree is looked for, or looked up, in this part by name."""
    match tree:
        case str() | Words():
            return False
        case Is(named, _):
            return named == part
        case In(named, of):
            return named == part or reads(of, part)
        case Not(of):
            return reads(of, part)
        case _:
            return any(reads(one, part) for one in tree.of)


def say(tree: Tree) -> str:
    """The tree in words: "(abuse or neglect) and (a word of @children)"."""
    if type(tree) is Or and set(map(type, tree.of)) == {str}:
        return " or ".join(tree.of)  # type: ignore[arg-type]
    match tree:
        case str():
            return tree
        case Words(name, _):
            return f"a word of @{name}"
        case Not(of):
            return f"not {_inner(of)}"
        case In(part, of):
            return f"{_inner(of)} in the {part}"
        case Near(of, within):
            number = "eight" if within == NEAR else str(within)
            return f" within {number} words of ".join(
                one if isinstance(one, str) else say(one) if isinstance(one, Words) else _inner(one) for one in of
            )
        case Is(part, of):
            return f"{part} is {' or '.join(of)}"
        case And(of):
            return " and ".join(map(_inner, of))
        case Or(of):
            return " or ".join(map(_inner, of))


def _inner(tree: Tree) -> str:
    return tree if isinstance(tree, str) else f"({say(tree)})"


def pattern(term: str) -> str:
    """The folded pattern of a term as written; "" when no word could ever be found by it, or anything."""
    folded = fold(term)
    if "*" in folded and ("**" in folded or "*" in folded.split(" ") or folded.count("*") > MOST_STARS):
        return ""
    return folded if any(map(_findable, folded)) else ""


def _findable(char: str) -> bool:
    return KIND[char] != 0 or not char.isascii() or char in "#@$%&€£"
