"""A subscriber's own page: GET shows what they have, POST changes it. Its link may have been passed on with a newsletter.

So what reduces or reorders is done at once, and joining, more mail and the strong acts only when the address says yes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import Response

from router.errors import RouterError, TokenError
from router.render.words import named
from router.store import subscribers
from router.store.subscribers import Person
from router.subscribers.doing import Trust
from router.subscribers.grammar import Command, Known, read_line
from router.subscribers.preferences import later
from router.subscribers.schedules import columns, in_words, issues_a_week, planned
from router.subscribers.speaking import say, speaking, weekday
from router.terms import Reason
from router.tokens import Purpose, Token
from router.web import forms
from router.web.forms import Form
from router.web.saying import Pages

SPANS = {7: "a week", 14: "two weeks", 30: "a month", 0: "until I say so"}
BY = {"more": 1, "normal": 0, "less": -1, "mute": 0}  # of a source
Act = Callable[[Pages, Person, Form], Awaitable[Reason]]


def add_to(app: FastAPI, pages: Pages) -> None:
    """The routes of this page."""

    @app.api_route("/me/{token}", methods=["GET", "HEAD"])
    async def me(token: str) -> Response:
        proven, person = await owner(token)
        return pages.say("me", **await _shown(pages, proven, person))

    @app.post("/me/{token}/{act}")
    async def change(token: str, act: str, request: Request) -> Response:
        proven, person = await owner(token)
        if act not in ACTS:
            return pages.say("said", 404, said=say("There is no such page"), more="")
        try:
            said = str(await ACTS[act](pages, person, await forms.read(request)))
        except RouterError as error:
            return pages.say(
                "said", 400, said=say("That cannot be"), more=f"{error.what}; {error.remedy}.".capitalize()
            )
        fresh = await subscribers.person(person.id)
        if fresh is None:
            return pages.say("said", said=said, more="")
        with speaking(pages.house.templates.words(fresh.language)):  # which may have been changed just now
            return pages.say("me", **{**await _shown(pages, proven, fresh), "said": said})

    async def owner(token: str) -> tuple[Token, Person]:
        proven = pages.house.keys.read(Purpose.PREFERENCES, token)
        person = await subscribers.person(proven.subscriber)
        if person is None:
            raise TokenError("link", "nobody stands behind it any more", "subscribe anew")
        return proven, person


async def _shown(pages: Pages, token: Token, person: Person) -> dict[str, Any]:
    house = pages.house
    known = house.interests()
    weights = person.wishes.more
    now = house.clock()
    return {
        "me": f"/me/{house.keys.make(Purpose.PREFERENCES, token.subscriber, token.reference)}",
        "days_file": f"/days/{house.keys.make(Purpose.DAYS, token.subscriber)}.ics",
        "archive": f"/a/{house.keys.make(Purpose.READ, token.subscriber, token.reference)}",
        "masked": await house.consent.masked(token),
        "said": "",
        "mine": [
            {"name": name, "title": house.consent.title(name), "weight": weights.get(name, 0)}
            for name in sorted(person.interests)
        ],
        "others": [
            {"name": name, "title": one.title, "about": one.about}
            for name, one in known.items()
            if one.join == "public" and name not in person.interests
        ],
        "every": person.schedule.every if person.schedule.every in ("once", "monthly") else "days",
        "month_day": person.schedule.month_day,
        "days": [{"number": n, "name": weekday(n), "on": n in person.schedule.days} for n in range(7)],
        "time": person.schedule.time,
        "zone": person.zone,
        "in_words": in_words(person.schedule),
        "minutes": person.wishes.minutes,
        "language_of": person.language,
        "languages": {code: named(code) for code in sorted(house.templates.languages())},
        "plain": person.plain,
        "one_each": person.one_each,
        "paused": (person.paused_until is not None and person.paused_until > now) or person.state == "suspended",
        "pause_said": (await house.preferences.status(person.id, now))[-1],
        "spans": {days: say(words) for days, words in SPANS.items()},
        "sources": _sources(pages, person),
        "gone": not person.interests,
    }


async def _when(pages: Pages, person: Person, form: Form) -> Reason:
    house, now = pages.house, pages.house.clock()
    at = read_line(f"time {form.one('time')}", Known(), now.date())
    zone = read_line(f"zone {form.one('zone')}", Known(), now.date())
    asked = _said(form, at.time if at else "")
    if asked is None or at is None or zone is None:
        what = say("a day, a time like 07:00 and a zone like Europe/Vienna are needed")
        raise RouterError("form", what, say("go back and mend it"))
    if zone.value != person.zone:
        await house.preferences.zone(person.id, zone.value, "page", now)
    wanted = planned(person.schedule, asked)
    if issues_a_week(wanted) > issues_a_week(person.schedule):
        return await house.sure.ask(person.id, "schedule", columns(wanted), "page", now)
    return await house.preferences.schedule(person.id, asked, "page", now)


def _said(form: Form, at: str) -> Command | None:
    """The command that these fields say; None when a day is missing."""
    match form.one("every"):
        case "once":
            return Command("at once", time=at)
        case "monthly":
            day = form.number("month_day")
            return Command("monthly", number=day, time=at) if 1 <= day <= 31 else None
    days = tuple(sorted({int(one) for one in form.many("day") if one in "0123456" and len(one) == 1}))
    return Command("weekly" if len(days) == 1 else "days", days=days, time=at) if days else None


async def _what(pages: Pages, person: Person, form: Form) -> Reason:
    wishes, now, said = pages.house.preferences, pages.house.clock(), Reason("same", say("Nothing had to be changed."))
    if (minutes := form.number("minutes", person.wishes.minutes)) != person.wishes.minutes:
        said = await wishes.minutes(person.id, minutes, "page", now)
    if (
        language := form.one("language", person.language)
    ) != person.language and language in pages.house.templates.languages():
        said = await wishes.language(person.id, language, "page", now)
    if (plain := form.one("form") == "plain") != person.plain:
        said = await wishes.plain(person.id, plain, "page", now)
    if (each := form.one("each") == "yes") != person.one_each:
        if each:
            return await pages.house.sure.ask(person.id, "each", {"one_each": True}, "page", now)
        said = await wishes.one_each(person.id, each, "page", now)
    return said


async def _weigh(pages: Pages, person: Person, form: Form) -> Reason:
    said = Reason("same", say("Nothing had to be changed."))
    for name in person.interests:
        value = form.one(f"weight-{name}", "0")
        if value in ("-1", "0", "1") and int(value) != person.wishes.more.get(name, 0):
            said = await pages.house.preferences.weigh(person.id, [name], int(value), "page", pages.house.clock())
    return said


async def _join(pages: Pages, person: Person, form: Form) -> Reason:
    names = [name for name in form.many("interest") if name in pages.house.interests()]
    if not names:
        return Reason("none", say("Tick at least one interest."))
    asked = await pages.house.consent.ask(person.address, names, "page", pages.house.clock())
    if asked.code == "asked":
        return Reason("asked", say("A letter is on its way to your address: say yes there, and it begins."))
    return Reason(asked.code, "We wrote to your address already; look there, or try again tomorrow.")


async def _leave(pages: Pages, person: Person, form: Form) -> Reason:
    return await pages.house.consent.part(person.id, "page", pages.house.clock(), [form.one("interest")])


async def _stop(pages: Pages, person: Person, _: Form) -> Reason:
    return await pages.house.consent.part(person.id, "page", pages.house.clock())


async def _pause(pages: Pages, person: Person, form: Form) -> Reason:
    now, days, said = pages.house.clock(), form.number("days", 14), form.one("until")
    until = later(now, person.zone, min(days, 700)) if days else None
    if said:
        asked = read_line(f"pause until {said}", Known(), now.astimezone(ZoneInfo(person.zone)).date())
        if asked is None:
            raise RouterError(
                "until", say("{said} is no day to come", said=f"“{said}”"), say("write it like 2026-12-24")
            )
        until = asked.until
    return await pages.house.preferences.pause(person.id, until, "page", now)


async def _resume(pages: Pages, person: Person, _: Form) -> Reason:
    return await pages.house.sure.ask(person.id, "resume", {}, "page", pages.house.clock())


async def _now(pages: Pages, person: Person, _: Form) -> Reason:
    return await pages.house.preferences.send_now(person.id, "page", pages.house.clock())


async def _source(pages: Pages, person: Person, form: Form) -> Reason:
    """More or less of one source, nothing of it, or as it comes."""
    wishes, now, source, by = pages.house.preferences, pages.house.clock(), form.one("source"), form.one("by")
    if by not in BY or source not in {*pages.house.sources(), *person.wishes.muted, *person.wishes.more}:
        return Reason("none", say("Choose a source, and what you wish of it."))
    said = Reason("same", say("Nothing had to be changed."))
    if (by == "mute") != (source in person.wishes.muted):
        said = await wishes.mute(person.id, source, by == "mute", "page", now)
    if by != "mute" and BY[by] != person.wishes.more.get(source, 0):
        said = await wishes.weigh(person.id, [source], BY[by], "page", now)
    return said


def _sources(pages: Pages, person: Person) -> list[dict[str, Any]]:
    """Every source by title, with what this person wishes of it: more, less, mute, normal."""
    of = {weight: by for by, weight in BY.items() if by != "mute"}
    known = {*pages.house.sources(), *person.wishes.muted, *(set(person.wishes.more) - set(pages.house.interests()))}
    rows = [
        {
            "name": name, "title": pages.house.preferences.called([name]),
            "by": "mute" if name in person.wishes.muted else of[person.wishes.more.get(name, 0)],
        }
        for name in known
    ]  # fmt: skip
    return sorted(rows, key=lambda row: str(row["title"]).casefold())


async def _export(pages: Pages, person: Person, _: Form) -> Reason:
    return await pages.house.sure.ask(person.id, "export", {}, "page", pages.house.clock())


async def _forget(pages: Pages, person: Person, _: Form) -> Reason:
    return await pages.house.sure.ask(person.id, "forget", {}, "page", pages.house.clock())


ACTS: dict[str, Act] = {
    "when": _when, "what": _what, "weigh": _weigh, "join": _join, "leave": _leave, "stop": _stop, "pause": _pause,
    "resume": _resume, "now": _now, "source": _source, "export": _export, "forget": _forget,
}  # fmt: skip


async def tune(pages: Pages, token: Token, number: int, act: str) -> Reason:
    """The buttons below one story: more like this, less, mute its source."""
    asked = Command(act, act, number=number)
    done = await pages.house.doing.do(
        asked, token.subscriber, Trust.TOKEN, token.reference, pages.house.clock(), "page"
    )
    return done.reason
