"""Turns ROUTER_CRASH=name:nth[:action] into a process that dies, stalls or stumbles exactly there.

A named point costs one comparison when nothing is armed. The proof that no mail is lost (docs/trust.md) kills the
service at every name found in the source; a point that no test visits fails that proof, so none can be forgotten.
"""

from __future__ import annotations

import os
import signal
import time

STALL_SECONDS = 60.0  # longer than any lease or deadline of ours


class Crash(Exception):
    """What the action `raise` throws: no RouterError, so that nobody is prepared for it."""


def crashpoint(name: str) -> None:
    """Does nothing, unless this name is armed and this is its nth pass in this process (1 = the first).

    Actions: `kill` (SIGKILL, the default), `raise` (Crash), `sleep` (60 s), `stop` (SIGSTOP: a lease must expire).
    """
    if name == _armed:
        _pass()


def _pass() -> None:
    global _left
    _left -= 1
    if _left:
        return
    if _action == "raise":
        raise Crash(_armed)
    if _action == "sleep":
        time.sleep(STALL_SECONDS)
    elif _action == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    else:
        os.kill(os.getpid(), signal.SIGKILL)


def _read(plan: str) -> tuple[str, int, str]:
    name, _, rest = plan.partition(":")
    nth, _, action = rest.partition(":")
    return name, int(nth or 1), action or "kill"


_armed, _left, _action = _read(os.environ.get("ROUTER_CRASH", ""))
