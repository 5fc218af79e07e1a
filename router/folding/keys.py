"""Turns a face into the texts by which a store finds the stories it may belong to.

Strong keys name one thing (a link, a DOI) and are unique: the first story that takes one keeps it. Weak keys are
hints shared by many stories: the title, with and without what may be a publisher, how title and text begin; and
hints of nearness: ten MinHash bands of four over character 3-grams, of which two near titles share two or more (with
8 of 10 shingles in common 96 times of 100, with 9 of 10 always). News is only near to news of the same days: its bands
carry the number of their six days, and the days before or after are looked up too where the window reaches into them.
So a lookup costs the same in a store of ten years.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from router.folding import guards, titles, traces
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned

BANDS, ROWS = 10, 4
_DAYS = 6  # of news whose bands lie together; twice the window of evidence
_LONGEST = 200  # characters of a strong key before it is written as a hash
_LEAST = 12  # letters a title must have to be looked for by nearness
_LONG, _START = 60, 24  # a title so long may be cut elsewhere; letters by which its beginning, or a text's, is known
# Fixed for ever: stored rows are found by them.
_POINTS = tuple(
    tuple(int.from_bytes(blake2b(f"{band}.{row}".encode(), digest_size=4).digest()) for row in range(ROWS))
    for band in range(BANDS)
)
_MIX = 0x9E3779B97F4A7C15
_SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a face is looked up: each text is `kind:value`, at most 220 characters."""

    strong: tuple[str, ...]  # link:, doi:, pmid:, arxiv:, pii:, article: and their kin
    weak: tuple[str, ...]  # page:, title:, start:, text:, and bands, which begin with a digit
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
    opening = face.text[: 3 * _LONG]
    if titles.length(opening) >= _LONG:
        weak.append(f"text:{_hash(titles.letters(opening)[:_START])}")
    bands = _bands(title)
    if face.kind == "paper" or face.seen is None:
        return Keys(tuple(map(_short, strong)), (*weak, *_of_days(bands, 0)))
    day = face.seen.toordinal()
    now, *beside = dict.fromkeys(at // _DAYS for at in (day, day - guards.NEWS_DAYS, day + guards.NEWS_DAYS))
    also = [key for days in beside for key in _of_days(bands, days)]
    return Keys(tuple(map(_short, strong)), (*weak, *_of_days(bands, now)), tuple(also))


def worth(places: Keys, sharing: Mapping[str, Sequence[int]]) -> list[int]:
    """Stories worth comparing, of those that share keys (key -> stories): by any key, but by bands only with two."""
    sure: dict[int, None] = {}
    once: set[int] = set()
    for key in (*places.strong, *places.weak, *places.also):
        for story in sharing.get(key, ()):
            if story in once or not key[0].isdigit():
                sure[story] = None
            once.add(story)
    return list(sure)


def _title_keys(title: str) -> list[str]:
    """The title in every length it may have elsewhere: whole, with one to three endings less, without a front label.

    Blind cuts are harmless here: a key only proposes, evidence decides.
    """
    said = titles.letters(title)
    found = [said]
    for segment in reversed(titles.take_apart(title).tail[-3:]):
        said = said.removesuffix(titles.letters(segment))
        if len(said) >= _LEAST or titles.length(said) >= _LEAST:
            found.append(said)
    found.append(titles.letters(titles.first_part(title)))
    front, colon, _ = title.partition(":")
    rest = said.removeprefix(titles.letters(front))
    if colon and titles.length(rest) >= 2 * _LEAST:
        found.append(rest)
    return [key for key in dict.fromkeys(found) if key]


def _bands(title: str) -> list[int]:
    """Ten numbers of which two near titles have some at the same places; none for a title of a few letters."""
    said = titles.letters(title)
    if len(said) < _LEAST // 2:
        return []
    signs = [ord(sign) for sign in said]
    a, b, c = _SPREAD
    # Multiply and shift: the high half of a product with odd constants spreads signs over the ring.
    ring = sorted(
        {(x * a + y * b + z * c) >> 32 & 0xFFFFFFFF for x, y, z in zip(signs, signs[1:], signs[2:], strict=False)}
    )
    count = len(ring)
    ring.append(ring[0])  # it closes
    # The next hash on a ring after a fixed point: each shingle is as likely as any other to be it, as in MinHash.
    found = []
    for one, two, three, four in _POINTS:
        mixed = ring[bisect_left(ring, one, 0, count)] * _MIX & _MASK
        mixed = (mixed + ring[bisect_left(ring, two, 0, count)]) * _MIX & _MASK
        mixed = (mixed + ring[bisect_left(ring, three, 0, count)]) * _MIX & _MASK
        found.append((mixed + ring[bisect_left(ring, four, 0, count)]) * _MIX & _MASK)
    return found


def _of_days(bands: list[int], days: int) -> list[str]:
    """Bands as keys: a digit for the place, the stretch of days, 36 bits. Days first: what is read lies together."""
    return [f"{n}{days:05x}{band >> 28:09x}" for n, band in enumerate(bands)]


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=9).hexdigest()


def _short(key: str) -> str:
    if len(key) <= _LONGEST:
        return key
    kind, _, value = key.partition(":")
    return f"{kind}:{value[:120]}#{_hash(value)}"
