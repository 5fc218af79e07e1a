"""Servers that are wrong, hostile or poor, and the guard in front of the client."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from router.errors import WireError
from router.wire.imap import MailboxSettings
from router.wire.imap_line import KEYWORD, Line
from tests.servers.dovecot import Account
from tests.servers.odd_imap import OddImap
from tests.wire.mailbox_owner import Heap, watching

Odd = Callable[..., OddImap]

MAILS = {uid: f"Subject: {uid}\r\n\r\nstory {uid}\r\n".encode() for uid in (1, 2, 3, 4, 5)}


def settings(server: OddImap, **changes: object) -> MailboxSettings:
    plain = MailboxSettings("alerts", "127.0.0.1", "ada", "s3cret", server.port, "plain", pause=0.02, timeout=2)
    return replace(plain, **changes)


def opened(server: OddImap, **changes: object) -> Line:
    line = Line(settings(server, **changes))
    line.open()
    line.select()
    return line


# -- the guard ------------------------------------------------------------------------------------------------

COMMANDS = ["X1 STORE 1:* +FLAGS (\\Deleted)", "X2 EXPUNGE", "X3 LOGOUT", "X4 DELETE INBOX", "X5 CREATE evil"]
BREAKS = ["\r\n", "\n", "\r", "\0", "a\r\nb", "\r\n\r\n", '"\r\n', "}\r\n", "{1}\r\n", "\\\r\n"]
PAYLOADS = [f"x{end}{command}\r\ny" for end in BREAKS for command in COMMANDS]
CALLS: list[Callable[[Line, str], object]] = [
    lambda line, text: line.uids("HEADER", "Message-ID", text),
    lambda line, text: line.uids(text),
    lambda line, text: line._guard("add_flags", [text], uids=[1]),
    lambda line, text: line._guard("fetch", [text], uids=[1]),
    lambda line, text: line._guard("copy", text, uids=[1]),
    lambda line, text: line.sizes([text]),  # type: ignore[list-item]
    lambda line, text: line.whole([1, text]),  # type: ignore[list-item]
    lambda line, text: line._guard("search", ["SUBJECT", [text.encode()]]),
    lambda line, text: line._move_somewhere([1], text),
    lambda line, text: line._guard("move", text, uids=[1]),
]


def test_nothing_a_sender_writes_becomes_a_command(odd_imap: Odd) -> None:
    server = odd_imap(mails=dict(MAILS))
    line = opened(server)
    before = list(server.heard)
    for call in CALLS:
        for payload in PAYLOADS:
            with pytest.raises(WireError):
                call(line, payload)
    assert server.heard == before  # 500 refused before a byte was sent
    for user, password in ((payload, "p") for payload in PAYLOADS[::5]):
        with pytest.raises(WireError, match="line end or a NUL"):
            Line(settings(server, user=user, password=password)).open()
    for payload in PAYLOADS[:5]:
        with pytest.raises(WireError):
            Line(settings(server, password=payload)).open()
    for folder in PAYLOADS[:5]:
        with pytest.raises(WireError):
            opened(server, folder=folder)
    assert not any(re.match(r"X\d", heard) for heard in server.heard)
    assert line.uids() == set(MAILS)
    line.cut()


@pytest.mark.parametrize("uid", ["1:*", "1", 0, -1, True, 1.0, "1 FLAGS"])
def test_a_uid_is_a_number(odd_imap: Odd, uid: object) -> None:
    server = odd_imap(mails=dict(MAILS))
    line = opened(server)
    with pytest.raises(WireError, match="UID that is no number"):
        line.whole([uid])  # type: ignore[list-item]
    line.cut()


def test_only_the_guard_calls_the_client() -> None:
    room = Path(__file__).parents[2] / "router"
    calls = re.findall(r"_client\.(\w+(?:\.\w+)*)", (room / "wire" / "imap_line.py").read_text())
    assert sorted(set(calls)) == ["_imap.debug", "_imap.file.peek", "socket"]
    users = [path for path in room.rglob("*.py") if re.search(r"\bimapclient\b", path.read_text(), re.I)]
    assert [path.name for path in users] == ["imap_line.py"]
    source = (room / "wire" / "imap_line.py").read_text()
    assert source.count("getattr(self._client") == 1 and source.count("IMAPClient(") == 1


def test_the_log_that_formats_every_mail_twice_is_off(odd_imap: Odd) -> None:
    line = opened(odd_imap())
    assert line._client._imap.debug == 0  # a private name: an upgrade that renames it must be noticed
    spoken: list[object] = []
    line._client._imap._mesg = lambda *said: spoken.append(said)
    line.uids()
    assert spoken == []
    line.cut()


# -- log-in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "permanent"),
    [
        (b"TAG NO [AUTHENTICATIONFAILED] Authentication failed.\r\n", True),
        (b"TAG NO [ALERT] Invalid credentials (Failure)\r\n", True),
        (b"TAG NO [UNAVAILABLE] Temporary authentication failure.\r\n", False),
        (b"TAG NO [INUSE] Too many simultaneous connections\r\n", False),
        (b"TAG NO [LIMIT] Rate\r\n", False),
        (b"TAG BAD what?\r\n", False),
        (b"* BYE shutting down\r\n", False),
        (b"", False),
    ],
)
@pytest.mark.parametrize("mechanism", ["AUTHENTICATE", "LOGIN"])
def test_a_wrong_password_is_told_from_a_server_in_trouble(
    odd_imap: Odd, reply: bytes, permanent: bool, mechanism: str
) -> None:
    capabilities = "IMAP4rev1 AUTH=PLAIN" if mechanism == "AUTHENTICATE" else "IMAP4rev1"
    server = odd_imap(capabilities=capabilities, odd=lambda command, line: reply if command == mechanism else None)
    with pytest.raises((WireError, OSError)) as refused:
        Line(settings(server, timeout=0.5)).open()
    assert getattr(refused.value, "permanent", False) == permanent
    assert "s3cret" not in str(refused.value)


def test_a_password_in_any_script_is_sent_in_utf8_or_said_to_be_impossible(odd_imap: Odd) -> None:
    server = odd_imap()
    Line(settings(server, user="ädä", password="grüße")).open()
    old = odd_imap(capabilities="IMAP4rev1")
    with pytest.raises(WireError, match="beyond ASCII; choose another password") as refused:
        Line(settings(old, password="grüße")).open()
    assert "gr" not in str(refused.value).replace("alerts", "")


@pytest.mark.parametrize(
    "greeting", [b"* BYE full\r\n", b"hello\r\n", b"* PREAUTH hi\r\n", b"\r\n", b"x" * 100_000 + b"\r\n"]
)
def test_a_strange_greeting_is_an_error_and_never_a_plain_session(odd_imap: Odd, greeting: bytes) -> None:
    server = odd_imap(greeting=greeting, capabilities="IMAP4rev1 STARTTLS AUTH=PLAIN")
    with pytest.raises(Exception):  # noqa: B017 - whatever it is, the owner tries again
        Line(settings(server, tls="starttls", timeout=0.5, connect_timeout=0.5)).open()
    assert not any("s3cret" in line or "LOGIN" in line for line in server.heard)


# -- reading --------------------------------------------------------------------------------------------------


def once(command: str, reply: bytes, times: int = 1) -> Callable[[str, str], bytes | None]:
    """The odd reply to the first so many of this command; "BODY" is the FETCH of mails, not that of their sizes."""
    left = iter(range(times))
    return lambda said, line: (
        reply if (said == command or (command == "BODY" and "BODY" in line)) and next(left, None) is not None else None
    )


ODDITIES = [
    ("UID SEARCH", b"TAG NO [SERVERBUG] Internal error\r\n"), ("UID SEARCH", b"TAG BAD no\r\n"), ("UID SEARCH", b""),
    ("UID SEARCH", b"* BYE bye\r\n"), ("UID SEARCH", b"* SEARCH\r\nTAG OK\r\n"), ("UID SEARCH", b"* SEARCH 1 x\r\nTAG OK\r\n"),
    ("SELECT", b"TAG NO [UNAVAILABLE] later\r\n"), ("SELECT", b""), ("CAPABILITY", b""), ("CAPABILITY", b"TAG BAD\r\n"),
    ("UID FETCH", b""), ("UID FETCH", b"TAG NO [UNAVAILABLE]\r\n"), ("UID FETCH", b"* BYE\r\n"),
    ("UID FETCH", b"* 1 FETCH (UID 1 RFC822.SIZE\r\nTAG OK\r\n"), ("UID FETCH", b"* 1 FETCH (UID 1 BODY[] {9999999}\r\nx"),
    ("UID FETCH", b"* 1 FETCH (UID 1 BODY[] {3}\r\nabcdef)\r\nTAG OK\r\n"), ("UID FETCH", b"* 2 EXPUNGE\r\n* 1 EXISTS\r\nTAG OK\r\n"),
    ("UID FETCH", b"* 1 FETCH (UID 1 BODY[] {99999999999999}\r\nTAG OK\r\n"), ("UID FETCH", b"TAG OK\r\n"),
    ("UID FETCH", b"* 1 FETCH (UID 1 BODY[] NIL)\r\nTAG OK\r\n"), ("UID FETCH", b"\xff\xfe\0\r\nTAG OK\r\n"),
    ("BODY", b""), ("BODY", b"TAG NO\r\n"), ("BODY", b"TAG OK\r\n"), ("BODY", b"* 1 FETCH (UID 1 BODY[] {9999}\r\nx"),
    ("BODY", b"* 1 FETCH (UID 1 BODY[] {3}\r\nabcdef)\r\nTAG OK\r\n"), ("BODY", b"* 1 FETCH (UID 1 BODY[] NIL)\r\nTAG OK\r\n"),
    ("BODY", b"* 1 FETCH (UID 7 BODY[] {3}\r\nabc)\r\nTAG OK\r\n"), ("BODY", b"* BYE\r\n"), ("BODY", b"\xff)\r\nTAG OK\r\n"),
    ("UID STORE", b"TAG NO no\r\n"), ("UID STORE", b""), ("UID STORE", b"TAG BAD\r\n"),
    ("IDLE", b"TAG BAD\r\n"), ("IDLE", b"* BYE\r\n"), ("IDLE", b""), ("IDLE", b"+ idling\r\n* 6 EXISTS\r\nTAG OK early\r\n"),
]  # fmt: skip


async def test_one_odd_answer_costs_nothing(odd_imap: Odd) -> None:
    lanes = asyncio.Semaphore(8)

    async def meet(command: str, reply: bytes) -> None:
        async with lanes:
            heap, server = Heap(), odd_imap(mails=dict(MAILS), odd=once(command, reply))
            async with watching(heap, settings(server, timeout=0.5, poll=0.1, pause=0.005)):
                await heap.has(5)
                await heap.until(lambda: heap.state == "watching")
                server.mails[9] = b"Subject: 9\r\n\r\nlate\r\n"
                await heap.has(6)
            assert sorted(heap.mails) == sorted(server.mails.values()) and not heap.twice, (command, reply)

    await asyncio.gather(*(meet(command, reply) for command, reply in ODDITIES))


async def test_a_mail_that_breaks_the_connection_holds_up_none_behind_it(odd_imap: Odd) -> None:
    heap = Heap()

    def odd(command: str, line: str) -> bytes | None:
        uids = line.split()[3] if command == "UID FETCH" and "BODY" in line else ""
        return b"" if uids.startswith("2,") or ",2" in uids or uids in ("2", "1:5", "2:5") else None

    server = odd_imap(mails=dict(MAILS), odd=odd)
    async with watching(heap, settings(server)):
        await heap.has(4)
        await heap.until(lambda: heap.state == "watching")
        assert heap.statuses[-1].troubled == 1
        server.odd = lambda command, line: None
    assert sorted(heap.mails) == sorted(mail for uid, mail in MAILS.items() if uid != 2)


async def test_a_mail_the_server_cannot_read_spoils_no_batch(odd_imap: Odd) -> None:
    heap = Heap()

    def odd(command: str, line: str) -> bytes | None:
        bad = command == "UID FETCH" and 3 in _listed(line.split()[3])
        return b"TAG NO [SERVERBUG] corrupt\r\n" if bad else None

    server = odd_imap(mails=dict(MAILS), odd=odd)
    async with watching(heap, settings(server, poll=0.1)):
        await heap.has(4)
        await heap.until(lambda: heap.states.count("watching") > 5)
    assert heap.mails == [mail for uid, mail in MAILS.items() if uid != 3]
    assert "down" not in heap.states and heap.statuses[-2].troubled == 1
    assert sum("RFC822.SIZE" in line and "UID FETCH 3 " in line for line in server.heard) <= 3  # not asked for ever


def _listed(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition(":")
        yield from range(int(first), int(last or first) + 1)


async def test_a_short_search_answer_makes_nothing_come_twice(odd_imap: Odd) -> None:
    heap = Heap()
    server = odd_imap(mails=dict(MAILS))
    async with watching(heap, settings(server, poll=0.05)):
        await heap.has(5)
        server.odd = once("UID SEARCH", b"* SEARCH 1\r\n", 3)  # EXISTS shrinks and grows again
        await asyncio.sleep(0.5)
    assert len(heap.mails) == 5 and not heap.twice
    assert sum("BODY" in line for line in server.heard) == 1


async def test_numbers_dealt_out_anew_under_the_same_uidvalidity_hide_no_mail(odd_imap: Odd) -> None:
    heap = Heap()
    server = odd_imap(mails=dict(MAILS))
    async with watching(heap, settings(server)):
        await heap.has(5)
    server.mails = {1: b"Subject: new 1\r\n\r\n", 2: b"Subject: new 2\r\n\r\n"}
    async with watching(heap, settings(server)):
        await heap.has(7)
    server.mails[3] = b"Subject: new 3\r\n\r\n"
    async with watching(heap, settings(server)):
        await heap.has(8)
        await heap.until(lambda: heap.state == "watching")
    assert heap.mails[5:] == list(server.mails.values()) and not heap.twice
    assert list(heap.ledger)[5:] == ["alerts~1|1|1", "alerts~1|1|2", "alerts~1|1|3"]


async def test_a_changed_uidvalidity_is_noticed_in_the_middle_of_a_session(odd_imap: Odd) -> None:
    heap = Heap()
    server = odd_imap(mails=dict(MAILS))
    async with watching(heap, settings(server, poll=0.1)):
        await heap.has(5)
        server.mails, server.uidvalidity = {1: b"Subject: other\r\n\r\n"}, 2
        await heap.has(6)
    assert list(heap.ledger)[-1] == "alerts|2|1"


async def test_a_server_that_always_speaks_when_listened_to_is_not_asked_without_end(odd_imap: Odd) -> None:
    heap = Heap()
    server = odd_imap(mails=dict(MAILS), idling=b"+ idling\r\n* 6 EXISTS\r\n")
    async with watching(heap, settings(server, poll=60)):
        await heap.has(5)
        await asyncio.sleep(1)
        assert sum(line.endswith(" IDLE") for line in server.heard) == 2, (
            "believed once, and then only what comes later"
        )


async def test_without_idle_the_folder_is_polled(odd_imap: Odd) -> None:
    heap = Heap()
    server = odd_imap(mails=dict(MAILS), capabilities="IMAP4rev1 AUTH=PLAIN")
    async with watching(heap, settings(server, poll=0.1)):
        await heap.has(5)
        server.mails[7] = b"Subject: 7\r\n\r\n"
        await heap.has(6)
    assert not any("IDLE" in line for line in server.heard)


# -- tidying --------------------------------------------------------------------------------------------------

READ_ONLY = b"* 5 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [PERMANENTFLAGS ()] none\r\nTAG OK [READ-ONLY] done\r\n"
NO_KEYWORDS = (
    b"* 5 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [PERMANENTFLAGS (\\Seen)] few\r\nTAG OK [READ-WRITE] done\r\n"
)


@pytest.mark.parametrize("reply", [READ_ONLY, NO_KEYWORDS])
async def test_a_folder_that_cannot_be_written_is_read_all_the_same(odd_imap: Odd, reply: bytes) -> None:
    heap = Heap()
    server = odd_imap(mails=dict(MAILS), odd=lambda command, line: reply if command in ("SELECT", "EXAMINE") else None)
    async with watching(heap, settings(server)):
        await heap.has(5)
        await heap.until(lambda: heap.state == "watching")
    assert not any("STORE" in line for line in server.heard) and "down" not in heap.states


async def test_a_refused_tidying_is_said_and_nothing_comes_again(odd_imap: Odd) -> None:
    heap = Heap()
    server = odd_imap(
        mails=dict(MAILS), odd=lambda command, line: b"TAG NO [NOPERM] no\r\n" if command == "UID STORE" else None
    )
    async with watching(heap, settings(server, poll=0.05)):
        await heap.has(5)
        await heap.until(lambda: heap.states.count("watching") > 4)
    assert len(heap.mails) == 5 and not heap.twice and "down" not in heap.states
    assert any("mails are taken but cannot be tidied" in status.words for status in heap.statuses)


async def test_the_keyword_says_what_is_ours(odd_imap: Odd) -> None:
    heap = Heap()
    server = odd_imap(mails=dict(MAILS))
    async with watching(heap, settings(server)):
        await heap.has(5)
        await heap.until(lambda: heap.state == "watching")
    assert server.flags == {uid: {KEYWORD} for uid in MAILS}


async def test_a_folder_deleted_under_us_is_found_again_when_it_is_back(mailbox: Account) -> None:
    heap = Heap()
    with mailbox.connect() as client:
        client.create("News")
        client.append("News", "", "", b"Subject: 1\r\n\r\n")
        plain = MailboxSettings("alerts", "127.0.0.1", mailbox.user, mailbox.password, mailbox.server.imap, "plain")
        async with watching(heap, replace(plain, folder="News", pause=0.02, poll=0.5)):
            await heap.has(1)
            client.delete("News")
            await heap.until(lambda: "refused" in heap.states or "down" in heap.states)
            await asyncio.sleep(1.1)  # UIDVALIDITY is the second
            client.create("News")
            client.append("News", "", "", b"Subject: 2\r\n\r\n")
            await heap.has(2)
    assert heap.mails == [b"Subject: 1\r\n\r\n", b"Subject: 2\r\n\r\n"]
