"""A path -> the mails that lie there: one .eml file, a folder of them, a Maildir, an mbox."""

from __future__ import annotations

import mailbox
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from router.errors import MailError

Read = Callable[[], bytes]
_MAILDIR = ("cur", "new")


def mails_in(path: Path) -> Iterator[tuple[str, Read]]:
    """(name, a function that gives its bytes) of each mail, in a steady order. MailError when nothing at `path` can be read."""
    if path.is_dir():
        yield from _folder(path)
        return
    try:
        with path.open("rb") as file:
            first = file.read(5)
        if first == b"From " and path.suffix != ".eml":
            yield from _mbox(path)
        else:
            yield str(path), path.read_bytes
    except OSError as error:
        raise MailError(
            str(path), (error.strerror or "cannot be read").lower(), "name a file, folder or mbox"
        ) from None


def _folder(path: Path) -> Iterator[tuple[str, Read]]:
    boxes = [path / name for name in _MAILDIR if (path / name).is_dir()]
    for folder in boxes or [path]:
        for file in sorted(folder.iterdir()):
            if file.name.startswith("."):
                continue
            if file.is_dir():
                yield from _folder(file)
            elif boxes or file.suffix == ".eml":
                yield str(file), file.read_bytes
            elif file.suffix == ".mbox":
                yield from _mbox(file)


def _mbox(path: Path) -> Iterator[tuple[str, Read]]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield f"{path}#{key}", partial(box.get_bytes, key)
    finally:
        box.close()
