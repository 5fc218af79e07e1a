from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from router.errors import WireError
from router.wire.smtp_in import Listener, listen
from router.wire.smtp_out import Outcome, Relay, SmartHost
from tests.servers import certificate as certificates
from tests.servers.certificate import Certificate
from tests.servers.fault_proxy import FaultProxy, Faults
from tests.servers.recorder import Recorder
from tests.servers.smtp_sink import SmtpSink

Sinks = Callable[..., SmtpSink]
Proxies = Callable[..., FaultProxy]

LETTER = b"Message-ID: <1@news.example>\r\nSubject: Letter\r\n\r\nHello\r\n.\r\n..dots\r\n"


def host(port: int, **settings: object) -> SmartHost:
    return replace(SmartHost("127.0.0.1", port, "plain", timeout=5, dot_timeout=5), **settings)


async def send(settings: SmartHost, *, recipient: str = "ada@reader.example", data: bytes = LETTER) -> Outcome:
    relay = Relay(settings)
    try:
        return await relay.deliver("inbox+b.TOKEN@news.example", recipient, data)
    finally:
        await relay.close(0)


async def test_a_letter_arrives_byte_for_byte(smtp_sink: Sinks, recorder: Recorder) -> None:
    sink = smtp_sink()
    outcome = await send(host(sink.port))
    assert (outcome.state, outcome.code, outcome.phase) == ("sent", 250, "dot")
    [mail] = sink.mails(1)
    assert (mail.sender, mail.recipients) == ("inbox+b.TOKEN@news.example", ("ada@reader.example",))
    assert mail.data.rstrip(b"\n") == LETTER.replace(b"\r\n", b"\n").rstrip(b"\n")
    assert (await send(host(recorder.port))).state == "sent"
    assert recorder.mails[0].data == LETTER


@pytest.mark.parametrize("data", [b"", b".", b".\r\n.", b"a\nb\rc\r\n.d", b"\r\n.\r\nMAIL FROM:<evil@x.example>\r\n"])
async def test_whatever_the_bytes_it_is_one_mail(recorder: Recorder, data: bytes) -> None:
    assert (await send(host(recorder.port), data=data)).state == "sent"
    assert len(recorder.mails) == 1
    normal = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    assert recorder.mails[0].data.removesuffix(b"\r\n") == normal.removesuffix(b"\r\n")


FAULTS = [
    ("-q", "CONNECT", "retry"), ("-q", "EHLO", "retry"), ("-q", "MAIL", "retry"), ("-q", "RCPT", "retry"),
    ("-q", "DATA", "unknown"), ("-q", ".", "unknown"),
    ("-Q", "CONNECT", "retry"), ("-Q", "MAIL", "retry"), ("-Q", "RCPT", "retry"), ("-Q", "DATA", "retry"),
    ("-Q", ".", "retry"),
    ("-r", "CONNECT", "retry"), ("-r", "EHLO", "retry"), ("-r", "MAIL", "retry"), ("-r", "RCPT", "retry"),
    ("-r", "DATA", "retry"), ("-r", ".", "retry"),
    ("-f", "CONNECT", "relay"), ("-f", "MAIL", "relay"), ("-f", "RCPT", "failed"), ("-f", "DATA", "failed"),
    ("-f", ".", "failed"), ("-f", "EHLO,HELO", "relay"), ("-f", "EHLO", "sent"),
]  # fmt: skip


async def test_the_phase_says_what_a_failure_means(smtp_sink: Sinks) -> None:
    sinks = await asyncio.gather(*(asyncio.to_thread(smtp_sink, option, step) for option, step, _ in FAULTS))
    for (option, step, state), sink in zip(FAULTS, sinks, strict=True):
        outcome = await send(host(sink.port))
        assert outcome.state == state, (option, step, outcome)
        if option != "-q" and state != "sent":
            assert outcome.code // 100 == (5 if option == "-f" else 4), (option, step, outcome)


