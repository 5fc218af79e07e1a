"""Tells what a paragraph of plain text gives as a title: its first line, the line over it, or its sentence."""

from __future__ import annotations

import re

from router import html
from router.clippers import bylines
from router.clippers.finish import is_button
from router.clippers.wording import is_citation, is_date, is_service, is_type, words_in

_BULLET = re.compile(
    r"^\s*(?:>+\s*)?(?:[*\u2022\u00b7\u25aa\u25cf\u25ba\u00bb\u203a\u2192o+-]\s+|(?:-\s)?-{2,3}(?=[^\W\d_a-z])|\*{2,4}\s?(?=[^\s*][^*]*$)|#{1,6}\s+|(?:[-=]{1,2}>|>{2,3})\s+|(?i:item|story|meldung|artikel)\s\d{1,2}\s?[:.–-]\s+|\(?\d{1,3}(?:[.)]-?|\s?\.-|/(?!\s*\d))\s+|\[[A-Z]?\d{1,3}\]\s+(?:[-–—]\s+)?|#\d{1,3}\s+|(?:[\u25a0-\u25ff\u2605\u2606\u203b\u30fb]\s*)?(?:[(（]?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[)）]?[、．]|[①-⑳])\s*|[\u25a0-\u25ff\u2605\u2606\u203b\u30fb]\s*|【\d{1,2}】\s*)?"
)
_COUNT = re.compile(
    r"\s*(?:\[|[-–—]\s)\d+ (?:updates?|messages?|posts?|replies|new|nachrichten|mensajes)(?:\]|, \d+ \w+)$", re.I
)
_AFTER = re.compile(r"\s*(?:\||--|—|–)\s*by\s+.+$", re.I)
_POINTS = re.compile(r"\s*\((?:\d[\d.,]* (?:up)?(?:points?|votes?|comments?)(?:, |\b)){1,2}\)?$", re.I)
_QUOTED = re.compile(r"[\"“„«](.{8,})[\"”“»],? (?:by|von|par|por|di|door) (.+)$")
_BETWEEN = re.compile(r"^([*=~_+#>-]{1,4}) (.+?) (?:\1|<{2,4})$")  # "* Title *"
_FRAMED = re.compile(r"^([-=.:~|<\[{]{1,4}) (.+?) ([-=.:~|>\]}]{1,4})$")  # "-=[ Title ]=-"
_LENGTH = re.compile(r"\s*\(\d{1,2}:\d\d(?::\d\d)?\)$")
_INVITES = re.compile(
    r"^\W*(?:read|click|for\b|see|more|this story|full|get\b|visit|continue|link|view|find|to\b|want|go\b|check|watch|listen)",
    re.I,
)
_ENDS = re.compile(r"(?:[.;…]|\b(?:at|from|see|here|to|visit|is|are))\W?$", re.I)
_BYLINE = re.compile(r"^(?:posted|submitted|written|by|from|via|von|par|por)\b", re.I)
_LABELLED = re.compile(r"^[A-ZÀ-Þ][\w ]{1,20}:\s")
_SENTENCE_ENDS = re.compile(r"[a-zß-öø-ÿ]{3}[.!?]$")
ARROWS = tuple("▼▽→⇒⇨➡►▶▷☞↓⇓≫»")
_SHORT = 30
_WRAPPED = 64  # hardly a letter breaks its lines earlier
_FULL = 45  # signs of a line that was wrapped, at the least
_LONGEST = 25  # words of a title
_RUBRIC = 3  # words in brackets that name a section
_CLOSING = ("?", "!", "“", "”", '"', "»")
_SAID = re.compile(r"[\"“„«‘'].{20,}[.!?…,]\s?[\"”“»’'] ?[-–—―]{1,3} ?[^\W\d_a-z][^,]{1,80}?(?:, ?[^\W\d_A-ZÀ-Þ].*|\.)")
_TIMED = re.compile(r"^(?:\d{1,4}[./-]){2}\d{1,4}\W{1,3}\d{1,2}[:.]\d\d\b")
_HOUR = re.compile(
    r"^\d{1,2}[:.]\d\d(?: ?(?:[-–]|to|bis|à) ?\d{1,2}[:.]\d\d)?(?: ?(?:[ap]\.?m\.?|uhr|h))?(?:[,:]| [-–])? (?=[^\W\d])",
    re.I,
)
_SUBJECT_LABEL = re.compile(r"^(?:topic|thread|subject|betreff|thema|sujet|tema|asunto|assunto)\s?:\s*(?=\S)", re.I)
_NUMBER = re.compile(r"^[A-Z]+-?\d{2,}[-:/]\d+(?:\s+[A-Z\d.:/-]+){0,3}$")  # "CNL-2023-0412  HIGH  8.1"
_POSTED = re.compile(
    r"^(?:(?:first |version of record )?(?:posted|submitted|published|updated|available)\b.*\d|pp?\.\s*\d|(?:(?:press|news|media) release|press?emitteilung|medienmitteilung|communiqué(?: de presse)?|comunicado|comunicato|persbericht)\W{1,3}(?:n[or°º]?\.? ?)?\d[\d/. -]*$|pages?:? \w{1,8}\s*[-–]\s*\w{1,8}$)",
    re.I,
)


