"""A real Postfix on loopback (root only, as always): bounces for bounce.example, defers slow.example, the rest goes
to an LMTP port; nothing leaves this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.ports import free_port, program, wait_for

MAIN = """\
compatibility_level = 3.6
queue_directory = {base}/spool
data_directory = {base}/data
maillog_file = {base}/mail.log
maillog_file_prefixes = {base}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
smtpd_forbid_bare_newline = yes
smtp_dns_support_level = disabled
lmtp_dns_support_level = disabled
disable_dns_lookups = yes
transport_maps = inline:{{ {{bounce.example = error:5.1.1 no such user}}, {{slow.example = error:4.4.1 try later}}{more} }}
default_transport = {transport}
relay_transport = $default_transport
smtputf8_enable = yes
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
bounce_queue_lifetime = 1h
default_process_limit = 20
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    base: Path  # must be reachable for the account "postfix"
    lmtp: int = 0  # where mail for everybody goes; 0 = thrown away
    port: int = field(default_factory=free_port)

    def start(self) -> Postfix:
        assert os.getuid() == 0, "Postfix starts as root only; run the tests as root or in the container"
        settings = self.base / "etc"
        for folder in (settings, self.base / "spool", self.base / "data"):
            folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(self.base / "data", "postfix", "postfix")
        for folder in (self.base, *self.base.parents):  # a temporary folder of pytest is closed to others
            if folder.owner() == "root" and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o055)
        self._write()
        (settings / "master.cf").write_text(MASTER.format(port=self.port))
        done = self._run("start")
        wait_for(b"220", self.port, lambda: None if done.returncode == 0 else done.stderr)
        return self

    def refuse(self, *domains: str) -> None:
        """From now on nobody lives at these domains; without any, everybody who ever did lives there again."""
        self._write("".join(f", {{{domain} = error:5.1.1 no such user}}" for domain in domains))
        assert self._run("reload").returncode == 0

    def _write(self, more: str = "") -> None:
        transport = f"lmtp:inet:127.0.0.1:{self.lmtp}" if self.lmtp else "discard:"
        (self.base / "etc" / "main.cf").write_text(MAIN.format(base=self.base, transport=transport, more=more))

    def stop(self) -> None:
        self._run("stop")

    def _run(self, command: str) -> subprocess.CompletedProcess[str]:
        postfix = program("postfix", "postfix")
        return subprocess.run([postfix, "-c", str(self.base / "etc"), command], capture_output=True, text=True)