async def test_nobody_there_is_to_be_tried_again() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert (await send(host(bound.getsockname()[1]))).state == "retry"
    assert (await send(replace(host(25), host="no.such.invalid"))).state == "retry"


async def test_silence_is_retry_before_data_and_unknown_after(smtp_sink: Sinks, fault_proxy: Proxies) -> None:
    sink = smtp_sink("-W", ".:60")
    start = time.monotonic()
    assert (await send(host(sink.port, dot_timeout=0.5))).state == "unknown"
    silent = fault_proxy(sink.port, Faults(stall_down=30))
    assert (await send(host(silent.port, timeout=0.5))).state == "retry"
    assert time.monotonic() - start < 20


async def test_cut_at_every_byte_nothing_is_lost_and_nothing_called_sent_that_was_not(
    recorder: Recorder, fault_proxy: Proxies
) -> None:
    """Every byte the server says, and every byte we say: a cut there, then one more try."""
    proxy = fault_proxy(recorder.port)
    await send(host(proxy.port))
    down, up = proxy.down[0], proxy.up[0]
    step = 1 if os.environ.get("ROUTER_PROVE") else 7
    cuts = [Faults(cut_down=n) for n in range(1, down, step)] + [Faults(cut_up=n) for n in range(1, up, step)]
    cuts += [Faults(cut_on=b"\r\n.\r\n", reset=True), Faults(cut_on=b"\r\n.\r\n", after=False)]
    lanes = asyncio.Semaphore(6)

    async def cut(number: int, faults: Faults) -> Outcome:
        async with lanes:
            cutting = fault_proxy(recorder.port, faults)
            outcome = await send(host(cutting.port), data=LETTER.replace(b"<1@", b"<%d@" % number))
            cutting.stop()
            return outcome

    recorder.mails.clear()
    outcomes = await asyncio.gather(*(cut(number, faults) for number, faults in enumerate(cuts)))
    await asyncio.sleep(0.2)
    for number, (faults, outcome) in enumerate(zip(cuts, outcomes, strict=True)):
        taken = sum(b"<%d@" % number in mail.data for mail in recorder.mails)
        assert taken == 1 if outcome.state == "sent" else taken <= (outcome.state == "unknown"), (faults, outcome)
    # sent: only our QUIT, or its answer, was cut
    assert {outcome.state for outcome in outcomes} == {"sent", "retry", "unknown"}


async def test_connections_are_reused_and_a_stale_one_says_nothing_about_the_mail(
    recorder: Recorder, fault_proxy: Proxies
) -> None:
    proxy = fault_proxy(recorder.port)
    relay = Relay(host(proxy.port))
    for n in range(5):
        assert (await relay.deliver("", f"r{n}@reader.example", LETTER)).state == "sent"
    assert proxy.seen == 1 and [mail.sender for mail in recorder.mails] == [""] * 5
    proxy.stop()  # the server's side of the idle connection is gone
    again = FaultProxy(recorder.port, port=proxy.port).start()
    assert (await relay.deliver("", "r9@reader.example", LETTER)).state == "sent"
    assert again.seen == 1 and len(recorder.mails) == 6
    again.stop()
    await relay.close()


async def test_a_refused_recipient_leaves_the_connection_for_the_next(recorder: Recorder, fault_proxy: Proxies) -> None:
    recorder.answer = lambda step, value: "550 5.1.1 unknown" if step == "RCPT" and "no" in str(value) else None
    proxy = fault_proxy(recorder.port)
    relay = Relay(host(proxy.port))
    outcomes = [
        await relay.deliver("a@b.example", f"{who}@reader.example", LETTER) for who in ("no", "yes", "no", "yes")
    ]
    await relay.close()
    assert [outcome.state for outcome in outcomes] == ["failed", "sent", "failed", "sent"]
    assert (outcomes[0].code, outcomes[0].text, outcomes[0].phase) == (550, "5.1.1 unknown", "rcpt")
    assert proxy.seen == 1 and [mail.recipients for mail in recorder.mails] == [("yes@reader.example",)] * 2


