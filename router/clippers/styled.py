"""Turns plain text whose stories each begin with a headline of one style into those stories: a sign before or around it, a
number, a day, capitals. What stands under such a headline is its story's, be it one line or ten, with a link or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from router import links
from router.clippers import notes
from router.clippers.body import URL, Raw
from router.clippers.endings import part_titles
from router.clippers.feet import foot_of
from router.clippers.finish import key_of
from router.clippers.labels import furniture_of, is_form, may_be_title
from router.clippers.marked import RULE
from router.clippers.paragraphs import is_invitation, is_marked, tidy, title_of
from router.clippers.publishers import part_names
from router.clippers.sections import Paragraph, are_parts, are_sections, paragraphs_of
from router.clippers.titled import Reader
from router.clippers.wording import is_advertisement, words_in

FEWEST = 3
_MOST_STYLES = 4  # looked at, of a letter of many signs
_MOST_LINKS = 3  # under one headline; more are a section's
_MOST_READ = 8  # links of one line; so many are a list
_STORY = 20  # words under a first headline that is no name of the letter
_TOLD = 8  # words under a headline without a link
_FULL = 3  # words of a headline, on the average
_NEAR = 4  # signs by which a headline may be longer or shorter than the rule under it
_NARROWEST = 56  # signs: no mail is set narrower
_BEGINNING = 80  # signs of a line that say what it is about
_LONGEST = 240  # signs of a line that may be a headline
_ENCLOSED = re.compile(r"([*:=~#+<>|-]{1,4})\s+(?=\S)(.{4,160}?)\s+([*:=~#+<>|-]{1,4})$")
_SIGN = re.compile(
    r"(\*{1,3}|#{1,4}|>{1,3}|»|\+{1,3}|-{1,2}>?|o|~|§|[\u2022\u00b7\u2023\u02d9\u25a0-\u25ff\u2605\u2606\u2756])\s+(?=\S)"
)
_NUMBER = re.compile(
    r"([(\[【［]?)(?:\d{1,2}|[\uff10-\uff19]{1,2}|[IVX]{1,4}|[一二三四五六七八九十]{1,3})([.)\]:](?=\s)|[】］、．]|\s-(?=\s))\s*(?=\S)"
)
_DAY = re.compile(r"(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})?|\d{4}-\d\d-\d\d)\s*[:–—-]?\s+(?=\S)")
_MENTION = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,2}\))$")


class _Headline(NamedTuple):
    at: int
    size: int  # lines
    title: str
    day: str


def styled(lines: list[str], subject: str = "") -> list[Raw]:
    """Three and more of them, when nearly all links of the text stand under them, one or two under each; else nothing: a
    post under its subject has chapters, some of them without a link."""
    lines = lines[: foot_of(lines)]
    width = _width(lines)
    styles = [(style, found) for style, found in _by_style(lines, width).items() if len(found) >= FEWEST]
    if not styles:
        return []
    noted = notes.notes_of(lines)
    ways = [_links(line, noted) for line in lines]
    furniture = furniture_of(lines)
    styles.sort(key=lambda one: -len(one[1]))
    found = list[Raw]()
    for style, headlines in styles[:_MOST_STYLES]:
        told = _told(lines, ways, style, headlines)
        if told and key_of(told[0].title) == key_of(subject) and not all(raw.link for raw in told):
            continue
        under = _under(lines, ways, headlines) if len(told) > len(found) else []
        if under and not (are_sections(under, furniture, width) or are_parts(under)):
            found = told
    part_titles(found)
    part_names(found)
    return found


def _told(lines: list[str], ways: list[list[str]], style: str, headlines: list[_Headline]) -> list[Raw]:
    found, covered, bare = list[Raw](), 0, 0
    for one, after in pairwise([*headlines, _Headline(len(lines), 0, "", "")]):
        places = list(_section(lines, one.at + one.size, after.at))
        said = [lines[at] for at in places]
        places = [*range(one.at, one.at + one.size), *places]  # a headline may name its note
        urls = list(dict.fromkeys(url for at in places for url in ways[at]))
        if len(urls) > _MOST_LINKS or (urls and is_form(said, labelled=False)):
            return []
        covered += sum(len(ways[at]) for at in places)
        if len(urls) > 1 and sum(map(is_marked, said)) > 1 and len(listed := Reader(said).read()) > 1:
            found += listed  # a rubric over stories of its own
            continue
        words = words_in(" ".join(URL.sub("", line) for line in said))
        calendar = any(_style(line.strip()[:_LONGEST])[0] == style for line in said)
        # the letter's own name, over its day and place
        top = not found and words < _STORY and not any(map(str.strip, lines[: one.at]))
        if is_advertisement(one.title) or not (urls or (words >= _TOLD and not calendar and not top)):
            continue
        bare += not urls
        text = " ".join(line.strip() for line in said if "://" not in line and not is_invitation([line]))
        found.append(Raw(title=one.title, link=urls[0] if urls else "", links=urls[1:], text=text, date=one.day))
    distinct = len({raw.title for raw in found}) == len(found)
    distinct = distinct and len({raw.link for raw in found}) >= len(found) - max(bare - 1, 0)  # no chapters' notes
    named = distinct and sum(words_in(raw.title) for raw in found) >= _FULL * len(found)
    most = 3 * bare <= 2 * len(found) and 4 * len(found) >= 3 * len(headlines)
    linked = 3 * covered >= 2 * sum(map(len, ways)) and len(found) - bare >= FEWEST - 1
    return found if len(found) >= FEWEST and named and most and linked else []


def _under(lines: list[str], ways: list[list[str]], headlines: list[_Headline]) -> list[tuple[str, list[Paragraph]]]:
    """Each headline, and the paragraphs that stand under it."""
    ends = [*(one.at for one in headlines[1:]), len(lines)]
    places = [list(_section(lines, one.at + one.size, end)) for one, end in zip(headlines, ends, strict=True)]
    closed = [
        bool(urls) and ("://" in line or line.rstrip().endswith("]")) for line, urls in zip(lines, ways, strict=True)
    ]
    return [(one.title, paragraphs_of(lines, told, closed)) for one, told in zip(headlines, places, strict=True)]


def _width(lines: list[str]) -> int:
    """How wide the text is set."""
    lengths = sorted(len(line) for line in lines if line.strip() and "://" not in line and not RULE.match(line.strip()))
    return max(lengths[int(len(lengths) * 0.85)] if lengths else 0, _NARROWEST)


def _by_style(lines: list[str], width: int) -> dict[str, list[_Headline]]:
    """Lines that may be headlines, by what makes each look like one."""
    found: dict[str, list[_Headline]] = {}
    above = ""
    for at, line in enumerate(lines):
        said = line.strip()
        if (
            0 < len(said) <= _LONGEST
            and "://" not in said
            and not RULE.match(said)
            and (not above or RULE.match(above))
        ):
            below = lines[at + 1].strip() if at + 1 < len(lines) else ""
            lined = RULE.match(below) is not None and abs(len(below) - len(said)) <= _NEAR
            style, day = ("underlined", "") if lined else _style(said)
            if style and (headline := _headline(lines, at, style, day, width)):
                found.setdefault(style, []).append(headline)
        above = said
    return found


def _style(said: str) -> tuple[str, str]:
    """(what makes a line look like a headline, the day before it)"""
    if (around := _ENCLOSED.match(said)) and around[1] == around[3][::-1]:
        return f"{around[1]} {around[3]}", ""
    if sign := _SIGN.match(said):
        return sign[1], ""
    if day := _DAY.match(said):
        return "day", day[0].strip(" :–—-")
    if number := _NUMBER.match(said):
        return f"{number[1]}1{number[2].strip()}", ""
    return ("capitals" if said.isupper() and words_in(said) > 1 else ""), ""


def _headline(lines: list[str], at: int, style: str, day: str, width: int) -> _Headline | None:
    paragraph: list[str] = []
    for line in lines[at : at + 3]:
        said = line.strip()
        if (
            not said
            or "://" in said
            or RULE.match(said)
            or (paragraph and style != "capitals" and _style(said)[0] == style)
        ):
            break
        paragraph.append(line)
    first = paragraph[0].strip()
    if len(style) > 2 and " " in style:
        title, size = _ENCLOSED.sub(r"\2", first), 1
    else:
        title, rest = title_of(paragraph, width) if len(paragraph) > 1 else (first, [])
        size = len(paragraph) - len(rest)
        title = title.removeprefix(day).lstrip(" :–—-\t") if day else title
        if style == "capitals" and not title.isupper():
            return None
        if style[1:2] == "1" or style[:1] == "1":
            title = _NUMBER.sub("", title, count=1)
    title = tidy(_MENTION.sub("", title))
    return _Headline(at, size, title, day) if title and may_be_title(title, whole=True) else None


def _section(lines: list[str], begin: int, end: int) -> Iterator[int]:
    """The lines under a headline, down to a rule; those under the last one to what is about the reader's account."""
    begun = False
    for at in range(begin, end):
        said = lines[at].strip()
        if (begun and RULE.match(said)) or (end == len(lines) and links.is_account_link("", said[:_BEGINNING])):
            return
        if said and not RULE.match(said):
            begun = True
            yield at


def _links(line: str, noted: dict[str, str]) -> list[str]:
    """The links of a line, or of the notes that it names, that may lead to a story."""
    if noted and notes.is_note(line):
        return []
    urls = (
        [found[0] for found in islice(URL.finditer(line), _MOST_READ)]
        if "://" in line
        else notes.mentioned([line], noted)
    )
    return [url for url in urls if not (links.is_account_link(url, "") or links.is_share_link(url))]
