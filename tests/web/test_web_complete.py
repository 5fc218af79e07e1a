"""Each word of the mail grammar has its place on a page: what can be changed by mail can be changed without."""

from __future__ import annotations

from datetime import date

from router.store import subscribers
from router.subscribers.vocabulary import COMMANDS
from router.tokens import Purpose
from tests.web.test_web_wishes import Browser, browser, me, person

__all__ = ["browser"]
ME, STORY, LETTER = "the page of one's wishes", "the page of a story", "the page of a letter"
LEFT = "the page of what was left out"
# the word of a mail -> the page, and what stands there for it
PLACES = {
    "help": (ME, "<h1>"), "status": (ME, "every day at 07:00"), "interests": (ME, 'value="care"'), "why": (STORY, "Homeless<"),
    "more": (STORY, '/more"'), "less": (STORY, '/less"'), "mute": (STORY, '/mute"'), "unmute": (ME, '/source"'),
    "left out": (LEFT, "What was left out"),
    "join": (ME, '/join"'), "leave": (ME, '/leave"'), "only": (ME, '/leave"'),
    "daily": (ME, 'name="day"'), "weekly": (ME, 'name="day"'), "days": (ME, 'name="day"'), "time": (ME, 'name="time"'),
    "monthly": (ME, 'value="monthly"'), "at once": (ME, 'value="once"'), "zone": (ME, 'name="zone"'),
    "minutes": (ME, 'name="minutes"'), "language": (ME, 'name="language"'), "plain": (ME, 'value="plain"'), "pretty": (ME, 'value="pretty"'),
    "one": (ME, 'name="each" value="no"'), "one per interest": (ME, 'name="each" value="yes"'),
    "pause": (ME, '/pause"'), "resume": (ME, '/resume"'), "send now": (ME, '/now"'),
    "export": (ME, '/export"'), "forget me": (ME, '/forget"'), "stop": (ME, '/stop"'), "confirm": (LETTER, "<button"),
}  # fmt: skip


async def test_each_word_has_its_place(browser: Browser) -> None:
    house = browser.house
    keys = house.installation.keys
    await house.installation.consent.ask("ben@news.example", ["housing"], "page", house.clock())
    shown = {
        ME: (await browser.web.get(me(browser))).text,
        LEFT: (await browser.web.get(f"/t/{keys.make(Purpose.READ, 1, 1)}")).text,
        STORY: (await browser.web.get(f"/t/{keys.make(Purpose.READ, 1, 1)}/1")).text,
    }
    await subscribers.ask(1, ["care"], "test", "1", house.clock())
    await subscribers.confirm(1, house.clock(), "test", house.clock())
    await house.installation.preferences.pause(1, None, "page", house.clock())
    shown[ME] += (await browser.web.get(me(browser))).text  # with two interests, and `resume` where `pause` stood
    path = next(path for _, text in await browser.mails() for path in text.split() if "/confirm/" in path)
    shown[LETTER] = (await browser.web.get(path.removeprefix("https://news.example"))).text
    assert set(PLACES) == set(COMMANDS), "a new word: say where on a page it can be done"
    missing = {word: mark for word, (page, mark) in PLACES.items() if mark not in shown[page]}
    assert missing == {}


async def test_sources_one_by_one(browser: Browser) -> None:
    for by, more, muted in (
        ("mute", {}, {"guardian"}),
        ("more", {"guardian": 1}, set()),
        ("less", {"guardian": -1}, set()),
    ):
        answer = await browser.post(me(browser, "source"), source="guardian", by=by)
        assert answer.status_code == 200 and answer.text.count("Guardian") >= 2
        assert ((await person()).wishes.more, (await person()).wishes.muted) == (more, muted)
    await browser.post(me(browser, "source"), source="guardian", by="normal")
    assert ((await person()).wishes.more, (await person()).wishes.muted) == ({}, frozenset())
    for wrong in ({"source": "nobody", "by": "mute"}, {"source": "guardian", "by": "all"}, {}):
        assert "Choose a source" in (await browser.post(me(browser, "source"), **wrong)).text
    assert await browser.mails() == []


async def test_a_pause_until_a_day(browser: Browser) -> None:
    answer = await browser.post(me(browser, "pause"), days=14, until="2026-12-24")
    assert "Paused until 24 December 2026" in answer.text
    for wrong in ("2026-11-01", "tomorrow", "2026-13-01"):
        assert (await browser.post(me(browser, "pause"), until=wrong)).status_code == 400
    found = (await person()).paused_until
    assert found is not None and found.date() == date(2026, 12, 23), "midnight in Vienna"
