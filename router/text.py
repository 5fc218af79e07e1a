"""Turns any text into the one folded form that matcher, preview and search compare, and says where a word ends.

Folding is NFKC (UAX 15), full case folding, accents off, signs of one meaning made one, spaces single: idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

SPACED, RUN = 1, 2  # kinds of word characters: of scripts that part words by spaces, and of scripts that do not

_DASHES = "\u00ad-\u058a\u05be\u1400\u1806\u2010-\u2015\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u301c\u3030\u30a0"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u2039\u203a`\u00b4"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\u301f"
_LETTERS = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ɫ": "l", "ȷ": "j"}
# Marks of Latin, Greek and Cyrillic; Hebrew points and Arabic vowel signs, which most writers leave out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0670\u06d6-\u06dc"
)
# Characters nobody sees: soft hyphen, joiners, direction marks, variation selectors, half surrogates.
_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
_UNSEEN += "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U0001bca0-\U0001bca3\U000e0000-\U000e0fff"

_drop = re.compile(f"[{_MARKS}]+").sub
_unsee = re.compile(f"[{_UNSEEN}]+").sub
_one = re.compile(f"[{_DASHES[1:]}\\-{_SINGLE}{_DOUBLE}{''.join(_LETTERS)}\x00-\x1f\x7f-\x9f]").sub
_SIGNS = dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"') | _LETTERS
_ASCII = str.maketrans({"-": " ", "`": "'", "\x7f": " "} | {chr(n): " " for n in range(32)})

# Latin letters, punctuation, symbols and pictures, without marks that join another: none changes its neighbour.
_APART = "\x00-\u024f\u1e00-\u1eff\u2000-\u20cf\u2100-\u2bff\ufe0f\U0001f000-\U0001faff"
_beyond = re.compile(f"[^{_APART}]").search
_not_ascii = re.compile("[^\x00-\x7f]").sub

_ASCII_BYTES = "".join(map(chr, range(128))).lower().translate(_ASCII).encode() + bytes(range(128, 256))


@lru_cache(maxsize=64)  # a story's texts are folded for the rules, and then for the index
def fold(text: str) -> str:
    """The form in which texts are compared; `fold(fold(x)) == fold(x)`. Never fails."""
    if text.isascii():  # as nearly all are: bytes are translated several times faster
        text = text.encode().translate(_ASCII_BYTES).decode()
        return " ".join(text.split()) if "  " in text else text.strip()
    if _beyond(text):
        return " ".join(_fold_signs(text).split())
    text = _not_ascii(lambda found: _fold_sign(found.group()), text)
    return " ".join(text.encode().translate(_ASCII_BYTES).decode().split())


def _fold_signs(text: str) -> str:
    """Everything of folding but the joining of spaces: of a whole text it is the joined folding of its clusters."""
    text = _unsee("", text).replace("\u00b4", "'")  # an apostrophe to whoever types it; NFKC makes a space of it
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _drop("", unicodedata.normalize("NFD", text))
    text = _one(lambda found: _SIGNS.get(found.group(), " "), text)
    # Once more: taking marks off or letters apart can leave a sequence that NFKC writes otherwise.
    return _drop("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=2048)
def _fold_sign(char: str) -> str:
    return _fold_signs(char)


class Folded:
    """A text with its folded form, able to say where a place of the folded form stands in the text."""

    __slots__ = ("__dict__", "original", "text")

    def __init__(self, original: str, text: str | None = None) -> None:
        """`text` is the folding of `original`, where it is known already."""
        self.original = original
        self.text = fold(original) if text is None else text

    @cached_property
    def offsets(self) -> Sequence[int]:
        """For each character of `text`, and its end, the offset in `original`; made when a place is shown."""
        if self.original.isascii():
            signs: str = self.original.lower().translate(_ASCII)
            places: Sequence[int] = range(len(signs) + 1)
        else:
            signs, places = _placed(self.original)
        starts: list[int] = []
        end = 0
        for word in _UNSPACED_RUN.finditer(signs):
            if starts:
                starts.append(places[end])
            end = word.end()
            starts += places[word.start() : end]
        starts.append(places[end])
        return starts

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in `original` of the folded characters start to end."""
        if len(self.text) == len(self.original) and self.original.isascii():
            return start, end
        offsets = self.offsets
        if end >= len(offsets) - 1:
            return offsets[start], offsets[-1]
        stop = offsets[end]
        if stop == offsets[end - 1]:  # the place ends inside a cluster (half of a ligature): show it whole
            stop = offsets[min(bisect_right(offsets, stop), len(offsets) - 1)]
        return offsets[start], stop


