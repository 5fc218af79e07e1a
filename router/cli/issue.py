"""`router issue`: preview, send, test."""

from __future__ import annotations

import html
import json
import sys
import tempfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.flow.rehearse import Seen
from router.service.installation import Installation
from router.store.issues import IssueDraft
from router.terms import Reason

app = typer.Typer(no_args_is_help=True)
Subscriber = Annotated[str, typer.Argument(metavar="SUBSCRIBER", help="A subscriber's address.")]


@app.command()
def preview(
    subscriber: Subscriber,
    browse: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print its text part.")] = False,
    eml: Annotated[bool, typer.Option("--eml", help="Print the whole mail, byte for byte.")] = False,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """The next newsletter of a subscriber exactly as it goes, if nothing arrives before; nothing is sent or kept."""

    async def work(house: Installation) -> Seen:
        return await house.rehearsal.preview(subscriber, house.clock())

    seen = with_house(config, work)
    if not seen.drafts:
        said = {"address": subscriber, "when": seen.goes.isoformat(), "subject": "", "stories": []}
        typer.echo(json.dumps(said) if as_json else f"nothing new for {subscriber}: no newsletter on {_when(seen)}")
    for draft in seen.drafts:
        mail = message_from_bytes(draft.mail.data, policy=policy.default)
        if eml:
            sys.stdout.buffer.write(draft.mail.data)
        elif text:
            typer.echo(_part(mail, "plain"), nl=False)
        elif browse:
            _browse(_part(mail, "html") or f"<pre>{html.escape(_part(mail, 'plain'))}</pre>")
        elif as_json:
            head = {"address": subscriber, "when": seen.goes.isoformat(), "subject": draft.subject}
            whole = {**head, "stories": _stories(draft), "left out": draft.left_out}
            typer.echo(json.dumps(whole, ensure_ascii=False))
        else:
            typer.echo(f"{draft.subject}\nfor {subscriber}, {_when(seen)}")
            show(_stories(draft), ("number", "section", "title"), False, "")


@app.command()
def send(subscriber: Subscriber, config: ConfigFile = DEFAULT) -> None:
    """Send what waits in released editions now, beside the subscriber's own times."""

    async def work(house: Installation) -> Reason:
        return await house.rehearsal.send(subscriber, house.clock())

    typer.echo(with_house(config, work))


@app.command()
def test(
    subscriber: Subscriber,
    to: Annotated[str, typer.Option(help="An editor's or owner's address, as under [people].")],
    config: ConfigFile = DEFAULT,
) -> None:
    """Send the preview to an editor; the subscriber has had nothing by it, and its links change nothing."""

    async def work(house: Installation) -> Reason:
        return await house.rehearsal.test(subscriber, to, house.people, house.clock())

    typer.echo(with_house(config, work))


def _stories(draft: IssueDraft) -> list[dict[str, object]]:
    return [
        {"number": p.number, "section": p.section, "story": p.candidate.story, "title": p.candidate.title}
        for p in draft.picks
    ]


def _browse(page: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False, encoding="utf-8") as file:
        file.write(page)
    typer.launch(Path(file.name).as_uri())
    typer.echo(file.name)


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    return str(body.get_content()) if body else ""


def _when(seen: Seen) -> str:
    local = seen.goes.astimezone(ZoneInfo(seen.person.schedule.zone))
    return f"{local:%A, %Y-%m-%d, %H:%M} ({local.tzname()})"
