"""What every test server needs: a free port on loopback, its program, and an account that is not root."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import socket
import time
from collections.abc import Callable, Iterator

import pytest


def _share(first: int = 10_000, size: int = 500, shares: int = 44) -> Iterator[int]:
    """This test process's own ports, over and over. They lie below those the kernel gives to clients (32768 on Linux):
    a port that waits for its server's second life must not be taken meanwhile by somebody's outgoing connection, nor
    by another process of this run, and hardly by another run."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first += size * ((7 * os.getppid() + worker) % shares)
    return itertools.cycle(range(first, first + size))


_PORTS = _share()


def free_port() -> int:
    """One of our ports that nothing is bound to."""
    for port in itertools.islice(_PORTS, 500):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("every port of this test process is taken")


def program(name: str, package: str) -> str:
    """The path of a server's program; a test that needs a missing one fails, nothing is skipped."""
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        pytest.fail(f"{name} is not installed; run `make setup` or `apt-get install {package}`", pytrace=False)
    return path


def account() -> pwd.struct_passwd:
    """Whom a server runs as: ourselves, or nobody when we are root (Dovecot serves no mail as root)."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def wait_for(greeting: bytes, port: int, why_not: Callable[[], str | None], seconds: float = 15.0) -> None:
    """Returns once the port greets so; `why_not` gives a reason when waiting is pointless."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (reason := why_not()) is not None:
            raise RuntimeError(reason)
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as probe:
                probe.settimeout(5)
                if probe.recv(200).startswith(greeting):
                    return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"no {greeting!r} on port {port} within {seconds:g} s")
