"""The rulebook in force -> the routes of stories judged before, as a later run over them leaves them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from router.errors import RouterError
from router.rulebook.book import Book
from router.store import judged, stories
from router.store.transaction import Connection, unit

BATCH = 500  # stories in one transaction: others who write wait no longer than that
Route = tuple[int, str]  # story, interest

_SPAN = re.compile(r"(\d{1,5}) ?(h|d|w)")
_HOURS = {"h": 1, "d": 24, "w": 24 * 7}


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the rules in force say otherwise than the routes that stood."""

    stories: int  # looked at
    gained: tuple[Route, ...]
    lost: tuple[Route, ...]


async def replay(book: Book, version: int, since: datetime, now: datetime, *, apply: bool) -> Replayed:
    """Judge every story first seen since then by `book`; `apply` writes the routes, each batch whole or not at all.

    A route that stays keeps its time, and who had a story does not get it again. A second run changes nothing.
    """
    ids = await judged.since(since)
    gained: list[Route] = []
    lost: list[Route] = []
    for start in range(0, len(ids), BATCH):
        before, after = await _batch(book, version, ids[start : start + BATCH], now, apply)
        gained += sorted(after - before)
        lost += sorted(before - after)
    return Replayed(len(ids), tuple(gained), tuple(lost))


async def _batch(
    book: Book, version: int, ids: Sequence[int], now: datetime, apply: bool
) -> tuple[set[Route], set[Route]]:
    async def work(connection: Connection | None) -> tuple[set[Route], set[Route]]:
        verdicts = {story: book.judge(facts) for story, facts in (await stories.facts(ids)).items()}
        before, stay = await judged.routes(list(verdicts)), await judged.by_hand(list(verdicts))
        if connection is not None:
            await stories.write_routes(connection, verdicts, version, now)
        taken = {(story, one.interest) for story, found in verdicts.items() for one in found if one.taken}
        return before, taken | stay

    return await unit(work, alone=True) if apply else await work(None)


def moment(words: str, now: datetime) -> datetime:
    """`30d`, `4w`, `12h` before now, or an ISO date, in UTC. Raises RouterError for anything else."""
    span = _SPAN.fullmatch(words.strip().lower())
    try:
        if span:
            return now - timedelta(hours=int(span[1]) * _HOURS[span[2]])
        day = datetime.fromisoformat(words)
        return day if day.tzinfo else day.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise RouterError("--since", f"{words!r} is no time", "write 30d, 4w, 12h or 2026-11-01") from None
