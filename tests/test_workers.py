from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from pathlib import Path

import pytest

from router.errors import RouterError, TooBig, WorkerLost
from router.workers import Workers

WORK = "tests.workload:work"


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


async def test_answers_come_in_order_from_other_processes() -> None:
    async with Workers(2, WORK) as workers:
        assert await workers.run_many(1, None, [("echo", n) for n in range(200)]) == list(range(200))
        pids = set(await workers.run_many(1, None, [("pid",)] * 200))
        assert os.getpid() not in pids and 1 <= len(pids) <= 2


async def test_the_state_travels_only_when_its_version_changed() -> None:
    async with Workers(1, WORK) as workers:
        assert await workers.run(1, {"a": 1}, "state") == {"a": 1}
        assert await workers.run(1, {"b": 2}, "state") == {"a": 1}
        assert await workers.run(2, {"b": 2}, "state") == {"b": 2}
        with pytest.raises(WorkerLost):
            await workers.run(2, {"b": 2}, "die")
        assert await workers.run(2, {"b": 2}, "state") == {"b": 2}  # the fresh one has been told


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("spin", "passed its deadline"),
        ("wait", "gave no answer"),
        ("eat", "ran out of memory"),
        ("die", "signal 11"),
        ("nest", ""),
    ],
)
async def test_a_bomb_takes_itself_only(order: str, words: str) -> None:
    for last in (False, False, False, True):
        async with Workers(1, WORK, memory=256 << 20, deadline=0.5) as workers:
            first = await workers.run(1, None, "pid")
            start = time.monotonic()
            calls = [("echo", 1), (order,), ("echo", 2), ("echo", 3)]
            one, bomb, two, three = await workers.run_many(1, None, calls)
            assert (one, two, three) == (1, 2, 3)
            assert isinstance(bomb, WorkerLost)
            assert time.monotonic() - start < 30
            if order != "nest":  # a RecursionError is an answer, not a death
                assert workers.lost == 1 and not alive(first)
        if order == "spin" and "gave no answer" in str(bomb) and not last:
            continue  # others had the processor for so long that its own deadline never came
        assert words in str(bomb)
        return


async def test_a_sleeper_is_killed_at_the_deadline_a_busy_one_is_left_its_cpu_time() -> None:
    async with Workers(1, WORK, deadline=1) as workers:
        await workers.run(1, None, "pid")
        start = time.monotonic()
        with pytest.raises(WorkerLost, match=r"gave no answer in 1 seconds"):
            await workers.run(1, None, "wait")
        assert 1 <= time.monotonic() - start < 20
        pid = await workers.run(1, None, "pid")
        start = time.monotonic()
        burning = asyncio.create_task(workers.run(1, None, "burn", 0.2))
        await asyncio.sleep(0.05)
        os.kill(pid, signal.SIGSTOP)  # as if others had the processor
        await asyncio.sleep(1.2)
        os.kill(pid, signal.SIGCONT)
        assert await burning == "burnt" and time.monotonic() - start > 1.2


async def test_a_child_that_outlives_its_worker_holds_nobody_up() -> None:
    async with Workers(1, WORK, deadline=0.3) as workers:
        start = time.monotonic()
        answers = await workers.run_many(1, None, [("echo", 1), ("orphan", 8), ("echo", bytes(1 << 20)), ("echo", 3)])
        assert answers[0] == 1 and isinstance(answers[1], WorkerLost) and answers[2:] == [bytes(1 << 20), 3]
        assert time.monotonic() - start < 7


async def test_a_batch_of_bombs_leaves_every_other_call_answered() -> None:
    async with Workers(2, WORK, deadline=0.3) as workers:
        calls: list[tuple[object, ...]] = [("die",) if n % 10 == 5 else ("echo", n) for n in range(60)]
        answers = await workers.run_many(1, None, calls)
        assert [n for n, answer in enumerate(answers) if isinstance(answer, WorkerLost)] == [5, 15, 25, 35, 45, 55]
        assert all(answer == n for n, answer in enumerate(answers) if n % 10 != 5)


