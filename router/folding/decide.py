"""Turns a new face and the faces it may belong to into a decision: the story with the best evidence, or none."""

from __future__ import annotations

from collections.abc import Sequence

from router.folding import guards
from router.folding.evidence import ORDER, same
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned
from router.terms import Reason

NEW = Reason("new", "nothing like it before")


def decide(new: Face, candidates: Sequence[Face], learned: Learned = NOTHING) -> tuple[Face | None, Reason]:
    """The face of the story that `new` belongs to with the evidence for it, or (None, why not).

    `candidates` are faces of the clippings of all stories found by the keys of `new` (several a story, any order).
    Surer evidence wins, then the older story: two processes with the same rows decide alike. A title that one site
    has used for different pages, as far as these candidates show, counts as a series title.
    """
    learned = learned.with_series(guards.series((new, *candidates), learned))
    found: list[tuple[int, int, int, Face, Reason]] = []
    for at, face in enumerate(candidates):
        if reason := same(new, face, learned):
            found.append((ORDER.index(reason.code), face.story, at, face, reason))
    if not found:
        return None, NEW
    *_, face, reason = min(found, key=lambda one: one[:3])
    return face, reason
