"""Turns an issue's values into the words that stand in it: plain strings and numbers for the templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from router.render.words import Words, base, direction, runs
from router.terms import Candidate, IssueContent, Pick

SUMMARY = 260  # characters of a summary
NOTE = 400
WORD = 1500

# Controls and direction marks would move the words around them; private use is where holes are marked.
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff\ufdd0-\ufdef\ufffe\uffff]+"
)
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|[。！？]")
_TAIL = re.compile(r"(?<=[.!?])\s*(?:…|\.\.\.)$")  # a source's own "and so on" behind a whole sentence
_ODD_IN_LINK = re.compile(r"""[\x00-\x20"'<>\\^`{|}\x7f-\U0010ffff]""")


class Block(NamedTuple):
    """One part of an issue's body: its template, what it depends on, its values, and what only this issue fills in."""

    template: str  # word, section, story, line
    key: Hashable  # with `candidate`, all that the values depend on
    values: Callable[[], Mapping[str, object]]
    number: int = 0  # 0 for a section
    candidate: Candidate | None = None


@lru_cache(maxsize=8192)
def fit(text: str) -> str:
    """Text as one line without characters that steer, and none that a mail may not hold."""
    return " ".join(_UNFIT.sub(" ", text).split())


def link(address: str) -> str:
    """A web address that can stand in an attribute as it is, "" for anything else."""
    address = percent(address.strip())
    return address if re.match(r"https?://[^/]", address, re.IGNORECASE) else ""


def door(address: str) -> str:
    """As `link`, for an address of ours, which may be a mailto: too."""
    return percent(address) if address.lower().startswith("mailto:") else link(address)


def percent(address: str) -> str:
    """An address with everything percent-encoded that could end it (RFC 3986 2.1)."""
    return _ODD_IN_LINK.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), address
    )


