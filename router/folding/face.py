"""Turns clippings into faces: one clipping as folding compares it, and the best face of a story for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from router import links
from router.folding import titles, traces
from router.folding.restated import restated
from router.frozen import value
from router.terms import Clipping

_TITLE, _TEXT = 500, 2000  # characters compared: a hostile mail must not make comparing slow


@value(frozen=True, slots=True)
class Face:
    """One clipping as folding sees it; `story` is the story that it belongs to, 0 when that is not decided yet."""

    title: str
    link: str = ""  # links.canonical: no scheme, fragment kept
    text: str = ""
    publisher: str = ""
    site: str = ""  # the part of the link's host that one owner holds: udn.com, bbc.co.uk, "" without a link
    seen: datetime | None = None  # when the mail came; None: not known
    kind: str = "news"
    ids: frozenset[str] = frozenset()  # doi:, pmid:, arxiv:, pii:, youtube: …, article:SITE:NUMBER
    story: int = 0


def face(clipping: Clipping, seen: datetime | None, story: int = 0) -> Face:
    """A clipping, its link cleaned, as folding sees it. `seen` is when its mail came, in UTC. Never fails on odd links or titles."""
    link = links.canonical_of(clipping.link)
    return Face(
        title=clipping.title[:_TITLE],
        link=link,
        text=clipping.text[:_TEXT],
        publisher=clipping.publisher,
        site=traces.site(link),
        seen=seen,
        kind=clipping.kind,
        ids=traces.identifiers(clipping.link, link, clipping.doi),
        story=story,
    )


def best(clippings: Sequence[Clipping]) -> Clipping:
    """What is shown of a story: the fullest honest title, the most direct link, the longest text that was not cut.

    Title, publisher and link are taken from as few clippings as possible, so that they fit each other; a person's
    note stays with the first who wrote one. Of headlines that differ by a figure the newest is right. The order of the clippings (first seen first) breaks ties.
    """
    if len(clippings) == 1:
        return clippings[0]
    linked = max(clippings, key=_directness)
    titled = max(clippings, key=lambda one: (_wholeness(one.title), one.link == linked.link))
    titled = next(one for one in reversed(clippings) if one.title == titled.title or restated(titled.title, one.title))
    told = max(clippings, key=lambda one: _told(one.text))
    noted = next((one for one in clippings if one.note), linked)

    def first(field: str) -> str:
        own = getattr(linked, field) or getattr(titled, field)
        return str(own or next((getattr(one, field) for one in clippings if getattr(one, field)), ""))

    return replace(
        linked,
        title=titled.title,
        text=told.text,
        publisher=first("publisher"),
        authors=max((one.authors for one in clippings), key=_told),
        journal=first("journal"),
        published=min((one.published for one in clippings if one.published), default=""),
        language=first("language"),
        doi=first("doi"),
        note=noted.note,
        note_by=noted.note_by,
    )


def _wholeness(title: str) -> tuple[bool, int]:
    """A title that was cut loses to any that was not; then the one with less hung on behind, then the longer."""
    taken = titles.take_apart(title)
    return (bool(title) and not taken.cut, len(taken.head) if not taken.cut else len(taken.clean))


def _told(text: str) -> tuple[bool, int]:
    taken = titles.take_apart(text[-200:])
    return (bool(text) and not taken.cut, len(text))


def _directness(clipping: Clipping) -> tuple[int, bool, int]:
    """DOI and publisher over portal, anything over a tracker or nothing; the shorter of two equals."""
    return (traces.directness(links.canonical_of(clipping.link)), bool(clipping.publisher), -len(clipping.link))
