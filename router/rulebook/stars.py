"""Turns a pattern with a star inside (`wom*n`, `foster* care`) into its places in a folded text."""

from __future__ import annotations

from router.text import KIND, stands_alone

LONGEST = 100  # characters that one star covers at most: longer than any word, short enough for hostile ones


def places(pattern: str, text: str) -> list[tuple[int, int]]:
    """Start and end of every place; of several ends of one start the nearest."""
    open_start, open_end = pattern.startswith("*"), pattern.endswith("*")
    first, *rest = [chunk for chunk in pattern.split("*") if chunk]
    found = []
    start = text.find(first)
    while start >= 0:
        begins = stands_alone(text, start, start + 1, open_start, open_end=True)
        for end in sorted(_ends(rest, text, start + len(first))) if begins else ():
            if stands_alone(text, start, end, open_start, open_end):
                found.append((start, end))
                break
        start = text.find(first, start + 1)
    return found


def _ends(chunks: list[str], text: str, at: int) -> set[int]:
    """Where the rest of the pattern may end when each star covers characters of one word only."""
    ends = {at}
    for chunk in chunks:
        reached: set[int] = set()
        for end in ends:
            stop = end
            while stop - end < LONGEST and stop < len(text) and KIND[text[stop]] and stop not in reached:
                reached.add(stop)
                stop += 1
            reached.add(stop)
        ends = {place + len(chunk) for place in reached if text.startswith(chunk, place)}
    return ends
