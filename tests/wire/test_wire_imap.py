from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import Callable
from dataclasses import replace

from router.errors import StoreError
from router.wire.imap_line import KEYWORD, PIECE, Line
from tests.servers.certificate import Certificate
from tests.servers.dovecot import Account
from tests.servers.fault_proxy import FaultProxy, Faults
from tests.wire.mailbox_owner import Heap, mail, settings, watching

Proxies = Callable[..., FaultProxy]


# -- the main way -------------------------------------------------------------------------------------------


async def test_what_is_there_and_what_comes_arrives_once_under_its_key(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(*(mail(n) for n in range(120)))
    async with watching(heap, settings(mailbox)):
        await heap.has(120)
        await heap.until(lambda: heap.state == "watching")
        start = time.monotonic()
        mailbox.deliver(mail(200))
        await heap.has(121)
        assert time.monotonic() - start < 30  # the doorbell, not the poll of 4 minutes
    assert heap.mails == [mail(n) for n in [*range(120), 200]]
    validity = mailbox.uidvalidity()
    assert list(heap.ledger) == [f"alerts|{validity}|{uid}" for uid in range(1, 122)]
    assert {(envelope.door, envelope.mailbox) for envelope in heap.envelopes} == {("imap", "alerts")}
    assert not heap.twice and heap.state == "stopped"
    assert all(KEYWORD in flags and "\\Seen" not in flags for flags in mailbox.messages().values())
    async with watching(heap, settings(mailbox)):
        await heap.until(lambda: heap.state == "watching")
    assert len(heap.mails) == 121 and not heap.twice


async def test_a_mail_that_comes_just_before_idle_rings_too(mailbox: Account, certificate: Certificate) -> None:
    for changes in ({}, {"port": mailbox.server.imaps, "tls": "tls", "ca": str(certificate.ca)}):
        line = Line(settings(mailbox, **changes))
        line.open()
        line.select()
        line.uids()
        assert not line.idle()
        line.done()
        mailbox.deliver(mail(1))
        assert line.idle(), "its EXISTS came with the answer to IDLE"
        line.done()
        line.log_out()


async def test_a_mail_that_comes_while_others_are_taken_does_not_wait_for_the_poll(mailbox: Account) -> None:
    heap, came = Heap(), list[bytes]()

    def meanwhile(data: bytes) -> None:
        if len(came) < 3:  # between our FETCH and our STORE
            came.append(data)
            mailbox.deliver(mail(100 + len(came)))

    heap.fails = meanwhile
    mailbox.deliver(mail(1))
    async with watching(heap, settings(mailbox)):
        await heap.has(4)
        await heap.until(lambda: heap.state == "watching")
    assert heap.mails == [mail(1), mail(101), mail(102), mail(103)] and not heap.twice


async def test_a_mail_somebody_read_or_that_lies_before_others_is_not_missed(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(*(mail(n) for n in range(3)))
    with mailbox.connect() as client:
        client.select("INBOX")
        client.store("1:*", "+FLAGS", "(\\Seen)")
    validity = mailbox.uidvalidity()
    heap.ledger[f"alerts|{validity}|3"] = b""  # the last is ours already: no high-water mark may hide 1 and 2
    async with watching(heap, settings(mailbox)):
        await heap.has(2)
    assert heap.mails == [mail(0), mail(1)]


# -- tidying ------------------------------------------------------------------------------------------------


async def test_mails_are_moved_after_the_commit_into_a_folder_made_for_them(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(*(mail(n) for n in range(3)))
    async with watching(heap, settings(mailbox, tidy="move:Router/Taken")):
        await heap.has(3)
        await heap.until(lambda: heap.state == "watching")
    assert len(mailbox.messages("Router/Taken")) == 3 and mailbox.messages() == {}


async def test_copy_and_uid_expunge_where_the_server_cannot_move(mailbox: Account) -> None:
    mailbox.deliver(*(mail(n) for n in range(4)))
    with mailbox.connect() as client:
        client.select("INBOX")
        client.store("4", "+FLAGS", "(\\Deleted)")
    line = Line(settings(mailbox, tidy="move:Taken"))
    line.open()
    line._moves = False
    line.select()
    line.tidy([1, 2])
    assert set(mailbox.messages()) == {3, 4} and len(mailbox.messages("Taken")) == 2
    line._expunges = False  # and without UIDPLUS nothing is expunged at all
    line.tidy([3])
    assert {uid: "\\Deleted" in flags for uid, flags in mailbox.messages().items()} == {3: True, 4: True}
    assert len(mailbox.messages("Taken")) == 3
    line.log_out()


async def test_read_only_leaves_no_trace(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(mail(1))
    async with watching(heap, settings(mailbox, read_only=True, tidy="move:Taken")):
        await heap.has(1)
        await heap.until(lambda: heap.state == "watching")
    assert [flags - {"\\Recent"} for flags in mailbox.messages().values()] == [set()]
    assert mailbox.messages("Taken") == {}


async def test_what_was_committed_but_not_tidied_is_tidied_at_the_next_start(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(*(mail(n) for n in range(3)))
    validity = mailbox.uidvalidity()
    heap.ledger.update({f"alerts|{validity}|{uid}": b"" for uid in (1, 2)})
    async with watching(heap, settings(mailbox)):
        await heap.has(1)
        await heap.until(lambda: heap.state == "watching")
    assert [KEYWORD in flags for flags in mailbox.messages().values()] == [True] * 3
    assert heap.mails == [mail(2)] and not heap.twice


async def test_a_mail_expunged_meanwhile_stops_nothing(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(*(mail(n) for n in range(60)))

    def expunge(data: bytes) -> None:
        if data == mail(0):
            with mailbox.connect() as client:  # between our FETCH and our MOVE, and before the next FETCH
                client.select("INBOX")
                client.store("1:5,55", "+FLAGS", "(\\Deleted)")
                client.expunge()

    heap.fails = expunge
    async with watching(heap, settings(mailbox, tidy="move:Taken")):
        await heap.has(59)
        await heap.until(lambda: heap.state == "watching")
    assert len(heap.mails) == 59 and mail(54) not in heap.mails and "down" not in heap.states
    assert mailbox.messages() == {}


# -- sizes --------------------------------------------------------------------------------------------------


async def test_big_mails_come_in_pieces_and_too_big_ones_as_headers(mailbox: Account) -> None:
    heap = Heap()
    sizes = [100, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17, 100, 5 * PIECE]
    mails = [(mail(n) + b"x" * size)[:size] if size > 100 else mail(n) for n, size in enumerate(sizes)]
    mailbox.deliver(*mails)
    async with watching(heap, settings(mailbox, size_limit=4 * PIECE)):
        await heap.has(len(mails), 20)
    assert heap.mails[:-1] == mails[:-1]
    assert heap.mails[-1] == mails[-1].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert [envelope.too_big for envelope in heap.envelopes] == [0] * 7 + [5 * PIECE]


async def test_a_batch_is_bounded_in_mails_and_bytes(mailbox: Account) -> None:
    line = Line(settings(mailbox))
    mailbox.deliver(*(mail(n, 900_000) for n in range(12)), *(mail(n) for n in range(80)))
    heap, seen = Heap(), []
    heap.fails = lambda data: seen.append(len(data))
    async with watching(heap, settings(mailbox)):
        await heap.has(92)
    waiting = [status.waiting for status in heap.statuses if status.state == "fetching"]
    assert waiting[0] == 92 and 92 - waiting[1] == 9  # 9 of 900 kB are more than 8 MB with the tenth
    assert all(a - b <= 50 for a, b in itertools.pairwise(waiting))
    assert line._client is None


# -- refusals -----------------------------------------------------------------------------------------------


async def test_a_full_disk_leaves_mails_untouched_and_it_resumes(mailbox: Account) -> None:
    heap = Heap()
    full = True
    heap.fails = lambda data: StoreError("database", "disk is full") if full and data == mail(2) else None
    mailbox.deliver(*(mail(n) for n in range(5)))
    async with watching(heap, settings(mailbox)):
        await heap.until(lambda: heap.states.count("store") >= 3)
        assert mail(2) not in heap.mails  # others of the batch may have found room
        flagged = [KEYWORD in flags for flags in mailbox.messages().values()]
        assert flagged == [mail(n) in heap.mails for n in range(5)]
        assert heap.statuses[-1].words == "database: disk is full" or heap.state == "fetching"
        full = False
        await heap.has(5)
    assert sorted(heap.mails) == [mail(n) for n in range(5)] and not heap.twice


async def test_a_mail_nobody_can_take_holds_up_none_behind_it(mailbox: Account) -> None:
    heap, tries = Heap(), []
    heap.fails = lambda data: (tries.append(1), KeyError("a bug"))[1] if data == mail(1) else None
    mailbox.deliver(*(mail(n) for n in range(4)))
    async with watching(heap, settings(mailbox, poll=0.1)):
        await heap.has(3)
        await heap.until(lambda: heap.states.count("watching") > 5)
        assert heap.statuses[-1].troubled == 1 and len(tries) == 3
    assert KEYWORD not in mailbox.messages()[2]


async def test_a_wrong_password_is_said_and_tried_seldom(mailbox: Account, fault_proxy: Proxies) -> None:
    heap = Heap()
    proxy = fault_proxy(mailbox.server.imap)
    async with watching(heap, settings(mailbox, port=proxy.port, password="wrong")):
        await heap.until(lambda: "refused" in heap.states)
        await asyncio.sleep(0.5)
        assert proxy.seen == 1  # not the 0.05 s of a drop
    words = heap.statuses[heap.states.index("refused")].words
    assert f"the server refuses the log-in of {mailbox.user}" in words and "check user and password" in words
    assert "wrong" not in words


async def test_a_missing_folder_is_said_and_found_once_it_is_there(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(mail(1))
    async with watching(heap, settings(mailbox, folder="Älerts", pause=0.005)):
        await heap.until(lambda: "refused" in heap.states)
        assert "folder Älerts cannot be opened" in heap.statuses[heap.states.index("refused")].words
        with mailbox.connect() as client:
            client.select("INBOX")
            client.create("&AMQ-lerts")
            client.copy("1", "&AMQ-lerts")
        await heap.has(1)
    assert next(iter(heap.ledger)).startswith("alerts/Älerts|")


# -- faults -------------------------------------------------------------------------------------------------


async def test_a_new_uidvalidity_brings_everything_again_under_new_keys(mailbox: Account) -> None:
    heap = Heap()
    mailbox.deliver(mail(1), mail(2))
    async with watching(heap, settings(mailbox)):
        await heap.has(2)
    old = mailbox.uidvalidity()
    await asyncio.sleep(1.1)  # Dovecot's UIDVALIDITY is the second
    mailbox.forget()
    async with watching(heap, settings(mailbox)):
        await heap.has(4)
    assert mailbox.uidvalidity() != old
    assert sorted(heap.mails) == sorted([mail(1), mail(2)] * 2)  # the fingerprint knows them; the ledger cannot
    assert not heap.twice


async def test_a_server_killed_in_idle_is_noticed_at_once(mailbox: Account) -> None:
    heap = Heap()
    async with watching(heap, settings(mailbox)):
        for n in range(3):
            await heap.until(lambda: heap.state == "watching")
            await asyncio.sleep(0.1)
            assert mailbox.server.kill_sessions() >= 1
            mailbox.deliver(mail(n))
            await heap.has(n + 1)
    assert heap.mails == [mail(n) for n in range(3)] and not heap.twice
    assert heap.states.count("down") >= 3


async def test_a_line_gone_dead_in_idle_is_noticed_by_the_poll(mailbox: Account, fault_proxy: Proxies) -> None:
    heap = Heap()
    mailbox.deliver(mail(1))
    proxy = fault_proxy(mailbox.server.imap)
    async with watching(heap, settings(mailbox, port=proxy.port, poll=1, timeout=1)):
        await heap.has(1)
        await heap.until(lambda: heap.state == "watching")
        proxy.faults = Faults()
        proxy.freeze()
        mailbox.deliver(mail(2))
        await heap.has(2)
    assert not heap.twice


async def test_cut_at_every_byte_nothing_is_lost_and_nothing_comes_twice(
    mailbox: Account, fault_proxy: Proxies
) -> None:
    """One session of six mails, recorded; then the same again, cut at each byte the server or we say."""
    mailbox.deliver(*(mail(n, 400) for n in range(6)))
    proxy = fault_proxy(mailbox.server.imap)
    chosen = settings(mailbox, port=proxy.port, pause=0.001)
    async with watching(Heap(), chosen):
        await asyncio.sleep(0.5)
    down, up = proxy.down[0], proxy.up[0]
    step = 1 if os.environ.get("ROUTER_PROVE") else max(1, (down + up) // 60)
    lanes, seen = asyncio.Semaphore(6), list[int]()

    async def cut(faults: Faults) -> None:
        async with lanes:
            heap, cutting = Heap(), fault_proxy(mailbox.server.imap, faults)
            async with watching(heap, replace(chosen, port=cutting.port)):
                await heap.has(6)
                await heap.until(lambda: heap.state == "watching")
            assert sorted(heap.mails) == sorted(mail(n, 400) for n in range(6)), faults
            assert not heap.twice, faults
            seen.append(cutting.seen)
            cutting.stop()

    cuts = [Faults(cut_down=n, connections=1, reset=bool(n % 2)) for n in range(1, down, step)]
    cuts += [Faults(cut_up=n, connections=1) for n in range(1, up, step)]
    await asyncio.gather(*map(cut, cuts))
    assert sum(times > 1 for times in seen) > 0.9 * len(cuts)  # cut indeed; the rest fell after the work was done


async def test_slow_sliced_lines_change_nothing(mailbox: Account, fault_proxy: Proxies) -> None:
    heap = Heap()
    mailbox.deliver(*(mail(n) for n in range(3)))
    proxy = fault_proxy(mailbox.server.imap, Faults(slice=7))
    async with watching(heap, settings(mailbox, port=proxy.port)):
        await heap.has(3)
        await heap.until(lambda: heap.state == "watching")
        mailbox.deliver(mail(9))
        await heap.has(4)
    assert heap.mails == [*(mail(n) for n in range(3)), mail(9)] and "down" not in heap.states


async def test_stop_does_not_wait_for_a_silent_server(mailbox: Account, fault_proxy: Proxies) -> None:
    heap = Heap()
    proxy = fault_proxy(mailbox.server.imap, Faults(stall_down=200))
    start = time.monotonic()
    async with watching(heap, settings(mailbox, port=proxy.port, timeout=60)):
        await asyncio.sleep(0.3)
    assert time.monotonic() - start < 30
