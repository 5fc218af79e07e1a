"""What a subscriber wants, what was chosen, and what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from router.frozen import value
from router.terms.rules import Interest
from router.terms.steps import Reason


@value(frozen=True, slots=True)
class Wishes:
    """What one subscriber wants of an issue."""

    minutes: int = 20  # 0 = everything
    words_a_minute: int = 238  # Brysbaert 2019: the mean for English non-fiction
    more: Mapping[str, int] = field(default_factory=dict)  # interest or source -> -1 less, 0 normal, +1 more
    muted: frozenset[str] = frozenset()  # sources
    keep_days: int = 7  # a story that did not fit waits so long, then is said to be left out


@value(frozen=True, slots=True)
class Candidate:
    """A routed story that a subscriber has not had: what `choose` decides on."""

    story: int
    title: str
    link: str
    text: str
    publisher: str
    interests: tuple[str, ...]  # names, all that took it and the subscriber has
    why: str  # the rule in words
    published: datetime
    routed: datetime
    also_in: tuple[str, ...] = ()  # titles of further sources that carried it
    carried: int = 1  # mails that showed it
    note: str = ""
    note_by: str = ""
    authors: str = ""
    journal: str = ""
    kind: str = "news"
    language: str = ""
    sources: tuple[str, ...] = ()
    pinned: bool = False
    again: Reason | None = None  # had before, and truly new: corrected, figures, noted
    again_id: int = field(default=0, compare=False)
    edition: str = field(default="", compare=False)  # interest|date of the edition it comes from, "" for none
    place: int = field(default=0, compare=False)  # its place in that edition, 1 = first


@value(frozen=True, slots=True)
class Pick:
    """A story chosen for one issue: its number, section and cost in seconds of reading."""

    candidate: Candidate
    number: int
    section: str  # "top", an interest's name, or "also"
    seconds: int
    guessed: bool = True  # the reading time is a guess: say "about"
    read: int = 0  # seconds to read the story itself, beyond what the newsletter shows; 0 = not said
    beside: Reason | None = None  # the story before tells of the same event, and how that is known


@value(frozen=True, slots=True)
class Chosen:
    """What one issue holds, what waits for the next, and what was left out, each with its reason."""

    picks: tuple[Pick, ...]
    waiting: tuple[tuple[int, Reason], ...] = ()
    left_out: tuple[tuple[int, Reason], ...] = ()


@value(frozen=True, slots=True)
class Slot:
    """One time at which a subscriber's issue is due: the key part `local date|slot`, and the moment in UTC."""

    local_date: str
    name: str
    due: datetime

    @property
    def beside(self) -> bool:
        """Whether it takes no local date of the schedule: a newsletter at once, or one that was asked for."""
        return self.name not in ("daily", "weekly", "monthly")


@value(frozen=True, slots=True)
class Schedule:
    """When a subscriber wants a newsletter: local days and time, never a cron."""

    every: str = "daily"  # daily, weekly, monthly, once (at once)
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # Monday = 0
    time: str = "07:00"  # local
    zone: str = "UTC"
    month_day: int = 1


@value(frozen=True, slots=True)
class Doors:
    """The addresses one issue offers its subscriber; "" where this installation has no such door."""

    leave_page: str = ""  # RFC 8058 one-click https URI, also the visible link
    leave_mail: str = ""  # mailto:
    reply_to: str = ""
    tune: str = ""  # pattern with {number}
    see_them: str = ""  # what was left out
    preferences: str = ""
    home: str = ""


@value(frozen=True, slots=True)
class IssueContent:
    """All that a newsletter says: plain data for the templates."""

    title: str  # the installation's newsletter title
    number: int
    date: str  # local date in words
    local_date: str  # ISO
    chosen: Chosen
    interests: Mapping[str, Interest]
    doors: Doors
    language: str = "en"
    repeats: int = 0  # mails folded into stories since the last issue
    outside: int = 0  # stories outside the subscriber's interests
    imprint: str = ""
    minutes: int = 20
    words: tuple[tuple[str, str, str], ...] = ()  # an interest, the editor's word on its edition, by whom


@value(frozen=True, slots=True)
class Rendered:
    """A newsletter or notice as text, not yet as bytes."""

    subject: str
    html: str
    text: str
