"""Turns the lines of a page into its headlines, each with what belongs to it: its words, its link, what stands above it."""

from __future__ import annotations

import re

from router import html
from router.clippers import bylines
from router.clippers.authors import authored
from router.clippers.bids import (
    closes,
    enrols,
    is_attribution,
    is_bidding,
    is_choice,
    is_doi_of,
    is_pointer,
    is_second_bid,
    is_sentence_below,
    is_way_below,
)
from router.clippers.briefs import briefs
from router.clippers.closings import closings
from router.clippers.counted import counted
from router.clippers.dates import read_date
from router.clippers.emphases import emphases
from router.clippers.finish import is_button
from router.clippers.headlines import Found
from router.clippers.lines import Line, run_in
from router.clippers.openings import openings
from router.clippers.roles import (
    NUMBER,
    SEPARATOR,
    Role,
    Said,
    base_of,
    buttons_of,
    is_account,
    reference,
    role_of,
    without_labels,
)
from router.clippers.told import told
from router.clippers.wording import (
    is_advertisement,
    is_caption,
    is_contact,
    is_service,
    is_titleish,
    words_in,
)

_ANNOUNCES = re.compile(
    r"\W*(?:together with|presented by|(?:a )?(?:message|word) from|(?:from )?our sponsors?)\b", re.I
)
_BY = re.compile(r"\b(?:by|von|par|por|di)\s+[^\W\d_]", re.I)
_OPEN_END = (
    ":",
    ",",
    "-",
    "–",
    "—",
    "&",
    " and",
    " of",
    " the",
    " a",
    " to",
    " for",
    " in",
    " at",
    " about",
    " is",
    " see",
)
FARTHEST_LINES = 12  # between a headline and its button
FARTHEST_WORDS = 220
_TOLD = 5  # words of a line that tells something
_OWN = 8  # words right below a headline


