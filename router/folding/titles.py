"""Turns a headline into what folding compares: its letters, numbers, directions, segments and shingles."""

from __future__ import annotations

import re
from functools import lru_cache

from router.frozen import value
from router.text import fold

_MARK = re.compile(r"^\s*(?:\[\s*(?:pdf|html|citation|book|doc|zitation|cita|引用|書籍|b|c)\s*\]\s*)+", re.I)
_ELLIPSIS = re.compile(r"[\s.…·]*(?:…|\.\s*\.\s*\.|\.\s\.|⋯)[\s.…]*$")
_PARTING = re.compile(r"\s+[-–—]\s*|(?<=\S)[-–—]\s+|\s*[|｜︱]\s*|_(?=[^_\s]{2,20}$)|\s+[·»]\s+")
_may_part = re.compile("[-–—|｜︱_·»]").search
_DOTS = frozenset(".…⋯")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_in_figures = re.compile(r"[.,](?<=\d.)(?=\d)").search
_NO_LETTERS = re.compile(r"[^\w\ue000]+|_+")
_LOWER = bytes(range(256)).lower()
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_is_cjk = re.compile(f"[{_CJK}]").search
_count_cjk = re.compile(f"[{_CJK}]").findall
_HAN_NUMBER = re.compile("[〇零一二三四五六七八九十百]+")
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_COUNTED = (
    "zero,one first,two second twice,three third thrice,four fourth,five fifth,six sixth,seven seventh,"
    "eight eighth,nine ninth,ten tenth,eleven eleventh,twelve twelfth"
)
_WORD_NUMBERS = {word: str(n) for n, names in enumerate(_COUNTED.split(",")) for word in names.split()}
_WORD_NUMBERS |= {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?<![\d./])(\d{1,2})\s?/\s?(\d{1,2})(?![\d/%])|(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]"
    rf"|\b({'|'.join(_MONTHS)})[a-z]*\.?\s(\d{{1,2}})\b|\b(\d{{1,2}})\.?\s({'|'.join(_MONTHS)})[a-z]*\b"
    r"|(?<!\d)(?:19|20)\d\d[./ |](\d{1,2})[./ |](\d{1,2})(?!\d)|[【(\[](?:20\d\d)?(\d\d)(\d\d)(?=\D)"
)
_NUMBERED = re.compile(
    r"\d|第[一二三四五六七八九十]+[集篇部季回章節期輪批]|[一二三四五六七八九十]+[集篇回]$|\([一二三四五六七八九十上中下]+\)|^[上中下][集篇]?$|更正|補充|澄清|否認|撤回"
)
_RELATIVE = re.compile(
    r"近\s?\d*\s?[日周週月季]|[今昨本][日天周週晚]|today|yesterday|tonight|this (?:week|morning|evening)|(?:last|past) \d+ (?:days|hours)|"
    r"\b(?:daily|weekly|latest)\b|heute|gestern|diese woche|本日"
)
_KNOWN = 8192  # texts remembered: of a whole batch, which is looked at several times

# Words that turn a headline round; each must stand on both sides or on neither. Read as whole words.
_TURNS_WORDS = (
    "again not no never without up down rise rises rose rising fall falls fell falling gain gains loss losses lose loses "
    "higher lower high low increase increases increased decrease decreases decreased buy buys bought sell sells sold "
    "win wins won lost approve approves approved reject rejects rejected accept accepts denies deny denied confirms "
    "open opens opened close closes closed before after start starts ends end more less most least correction "
    "corrected erratum corrigendum retraction retracted reply response comment supplement addendum update reopen "
    "hire hires fire fires male female men women boys girls north south east west left right pre post morning evening "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december spring summer autumn winter dataset protocol"
)
_TURNS = frozenset(_TURNS_WORDS.split())
_SAME_TURN = {"post": "after", "pre": "before"}
_HAN_TURNS_WORDS = "不 未 無 非 再 又 更正 補充 澄清 否認 撤回 漲 跌 升 降 增 減 買 賣 多 空 高 低 上 下 前 後 首 末 早 晚 午 晨 夜 開 收 停 復 男 女 東 西 南 北"
_HAN_TURNS = frozenset(_HAN_TURNS_WORDS.split())


_CORRECTION_WORDS = (
    "correction corrected corrects erratum corrigendum retraction retracted retracts reply response comment rebuttal "
    "supplement addendum 更正 補充 澄清 否認 撤回"
)
_CORRECTIONS = frozenset(_CORRECTION_WORDS.split())


@value(frozen=True, slots=True)
class Title:
    """A headline taken apart: `head` and `tail` segments as written, the folded text and what stands out in it."""

    clean: str  # without [PDF] and ellipsis, as written
    cut: bool  # ended in an ellipsis: there was more
    head: str  # the first segment
    tail: tuple[str, ...]  # the further segments, e.g. ("Economy", "The Paper")


@lru_cache(maxsize=_KNOWN)
def take_apart(title: str) -> Title:
    """A headline in segments, parted at " - ", "| " and their kin."""
    bare = " ".join(title.split())
    # Most titles have none of these: to look for one sign is ten times cheaper than to look for a pattern.
    if bare[:1] == "[":
        bare = _MARK.sub("", bare)
    clean = _ELLIPSIS.sub("", bare) if bare[-1:] in _DOTS else bare
    cut = clean != bare and bool(clean)
    clean = clean or bare
    if not _may_part(clean):
        return Title(clean, cut, clean, ())
    head, *tail = _PARTING.split(clean)
    if not head.strip():
        return Title(clean, cut, clean, ())
    return Title(clean, cut, head.strip(), tuple(part.strip() for part in tail if part.strip()))


