"""What is truly new of a story: a figure put right, a correction, a person's note; and all that is not."""

from __future__ import annotations

import pytest

from router.folding import again, best
from router.terms import Clipping

OLD = "Council approves 400 new homes in Example Town"
BEFORE = [Clipping(title=OLD, link="https://herald.example/a"), Clipping(title=f"{OLD} - The Herald")]


@pytest.mark.parametrize(
    ("title", "code", "words"),
    [
        ("Council approves 4,000 new homes in Example Town", "figures", "now says 4000, not 400"),
        ("Council approves 40 new homes in Example Town - The Herald", "figures", "now says 40, not 400"),
        (f"Correction: {OLD}", "corrected", "now says “correction”"),
        (f"RETRACTED: {OLD}", "corrected", "now says “retracted”"),
        ("更正：市議會通過例子鎮400戶新住宅興建計畫", "corrected", "更正"),
        ("Council approves 400 new homes in Example Town", "", ""),
        ("Council approves 400 new homes in Example…", "", ""),
        ("Council approves 4…", "", ""),
        ("Example Town gets 4,000 new homes, council says", "", ""),
        ("Council approves new homes in Example Town", "", ""),
        ("Council approves 400 new homes in Example Town: 5 questions", "", ""),
        ("Reply: Council approves 400 new homes in Example Town", "", ""),
        ("400", "", ""),
        ("", "", ""),
    ],
)
def test_headlines(title: str, code: str, words: str) -> None:
    reason = again(BEFORE, Clipping(title=title, link="https://herald.example/a"))
    assert (reason.code if reason else "") == code
    assert words in str(reason or "")


def test_what_was_said_before_is_not_new() -> None:
    fixed = Clipping(title="Council approves 4,000 new homes in Example Town")
    assert again([*BEFORE, fixed], fixed) is None
    assert again([*BEFORE, fixed], BEFORE[0]) is None, "a page that says one figure and then the other"
    gone = Clipping(title=f"Retraction: {OLD}")
    assert again([*BEFORE, gone], Clipping(title=f"Retraction | {OLD}")) is None
    assert again([], fixed) is None


def test_the_first_note_on_this_story_alone() -> None:
    noted = Clipping(title=OLD, note="This one matters.", note_by="Maria Keller")
    reason = again(BEFORE, noted)
    assert reason is not None and (reason.code, str(reason)) == ("noted", "a person wrote a note on it")
    assert again(BEFORE, noted, alone=False) is None, "a whole alert was passed on"
    assert again([*BEFORE, noted], Clipping(title=OLD, note="Indeed.", note_by="Ben")) is None
    assert (
        again(BEFORE, Clipping(title=OLD, text="A much longer summary of what was said.", publisher="Gazette")) is None
    )


def test_the_face_shows_the_figure_that_was_put_right() -> None:
    fixed = Clipping(title="Council approves 600 new homes in Example Town", link="https://herald.example/a")
    assert best([BEFORE[0], fixed]).title == fixed.title
    longer = Clipping(title="Council approves 4,000 new homes in Example Town", link="https://herald.example/a")
    assert best([BEFORE[0], longer]).title == longer.title and best([longer, BEFORE[0]]).title == OLD
    assert best([BEFORE[0], fixed, BEFORE[1]]).title == fixed.title
    assert best([BEFORE[0], Clipping(title="Homes: 400 approved at last in a long headline of the town")]).title != OLD
