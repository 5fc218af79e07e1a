"""A made-up newsletter, notice and page each: what an installation's templates are tried with before they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from router.terms import Candidate, Chosen, Doors, Interest, IssueContent, Pick, Reason

LANGUAGES = ("en", "ar")
LEAVE = "https://news.example/u/t0ken"
_WHEN = datetime(2026, 11, 25, 6, tzinfo=UTC)
_DOORS = Doors(
    LEAVE, "mailto:inbox+u.t0ken@news.example", "inbox+r.t0ken@news.example", "https://news.example/t/t0ken/{number}",
    "https://news.example/t/t0ken", "https://news.example/me/t0ken",
)  # fmt: skip
_MAIL_ONLY = Doors(leave_mail="mailto:inbox@news.example?subject=unsubscribe%20t0ken")
INTERESTS = {name: Interest(name, name.title(), about=f"All about {name}.") for name in ("housing", "care")}


def issues() -> Iterator[IssueContent]:
    """A newsletter with everything in it, in two directions, with a public address and without, and one with little."""
    for language in LANGUAGES:
        yield _issue(language, _DOORS)
        yield _issue(language, _MAIL_ONLY)
    yield IssueContent("T", 1, "", "2026-11-25", Chosen(_picks()[:1]), dict([*INTERESTS.items()][:1]), Doors())


def _issue(language: str, doors: Doors) -> IssueContent:
    chosen = Chosen(_picks(), ((8, Reason("over-minutes")),), ((9, Reason("muted")),))
    return IssueContent(
        "News", 12, "Wednesday, 25 November 2026", "2026-11-25", chosen, INTERESTS, doors, language, 31, 12,
        "Example Street 1", words=(("care", "Read the first one.", "Ben"),),
    )  # fmt: skip


def _picks() -> tuple[Pick, ...]:
    sections = ("top", "top", "housing", "care", "also")
    return tuple(
        Pick(
            Candidate(
                number, f"Story {number}", link(number), "" if section == "also" else "What it says.", "The Herald",
                ("housing", "care"), "“story” in the title", _WHEN, _WHEN, ("Scholar",) * (number % 2), note="Look." * (number % 2),
                note_by="Ben", language="de" if number == 3 else "",
            ),
            number, section, 30, read=60,
        )
        for number, section in enumerate(sections, 1)
    )  # fmt: skip


def link(number: int) -> str:
    """Where a sample's story lies."""
    return f"https://herald.example/{number}"


def notices() -> Iterator[Mapping[str, Any]]:
    """What a notice is given, with everything there is and with nothing."""
    yield {
        "title": "News", "interests": ["Housing"], "page": "https://news.example/c/1", "leave_page": LEAVE, "said": "Said.",
        "reply_to": "inbox@news.example", "lines": ["A line"], "about": "it", "remedy": "do this",
    }  # fmt: skip
    yield {}


def pages() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every page with what it shows, and with the other thing that it can show."""
    around = {"title": "News", "imprint": "Example Street 1", "direction": "ltr"}
    card = {
        "name": "housing",
        "title": "Housing",
        "about": "All about it.",
        "a_week": 3,
        "address": "https://news.example/i/housing",
        "titles": ["Story 1"],
        "bars": [1, 9],
        "weeks": [1, 3],
        "archive": True,
        "invited": False,
    }
    invited = card | {"invited": True}
    form = {"when": {"daily": "every day"}, "minutes": (10, 0)}
    for one in (card, invited):
        for embed in ("", "<form></form>"):
            for page in ("home", "interest"):
                yield f"web/{page}.html", {**around, **form, "cards": [one], "card": one, "embed": embed}
    yield "web/embed.html", {"card": card, "base": "https://news.example"}
    for told in ([], ["Housing"]):
        yield "web/confirm.html", {**around, "interests": told}
        yield "web/leave.html", {**around, "masked": "a…@n….example", "interest": told[0] if told else ""}
        yield "web/yes.html", {**around, "asked": "go on" if told else ""}
        yield (
            "web/figures.html",
            {**around, "path": "/u/t0ken", "kept": [("a", "b")], "figures": "123", "again": bool(told)},
        )
        yield "web/said.html", {**around, "said": "Done", "more": "More." if told else ""}
        yield "web/me.html", {**around, **_me(bool(told))}
    yield "web/demo.html", {**around, "newsletters": [{"subject": "No. 1", "address": "ada@reader.example"}]}
    route = {
        "interest": "Housing",
        "words": "story",
        "found": ["story"],
        "file": "interests/housing.rules",
        "line": 2,
        "rule": "take any: story",
    }
    story = {
        "number": 1,
        "title": "Story 1",
        "link": link(1),
        "again": "corrected",
        "beside": "both say Marlow",
        "routes": [route],
        "carried": [{"source": "Scholar", "seen": "today"}],
    }
    issue = {**around, "number": 12, "date": "today", "tune": "/t/t0ken/1", "archive": "/a/t0ken"}
    yield (
        "web/why.html",
        {
            **issue,
            "stories": [story, {**story, "link": "", "again": None, "beside": "", "routes": []}],
            "left_out": None,
        },
    )
    waits = [
        {"title": "Story 2", "link": link(2), "publisher": "P", "came": 13},
        {"title": "T", "link": "", "publisher": "", "came": None},
    ]
    for left in ([], [("repeats", 31)]):
        yield "web/why.html", {**issue, "stories": [], "left_out": left, "waits": waits}
    asked = {
        "at": 0,
        "title": "Housing",
        "stories": [{"id": 1, "title": "Story 1", "publisher": "P", "text": "What it says."}],
    }
    yield "web/judge.html", {**around, "newsletters": [asked], "three": 3}
    yield from _back_numbers(around)
    yield "web/style.css", {}


def _back_numbers(around: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    number = {"number": 2, "date": "today", "count": 2, "note": "Read it.", "by": "Maria"}
    rows = {"heading": "Housing", "path": "/i/housing/archive"}
    listed = [{"title": "Housing", "path": "/i/housing/archive", "newest": number}]
    for interests, numbers, older in ((listed, [], 0), ([], [number], 1), ([], [], 0)):
        yield "web/archive.html", {**around, **rows, "interests": interests, "numbers": numbers, "older": older}
    published = [
        {"title": "Story 1", "link": link(1), "publisher": "P"},
        {"title": "Story 2", "link": "", "publisher": ""},
    ]
    for note, by, before, after in (("", "", 0, 0), ("Read it.", "", 1, 3), ("Read it.", "Maria", 1, 0)):
        shown = {"edition": {**number, "note": note, "by": by}, "before": before, "after": after}
        yield "web/edition.html", {**around, **rows, **shown, "stories": published}


def _me(full: bool) -> Mapping[str, Any]:
    mine = [{"name": name, "title": one.title, "weight": 0} for name, one in INTERESTS.items()] if full else []
    return {
        "me": "/me/t0ken", "archive": "/a/t0ken", "masked": "a…@n….example", "said": "Done." if full else "", "mine": mine, "gone": not full, "paused": not full,
        "others": [{"name": "age", "title": "Age", "about": "All about it."}], "every": "days", "month_day": 1,
        "days": [{"number": 0, "name": "Monday", "on": True}], "time": "07:00", "zone": "UTC", "in_words": "every day", "minutes": 15,
        "language_of": "en", "languages": {"en": "English"}, "plain": False, "one_each": False, "pause_said": "Paused.",
        "spans": {7: "a week"}, "days_file": "/days/t0ken.ics",
        "sources": [{"name": "scholar", "title": "Scholar", "by": by} for by in ("normal", "more", "less", "mute")],
    }  # fmt: skip
