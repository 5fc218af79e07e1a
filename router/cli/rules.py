"""`router rules`: check, explain, fmt, new: rule files on disk, without an installation; the others lie beside.

Exit codes: 0 fine, 1 problems found, 2 usage.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from router.cli import rules_against, rules_editing, rules_versions
from router.cli.rules_files import Rulebook, stories_of
from router.errors import RouterError
from router.rulebook import draft, lint
from router.rulebook.book import Book
from router.rulebook.layout import usual
from router.rulebook.lines import Problem
from router.terms import Facts, Verdict

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line and nothing else.")]
app = typer.Typer(no_args_is_help=True)
for command in (
    rules_editing.preview,
    rules_editing.replay,
    rules_editing.suggest,
    rules_versions.history,
    rules_versions.revert,
):
    app.command()(command)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILES...]")] = None,
    as_json: AsJson = False,
    against: Annotated[
        Path | None, typer.Option(help="Stories with the interests they belong to, one JSON a line.")
    ] = None,
    stored: Annotated[bool, typer.Option("--stored", help="Look at the stories of the last 90 days too.")] = False,
    config: Annotated[Path, typer.Option(help="Where router.toml lies, for --stored.")] = Path("router.toml"),
) -> None:
    """Say what is wrong or surely not meant in the rule files; with --against, how they judge labelled stories."""
    rulebook = Rulebook.read(files or [])
    if against is not None:
        rules_against.show(rulebook.book, against, as_json)
        return
    book = rulebook.book
    problems = [*rulebook.problems, *lint.warnings(book), *lint.offers(book), *lint.read_back(book)]
    if any(name.startswith("sources/") for name in rulebook.asked):
        from router.cli import rules_samples  # brings in all that reads mails; interests need none of it

        problems += rules_samples.problems(book.sources, rulebook.asked, rulebook.folder)
    if stored:
        from router.cli import rules_stored  # the database, which files do without

        problems += rules_stored.problems(book, config)
    if files:
        problems = [problem for problem in problems if problem.file in rulebook.asked]
    for problem in problems:
        typer.echo(_problem_json(problem) if as_json else _problem_line(problem, rulebook))
    errors = sum(problem.level == "error" for problem in problems)
    if not as_json:
        found = f"{errors} to mend" if errors else "nothing to mend"
        typer.echo(f"{len(rulebook.book.interests)} interests, {len(rulebook.book.rules)} rules: {found}")
    if errors:
        raise typer.Exit(1)


def _problem_json(problem: Problem) -> str:
    row = {"file": problem.file, "line": problem.line, "level": problem.level}
    return json.dumps({**row, "what": problem.what, "remedy": problem.remedy}, ensure_ascii=False)


def _problem_line(problem: Problem, rulebook: Rulebook) -> str:
    mark = {"error": "", "warning": "look at: ", "note": "note: "}[problem.level]
    return f"{mark}{rulebook.shown(problem)}"


@app.command()
def explain(
    stories: Annotated[list[str], typer.Argument(metavar='"TITLE"|FILE.eml|STORY...')],
    text: Annotated[str, typer.Option(help="The text below a pasted title.")] = "",
    source: Annotated[str, typer.Option("--from", help="The source that sent it.")] = "",
    subscriber: Annotated[
        str, typer.Option(help="Also why this address was given a story by number, or was not.")
    ] = "",
    config: Annotated[Path, typer.Option(help="Where router.toml lies, for a story's number.")] = Path("router.toml"),
    as_json: AsJson = False,
) -> None:
    """Say for every interest whether a story is taken, by which line, and which words matched where."""
    rulebook = Rulebook.read([])
    if source and source.lower() not in rulebook.book.members:
        raise RouterError("--from", f"no source or group is called {source!r}", "`rules/sources/` holds them")
    for story in stories:
        book, found = stories_of(story, rulebook, text, source, config)
        for facts in found:
            if not as_json:
                typer.echo(facts.title)
            _explain(facts, book, as_json)
        if subscriber:
            _tell_fate(story, subscriber, config, as_json)


def _tell_fate(story: str, address: str, config: Path, as_json: bool) -> None:
    if not story.isdecimal():
        raise RouterError(story, "only a stored story was given to anybody", "name it by its number")
    from router.care.fate import fate  # the database, which files and titles do without
    from router.cli.opening import with_house

    said = with_house(config, lambda house: fate(int(story), address, house.interests(), house.clock()))
    row = {"story": int(story), "subscriber": address, "fate": said.code, "words": said.words}
    typer.echo(json.dumps(row, ensure_ascii=False) if as_json else f"  {address}: {said}")


def _explain(facts: Facts, book: Book, as_json: bool) -> None:
    near = {miss.rule.interest: miss for miss in book.near_misses(facts)}
    for verdict in book.explain(facts):
        rule, miss = verdict.rule, near.get(verdict.interest)
        if as_json:
            row: dict[str, object] = {"title": facts.title, "interest": verdict.interest, "taken": verdict.taken}
            row["file"], row["line"] = (rule.file, rule.line) if rule else (None, None)
            row["rule"], row["words"] = (rule.text, rule.words) if rule else (None, None)
            row["found"] = [{"part": one.part, "words": one.words, "at": one.at} for one in verdict.found]
            row["near"] = {"file": miss.rule.file, "line": miss.rule.line, "words": miss.words} if miss else None
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            typer.echo(f"  {_said(verdict)}")
            if miss:
                typer.echo(f"    near: {miss.rule.file}:{miss.rule.line}: {miss.words}")


def _said(verdict: Verdict) -> str:
    if verdict.rule is None:
        return f"{verdict.interest}: no, no line speaks of it"
    found = ", ".join(f"{one.words} ({one.part} {one.at})" for one in verdict.found)
    said = "taken" if verdict.taken else "no, skipped"
    return f"{verdict.interest}: {said} by {verdict.rule.file}:{verdict.rule.line}: {verdict.rule.text}\n    found: {found}"


@app.command()
def fmt(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILES...]")] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when a file would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put rule files into the usual spacing, comments kept, and offer plain lines for search strings."""
    rulebook = Rulebook.read(files or [])
    changed = 0
    for name, path in rulebook.asked.items():
        before = rulebook.files.get(name)
        after = usual(name, before) if before is not None else None
        if after is None or after == before:
            continue
        changed += 1
        if not check:
            path.write_text(after, encoding="utf-8", newline="\n")
        row = {"file": str(path), "changed": not check, "would": check}
        typer.echo(
            json.dumps(row) if as_json else f"{path}: {'would be' if check else 'was'} put into the usual spacing"
        )
    if not as_json:
        for offer in lint.offers(rulebook.book):
            if offer.file in rulebook.asked:
                typer.echo(rulebook.shown(offer))
    if check and changed:
        raise typer.Exit(1)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The interest's title, or the source's name.")],
    from_mail: Annotated[Path | None, typer.Option("--source", help="Draft a source from this mail.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a commented interest to start from, or draft a source from one of its mails."""
    stem = draft.file_name(name)
    if not stem:
        raise RouterError("NAME", f"{name!r} holds no letter", "name it like `Child protection`")
    folder = Path("rules", "interests" if from_mail is None else "sources")
    path = folder / f"{stem}.rules"
    if path.exists():
        raise RouterError(str(path), "the file is there already", "edit it, or choose another name")
    text = draft.interest(name) if from_mail is None else rules_against.draft_source(stem, from_mail)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({"file": str(path), "text": text}, ensure_ascii=False))
    else:
        typer.echo(f"{path}: written; edit it, then `router rules check {path}`")
