from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from router.wire.hands import Hands


async def test_results_and_errors_come_back_and_one_hand_never_overlaps() -> None:
    hands, running, most = Hands(1, "test"), [0], [0]

    def work(value: int) -> int:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.01)
        running[0] -= 1
        return value

    assert await asyncio.gather(*(hands.call(work, n) for n in range(10))) == list(range(10))
    assert most == [1]
    with pytest.raises(ZeroDivisionError):
        await hands.call(lambda: 1 // 0)
    hands.close()


async def test_a_call_given_up_before_its_turn_is_not_made() -> None:
    hands, made = Hands(1, "test"), []
    first = asyncio.create_task(hands.call(time.sleep, 0.2))
    second = asyncio.create_task(hands.call(made.append, 1))
    await asyncio.sleep(0.05)
    second.cancel()
    await first
    await hands.call(made.append, 2)
    assert made == [2]
    hands.close()


async def test_closed_hands_finish_what_they_were_given_and_go() -> None:
    hands = Hands(3, "closing")
    work = [asyncio.create_task(hands.call(time.sleep, 0.05)) for _ in range(6)]
    await asyncio.sleep(0.01)
    hands.close()
    await asyncio.gather(*work)
    for _ in range(200):
        if not [one for one in threading.enumerate() if one.name.startswith("closing-")]:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("its threads are still there")


def test_a_call_that_never_ends_keeps_no_process_alive() -> None:
    program = (
        "import asyncio, time\n"
        "from router.wire.hands import Hands\n"
        "async def main():\n"
        "    asyncio.ensure_future(Hands(1, 'x').call(time.sleep, 600))\n"
        "    await asyncio.sleep(0.1)\n"
        "asyncio.run(main())\n"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=20).returncode == 0
