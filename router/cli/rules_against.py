"""Turns labelled stories into what the rules say of each, or into the lines that are wrong most often."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from router.errors import MailError, RouterError
from router.mail.parse import parse
from router.rulebook import draft, lint
from router.rulebook.book import Book
from router.terms import Facts, Rule

WORST = 20


def show(book: Book, path: Path, as_json: bool) -> None:
    """One line a story `{"id","interests"}` of the interests that occur in the file, or the worst lines for people.

    A file that labels nothing is answered with every interest.
    """
    rows = list(_rows(path))
    labelled = {interest for _, row in rows for interest in row["interests"]} or set(book.interests)
    right: Counter[Rule] = Counter()
    wrong: Counter[Rule] = Counter()
    missed: Counter[str] = Counter()
    for number, row in rows:
        facts = _facts(row, book)
        verdicts = [one for one in book.judge(facts) if one.interest in labelled]
        taken = {one.interest: one.rule for one in verdicts if one.taken and one.rule}
        if as_json:
            typer.echo(json.dumps({"id": row.get("id", number), "interests": sorted(taken)}, ensure_ascii=False))
            continue
        for interest, rule in taken.items():
            (right if interest in row["interests"] else wrong)[rule] += 1
        missed.update(interest for interest in row["interests"] if interest not in taken)
    if as_json:
        return
    _worst(right, wrong, missed)
    for problem in lint.unused(book, (_facts(row, book) for _, row in rows)):
        typer.echo(f"look at: {problem}")
    hits, misses, errors = right.total(), missed.total(), wrong.total()
    precision, recall = hits / (hits + errors or 1), hits / (hits + misses or 1)
    typer.echo(f"{len(rows)} stories: {precision:.2f} of what is taken is right, {recall:.2f} of what belongs is taken")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RouterError(str(path), "cannot be read", "name a file of one JSON object a line") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["interests"] = [str(one) for one in row.get("interests") or ()]
            str(row["title"])
        except (ValueError, KeyError, TypeError, AttributeError):
            remedy = 'write {"id": …, "title": …, "interests": […]}'
            raise RouterError(f"{path}:{number}", "this is no labelled story", remedy) from None
        yield number, row


def _facts(row: dict[str, Any], book: Book) -> Facts:
    def said(*names: str) -> str:
        return next((str(row[name]) for name in names if row.get(name)), "")

    source = said("source")
    return Facts(
        title=said("title"),
        text=said("text"),
        authors=said("authors"),
        publisher=said("publisher"),
        note=said("note"),
        link=said("url", "link"),
        kind=said("kind"),
        language=said("language"),
        sources=(source,) if source.lower() in book.members else (),
        date=said("date", "published"),
    )


def _worst(right: Counter[Rule], wrong: Counter[Rule], missed: Counter[str]) -> None:
    for rule, count in sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0].file, pair[0].line))[:WORST]:
        typer.echo(f"{rule.file}:{rule.line}: {count} of {count + right[rule]} it takes are wrong: {rule.text[:100]}")
    for interest, count in missed.most_common():
        typer.echo(f"interests/{interest}.rules: {count} that belong to it are taken by no line")


def draft_source(name: str, path: Path) -> str:
    """A source drafted from the mail in this file."""
    try:
        parsed = parse(path.read_bytes())
    except OSError as error:
        raise RouterError(str(path), (error.strerror or "cannot be read").lower(), "name a mail file") from None
    except MailError as error:
        raise RouterError(str(path), "the mail cannot be read", "choose another mail of this source") from error
    return draft.source(name, parsed)