def _placed(original: str) -> tuple[str, list[int]]:
    """The folded text before its spaces are joined, and where each of its characters, and its end, comes from.

    Cut where normalisation cannot reach over: a character that may join the one before it stays with it.
    """
    out: list[str] = []
    places: list[int] = []
    for part in _ASCII_OR_NOT.finditer(original):
        start, end = part.span()
        if original[start].isascii():
            joined = end < len(original) and _joins(original[end])
            out.append(original[start : end - joined].lower().translate(_ASCII))
            places += range(start, end - joined)
            continue
        begins = [n for n in range(start, end) if not (n and _joins(original[n]))]
        if not begins or begins[0] != start:
            begins.insert(0, max(start - 1, 0))
        for begin, stop in zip(begins, [*begins[1:], end], strict=True):
            folded = _fold_signs(original[begin:stop])
            out.append(folded)
            places += [begin] * len(folded)
    places.append(len(original))
    return "".join(out), places


_ASCII_OR_NOT = re.compile("[\x00-\x7f]+|[^\x00-\x7f]+")
_UNSPACED_RUN = re.compile(r"\S+")


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    if char < "\u0300":
        return char == "\u00ad"
    first = unicodedata.normalize("NFKD", char)[0]
    if unicodedata.category(first)[0] == "M" or unicodedata.combining(first) or "\u1161" <= first <= "\u11ff":
        return True
    return not _unsee("", char)


class _Kinds(dict[str, int]):
    """Kind of a character, looked up once: 0 none, SPACED or RUN."""

    def __missing__(self, char: str) -> int:
        kind = 0
        if char.isalnum() or unicodedata.category(char)[0] == "M":
            kind = RUN if _RUNS.match(char) else SPACED
        self[char] = kind
        return kind


_RUNS = re.compile(  # Thai, Lao, Myanmar, Khmer, kana, Hangul, Bopomofo, Han
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035"
    "\u3040-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
KIND = _Kinds()


def stands_alone(text: str, start: int, end: int, open_start: bool = False, open_end: bool = False) -> bool:
    """Whether folded text[start:end] is whole words there; an open side may lie inside a word (`famil*`).

    `C++` and `LGBTQ+` are words, so `C` is not found in `C++`; `#tag` and `@name` are words, found with and without
    their sign. Scripts that do not part words (Chinese, Japanese, Korean, Thai) have no inside.
    """
    if not open_start and start:
        first = text[start]
        if (KIND[first] == SPACED or first in "#@") and KIND[text[start - 1]] == SPACED:
            return False
    if open_end or end >= len(text):
        return True
    last, after = text[end - 1], text[end]
    if last == "+":
        return after != "+" and KIND[after] != SPACED
    if KIND[last] != SPACED:
        return True
    return KIND[after] != SPACED and (after != "+" or _plus_joins(text, end))


def _plus_joins(text: str, at: int) -> bool:
    """Whether the pluses at this place stand between two words (`a+b`) and so belong to neither."""
    while at < len(text) and text[at] == "+":
        at += 1
    return at < len(text) and KIND[text[at]] != 0


def word_end(text: str, at: int) -> int:
    """Where the word that holds or ends at this place of a folded text ends; its own place in a run script."""
    while at < len(text) and KIND[text[at]] == SPACED:
        at += 1
    if at and at < len(text) and text[at] == "+" and KIND[text[at - 1]] == SPACED and not _plus_joins(text, at):
        while at < len(text) and text[at] == "+":
            at += 1
    return at


def word_start(text: str, at: int) -> int:
    """Where the word that holds this place of a folded text begins."""
    while at and KIND[text[at - 1]] == SPACED:
        at -= 1
    return at


def word_places(text: str) -> list[int]:
    """Offsets at which the words of a folded text begin, each character of a run script being one."""
    places, before = [], 0
    for at, char in enumerate(text):
        kind = KIND[char]
        if kind == RUN or (kind == SPACED and before != SPACED):
            places.append(at)
        before = kind
    return places


_COUNTED = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SPACED_WORD = re.compile(r"\S*[^\W_]\S*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")


def words(text: str) -> int:
    """How many words a reader reads: spaced words, Chinese and Japanese by characters, Thai and its kin by fives."""
    if text.isascii():
        return len(_SPACED_WORD.findall(text))
    count = len(_COUNTED.findall(text))
    rest = _COUNTED.sub(" ", text)
    count += sum(-(-len(run) // 5) for run in _UNSPACED.findall(rest))
    return count + len(_SPACED_WORD.findall(_UNSPACED.sub(" ", rest)))


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]+")


def one_line(text: str) -> str:
    """The text on one line: single spaces, no control or direction characters (they can turn what people see)."""
    if not text.isascii():
        text = _TURNS.sub("", text)
    return " ".join(_CONTROLS.sub(" ", text).split())
