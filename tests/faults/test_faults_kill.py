"""kill -9 at every named point: nothing lost, no story in two newsletters of one reader, resends only where a mail was
between DATA and 250, and then with the same bytes.

Quick: one kill a point. ROUTER_PROVE=1: ten, at the first to the fourth pass.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.supervisor import READERS, Trial, same_bytes
from tests.servers.dovecot import Account
from tests.servers.points import POINTS
from tests.servers.smtp_sink import SmtpSink

KILLS = 10 if os.environ.get("ROUTER_PROVE") else 1
STORIES = 6
# only here may a mail be handed over twice: its end was not written down when the process died
WINDOW = {"send.in_data", "send.after_250", "send.before_end"}
# once a run or less: passes beyond these do not happen
LAST_PASS = {
    "edition.before_close": 1,
    "edition.after_close": 1,
    "imap.tidied": 1,
    "imap.fetched": 1,
    "imap.committed": 2,
    "smtp.received": 3,
    "smtp.committed": 3,
}


def test_every_named_point_is_in_the_matrix() -> None:
    assert len(POINTS) >= 12
    assert WINDOW | set(LAST_PASS) <= set(POINTS)


@pytest.mark.parametrize("kill", range(KILLS))
@pytest.mark.parametrize("point", sorted(POINTS))
def test_kill(point: str, kill: int, tmp_path: Path, mailbox: Account, smtp_sink: Callable[..., SmtpSink]) -> None:
    trial = Trial(tmp_path, mailbox, smtp_sink())
    trial.prepare()
    nth = 1 + kill % min(4, LAST_PASS.get(point, 2))
    trial.run(f"{point}:{nth}", STORIES)
    log = (tmp_path / "log").read_text()
    assert trial.died or nth > 1, f"the house never passed {point} {nth} times\n{log[-2000:]}"
    given = trial.given()
    assert len(given) == STORIES * len(READERS), f"lost: only {sorted(given)}\n{log[-3000:]}"
    assert set(given.values()) == {1}, f"in two newsletters: {given}"
    resent = trial.resent()
    assert not resent or point in WINDOW, f"{point}: handed over twice: {resent}"
    assert all(same_bytes(trial, name) for name in resent)
    assert trial.law() == []
    if point.startswith("edition."):
        assert trial.morning() == dict.fromkeys((title for _, title in given), 1), "whole in one newsletter"
        assert trial.editions() == [("released", 1, STORIES)]
