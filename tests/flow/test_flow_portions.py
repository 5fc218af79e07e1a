"""Mails that wait together are read and written portion by portion: what comes out is the same for any size of these."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from router.flow import clip
from router.store import mails
from router.store.bulk import reader
from tests.house import alert, opened

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")
CARE = ("Foster care numbers rise for the third year running", "https://herald.example/foster-care")
RAIN = ("Rain expected across the whole of the country today", "https://herald.example/rain")
WAITING = [(HOME, RAIN), (CARE,), (HOME, CARE), (RAIN,), (HOME,)]


async def rows(portion: int, together: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    folder.mkdir()
    monkeypatch.setattr(mails, "PORTION", portion)
    monkeypatch.setattr(clip, "STORIES", together)
    async with opened(folder) as house:
        defer = house.line.engine.defer
        house.line.engine.defer = lambda step, ids: None  # type: ignore[method-assign]  # until all have come
        for number, told in enumerate(WAITING):
            await house.mail(
                alert(*((title, f"{link}%3Futm_source%3D{number}") for title, link in told), number=number)
            )
        house.line.engine.defer = defer  # type: ignore[method-assign]
        defer("clip", await mails.waiting())
        await house.line.engine.idle()
        assert await house.law() == []
        found = 'SELECT c."mail_id", c."n", c."story_id", c."evidence", s."carried", r."interest" FROM "clipping" c'
        return list(
            await reader().execute_query_dict(
                f'{found} JOIN "story" s ON s."id" = c."story_id" LEFT JOIN "route" r ON r."story_id" = s."id" ORDER BY c."id"'
            )
        )


async def test_portions_of_any_size_make_the_same_stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one, by_twos, by_stories, together = [
        await rows(portion, stories, tmp_path / str(n), monkeypatch)
        for n, (portion, stories) in enumerate(((1, 1), (1600, 100), (1 << 20, 3), (1 << 20, 100)))
    ]
    assert one_by_one == by_twos == by_stories == together
    assert [row["story_id"] for row in together] == [1, 2, 3, 1, 3, 2, 1] and len(together) == 7
    assert {row["interest"] for row in together} == {"housing", "care", None}
