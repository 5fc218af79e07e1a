"""Top three judged blind: drawn newsletters show no order, and what a person chose is compared with ours and newest-first."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from router.errors import RouterError
from router.flow.blind import Drawn, Overlap, draw, overlap
from router.web import judging
from router.web.pages import Pages, reader_pages
from tests.browser.sample import content
from tests.house import House, alert, opened

TOWNS = ("Oxley", "Marden", "Penn", "Quill", "Rowan", "Stowe", "Tarn", "Ulver")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Five days of alerts; the stories of one town come in several alerts, and are told by several sources."""
    async with opened(tmp_path, inside=True) as house:
        for day in range(5):
            stories = [
                (
                    f"Homeless families and kinship carers wait in {town}, part {day}",
                    f"https://herald.example/{town}/{day}",
                )
                for town in TOWNS
            ]
            await house.mail(
                alert(
                    *stories,
                    number=day,
                    date=f"{['Mon', 'Tue', 'Wed', 'Thu', 'Fri'][day]}, {23 + day} Nov 2026 04:00:00 +0000",
                )
            )
            house.clock.ahead(days=1)
        yield house


async def test_newsletters_are_drawn_the_same_each_time_and_show_no_order(house: House) -> None:
    interests = house.installation.interests()
    drawn = await draw(30, interests)
    assert len(drawn) > 5 and drawn == await draw(30, interests) and drawn != await draw(30, interests, seed=2)
    for one in drawn:
        shown = [story.story for story in one.stories]
        assert len(one.ours) == len(one.newest) == 3 and one.ours | one.newest <= set(shown)
        assert 6 <= len(shown) <= 12 and len(set(shown)) == len(shown)
    first = [one.stories[0].story in one.ours for one in drawn]
    assert not all(first), "ours do not always stand first"


async def test_the_page_compares_what_was_ticked(house: House) -> None:
    drawn, heard = await draw(10, house.installation.interests()), list[Overlap]()
    pages = Pages(house.installation)
    app = reader_pages(pages)
    judging.add_to(app, pages, drawn, heard.append)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as web:
        shown = (await web.get("/judge")).text
        ticks = re.findall(r'name="(n\d+)" value="(\d+)"', shown)
        assert len(ticks) == sum(len(one.stories) for one in drawn) and "checked" not in shown
        fields = (
            [("n0", one) for one in drawn[0].ours]
            + [("n1", one) for one in drawn[1].newest]
            + [("n2", "1"), ("n3", "x"), ("n9999", "1")]
        )
        answer = await web.post("/judge", content=urlencode(fields))
    agreed = len(drawn[1].newest & drawn[1].ours), len(drawn[0].newest & drawn[0].ours)
    assert (heard[0].newsletters, heard[0].ours, heard[0].newest) == (2, (3 + agreed[0]) / 2, (3 + agreed[1]) / 2)
    assert str(heard[0]) in unescape(answer.text) and "2 newsletters: of a person" in str(heard[0])


def test_the_overlap_counts_only_exactly_three() -> None:
    stories = tuple(pick.candidate for pick in content().chosen.picks[:9])
    one = Drawn(("care",), stories, frozenset({1, 2, 3}), frozenset({3, 4, 5}))
    found = overlap([one, one, one], {0: frozenset({1, 2, 3}), 1: frozenset({3, 4, 9}), 2: frozenset({1, 2})})
    assert found == Overlap(2, (3 + 1) / 2, (1 + 2) / 2, 1.0)
    assert "No newsletter had exactly three" in str(overlap([one], {0: frozenset({1, 2})}))


async def test_too_little_mail_is_said(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        with pytest.raises(RouterError, match="no week has 6 stories; come back"):
            await draw(30, house.installation.interests())
