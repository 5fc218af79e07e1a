"""Turns a face into the texts by which a store finds the stories it may belong to.

Strong keys name one thing (a link, a DOI) and are unique: the first story that takes one keeps it. Weak keys are
hints shared by many stories: the title, with and without what may be a publisher, and eight MinHash bands of three
over character 3-grams (two titles with 8 of 10 shingles in common meet in one band with probability .99).
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from dataclasses import dataclass
from hashlib import blake2b

from router.folding import guards, titles, traces
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned

BANDS, ROWS = 8, 3
_LONGEST = 200  # characters of a strong key before it is written as a hash
_LEAST = 12  # letters a title must have to be looked for by nearness
_MASK = 0xFFFFFFFF
# Fixed for ever: stored rows are found by them. Odd multipliers, one a row; points on the ring, one a band and row.
_TURN = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35)
_POINTS = tuple(tuple(zlib.crc32(f"{band}.{row}".encode()) for band in range(BANDS)) for row in range(ROWS))


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a face is looked up: each text is `kind:value`, at most 220 characters."""

    strong: tuple[str, ...]  # link:, doi:, pmid:, arxiv:, pii:, article: and their kin
    weak: tuple[str, ...]  # page:, title:, 0: to 7: (bands)


def keys(face: Face, learned: Learned = NOTHING) -> Keys:
    """All keys of a face, the surest first. The same face has the same keys in every process and release."""
    strong = [f"link:{face.link}"] if face.link else []
    strong += sorted(face.ids)
    weak = [f"page:{_hash(page)}"] if (page := traces.page(face.link)) else []
    weak += [f"title:{_hash(key)}" for key in _title_keys(face.title)]
    return Keys(tuple(_short(key) for key in strong), (*weak, *_bands(guards.plain(face.title, face.site, learned))))


def _title_keys(title: str) -> list[str]:
    """The title in every length it may have elsewhere: whole, and with one to three endings less.

    Blind cuts are harmless here: a key only proposes, evidence decides.
    """
    taken = titles.take_apart(title)
    found: list[str] = []
    tail = list(taken.tail[-3:])
    base = taken.clean
    if taken.tail[: len(taken.tail) - len(tail)]:
        tail = []
    while True:
        said = titles.letters(base)
        if said and said not in found and (titles.length(base) >= _LEAST or not found):
            found.append(said)
        if not tail:
            return found[:4]
        segment = tail.pop()
        base = base[: base.rfind(segment)].rstrip(" -–—|｜︱_·»")


def _bands(title: str) -> list[str]:
    """Eight texts of which two near titles share one at least."""
    said = titles.letters(title)
    if len(said) < _LEAST // 2:
        return []
    hashes = {zlib.crc32(said[at : at + 3].encode()) for at in range(len(said) - 2)}
    smallest = []
    for turn, points in zip(_TURN, _POINTS, strict=True):
        ring = sorted(h * turn & _MASK for h in hashes)
        # The next hash on a ring after a fixed point: each shingle is as likely as any other to be it, as in MinHash.
        smallest.append([ring[bisect_left(ring, point) % len(ring)] for point in points])
    return [f"{band}:{_hash('.'.join(str(row[band]) for row in smallest))}" for band in range(BANDS)]


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=9).hexdigest()


def _short(key: str) -> str:
    if len(key) <= _LONGEST:
        return key
    kind, _, value = key.partition(":")
    return f"{kind}:{value[:120]}#{_hash(value)}"