def is_invitation(paragraph: list[str]) -> bool:
    """Whether a paragraph only asks to go on at the link below it."""
    words = html.line(" ".join(paragraph))
    if is_button(words.rstrip(":")):
        return True
    return (
        len(words) < 160
        and words.endswith((":", "at", "here", "click", "visit", "see", " to"))
        and _INVITES.match(words) is not None
    )


def is_imprint(paragraph: list[str]) -> bool:
    """Whether a paragraph says no more than when and on which pages something stands."""
    return all(_is_small_print(line.strip()) for line in paragraph)


def title_of(paragraph: list[str], width: int) -> tuple[str, list[str]]:
    """(title, what is below it) of a paragraph that begins with a title; a sentence keeps its colon; ("", []) of prose."""
    lines = [line.strip() for line in paragraph]
    typed = False
    while len(lines) > 1 and (is_type(lines[0]) or _is_small_print(lines[0]) or _is_kicker(lines[0], lines[1])):
        if typed and bylines.are_names(lines[1]):
            break  # an editorial that is titled "Editorial"
        typed = is_type(lines.pop(0))
    while len(lines) > 1 and (is_invitation(lines[-1:]) or _points_down(*lines[-2:])) and not _ends_figure(lines[-1]):
        lines.pop()
    if len(lines) == 1:
        return (lines[0], []) if words_in(lines[0]) <= 25 and not _is_small_print(lines[0]) else ("", [])
    whole = " ".join(lines)
    if whole.endswith(":") and len(whole) < 260:
        return whole, []
    if len(lines) >= 3 and _is_prose(lines) and not bylines.are_names(lines[1]):
        return "", []
    record = sum(_LABELLED.match(line) is not None for line in lines[1:]) >= 2
    end = 1
    while end < len(lines) and end < 4 and _goes_on(lines[end - 1], lines[end], width):
        if record and len(lines[end - 1]) < _WRAPPED and lines[end][:1].isupper():
            break
        end += 1
    if end == len(lines):
        return (whole, []) if len(lines) <= 3 and len(whole) <= 180 and not _ENDS.search(whole) else ("", [])
    if end >= 3 and sum(map(len, lines[:end])) > 220:
        return "", []
    return " ".join(lines[:end]), lines[end:]


def _ends_figure(line: str) -> bool:
    """Whether a line holds the end of a sentence that a figure ended: "999/04)."."""
    return line[0].isdigit() and line.endswith(".")


def _points_down(above: str, line: str) -> bool:
    """Whether a line only names the link below it, behind an arrow and under a sentence."""
    return line.startswith(ARROWS) and above.endswith(("。", "！", "？", ".", "!", "?"))


