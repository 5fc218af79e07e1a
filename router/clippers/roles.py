"""Turns each line of a page into the role it plays in a list of stories."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum

from router import html, links
from router.clippers import bylines, references
from router.clippers.finish import is_bare_url, is_button
from router.clippers.lines import Line, Span, run_in
from router.clippers.onward import leads_on
from router.clippers.ways import are_ways, title_before
from router.clippers.wording import (
    is_citation,
    is_contents,
    is_date,
    is_greeting,
    is_label,
    is_online_link,
    is_release,
    is_service,
    is_share_picture,
    is_titleish,
    is_type,
    words_in,
)

NUMBER = re.compile(
    r"^\s*(?:(?:[\u25a0-\u25ff\u2605\u2606\u203b]\s*)?(?:[(（]?[0-9０-９]{1,2}[)）]?[、．]|[①-⑳])\s*|[\u25a0-\u25ff\u2605\u2606\u203b]\s*|\(?\d{1,3}[.):]\s+|#\d{1,3}\s+|\[\d{1,3}\]\s*)"
)
SEPARATOR = re.compile(r"^\s*(?:[-–—:|•·↳(\[]|[.]\s|,?\s*(?:by|von|par|por|di)\b)", re.I)
_MORE = re.compile(r"\W*(?:see|view|find out|learn|read)?\s*more\W*", re.I)
_ANSWER = re.compile(r"\W*(?:comments?|reply|share|tweet|like|save|print|e-?mail|subscribe)\W*", re.I)
_SENTENCE = re.compile(r"[.!?…。！？][\"”’»)]*$")
_QUOTED = re.compile(r"[“\"„«‘]\s*(.{4,200}?)\s*[”\"“»’](\s+(?:by|von|par|por|di)\s.{2,80})?$")
_WHO = re.compile(r"[\s.,]*(?:(?:by|von|par|por|di) .{2,40}|\([^()]{2,40}\))?[\s.]*", re.I)
_LABEL = re.compile(r"([^\s:]+(?:\s+[^\s:]+){0,4}?)(?:\s*:|\s+[-–—|])")
_REFERENCE = re.compile(r"(.{5,400}?)(?:\s*\((?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?\)[.,:]?\s*[\"“‘']?|[.,]\s*[\"“‘])")
_TELLS = re.compile(r"(?:to|if|you|um|wenn|falls|sie|du|pour|si|vous|para|se|caso|per|om|u|je|для|если)\b", re.I)
_DASH = re.compile(r"\s[-–—|]\s")
_WORDLESS = re.compile(r"[\s\W\d]*")
LONGEST_TITLE = 320
_BEGINNING = 80  # signs of a line that say what it is about
_LEAST = 30  # signs of a reference


class Role(Enum):
    """What a line does in a list of stories."""

    TITLE = "the line is one link with a headline in it"
    LEAD = "the line begins with a linked headline"
    HEAD = "a headline without a link"
    BUTTON = "a link that only asks to click"
    ADDRESS = "a link that is written out"
    PICTURE = "a linked picture"
    TEXT = "words"
    NONE = "navigation, small print, advertisement"


Said = tuple[Role, str, str]  # role, headline, link
_NOTHING: Said = (Role.NONE, "", "")
_WORDS: Said = (Role.TEXT, "", "")


def base_of(lines: list[Line]) -> float:
    """The size of the letters that most of the page is set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 16.0


def buttons_of(lines: list[Line]) -> frozenset[str]:
    """Words that open another link each time they stand in the page ("Go deeper"): they only ask to click."""
    places: dict[str, set[str]] = {}
    for line in lines:
        for span in line.spans:
            if span.href and 0 < len(span.text) <= 40 and not span.image:
                places.setdefault(html.line(span.text).casefold(), set()).add(span.href)
    return frozenset(words for words, hrefs in places.items() if len(hrefs) >= 3 and _may_be_button(words))


