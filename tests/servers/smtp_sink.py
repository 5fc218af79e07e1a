"""Postfix's smtp-sink: an SMTP peer that nobody here wrote, which records mails and fails where it is told to."""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.ports import account, free_port, program, wait_for


@dataclass(frozen=True)
class Dumped:
    """One transaction as the sink wrote it down."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes  # the mail with LF line ends


@dataclass
class SmtpSink:
    """Options as of smtp-sink(1): -q drops, -Q 421 and drops, -f 5xx, -r 4xx, each with the step, e.g. "-q", ".";
    -W ".:5" answers late."""

    folder: Path
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> SmtpSink:
        self.folder.mkdir(parents=True, exist_ok=True)
        user = ()
        if os.getuid() == 0:
            self.folder.chmod(0o777)
            user = ("-u", account().pw_name)
        self._process = subprocess.Popen(
            [
                *(program("smtp-sink", "postfix"), *user, *self.options),
                *("-d", "mails/%M.", f"127.0.0.1:{self.port}", "100"),
            ],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        faults_at_once = any("CONNECT" in option.upper() for option in self.options)
        wait_for(b"" if faults_at_once else b"220", self.port, self._died)
        return self

    def _died(self) -> str | None:
        return None if self._process is None or self._process.poll() is None else f"smtp-sink {self.options} ended"

    def terminate(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        self.terminate()
        if self._process is not None:
            self._process.wait()

    def mails(self, at_least: int = 0, seconds: float = 5.0) -> list[Dumped]:
        """What was recorded, waiting until there is at least so much."""
        end = time.monotonic() + seconds
        while True:
            found = [_read(path.read_bytes()) for path in sorted((self.folder / "mails").glob("*"))]
            whole = [mail for mail in found if mail is not None]
            if len(whole) >= at_least or time.monotonic() > end:
                return whole
            time.sleep(0.02)


def _read(dump: bytes) -> Dumped | None:
    head, _, rest = dump.replace(b"\r\n", b"\n").partition(b"\nReceived: ")
    sender = re.search(rb"^X-Mail-Args: <(.*?)>", head, re.M)
    if sender is None or not rest:
        return None
    recipients = tuple(found.decode() for found in re.findall(rb"^X-Rcpt-Args: <(.*?)>", head, re.M))
    data = re.sub(rb"\A.*\n(?:[ \t].*\n)*", b"", rest)  # what is left of its Received header
    return Dumped(sender[1].decode(), recipients, data)