async def test_no_more_than_allowed_are_in_flight(recorder: Recorder, fault_proxy: Proxies) -> None:
    proxy = fault_proxy(recorder.port, Faults(latency=0.01))
    relay = Relay(host(proxy.port, connections=3))
    outcomes = await asyncio.gather(*(relay.deliver("", f"r{n}@reader.example", LETTER) for n in range(12)))
    await relay.close()
    assert {outcome.state for outcome in outcomes} == {"sent"} and len(recorder.mails) == 12
    assert proxy.seen == 3


@pytest.mark.parametrize(
    "address", ["a@b\r\nDATA", "a@b.example> SIZE=1", "<a@b.example", "a b@c.example", "", "a\0@b"]
)
async def test_an_address_cannot_speak_smtp(recorder: Recorder, address: str) -> None:
    assert (await send(host(recorder.port), recipient=address)).state == "failed"
    relay = Relay(host(recorder.port))
    if address:
        assert (await relay.deliver(address, "ada@reader.example", LETTER)).state == "relay"
    await relay.close()
    assert recorder.mails == []


async def test_an_address_is_sent_as_it_is_never_parsed_again(recorder: Recorder, fault_proxy: Proxies) -> None:
    proxy = fault_proxy(recorder.port)
    for address in ("a(b)@c.example", "a,b@c.example", "ü@bücher.example", "x@straße.example"):
        await send(host(proxy.port), recipient=address)
    said = b"".join(bytes(line) for line in proxy.said).decode().splitlines()
    assert [line.removeprefix("RCPT TO:") for line in said if line.startswith("RCPT")] == [
        "<a(b)@c.example>", "<a,b@c.example>", "<ü@bücher.example>", "<x@xn--strae-oqa.example>",
    ]  # fmt: skip
    assert [line.rpartition(" ")[2] for line in said if line.startswith("MAIL")].count("SMTPUTF8") == 1


async def test_a_host_without_smtputf8_fails_only_that_address(smtp_sink: Sinks) -> None:
    sink = smtp_sink()
    relay = Relay(host(sink.port))
    first = await relay.deliver("", "ü@reader.example", LETTER)
    second = await relay.deliver("", "ada@reader.example", LETTER)
    await relay.close()
    assert (first.state, first.code, second.state) == ("failed", 553, "sent")


# -- TLS --------------------------------------------------------------------------------------------------


async def test_starttls_is_verified_and_never_given_up(
    certificate: Certificate, tmp_path: Path, recorder: Recorder
) -> None:
    got: list[bytes] = []

    async def arrive(data: bytes, envelope: object, ledger: str = "") -> object:
        from router.terms import Reason

        got.append(data)
        return Reason("new")

    good = await listen(
        Listener(certificate=str(certificate.cert), key=str(certificate.key)), arrive, lambda address: True
    )
    other = certificates.make(tmp_path / "other", "elsewhere.example")
    wrong = await listen(Listener(certificate=str(other.cert), key=str(other.key)), arrive, lambda address: True)
    stale = certificates.make(tmp_path / "stale", expired=True)
    old = await listen(Listener(certificate=str(stale.cert), key=str(stale.key)), arrive, lambda address: True)
    tls = {"tls": "starttls", "ca": str(certificate.ca)}
    try:
        assert (await send(host(good.port, **tls))).state == "sent"
        assert got == [LETTER]
        for port, authority in ((good.port, ""), (wrong.port, str(other.ca)), (old.port, str(stale.ca))):
            outcome = await send(host(port, tls="starttls", ca=authority))
            assert (outcome.state, outcome.phase) == ("relay", "tls") and "certificate" in outcome.text.lower(), outcome
        outcome = await send(host(recorder.port, **tls))  # offers no STARTTLS: no plain text instead
        assert (outcome.state, outcome.phase) == ("relay", "tls"), outcome
        assert got == [LETTER] and recorder.mails == []
    finally:
        for door in (good, wrong, old):
            await door.close()


