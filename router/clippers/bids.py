"""Tells what stands under a headline: a bid to open it, who published it, the answers to a question."""

from __future__ import annotations

import re

from router import links
from router.clippers.headlines import SECTION_WORDS, Found
from router.clippers.lines import Line
from router.clippers.roles import Role
from router.clippers.ways import title_before
from router.clippers.wording import words_in

_BIDS = re.compile(
    r"(?:read|see|meet|watch|listen|hear|download|register|book|apply|find|join|discover|explore|view|learn|start|take|check"
    r"|browse|get|visit|open|help|support|(?:save|reserve|secure|claim)(?= (?:my|your|a|the) )|lire|voir|découvr\w+|télécharg\w+|écout\w+|inscri\w+|lesen|zum|zur|zu|jetzt|mehr"
    r"|ansehen|anhören|leer|ver|descubr\w+|descarg\w+|escuch\w+|leia|veja|ouça|baix\w+|leggi|scopri|guarda|ascolta|vai|scarica|consult\w+|acced\w+|lees|bekijk"
    r"|läs|se|les|czytaj|zobacz|читать|смотреть|узнать)\b",
    re.I,
)
_ARROW = re.compile(r"[→➔➜➝⟶»›▸►>]\W*$")
_ENROLS = re.compile(
    r"\W*(?:(?:jetzt |hier |zur )?(?:anmelden|anmeldung)|sign[ -]?up|register|apúnta(?:te|rse)|inscr[íi]b(?:ete|irse)|(?:je )?m['’]inscri(?:s|re)|inscrivez-vous"
    r"|inscreva-se|iscriviti|iscrizion[ei]|meld je aan|schrijf je in|aanmelden|inschrijven|anmäl dig|tilmeld(?: dig)?|meld deg på|påmelding"
    r"|zapisz się|přihlásit se|ilmoittaudu|записаться|kayıt ol)(?: \w+){0,3}\W*",
    re.I,
)
_SUPPORTS = re.compile(
    r"donat|donner|\bdon[ae]|\bdono|\bdoar|spend(?:e|en)\b|support|apoy|apoi|soutien|soutenez|sosti?en|steun|member|mitglied|soci[oa]|adh[ée]re|abonn|abon"
    r"|subscri|suscr[ií]|assin|newsletter|prenum|пожертв|подпис",
    re.I,
)
_BECOMES = re.compile(
    r"\W*(?:become|be a|divent[ai]|devene[zr]|deviens|hazte|torne-se|werden? sie|werde|word|bli|bliv|zostań|staňte se|стать|станьте)\b",
    re.I,
)  # a friend of the house
_FEW = 4  # words that a bid, but no day or place, stands below


def bids(words: str) -> bool:
    """Whether words begin as a bid to open what they lead to: `Register for the day`."""
    return _BIDS.match(words) is not None


def enrols(words: str) -> bool:
    """Whether words ask to enrol for what stands above them: "Sign up", which elsewhere opens an account."""
    return _ENROLS.fullmatch(words) is not None


def closes(story: Found, line: Line) -> bool:
    """Whether a link that stands where the page's buttons do opens the story above it, though it says what senders say of
    themselves: `Sign up`, `Order now`."""
    if (
        story.role is not Role.HEAD
        or story.link
        or story.inner
        or not story.text
        or len(line.hrefs) != 1
        or line.linked != line.text
    ):
        return False
    if (
        _SUPPORTS.search(line.text)
        or _BECOMES.match(story.title)
        or words_in(line.text) > _FEW
        or links.is_account_link(line.href, "")
    ):
        return False
    return enrols(line.text) or not links.is_account_link("", line.text)


def is_bidding(story: Found, line: Line, words: str, link: str, *, places: frozenset[str]) -> bool:
    """Whether a link under a headline of greater look only bids to open it: `Read Joan's story`, or its picture's link.

    places: where the buttons of the page stand.
    """
    if story.role is not Role.HEAD or story.link or line.heading or not is_lesser(line, story.line):
        return False
    if line.bold and story.words < SECTION_WORDS:
        return False  # a headline under its rubric
    if link == story.picture:
        return words_in(words) <= 6
    told = any(words_in(text) >= _FEW and not any(map(str.isdigit, text)) for text in story.text) or not story.text
    if told and words_in(words) <= 6 and bids(words):
        return True
    return bool(story.text) and words_in(words) <= 3 and line.place in places and not line.listed


def is_second_bid(story: Found, line: Line, words: str) -> bool:
    """Whether a few words right below what is told of a linked headline only bid to do something about it: `Save my seat`."""
    return (
        bool(story.link)
        and story.words >= SECTION_WORDS
        and words_in(words) <= _FEW
        and bids(words)
        and not (line.heading or line.listed)
        and is_lesser(line, story.line)
    )


def is_way_below(story: Found, line: Line) -> bool:
    """Whether words in bold before `PDF` stand below what is told of a headline without link: they say what it opens there."""
    told = story.role is Role.HEAD and not story.link and story.words >= SECTION_WORDS
    return told and is_lesser(line, story.line) and title_before(line) != ""


def is_lesser(line: Line, headline: Line) -> bool:
    """Whether a line is set smaller than a headline, or as large and lighter."""
    return line.size < headline.size or (line.size == headline.size and headline.bold and not line.bold)


def is_attribution(story: Found, line: Line, words: str) -> bool:
    """Whether a linked name under a headline and its words says where the story stands: `The Gazette | 4 min read`."""
    if story.role is not Role.HEAD or story.link or story.words < SECTION_WORDS or words_in(story.title) < 3:
        return False
    told = any(words_in(text) >= SECTION_WORDS for text in story.text)
    return told and words_in(words) <= 3 and not line.listed and line.size < story.line.size


def is_pointer(story: Found, line: Line, words: str) -> bool:
    """Whether a link below a linked headline and its words only points on: `See how it works →`."""
    return (
        bool(story.link and story.text)
        and _ARROW.search(line.text) is not None
        and words_in(words) <= 6
        and not (line.heading or line.bold)
        and line.look != story.line.look
    )


def is_sentence_below(story: Found, line: Line, role: Role) -> bool:
    """Whether a line that stands out below a greater headline is a sentence told of it, and no headline of its own."""
    return (
        story.role is role is Role.HEAD
        and not story.link
        and not story.text
        and story.line.heading > 0
        and not line.heading
        and line.size < story.line.size
        and words_in(story.title) >= 3
        and words_in(line.text) >= 7
        and line.text.endswith((".", "。"))
    )


def is_doi_of(story: Found, line: Line) -> bool:
    """Whether an address written out is the DOI of the paper that a linked headline above has named."""
    return bool(story.link) and not story.written and "10." in line.text and bool(links.doi(line.text))


def is_choice(line: Line) -> bool:
    """Whether the links of a line are the answers to a question: `Yes | No`."""
    return len(line.hrefs) > 1 and all(words_in(span.text) <= 1 for span in line.spans if span.href)
