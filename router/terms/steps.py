"""What every step gives back, and the reason that every decision has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from router.frozen import value


@value(frozen=True, slots=True)
class Reason:
    """Why something was decided: a stable code for machines, words for people."""

    code: str
    words: str = ""

    def __str__(self) -> str:
        return self.words or self.code


@value(frozen=True, slots=True)
class Report:
    """What one run of a step did: counts by word, and the ids it handed on."""

    step: str
    done: int = 0
    failed: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    next_ids: tuple[int, ...] = ()
