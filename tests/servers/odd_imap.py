"""A small IMAP server that writes down every line it hears and answers as wrongly as a test wants: what Dovecot never
does."""

from __future__ import annotations

import contextlib
import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = Callable[[str, str], "bytes | None"]  # (command, the whole line) -> raw lines before the OK, or instead of it


@dataclass
class OddImap:
    """`mails` are by UID. `odd(command, line)` may return raw bytes: they replace the whole answer when they hold the
    tag as `TAG`, come before the OK otherwise; b"" drops the connection."""

    mails: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: int = 1
    uidnext: int | None = None
    capabilities: str = "IMAP4rev1 IDLE UIDPLUS MOVE AUTH=PLAIN"
    greeting: bytes = b"* OK hello\r\n"
    idling: bytes = b"+ idling\r\n"
    odd: Answer = lambda command, line: None
    heard: list[str] = field(default_factory=list)
    sessions: int = 0
    flags: dict[int, set[str]] = field(default_factory=dict)
    port: int = 0

    def start(self) -> OddImap:
        server = self

        class Session(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    server._serve(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, session: socketserver.StreamRequestHandler) -> None:
        self.sessions += 1
        session.wfile.write(self.greeting)
        while raw := session.rfile.readline():
            line = raw.decode("latin-1").rstrip("\r\n")
            self.heard.append(line)
            tag, _, rest = line.partition(" ")
            words = rest.upper().split()
            if not words:
                continue
            command = " ".join(words[:2]) if words[0] == "UID" else words[0]
            said = self.odd(command, line)
            if said == b"":
                return
            if said is not None and b"TAG" in said:
                session.wfile.write(said.replace(b"TAG", tag.encode()))
                continue
            session.wfile.write(said or b"")
            if command == "IDLE":
                session.wfile.write(self.idling)
                self.heard.append(session.rfile.readline().decode("latin-1").strip())
            elif command == "AUTHENTICATE":
                session.wfile.write(b"+ \r\n")
                session.rfile.readline()
            for piece in self._answer(command, rest) if said is None else ():
                session.wfile.write(piece)
            session.wfile.write(f"{tag} OK done\r\n".encode())
            if command == "LOGOUT":
                return

    def _answer(self, command: str, rest: str) -> Iterator[bytes]:
        if command == "CAPABILITY":
            yield f"* CAPABILITY {self.capabilities}\r\n".encode()
        elif command in ("SELECT", "EXAMINE"):
            uidnext = self.uidnext or max(self.mails, default=0) + 1
            yield b"* FLAGS (\\Seen \\Deleted)\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] ok\r\n"
            yield f"* {len(self.mails)} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY {self.uidvalidity}] ok\r\n".encode()
            yield f"* OK [UIDNEXT {uidnext}] ok\r\n".encode()
        elif command == "UID SEARCH":
            found = [
                uid for uid in sorted(self.mails) if "$Router" not in self.flags.get(uid, ()) or "UNKEY" not in rest
            ]
            yield f"* SEARCH {' '.join(map(str, found))}\r\n".encode()
        elif command == "UID FETCH":
            yield from self._fetch(rest)
        elif command == "UID STORE":
            for uid in _uids(rest.split()[2]):
                self.flags.setdefault(uid, set()).update(re.findall(r"[$\\]\w+", rest))
        elif command == "UID MOVE":
            for uid in _uids(rest.split()[2]):
                self.mails.pop(uid, None)

    def _fetch(self, rest: str) -> Iterator[bytes]:
        for number, uid in enumerate(uid for uid in _uids(rest.split()[2]) if uid in self.mails):
            mail = self.mails[uid]
            if "RFC822.SIZE" in rest:
                yield f"* {number + 1} FETCH (UID {uid} RFC822.SIZE {len(mail)})\r\n".encode()
                continue
            what = re.search(r"BODY\.PEEK\[(\w*)\](?:<(\d+)\.(\d+)>)?", rest)
            assert what is not None, rest
            body = mail.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if what[1] else mail
            at = ""
            if what[2]:
                body, at = body[int(what[2]) : int(what[2]) + int(what[3])], f"<{what[2]}>"
            yield f"* {number + 1} FETCH (UID {uid} BODY[{what[1]}]{at} {{{len(body)}}}\r\n".encode() + body + b")\r\n"


def _uids(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition(":")
        yield from range(int(first), int(last or first) + 1)


def wait_until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("it did not come to that")
        time.sleep(0.01)
