"""Turns the stories an installation has stored into what `router rules check --stored` says of its rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from router.cli.opening import with_house
from router.editing.reload import AsStored
from router.rulebook import lint
from router.rulebook.book import Book
from router.rulebook.lines import Problem
from router.service.installation import Installation
from router.store import judged, stories
from router.terms import Facts

DAYS = 90
HOLDS = 60  # stories: about what a newsletter of twenty minutes shows, the lines under "also" included


def problems(book: Book, config: Path) -> list[Problem]:
    """Lines that matched nothing in DAYS days, and interests that bring more a day than an issue can hold."""

    async def work(house: Installation) -> Sequence[Facts]:
        ids = await judged.since(house.clock() - timedelta(days=DAYS))
        return list((await stories.facts(ids)).values())

    return [*lint.unused(book, told := with_house(config, work, AsStored)), *overfull(book, told)]


def overfull(book: Book, told: Sequence[Facts]) -> list[Problem]:
    """Interests of which an average day brings more stories than one issue can hold."""
    days = len({facts.date for facts in told}) or 1
    counts: dict[str, int] = {}
    for facts in told:
        for verdict in book.judge(facts):
            counts[verdict.interest] = counts.get(verdict.interest, 0) + verdict.taken
    found = []
    for name, count in sorted(counts.items()):
        interest = book.interests[name]
        holds = interest.at_most or HOLDS
        if count / days > holds:
            what = f"it takes about {count / days:.0f} stories a day, and an issue holds {holds} of them"
            found.append(Problem(interest.file, 1, what, "narrow its lines, or split the interest", "warning"))
    return found
