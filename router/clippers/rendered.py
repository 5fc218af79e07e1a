"""Turns a text that a mail program made of a page (`Words <https://…>`) back into the page that a source's file speaks of."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

from router.clippers.wording import is_type

_LINK = re.compile(r"[ \t]?<((?:https?://|mailto:)[^<>\s]+)>")
_IMAGE = re.compile(r"\[(?:image|cid|bild|imagen|immagine|afbeelding)\b:?([^\[\]]*)\]", re.I)
_SIGNS = " \t|·•–—-"
_ASKED = re.compile(
    r"\S\s+(\[[^\[\]]{2,40}\]|https?://\S+|doi:\s?10\.\S+)$", re.I
)  # "the first words of it [Read more]"
_BOLD = re.compile(r"\*([^*]+)\*")
_LONGEST = 600
_WIDTH = 72  # where no program breaks a line sooner


def page_of(text: str) -> str:
    """The page, "" of a text that people or programs wrote as text: there whole paragraphs stand above an address."""
    lines = [line.strip().lstrip("> ") for line in text.splitlines()]
    linked = [at for at, line in enumerate(lines) if _LINK.search(line)]
    tied = sum(1 for at in linked if not _LINK.match(lines[at]) or _is_tied(lines, at))
    pictures = any(_IMAGE.match(line) for line in lines)
    if not linked or not (pictures or 2 * tied > len(linked)):
        return ""
    return "".join(f"<div>{_paragraph(line)}</div>" for line in _unwrapped(lines))


def _is_tied(lines: list[str], at: int) -> bool:
    """Whether one title, broken or not, is all that stands between a link's line and the empty one above."""
    begin = at
    while begin and at - begin < 4 and lines[begin - 1] and not _LINK.search(lines[begin - 1]):
        begin -= 1
    return (
        begin < at
        and not lines[at - 1].endswith(":")
        and all(_is_full(line, below) for line, below in pairwise(lines[begin:at]))
    )


def _is_full(line: str, below: str) -> bool:
    return len(line) + 1 + len(_LINK.split(below, 1)[0].partition(" ")[0]) > _WIDTH


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines that were broken because they were full, and links below the words they belong to, in one line again."""
    found: list[str] = []
    last = ""  # the line above, as it was broken
    for line in lines:
        goes_on = line and last and not last.endswith(">") and not is_type(last) and len(found[-1]) < _LONGEST
        if goes_on and (_LINK.match(line) or _is_full(last, line)):
            found[-1] += f" {line}"
        elif line:
            found.append(line)
        last = line
    return found


def _paragraph(line: str) -> str:
    """A line with each link around the words before it."""
    parts = _LINK.split(line)
    said = ""
    for words, href in zip(parts[::2], parts[1::2], strict=False):
        label = words.strip(_SIGNS)
        asked = _ASKED.search(label)
        before = words[: words.index(label)] + (label[: asked.start(1)] if asked else "")
        label = (asked[1] if asked else label).strip("*")
        if picture := _IMAGE.fullmatch(label) or re.fullmatch(r"\[([^\[\]]*)\]", label):
            said += f'{escape(before)}<div><a href="{escape(href)}"><img alt="{escape(picture[1].strip())}"></a></div>'
        else:
            said += f'{escape(before)}<a href="{escape(href)}">{_type(label)}</a>'
    return said + _type(parts[-1].lstrip("*"))


def _type(words: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(_IMAGE.sub("", words)))
