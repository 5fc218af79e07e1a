"""The calendar of one's newsletters: linked from the page of one's wishes, read with a token that allows nothing else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

from router.subscribers.grammar import Command
from router.tokens import Purpose
from tests.house import House, opened
from tests.planning.test_planning_calendar import expanded
from tests.web.test_web_wishes import ADA, Browser


def paths(house: House) -> tuple[str, str]:
    """(page of Ada's wishes, her calendar)."""
    make = house.installation.keys.make
    return "/me/" + make(Purpose.PREFERENCES, 1, 1), f"/days/{make(Purpose.DAYS, 1)}.ics"


async def test_the_page_leads_to_a_calendar_that_follows_what_is_changed(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        me, days = paths(house)
        browser, wishes = Browser(house), house.installation.preferences
        async with browser.web as web:
            assert days in (await web.get(me)).text
            answer = await web.get(days)
            assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
            assert expanded(answer.text, 2) == [datetime(2026, 11, day, 6, tzinfo=UTC) for day in (23, 24)]
            assert ADA not in answer.text and "/me/" not in answer.text, "whoever reads it can change nothing"
            assert not any(days[n : n + 6] in answer.text for n in range(6, 34)), (
                "and whoever is sent an event has no address"
            )
            await wishes.schedule(1, Command("days", days=(1, 3), time="18:30"), "page", house.clock())
            changed = (await web.get(days)).text
            assert expanded(changed, 2) == [datetime(2026, 11, day, 17, 30, tzinfo=UTC) for day in (24, 26)]
            assert re.findall("UID:.*", changed) == re.findall("UID:.*", answer.text), "the same event, moved"
            await wishes.pause(1, date(2026, 12, 1), "page", house.clock())
            assert expanded((await web.get(days)).text, 1) == [datetime(2026, 12, 1, 17, 30, tzinfo=UTC)]
            await wishes.pause(1, None, "page", house.clock())
            assert "VEVENT" not in (await web.get(days)).text
            await wishes.resume(1, "page", house.clock())
            assert "VEVENT" in (await web.get(days)).text
            await house.installation.consent.part(1, "page", house.clock())
            assert "VEVENT" not in (await web.get(days)).text


async def test_its_token_opens_nothing_else_and_no_other_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        me, days = paths(house)
        token = days.removeprefix("/days/").removesuffix(".ics")
        async with Browser(house).web as web:
            for path in (f"/me/{token}", f"/u/{token}", f"/t/{token}", f"/days/{me.removeprefix('/me/')}.ics"):
                assert (await web.get(path)).status_code == 404, path
            await house.installation.privacy.forget(ADA, house.clock(), farewell=False)
            assert (await web.get(days)).status_code == 404
