"""Turns the rule files a command is given, beside the folder they belong to, into one rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from router.errors import RouterError
from router.rulebook import book as books
from router.rulebook.book import Book
from router.rulebook.lines import Problem
from router.rulebook.load import decode, load, shipped
from router.terms import Clipping, Envelope, Facts


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The book of a folder with the given files laid over it, and which files were asked for."""

    book: Book
    files: dict[str, str]
    problems: tuple[Problem, ...]
    asked: dict[str, Path]  # name in the book -> the path as given
    folder: Path

    @classmethod
    def read(cls, given: list[Path]) -> Rulebook:
        """rules/ of the current folder, else the shipped ones; RouterError when a given file cannot be opened."""
        here = Path("rules")
        folder = here if here.is_dir() else shipped()
        files, refused = load(folder, shipped())
        asked: dict[str, Path] = {}
        problems = list(refused)
        for path in given:
            try:
                raw = path.read_bytes()
            except OSError as error:
                said = (error.strerror or "cannot be read").lower()
                raise RouterError(str(path), said, "name a rule file") from None
            text = decode(path.name, raw)
            name = name_of(path, folder, text if isinstance(text, str) else "")
            asked[name] = path
            if isinstance(text, str):
                files[name] = text
            elif not any(problem.file == name for problem in problems):
                problems.append(Problem(name, text.line, text.what, text.remedy))
        if not given:
            asked = {name: folder / name for name in files if (folder / name).is_file()}
        book, found = books.compile(files, {}, problems)
        return cls(book, files, found, asked, folder)

    def shown(self, problem: Problem) -> str:
        """The problem with the path as it was given."""
        path = self.asked.get(problem.file)
        return str(Problem(str(path), problem.line, problem.what, problem.remedy) if path else problem)


def name_of(path: Path, folder: Path, text: str) -> str:
    """What a file is called in the book: by its place in the folder, else by what it says it is."""
    if path.resolve().is_relative_to(folder.resolve()):
        return path.resolve().relative_to(folder.resolve()).as_posix()
    heads = {line.partition(":")[0].strip().lower() for line in text.splitlines()}
    if "source" in heads or path.parent.name == "sources":
        return f"sources/{path.name}"
    if "interest" in heads or path.parent.name == "interests" or any(head.startswith("take") for head in heads):
        return f"interests/{path.name}"
    return path.name


def stories_of(story: str, rulebook: Rulebook, text: str, source: str, config: Path) -> tuple[Book, list[Facts]]:
    """The stories to explain, and the book to do it by.

    A number is a story of the installation, judged by the rules in force there; a mail file gives the stories cut
    from it; anything else is a pasted title.
    """
    path = Path(story)
    mail = story.lower().endswith(".eml") or (len(story) < 200 and path.is_file())
    if not mail and story.isdecimal() and len(story) < 10:
        return _stored(int(story), config)
    if not mail:
        return rulebook.book, [rulebook.book.facts_of(story, text, source)]
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = (error.strerror or "cannot be read").lower()
        raise RouterError(story, said, "name a mail file or paste a title") from None
    from router.cli.files import reader  # brings in all that reads mails; a pasted title needs none of it

    reading = reader()(raw, Envelope())
    tags = (reading.tag,) if reading.tag else ()
    return rulebook.book, [facts_of(clipping, reading.source or source, tags) for clipping in reading.clippings]


def _stored(story: int, config: Path) -> tuple[Book, list[Facts]]:
    from router.cli.opening import with_house  # the database, which files and titles do without
    from router.service.installation import Installation
    from router.store import stories

    async def work(house: Installation) -> tuple[Book, list[Facts]]:
        found = await stories.facts([story])
        if not found:
            raise RouterError(f"story {story}", "there is none of this number", "paste its title instead")
        return house.rules.book, list(found.values())

    return with_house(config, work)


def facts_of(clipping: Clipping, source: str, tags: tuple[str, ...]) -> Facts:
    """A clipping as the rules see it."""
    return Facts(
        title=clipping.title,
        text=clipping.text,
        authors=clipping.authors,
        publisher=clipping.publisher,
        note=clipping.note,
        link=clipping.link,
        kind=clipping.kind,
        language=clipping.language,
        sources=(source,) if source else (),
        tags=tags,
        date=clipping.published,
    )
