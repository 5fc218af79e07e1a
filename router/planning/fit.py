"""Turns an issue too big for a mail into one that fits: its last stories wait for the next.

Gmail cuts a mail off at about 102 kB, and with it the way to leave; so the size is a budget like the minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from router.planning.choose import settle
from router.terms import Chosen, Pick, Reason, Wishes

LIMIT = 90_000  # bytes of the HTML part, decoded


def fit(
    chosen: Chosen, size: Callable[[tuple[Pick, ...]], int], wishes: Wishes, now: datetime, limit: int = LIMIT
) -> Chosen:
    """The longest beginning of this issue whose `size` (bytes of the HTML part) is within `limit`, never less than one
    story. `size` may only grow with the number of picks. What is cut waits, or is left out once it has waited enough.
    """
    picks = chosen.picks
    if not picks or size(picks) <= limit:
        return chosen
    fits, too_many = 1, len(picks)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if size(picks[:middle]) <= limit:
            fits = middle
        else:
            too_many = middle
    waiting, left_out = list(chosen.waiting), list(chosen.left_out)
    for pick in picks[fits:]:
        settle(pick.candidate, Reason("size", "more than one mail can hold"), wishes, now, waiting, left_out)
    return replace(
        chosen,
        picks=picks[:fits],
        waiting=tuple(sorted(waiting, key=lambda pair: pair[0])),
        left_out=tuple(sorted(left_out, key=lambda pair: pair[0])),
    )
