"""Turns plain text that puts titles, or sentences that stand for them, above links into stories."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from router import html, links
from router.clippers import bylines, notes, references
from router.clippers.body import URL, Raw
from router.clippers.endings import part_titles
from router.clippers.feet import FEWEST, foot_of, without_front_page
from router.clippers.finish import is_bare_url, is_button
from router.clippers.journals import papers_of
from router.clippers.labels import (
    ASKS,
    HEADLINE,
    OPEN,
    TALK,
    asks_reader,
    furniture_of,
    is_form,
    is_half,
    is_ranking,
    key_of_label,
    label_of,
    leads_to,
    may_be_title,
    points_amid,
)
from router.clippers.marked import RULE
from router.clippers.mastheads import is_masthead
from router.clippers.paragraphs import (
    headings_of,
    is_imprint,
    is_invitation,
    is_marked,
    is_saying,
    is_signed_title,
    sentence_of,
    tidy,
    title_of,
)
from router.clippers.publishers import part_names
from router.clippers.signs import headlines_set_apart
from router.clippers.wording import (
    is_advertisement,
    is_citation,
    is_date,
    is_greeting,
    is_online_link,
    is_titleish,
    words_in,
)

NAMED_RULE = re.compile(r"^[-=*_#~<>+:/ ]{3,}\s*([^\W_][^=*_#~<>]*?)\s*[-=*_#~<>+:\\ ]{3,}$")
_BESIDE = re.compile(r"^([^<>]*[^<>\s])\s*<https?://[^<>]+>\s*([-–—:.;,|\d].*)$")  # `Title <link> - words about it`
_PAYS = re.compile(r"\b(?:by|von|par|por|da|door)\b", re.I)
_BEGINNING = 80  # signs of a line that say what it is about
_NARROWEST = 56  # no mail is set narrower; one of few or short lines only seems so
_SIGNATURE = 10  # lines below "-- " that may be a signature (RFC 3676 4.3)
_BROKEN = re.compile(
    r" (?:à|de|du|des|le|la|les|et|en|au|aux|pour|par|an|bei|der|die|das|und|von|zu|mit|el|los|y|para|con|il|di|e|per|a|het|van|voor|to|the|and|of)$"
)
_HALF = re.compile(r" (?:at|via|visit|see|here)$", re.I)  # a sentence that its link ends
_IMAGE = re.compile(r"^\[(?:image|cid|bild|imagen|immagine|logo|picture)\b[^\]]*\](?:\s*<\S+>)?$", re.I)
_NUMBERED = re.compile(r"(?:PMID|PMCID|DOI|URL|Link)\b[:\s]*(?:PMC)?\d*$", re.I)
_DOI = re.compile(r"\bdoi\s*:?\s*10\.\d{4}|doi\.org/10\.", re.I)


@dataclass(slots=True)
class _Chunk:
    """What stands between one link and the next: paragraphs of lines."""

    paragraphs: list[list[str]] = field(default_factory=list)
    open: bool = False  # the next line belongs to the last paragraph
    ruled: bool = True  # a rule or the beginning stands above it
    advertised: bool = False
    headed: bool = False  # its section's heading already became a story
    headline: str = ""  # what stood under a sign above the paragraphs: the title, whatever they say
    alone: bool = False  # all that stands down to the next such headline is about this one

    def add(self, line: str) -> None:
        """One more line."""
        if self.open and self.paragraphs:
            self.paragraphs[-1].append(line)
        else:
            self.paragraphs.append([line])
        self.open = True


class Reader:
    """Goes down a text and closes a story at every link."""

    def __init__(self, lines: list[str]) -> None:
        signed = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].rstrip() == "--"), len(lines))
        self.lines = lines = lines[:signed] if len(lines) - signed <= _SIGNATURE else lines
        lengths = sorted(
            len(line) for line in lines if line.strip() and not URL.search(line) and not RULE.match(line.strip())
        )
        self.width = lengths[int(len(lengths) * 0.85)] if lengths else 72
        self.width = max(self.width, _NARROWEST)
        self.furniture = furniture_of(lines)
        self.colons = sum(1 for pair in pairwise(lines) if _leads(*pair)) > 1  # titles end with a colon here
        self.foot = foot_of(lines)
        self.signed = headlines_set_apart(lines)
        self.lines = lines = notes.joined(lines)
        self.notes = notes.notes_of(lines)
        self.chunk = _Chunk()
        self.follows = False  # what was announced as paid for stands below the rule
        self.found: list[Raw] = []
        self.before = 0  # the stories above this paragraph
        self.last: Raw | None = None  # the story whose further links may still follow

    def read(self) -> list[Raw]:
        """The stories in the text's order."""
        for at, line in enumerate(self.lines):
            said = line.strip()
            if at == self.foot and len(self.found) >= FEWEST:
                break
            if at > len(self.lines) * 0.6 and links.is_account_link("", said[:_BEGINNING]):
                while len(self.found) > self.before and words_in(self.found[-1].title) <= 4:
                    self.found.pop()  # "Report an incident: …", beside the way to leave
                break
            if not said or _IMAGE.match(said):
                self.chunk.open = False
                self.before = len(self.found)
            elif at in self.signed:
                self.chunk = _Chunk(headline=said, alone=at != max(self.signed))
            elif RULE.match(said):
                if not self.chunk.headline or self.chunk.paragraphs:
                    self._rule("")
            elif named := NAMED_RULE.match(said):
                self._rule(named[1])
            elif not (self.notes and notes.is_note(line)):
                self._line(line, said)
        part_titles(self.found)
        part_names(self.found)
        return papers_of(without_front_page(self.found, self.lines))

    def _rule(self, name: str) -> None:
        announced = self.chunk.advertised and self.follows and not self.chunk.paragraphs and not name
        self.chunk = _Chunk(advertised=is_advertisement(name) if name else announced)
        if name and not self.chunk.advertised:
            self.chunk.add(name)
            self.chunk.open = False
        self.last = None

    def _line(self, line: str, said: str) -> None:
        urls = URL.findall(said)
        if urls and self.chunk.alone and not self.chunk.headline:
            self.found[-1].links.append(urls[0])
        elif urls:
            self._link(said, urls)
        elif (self.notes and self._noted(said)) or ("10." in said and _DOI.search(said) and self._cited(said)):
            return
        elif is_advertisement(said.strip(":")):
            self.chunk = _Chunk(ruled=self.chunk.ruled, headed=self.chunk.headed, advertised=True)
            self.follows = said.endswith(":") or not _PAYS.search(said)
        else:
            self.chunk.add(line)
            self.last = None

    def _noted(self, said: str) -> bool:
        """A line with the number of a link below the text closes a story: at its end, perhaps begun on the line above, or
        behind the title with words about it."""
        found = notes.referred(said, self.notes)
        if found is None:
            return False
        title, link, about = found
        if not title or is_button(title):
            self._link(f"{title} {link}", [link])
            return True
        above = self.chunk.paragraphs[-1] if self.chunk.open and self.chunk.paragraphs else []
        amid = above and not said.endswith(("]", ")")) and not is_marked(said)  # a note in the midst of prose
        raw = self._before(title, above, [link]) if not amid and is_titleish(title) else None
        if raw is not None:
            raw.text = about
            self.found.append(raw)
        return raw is not None

    def _cited(self, said: str) -> bool:
        """A line with a DOI closes a story as a link does, when a title and no more than authors stands above it."""
        if not (self.chunk.paragraphs and self.chunk.open) or self.chunk.advertised:
            return False
        title, rest = title_of(self.chunk.paragraphs[-1], self.width)
        title = tidy(title)
        if not rest or not may_be_title(title) or bylines.are_names(title) or is_citation(title):
            return False
        cited = bylines.by_citation(said)
        self.last = Raw(title=title, doi=links.doi(said), date=said, journal=cited.journal if cited else "")
        _fill(self.last, rest)
        self.found.append(self.last)
        self.chunk = _Chunk(ruled=False, headed=self.chunk.headed)
        return True

    def _link(self, said: str, urls: list[str]) -> None:
        beside = _BESIDE.match(said)
        if beside and beside[2][0].isdigit() and not is_date(beside[2]):
            beside = None
        label = label_of(beside[1] if beside and words_in(beside[1]) >= 3 and not is_button(beside[1]) else said)
        if self.last is not None and (not label or _NUMBERED.match(label)):
            if self.last.link:
                self.last.links.append(urls[0])
            else:
                self.last.link = urls[0]
            return
        named = not TALK.search(label) and (key_of_label(label) in self.furniture or self._is_label(said, label))
        raw = (
            None
            if leads_to(said) or points_amid(said, urls[0])
            else self._story("" if named else label, urls, named=named)
        )
        if raw is not None and beside and raw.title == tidy(label):
            raw.text = raw.text or html.line(URL.sub(" ", beside[2])).strip(" -–—:|<>()").lstrip(".,; ")
        if raw is None and links.is_share_link(urls[0]):
            self._text_of_last()
        if raw is not None and (self.found or not is_masthead(raw, label, self.chunk.paragraphs[-1:])):
            self.found.append(raw)
            self.last = raw
        self.chunk = _Chunk(ruled=False, headed=self.chunk.headed, alone=self.chunk.alone and raw is not None)

    def _text_of_last(self) -> None:
        """What stands between a story's link and the buttons that share it is about that story."""
        if self.found and not self.found[-1].lines and self.chunk.paragraphs:
            _fill(self.found[-1], self.chunk.paragraphs[0])

    def _is_label(self, said: str, label: str) -> bool:
        """Whether `Forms and guidance: link` below a paragraph names the link only."""
        above = self.chunk.paragraphs[-1] if self.chunk.paragraphs else [""]
        goes_on = self.chunk.open and not above[-1].rstrip().endswith((".", "!", "?"))
        return words_in(label) <= 4 and said.startswith(f"{label}:") and words_in(" ".join(above)) >= 10 and not goes_on

    def _story(self, label: str, urls: list[str], *, named: bool) -> Raw | None:
        """The story that a link closes, None when its words name none."""
        chunk = self.chunk
        if (
            chunk.advertised
            or TALK.search(label)
            or links.is_account_link(urls[0], label)
            or links.is_share_link(urls[0])
        ):
            return None
        cited = references.read(
            html.line(" ".join([*(chunk.paragraphs[-1] if chunk.open and chunk.paragraphs else ()), label]))
        )
        if cited is not None and may_be_title(cited.title):
            return Raw(title=cited.title, authors=cited.authors, text=cited.rest, link=urls[0], links=urls[1:])
        paragraphs = [said for part in chunk.paragraphs if (said := self._telling(part))]
        while len(paragraphs) > 1 and len(paragraphs[0]) == 1 and is_greeting(paragraphs[0][0].strip()):
            paragraphs.pop(0)
        asks = html.line(" ".join([*(chunk.paragraphs[-1] if chunk.paragraphs else ()), label]))
        if asks_reader(asks):
            return None
        if chunk.headline and may_be_title(tidy(chunk.headline)):
            raw = Raw(title=tidy(chunk.headline), link=urls[0], links=urls[1:])
            _fill(raw, [line for part in paragraphs if not is_invitation(part) for line in part])
            return raw
        beside = chunk.open and bool(paragraphs)
        if beside and 0 < words_in(label) < 3 and not is_button(label) and _is_full(paragraphs[-1][-1], self.width):
            return self._before(label, paragraphs[-1], urls)
        if (
            label
            and not is_button(label)
            and not OPEN.search(label)
            and not is_online_link(label)
            and words_in(label) >= 3
            and not is_bare_url(label)
        ):
            return self._before(label, paragraphs[-1] if beside else [], urls)
        while paragraphs and (
            is_invitation(paragraphs[-1])
            or (len(paragraphs) > 1 and (is_half(paragraphs[-1]) or is_imprint(paragraphs[-1])))
        ):
            paragraphs.pop()
        if paragraphs and is_form(paragraphs[-1], labelled=named or bool(label)):
            if not (named and len(paragraphs) > 1):
                return None
            paragraphs.pop()  # one of the records of a table
        if not paragraphs or is_ranking(paragraphs[-1]):
            return None
        title, rest = self._above(paragraphs)
        whole = title.startswith(HEADLINE)
        title = tidy(title)
        if (
            not may_be_title(title, whole=whole)
            or is_saying(title, rest)
            or (_HALF.search(title) and words_in(title) > 5)
        ):
            return None
        raw = Raw(title=title, link=urls[0], links=urls[1:])
        _fill(raw, rest)
        return raw

    def _telling(self, paragraph: list[str]) -> list[str]:
        """A paragraph without the words that stand above every link."""
        return [line for line in paragraph if line.strip().casefold() not in self.furniture]

    def _before(self, label: str, paragraph: list[str], urls: list[str]) -> Raw | None:
        """`Title of the story <https://…>`, the title perhaps begun on the line above."""
        begun = [line.strip() for line in paragraph[-2:] if _is_full(line, self.width)]
        title = tidy(" ".join([*begun, label]) if begun and begun[-1] == paragraph[-1].strip() else label)
        if words_in(title) > 30 or not may_be_title(title):
            return None
        return Raw(title=title, link=urls[0], links=urls[1:])

    def _above(self, paragraphs: list[list[str]]) -> tuple[str, list[str]]:
        """The title that the paragraphs above a link give: their own first line, the heading over them, or the sentence."""
        chunk = self.chunk
        headings = headings_of(paragraphs[:-1])
        title, rest = title_of(paragraphs[-1], self.width)
        if title and min(headings, default=1) == 0:
            asks = (
                chunk.ruled and not self.colons and len(paragraphs) > 2 and ASKS.search(paragraphs[-1][-1]) is not None
            )
            names = chunk.ruled or words_in(headings[0]) >= 4
            told = title.endswith(".") and (is_signed_title(paragraphs[0]) or (names and words_in(title) >= 10))
            if asks or told or _BROKEN.search(title):
                title = ""  # a sentence of a section that has a heading of its own
        if not title and headings:
            at = max(headings)
            chunk.headed = chunk.headed or chunk.ruled
            below = [paragraphs[at][1:], *paragraphs[at + 1 :]]
            return headings[at], [line for paragraph in below for line in paragraph]
        if not title:
            return ("", []) if chunk.headed else (sentence_of(paragraphs[-1]), [])
        return ("", []) if chunk.headed and title.endswith(":") else (title, rest)


def _leads(line: str, below: str) -> bool:
    """Whether a line of some words ends with a colon above a link."""
    return line.rstrip().endswith(":") and "://" in below and words_in(line) >= 4 and not is_invitation([line])


def _is_full(line: str, width: int) -> bool:
    """Whether a line was wrapped, so that what it says goes on below."""
    return len(line.strip()) > width * 0.8


def _fill(raw: Raw, rest: list[str]) -> None:
    rest = [line.strip() for line in rest if line.strip()]
    raw.lines = list(rest)
    if rest and (bylines.are_names(rest[0]) or re.match(r"(?i)^(?:by|authors?:)\s", rest[0])):
        raw.authors = rest.pop(0)
    for line in rest[:2]:
        if not raw.date and len(line) < 60 and any(sign.isdigit() for sign in line):
            raw.date = line
    raw.text = " ".join(line for line in rest if line != raw.date)
