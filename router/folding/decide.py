"""Turns a new face and the faces it may belong to into a decision: the story with the best evidence, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from router.folding import guards
from router.folding.evidence import ORDER, same
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned, said
from router.terms import Reason

NEW = Reason("new", "nothing like it before")
Meaning = Callable[[Face, Face], Reason | None]


def decide(
    new: Face, candidates: Sequence[Face], learned: Learned = NOTHING, meaning: Meaning | None = None
) -> tuple[Face | None, Reason]:
    """The face of the story that `new` belongs to with the evidence for it, or (None, why not).

    `candidates` are faces of the clippings of all stories found by the keys of `new` (several a story, any order).
    Surer evidence wins, then the older story: two processes with the same rows decide alike. A title that one site
    has used for different pages, as far as these candidates show, counts as a series title. A story with a clipping
    that a person held apart from `new` is out.

    `meaning` is the plug point for a folder that understands texts: asked last, for each candidate that nothing else
    folded, it gives a Reason of code "meaning" or None. None by default: it was measured and did not pay.
    """
    if not candidates:
        return None, NEW
    if series := guards.series((new, *candidates), learned):
        learned = learned.with_series(series)
    if learned.two:
        held = {face.story for face in candidates if said(new, face) in learned.two}
        candidates = [face for face in candidates if face.story not in held]
    found: list[tuple[int, int, int, Face, Reason]] = []
    for at, face in enumerate(candidates):
        if reason := same(new, face, learned) or (meaning(new, face) if meaning else None):
            found.append((ORDER.index(reason.code), face.story, at, face, reason))
    if not found:
        return None, NEW
    *_, face, reason = min(found, key=lambda one: one[:3])
    return face, reason
