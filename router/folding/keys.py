"""Turns a face into the keys by which a store finds the stories it may belong to.

Strong keys name one thing (a link, a DOI) and are unique: the first story that takes one keeps it. Weak keys are
hints shared by many stories, whole numbers of 63 bits: the title, with and without what may be a publisher, how title
and text begin (below zero); and hints of nearness: eight bands of four character 3-grams each (from zero on), of which two
near titles share two or more (with 8 of 10 shingles in common 98 times of 100, with 9 of 10 always). News is only near
to news of the same days: its bands carry the number of their thirty days, and those before or after are looked up too where
the window reaches into them. So a lookup costs the same in a store of ten years.

A band is MinHash by one permutation (Li, Owen and Zhang 2012; Shrivastava and Li 2014): shingles lie on a ring by their
hashes, and the four that follow one of eight fixed points are as likely to be the same as four of four permutations.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from router.folding import guards, titles, traces
from router.folding.face import Face
from router.folding.learned import NOTHING, Learned
from router.frozen import value

BANDS, ROWS = 8, 4
_DAYS = 30  # of news whose bands lie together: most windows of evidence lie in one stretch
_LONGEST = 200  # characters of a strong key before it is written as a hash
_LEAST = 12  # letters a title must have to be looked for by nearness
_LONG, _START = 60, 24  # a title so long may be cut elsewhere; letters by which its beginning, or a text's, is known
# Fixed for ever, as all numbers below: stored rows are found by them. The ring is so small that its numbers are digits
# of Python's integers, which are sorted in half the time.
_RING = 1 << 30
_BAND_BITS, _PLACE_BITS = 42, 4
_POINTS = tuple((place * (_RING // BANDS), place << _BAND_BITS) for place in range(BANDS))  # on the ring, in the key
_REMEMBERED = 200_000  # 3-grams; a language has about 20,000


@value(frozen=True, slots=True)
class Keys:
    """Where a face is looked up. A strong key is `kind:value`, at most 220 characters."""

    strong: tuple[str, ...]  # link:, doi:, pmid:, arxiv:, pii:, article: and their kin
    weak: tuple[int, ...]  # hints, and bands, which are not below zero
    also: tuple[int, ...] = ()  # looked up beside `weak`, not written: the bands of the days before or after


def keys(face: Face, learned: Learned = NOTHING) -> Keys:
    """All keys of a face, the surest first. The same face has the same keys in every process and release."""
    strong = [f"link:{face.link}"] if face.link else []
    strong += sorted(face.ids)
    weak = [hint("page", page)] if (page := traces.page(face.link)) else []
    title = guards.plain(face.title, face.site, learned)
    weak += [hint("title", key) for key in _title_keys(title)]
    if titles.length(title) >= _LONG or titles.take_apart(face.title).cut:
        weak.append(hint("start", titles.letters(title)[:_START]))
    opening = face.text[: 2 * _LONG]
    if titles.length(opening) >= _LONG:
        weak.append(hint("text", titles.letters(opening)[:_START]))
    bands = _bands(title)
    if face.kind == "paper" or face.seen is None:
        return Keys(tuple(map(_short, strong)), (*weak, *_of_days(bands, 0)))
    now, beside = _stretches(face.seen.toordinal())
    also = [key for days in beside for key in _of_days(bands, days)]
    return Keys(tuple(map(_short, strong)), (*weak, *_of_days(bands, now)), tuple(also))


def hint(kind: str, text: str) -> int:
    """A text as a weak key: a number below zero."""
    return ~(int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=8).digest()) >> 1)


def worth(places: Keys, sharing: Mapping[str | int, Sequence[int]]) -> set[int]:
    """Stories worth comparing, of those that share keys (key -> stories): by any key, but by bands only with two."""
    found = {story for name in places.strong if name in sharing for story in sharing[name]}
    bands: list[Sequence[int]] = []
    for key in filter(sharing.__contains__, (*places.weak, *places.also)):
        if key >= 0:
            bands.append(sharing[key])
        else:
            found.update(sharing[key])
    if len(bands) > 1:
        once = set(bands[0])
        for stories in bands[1:]:
            found |= once.intersection(stories)
            once.update(stories)
    return found


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
    if not title.isascii():
        found.append(titles.letters(titles.first_part(title)))
    front, colon, _ = title.partition(":")
    if colon:
        rest = said.removeprefix(titles.letters(front))
        if titles.length(rest) >= 2 * _LEAST:
            found.append(rest)
    return [key for key in dict.fromkeys(found) if key]


class _Spread(dict[tuple[str, ...], int]):
    """A 3-gram's place on the ring, reckoned once. By a hash that nothing of the letters is left in: bands are sums."""

    def __missing__(self, gram: tuple[str, ...]) -> int:
        if len(self) > _REMEMBERED:
            self.clear()
        octets = "".join(gram).encode("utf-8", "surrogatepass")
        self[gram] = place = int.from_bytes(blake2b(octets, digest_size=8).digest()) % _RING
        return place


_spread = _Spread()


def _bands(title: str) -> list[int]:
    """Eight numbers of which two near titles have some in common, each with its place; none for a title of a few letters."""
    said = titles.letters(title)
    if len(said) < _LEAST // 2:
        return []
    ring = sorted({*map(_spread.__getitem__, zip(said, said[1:], said[2:], strict=False))})
    end = len(ring)
    ring += (ring * ROWS)[:ROWS]  # it closes
    # Which four they are is said by their sum: two fours have one by chance once in a thousand million times.
    return [
        ring[at] + ring[at + 1] + ring[at + 2] + ring[at + 3] | place
        for point, place in _POINTS
        for at in (bisect_left(ring, point, 0, end),)
    ]


@lru_cache(maxsize=64)
def _stretches(day: int) -> tuple[int, tuple[int, ...]]:
    """The stretch of days that a day lies in, and those that its window reaches into."""
    now, *beside = dict.fromkeys(at // _DAYS for at in (day, day - guards.NEWS_DAYS, day + guards.NEWS_DAYS))
    return now, tuple(beside)


def _of_days(bands: list[int], days: int) -> list[int]:
    """Bands as keys: the stretch of days, the place, 42 bits. Days first: what is read together lies together."""
    first = days << _PLACE_BITS + _BAND_BITS
    return [first + band for band in bands]


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=9).hexdigest()


def _short(key: str) -> str:
    if len(key) <= _LONGEST:
        return key
    kind, _, value = key.partition(":")
    return f"{kind}:{value[:120]}#{_hash(value)}"