@lru_cache(maxsize=8192)
def shorten(text: str, most: int) -> str:
    """At most so many characters: up to the last whole sentence that is not too short, else up to a word."""
    text = _TAIL.sub("", fit(text))
    if len(text) <= most:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, most) if match.end() >= most // 3]
    if ends:
        return text[: ends[-1]]
    head, space, _ = text[: most - 1].rpartition(" ")
    return (head if space and len(head) > most // 2 else text[: most - 1]).rstrip(" ,;:–-") + "…"


def _spoken(language: str, title: str, page: str) -> Markup:
    """The lang and dir attributes of a story that is not in the page's language, for voices and for reading order."""
    out = ""
    tag = language.lower()
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", tag) and base(tag) != base(page):
        out = f' lang="{tag}"'
    way = runs(title) or direction(language or page)
    return Markup(out if way == direction(page) else f'{out} dir="{way}"')


def listed(names: list[str], words: Words) -> str:
    """A, B and C; from the fourth on counted."""
    if len(names) > 4:
        return words.gettext("{names} and {count} more").format(names=", ".join(names[:3]), count=len(names) - 3)
    if len(names) > 1:
        return words.gettext("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])
    return names[0] if names else ""


def minutes(seconds: float, guessed: bool, words: Words) -> str:
    """Reading time in whole minutes on one line, with "about" where it is a guess."""
    text = words.gettext("about {count} min") if guessed else words.gettext("{count} min")
    return text.format(count=max(round(seconds / 60), 1)).replace(" ", "\u00a0")


def _publisher(name: str, address: str) -> str:
    """Who published it, and where the link really goes when that does not show in the name."""
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    letters = re.sub(r"[^a-z0-9]", "", host)
    known = [part for part in re.findall(r"[a-z0-9]{3,}", name.lower()) if part != "the"]
    if not name or any(part in letters for part in known) or not host:
        return name or host
    return f"{name} ({host})"


def blocks(content: IssueContent, words: Words) -> Iterator[Block]:
    """The body of an issue in its order: the editors' words, then sections, and under each its stories."""
    total = len(content.chosen.picks)
    for interest, word, by in content.words:
        known = content.interests.get(interest)
        values = partial(_word_values, known.title if known else interest, word, by, content.language)
        yield Block("word", ("word", values.args), values)
    notes: set[tuple[str, str]] = set()
    for section, group in groupby(content.chosen.picks, key=lambda pick: pick.section):
        picks = list(group)
        yield _heading(section, len(picks), total, content, words)
        for pick in picks:
            note = pick.candidate.note, pick.candidate.note_by
            yield _story(pick, content, words, bool(note[0]) and note in notes)
            notes.add(note)


def _word_values(interest: str, word: str, by: str, language: str) -> dict[str, object]:
    return {
        "by": " · ".join(filter(None, (fit(by), fit(interest)))),
        "word": shorten(word, WORD),
        "spoken": _spoken("", word, language),
    }


def _heading(section: str, count: int, total: int, content: IssueContent, words: Words) -> Block:
    known = content.interests.get(section)
    name = known.title if known else section
    key = ("section", section, name, count, total, content.language)
    return Block("section", key, partial(_heading_values, section, name, count, total, content.language, words))


def _heading_values(section: str, name: str, count: int, total: int, language: str, words: Words) -> dict[str, object]:
    values: dict[str, object] = {
        "heading": fit(name),
        "count": "",
        "share": 0,
        "panel": section == "top",
        "far": "left" if direction(language) == "rtl" else "right",
    }
    if section == "top":
        values["heading"] = words.gettext("If you have 5 minutes")
    elif section == "also":
        values["heading"] = words.gettext("Also, if you have time")
    else:
        values["count"] = words.ngettext("{count} story", "{count} stories", count).format(count=count)
        values["share"] = max(round(100 * count / total), 2)
    return values


def _story(pick: Pick, content: IssueContent, words: Words, noted: bool) -> Block:
    """`noted`: the same note stands at an earlier story, as when one mail passed on many."""
    candidate, section = pick.candidate, pick.section
    shape = "line" if section == "also" else "story"
    names = candidate.interests
    interests = content.interests
    under = () if names == (section,) else tuple(interests[n].title for n in names if n in interests and n != section)
    year = content.local_date[:4]
    panel = section == "top"
    language = content.language
    key = (
        candidate.story,
        candidate.again,
        bool(pick.beside),
        shape,
        panel,
        noted,
        pick.read,
        pick.guessed,
        under,
        year,
        language,
    )
    values = partial(_story_values, pick, under, year, noted, language, words)
    return Block(shape, key, values, pick.number, candidate)


def _story_values(
    pick: Pick, under: tuple[str, ...], year: str, noted: bool, language: str, words: Words
) -> dict[str, object]:
    _ = words.gettext
    story = pick.candidate
    address = link(story.link)
    title = shorten(story.title, 300) or _("Untitled")
    publisher, authors = fit(story.publisher or story.journal), shorten(story.authors, 80)
    meta = [_publisher(publisher, address), "" if authors == publisher else authors, words.day(story.published, year)]
    if pick.section == "also":
        meta = meta[:1]
    elif pick.read:
        meta.append(minutes(pick.read, pick.guessed, words))
    if pick.beside:
        meta.insert(0, _("on the same event"))
    why = []
    note_by = fit(story.note_by)
    if story.again:
        why.append(_again(story, words))
    if noted and note_by:
        why.append(_("Passed on by {name}.").format(name=note_by))
    if story.also_in:
        why.append(_("Also in {names}.").format(names=listed([fit(one) for one in story.also_in], words)))
    if under and pick.section == "top":
        why.append(_("From {names}.").format(names=listed([fit(one) for one in under], words)))
    elif under:
        why.append(_("Also under {names}.").format(names=listed([fit(one) for one in under], words)))
    if story.why:
        why.append(_("Why: {rule}.").format(rule=shorten(story.why, 160).rstrip(".")))
    return {
        "title": title,
        "link": address,
        "meta": [part for part in meta if part],
        "direction": direction(language),
        "summary": "" if fit(story.text) == title else shorten(story.text, SUMMARY),
        "note": "" if noted else shorten(story.note, NOTE),
        "note_by": note_by or _("Note"),
        "why": " ".join(why),
        "spoken": _spoken(story.language, title, language),
        "note_spoken": _spoken("", story.note, language),
        "panel": pick.section == "top",
    }


def _again(story: Candidate, words: Words) -> str:
    """Why a story comes that its reader had before."""
    _ = words.gettext
    code = story.again.code if story.again else ""
    if code == "noted":
        return _("Again, because {name} wrote a note on it.").format(name=fit(story.note_by) or _("somebody"))
    if code == "figures":
        return _("Again, because a figure in its headline was corrected.")
    return _("Again, because it was corrected or taken back.")


def subject(content: IssueContent, words: Words) -> str:
    """Number and top story."""
    titles = [fit(pick.candidate.title) for pick in content.chosen.picks[:1]]
    return words.gettext("No. {number}: {title}").format(
        number=content.number, title=(titles or [fit(content.title)])[0]
    )


def sentences(content: IssueContent, words: Words) -> dict[str, str]:
    """The sentences around the stories that differ from issue to issue: each one line, none empty."""
    _, n = words.gettext, words.ngettext
    picks = content.chosen.picks
    count = n("{count} story", "{count} stories", len(picks)).format(count=len(picks))
    spent = content.minutes
    if any(pick.section == "also" for pick in picks) and spent:
        when = _("No. {number} · {date} · {stories} for your {minutes} minutes")
    else:
        spent = max(round(sum(pick.seconds for pick in picks) / 60), 1)
        when = n(
            "No. {number} · {date} · {stories}, about a minute",
            "No. {number} · {date} · {stories}, about {minutes} minutes",
            spent,
        )
    names = [fit(interest.title) for interest in content.interests.values()]
    return {
        "preheader": " · ".join(shorten(pick.candidate.title, 90) for pick in picks[:3]) or fit(content.title),
        "when": when.format(
            number=content.number, date=fit(words.date(content.local_date, content.date)), stories=count, minutes=spent
        ),
        "ledger": _ledger(content, words),
        "because": _("You get this because you subscribed to {names}.").format(names=listed(names, words)),
        "leave_words": _("Unsubscribe from {name}").format(name=names[0])
        if len(names) == 1
        else _("Unsubscribe from everything"),
    }


def _ledger(content: IssueContent, words: Words) -> str:
    """What this issue left out and why, in one sentence; "" when nothing was."""
    _, n = words.gettext, words.ngettext
    codes = [reason.code for _, reason in (*content.chosen.waiting, *content.chosen.left_out)]
    over = sum(code in ("over-minutes", "waited") for code in codes)
    parts = [
        (content.repeats, n("{count} repeat", "{count} repeats", content.repeats)),
        (content.outside + codes.count("outside"), _("{count} outside your interests")),
        (over, _("{count} over your {minutes} minutes")),
        (codes.count("at-most") + codes.count("size"), _("{count} kept for the next one")),
        (codes.count("muted"), _("{count} you muted")),
    ]
    said = [text.format(count=count, minutes=content.minutes) for count, text in parts if count]
    return _("Left out: {parts}.").format(parts=", ".join(said)) if said else ""
