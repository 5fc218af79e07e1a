"""One browser for the session, and a house whose every page can be opened in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium

FETCHED = Path(__file__).resolve().parents[2] / ".venv" / "browser"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A running browser."""
    with Chromium() as browser:
        yield browser


def fetched(name: str) -> str:
    """A file that tests/servers/install.sh fetched; a test that needs a missing one fails."""
    path = FETCHED / name
    if not path.is_file():
        pytest.fail(f"{path} is missing; run `make servers`", pytrace=False)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    return fetched("axe.min.js")