def _may_be_button(words: str) -> bool:
    """Whether words are few, or not many more and begin as those of a button: `Read more in our paper`."""
    return words_in(words) <= 4 or (words_in(words) <= 7 and is_button(" ".join(words.split()[:2])))


def without_labels(said: list[Said], lines: list[Line]) -> list[Said]:
    """Bold words that begin more than one paragraph ("Why it matters:") name what is said there, and are no headline."""
    leads = Counter(words for role, words, _ in said if role is Role.LEAD)
    if not any(count > 1 for count in leads.values()):
        return said
    return [
        _WORDS if one[0] is Role.LEAD and leads[one[1]] > 1 and not line.lead()[1] else one
        for one, line in zip(said, lines, strict=True)
    ]


def role_of(line: Line, base: float, buttons: frozenset[str] = frozenset()) -> Said:
    """(role, headline, link) of a line; `buttons` are words that this page uses so."""
    text = line.text
    if not line.hrefs:
        return _unlinked(line, base)
    if not text:
        said = [span.text for span in line.spans if span.image and span.href]
        return _NOTHING if len(said) > 1 and all(map(is_share_picture, said)) else (Role.PICTURE, "", line.href)
    if is_account(line):
        return _NOTHING if len(text) < 200 else _WORDS
    linked = line.linked
    if (cited := _cited(line)) is not None:
        return Role.TITLE, cited.title, line.href
    if len(line.hrefs) == 1 and len(linked) >= 0.75 * len(NUMBER.sub("", text)):
        return _alone(linked, line.href, buttons)
    if line.dated:
        return _alone(linked, line.href, buttons)
    if beside := _beside_buttons(line, buttons):
        return beside
    if title := title_before(line):
        return Role.TITLE, title, line.href
    if len(line.hrefs) > 1 and are_ways(line):
        return Role.BUTTON, "", line.href
    if len(line.hrefs) > 1 and _WORDLESS.fullmatch("".join(span.text for span in line.spans if not span.href)):
        return _NOTHING
    words, href, rest = line.lead()
    if href[:4] == "http" and is_titleish(words, loose=True):
        bare = is_button(words) or words.casefold() in buttons or is_bare_url(words) or is_service(words)
        bare = bare or is_online_link(words)
        if not bare and (SEPARATOR.match(rest) or words_in(words) >= 3 or line.spans[0].bold or is_release(words)):
            return Role.LEAD, NUMBER.sub("", words).rstrip(" :–—-"), href
    if reference(line)[0] and is_titleish(linked):
        return Role.TITLE, linked, line.href
    return (
        _run_in(line, buttons)
        or _after_label(line)
        or _mention(line)
        or (_inside(line, buttons) if len(text) < 160 else _closing(line, buttons))
    )


def reference(line: Line) -> tuple[str, str]:
    """(authors, what follows) where the one link of a line is the title of a reference: `Berg, A. (2026). Title. Journal`."""
    linked = line.linked
    if (cited := _cited(line)) is not None:
        return cited.authors, cited.rest
    if len(line.hrefs) != 1 or words_in(linked) < 3:
        return "", ""
    before, _, after = line.text.partition(linked)
    found = _REFERENCE.fullmatch(before.strip())
    return (found[1], after.lstrip(" .,:;)”’\"'")) if found and bylines.are_names(found[1]) else ("", "")


def _cited(line: Line) -> references.Reference | None:
    """A reference whose title is no link, with its address or a button behind it."""
    linked = line.linked
    if len(line.hrefs) != 1 or len(line.text) < len(linked) + _LEAST or not (is_bare_url(linked) or is_button(linked)):
        return None
    return references.read(line.text)


def leaves(line: Line) -> bool:
    """Whether a sentence says how to leave, or where to change something, at a link that says "here" or is written out."""
    if not line.hrefs or is_button(line.linked):
        return bool(line.hrefs) and links.is_account_link("", line.text)
    told = _TELLS.match(line.text) is not None and is_bare_url(line.linked)
    return told and links.is_account_link("", line.text.partition(line.linked)[0].strip()[:_BEGINNING])