def _is_kicker(line: str, below: str) -> bool:
    """Whether a line over a title names its section: "ARTS", "[Arts]", "Also today:"."""
    if line.endswith(":"):
        return words_in(line) <= 2
    if line.isupper() and is_marked(below) and not is_marked(line):
        return True
    stands_out = line.isupper() or line.islower() or (line.startswith("[") and line.endswith("]"))
    above = stands_out and words_in(line) <= 2 and len(line) < _SHORT
    return above and not below.isupper() and not below.endswith((".", ":")) and _BYLINE.match(below) is None


def _is_prose(lines: list[str]) -> bool:
    """Whether lines are one wrapped sentence after another: all but the last about as long, some begun in mid-sentence."""
    longest = max(map(len, lines))
    even = all(len(line) >= 0.75 * longest for line in lines[:-1])
    wrapped = even and any(line[:1].islower() for line in lines[1:]) and not lines[0].endswith((".", "!", "?"))
    return wrapped and _goes_on(lines[0], lines[1], longest)


def _goes_on(line: str, below: str, width: int) -> bool:
    """Whether a title runs on to the line below: the first word there would not have fitted, or the sense is open."""
    open_end = line.endswith((":", ",", "-", "–", "(")) or (
        below[:1].islower() and _SENTENCE_ENDS.search(below) is not None
    )
    if (
        is_date(below)
        or is_citation(below)
        or is_occasion(below)
        or _is_small_print(below)
        or bylines.is_signed(below)
        or (_LABELLED.match(below) and not open_end)
        or _BYLINE.match(below)
        or (bylines.are_names(below) and not open_end)
    ):
        return False
    if line.isupper() and words_in(line) >= 3:
        return below.isupper() and len(line) > 0.6 * width
    first = below.split()[0] if below.split() else ""
    if open_end or first[:1].islower():
        return True
    return len(line) + 1 + len(first) > width and not _begins_sentence(line, below)


def is_occasion(line: str) -> bool:
    """Whether a line says where and when something takes place: "Tartu, Estonia, 3-5 May 2027", or first when."""
    if not any(map(str.isdigit, line)) or len(line) > 80:
        return False
    parts = [part.strip() for part in re.sub(r"(?<=\d)[-–](?=\d)", " ", line).split(",")]
    ends = (",".join(parts[at:]) for at in range(1, len(parts)))
    begins = (",".join(parts[:at]) for at in range(1, len(parts)))
    place = all(words_in(part) <= 5 and part[:1].isupper() for part in parts if not any(map(str.isdigit, part)))
    return place and any(any(map(str.isdigit, part)) and is_date(part) for part in (*ends, *begins))


def _begins_sentence(line: str, below: str) -> bool:
    """Whether a full line is a title all the same, since the capital below it begins a sentence of another style."""
    said, told = capitals(line), capitals(below)
    if said > 0.7 and told < 0.4 and words_in(below) >= 5:
        return True
    if not below[:1].isupper():
        return False
    return line.endswith(_CLOSING) or (max(said, told) < 0.6 and below.endswith(".") and words_in(below) >= 5)


