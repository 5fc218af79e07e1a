"""Finds paragraphs that open with their headline in bold and end with their link: `**Chat, again.** Three services … Link`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from router import html, links
from router.clippers import bylines
from router.clippers.finish import is_button
from router.clippers.lines import Line, Span
from router.clippers.roles import NUMBER, Role, Said
from router.clippers.wording import is_greeting, is_service, is_titleish, words_in

FEWEST = 3
LONGEST = 30  # words of such a headline
_TOLD = 4  # words between it and a button
_NAME = 5  # words of a place in brackets
_LABEL = 3  # words before a colon that name what is said there
_COUNTED = re.compile(r"(\d{1,2})\s+(?=\D)")
_AMID = ("here", "link", "hier", "ici", "aquí", "aqui", "qui")  # words that may be the last of a sentence
_ASIDE = re.compile(
    r"(?:\d+ )?(?:comments?|leave a comment|reply|share|tweet|like|save|kommentieren|kommentare?|teilen|commenter|commentaires?|partager|comentar(?:ios)?"
    r"|compart\w+|comment[ai]|condividi|reageren|delen)(?: \(?\d+\)?)?",
    re.I,
)  # said of a post, and no way to it
_SENTENCE = re.compile(r"[.!?…。！？][\"”’»)]*$")
_ARROW = re.compile(r"[→➔➜»›>]\s*$")
_BRACKET = re.compile(r"[(\[]\s*$")


def openings(lines: Sequence[Line], said: Sequence[Said], buttons: frozenset[str]) -> dict[int, Said]:
    """What such paragraphs are, by number, where a page has three and more, most not named after people and with no
    headline of their own above."""
    found: dict[int, Said] = {}
    for at, (line, (role, _, _)) in enumerate(zip(lines, said, strict=True)):
        if role in (Role.TEXT, Role.LEAD, Role.BUTTON) and line.hrefs and (title := _title(line, buttons)):
            found[at] = Role.LEAD, title, line.hrefs[-1]
    persons = sum(bylines.are_names(title.rstrip(".")) for _, title, _ in found.values())
    headed = sum(at > 0 and said[at - 1][0] is Role.HEAD for at in found)
    return _uncounted(found) if len(found) >= FEWEST and 2 * max(persons, headed) <= len(found) else {}


def _title(line: Line, buttons: frozenset[str]) -> str:
    """The bold words that open a line, "" when they are no headline or no link ends it."""
    spans = [span for span in line.spans if not span.image]
    begin = _begin(spans)
    if not begin:
        return ""
    last = next((at for at in reversed(range(begin, len(spans))) if any(map(str.isalnum, spans[at].text))), 0)
    title = NUMBER.sub("", html.line("".join(span.text for span in spans[:begin] if span.bold)))
    while last > begin and not spans[last].href:  # `(The Street $)`
        if words_in(spans[last].text):
            return ""
        last -= 1
    link = spans[last]
    before = html.line("".join(span.text for span in spans[begin:last]))
    closing = html.line(link.text).strip(" .()[]")
    named = (_BRACKET.search(before) or _ARROW.search(link.text)) is not None and 0 < words_in(closing) <= _NAME
    bids = (is_button(closing) or closing.casefold() in buttons) and words_in(before) >= _TOLD
    bids = bids and (closing.casefold() not in _AMID or _SENTENCE.search(before) is not None)
    if _ASIDE.fullmatch(closing) or links.is_share_link(link.href):
        return ""
    if link.href[:4] != "http" or link.href != line.hrefs[-1] or not (named or bids):
        return ""
    return title.strip(" :–—-") if _may_open(title, before) else ""


def _begin(spans: Sequence[Span]) -> int:
    """Where the plain words behind bold ones begin, signs and numbers before them passed over."""
    opened = False
    for at, span in enumerate(spans):
        told = span.text.strip() and (opened or any(map(str.isalpha, span.text)))
        if span.href or (told and not span.bold):
            return at
        opened = opened or (span.bold and bool(span.text.strip()))
    return 0


def _may_open(title: str, rest: str) -> bool:
    """Whether bold words are a headline over the words behind them, and not the beginning of their sentence."""
    runs_on = title[-1:].isalnum() and rest[:1].islower()
    label = title.endswith(":") and words_in(title) <= _LABEL
    if runs_on or label or title[:1].islower() or words_in(title) > LONGEST:
        return False
    return is_titleish(title, loose=True) and not (is_service(title) or is_button(title) or is_greeting(title))


def _uncounted(found: dict[int, Said]) -> dict[int, Said]:
    """Without the numbers that count them: `1 Drivers built their own`."""
    counts = [_COUNTED.match(title) for _, title, _ in found.values()]
    numbers = [int(count[1]) for count in counts if count]
    if len(numbers) < len(found) or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return found
    return {at: (role, _COUNTED.sub("", title, count=1), link) for at, (role, title, link) in found.items()}
