"""Real servers as fixtures: one of each a session, one mailbox a test; a server that is missing fails the test."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import certificate as certificates
from tests.servers.certificate import Certificate
from tests.servers.dovecot import Account, Dovecot
from tests.servers.fault_proxy import FaultProxy, Faults
from tests.servers.odd_imap import OddImap
from tests.servers.postfix import Postfix
from tests.servers.recorder import Recorder
from tests.servers.smtp_sink import SmtpSink

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """An authority of this session, and its certificate for localhost and 127.0.0.1."""
    return certificates.make(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def dovecot(certificate: Certificate) -> Iterator[Dovecot]:
    """One Dovecot for the session: ports `imap` (plain and STARTTLS), `imaps` and `lmtp`."""
    import shutil
    import tempfile

    base = Path(tempfile.mkdtemp(prefix="dovecot-"))  # short: a unix socket's path holds 108 bytes
    server = Dovecot(base, certificate).start()
    yield server
    server.stop()
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Account:
    """A fresh, empty mailbox of a user of its own."""
    return dovecot.account(f"reader{next(_numbers)}")


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[Callable[..., SmtpSink]]:
    """Starts sinks with the options given: smtp_sink("-q", ".")."""
    started: list[SmtpSink] = []

    def start(*options: str) -> SmtpSink:
        sink = SmtpSink(tmp_path / f"sink{next(_numbers)}", options)
        started.append(sink)
        return sink.start()

    yield start
    for sink in started:
        sink.terminate()
    for sink in started:
        sink.stop()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """An SMTP server that keeps what it is given."""
    server = Recorder()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def fault_proxy() -> Iterator[Callable[..., FaultProxy]]:
    """Starts proxies: fault_proxy(port, Faults(cut_down=100))."""
    started: list[FaultProxy] = []

    def start(target: int, faults: Faults | None = None) -> FaultProxy:
        proxy = FaultProxy(target, faults or Faults()).start()
        started.append(proxy)
        return proxy

    yield start
    for proxy in started:
        proxy.stop()


@pytest.fixture
def odd_imap() -> Iterator[Callable[..., OddImap]]:
    """Starts small IMAP servers that are wrong on purpose: odd_imap(mails={1: b"..."}, odd=...)."""
    started: list[OddImap] = []

    def start(**settings: object) -> OddImap:
        server = OddImap(**settings).start()  # type: ignore[arg-type]
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def postfix(tmp_path: Path) -> Iterator[Callable[..., Postfix]]:
    """Starts a Postfix: postfix(lmtp=PORT) hands everything to that port."""
    import tempfile

    started: list[Postfix] = []

    def start(lmtp: int = 0) -> Postfix:
        server = Postfix(Path(tempfile.mkdtemp(prefix="postfix-")), lmtp).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()
