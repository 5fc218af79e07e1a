"""Rulebooks: every version that was ever in force, each text kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.backends.base.client import TransactionalDBClient

from router.store.bulk import insert_many
from router.store.records import Rulebook, RuleText
from router.store.transaction import unit


@dataclass(frozen=True, slots=True)
class Version:
    """One version in which one file's text changed, came or went."""

    version: int
    made: datetime
    author: str
    note: str
    text: str | None  # None: the file was in force no more


async def history(file: str) -> list[Version]:
    """The versions in which this file differs from the version before, oldest first; [] when none ever held it."""
    changed: list[tuple[Rulebook, str | None]] = []
    last: str | None = None
    async for row in Rulebook.all().order_by("version"):
        digest = row.files.get(file)
        if digest != last:
            changed.append((row, digest))
        last = digest
    known = await texts({digest: digest for _, digest in changed if digest})
    return [
        Version(row.version, row.made, row.author, row.note, known[digest] if digest else None)
        for row, digest in changed
    ]


async def newest() -> tuple[int, dict[str, str], list[str]]:
    """(version, path -> text, problems said) of the rulebook in force; (0, {}, []) before the first."""
    row = await Rulebook.all().order_by("-version").first()
    if row is None:
        return 0, {}, []
    return row.version, await texts(row.files), list(row.problems)


async def of_version(version: int) -> dict[str, str]:
    """path -> text of one version; {} when there never was one of this number."""
    row = await Rulebook.get_or_none(version=version)
    return await texts(row.files) if row else {}


async def texts(files: Mapping[str, str]) -> dict[str, str]:
    """path -> hash turned into path -> text."""
    by_hash = {row.hash: row.text for row in await RuleText.filter(hash__in=list(files.values()))}
    return {path: by_hash[digest] for path, digest in files.items()}


async def put(files: Mapping[str, str], problems: Sequence[str], author: str, note: str, now: datetime) -> int:
    """Make these texts the newest version in ONE transaction; its number. The same texts again make no new version."""
    hashes = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in files.items()}

    async def work(connection: TransactionalDBClient) -> int:
        await insert_many(
            connection, "rule_text", ("hash", "text"), [(hashes[path], files[path]) for path in files], once=True
        )
        last = await Rulebook.all().order_by("-version").first()
        if last is not None and last.files == hashes and list(last.problems) == list(problems):
            return last.version
        version = (last.version if last else 0) + 1
        await Rulebook.create(
            version=version, made=now, author=author, note=note, files=hashes, problems=list(problems)
        )
        return version

    return await unit(work)
