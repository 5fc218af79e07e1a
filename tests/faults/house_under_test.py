"""`router run` in a process of its own, with one difference: a minute passes in a second, so that issues are due soon.

usage: python house_under_test.py FOLDER BEGAN (the real time at which the first life began, seconds)
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from router.config import load
from router.service.installation import Installation
from router.service.running import running

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SPEED = 60


async def main(folder: Path, began: float) -> None:
    def clock() -> datetime:
        return NOON + timedelta(seconds=(time.time() - began) * SPEED)

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with Installation(load(folder / "router.toml"), clock) as house, running(house, tick_seconds=0.2):
        (folder / "ready").write_text("yes")
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2])))
