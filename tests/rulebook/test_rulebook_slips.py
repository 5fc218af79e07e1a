"""Every slip an editor can make is answered by the exact sentence that lies beside it in tests/rules/slips/."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from router.rulebook.book import compile as compile_book
from router.rulebook.load import load

SLIPS = Path(__file__).parent.parent / "rules" / "slips"
CASES = sorted(
    path.stem if path.suffix == ".rules" else path.name for path in SLIPS.iterdir() if path.suffix != ".says"
)
AROUND = {
    "words.rules": "words children: child*, kid*\n",
    "sources/scholar.rules": "source: scholar\nfrom: alerts@scholar.example\nkind: paper\ngroup: journals\n",
}


def laid_out(name: str, folder: Path) -> Path:
    """A rules folder with the slip in it."""
    for other, text in AROUND.items():
        (folder / other).parent.mkdir(parents=True, exist_ok=True)
        (folder / other).write_text(text, encoding="utf-8")
    (folder / "interests").mkdir()
    if (SLIPS / name).is_dir():
        shutil.copytree(SLIPS / name, folder, dirs_exist_ok=True)
    else:
        room = "sources" if name.startswith("source-") else "interests"
        shutil.copy(SLIPS / f"{name}.rules", folder / room / f"{name}.rules")
    return folder


@pytest.mark.parametrize("name", CASES)
def test_a_slip_is_answered_by_its_sentence(name: str, tmp_path: Path) -> None:
    texts, refused = load(laid_out(name, tmp_path))
    _, problems = compile_book(texts, {}, refused)
    said = "".join(f"{problem.level}: {problem}\n" for problem in problems)
    file = SLIPS / f"{name}.says"
    if os.environ.get("ROUTER_GOLDEN") == "1":
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")


def test_there_are_enough_of_them_and_each_says_something() -> None:
    assert len(CASES) >= 60
    for name in CASES:
        said = (SLIPS / f"{name}.says").read_text(encoding="utf-8")
        assert said, name
        for line in said.splitlines():
            level, _, sentence = line.partition(": ")
            assert level in ("error", "warning", "note"), line
            assert sentence.split(":")[0].endswith(".rules"), "a slip says where it is"
            assert "; " in sentence or level == "note", f"a slip says what to do about it: {line}"
