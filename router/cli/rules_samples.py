"""Turns the `sample:` lines of sources into problems: a sample that is missing, or that is read otherwise than it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from router.flow.reading import read
from router.rulebook.lines import Problem
from router.terms import Envelope, Knows, Source


def problems(sources: tuple[Source, ...], names: Iterable[str], folder: Path) -> Iterator[Problem]:
    """Of the sources in these files; samples lie in samples/ of the rules folder, else in tests/mail/ beside it.

    In a repository, known by its tests/mail/, a missing sample is an error; in an installation it is a note.
    """
    asked, tests = set(names), folder.resolve().parent / "tests" / "mail"
    for source in sources:
        if source.file not in asked:
            continue
        for sample in source.samples:
            name, _, count = sample.partition(" takes ")
            path = next((place / name for place in (folder / "samples", tests) if (place / name).is_file()), None)
            if path is None:
                level = "error" if tests.is_dir() else "note"
                yield Problem(source.file, 0, f"the sample {name} is not there", "put it into rules/samples/", level)
                continue
            reading = read(Knows(sources=sources), path.read_bytes(), Envelope())
            if reading.source != source.name:
                known = f"a mail of {reading.source}" if reading.source else "a mail of no source"
                yield Problem(source.file, 0, f"the sample {name} is {known}", "mend the lines by which it is known")
            elif count and len(reading.clippings) != int(count):
                what = f"{len(reading.clippings)} stories are cut from {name}, not {count}"
                yield Problem(source.file, 0, what, "mend the clipper's lines, or the number")
