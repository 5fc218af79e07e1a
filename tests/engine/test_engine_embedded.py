from __future__ import annotations

from typing import Any

import pytest

from router.engine.embedded import Embedded
from tests.engine.contract import NOON, EngineContract, Make, pending_of


class TestEmbedded(EngineContract):
    @pytest.fixture
    def make(self) -> Make:
        def build(steps: Any, rows: set[int], after: Any = None, **settings: Any) -> Embedded:
            return Embedded(steps, after or {}, pending_of(rows), lambda: NOON, **settings)  # type: ignore[arg-type]

        return build
