"""Turns a story into seconds of a reader's time: to see its line, to skim what we show, to read it where it stands."""

from __future__ import annotations

import re
from functools import lru_cache

from router.terms import Candidate

HEADLINE = 2.0  # seconds an eye needs to find and judge one headline, beside its words
OPENED = 3  # of so many stories below the top one is opened; the others are skimmed
CHARACTERS = 2.1  # CJK characters that take as long as one English word: 500 a minute beside 238

# Alert mails carry a snippet, not the piece: what one of its kind usually holds, in words. A guess, and said so.
_USUAL = {"news": 400, "post": 600, "paper": 220, "video": 700}
_UNUSUAL = 400
# The mail itself is the whole of these, so their time is known.
_WHOLE = frozenset({"notice", "question"})

_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]")


@lru_cache(maxsize=16384)
def words(text: str) -> float:
    """How many words this text is to a reader: by spaces, and by characters where a script has none."""
    if text.isascii():
        return float(len(text.split()))
    rest, characters = _CJK.subn(" ", text)
    return len(rest.split()) + characters / CHARACTERS


def line(story: Candidate, words_a_minute: int) -> float:
    """Seconds for its title alone."""
    return HEADLINE + _seconds(words(story.title), words_a_minute)


def skim(story: Candidate, words_a_minute: int) -> float:
    """Seconds for all that the newsletter shows of it."""
    return line(story, words_a_minute) + _seconds(words(story.text) + words(story.note), words_a_minute)


def read(story: Candidate, words_a_minute: int) -> tuple[float, bool]:
    """Seconds to read the story itself, and whether that is a guess from its kind."""
    if story.kind in _WHOLE:
        return skim(story, words_a_minute), False
    usual = max(_USUAL.get(story.kind, _UNUSUAL), words(story.text))
    return _seconds(usual, words_a_minute), True


def _seconds(count: float, words_a_minute: int) -> float:
    return count * 60 / min(max(words_a_minute, 60), 1200)
