"""Finds sentences that are stories: three and more in a row under a rubric, or in a list, each with one link in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from router import html, links
from router.clippers.bids import bids
from router.clippers.finish import is_bare_url, is_button
from router.clippers.lines import Line, run_in
from router.clippers.roles import NUMBER, Role, Said
from router.clippers.wording import is_service, words_in

_LABEL = re.compile(r"[:!?…—–]$")
_SENTENCE = re.compile(r"[.!?。！？][”\"’»)]*\s+(?=[^\W\d_a-zà-ÿа-я])")
_PARTED = re.compile(r"(?:[.!?…。！？][\"”’»)]*|\s[|–—-])\s+$|\s?[(\[]$")  # between a sentence and a name
NAME = 4  # words of who published it
LONGEST = 50  # words of a brief
RUBRIC = 5  # words of what stands over a run of them
HEADLINE = 3  # words of what may be more than a rubric
OWNED = 2  # such runs, and they are how this page tells its stories
IN_A_ROW = 3


@dataclass(slots=True)
class _Run:
    """Lines in a row, each a story or read as one by itself."""

    briefs: dict[int, Said] = field(default_factory=dict)
    length: int = 0  # with the lines between that begin with their link, and are read so
    headed: bool = False  # what stands above can be a headline
    owner: str = ""  # the page that a button below opens, when they tell of that headline

    def close(self, link: str) -> None:
        """Its links are sources when a button opens one page below it, and none of them is at that place."""
        hosts = {links.host(links.unwrap(href)) for _, _, href in self.briefs.values()}
        page = links.unwrap(link)
        if hosts and links.host(page) not in hosts and links.names_page(page.partition("?")[0]):
            self.owner = page


def briefs(lines: Sequence[Line], said: Sequence[Said]) -> dict[int, Said]:
    """What the lines of such runs are, by number; those of a run that begin with their link are stories as they are."""
    runs: list[_Run] = [_Run()]
    headlines = False  # what a list below one says may be about it
    for at, (line, one) in enumerate(zip(lines, said, strict=True)):
        run = runs[-1]
        headlines = headlines or one[0] in (Role.HEAD, Role.TITLE)
        closed = None
        if one[0] is Role.TEXT and line.hrefs:
            closed = _attributed(line)
        elif one[0] in (Role.BUTTON, Role.ADDRESS):
            closed = _closed(line)
        brief = closed or (_brief(line) if one[0] is Role.TEXT and line.hrefs else None)
        if brief is None and not (one[0] is Role.LEAD and (run.briefs or line.listed)):
            if run.headed and one[0] is Role.BUTTON:
                run.close(line.href)
            runs.append(_Run())
            continue
        named = at > 0 and _is_rubric(lines[at - 1], said[at - 1][0])
        if run.length or named or (closed and not headlines and _stands_alone(line, one[0])):
            run.headed = run.headed or (named and words_in(lines[at - 1].text) >= HEADLINE)
            run.length += 1
            if brief is not None:
                run.briefs[at] = brief
    owned = len({run.owner for run in runs if run.owner}) >= OWNED
    return {at: one for run in runs if not (owned and run.owner) for at, one in _kept(lines, run).items()}


def _kept(lines: Sequence[Line], run: _Run) -> dict[int, Said]:
    """A run that is long enough; few among lines that begin with their link must do so too."""
    if run.length < IN_A_ROW:
        return {}
    most = len(run.briefs) >= IN_A_ROW or 2 * len(run.briefs) > run.length
    return run.briefs if most else {at: one for at, one in run.briefs.items() if lines[at].lead()[1]}


def _is_rubric(line: Line, role: Role) -> bool:
    """Whether a line only names what stands below it."""
    named = role is Role.HEAD or (role is Role.NONE and line.bold) or (not line.hrefs and line.text.isupper())
    return named and words_in(NUMBER.sub("", line.text)) <= RUBRIC


def _stands_alone(line: Line, role: Role) -> bool:
    """Whether a line of a list that its link closes needs no rubric: words that only this page uses so may do anything."""
    return line.listed and (role is Role.TEXT or is_button(line.linked) or is_bare_url(line.linked))


def _closed(line: Line) -> Said | None:
    """`A headline (read)` in a list, `A sentence. Link`: the words of a line that a button or an address closes."""
    words = line.text.removesuffix(")").removesuffix("]").strip()
    before = words.removesuffix(line.linked).rstrip(" :–—|-([→»")
    if len(line.hrefs) != 1 or before == words or not 3 <= words_in(before) <= LONGEST:
        return None
    if (not line.listed and _SENTENCE.search(before)) or (is_bare_url(line.linked) and bids(NUMBER.sub("", before))):
        return None
    return Role.LEAD, NUMBER.sub("", before), line.href


def _attributed(line: Line) -> Said | None:
    """`A sentence (The Gazette)`: the first sentence of a line that ends in the linked name of who published it."""
    linked = line.linked
    if len(line.hrefs) != 1 or not 0 < words_in(linked) <= NAME:
        return None
    before, _, after = line.text.rpartition(linked)
    if after.strip(" .)]$"):
        return None
    parted = _PARTED.search(before)
    said = NUMBER.sub("", before[: parted.start() + 1 if parted else 0]).rstrip(" (|[–—-")
    sentence = _SENTENCE.search(said)
    if not 3 <= words_in(said) <= LONGEST or (sentence and not line.listed) or is_button(linked) or is_service(linked):
        return None
    return Role.LEAD, said[: sentence.end()].strip() if sentence else said, line.href


def _brief(line: Line) -> Said | None:
    label, _ = run_in(line)
    labelled = bool(label) and words_in(label) <= 4 and _LABEL.search(label) is not None
    linked = line.linked
    if not (line.listed or labelled) or len(line.hrefs) != 1 or words_in(line.text) > LONGEST or words_in(linked) < 2:
        return None
    if is_button(linked) or is_service(linked) or is_bare_url(linked) or linked not in line.text:
        return None
    words = NUMBER.sub("", line.text[len(label) :] if labelled and line.text.startswith(label) else line.text)
    begin = 0
    for end in _SENTENCE.finditer(words):
        if words.find(linked) < end.start():
            return Role.LEAD, html.line(words[begin : end.end()]), line.href
        begin = end.end()
    return Role.LEAD, html.line(words[begin:]), line.href
