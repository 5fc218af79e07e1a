"""Turns a pattern with a star inside (`wom*n`, `foster* care`) into its places in a folded text."""

from __future__ import annotations

from collections.abc import Iterator

from router.text import KIND, stands_alone


def places(pattern: str, text: str) -> list[tuple[int, int]]:
    """Start and end of every place; of several ends of one start the nearest."""
    open_start, open_end = pattern.startswith("*"), pattern.endswith("*")
    chunks = [chunk for chunk in pattern.split("*") if chunk]
    found = []
    start = text.find(chunks[0])
    while start >= 0:
        for end in _ends(chunks[1:], text, start + len(chunks[0])):
            if stands_alone(text, start, end, open_start, open_end):
                found.append((start, end))
                break
        start = text.find(chunks[0], start + 1)
    return found


def _ends(chunks: list[str], text: str, at: int) -> Iterator[int]:
    """Where the rest of the pattern may end when each star covers characters of one word only."""
    if not chunks:
        yield at
        return
    while True:
        if text.startswith(chunks[0], at):
            yield from _ends(chunks[1:], text, at + len(chunks[0]))
        if at >= len(text) or not KIND[text[at]]:
            return
        at += 1
