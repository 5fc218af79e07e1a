"""Lines to add and to take out -> rule files as they would be, checked, and written: in force, on disk, and committed."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

from router.errors import RouterError
from router.rulebook import amend
from router.rulebook import book as books
from router.rulebook.book import Book
from router.rulebook.load import decode, load, shipped
from router.store import rulebooks

_GIT = 20  # seconds that a commit may take


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of a rule file: to add, or to take out."""

    name: str  # of an interest, or of a file of word lists
    verb: str  # add, drop
    line: str  # for drop also `12@a3f9c1`

    def __str__(self) -> str:
        return f"{self.name} {self.verb} {self.line}"


@dataclass(frozen=True, slots=True)
class Change:
    """Rule files by their names in the rulebook, as they lie on disk and as they would be."""

    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def diff(self) -> list[str]:
        """The lines taken out and put in, `-` and `+` before them."""
        found: list[str] = []
        for name, text in self.after.items():
            lines = unified_diff(self.before[name].splitlines(), text.splitlines(), lineterm="", n=0)
            found += [line for line in lines if line[:3] not in ("---", "+++") and not line.startswith("@@")]
        return found


def files(book: Book) -> dict[str, str]:
    """Every file of interests and of word lists by what an editor calls it: its name without folder and ending."""
    lists = {Path(name).stem: name for name, sheet in book.sheets.items() if sheet.interest is None}
    return lists | {name: one.file for name, one in book.interests.items()}


def plan(folder: Path, book: Book, edits: Iterable[Edit]) -> Change:
    """What these edits make of the files that lie in `folder`; RouterError for a line that is not there, or is twice."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    known = files(book)
    for edit in edits:
        if edit.name not in known:
            raise RouterError(edit.name, "no rule file is called so any more", "`interests` names them")
        name = known[edit.name]
        if name not in before:
            before[name] = after[name] = text_of(folder, name)
        if edit.verb == "add":
            after[name] = amend.add(name, after[name], edit.line)
        else:  # a number counts in the text as it lies there, whatever was said before it in the same mail
            line = amend.find(name, before[name], edit.line)
            amend.find(name, after[name], line)
            after[name] = amend.drop(after[name], line)
    return Change(before, after)


def text_of(folder: Path, name: str) -> str:
    """The file as it lies there now; RouterError when it cannot be read."""
    path = folder / name
    try:
        text = decode(name, path.read_bytes())
    except OSError as error:
        raise RouterError(name, (error.strerror or "cannot be read").lower(), "mend its owner or mode") from None
    if not isinstance(text, str):
        raise RouterError(name, text.what, text.remedy)
    return text


def with_texts(before: Book, texts: Mapping[str, str | None]) -> Book:
    """The book with these texts in it (None: the file is gone); RouterError with all slips when it cannot be in force."""
    rest = {name: said for name, said in before.texts.items() if name not in texts}
    given = {name: text for name, text in texts.items() if text is not None}
    after, problems = books.compile(rest | given, before.texts)
    if slips := [problem for problem in problems if problem.level == "error"]:
        raise RouterError("", "\n".join(map(str, slips)), "until it is mended the rules in force stay")
    return after


async def write(folder: Path, texts: Mapping[str, str], author: str, note: str, now: datetime) -> tuple[int, str]:
    """Put these texts in force as the newest rulebook, with author and note, then write and commit the files.

    Every door that changes rules ends here. The row comes first: whoever reads the folder afterwards finds it in force
    and makes no version of their own. Gives the rulebook's number, and what became of the commit in words ("" outside
    of a git repository). Raises RouterError, and changes nothing, when the rules of today do not allow a text.
    """
    _, last_good, _ = await rulebooks.newest()
    files, refused = load(folder, shipped())
    refused = tuple(problem for problem in refused if problem.file not in texts)
    book, problems = books.compile(files | dict(texts), last_good, refused)
    for name, text in texts.items():
        if book.texts.get(name) != text:
            slip = next((str(one) for one in problems if one.file == name and one.level == "error"), name)
            raise RouterError("", slip, "that text cannot be in force: its last good text stays")
    paths = [folder / name for name in texts]
    fresh = [_beside(path, text) for path, text in zip(paths, texts.values(), strict=True)]  # what can fail comes first
    version = await rulebooks.put(book.texts, [str(problem) for problem in problems], author, note, now)
    for new, path in zip(fresh, paths, strict=True):
        os.replace(new, path)
    return version, await asyncio.to_thread(_committed, paths, author, note)


def _beside(path: Path, text: str) -> Path:
    """The text whole on disk, under the name from which it takes the file's place in one step."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        with beside.open("wb") as file:
            file.write(text.encode("utf-8", "surrogatepass"))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        return beside
    except OSError as error:
        said = f"cannot be written ({(error.strerror or 'no reason').lower()})"
        raise RouterError(str(path), said, "mend its owner or mode and try again") from None


def _committed(paths: Sequence[Path], author: str, note: str) -> str:
    """Commit the files with the editor as author, where they lie in a git repository; what became of that, in words."""
    folder = paths[0].resolve().parent
    if not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return ""
    name = author.partition("@")[0] or author
    who = ["-c", f"user.name={name}", "-c", f"user.email={author if '@' in author else f'{author}@localhost'}"]
    git = ["git", "-C", str(folder), *who]
    names = [str(path.resolve()) for path in paths]
    try:
        for words in (["add", "--", *names], ["commit", "--quiet", "-m", note, "--", *names]):
            subprocess.run([*git, *words], check=True, capture_output=True, timeout=_GIT)
    except (OSError, subprocess.SubprocessError):
        return "; git took no commit of it: commit it by hand"
    return ", and committed"
