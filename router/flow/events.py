"""Stories that go into one edition or newsletter -> those of them that tell of one event, as folding sees it."""

from __future__ import annotations

from collections.abc import Iterable

from router.folding import Told, related
from router.planning.beside import Related
from router.terms import Candidate


def events(candidates: Iterable[Candidate]) -> Related:
    """story -> the first of its event among these, and why."""
    return related(
        [
            Told(one.story, one.title, one.link, one.publisher, one.published, one.kind, one.why)
            for one in candidates
        ]
    )  # fmt: skip
