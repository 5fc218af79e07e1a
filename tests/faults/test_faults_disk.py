"""A full disk and a database that cannot be written: intake stops before acknowledging, says so, and resumes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import smtplib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from router.errors import RouterError
from router.service.installation import Installation
from router.store import mails
from router.store.bulk import reader
from tests.house import alert, configuration
from tests.scenarios.doors import open_doors
from tests.servers.recorder import Recorder

STORIES = [(f"Homeless count number {n} ends in Example Town", f"https://herald.example/{n}") for n in range(12)]


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of this size, mounted as root."""
    assert os.getuid() == 0, "this test mounts a small tmpfs and so needs root; CI has it, `sudo make test` too"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def hand_in(port: int, raw: bytes) -> tuple[int, str]:
    """(code, words) of the server's answer to one mail."""
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.ehlo()
        client.mail("alerts@news.example")
        client.rcpt("inbox@news.example")
        code, words = client.data(raw)
        return code, words.decode()


async def test_a_full_disk_refuses_before_it_acknowledges_and_resumes(tmp_path: Path, recorder: Recorder) -> None:
    with small_disk(tmp_path / "disk", 10) as disk:
        async with open_doors(disk, recorder) as house:
            await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
            house.clock.ahead(minutes=5)
            ballast = disk / "ballast"
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            ballast.write_bytes(b"x" * (free - 1_500_000))
            padding = b"<!-- " + b"x" * 900 + b" -->\r\n"
            answers: dict[int, tuple[int, str]] = {}
            letters = {n: alert(story, number=n) + padding * 200 for n, story in enumerate(STORIES)}
            for n, raw in letters.items():
                answers[n] = await asyncio.to_thread(hand_in, house.smtp, raw)
            refused = [n for n, (code, _) in answers.items() if code != 250]
            assert refused and all(answers[n][0] in (451, 452) for n in refused), answers
            held = sum((await mails.counts()).values())
            assert held >= len(STORIES) - len(refused), "what was acknowledged is here"
            ballast.unlink()
            for n in refused:
                code, words = await asyncio.to_thread(hand_in, house.smtp, letters[n])
                assert code == 250, words
            for _ in range(200):
                await house.line.engine.idle()
                if not await mails.waiting():
                    break
                await asyncio.sleep(0.1)
            assert sum((await mails.counts()).values()) == len(STORIES)
            assert await house.law() == []
            house.clock.ahead(hours=2)
            await house.tick()
            [newsletter] = house.letters("ada@news.example")
            text = " ".join(newsletter.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
            assert all(title in text for title, _ in STORIES)


async def test_a_database_that_cannot_be_written_refuses_and_resumes(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        await reader().execute_script("PRAGMA query_only = ON")
        code, words = await asyncio.to_thread(hand_in, house.smtp, alert(STORIES[0], number=1))
        assert code in (451, 452), words
        assert await mails.counts() == {}
        await reader().execute_script("PRAGMA query_only = OFF")
        code, _ = await asyncio.to_thread(hand_in, house.smtp, alert(STORIES[0], number=1))
        assert code == 250
        await house.line.engine.idle()
        assert sum((await mails.counts()).values()) == 1


async def test_a_database_where_none_can_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    with pytest.raises(RouterError, match=r"cannot be kept there .*; mend the folder or its owner"):
        async with Installation(configuration(tmp_path, database="taken/router.db")):
            pass
    (tmp_path / "router.db").mkdir()
    with pytest.raises(RouterError, match="cannot be opened; check that its folder exists"):
        async with Installation(configuration(tmp_path)):
            pass
