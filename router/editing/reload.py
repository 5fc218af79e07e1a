"""The rule files on disk -> the newest rulebook row -> the book in force."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from router.rulebook import book as books
from router.rulebook.book import Book
from router.rulebook.lines import Problem
from router.rulebook.load import load, shipped
from router.store import rulebooks


class InForce:
    """The rulebook that every batch is judged by; a broken file stays at its last good text, over restarts too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: object = None
        self.version = 0
        self.book: Book = books.compile({})[0]
        self.problems: tuple[Problem, ...] = ()

    async def refresh(self, now: datetime) -> tuple[Problem, ...]:
        """Read the folder when it changed; the problems nobody was told of yet."""
        stamp = self._stamp()
        if self.version and stamp == self._seen:
            return ()
        _, last_good, known = await rulebooks.newest()
        texts, refused = load(self._folder, shipped())
        book, problems = books.compile(texts, last_good, refused)
        self._seen = stamp
        self.version = await rulebooks.put(book.texts, [str(problem) for problem in problems], "files", "", now)
        self.book, self.problems = book, problems
        return tuple(problem for problem in problems if str(problem) not in known)

    def _stamp(self) -> object:
        """Changes when a file is added, taken away or saved; cheap enough for every second."""
        return [
            (str(path), stat.st_mtime_ns, stat.st_size)
            for path in sorted(self._folder.rglob("*.rules"))
            if (stat := _stat(path)) is not None
        ]


class AsStored(InForce):
    """The rulebook of the newest row whatever lies in the folder: to look at a change is not to put it in force."""

    async def refresh(self, now: datetime) -> tuple[Problem, ...]:
        """Read the row; before the first one, the folder."""
        version, texts, _ = await rulebooks.newest()
        if not version:
            return await super().refresh(now)
        self.version, self.book = version, books.compile(texts, texts)[0]
        return ()


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
