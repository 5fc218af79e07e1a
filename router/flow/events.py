"""Stories that go into one edition or newsletter -> those of them that tell of one event, as folding sees it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from router.folding import Told, related
from router.planning.beside import Related
from router.terms import Candidate


def events(candidates: Iterable[Candidate]) -> Related:
    """story -> the first of its event among these, and why."""
    return _known(
        tuple(
            Told(one.story, one.title, one.link, one.publisher, one.published, one.kind, one.why)
            for one in candidates
        )
    )  # fmt: skip


@lru_cache(maxsize=256)
def _known(stories: tuple[Told, ...]) -> Related:
    """Whoever has the same interests is given the same stories: they are compared once."""
    return related(stories)
