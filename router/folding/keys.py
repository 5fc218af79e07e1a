"""Turns a face into the texts by which a store finds the stories it may belong to.

Strong keys name one thing (a link, a DOI) and are unique: the first story that takes one keeps it. Weak keys are
hints shared by many stories: the title, with and without what may be a publisher, how title and text begin; and
hints of nearness: ten MinHash bands of four over character 3-grams, of which two near titles share two or more (with
8 of 10 shingles in common 96 times of 100, with 9 of 10 always). News is only near to news of the same days: its bands
carry the number of their six days, and the days before or after are looked up too where the window reaches into them.
So a lookup costs the same in a store of ten years.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from router.folding import guards, titles, traces
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned

BANDS, ROWS, SHARED = 10, 4, 2
_DAYS, _WINDOW = 6, timedelta(days=guards.NEWS_DAYS)  # of news that share bands; the window of evidence
_LONGEST = 200  # characters of a strong key before it is written as a hash
_LEAST = 12  # letters a title must have to be looked for by nearness
_LONG, _START = 60, 24  # a title so long may be cut elsewhere; letters by which its beginning, or a text's, is known
# Fixed for ever: stored rows are found by them.
_POINTS = tuple(
    tuple(int.from_bytes(blake2b(f"{band}.{row}".encode(), digest_size=4).digest()) for row in range(ROWS))
    for band in range(BANDS)
)
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
_NOW = timedelta()
_SPREAD, _MASK = 0x9E3779B1, (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a face is looked up: each text is `kind:value`, at most 220 characters."""

    strong: tuple[str, ...]  # link:, doi:, pmid:, arxiv:, pii:, article: and their kin
    weak: tuple[str, ...]  # page:, title:, start:, text:, and bands: 0@DAYS: to 9@DAYS:
    also: tuple[str, ...] = ()  # looked up beside `weak`, not written: the bands of the days before or after


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
    bands = list(enumerate(_bands(title)))
    if face.kind == "paper" or face.seen is None:
        return Keys(tuple(map(_short, strong)), (*weak, *(f"{n}:{band}" for n, band in bands)))
    now, *beside = dict.fromkeys((face.seen + off).toordinal() // _DAYS for off in (_NOW, -_WINDOW, _WINDOW))
    return Keys(
        tuple(map(_short, strong)),
        (*weak, *(f"{n}@{now}:{band}" for n, band in bands)),
        tuple(f"{n}@{days}:{band}" for days in beside for n, band in bands),
    )


def worth(places: Keys, sharing: Mapping[str, Sequence[int]]) -> list[int]:
    """Stories worth comparing, of those that share keys (key -> stories): by any key, but by bands only with two."""
    near = Counter(story for key in (*places.weak, *places.also) if key[0].isdigit() for story in sharing.get(key, ()))
    sure = [story for key in (*places.strong, *places.weak) if not key[0].isdigit() for story in sharing.get(key, ())]
    return list(dict.fromkeys((*sure, *(story for story, count in near.items() if count >= SHARED))))


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
    """Ten texts of which two near titles have some at the same places."""
    said = titles.letters(title)
    if len(said) < _LEAST // 2:
        return []
    signs = said.encode("utf-32-le", "replace")  # four bytes a sign
    # crc32 alone is linear: neighbouring shingles would lie in a pattern.
    ring = sorted({zlib.crc32(signs[at : at + 12]) * _SPREAD & 0xFFFFFFFF for at in range(0, len(signs) - 8, 4)})
    count = len(ring)
    found = []
    for points in _POINTS:
        mixed = 0
        # The next hash on a ring after a fixed point: each shingle is as likely as any other to be it, as in MinHash.
        for point, by in zip(points, _MIX, strict=True):
            mixed ^= (ring[bisect_left(ring, point) % count] + 1) * by
        found.append(f"{mixed & _MASK:016x}")
    return found


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=9).hexdigest()


def _short(key: str) -> str:
    if len(key) <= _LONGEST:
        return key
    kind, _, value = key.partition(":")
    return f"{kind}:{value[:120]}#{_hash(value)}"
