"""A real Dovecot on loopback, from an empty folder: IMAP plain, STARTTLS and TLS, LMTP; accounts made as needed."""

from __future__ import annotations

import grp
import imaplib
import itertools
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.certificate import Certificate
from tests.servers.ports import account, free_port, program, wait_for

SETTINGS = """\
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/dovecot.log
instance_name = router{imap}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_fsync = never
mailbox_idle_check_interval = 1 secs
mail_max_userip_connections = 100
imap_max_line_length = 256k
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
{extra}
"""


PASSWORD = "s3cret"  # of whoever comes


@dataclass
class Account:
    """One person's mailbox on the server, seen from behind (the folder) and from the front (the protocol)."""

    server: Dovecot
    user: str
    password: str = PASSWORD
    _count: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def maildir(self) -> Path:
        return self.server.base / "home" / self.user / "Maildir"

    def deliver(self, *mails: bytes) -> None:
        """Puts mails into INBOX as a delivery agent does: whole, by rename."""
        owner = account()
        for name in ("", "tmp", "new", "cur"):
            folder = self.maildir / name
            folder.mkdir(parents=True, exist_ok=True)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        for mail in mails:
            name = f"{time.time_ns()}.{next(self._count)}.test"
            path = self.maildir / "tmp" / name
            path.write_bytes(mail)
            os.chown(path, owner.pw_uid, owner.pw_gid)
            path.rename(self.maildir / "new" / name)

    def connect(self) -> imaplib.IMAP4:
        """A second client's view, by the standard library."""
        client = imaplib.IMAP4("127.0.0.1", self.server.imap)
        client.login(self.user, self.password)
        return client

    def messages(self, folder: str = "INBOX") -> dict[int, set[str]]:
        """UID -> flags and keywords, as a fresh client sees them; empty when there is no such folder."""
        with self.connect() as client:
            if client.select(f'"{folder}"', readonly=True)[0] != "OK":
                return {}
            found: dict[int, set[str]] = {}
            for line in client.uid("FETCH", "1:*", "(FLAGS)")[1]:
                if line and (match := re.search(rb"UID (\d+) FLAGS \(([^)]*)\)|FLAGS \(([^)]*)\) UID (\d+)", line)):
                    uid, flags = match[1] or match[4], match[2] if match[1] else match[3]
                    found[int(uid)] = set(flags.decode().split())
            return found

    def uidvalidity(self, folder: str = "INBOX") -> int:
        with self.connect() as client:
            client.select(f'"{folder}"', readonly=True)
            return int(client.response("UIDVALIDITY")[1][0])

    def forget(self) -> None:
        """Throws away the server's index and UID list: the mails stay, UIDVALIDITY changes."""
        for path in (*self.maildir.glob("dovecot*"), *self.maildir.glob(".*/dovecot*")):
            path.unlink()


@dataclass
class Dovecot:
    base: Path
    certificate: Certificate
    extra: str = ""  # further settings
    imap: int = field(default_factory=free_port)
    imaps: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    def account(self, user: str) -> Account:
        made = Account(self, user)
        home = self.base / "home" / user
        home.mkdir(parents=True, exist_ok=True)
        os.chown(home, account().pw_uid, account().pw_gid)
        return made

    def start(self) -> Dovecot:
        owner = account()
        for name in ("run", "state", "home"):
            (self.base / name).mkdir(exist_ok=True)
        cert = shutil.copy(self.certificate.cert, self.base / "cert.pem")
        key = shutil.copy(self.certificate.key, self.base / "key.pem")
        settings = SETTINGS.format(
            base=self.base, user=owner.pw_name, uid=owner.pw_uid, gid=owner.pw_gid, cert=cert, key=key,
            group=grp.getgrgid(owner.pw_gid).gr_name, imap=self.imap, imaps=self.imaps, lmtp=self.lmtp,
            extra=self.extra, password=PASSWORD,
        )  # fmt: skip
        (self.base / "dovecot.conf").write_text(settings)
        if os.getuid() == 0:
            for path in (self.base, *self.base.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._process = subprocess.Popen(
            [program("dovecot", "dovecot-imapd dovecot-lmtpd"), "-F", "-c", str(self.base / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.base / "stderr.log").open("ab"),
            cwd=self.base,
            **({"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}),
        )
        wait_for(b"* OK", self.imap, self._died)
        return self

    def _died(self) -> str | None:
        if self._process is None or self._process.poll() is None:
            return None
        return "".join(path.read_text() for path in self.base.glob("*.log"))

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def kill_sessions(self) -> int:
        """SIGKILL to every IMAP session of this server: connections cut as in a crash. How many there were."""
        assert self._process is not None
        killed = 0
        for path in Path("/proc").iterdir():
            try:
                name, _, rest = (path / "stat").read_text().partition("(")[2].rpartition(")")
                if path.name.isdigit() and name == "imap" and int(rest.split()[1]) == self._process.pid:
                    os.kill(int(path.name), signal.SIGKILL)
                    killed += 1
            except (OSError, IndexError, ValueError):
                continue
        return killed