async def test_a_missing_file_of_authorities_is_said_at_once() -> None:
    with pytest.raises(WireError, match=r"/no/such.pem: is no file"):
        Relay(host(25, tls="starttls", ca="/no/such.pem"))


def scripted(*lines: str) -> tuple[int, list[bytes]]:
    """A server that says these lines, one after each line of the client's, and what the client said."""
    server = socket.create_server(("127.0.0.1", 0))
    said: list[bytes] = []

    def serve() -> None:
        with contextlib.suppress(OSError), server, server.accept()[0] as peer, peer.makefile("rwb") as pipe:
            for line in lines:
                pipe.write(line.encode() + b"\r\n")
                pipe.flush()
                if not line.startswith(("250-",)):
                    said.append(pipe.readline())

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1], said


async def test_a_login_refused_is_about_us_or_to_be_tried_again() -> None:
    hello = ("220 hi", "250-mx.example", "250 AUTH PLAIN LOGIN")
    for reply, state in (("535 5.7.8 bad", "relay"), ("454 4.7.0 later", "retry"), ("garbage", "retry")):
        port, said = scripted(*hello, reply)
        outcome = await send(host(port, user="ü", password="grüße"))
        assert (outcome.state, outcome.phase) == (state, "auth"), outcome
        assert said[1].startswith(b"AUTH PLAIN AMO8AGdyw7zDn2U=") and "gr" not in repr(outcome)
    port, _ = scripted("220 hi", "250 mx.example", "250 ok")
    assert (await send(host(port, user="u", password="p"))).state == "relay"  # offers no AUTH at all
    assert "p4ss" not in repr(SmartHost("h", password="p4ss"))


@pytest.mark.parametrize("reply", ["999 what", "hello", "250", "x" * 10_000, "200-" + "\r\n200-" * 5])
async def test_a_server_that_talks_nonsense_is_a_lost_connection(reply: str) -> None:
    port, _ = scripted(reply, "250 a", "250 b")
    assert (await send(host(port, timeout=1, connect_timeout=1))).state == "retry"


# -- stopping and being killed ----------------------------------------------------------------------------


async def test_close_does_not_wait_for_a_server_that_never_answers(smtp_sink: Sinks) -> None:
    relay = Relay(host(smtp_sink("-W", ".:60").port, dot_timeout=60))
    sending = asyncio.create_task(relay.deliver("", "ada@reader.example", LETTER))
    await asyncio.sleep(0.5)
    start = time.monotonic()
    await relay.close(0.2)
    assert (await sending).state == "unknown" and time.monotonic() - start < 20
    assert (await relay.deliver("", "ada@reader.example", LETTER)).state == "retry"


PROGRAM = """
import asyncio, sys
from router.wire.smtp_out import Relay, SmartHost
async def main():
    relay = Relay(SmartHost("127.0.0.1", int(sys.argv[1]), "plain"))
    print((await relay.deliver("", "ada@reader.example", b"Subject: x\\r\\n\\r\\nbody\\r\\n")).state)
    await relay.close()
asyncio.run(main())
"""


@pytest.mark.parametrize(("point", "taken"), [("send.before_data", 0), ("send.in_data", 1), ("send.after_250", 1)])
def test_killed_at_its_points_the_mail_is_where_the_point_says(recorder: Recorder, point: str, taken: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(recorder.port)], env={**os.environ, "ROUTER_CRASH": point}
    )
    assert done.returncode == -signal.SIGKILL
    recorder.wait(taken, 3)
    time.sleep(0.1)
    assert len(recorder.mails) in ((taken,) if point != "send.in_data" else (0, 1))
