from __future__ import annotations

from typing import Any

import pytest

from router.engine.embedded import BATCH, Embedded
from tests.engine.contract import NOON, EngineContract, Make, Recorder, pending_of


class TestEmbedded(EngineContract):
    @pytest.fixture
    def make(self) -> Make:
        def build(steps: Any, rows: set[int], after: Any = None, **settings: Any) -> Embedded:
            return Embedded(steps, after or {}, pending_of(rows), lambda: NOON, **settings)  # type: ignore[arg-type]

        return build

    async def test_a_step_takes_as_many_at_once_as_it_is_given(self, make: Make) -> None:
        many, few = Recorder(set(range(2 * BATCH))), Recorder(set(range(2 * BATCH)))
        engine = make({"fold": many, "send": few}, set(), batches={"fold": 2 * BATCH})
        await engine.start()
        for step in ("fold", "send"):
            engine.defer(step, range(2 * BATCH))
        await engine.idle()
        await engine.stop()
        assert [len(call) for call in many.calls] == [2 * BATCH]
        assert [len(call) for call in few.calls] == [BATCH, BATCH]
