"""The page of one's wishes, joining by form, and the buttons below a story: what acts at once, what asks first."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
import segno
from selectolax.lexbor import LexborHTMLParser

from router.store import acts, subscribers
from router.subscribers import limits
from router.tokens import Purpose
from router.web import joining
from router.web.pages import Pages, reader_pages
from tests.house import House, alert, opened

ADA = "ada@news.example"
HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")


class Browser:
    """A browser at a running house, which can read the mail that comes out as well."""

    def __init__(self, house: House, host: str = "198.51.100.7") -> None:
        transport = httpx.ASGITransport(app=reader_pages(Pages(house.installation)), client=(host, 1))
        self.web, self.house = httpx.AsyncClient(transport=transport, base_url="https://news.example"), house

    async def post(self, path: str, **fields: object) -> httpx.Response:
        body = urlencode(fields, doseq=True)
        return await self.web.post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"})

    async def mails(self) -> list[tuple[str, str]]:
        """(address, text with its soft line breaks joined) of what came out since the last look."""
        await self.house.tick()
        new = [(to, data.decode().replace("=\r\n", "")) for _, to, data in self.house.post.sent]
        self.house.post.sent.clear()
        return new


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(alert(HOME, number=1))
        house.clock.ahead(hours=2)
        one = Browser(house)
        async with one.web:
            await one.mails()
            yield one


def me(browser: Browser, act: str = "") -> str:
    token = browser.house.installation.keys.make(Purpose.PREFERENCES, 1, 1)
    return f"/me/{token}/{act}".rstrip("/")


async def yes_of(browser: Browser, said: str) -> httpx.Response:
    """Press the button that a letter to Ada leads to."""
    [(to, text)] = await browser.mails()
    assert to == ADA and said in text
    path = re.search(r"https://news\.example(/(?:yes|confirm)/\w+)", text)
    assert path is not None
    return await browser.web.post(path[1])


async def person() -> subscribers.Person:
    found = await subscribers.person(1)
    assert found is not None
    return found


async def test_what_reduces_or_reorders_acts_at_once(browser: Browser) -> None:
    shown = (await browser.web.get(me(browser))).text
    assert "a…a@n…s.example" in shown and ADA not in shown and "every day at 07:00" in shown
    answer = await browser.post(me(browser, "when"), day=[0, 3], time="18:30", zone="Europe/London")
    assert "every Monday and Thursday at 18:30" in answer.text
    await browser.post(me(browser, "what"), minutes=10, language="de", form="plain", each="no")
    await browser.post(me(browser, "weigh"), **{"weight-housing": "1"})
    answer = await browser.post(me(browser, "pause"), days=14)
    assert "Pause bis 7. Dezember 2026" in answer.text and "Weiter" in answer.text, "in the language just chosen"
    mine = await person()
    assert (mine.schedule.days, mine.schedule.time, mine.schedule.zone) == ((0, 3), "18:30", "Europe/London")
    assert (mine.wishes.minutes, mine.language, mine.plain, mine.wishes.more) == (10, "de", True, {"housing": 1})
    assert await browser.mails() == []


async def test_more_mail_and_joining_wait_for_a_yes_from_the_address(browser: Browser) -> None:
    await browser.post(me(browser, "when"), day=[0], time="07:00", zone="Europe/Vienna")
    answer = await browser.post(me(browser, "when"), day=[0, 1, 2], time="07:00", zone="Europe/Vienna")
    assert "A letter is on its way" in answer.text and (await person()).schedule.every == "weekly"
    assert "comes as you wanted" in (await yes_of(browser, "Monday, Tuesday and Wednesday")).text
    assert (await person()).schedule.days == (0, 1, 2)

    browser.house.clock.ahead(days=1)  # one letter a day
    await browser.post(me(browser, "join"), interest=["care", "nothing"])
    assert "care" not in (await person()).interests
    assert "You are subscribed to Care." in (await yes_of(browser, "Care")).text
    await browser.mails()  # the welcome
    await browser.post(me(browser, "pause"), days=0)
    await browser.post(me(browser, "resume"))
    assert (await person()).paused_until is not None
    await yes_of(browser, "go on with your newsletter")
    assert (await person()).paused_until is None


async def test_once_a_month_is_less_and_at_once_is_more(browser: Browser) -> None:
    path = me(browser, "when")
    answer = await browser.post(path, every="monthly", month_day=15, time="08:00", zone="Europe/Vienna")
    assert "on day 15 of the month at 08:00" in answer.text and await browser.mails() == []
    assert 'value="monthly" checked' in answer.text and 'value="15"' in answer.text
    answer = await browser.post(path, every="once", time="08:00", zone="Europe/Vienna")
    assert "A letter is on its way" in answer.text and (await person()).schedule.every == "monthly"
    await yes_of(browser, "It would come as soon as there is something new.")
    assert (await person()).schedule.every == "once"
    answer = await browser.post(path, every="days", day=[2], time="08:00", zone="Europe/Vienna")
    assert "every Wednesday at 08:00" in answer.text
    for wrong in ({"every": "monthly", "month_day": 32}, {"every": "monthly"}, {"every": "days"}, {"every": "else"}):
        assert (await browser.post(path, time="08:00", zone="Europe/Vienna", **wrong)).status_code == 400
    assert (await person()).schedule.every == "weekly"


async def test_the_strong_acts_wait_too_and_a_yes_counts_once(browser: Browser) -> None:
    await browser.post(me(browser, "export"))
    [(_, letter)] = await browser.mails()
    path = re.search(r"/yes/\w+", letter)
    assert path is not None and "send you all that we hold on you" in (await browser.web.get(path[0])).text
    assert "on its way to you" in (await browser.web.post(path[0])).text
    assert "my-data.json" in (await browser.mails())[0][1]
    assert "nothing to confirm" in (await browser.web.post(path[0])).text and await browser.mails() == []
    await browser.post(me(browser, "forget"))
    assert "erased" in (await yes_of(browser, "erase everything")).text
    assert await subscribers.find(ADA) is None
    assert (await browser.web.get(me(browser))).status_code == 404


async def test_leaving_by_a_link_that_was_passed_on_is_told_to_its_owner_who_takes_it_back(browser: Browser) -> None:
    leave = "/u/" + browser.house.installation.keys.make(Purpose.LEAVE, 1)
    assert "a…a@n…s.example" in (await browser.web.get(leave)).text
    await browser.web.post(leave)
    assert (await person()).state == "gone"
    assert "You get Housing now" in (await yes_of(browser, "You are unsubscribed")).text
    assert (await person()).state == "active" and "housing" in (await person()).interests


async def test_the_buttons_below_a_story(browser: Browser) -> None:
    path = "/t/" + browser.house.installation.keys.make(Purpose.READ, 1, 1) + "/1"
    for act in ("more", "less", "mute"):
        assert f'action="{path}/{act}"' in (await browser.web.get(path)).text
        assert (await browser.post(f"{path}/{act}")).status_code == 200
    assert (await person()).wishes.muted == {"google-alerts"} and (await person()).wishes.more == {"google-alerts": -1}
    assert "Google" in (await browser.web.get(me(browser))).text
    await browser.post(me(browser, "source"), source="google-alerts", by="normal")
    assert (await person()).wishes.muted == frozenset()
    for wrong in ("/9/more", "/1/else"):
        assert (await browser.post(path[:-2] + wrong)).status_code in (200, 404)
    assert [act.what for act in await acts.of(1)][-2:] == ["unmute", "weigh"] and (await person()).wishes.more == {}


async def test_the_join_page_shows_interests_and_answers_everybody_alike(browser: Browser) -> None:
    shown = (await browser.web.get("/")).text
    assert 'value="housing"' in shown and HOME[0] in shown and "stories in each of the last weeks" in shown
    assert HOME[0] in (await browser.web.get("/i/housing")).text
    assert (await browser.web.get("/i/nothing")).status_code == 404
    answers = {
        (answer.status_code, answer.text)
        for address in (ADA, "new@else.example", "new@else.example", "x@else.example")
        for answer in [await browser.post("/join", address=address, interest=["housing"], when="weekly", minutes=10)]
    }
    assert len(answers) == 1, "known, new, asked today: the same page"
    sent = await browser.mails()
    assert sorted(to for to, _ in sent) == [ADA, "new@else.example", "x@else.example"]
    assert "already" in next(text for to, text in sent if to == ADA)
    bot = await browser.post("/join", address="bot@else.example", interest="housing", website="https://spam.example")
    assert (bot.status_code, bot.text) in answers and await browser.mails() == []
    assert (await browser.post("/join", address="no address", interest="housing")).status_code == 400
    assert (await browser.post("/join", address="y@else.example")).status_code == 400
    assert (await browser.web.post("/join", content=b"a" * 30_000)).status_code >= 400


async def test_one_network_may_ask_so_often_and_a_restart_forgets_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "FLOOR", 0.0)
    codes = [
        (await browser.post("/join", address=f"v{n}@else.example", interest="housing")).status_code
        for n in range(limits.ASKED_BY_NETWORK + 3)
    ]
    assert codes == [200] * limits.ASKED_BY_NETWORK + [429] * 3
    anew = Browser(browser.house, host="198.51.100.200")  # the same /24, another application object
    async with anew.web:
        assert (await anew.post("/join", address="w@else.example", interest="housing")).status_code == 429
    browser.house.clock.ahead(hours=1)
    assert (await browser.post("/join", address="w@else.example", interest="housing")).status_code == 200


async def test_the_form_for_a_page_of_one_s_own_works_from_anywhere_and_confirms_nobody(browser: Browser) -> None:
    """The snippet as it is copied from the page, in a page of another host: one capped letter, and no more."""
    shown = LexborHTMLParser((await browser.web.get("/i/housing")).text).css_first("textarea")
    assert shown is not None
    form = LexborHTMLParser(shown.text()).css_first("form")
    assert (
        form is not None
        and form.attributes["action"] == "https://news.example/join"
        and form.attributes["method"] == "post"
    )
    fields = {str(one.attributes["name"]): one.attributes.get("value") or "" for one in form.css("input")}
    assert fields == {"interest": "housing", "website": "", "address": ""}
    body = urlencode(fields | {"address": "cyd@else.example"})
    head = {
        "content-type": "application/x-www-form-urlencoded",
        "origin": "https://uni.example",
        "referer": "https://uni.example/",
    }
    for _ in range(2):
        assert "Nearly done" in (await browser.web.post("/join", content=body, headers=head)).text
    [(to, text)] = await browser.mails()
    assert to == "cyd@else.example" and "Housing" in text and "uni.example" not in text
    assert [tie.state for tie in await subscribers.ties(2)] == ["unconfirmed"]


async def test_a_picture_for_paper_leads_to_the_page_of_an_interest(browser: Browser) -> None:
    page = LexborHTMLParser((await browser.web.get("/i/housing")).text).css_first("img")
    assert page is not None and page.attributes["alt"] == "QR: https://news.example/i/housing"
    answer = await browser.web.get(page.attributes["src"] or "")
    assert (
        answer.headers["content-type"] == "image/svg+xml"
        and "img-src 'self'" in answer.headers["content-security-policy"]
    )
    drawn = segno.make_qr("https://news.example/i/housing", error="m").svg_inline(scale=4, light="#ffffff")
    assert re.findall(r' d="([^"]+)"', answer.text) == re.findall(r' d="([^"]+)"', drawn)
    assert (await browser.web.get("/i/nothing/qr.svg")).status_code == 404


@pytest.mark.parametrize("join", ["invitation", "private"])
async def test_an_interest_that_is_not_public_cannot_be_had_and_a_private_one_is_not_shown(
    tmp_path: Path, join: str
) -> None:
    (tmp_path / "rules" / "interests").mkdir(parents=True)
    (tmp_path / "rules" / "interests" / "board.rules").write_text(f"interest: Board\njoin: {join}\ntake any: board\n")
    async with opened(tmp_path, inside=True) as house, Browser(house).web as web:
        private = join == "private"
        assert ("Board" not in (await web.get("/")).text) is private
        assert ((await web.get("/i/board")).status_code == 404) is private
        answer = await Browser(house).post("/join", address=ADA, interest="board")
        assert answer.status_code == 400 and await subscribers.find(ADA) is None
