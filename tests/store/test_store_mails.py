"""Mails at the door: kept together, known again, handed out in portions that fit in memory."""

from __future__ import annotations

from pathlib import Path

from router.mail.fingerprint import fingerprint
from router.store import mails
from router.store.mails import PORTION, Coming
from router.terms import Envelope
from tests.house import MONDAY, opened


def coming(number: int, ledger: str = "", size: int = 0) -> Coming:
    raw = f"Message-ID: <{number}@alerts.example>\r\nSubject: Alert {number}\r\n\r\nOne story.\r\n".encode()
    return Coming(raw, fingerprint(raw), Envelope("imap", mailbox="inbox", too_big=size), ledger)


async def test_mails_of_one_commit_are_new_once(tmp_path: Path) -> None:
    async with opened(tmp_path):
        [first] = await mails.keep([coming(1, "inbox|7|1")], MONDAY)
        kept = await mails.keep([coming(2, "inbox|7|2"), coming(1, "inbox|7|3"), coming(2, "inbox|7|4")], MONDAY)
        assert [one.new for one in kept] == [True, False, False]
        assert kept[1].id == first.id and kept[2].id == kept[0].id
        assert await mails.known_uids("inbox", 7) == {1, 2, 3, 4}
        assert await mails.raw(kept[0].id) == coming(2).raw


async def test_waiting_mails_come_in_portions(tmp_path: Path) -> None:
    async with opened(tmp_path):
        sizes = [PORTION // 3 + 2, PORTION // 3, PORTION // 3, 3 * PORTION, 5, 5]
        kept = await mails.keep([coming(n, size=size) for n, size in enumerate(sizes)], MONDAY)
        first = kept[0].id
        assert await mails.portions([one.id for one in kept]) == [
            [first, first + 1], [first + 2], [first + 3], [first + 4, first + 5]
        ]  # fmt: skip
        assert await mails.portions([]) == []
