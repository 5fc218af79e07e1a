"""What the workers of test_workers.py run: named by "tests.workload:function", so it is imported in another process."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Any

from router.errors import TooBig


def work(state: Any, order: str, value: Any = None) -> Any:
    match order:
        case "echo":
            return value
        case "pid":
            return os.getpid()
        case "state":
            return state
        case "spin":
            while True:
                pass
        case "burn":
            end = time.process_time() + value
            while time.process_time() < end:
                pass
            return "burnt"
        case "wait":
            time.sleep(600)
        case "eat":
            return len([bytearray(256 << 20) for _ in range(100)])
        case "nest":
            nested: Any = ()
            for _ in range(200_000):
                nested = (nested,)
            return nested  # the pickle of it is what fails
        case "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "orphan":
            if os.fork():
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(value)  # and holds both pipes meanwhile
            os._exit(0)
        case "flood":
            [pipe] = [fd for fd in range(3, 99) if _leads_to(fd).startswith("pipe:")]
            threading.Timer(0.1, os.write, (pipe, bytes(value))).start()
        case "print":
            print("x" * 100, flush=True)
            sys.stdout.write("y")
            return "printed"
        case "refuse":
            raise TooBig("mail", "has 1,001 headers")
        case "stumble":
            raise AttributeError("no such thing")
    return None


def _leads_to(fd: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{fd}")
    except OSError:
        return ""


def grow(state: Any, size: int) -> bytes:
    return bytes(size)
