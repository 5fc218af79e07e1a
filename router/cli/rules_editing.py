"""`router rules`: preview, replay, suggest: what rules do to stories that came, before a change and after."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, with_house
from router.cli.rules_files import name_of
from router.editing import replay as replaying
from router.editing import suggest as suggesting
from router.editing import telling
from router.editing.change import with_texts
from router.editing.preview import Day, Preview, Routed, look
from router.editing.reload import AsStored
from router.errors import RouterError
from router.flow.effect import Effect, effects
from router.rulebook.book import Book
from router.rulebook.load import decode
from router.service.installation import Installation
from router.store import judged, stories

SHOWN = 20  # lines of a kind for people; --json has them all
NEAR = 5
UNROUTED = 20_000  # stories of no interest that suggestions are drawn from


@dataclass(frozen=True, slots=True)
class Seen:
    """What a preview has to say."""

    name: str
    version: int
    earlier: int
    stories: int
    preview: Preview
    days: list[Day]
    effects: list[Effect]


def preview(
    file: Annotated[str, typer.Argument(metavar="FILE|INTEREST", help="A rule file, saved or not, or an interest.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days of stories to look at.")] = 30,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """What a rule file would route against the rules in force: gained, lost, nearly, and whose next issue changes.

    Nothing is put in force. What it prints is what `router rules replay --apply` then does over the same days.
    """

    async def work(house: Installation) -> Seen:
        before = house.rules.book
        name, text = _text(file, house.config.path(house.config.rules), before)
        after = with_texts(before, {name: text})
        sheets = (book.sheets.get(name) for book in (before, after))
        found = Preview(before, after, [one.interest.name for one in sheets if one and one.interest])
        now = house.clock()
        since = now - timedelta(days=days)
        await look(found, since)
        verdicts = {story: after.judge(facts) for story, facts in (await stories.facts(found.touched)).items()}
        version = house.rules.version
        return Seen(
            name, version, await judged.earlier(since, version), len(await judged.since(since)), found,
            found.days(await judged.standing(found.interests, since)),
            await effects(house.rehearsal, verdicts, found.interests, version, now),
        )  # fmt: skip

    seen = with_house(config, work, AsStored)
    for line in _rows(seen) if as_json else _said(seen, days):
        typer.echo(json.dumps(line, ensure_ascii=False) if as_json else line)


def _text(file: str, folder: Path, before: Book) -> tuple[str, str | None]:
    """What the file is called in the book, and its text as it lies on disk; None when it was taken away."""
    path = Path(file)
    if not path.is_file():
        known = {one.title.casefold(): name for name, one in before.interests.items()}
        stem = known.get(file.casefold(), file)
        path = folder / "interests" / f"{stem}.rules"
        if not path.is_file():
            if stem in before.interests:
                return before.interests[stem].file or f"interests/{stem}.rules", None
            raise RouterError(file, "no file and no interest is called so", "name a rule file, or an interest in force")
    try:
        text = decode(str(path), path.read_bytes())
    except OSError as error:
        raise RouterError(str(path), (error.strerror or "cannot be read").lower(), "name a rule file") from None
    if not isinstance(text, str):
        raise RouterError(str(path), text.what, text.remedy)
    return name_of(path, folder, text), text


def _rows(seen: Seen) -> list[dict[str, Any]]:
    found = seen.preview
    rows: list[dict[str, Any]] = [
        {
            "file": seen.name, "interests": found.interests, "rulebook": seen.version, "stories": seen.stories,
            "earlier": seen.earlier, "routed": sum(day.routed for day in seen.days), "gained": len(found.gained),
            "lost": len(found.lost),
        }
    ]  # fmt: skip
    for sign, changed in (("+", found.gained), ("-", found.lost)):
        rows += [
            {"change": sign, "story": one.story, "interest": one.verdict.interest, "title": one.title, "day": one.day}
            | _line(one)
            for one in changed
        ]
    rows += [
        {"near": one.words, "interest": one.rule.interest, "file": one.rule.file, "line": one.rule.line,
         "stories": one.stories}
        for one in found.near
    ]  # fmt: skip
    rows += [{"day": day.day, "routed": day.routed, "gained": day.gained, "lost": day.lost} for day in seen.days]
    return rows + [{"subscriber": one.address, "gained": one.gained, "lost": one.lost} for one in seen.effects]


def _line(one: Routed) -> dict[str, Any]:
    rule = one.verdict.rule
    words = [found.words for found in one.verdict.found]
    return {"file": rule.file, "line": rule.line, "words": words} if rule else {}


def _said(seen: Seen, days: int) -> list[str]:
    said = [f"{seen.name} against rulebook {seen.version}, {seen.stories} stories of {days} days"]
    if seen.earlier:
        said.append(f"{seen.earlier} of the stories were judged by earlier rules; a replay judges them anew")
    said += telling.lines(seen.preview, seen.days, examples=SHOWN, near=NEAR)
    return said + [f"{one.address}: +{len(one.gained)} −{len(one.lost)}" for one in seen.effects]


def replay(
    since: Annotated[str, typer.Option(help="How far back: 30d, 4w, 12h, or a date.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write the routes; without it nothing changes.")] = False,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Route the stories of the past again by the rules in force; who had a story does not get it again."""

    async def work(house: Installation) -> replaying.Replayed:
        now = house.clock()
        moment = replaying.moment(since, now)
        return await replaying.replay(house.rules.book, house.rules.version, moment, now, apply=apply)

    done = with_house(config, work)
    changed = [("+", done.gained), ("-", done.lost)]
    if as_json:
        rows: list[dict[str, Any]] = [
            {"stories": done.stories, "gained": len(done.gained), "lost": len(done.lost), "applied": apply}
        ]
        rows += [{"change": sign, "story": n, "interest": name} for sign, routes in changed for n, name in routes]
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    names = sorted({name for _, routes in changed for _, name in routes})
    for name in names:
        gained, lost = (sum(one == name for _, one in routes) for _, routes in changed)
        typer.echo(f"{name}: +{gained} −{lost}")
    what = "routed again" if apply else "looked at, nothing changed; --apply routes them"
    typer.echo(f"{done.stories} stories {what}: +{len(done.gained)} −{len(done.lost)}")


def suggest(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days of stories and mails to look at.")] = 30,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Lines that may be missing: of stories no interest took, and of what Google Alerts were told to look for."""

    async def work(house: Installation) -> list[suggesting.Suggestion]:
        since = house.clock() - timedelta(days=days)
        unrouted = await stories.facts(await judged.unrouted(since, UNROUTED))
        return suggesting.suggest(house.rules.book, unrouted, await judged.subjects(suggesting.ALERTS, since))

    found = with_house(config, work)
    for one in found:
        place = f"{one.file}:{one.number}: " if one.file else ""
        typer.echo(json.dumps(asdict(one), ensure_ascii=False) if as_json else f"{place}{one.line}\n    {one.why}")
    if not found and not as_json:
        typer.echo(f"nothing to suggest from the last {days} days")
