"""Turns plain text that names its stories in a list above and tells each of them below into those stories."""

from __future__ import annotations

import re

from router import html, links
from router.clippers import bylines
from router.clippers.body import URL, Raw
from router.clippers.labels import leads_to
from router.clippers.marked import RULE
from router.clippers.retold import FEWEST, retold, title_at
from router.clippers.titled import NAMED_RULE, Reader
from router.clippers.wording import is_release, words_in

_FULL = 4  # words of a title, on the average
_WIDE = 20  # signs of a rule that parts stories
_MOST_LINKS = 3  # in one story; a part with more is a section of a letter
_DATED = re.compile(r"[/,:] ?\d{1,2}\W\w{2,9}\W\d{2,4}$")  # "Short notes/12-Jan-04", the name of a section
_ENDS = ("$$", "###", "-30-", "--")  # below the last story
_SERVES = re.compile(
    r"(?:[IVX]{1,4}\.\s)?(?:how to |to )?(?:un)?subscri(?:be|bing|ptions?)(?:(?: and | or | & |/|, )(?:un)?(?:subscri\w+|contact|archives?))*"
    r"(?: (?:info(?:rmation)?|options|details|instructions|services?|help))?"
    r"|(?:abonnemente?n?s?|suscripci[oó]n(?:es)?|iscrizion[ei]|assinaturas?)(?: (?:und|et|y|e|en) \S+)?",
    re.I,
)
_BY = re.compile(r"(?:by|von|par|por|di|door|av|af)\s", re.I)  # behind a name stands the page of who wrote it
_BEGINNING = 80  # signs of a line that say what it is about


def announced(lines: list[str]) -> list[Raw]:
    """Three and more of them; else nothing."""
    told_again = retold(lines)
    ends = [one.at for one in told_again[1:]] + [len(lines)] * bool(told_again)
    found = []
    count = 0
    for one, end in zip(told_again, ends, strict=True):
        title = title_at(lines, one.at, one.size)
        told = _body(lines[one.at + one.size : end])
        if listed_there := _briefs(told, title):
            found += listed_there
            continue
        said = [html.line(line) for line in told if line.strip()]
        linked = [line for line in said if "://" in line and not leads_to(line)]
        linked = [line for line in linked if not _signs(line)] or linked
        urls = [url for line in linked for url in URL.findall(line) if not links.is_account_link(url, "")]
        urls = [url for url in urls if not links.is_share_link(url)]
        count += len(urls)
        if not said or words_in(title) < 2 or (not urls and _SERVES.fullmatch(title)):
            continue
        raw = Raw(title=one.listed if title.isupper() else title, link=urls[0] if urls else "")
        if bylines.are_names(said[0]) and len(said) > 1:
            raw.authors = said.pop(0)
        raw.text = " ".join(line for line in said if not URL.fullmatch(line.strip("<>")))
        found.append(raw)
    few = sum(_FULL if is_release(raw.title) else words_in(raw.title) for raw in found) < _FULL * len(found)
    return [] if few or len(found) < FEWEST or count > _MOST_LINKS * len(found) else found


def _signs(line: str) -> bool:
    """Whether a line with a link says who wrote something."""
    by = _BY.match(line)
    if by is None:
        return False
    who = line[by.end() :].partition("://")[0].rpartition("http")[0].strip(" <([:")
    return bylines.are_names(who) or all(map(links.is_profile_link, URL.findall(line)))


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
        parted = len(words) >= _WIDE and (ruled or NAMED_RULE.match(words) is not None)
        if words in _ENDS or links.is_account_link("", words[:_BEGINNING]) or (parted and any(said)):
            break
        said.append("" if ruled else line)
    return said
