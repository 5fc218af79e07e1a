from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.servers.points import POINTS

PASSES = """
from router.crash import Crash, crashpoint
for n in (1, 2, 3):
    try:
        crashpoint("a.point"); crashpoint("another")
    except Crash as crash:
        print("crash", crash, flush=True)
    print(n, flush=True)
"""


def passes(plan: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", PASSES], env={**os.environ, "ROUTER_CRASH": plan}, capture_output=True, text=True
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("plan", "code", "out"),
    [
        ("", 0, "1\n2\n3\n"),
        ("a.point:1", -signal.SIGKILL, ""),
        ("a.point", -signal.SIGKILL, ""),
        ("another:3", -signal.SIGKILL, "1\n2\n"),
        ("another:4", 0, "1\n2\n3\n"),
        ("a.point:2:raise", 0, "1\ncrash a.point\n2\n3\n"),
    ],
)
def test_dies_at_the_nth_pass_and_nowhere_else(plan: str, code: int, out: str) -> None:
    assert passes(plan) == (code, out)


def test_stop_leaves_a_stopped_process_that_can_go_on() -> None:
    env = {**os.environ, "ROUTER_CRASH": "a.point:2:stop"}
    with subprocess.Popen([sys.executable, "-c", PASSES], env=env, stdout=subprocess.PIPE, text=True) as process:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        os.kill(process.pid, signal.SIGCONT)
        assert process.communicate()[0] == "1\n2\n3\n"


def test_sleep_stalls_the_process_there() -> None:
    env = {**os.environ, "ROUTER_CRASH": "a.point:1:sleep"}
    with subprocess.Popen([sys.executable, "-c", PASSES], env=env, stdout=subprocess.PIPE, text=True) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1.5)
        process.kill()
        assert process.communicate()[0] == ""


def test_a_point_costs_next_to_nothing_when_off() -> None:
    from router.crash import crashpoint

    start = time.process_time()
    for _ in range(100_000):
        crashpoint("some.point")
    assert time.process_time() - start < 0.2  # 2 microseconds each; measured 0.05


def test_every_point_of_the_source_has_its_own_name() -> None:
    assert {"imap.fetched", "smtp.received", "send.in_data"} <= set(POINTS)
    assert all(len(places) == 1 for places in POINTS.values()), POINTS