class Outline:
    """Goes down a page and hangs every line on the headline it belongs to."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines, self.base = lines, base_of(lines)
        self.found: list[Found] = []
        self.current: Found | None = None
        self.advertised = False
        self.told = 0  # lines of words since something was announced as paid for
        self.paid = ""  # the link of the last paid picture
        self.before: Line | None = None  # the line above, when it is plain words
        self.above = ""
        self.briefs: dict[int, Said] = {}
        self.openings: dict[int, Said] = {}
        self.buttons: frozenset[str] = frozenset()  # where the page's buttons stand
        self.picture, self.alone = "", False
        self.pictured: Line | None = None  # the last linked picture with no headline below it yet
        self.loose: list[tuple[int, Line]] = []  # plain lines since the last headline or button

    def read(self) -> list[Found]:
        """All headlines, worthy or not."""
        buttons = buttons_of(self.lines)
        said = [role_of(line, self.base, buttons) for line in self.lines]
        self.briefs = briefs(self.lines, said) | emphases(self.lines, said)
        self.openings = openings(self.lines, said, buttons)
        read = counted(self.lines, said) | self.briefs | self.openings | closings(self.lines, said)
        read |= authored(self.lines, said) | told(self.lines, said)
        said = without_labels([read.get(at, one) for at, one in enumerate(said)], self.lines)
        self.buttons = frozenset(
            line.place for line, one in zip(self.lines, said, strict=True) if one[0] is Role.BUTTON or enrols(line.text)
        )
        for at, (line, (role, title, link)) in enumerate(zip(self.lines, said, strict=True)):
            # a picture alone may be a story's; several in a row are share buttons
            self.alone = role is Role.PICTURE and not any(
                0 <= beside < len(said) and said[beside][0] is Role.PICTURE for beside in (at - 1, at + 1)
            )
            if (
                role is Role.NONE
                and line.place in self.buttons
                and self.current is not None
                and closes(self.current, line)
                and not _is_followed(said, at)
            ):
                role, link = Role.BUTTON, line.href
            if line.ends:
                self.current = self.before = None
            elif is_advertisement(line.text):
                below = said[at + 1][0] if at + 1 < len(said) else Role.NONE
                self._advertisement(at, line, role, below)
                self.before = None
            elif role in (Role.TITLE, Role.LEAD, Role.HEAD):
                self._headline(at, line, role, title, link)
                self.before = None
            else:
                self._other(at, line, role, link)
                self.before = line if role is Role.TEXT and not line.hrefs else None
            self.picture = link if self.alone else ""
            self.pictured = (
                line if self.alone else None if role in (Role.TITLE, Role.LEAD, Role.HEAD) else self.pictured
            )
            self.above = line.text or self.above
        return self.found

    def _advertisement(self, at: int, line: Line, role: Role, below: Role) -> None:
        current = self.current
        farthest = 1 if below in (Role.TITLE, Role.LEAD, Role.HEAD, Role.PICTURE) else 2
        below_it = current is not None and at - current.at <= farthest and not _ANNOUNCES.match(line.text)
        if current is not None and below_it and role is Role.TEXT and words_in(line.text) > 1:
            current.advertised = True
        else:
            self.advertised, self.told = True, 0

    def _headline(self, at: int, line: Line, role: Role, title: str, link: str) -> None:
        current = self.current
        if (
            role is Role.TITLE
            and current is not None
            and (is_bidding(current, line, title, link, places=self.buttons) or is_way_below(current, line))
        ):
            self._other(at, line, Role.BUTTON, link)
            return
        if current is not None and (is_pointer(current, line, title) or is_sentence_below(current, line, role)):
            current.add(line.text if role is Role.HEAD else "", at)
            return
        if role is Role.TITLE and current is not None and is_second_bid(current, line, title) and self._is_apart(at):
            current.closed = True
            return
        if current is not None and is_attribution(current, line, title):
            current.link, current.closed = link, True
            return
        if current is not None and not current.text and current.until == at - 1:
            if role is Role.TITLE and current.link == link:
                if current.line.look != line.look:
                    current.add(title, at)  # the words under the headline belong to its link
                elif len(current.title) < 40:
                    current.title, current.until = f"{current.title} {title}", at
                return
            if role is current.role is Role.HEAD and current.line.look == line.look and _runs_on(current.title, title):
                current.title, current.until = f"{current.title} {title}", at
                return
        self.loose = []
        if role is Role.TITLE and current is not None and current.link == link:
            return
        # a headline right above, of the same look, says nothing of this one
        row = current is not None and current.at == at - 1 and current.line.look == line.look
        current = Found(
            role,
            title,
            link,
            line,
            at,
            above="" if row else self.above,
            picture=self.picture,
            advertised=self.advertised or (bool(link) and link == self.paid),
            until=at,
        )
        if role is Role.LEAD:
            _, href, rest = line.lead()
            if at in self.briefs:
                rest, current.inside = line.text, True
            elif not href:
                rest, current.card = run_in(line)[1], True
                current.inside = line.spans[-1].href != link  # not a button that closes it
                for words in _in_brackets(line):
                    current.add(words, at)
            current.add(rest.lstrip(" :–—-"), at)
            parted = at in self.briefs or at in self.openings
            current.parted = parted or SEPARATOR.match(rest) is not None or line.spans[0].bold or line.listed
        elif role is Role.TITLE:
            for words in (*reference(line), _bracketed(line)):
                current.add(words, at)
        self.found.append(current)
        self.current, self.advertised = current, False

    def _other(self, at: int, line: Line, role: Role, link: str) -> None:
        current = self.current
        if role is Role.PICTURE:
            if self.advertised:
                self.advertised, self.paid = False, link
            elif current is not None and at == current.until + 1 and self.alone:
                current.picture = current.picture or link
        elif role is Role.ADDRESS and current is not None and is_doi_of(current, line):
            current.add(line.text, at)
        elif role is Role.ADDRESS and self.before is not None and _is_bare(line) and self._is_titled(self.before.text):
            title = self.before.text
            if current is not None and current.text and current.text[-1] == title:
                current.text.pop()
            self.current = Found(Role.HEAD, NUMBER.sub("", title), link, self.before, at, written=True, until=at)
            self.found.append(self.current)
        elif role in (Role.BUTTON, Role.ADDRESS):
            if (
                current is not None
                and not current.link
                and at - current.at <= FARTHEST_LINES
                and current.words <= FARTHEST_WORDS
            ):
                current.link, current.near, current.written = (
                    link,
                    current.words <= 90,
                    role is Role.ADDRESS,
                )
                current.add(_words_beside(line), at)
            elif role is Role.BUTTON and (current is None or current.closed):
                self._card(at, link)
            if self.current is not None:
                self.current.closed = True
            self.loose = []
        elif role is Role.TEXT:
            self.told += words_in(line.text) >= _TOLD
            if self.told > 1:
                self.advertised = False  # what was announced as paid for has been told
            if not line.hrefs:
                self.loose.append((at, line))
            if current is not None:
                current.add(line.text, at)
                if not current.inner and line.hrefs and not is_account(line) and not is_choice(line):
                    current.inner = line.href
        elif role is Role.NONE and line.hrefs:
            self.advertised = False  # what was announced as paid for was itself no headline
        elif role is Role.NONE and is_service(line.text):
            self.current, self.loose = None, []  # the letter speaks of itself from here

    def _is_apart(self, at: int) -> bool:
        """Whether no line near is made as this one and no words of its own stand below: such would be headlines."""
        line, below = self.lines[at], self.lines[at + 1 : at + 3]
        if below and not below[0].hrefs and words_in(below[0].text) >= _OWN and not is_service(below[0].text):
            return False
        near = self.lines[max(0, at - 2) : at] + below
        return not any((one.place, one.look) == (line.place, line.look) and one.href for one in near)

    def _is_titled(self, above: str) -> bool:
        """Whether the line above a written address is its title, and not who wrote what is linked above."""
        current = self.current
        if current is not None and current.role is Role.TITLE and bylines.are_names(above):
            return False
        if current is not None and current.text == [above] and not current.link and read_date(above):
            return False  # where and when the headline above it stood
        return _is_plain_title(above)

    def _card(self, at: int, link: str) -> None:
        """What stands over a button is a story of its own when the words of its picture, or its first line, can be a title."""
        words = html.line("".join(span.text for span in self.pictured.spans if span.image)) if self.pictured else ""
        if self.pictured and self.pictured.href == link and is_titleish(words) and _is_plain_title(words):
            self.current = Found(Role.HEAD, words, link, self.pictured, at, until=at, card=True)
            for below, line in self.loose:
                self.current.add(line.text, below)
            self.found.append(self.current)
            return
        if (
            not self.loose
            or not _is_plain_title(self.loose[0][1].text)
            or (self.current is not None and self.current.link == link)
        ):
            return
        texts = {line.text for _, line in self.loose}
        if self.current is not None:
            self.current.text = [text for text in self.current.text if text not in texts]
        (begin, first), *rest = self.loose
        self.current = Found(Role.HEAD, first.text, link, first, begin, near=True, until=at, card=True)
        for below, line in rest:
            self.current.add(line.text, below)
        self.found.append(self.current)


def _is_bare(line: Line) -> bool:
    """Whether a line is an address, perhaps behind words that only bid to open it."""
    said = html.line("".join(span.text for span in line.spans if not span.href)).strip(" :()<>")
    return not any(map(str.isalpha, said)) or is_button(said)


def _in_brackets(line: Line) -> tuple[str, ...]:
    """`**A headline.** (The Post)`: what is linked in brackets at the end of a line."""
    tail = line.text[line.text.rfind("(") :] if line.text[-1:] == ")" else ""
    return (tail,) if tail[1:].startswith(line.linked) else ()


def _bracketed(line: Line) -> str:
    """`Headline (The Post)`: what stands in brackets behind a linked headline."""
    tail = line.text.rpartition(line.linked)[2].strip() if line.text[-1:] == ")" else ""
    return tail if tail[:1] == "(" and 3 < len(tail) <= 40 else ""


def _is_followed(said: list[Said], at: int) -> bool:
    """Whether a button that says more plainly that it opens the story stands right below."""
    return any(role is Role.BUTTON for role, _, _ in said[at + 1 : at + 2])


def _runs_on(title: str, below: str) -> bool:
    """Whether one headline was broken into two lines."""
    return below[:1].islower() or title.endswith(_OPEN_END)


def _is_plain_title(text: str) -> bool:
    if (
        is_caption(text)
        or is_contact(text)
        or text.endswith((".", *_OPEN_END))
        or (len(text.split()) <= 6 and _BY.search(text))
    ):
        return False
    if text.split()[0].islower():
        return False  # the middle of a sentence
    return is_titleish(text, loose=True) and words_in(text) <= 22


def _words_beside(line: Line) -> str:
    """The date, or the paragraph, that a button closes."""
    rest = html.line("".join(span.text for span in line.spans if not span.href)).strip(" |·-–—")
    return rest if len(rest) >= 60 or any(sign.isdigit() for sign in rest) else ""
