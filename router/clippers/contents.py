"""Turns plain text that names its stories in a list above and tells each of them below into those stories."""

from __future__ import annotations

import re

from router import html, links
from router.clippers import bylines
from router.clippers.body import URL, Raw
from router.clippers.finish import key_of
from router.clippers.labels import may_be_title
from router.clippers.marked import RULE
from router.clippers.paragraphs import tidy
from router.clippers.titled import Reader
from router.clippers.wording import is_advertisement, words_in

FEWEST = 3
_CLOSE = 4  # lines from one title of the list to the next
_MOST_LINKS = 3  # in one story; a part with more is a section of a letter
_DATED = re.compile(r"[/,:] ?\d{1,2}\W\w{2,9}\W\d{2,4}$")  # "Short notes/12-Jan-04", the name of a section
_ENDS = ("$$", "###", "-30-", "--")  # below the last story
_BEGINNING = 80  # signs of a line that say what it is about


def announced(lines: list[str]) -> list[Raw]:
    """Three and more of them; else nothing."""
    listed = _list(_told_again(lines))
    if not listed:
        return []
    titles = sorted((below, above, size) for above, (below, size) in listed.items())
    ends = [begin for begin, _, _ in titles[1:]] + [len(lines)]
    found = []
    count = 0
    for (begin, above, size), end in zip(titles, ends, strict=True):
        title = _title(lines, begin, size)
        told = _body(lines[begin + size : end])
        if listed_there := _briefs(told, title):
            found += listed_there
            continue
        said = [html.line(line) for line in told if line.strip()]
        urls = [url for line in said for url in URL.findall(line) if not links.is_account_link(url, "")]
        urls = [url for url in urls if not links.is_share_link(url)]
        count += len(urls)
        if not said or words_in(title) < 2:
            continue
        raw = Raw(title=_title(lines, above, size) if title.isupper() else title, link=urls[0] if urls else "")
        if bylines.are_names(said[0]) and len(said) > 1:
            raw.authors = said.pop(0)
        raw.text = " ".join(line for line in said if not URL.fullmatch(line.strip("<>")))
        found.append(raw)
    few = sum(words_in(raw.title) for raw in found) < 4 * len(found)
    return [] if few or len(found) < FEWEST or count > _MOST_LINKS * len(found) else found


def _title(lines: list[str], at: int, size: int) -> str:
    return tidy(" ".join(line.strip() for line in lines[at : at + size]))


def _told_again(lines: list[str]) -> dict[int, tuple[int, int]]:
    """For each line of the list: where its words stand again, and on how many lines."""
    first: dict[str, int] = {}
    again: dict[int, tuple[int, int]] = {}
    for at, line in enumerate(lines):
        if not line.strip() or "://" in line or RULE.match(line.strip()):
            continue
        for size in (1, 2):
            title = _title(lines, at, size)
            key = key_of(title) if len(title) < 250 else ""
            above = first.setdefault(key, at)
            if key and above < at and above not in again and may_be_title(title) and not is_advertisement(title):
                again[above] = (at, size)
                break
    return again


def _list(again: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """The first mentions that stand close together, above the second ones and in their order."""
    lists: list[list[int]] = []
    for at in sorted(again):
        if lists and at - lists[-1][-1] <= _CLOSE:
            lists[-1].append(at)
        else:
            lists.append([at])
    for near in lists:
        below = [again[at][0] for at in near]
        if len(near) >= FEWEST and near[-1] < below[0] and below == sorted(below):
            return {at: again[at] for at in near}
    return {}


def _briefs(lines: list[str], heading: str) -> list[Raw]:
    """The stories of a section that is a list of them: each paragraph of it is closed by a link."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            parts.append([])
        elif parts[-1] or "://" not in line or len(parts) < 2:
            parts[-1].append(line)
        else:
            parts[-2 if parts[-2] else -1].append(line)
    parts = [part for part in parts if part]
    closed = sum("://" in part[-1] for part in parts)
    names = words_in(heading) < 2 or _DATED.search(heading) is not None
    if closed < (1 if names else FEWEST) or (closed < len(parts) and not names):
        return []
    return Reader(lines).read()


def _body(lines: list[str]) -> list[str]:
    """What is told below a title, until the rule under it and before whatever serves the letter."""
    said: list[str] = []
    for line in lines:
        words = line.strip()
        ruled = RULE.match(words) is not None
        told = any(said)
        if words in _ENDS or links.is_account_link("", words[:_BEGINNING]) or (told and ruled and len(words) >= 20):
            break
        said.append("" if ruled else line)
    return said
