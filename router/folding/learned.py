"""Turns the headlines seen so far into what folding may lean on: which endings are publishers, which titles are a series.

An ending is a publisher only when it stood behind six different headlines, or three of one site: cut blindly,
"- Holdings - Person A" and "- Holdings - Person B" would become one. Each ending is ONE row: its key and a 30-bit set
of hashed headlines, so updates may come in any order, twice, and from two processes, and the row never grows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from router.folding import titles
from router.folding.face import Face

HEADLINES, ON_ONE_SITE = 6, 3  # different headlines before an ending is believed to be a publisher
_BITS = 30  # fits the INT of every database


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: endings (folded letters, or letters@site) that are publishers, title keys known as series."""

    endings: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()

    @staticmethod
    def of(rows: Mapping[str, int]) -> Learned:
        """What these rows (key -> bit set) say; rows may be more than were wanted."""
        return Learned(
            frozenset(
                key.removeprefix("ending:")
                for key, bits in rows.items()
                if key.startswith("ending:") and bits.bit_count() >= _least(key)
            )
        )

    def ends(self, ending: str, site: str) -> bool:
        """Whether these letters behind a headline of this site are a publisher."""
        return ending in self.endings or f"{ending}@{site}" in self.endings

    def with_series(self, keys: Iterable[str]) -> Learned:
        """The same, with further title keys known as series."""
        return Learned(self.endings, self.series | frozenset(keys))


NOTHING = Learned()


def wanted(*faces: Face) -> tuple[str, ...]:
    """Keys of the learned rows that judging these faces may need."""
    return tuple(dict.fromkeys(key for face in faces for key, _ in _rows(face)))


def learn(face: Face, rows: Mapping[str, int]) -> dict[str, int]:
    """Rows (key -> bit set) that change or are new after this headline was seen; `rows` holds what `wanted` names."""
    changed = {}
    for key, head in _rows(face):
        bits = rows.get(key, 0)
        if bits.bit_count() < _least(key):
            more = bits | 1 << zlib.crc32(head.encode()) % _BITS
            if more != bits:
                changed[key] = more
    return changed


def _least(key: str) -> int:
    return ON_ONE_SITE if "@" in key else HEADLINES


def _rows(face: Face) -> list[tuple[str, str]]:
    """Keys of the rows that this headline speaks for, each with the letters before the ending."""
    return [
        (key, head)
        for ending, head in _endings(face.title)
        for key in (f"ending:{ending}", *((f"ending:{ending}@{face.site}",) if face.site else ()))
    ]


def _endings(title: str) -> list[tuple[str, str]]:
    """Segments that could be a publisher, with the letters that stand before each."""
    taken = titles.take_apart(title)
    if taken.cut:  # the publisher, if any, is what was cut off
        return []
    found = []
    before = titles.letters(taken.head)
    for segment in taken.tail:
        ending = titles.letters(segment)
        if 2 <= len(ending) <= 40 and not titles.numbers(segment):
            # Digits out, so that a daily list is one headline and not thirty.
            found.append((ending, "".join(c for c in before if not c.isdigit())))
        before += ending
    return found
