"""`router run`, `router status`, `router verify`."""

from __future__ import annotations

import asyncio
import json

import typer

from router.care.health import health
from router.care.verify import LAW
from router.care.verify import verify as look
from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.config import load
from router.service.installation import Installation
from router.service.running import check_ready, run_until_signal
from router.store import deliveries, mails, stories


def run(config: ConfigFile = DEFAULT) -> None:
    """Read the mailboxes, make the newsletters, send them; until it is told to stop."""
    settings = load(config)
    check_ready(settings)
    asyncio.run(run_until_signal(settings))


def status(config: ConfigFile = DEFAULT, as_json: AsJson = False) -> None:
    """What came in, what was made of it, what went out."""

    async def work(house: Installation) -> dict[str, object]:
        return {
            "rulebook": house.rules.version,
            "rule problems": [str(problem) for problem in house.rules.problems],
            "templates set aside": [str(wrong) for wrong in house.templates.aside.values()],
            "mails": await mails.counts(),
            "stories": await stories.counts(),
            "routed": await stories.routed_counts(),
            "deliveries": await deliveries.counts(),
            "sources to look at": [f"{one.source}: {one}" for one in await health(house.clock()) if one.troubles],
        }

    found = with_house(config, work)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    show([{"what": name, "now": value} for name, value in found.items()], ("what", "now"), False, "")


def verify(config: ConfigFile = DEFAULT, as_json: AsJson = False) -> None:
    """Check that nothing was lost and nothing stands twice; exit code 1 when the law is broken."""

    async def work(house: Installation) -> list[dict[str, object]]:
        breaches = await look(dict(house.interests()), house.clock())
        return [{"law": breach.law, "what": breach.words} for breach in breaches]

    breaches = with_house(config, work)
    if as_json:
        typer.echo(json.dumps({"holds": not breaches, "breaches": breaches}, ensure_ascii=False))
    else:
        for letter, law in LAW.items():
            wrong = [breach for breach in breaches if breach["law"] == letter]
            typer.echo(f"{'broken' if wrong else 'holds '}  ({letter}) {law}")
            for breach in wrong:
                typer.echo(f"          {breach['what']}")
    if breaches:
        raise typer.Exit(1)
