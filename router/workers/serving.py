"""The life of a worker process, and the form of what passes through its pipe."""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from router.errors import RouterError

HEAD = struct.Struct("<cI")  # kind, length of the pickle that follows
STATE, CALL, RESULT, REFUSED, FAILED = b"S", b"C", b"R", b"E", b"X"
OUT_OF_MEMORY = 77  # exit code
_READ = 256 << 10  # bytes taken from the pipe at once: several calls


def serve() -> None:
    """The worker's life: argv is target, bytes of memory, seconds of deadline; calls come by stdin, answers leave by
    what was stdout."""
    target, memory, deadline = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; we end when the pipe does
    calls, answers = os.fdopen(0, "rb", _READ), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a print inside a library must not land between two answers
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        call = resolve(target)
    except Exception as error:
        _say(answers, FAILED, f"{type(error).__name__}: {error}")
        return
    collect_seldom()
    _say(answers, RESULT, None)
    state: object = None
    while len(head := calls.read(HEAD.size)) == HEAD.size:
        kind, length = HEAD.unpack(head)
        try:
            given = pickle.loads(calls.read(length))
            if kind == STATE:
                state = given
                continue
            signal.setitimer(signal.ITIMER_PROF, deadline)
            _say(answers, *_answer(call, state, given))
            signal.setitimer(signal.ITIMER_PROF, 0)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def collect_seldom() -> None:
    """Let the garbage collector look seldom, and never at what stands now: batches make tens of thousands of objects
    that counting references frees, and looking for cycles among them took a fifth of the time."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)


def _answer(call: Callable[..., Any], state: object, args: tuple[object, ...]) -> tuple[bytes, object]:
    try:
        return RESULT, call(state, *args)
    except RouterError as error:
        return REFUSED, error
    except MemoryError:
        raise
    except Exception as error:
        return FAILED, f"raised {type(error).__name__}: {error}"[:500]


def _say(answers: BinaryIO, kind: bytes, value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    answers.write(HEAD.pack(kind, len(data)) + data)  # in one piece: the parent wakes once
    answers.flush()


def resolve(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    call: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return call


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
