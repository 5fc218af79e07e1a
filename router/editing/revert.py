"""An earlier version of a rule file -> its newest text, in force and on disk; what was stays in the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

from router.editing.change import write
from router.errors import RouterError
from router.store import rulebooks
from router.store.rulebooks import Version
from router.terms import Reason


@dataclass(frozen=True, slots=True)
class Return:
    """What going back to one version would do to a file."""

    file: str  # its name in the rulebook
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
    return Return(file, to or chosen.version, chosen.text, () if now == chosen.text else tuple(diff))


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
    """Make that text the newest version, with author and note; RouterError when the rules of today do not allow it."""
    version, committed = await write(folder, {back.file: back.text}, author, note, now)
    words = f"{back.file} is as it was in rulebook {back.version}; that is rulebook {version} now"
    return Reason("reverted", f"{words}{committed}")