def is_account(line: Line) -> bool:
    """Whether the line holds a link about the reader's account, or a share button."""
    return leaves(line) or any(
        links.is_share_link(span.href) or links.is_account_link(span.href, html.line(span.text))
        for span in line.spans
        if span.href
    )


def _bare(words: str) -> str:
    return words.casefold().strip(" \t()[]<>→➔»›👉🔗|·•-–—").removeprefix("www.")


def _alone(linked: str, href: str, buttons: frozenset[str]) -> Said:
    if is_bare_url(linked):
        return Role.ADDRESS, "", href
    if is_citation(linked):
        return _WORDS
    if "." in linked and links.host(links.unwrap(href)).removeprefix("www.") == _bare(linked):
        return Role.BUTTON, "", href  # the place that is led to, said by its name
    if linked.casefold() in buttons:
        return Role.BUTTON, "", href
    if is_service(linked) and not _MORE.fullmatch(linked):
        return _NOTHING
    if is_button(linked):
        return _NOTHING if _is_count(linked) or _ANSWER.fullmatch(linked) else (Role.BUTTON, "", href)
    if is_online_link(linked) or not is_titleish(linked, loose=True) or leads_on(linked):
        return _NOTHING
    tail = _DASH.split(linked)[-1]  # "The Letter 57 – View online"
    if tail != linked and words_in(tail) > 1 and is_online_link(tail):
        return _NOTHING
    return (Role.TITLE, NUMBER.sub("", linked), href) if len(linked) <= LONGEST_TITLE else _NOTHING


def _after_label(line: Line) -> Said | None:
    """`The Gazette: linked headline`: a few words and a colon or dash, then nothing but the link."""
    linked = line.linked
    if len(line.hrefs) != 1 or not is_titleish(linked) or words_in(linked) < 4:
        return None
    before, _, after = line.text.partition(linked)
    found = _LABEL.fullmatch(before.rstrip()) if before[-1:] == " " else None
    if found is None or not _WHO.fullmatch(after):
        return None
    if is_button(found[1]) or is_button(linked) or is_service(linked) or is_service(found[1]) or is_bare_url(linked):
        return None
    return Role.TITLE, linked, line.href


def _mention(line: Line) -> Said | None:
    """A linked title in a sentence: behind a few words and a dash (`SEEN — “Title,” by Ada Roe: …`), or at its end in quotes
    or behind a colon."""
    before, at = "", 0
    while line.spans[at].href != line.href:
        before += "" if line.spans[at].image else line.spans[at].text
        at += 1
    href, words = line.spans[at].href, ""
    while at < len(line.spans) and line.spans[at].href == href:
        words += "" if line.spans[at].image else line.spans[at].text
        at += 1
    before, words = html.line(before), html.line(words)
    rest = html.line("".join(span.text for span in line.spans[at:] if not span.image))
    quoted = _QUOTED.match(words)
    if words_in(words) < (2 if quoted else 3) or is_button(words) or is_service(words) or is_bare_url(words):
        return None
    title = quoted[1].rstrip(",.") if quoted and (quoted[2] or quoted[1].endswith(",")) else words
    if before.endswith(("—", "–", ":", "|", "·")) and words_in(before) <= 5 and SEPARATOR.match(rest):
        return Role.LEAD, title, href
    if rest[:1] in (",", ".", ";", "–", "—") and words[:1].isupper() and not before.isdigit() and is_date(before):
        return Role.LEAD, title, href
    ends = not any(map(str.isalnum, rest)) and (quoted or before.endswith(":"))
    return (Role.TITLE, title, href) if ends and line.listed else None


def _run_in(line: Line, buttons: frozenset[str]) -> Said | None:
    """`**Headline** some words More…` or `**Sentence.** Words with a link.`: the headline opens the paragraph with its link."""
    words, rest = run_in(line)
    title = NUMBER.sub("", words).strip(" :–—-")
    if not is_titleish(title) or words_in(title) > 30 or is_service(title):
        return None
    closed = len(line.hrefs) == 1 and words_in(rest) >= 4 and _closing(line, buttons)[0] is Role.BUTTON
    return (Role.LEAD, title, line.href) if closed or _SENTENCE.search(title) else None


