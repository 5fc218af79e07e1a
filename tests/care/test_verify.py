"""Each line of the conservation law is broken by hand, and `verify` says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from router.store.bulk import reader
from tests.house import House, alert, opened

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")

BREAKS = {
    "a: ledger without its mail": ("INSERT INTO ledger (key, mail_id, redelivery) VALUES ('inbox|1|9', 99, 0)", "(a)"),
    "a: ledger of a mail without bytes": ("DELETE FROM mail_bytes", "(b) mail 1 has lost its bytes"),
    "b: no such state": ("UPDATE mail SET state = 'lost' WHERE id = 1", "(b) mail 1"),
    "b: handled without a lane": ("UPDATE mail SET state = 'handled', lane = '', clippings_cut = 1", "(b) mail 1"),
    "b: a clipping went missing": ("UPDATE mail SET clippings_cut = 2 WHERE id = 1", "(b) mail 1 says 2 clippings and has 1"),
    "b: none, and no reason": ("INSERT INTO mail SELECT 77, 'f', arrived, door, mailbox, envelope_from, recipients, size, 'clipped', lane, '', '', source, 0, tag, sender, sender_name, subject, '', 0, 0, 0, 1 FROM mail WHERE id = 1", "(b) mail 77"),
    "c: a clipping of no story": ("UPDATE clipping SET story_id = 88", "(c) clipping 1"),
    "c: a story counted wrong": ("UPDATE story SET carried = 5", "(c) story 1"),
    "d: a rulebook nobody kept": ("UPDATE story SET judged = 9", "(d) story 1"),
    "d: a route by a rulebook nobody kept": ("UPDATE route SET version = 9", "(d) route 1|housing"),
    "e: given in no issue": ("DELETE FROM issue", "(e) 1|1"),
    "e: an issue without its mail": ("DELETE FROM delivery_bytes WHERE delivery_id IN (SELECT id FROM delivery WHERE issue_id IS NOT NULL)", "(e) 1|1"),
    "e: in an edition that is gone": ("DELETE FROM edition", "(e) story 1 stands in edition 1"),
    "e: in another interest's edition": ("UPDATE edition SET interest = 'care', key = 'care|' || date", "(e) story 1 stands"),
    "e: an edition in no state": ("UPDATE edition SET state = 'lost'", "(e) edition housing|2026-11-23 is 'lost'"),
    "e: released without a number": ("UPDATE edition SET number = 0", "(e) edition housing|2026-11-23"),
    "e: lost with its edition": ("DELETE FROM edition; DELETE FROM issue_story; DELETE FROM issue", "(e) story 1, routed to ada@news.example, is neither"),
    "e: a delivery in no state": ("UPDATE delivery SET state = 'gone' WHERE issue_id IS NOT NULL", "(e) delivery"),
    "e: routed, and nobody knows": ("DELETE FROM story", "(e) story 1, routed to ada@news.example"),
}  # fmt: skip


async def _full(house: House) -> None:
    await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
    house.clock.ahead(minutes=5)
    await house.mail(alert(HOME, number=1))
    house.clock.ahead(hours=2)
    await house.tick()
    assert len(house.post.newsletters()) == 1
    assert await house.law() == []


@pytest.mark.parametrize("name", BREAKS)
async def test_a_broken_law_is_said(tmp_path: Path, name: str) -> None:
    sql, said = BREAKS[name]
    async with opened(tmp_path) as house:
        await _full(house)
        await reader().execute_script("PRAGMA foreign_keys = OFF")
        if "nobody knows" in name:
            await reader().execute_script("DELETE FROM issue_story; DELETE FROM issue;")
        await reader().execute_script(sql)
        found = await house.law()
        assert any(line.startswith(said) for line in found), found