@lru_cache(maxsize=_KNOWN)
def letters(text: str) -> str:
    """Letters and digits of the folded text only; "1,059" is 1059, "U.S." is us, "&" is and; 5.3 stays apart from 53."""
    if "&" in text or "+" in text:
        text = text.replace("&", " and ").replace("+", " plus ")
    if text.isascii() and (not ("," in text or "." in text) or not _in_figures(text)):
        return text.encode().translate(_LOWER, _SIGNS).decode()
    text = fold(text)
    if "," in text:
        text = _THOUSANDS.sub("", text)
    if "." in text:
        text = _POINT.sub("\ue000", text)
    return _NO_LETTERS.sub("", text)


@lru_cache(maxsize=_KNOWN)
def words(text: str) -> tuple[str, ...]:
    """Words of the folded text, for scripts that part them by spaces."""
    text = re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", "", fold(text.replace("&", " and ")))
    return tuple(re.findall(r"[^\W_]+", text))


@lru_cache(maxsize=_KNOWN)
def numbers(text: str) -> tuple[str, ...]:
    """Every number of a text in order, written one way: 1,059 = 1059, Four = 4, (十一) = 11, 03/23 = 3 23."""
    folded = fold(text)
    folded = _THOUSANDS.sub("", folded)
    folded = _HAN_NUMBER.sub(lambda found: f" {_han(found.group())} ", folded)
    folded = re.sub(r"[^\W\d_]+", lambda found: _WORD_NUMBERS.get(found.group(), found.group()), folded)
    return tuple(_plain(found) for found in _NUMBER.findall(folded))


def _plain(number: str) -> str:
    whole, _, rest = number.replace(",", ".").partition(".")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _han(numeral: str) -> str:
    total = 0
    digit: int | None = None
    if "十" not in numeral and "百" not in numeral:
        return "".join(str(_HAN_DIGITS[c]) for c in numeral)
    for c in numeral:
        if c in "十百":
            total += (1 if digit is None else digit) * (10 if c == "十" else 100)
            digit = None
        else:
            digit = _HAN_DIGITS[c]
    return str(total + (digit or 0))


@lru_cache(maxsize=_KNOWN)
def dates(text: str) -> frozenset[tuple[str, str]]:
    """Days named in a text as month and day: 3/16, 3月16日, Mar 16, 16 March, 2026/3/16, 【0316; 5/3 is ("5", "3")."""
    found = set()
    for match in _DATE.finditer(fold(text)):
        first, second = (part for part in match.groups() if part)
        if second in _MONTHS:
            first, second = second, first
        first = str(_MONTHS.index(first) + 1) if first in _MONTHS else first.lstrip("0")
        found.add((first, second.lstrip("0")))
    return frozenset(found)


def is_relative(text: str) -> bool:
    """Whether a title counts its time from the day it was written (近5日, today, this week): true again tomorrow."""
    return _RELATIVE.search(fold(text)) is not None


@lru_cache(maxsize=_KNOWN)
def turns(text: str) -> tuple[str, ...]:
    """Words that turn a headline round (up, down, again, not, 買, 賣, weekdays), sorted; post is after, pre before."""
    folded = fold(text)
    found = [_SAME_TURN.get(word, word) for word in words(text) if word in _TURNS]
    return tuple(sorted(found + [turn for turn in _HAN_TURNS for _ in range(folded.count(turn))]))


@lru_cache(maxsize=_KNOWN)
def corrections(text: str) -> frozenset[str]:
    """Words by which a text answers, mends or takes back another: correction, reply, 更正, 補充."""
    said = {*words(text)}
    return frozenset(word for word in _CORRECTIONS if (word in said if word.isascii() else word in text))


@lru_cache(maxsize=_KNOWN)
def is_numbered(segment: str) -> bool:
    """Whether a segment counts or parts something: "Part two", "3", 第三季, (下), 更正; no name of a publisher does."""
    return _NUMBERED.search(fold(segment)) is not None or any(
        word in _WORD_NUMBERS or word in _TURNS for word in words(segment)
    )


def length(text: str) -> float:
    """How much a title says, as Latin letters; a Chinese or Japanese sign counts for two."""
    said = letters(text)
    return len(said) if said.isascii() else len(said) + len(_count_cjk(said))


def first_part(title: str) -> str:
    """What stands before the first space of a title in Chinese or Japanese signs, when it is a headline; else ""."""
    part, space, _ = title.partition(" ")
    return part if space and is_cjk(part) and length(part) >= 24 else ""


def is_cjk(text: str) -> bool:
    """Whether the text has signs of a script written without spaces."""
    return _is_cjk(text) is not None


@lru_cache(maxsize=512)
def shingles(text: str, size: int = 3) -> frozenset[tuple[str, ...]]:
    """Runs of `size` letters of a text (of the whole, if it is shorter)."""
    said = letters(text)
    if len(said) <= size:
        return frozenset((tuple(said),)) if said else frozenset()
    return frozenset(zip(*(said[at:] for at in range(size)), strict=False))


def share(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """How much two shingle sets have in common: intersection over union, 0 to 1."""
    return len(a & b) / len(a | b) if a and b else 0.0


def inside(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """How much of the smaller set stands in the larger, 0 to 1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
