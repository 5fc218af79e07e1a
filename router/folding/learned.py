"""Turns headlines seen so far, and what people said of folds, into what folding may lean on.

An ending is a publisher only when it stood behind six different headlines, or three of one site: cut blindly,
"- Holdings - Person A" and "- Holdings - Person B" would become one. Each ending is ONE row: its key and a 30-bit set
of hashed headlines, so updates may come in any order, twice, and from two processes, and the row never grows.
What a person said ("these are one", "these are two") is a row of the two faces' marks: it survives a replay, where
story numbers do not.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b

from router.folding import titles
from router.folding.face import Face
from router.frozen import value

HEADLINES, ON_ONE_SITE = 6, 3  # different headlines before an ending is believed to be a publisher
_digits = re.compile(r"\d+").sub
_BITS = 30  # fits the INT of every database


ONE, TWO = 1, 2  # what a person said of two faces


@value(frozen=True, slots=True)
class Learned:
    """Endings (folded letters, or letters@site) that are publishers, title keys known as series, pairs people judged."""

    endings: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    two: frozenset[str] = frozenset()

    @staticmethod
    def of(rows: Mapping[str, int]) -> Learned:
        """What these rows say; rows may be more than were wanted."""
        if not rows:  # as for most headlines
            return NOTHING
        return Learned(
            endings=frozenset(
                key.removeprefix("ending:")
                for key, bits in rows.items()
                if key.startswith("ending:") and bits.bit_count() >= _least(key)
            ),
            one=frozenset(key for key, value in rows.items() if value == ONE and key.startswith("said:")),
            two=frozenset(key for key, value in rows.items() if value == TWO and key.startswith("said:")),
        )

    def ends(self, ending: str, site: str) -> bool:
        """Whether these letters behind a headline of this site are a publisher."""
        return ending in self.endings or f"{ending}@{site}" in self.endings

    def with_series(self, keys: Iterable[str]) -> Learned:
        """The same, with further title keys known as series."""
        return replace(self, series=self.series | frozenset(keys))


NOTHING = Learned()


def said(a: Face, b: Face) -> str:
    """Key of the row in which a person's word on two clippings is kept: seen = ONE or TWO. Either order, any process."""
    return "said:" + "|".join(sorted((mark(a), mark(b))))


def wanted(*faces: Face) -> tuple[str, ...]:
    """Keys of the learned rows that judging these faces may need; what people said of pairs has keys of its own."""
    keys = [key for face in faces for ending in _endings(face.title) for key in _rows(ending, face.site)]
    return tuple(dict.fromkeys(keys)) if keys else ()


def learn(face: Face, rows: Mapping[str, int]) -> dict[str, int]:
    """Rows (key -> seen) that change or are new after this headline was seen; `rows` holds what `wanted` names."""
    changed: dict[str, int] = {}
    for ending in _endings(face.title):
        for key in _rows(ending, face.site):
            bits = rows.get(key, 0)
            if bits.bit_count() < _least(key):
                # Digits out, so that a daily list is one headline and not thirty.
                head = _digits("", titles.letters(face.title).rpartition(ending)[0])
                more = bits | 1 << zlib.crc32(head.encode()) % _BITS
                if more != bits:
                    changed[key] = more
    return changed


def mark(face: Face) -> str:
    """What a person's word names a clipping by: the same in every process and after a replay."""
    said = f"{face.link}\n{titles.letters(face.title)}"
    return blake2b(said.encode(), digest_size=9).hexdigest()


def _least(key: str) -> int:
    return ON_ONE_SITE if "@" in key else HEADLINES


def _rows(ending: str, site: str) -> tuple[str, ...]:
    """Keys of the rows that a headline with this ending speaks for."""
    return (f"ending:{ending}", f"ending:{ending}@{site}") if site else (f"ending:{ending}",)


def _endings(title: str) -> list[str]:
    """Letters of the segments that could be a publisher."""
    taken = titles.take_apart(title)
    if taken.cut:  # the publisher, if any, is what was cut off
        return []
    found = [titles.letters(segment) for segment in taken.tail if not titles.is_numbered(segment)]
    return [ending for ending in found if 2 <= len(ending) <= 40]