def capitals(line: str) -> float:
    """How many of the longer words after the first are capitalised, 0 to 1."""
    words = [word for word in line.split()[1:] if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.5


def heading_of(paragraph: list[str]) -> str:
    """A short first line that is no sentence and stands alone, over its small print or over labelled values; else ""."""
    while len(paragraph) > 1 and _is_small_print(paragraph[0].strip()):
        paragraph = paragraph[1:]
    first = paragraph[0].strip()
    if len(first) > 76 or first.endswith((".", ",", ";", "!", ":")) or _is_small_print(first) or is_service(first):
        return ""
    if first[:3].casefold() == "by " and bylines.are_names(first[3:]):
        return ""
    if first[0] == "[" and first[-1] == "]" and words_in(first) <= _RUBRIC:
        return ""
    if all(line.isupper() for line in paragraph) and (whole := _wrapped(paragraph)):
        return whole
    alone = len(paragraph) == 1 or is_signed_title(paragraph)
    if alone or first.isupper() or (len(first) < 50 and re.match(r"^\s*\w[\w ]{1,24}:", paragraph[1])):
        return first
    return ""


def is_signed_title(paragraph: list[str]) -> bool:
    """Whether a paragraph is a line over or under one that says when, where or by whom, and no more."""
    if len(paragraph) != 2:
        return False
    line = paragraph[1].strip()
    by = _BYLINE.match(line) is not None and bylines.are_names(bylines.names(line))
    return by or _is_small_print(line) or bylines.is_signed(line) or _is_small_print(paragraph[0].strip())


def is_saying(title: str, below: list[str]) -> bool:
    """Whether words are a sentence between quotation marks and, behind or below it, the name of who said it and more of them:
    a headline is no longer than the name."""
    return _SAID.fullmatch(html.line(" ".join([title, *below[:1]]))) is not None


def headings_of(paragraphs: list[list[str]]) -> dict[int, str]:
    """Those lines by the number of their paragraph, else the first title that was wrapped; where something takes place is
    one only when no other is."""
    found = {number: first for number, paragraph in enumerate(paragraphs) if (first := heading_of(paragraph))}
    if not found and paragraphs and (first := _wrapped(paragraphs[0])):
        return {0: first}
    return {number: first for number, first in found.items() if not is_occasion(first)} or found


def _wrapped(paragraph: list[str]) -> str:
    """A paragraph that is one title on two or three lines, else ""."""
    lines = [line.strip() for line in paragraph]
    whole = " ".join(lines)
    if not 2 <= len(lines) <= 3 or words_in(whole) > _LONGEST or whole[-1] in ".:;,!" or not whole[0].isalnum():
        return ""
    if any(len(line) < _FULL for line in lines[:-1]) or len(lines[-1]) > len(lines[0]):
        return ""
    small = any(
        _is_small_print(line)
        or is_citation(line)
        or is_occasion(line)
        or (not line.isupper() and bylines.are_names(line))
        for line in lines
    )
    return "" if small or _LABELLED.match(whole) or is_service(whole) else whole


def _is_small_print(line: str) -> bool:
    """Whether a line says no more than when something was posted, or under which number."""
    return (
        is_date(line)
        or bylines.is_dated(line)
        or _POSTED.match(line) is not None
        or _NUMBER.match(line) is not None
        or _TIMED.match(line) is not None
    )


def is_marked(line: str) -> bool:
    """Whether a line begins with a bullet or a number."""
    found = _BULLET.match(line)
    return found is not None and found[0].strip() != ""


def sentence_of(paragraph: list[str]) -> str:
    """The paragraph as one sentence, its first one when it is long; "" when that is long too."""
    whole = html.line(" ".join(paragraph)).rstrip(": ")
    if len(whole) <= 300:
        return whole
    found = re.match(r".{30,300}?[.!?](?=\s)", whole)
    return found[0] if found else ""


def tidy(title: str) -> str:
    """A title without bullet, number, "by …", playing time and the signs that made it bold."""
    title = _BETWEEN.sub(r"\2", html.line(title))
    if (framed := _FRAMED.match(title)) and len(framed[1]) == len(framed[3]):
        title = framed[2]
    title = _LENGTH.sub("", _AFTER.sub("", _SUBJECT_LABEL.sub("", _BULLET.sub("", title, count=1)))).rstrip(": ")
    title = _POINTS.sub("", _HOUR.sub("", _COUNT.sub("", title)))
    if title[:1] in '"“„«' and (quoted := _QUOTED.match(title)) and bylines.are_names(quoted[2]):
        title = quoted[1]
    for sign in "*_=~":
        if title.startswith(sign) and title.endswith(sign):
            title = title.strip(f"{sign} ")
    return title
