"""What every engine must keep; each engine's own test module subclasses this with a fixture `make`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from router.engine import Engine
from router.errors import StoreError
from router.terms import Report

Make = Callable[..., Engine]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Recorder:
    """A step that notes what it was given; rows it was given once are no longer pending, as in a real step."""

    def __init__(self, rows: set[int]) -> None:
        self.rows, self.done, self.calls = rows, [], []  # type: ignore[var-annotated]
        self.running = self.most = 0

    async def __call__(self, ids: Sequence[int], now: datetime) -> Report:
        self.running += 1
        self.most = max(self.most, self.running)
        self.calls.append(list(ids))
        await asyncio.sleep(0.01)
        taken = [one for one in ids if one in self.rows]
        self.rows -= set(taken)
        self.done += taken
        self.running -= 1
        return Report("clip", len(taken))


class EngineContract:
    """Claim once, lost worker, poison batch, stop, one owner per mailbox."""

    async def test_claim_once(self, make: Make) -> None:
        step = Recorder(set(range(300)))
        engine = make({"clip": step}, step.rows)
        await engine.start()
        for _ in range(3):
            engine.defer("clip", range(300))
        await engine.idle()
        await engine.stop()
        assert sorted(step.done) == list(range(300))

    async def test_lost_request_is_found_by_the_sweep(self, make: Make) -> None:
        step = Recorder({1, 2})
        engine = make({"clip": step}, step.rows, sweep_seconds=0.05)
        await engine.start()
        await engine.idle()
        step.rows |= {7}  # a row nobody deferred: its job was lost with its worker
        await asyncio.sleep(0.3)
        await engine.idle()
        await engine.stop()
        assert sorted(step.done) == [1, 2, 7]

    async def test_poison_id_stops_no_other(self, make: Make) -> None:
        rows = set(range(20))
        recorder = Recorder(rows)

        async def step(ids: Sequence[int], now: datetime) -> Report:
            if 13 in ids:
                raise ValueError("a row that cannot be worked on")
            return await recorder(ids, now)

        engine = make({"clip": step}, rows)
        await engine.start()
        await engine.idle()
        await engine.stop()
        assert sorted(recorder.done) == [one for one in range(20) if one != 13]

    async def test_refused_database_loses_nothing(self, make: Make) -> None:
        rows = {1, 2, 3}
        recorder = Recorder(rows)
        refusals = iter([True, True, False])

        async def step(ids: Sequence[int], now: datetime) -> Report:
            if next(refusals, False):
                raise StoreError("database", "the disk is full")
            return await recorder(ids, now)

        engine = make({"clip": step}, rows, pause_seconds=0.01)
        await engine.start()
        await engine.idle()
        await engine.stop()
        assert sorted(recorder.done) == [1, 2, 3]

    async def test_next_step_gets_what_a_step_made(self, make: Make) -> None:
        second = Recorder({10, 20})

        async def first(ids: Sequence[int], now: datetime) -> Report:
            return Report("clip", next_ids=tuple(one * 10 for one in ids))

        engine = make({"clip": first, "fold": second}, set(), after={"clip": "fold"})
        await engine.start()
        engine.defer("clip", [1, 2])
        await engine.idle()
        await engine.stop()
        assert second.done == [10, 20]

    async def test_stop_ends_the_batch_in_hand_and_begins_no_other(self, make: Make) -> None:
        step = Recorder(set(range(500)))
        engine = make({"clip": step}, step.rows)
        await engine.start()
        await asyncio.sleep(0.005)
        await engine.stop()
        calls = len(step.calls)
        assert step.running == 0
        assert sorted(step.done + list(step.rows)) == list(range(500))
        await asyncio.sleep(0.05)
        assert len(step.calls) == calls

    async def test_one_owner_of_a_mailbox(self, make: Make) -> None:
        engine = make({"clip": Recorder(set())}, set())
        async with engine.own("inbox") as first, engine.own("inbox") as second, engine.own("other") as other:
            assert (first, second, other) == (True, False, True)
        async with engine.own("inbox") as again:
            assert again


def pending_of(rows: set[int], step: str = "clip") -> Callable[[], object]:
    """The sweep's question: every row that waits."""

    async def pending() -> Mapping[str, Sequence[int]]:
        return {step: sorted(rows)}

    return pending
