"""A story's clippings, and one more that joined them -> what is truly new of it for who had it already, or None.

Truly new is what makes the thing another thing to know: its headline says another figure, or that it was corrected or
taken back, or a person wrote a note on it. A further source, a longer summary, a better link and a reworded headline
are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from router.folding import titles
from router.folding.restated import restated
from router.terms import Clipping, Reason

_TAKEN_BACK = frozenset(
    [
        "correction",
        "corrected",
        "corrects",
        "erratum",
        "corrigendum",
        "retraction",
        "retracted",
        "retracts",
        "更正",
        "撤回",
    ]
)


def again(before: Sequence[Clipping], joined: Clipping, alone: bool = True) -> Reason | None:
    """What is truly new in `joined` of a story that had `before`; the Reason's words say it in full.

    `alone`: its mail showed this story alone, so that a note in it is on this story.
    """
    word = _taken_back(joined.title) - frozenset().union(*(_taken_back(one.title) for one in before))
    if word and before:
        return Reason("corrected", f"the headline now says “{min(word)}”")
    figures = titles.numbers(joined.title)
    if all(titles.numbers(one.title) != figures for one in before):
        for one in reversed(before):
            if restated(one.title, joined.title):
                was, now = next(
                    pair for pair in zip(titles.numbers(one.title), figures, strict=True) if pair[0] != pair[1]
                )
                return Reason("figures", f"the headline now says {now}, not {was}")
    if joined.note and alone and not any(one.note for one in before):
        return Reason("noted", "a person wrote a note on it")  # kept for good, so it names nobody
    return None


def _taken_back(title: str) -> frozenset[str]:
    return titles.corrections(title) & _TAKEN_BACK
