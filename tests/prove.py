"""Turns a full run into the dated table of docs/trust.md: `make prove` loads it with `-p tests.prove`.

A run that fails, or that was asked for some tests only, writes nothing: the table says what was proven whole.
"""

from __future__ import annotations

import platform
import re
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from router import __version__

PAGE = Path(__file__).parents[1] / "docs" / "trust.md"
MARKS = re.compile(r"(<!-- prove -->\n).*?(<!-- end -->)", re.DOTALL)


class Table:
    """Counts what passed, room by room."""

    def __init__(self, page: Path = PAGE) -> None:
        self.page, self.began = page, time.monotonic()
        self.passed: dict[str, int] = defaultdict(int)
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        room = "/".join(report.nodeid.partition("::")[0].split("/")[:2])
        self.seconds[room] += report.duration
        self.passed[room] += report.when == "call" and report.passed

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        whole = [str(path) for path in session.config.args] == list(session.config.getini("testpaths"))
        if exitstatus == 0 and whole:
            text = self.page.read_text(encoding="utf-8")
            self.page.write_text(MARKS.sub(lambda found: found[1] + self.made() + found[2], text), encoding="utf-8")

    def made(self) -> str:
        """The table, without the marks around it."""
        day, took = datetime.now(UTC).date(), (time.monotonic() - self.began) / 60
        head = (
            f"{day}, Router {__version__}, Python {platform.python_version()}, {platform.system()}: "
            f"{sum(self.passed.values()):,} tests passed, none failed, in {took:.0f} minutes.\n\n"
        )
        rows = [f"| `{room}` | {count:,} | {self.seconds[room]:.0f} |" for room, count in sorted(self.passed.items())]
        return head + "\n".join(["| where | passed | seconds |", "|---|---|---|", *rows]) + "\n"


def pytest_configure(config: Any) -> None:
    config.pluginmanager.register(Table(), "table of docs/trust.md")
