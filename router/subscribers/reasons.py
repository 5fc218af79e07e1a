"""Turns the reasons why stories were left out, kept in English, into the words of whoever reads them."""

from __future__ import annotations

import re

from router.subscribers.speaking import say

NEXT = ", kept for the next one"
REASONS = {
    "repeats, folded into the stories here": "repeats, folded into the stories here",
    "outside your interests": "outside your interests",
    r"over your (?P<minutes>\d+) minutes": "over your {minutes} minutes",
    r"waited (?P<days>\d+) days for a place": "waited {days} days for a place",
    r"you muted (?P<names>.+)": "you muted {names}",
    r"(?P<interest>.+) has its (?P<count>\d+) stories": "{interest} has its {count} stories",
    "more than one mail can hold": "more than one mail can hold",
}


def told(reason: str) -> str:
    """A reason of an issue's ledger in the words that are spoken now; as it is where nobody knows it."""
    first, kept, _ = reason.partition(NEXT)
    for pattern, sentence in REASONS.items():
        if found := re.fullmatch(pattern, first):
            first = say(sentence, **found.groupdict())
            break
    return say("{reason}, kept for the next one", reason=first) if kept else first
