"""Turns a face into the texts by which a store finds the stories it may belong to.

Strong keys name one thing (a link, a DOI) and are unique: the first story that takes one keeps it. Weak keys are
hints shared by many stories: the title, with and without what may be a publisher, how title and text begin, and eight
MinHash bands of three over character 3-grams (titles with 8 of 10 shingles in common meet in one of them, 99 times of
100).
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
_LONG, _START = 60, 24  # a title so long may be cut elsewhere; letters by which its beginning, or a text's, is known
# Fixed for ever: stored rows are found by them.
_POINTS = tuple(
    tuple(int.from_bytes(blake2b(f"{band}.{row}".encode(), digest_size=4).digest()) for row in range(ROWS))
    for band in range(BANDS)
)
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_SPREAD, _MASK = 0x9E3779B1, (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a face is looked up: each text is `kind:value`, at most 220 characters."""

    strong: tuple[str, ...]  # link:, doi:, pmid:, arxiv:, pii:, article: and their kin
    weak: tuple[str, ...]  # page:, title:, start:, text:, 0: to 7: (bands)


def keys(face: Face, learned: Learned = NOTHING) -> Keys:
    """All keys of a face, the surest first. The same face has the same keys in every process and release."""
    strong = [f"link:{face.link}"] if face.link else []
    strong += sorted(face.ids)
    weak = [f"page:{_hash(page)}"] if (page := traces.page(face.link)) else []
    title = guards.plain(face.title, face.site, learned)
    weak += [f"title:{_hash(key)}" for key in _title_keys(title)]
    if titles.length(title) >= _LONG or titles.take_apart(face.title).cut:
        weak.append(f"start:{_hash(titles.letters(title)[:_START])}")
    if titles.length(face.text) >= _LONG:
        weak.append(f"text:{_hash(titles.letters(face.text)[:_START])}")
    return Keys(tuple(_short(key) for key in strong), (*weak, *_bands(title)))


def _title_keys(title: str) -> list[str]:
    """The title in every length it may have elsewhere: whole, with one to three endings less, without a front label.

    Blind cuts are harmless here: a key only proposes, evidence decides.
    """
    found = [titles.letters(title)]
    base = title
    for segment in reversed(titles.take_apart(title).tail[-3:]):
        base = guards.without(base, segment)
        if titles.length(base) >= _LEAST:
            found.append(titles.letters(base))
    _, colon, rest = base.partition(":")
    if colon and titles.length(rest) >= 2 * _LEAST:
        found.append(titles.letters(rest))
    return [key for key in dict.fromkeys(found) if key]


def _bands(title: str) -> list[str]:
    """Eight texts of which two near titles share one at least."""
    said = titles.letters(title)
    if len(said) < _LEAST // 2:
        return []
    signs = said.encode("utf-32-le", "replace")  # four bytes a sign
    # crc32 alone is linear: neighbouring shingles would lie in a pattern.
    ring = sorted({zlib.crc32(signs[at : at + 12]) * _SPREAD & 0xFFFFFFFF for at in range(0, len(signs) - 8, 4)})
    count = len(ring)
    found = []
    for band, points in enumerate(_POINTS):
        mixed = 0
        # The next hash on a ring after a fixed point: each shingle is as likely as any other to be it, as in MinHash.
        for point, by in zip(points, _MIX, strict=True):
            mixed ^= (ring[bisect_left(ring, point) % count] + 1) * by
        found.append(f"{band}:{mixed & _MASK:016x}")
    return found


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=9).hexdigest()


def _short(key: str) -> str:
    if len(key) <= _LONGEST:
        return key
    kind, _, value = key.partition(":")
    return f"{kind}:{value[:120]}#{_hash(value)}"
