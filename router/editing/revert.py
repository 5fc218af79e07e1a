"""An earlier version of a rule file -> its newest text, in force and on disk; what was stays in the history."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

from router.errors import RouterError
from router.rulebook import book as books
from router.rulebook.load import load, shipped
from router.store import rulebooks
from router.store.rulebooks import Version
from router.terms import Reason

_GIT = 20  # seconds that a commit may take


@dataclass(frozen=True, slots=True)
class Return:
    """What going back to one version would do to a file."""

    file: str  # its name in the rulebook
    path: Path  # where it lies
    version: int  # whose text it is
    text: str
    diff: tuple[str, ...]  # from the text on disk, in the unified form; () when it is that text already


async def plan(folder: Path, file: str, to: int = 0) -> Return:
    """What `revert` would do. `to` is a rulebook version, 0 the newest that held another text than the disk does now.

    Raises RouterError when the file, or that version of it, was never in force.
    """
    past = await rulebooks.history(file)
    if not past:
        raise RouterError(file, "no rulebook ever held this file", "`router rules history FILE` shows what was")
    path = folder / file
    now = _on_disk(path)
    chosen = _at(past, to) if to else next((one for one in reversed(past) if one.text not in (None, now)), None)
    if chosen is None:
        raise RouterError(file, "it never had another text", "there is nothing to go back to")
    if chosen.text is None or (to and not await rulebooks.of_version(to)):
        raise RouterError(file, f"rulebook {to} does not hold this file", "`router rules history FILE` shows what was")
    names = f"{file} (now)", f"{file} (rulebook {to or chosen.version})"
    diff = unified_diff((now or "").splitlines(), chosen.text.splitlines(), *names, lineterm="")
    return Return(file, path, to or chosen.version, chosen.text, () if now == chosen.text else tuple(diff))


def _at(past: Sequence[Version], to: int) -> Version:
    """The file as it stood in version `to`."""
    before = [one for one in past if one.version <= to]
    return before[-1] if before else Version(to, past[0].made, "", "", None)


def _on_disk(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RouterError(str(path), (error.strerror or "cannot be read").lower(), "mend its owner or mode") from None


async def revert(folder: Path, back: Return, author: str, note: str, now: datetime) -> Reason:
    """Make that text the newest version, with author and note, and write it to the file.

    The row comes first: whoever reads the folder afterwards finds it in force and makes no version of their own.
    Raises RouterError when the rules of today do not allow the text.
    """
    _, last_good, _ = await rulebooks.newest()
    files, refused = load(folder, shipped())
    refused = tuple(problem for problem in refused if problem.file != back.file)
    book, problems = books.compile(files | {back.file: back.text}, last_good, refused)
    if book.texts.get(back.file) != back.text:
        slip = next((str(one) for one in problems if one.file == back.file and one.level == "error"), back.file)
        raise RouterError("", slip, "that text cannot be in force again: edit the file")
    version = await rulebooks.put(book.texts, [str(problem) for problem in problems], author, note, now)
    try:
        back.path.parent.mkdir(parents=True, exist_ok=True)
        beside = back.path.with_name(f".{back.path.name}.new")
        beside.write_bytes(back.text.encode("utf-8", "surrogatepass"))
        os.replace(beside, back.path)
    except OSError as error:
        said = f"cannot be written ({(error.strerror or 'no reason').lower()})"
        raise RouterError(str(back.path), said, "mend its owner or mode and try again") from None
    words = f"{back.file} is as it was in rulebook {back.version}; that is rulebook {version} now"
    return Reason("reverted", f"{words}{_committed(back.path, author, note)}")


def _committed(path: Path, author: str, note: str) -> str:
    """Commit the file with the editor as author, where it lies in a git repository; what became of that, in words."""
    if not any((above / ".git").exists() for above in path.resolve().parents):
        return ""
    name = author.partition("@")[0] or author
    who = ["-c", f"user.name={name}", "-c", f"user.email={author if '@' in author else f'{author}@localhost'}"]
    git = ["git", "-C", str(path.resolve().parent), *who]
    try:
        for words in (["add", "--", path.name], ["commit", "--quiet", "-m", note, "--", path.name]):
            subprocess.run([*git, *words], check=True, capture_output=True, timeout=_GIT)
    except (OSError, subprocess.SubprocessError):
        return "; git took no commit of it: commit it by hand"
    return ", and committed"
