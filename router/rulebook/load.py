"""Turns a folder of rule files into their texts by name; what cannot be a rule file is refused with a reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from router.rulebook.lines import LARGEST_FILE, Problem

UTF16 = (b"\xff\xfe", b"\xfe\xff")


def shipped() -> Path:
    """The rules that come with the program: inside an installed package, else beside it in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped" / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load(folder: Path, beneath: Path | None = None) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The texts of all `*.rules` files by their path in the folder, and a problem for each file refused.

    `beneath` is a folder of shipped files: its sources and words are overlaid by name, its interests left alone.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    if beneath is not None and beneath.is_dir() and beneath.resolve() != folder.resolve():
        for name, path in _files(beneath):
            if not name.startswith("interests/"):
                _add(name, path, beneath, texts, problems)
    for name, path in _files(folder):
        texts.pop(name, None)
        problems = [problem for problem in problems if problem.file != name]
        _add(name, path, folder, texts, problems)
    return texts, tuple(problems)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "samples")
        for name in sorted(names):
            if name.endswith(".rules") and not name.startswith("."):
                path = Path(root, name)
                yield path.relative_to(folder).as_posix(), path


def _add(name: str, path: Path, folder: Path, texts: dict[str, str], problems: list[Problem]) -> None:
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            problems.append(Problem(name, 0, "the file is a link out of the rules folder", "copy the file itself here"))
            return
        if path.stat().st_size > LARGEST_FILE:
            problems.append(Problem(name, 0, "the file is over 1 MB", "split it into several files"))
            return
        decoded = decode(name, path.read_bytes())
    except OSError as error:
        problems.append(
            Problem(name, 0, f"the file cannot be read ({error.strerror})", "check that it is there and yours")
        )
        return
    if isinstance(decoded, Problem):
        problems.append(decoded)
    else:
        texts[name] = decoded


def decode(name: str, raw: bytes) -> str | Problem:
    """The bytes of a rule file as text, or why they are none."""
    if raw.startswith(UTF16) or b"\x00" in raw[:200]:
        return Problem(name, 0, "this is a UTF-16 file", "save it as UTF-8")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(name, line, "a byte here is not UTF-8", "save the file as UTF-8")