def _beside_buttons(line: Line, buttons: frozenset[str]) -> Said | None:
    """A linked headline that shares its line with counts and buttons only ("12 comments")."""
    words, href, _ = line.lead()
    others = {html.line(span.text) for span in line.spans if span.href and span.href != href}
    if not others or href[:4] != "http" or not is_titleish(words) or is_button(words) or is_service(words):
        return None
    if words.casefold() in buttons or is_online_link(words):
        return None
    plain = "".join(span.text for span in line.spans if not span.href)
    if not all(is_button(said) or is_service(said) or said.casefold() in buttons for said in others):
        return None
    return (Role.TITLE, NUMBER.sub("", words), href) if _WORDLESS.fullmatch(plain) else None


def _is_count(words: str) -> bool:
    """Whether linked words are a figure (`#41`, `27`), which bids nobody to click."""
    return any(map(str.isdigit, words)) and not any(map(str.isalpha, words))


def _closing(line: Line, buttons: frozenset[str]) -> Said:
    """A paragraph whose last words are a button."""
    last = next((span for span in reversed(line.spans) if span.text.strip(" .)]»>")), line.spans[-1])
    said = html.line(last.text).strip(" .()[]").casefold()
    if said == "link" and said in buttons and _ends_sentence(line, last):
        return Role.BUTTON, "", last.href
    if said in ("link", "here") or _is_count(said):
        return _WORDS
    if last.href[:4] == "http" and (is_button(said) or said in buttons):
        return Role.BUTTON, "", last.href
    return _WORDS


def _ends_sentence(line: Line, last: Span) -> bool:
    """Whether a link stands behind the last sentence of a paragraph, and not in it."""
    before = "".join(span.text for span in line.spans if span is not last and not span.image)
    return _SENTENCE.search(before.rstrip()) is not None


def _inside(line: Line, buttons: frozenset[str]) -> Said:
    """A short line of words with a button or an address somewhere in it."""
    for span in line.spans:
        if span.href[:4] == "http" and not (span.image and not span.text.strip()):
            said = html.line(span.text)
            if is_service(said) and not _MORE.fullmatch(said) and not is_bare_url(said):
                continue
            if (is_button(said) and not _is_count(said)) or said.casefold() in buttons:
                return Role.BUTTON, "", span.href
            if is_bare_url(said):
                return Role.ADDRESS, "", span.href
    return _WORDS


def _unlinked(line: Line, base: float) -> Said:
    text = line.text
    if not text:
        return _NOTHING
    if typed := _typed(line):
        return Role.HEAD, typed, ""
    stands_out = line.bold or line.heading or line.size >= max(base + 2, 17)
    if (
        not stands_out
        or len(text) > LONGEST_TITLE
        or (text.endswith(".") and words_in(text) > 14)
        or words_in(text) > 30
        or not is_titleish(text, loose=True)
    ):
        return _WORDS
    if line.inward or is_label(text) or is_service(text) or is_greeting(text) or is_contents(text):
        return _NOTHING
    return Role.HEAD, NUMBER.sub("", _unlabelled(line)), ""


def _typed(line: Line) -> str:
    """The title behind the kind of paper in bold: `**Article:** Title`."""
    label, rest = run_in(line)
    typed = label[-1:] == ":" and is_type(label.rstrip(": ")) and label.casefold() != "abstract:"
    return rest if typed and is_titleish(rest) and words_in(rest) <= 30 else ""


def _unlabelled(line: Line) -> str:
    """A headline without the kind of paper that stands before it in lighter type: `Article: **Title**`."""
    label = line.spans[0].text.strip()
    if not label.endswith(":") or line.spans[0].bold or not is_type(label.rstrip(": ")):
        return line.text
    return html.line("".join(span.text for span in line.spans[1:] if not span.image))
