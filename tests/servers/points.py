"""Every crash point named in the source, and where it stands: what the kill matrix must visit."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "router"


def _find() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for name in re.findall(r"\bcrashpoint\(\"([^\"]+)\"\)", line):
                found.setdefault(name, []).append(f"{path.relative_to(SOURCE)}:{number}")
    return found


POINTS = _find()  # name -> places