async def test_the_targets_own_refusal_comes_back_as_it_is_and_the_worker_lives() -> None:
    async with Workers(1, WORK) as workers:
        pid = await workers.run(1, None, "pid")
        with pytest.raises(TooBig, match="1,001 headers"):
            await workers.run(1, None, "refuse")
        with pytest.raises(WorkerLost, match="AttributeError: no such thing"):
            await workers.run(1, None, "stumble")
        assert await workers.run(1, None, "pid") == pid


async def test_a_printing_library_does_not_break_the_pipe() -> None:
    async with Workers(1, WORK) as workers:
        assert await workers.run_many(1, None, [("print",), ("echo", 7)]) == ["printed", 7]


async def test_big_calls_and_big_answers_at_once_do_not_lock_up() -> None:
    async with Workers(2, WORK) as workers:
        mails = [bytes([n]) * (3 << 20) for n in range(12)]
        assert await asyncio.wait_for(workers.run_many(1, None, [("echo", mail) for mail in mails]), 30) == mails


async def test_a_monstrous_answer_is_refused_and_the_parent_stays_small() -> None:
    async with Workers(1, "tests.workload:grow", memory=2 << 30) as workers:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(WorkerLost, match="answered with"):
            await workers.run(1, None, 200 << 20)
        for _ in range(20):
            assert len(await workers.run(1, None, 1 << 20)) == 1 << 20
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # kB


async def test_a_worker_that_talks_unasked_is_ended_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("router.workers.process._ANSWER_LIMIT", 1 << 20)
    async with Workers(1, WORK) as workers:
        pid = await workers.run(1, None, "pid")
        assert await workers.run(1, None, "flood", 4 << 20) is None
        for _ in range(100):
            if not alive(pid):
                break
            await asyncio.sleep(0.1)
        assert not alive(pid) and await workers.run(1, None, "echo", 5) == 5


async def test_a_caller_who_gives_up_leaves_no_answer_behind() -> None:
    async with Workers(1, WORK) as workers:
        await workers.run(1, None, "pid")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(workers.run(1, None, "wait"), 0.2)
        assert await workers.run(1, None, "echo", "mine") == "mine"


async def test_stop_ends_every_process_and_open_calls() -> None:
    workers = Workers(2, WORK)
    pids = set(await workers.run_many(1, None, [("pid",)] * 100))
    waiting = asyncio.create_task(workers.run_many(1, None, [("wait",)] * 20))
    await asyncio.sleep(0.1)
    await workers.stop()
    for late in (waiting, workers.run(1, None, "pid")):
        with pytest.raises(RouterError, match="the workers are stopped") as over:
            await late
        assert not isinstance(over.value, WorkerLost)
    assert workers.lost == 0
    await workers.stop()
    assert not any(alive(pid) for pid in pids)


async def test_a_worker_that_cannot_start_says_why() -> None:
    async with Workers(1, "tests.no_such_module:work") as workers:
        with pytest.raises(RouterError, match="does not start: ModuleNotFoundError"):
            await workers.run(1, None)


async def test_without_workers_the_call_is_answered_here() -> None:
    async with Workers(0, WORK) as workers:
        assert await workers.run(1, "s", "pid") == os.getpid()
        assert await workers.run(1, "s", "state") == "s"
        with pytest.raises(TooBig):
            await workers.run(1, "s", "refuse")


async def test_workers_of_a_killed_parent_go_too(tmp_path: Path) -> None:
    program = (
        "import asyncio, os\n"
        "from router.workers import Workers\n"
        "async def main():\n"
        f"    workers = Workers(1, {WORK!r})\n"
        "    print(await workers.run(1, None, 'pid'), flush=True)\n"
        "    await workers.run(1, None, 'spin')\n"
        "asyncio.run(main())\n"
    )
    import sys

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    assert process.stdout is not None
    pid = int(await process.stdout.readline())
    process.kill()
    await process.wait()
    for _ in range(100):
        if not alive(pid):
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"worker {pid} outlived its parent")
