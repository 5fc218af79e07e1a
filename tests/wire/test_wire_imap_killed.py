"""Killed at its points, a mailbox's owner loses nothing and brings nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from router.wire.imap_line import KEYWORD
from tests.servers.dovecot import Account
from tests.wire.mailbox_owner import mail

PROGRAM = """
import asyncio, sys
from pathlib import Path
from router.terms import Reason
from router.wire.imap import MailboxSettings, watch
name, port, user, password, tidy = sys.argv[1:]
ledger = Path(name)
async def arrive(data, envelope, key=""):
    with ledger.open("a") as file:
        print(key, file=file, flush=True)
    return Reason("new")
async def known(mailbox, uidvalidity):
    lines = ledger.read_text().splitlines() if ledger.exists() else []
    return {int(line.split("|")[2]) for line in lines if line.startswith(f"{mailbox}|{uidvalidity}|")}
async def main():
    settings = MailboxSettings("alerts", "127.0.0.1", user, password, int(port), "plain", tidy=tidy)
    stop = asyncio.Event()
    await watch(settings, arrive, known, stop, lambda status: stop.set() if status.state == "watching" else None)
asyncio.run(main())
"""


@pytest.mark.parametrize("tidy", ["keyword", "move:Taken"])
@pytest.mark.parametrize(("point", "kept"), [("imap.fetched", 0), ("imap.committed:2", 2), ("imap.tidied", 4)])
def test_killed_at_its_points_nothing_is_lost_or_doubled(
    mailbox: Account, tmp_path: Path, point: str, kept: int, tidy: str
) -> None:
    mailbox.deliver(*(mail(n) for n in range(4)))
    ledger = tmp_path / "ledger"
    account = (str(ledger), str(mailbox.server.imap), mailbox.user, mailbox.password, tidy)
    killed = subprocess.run([sys.executable, "-c", PROGRAM, *account], env={**os.environ, "ROUTER_CRASH": point})
    assert killed.returncode == -signal.SIGKILL
    assert len(ledger.read_text().splitlines() if ledger.exists() else []) == kept
    again = subprocess.run([sys.executable, "-c", PROGRAM, *account], timeout=30)
    assert again.returncode == 0
    keys = ledger.read_text().splitlines()
    assert sorted(int(key.split("|")[2]) for key in keys) == [1, 2, 3, 4]
    left = mailbox.messages()
    assert left == {} if tidy != "keyword" else all(KEYWORD in flags for flags in left.values())
