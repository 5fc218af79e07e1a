"""What just arrived is read from memory: the same comes out as from its rows, and no more is held than has room."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from router.flow.hand import InHand
from router.flow.reading import read
from router.mail.bytewise import with_lf
from router.rulebook.book import compile
from router.rulebook.load import load, shipped
from router.store import mails
from router.store.bulk import reader
from router.store.mails import WaitingMail
from router.terms import Envelope, Knows
from tests.house import alert, opened

MAILS = sorted((Path(__file__).parents[1] / "mail").glob("*/*.eml"))
HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")
CARE = ("Foster care numbers rise for the third year running", "https://herald.example/foster-care")
LETTER = "From: Ann <ann@news.example>\r\nTo: <inbox+care@news.example>\r\nSubject: one\r\r\nlone\rends\r\n"


def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The mails whose bytes were asked of the database, from now on."""
    asked: list[int] = []
    take = mails.take

    async def noted(ids: list[int]) -> list[WaitingMail]:
        asked.extend(ids)
        return await take(ids)

    monkeypatch.setattr(mails, "take", noted)
    return asked


async def rows() -> list[tuple[object, ...]]:
    told = await reader().execute_query_dict(
        'SELECT m."id", m."state", m."lane", m."reason", m."sender", m."subject", m."size", c."title", c."seen", c."story_id"'
        ' FROM "mail" m LEFT JOIN "clipping" c ON c."mail_id" = m."id" ORDER BY m."id", c."n"'
    )
    return [tuple(row.values()) for row in told]


async def test_a_mail_is_read_the_same_from_memory_and_from_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for name in ("memory", "rows"):
        (tmp_path / name).mkdir()
        async with opened(tmp_path / name, inside=True) as house:
            asked = fetched(monkeypatch)
            defer = house.line.engine.defer
            if name == "rows":
                house.line.engine.defer = lambda step, ids: None  # type: ignore[method-assign]
            for raw in (alert(HOME, CARE, number=1), LETTER.encode(), alert(HOME, number=2)):
                await house.mail(raw, sender="ann@news.example", recipients=("inbox+care@news.example",))
            assert asked == []
            if name == "rows":
                house.line.clip._hand = InHand()  # as after a stop between the two
                defer("clip", await mails.waiting())
                await house.line.engine.idle()
                assert asked == [1, 2, 3]
            said.append(await rows())
    assert said[0] == said[1] and len(said[0]) == 4


def test_line_ends_as_lf_change_nothing_that_is_read() -> None:
    knows = Knows(sources=compile(load(shipped())[0])[0].sources)
    for path in MAILS:
        raw = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        assert read(knows, raw, Envelope()) == read(knows, with_lf(raw), Envelope()), path.name
    assert read(knows, LETTER.encode(), Envelope()) == read(knows, with_lf(LETTER.encode()), Envelope())


def test_no_more_is_held_than_has_room_and_each_is_taken_once() -> None:
    hand, now = InHand(), datetime(2026, 11, 23, tzinfo=UTC)
    for number in range(20):
        hand.hold(WaitingMail(number, bytes(1 << 20), Envelope(), 0, now))
    hand.hold(WaitingMail(20, bytes((1 << 20) + 1), Envelope(), 0, now))
    assert sorted(hand.take([5, 3, 5, 99])) == [3, 5]
    assert sorted(hand.take(range(30))) == [0, 1, 2, 4, 6, 7]
    hand.hold(WaitingMail(30, bytes((1 << 20) + 1), Envelope(), 0, now))
    for number in range(40, 49):
        hand.hold(WaitingMail(number, bytes(1 << 20), Envelope(), 0, now))
    assert sorted(hand.take(range(99))) == [*range(40, 48)]


async def test_what_another_process_read_first_is_not_held_for_ever(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        house.line.engine.defer = lambda step, ids: None  # type: ignore[method-assign]
        await house.mail(alert(HOME, number=1), sender="ann@news.example", recipients=("inbox+care@news.example",))
        await reader().execute_query('UPDATE "mail" SET "state" = ?', ["clipped"])
        report = await house.line.clip([1], datetime(2026, 11, 23, tzinfo=UTC))
        assert (report.done, house.line.clip._hand.take([1])) == (0, {})
