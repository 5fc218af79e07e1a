"""TLS to the mailbox: verified, or nothing is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from router.errors import WireError
from router.wire.imap import MailboxSettings
from router.wire.imap_line import Line
from tests.servers import certificate as certificates
from tests.servers.certificate import Certificate
from tests.servers.dovecot import Account
from tests.servers.fault_proxy import FaultProxy
from tests.wire.mailbox_owner import Heap, mail, settings, watching

Proxies = Callable[..., FaultProxy]


@pytest.mark.parametrize("tls", ["tls", "starttls"])
async def test_tls_is_verified_with_the_authority_named(mailbox: Account, certificate: Certificate, tls: str) -> None:
    heap = Heap()
    port = mailbox.server.imaps if tls == "tls" else mailbox.server.imap
    mailbox.deliver(mail(1))
    async with watching(heap, settings(mailbox, port=port, tls=tls, ca=str(certificate.ca))):
        await heap.has(1)
        await heap.until(lambda: heap.state == "watching")
        mailbox.deliver(mail(2))
        await heap.has(2)


@pytest.mark.parametrize("tls", ["tls", "starttls"])
async def test_a_foreign_certificate_is_refused_and_nothing_is_sent_in_plain(
    mailbox: Account, tls: str, tmp_path: Path, fault_proxy: Proxies
) -> None:
    heap = Heap()
    other = certificates.make(tmp_path / "other")
    proxy = fault_proxy(mailbox.server.imaps if tls == "tls" else mailbox.server.imap)
    async with watching(heap, settings(mailbox, port=proxy.port, tls=tls, ca=str(other.ca))):
        await heap.until(lambda: "refused" in heap.states)
    words = heap.statuses[heap.states.index("refused")].words
    assert re.fullmatch(
        r"mailbox alerts: the certificate of 127.0.0.1 is not to be trusted: .*; name its authority.*", words
    )
    assert mailbox.password.encode() not in b"".join(bytes(said) for said in proxy.said)


async def test_starttls_from_a_server_without_it_is_refused(odd_imap: Callable[..., object]) -> None:
    server = odd_imap()
    with pytest.raises(WireError, match="offers no STARTTLS, and nothing is sent in plain"):
        Line(MailboxSettings("a", "127.0.0.1", "u", "p4ss", server.port, "starttls")).open()
    assert not any("p4ss" in line or "AUTHENTICATE" in line for line in server.heard)
