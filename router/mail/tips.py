"""An enrolled person's own mail into one clipping a link: their words the note, the page's title as far as it is said.

A phone's "Share" writes the page's title as the subject and the bare link as the text; people write the title above
the link, or the link into a sentence. Nothing is fetched: where no title is said, the link's own words have to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from router import html as pages
from router import links
from router.mail import header_words, notes
from router.terms import Clipping, Parsed

_MOST = 20
_LINK = re.compile(r"<?(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}])>?", re.I)
_EMPTIED = re.compile(r"\(\s*\)|\[\s*\]|<\s*>")
_NO_TITLE = re.compile(
    r"^\W*(?:fyi|links?|urls?|tips?|story|article|artikel|news|(?:to |worth )?read(?:ing)?|interest(?:ing|ant)|this|look|hi|hello|hallo|"
    r"no subject|kein betreff|für dich|for you|see|shared?(?: link)?)?\W*$",
    re.I,
)
_FOR = re.compile(r"^(?:for|to|für|zu|para|pour|per)(?: the)?[ :]+")  # "for homelessness" names an interest
_LONGEST_TITLE = 200
_MOST_LINES = 2000
_WIDEST = 4000


@dataclass(slots=True)
class _Line:
    words: str  # without the links
    urls: list[str]
    link_last: bool = False
    is_title: bool = False


def read(parsed: Parsed, interests: frozenset[str] = frozenset()) -> tuple[Clipping, ...]:
    """One clipping for each link the person wrote, at most 20, each link once; links of their signature are none.

    `interests` are the words a subject may name an interest by: such a subject is no title. Never raises.
    """
    lines = [_line(line) for line in notes.without_signature(_written(parsed))]
    found: dict[str, tuple[str, str]] = {}  # canonical link -> link, title
    for at, line in enumerate(lines):
        for url in line.urls:
            link = links.clean(url)
            if link and not links.is_account_link(link, ""):
                found.setdefault(links.canonical_of(link) or link, (link, _title(lines, at)))
    if len(found) == 1:
        link, title = next(iter(found.values()))
        found = {link: (link, title or _subject(parsed.subject, interests))}
    note = notes.joined([line.words for line in lines if not line.is_title and (line.words or not line.urls)])
    return tuple(
        Clipping(
            title=pages.line(title or _of_link(link))[:_LONGEST_TITLE],
            link=link,
            note=note,
            note_by=parsed.sender.name or parsed.sender.address.partition("@")[0],
            doi=links.doi(link),
        )
        for link, title in list(found.values())[:_MOST]
    )


def _written(parsed: Parsed) -> list[str]:
    """The mail's lines with its links written out; HTML only where the text part holds none."""
    if "://" in parsed.text or not parsed.html:
        return [line[:_WIDEST] for line in parsed.text.split("\n")[:_MOST_LINES]]
    out: list[str] = []
    held: list[str] = []
    for node, opens in pages.walk(pages.parse(parsed.html).root):
        if node.tag == "-text":
            held.append(node.text_content or "")
        elif node.tag == "a" and not opens:
            held.append(f" <{node.attributes.get('href') or ''}>")
        elif node.tag in pages.BLOCKS:
            out.append(pages.line("".join(held)))
            held = []
    return [*out, pages.line("".join(held))][:_MOST_LINES]


def _line(line: str) -> _Line:
    urls = [str(url) for url in _LINK.findall(line)]
    words = " ".join(_EMPTIED.sub("", _LINK.sub("", line)).split()) if urls else line.strip()
    words = re.sub(r"\s+([.,;:!?])", r"\1", words)
    return _Line(words, urls, bool(urls) and line.rstrip(" >)").endswith(urls[-1]))


def _title(lines: list[_Line], at: int) -> str:
    """The headline that stands with a link: before it on its line, or on the line above."""
    here = lines[at]
    if len(here.urls) == 1 and here.link_last and _is_headline(here.words):
        here.is_title = True
        return here.words
    above = lines[at - 1] if at else _Line("", [])
    if not here.words and not above.urls and _is_headline(above.words):
        above.is_title = True
        return above.words
    return ""


def _is_headline(words: str) -> bool:
    """Four words or more that no sentence sign ends: people end what they say, headlines are not ended."""
    return 20 <= len(words) <= _LONGEST_TITLE and words[-1] not in ".:!,;…" and len(words.split()) >= 4


def _subject(subject: str, interests: frozenset[str]) -> str:
    kind, bare = header_words.prefix(subject)
    bare = bare.strip() if kind else subject.strip()
    word = re.sub(r"[\s_]+", "-", _FOR.sub("", bare.casefold()).strip(" #:"))
    return "" if _NO_TITLE.match(bare) or word in interests else bare


def _of_link(link: str) -> str:
    """The words of a link's last part, else its host."""
    parts = urlsplit(link)
    for piece in reversed(parts.path.split("/")):
        words = [word for word in re.split(r"[-_+.\s]+", unquote(piece)) if re.fullmatch(r"[^\W\d_]{2,}", word)]
        if len(words) >= 3:
            sentence = " ".join(words)
            return sentence[0].upper() + sentence[1:]
    return (parts.hostname or link).removeprefix("www.") + parts.path.rstrip("/")
