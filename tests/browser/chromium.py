"""One headless Chromium, driven through two pipes (the DevTools protocol), which shows pages as a desktop or phone would.

No driver package and no port: a page's own script rules and the light it is seen in are those of a real browser.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any

PATIENCE = 60.0  # seconds for one answer, on a busy machine
SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe"),
)

# Chromium reads commands from 3 and writes answers to 4, which may be taken by other things until they are moved.
_PIPES = """
import fcntl, os, sys
far = [fcntl.fcntl(int(one), fcntl.F_DUPFD, 50) for one in sys.argv[1:3]]
os.dup2(far[0], 3)
os.dup2(far[1], 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at: the window's width in CSS pixels, and its light."""

    width: int
    dark: bool = False
    height: int = 900

    def __str__(self) -> str:
        return f"{self.width} px, {'dark' if self.dark else 'light'}"


DESKTOP, PHONE = 720, 375
VIEWS = tuple(View(width, dark) for width in (DESKTOP, PHONE) for dark in (False, True))


class Chromium:
    """A running browser with one page."""

    def __init__(self, program: str = "chromium") -> None:
        if shutil.which(program) is None:
            raise RuntimeError(f"there is no {program}; `make servers` installs it")
        self._profile = tempfile.mkdtemp(prefix="chromium-")
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        command = [program, *SWITCHES, f"--user-data-dir={self._profile}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-IS", "-c", _PIPES, str(to_read), str(to_write), *command],
            pass_fds=(to_read, to_write),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._buffer, self._number, self._session = b"", 0, ""
        self.said: list[str] = []  # what the page's console said, refused scripts and styles among it
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End it and its profile."""
        os.close(self._write)
        os.close(self._read)
        self._process.terminate()
        self._process.wait(PATIENCE)
        shutil.rmtree(self._profile, ignore_errors=True)

    def look(self, view: View) -> None:
        """From now on, pages are looked at like this; the page that is open too."""
        self._view = view
        self.ask("Emulation.setDeviceMetricsOverride", width=view.width, height=view.height, deviceScaleFactor=1,
                 mobile=view.width < 500)  # fmt: skip
        light = {"name": "prefers-color-scheme", "value": "dark" if view.dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[light])

    def speak(self, language: str) -> None:
        """From now on, pages are asked for in this language."""
        self.ask("Network.enable")
        self.ask("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})

    def open(self, address: str) -> None:
        """Load this page anew and wait until it stands."""
        self.said.clear()
        self._loaded = False
        answer = self.ask("Page.navigate", url=address)
        if "errorText" in answer:
            raise RuntimeError(f"{address}: {answer['errorText']}")
        end = time.monotonic() + PATIENCE
        while not self._loaded and time.monotonic() < end:
            self._take()
        if not self._loaded:
            raise TimeoutError(f"{address} did not load within {PATIENCE:g} s")

    def run(self, script: str) -> Any:
        """What this JavaScript expression comes to, promises awaited. The page's own script rules do not bind it."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def picture(self, most: int = 4000) -> bytes:
        """The whole page as PNG, at most so many pixels high, from a window of that height."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        self.look(replace(self._view, height=min(int(size["height"]), most)))
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """One command of the protocol, and its answer."""
        self._number += 1
        wanted = self._number
        message = {"id": wanted, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        while True:
            found = self._take()
            if found.get("id") == wanted:
                if "error" in found:
                    raise RuntimeError(f"{method}: {found['error']}")
                return dict(found["result"])

    def _take(self) -> dict[str, Any]:
        """The next message; events are noted on the way."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], PATIENCE)
            data = os.read(self._read, 1 << 20) if ready else b""
            if not data:
                raise RuntimeError("chromium ended, or is silent")
            self._buffer += data
        raw, _, self._buffer = self._buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(raw)
        if found.get("method") == "Page.loadEventFired":
            self._loaded = True
        if found.get("method") == "Log.entryAdded":
            self.said.append(found["params"]["entry"]["text"])
        return found
