"""Turns a story that an interest did not take into the lines that all but took it, and what was missing."""

from __future__ import annotations

from dataclasses import dataclass

from router.rulebook.match import Engine
from router.rulebook.story import Hit, Story, evaluate
from router.rulebook.tree import And, Near, Or, Tree, Words, say
from router.terms import Facts, Rule


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A take line that one word more would have fulfilled."""

    rule: Rule
    words: str  # "child* would take it (children)", "only (a word of @children) is missing"


def near_misses(engine: Engine, facts: Facts) -> tuple[NearMiss, ...]:
    """For each interest no line speaks of, the first take line that is one word or word end away; by interest."""
    story = engine.look(facts, loose=True)
    decided = engine.decide(story)
    found: dict[str, NearMiss] = {}
    for order in _nearby(engine, story):
        one = engine.rules[order]
        if one.rule.skip or one.rule.interest in decided or one.rule.interest in found:
            continue
        sources = engine.sources_of(order)
        if sources and sources.isdisjoint(facts.sources):
            continue
        words = _longer(one.tree, engine.mask_of(order), story) or _missing(one.tree, engine.mask_of(order), story)
        if words:
            found[one.rule.interest] = NearMiss(one.rule, words)
    return tuple(found[name] for name in sorted(found))


def _nearby(engine: Engine, story: Story) -> list[int]:
    """The rules that any word of the story, whole or within a longer word, stands in."""
    return sorted({order for word in story.found.keys() | story.loose.keys() for order in engine.mentioning(word)})


def _longer(tree: Tree, mask: int, story: Story) -> str:
    """Which word with a star would make the tree true."""
    for word, hits in story.loose.items():
        before = story.found.get(word, [])
        story.found[word] = [*before, *hits]
        holds = evaluate(tree, mask, story)
        if before:
            story.found[word] = before
        else:
            del story.found[word]
        if holds is not None and evaluate(tree, mask, story) is None:
            return f"`{word}*` would take it ({_first(story, hits, mask)})"
    return ""


def _first(story: Story, hits: list[Hit], mask: int) -> str:
    shown = story.shown([hit for hit in hits if hit[2] & mask] or hits)
    return shown[0].words


def _missing(tree: Tree, mask: int, story: Story) -> str:
    """Which one side of an `and` or `near` is not there, or that both are and stand too far apart."""
    if isinstance(tree, And):
        absent = [one for one in tree.of if evaluate(one, mask, story) is None]
        return f"only ({say(absent[0])}) is missing" if len(absent) == 1 else ""
    if isinstance(tree, Near) and all(evaluate(one, mask, story) is not None for one in tree.of):
        return f"the words stand farther apart: {say(tree)}"
    if isinstance(tree, Or):
        return next(
            (words for one in tree.of if not isinstance(one, str | Words) and (words := _missing(one, mask, story))), ""
        )
    return ""
