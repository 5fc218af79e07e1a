"""`router mail`: list, show, retry, release."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from router.cli import mail_files
from router.cli.files import reader
from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.clippers import UNSURE
from router.errors import RouterError
from router.mail import setup
from router.mail.parse import parse
from router.service.installation import Installation
from router.store import mails
from router.terms import Lane

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(
    lane: Annotated[str, typer.Option(help="One of: " + ", ".join(Lane))] = "",
    unread: Annotated[
        bool,
        typer.Option("--unread", help="Only layouts nobody can read yet: cut with little confidence, or no story."),
    ] = False,
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Mails, newest first, with what each was found to be and why."""
    if lane and lane not in set(Lane):
        raise RouterError("--lane", f"there is no lane {lane!r}", f"choose from: {', '.join(Lane)}")

    async def work(_: Installation) -> list[dict[str, Any]]:
        rows = await mails.listed(lane=lane, unsure=UNSURE if unread else None)
        return rows if as_json else [{**row, "reason": row["reason"] or "waits to be read"} for row in rows]

    sure = ("confidence",) * unread
    columns = ("id", "lane", "source", "clippings_cut", *sure, "sender", "subject", "reason")
    show(with_house(config, work), columns, as_json, "every layout can be read" if unread else "no mail here")


@app.command("show")
def show_(
    files: Annotated[list[str], typer.Argument(metavar="ID|FILE...")],
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """What a mail is found to be: files need no installation, a number is looked up in it."""
    if len(files) == 1 and files[0].isdigit():

        async def work(_: Installation) -> bytes:
            return await mails.raw(int(files[0]))

        raw = with_house(config, work)
        if not raw:
            raise _no_bytes(files[0])
        mail_files.show_raw(files[0], raw, reader(), as_json)
        if not as_json and (found := setup.find(parse(raw))):
            typer.echo(f"code: {found.code or 'none'}\nlink: {found.link or 'none'}   (opening it confirms)")
        return
    mail_files.show_files(files, as_json, reader())


@app.command()
def retry(mail: int, config: ConfigFile = DEFAULT) -> None:
    """Read a mail again that gave no story, as if it had just come."""

    async def work(_: Installation) -> None:
        if not await mails.raw(mail):
            raise _no_bytes(str(mail))
        if cut := await mails.clippings_of(mail):
            remedy = "`router stories list` shows them; a source that was mended counts for mails that come"
            raise RouterError(f"mail {mail}", f"what it brought is here already ({cut})", remedy)
        await mails.set_state(mail, "waiting")

    with_house(config, work)
    typer.echo(f"mail {mail} waits to be read again")


def _no_bytes(mail: str) -> RouterError:
    what = "there is none of this number, or its bytes are not kept any more"
    return RouterError(f"mail {mail}", what, "`router mail list` shows them, and `keep.mails` says for how long")
