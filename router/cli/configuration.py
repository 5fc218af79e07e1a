"""`router config` and `router init`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from router.config import example
from router.errors import ConfigError
from router.rulebook.load import shipped


def config() -> None:
    """Print router.toml with every key, its sentence and its default."""
    typer.echo(example(), nl=False)


BEGINNING = """# Ten lines are enough; `router config` prints every other.
[identity]
title = "{title}"
sender = "{sender}"
zone = "{zone}"
[inbox]
address = "{inbox}"
# the passwords stand in no file: ROUTER_MAILBOX_INBOX_PASSWORD and ROUTER_SMART_HOST_PASSWORD in the environment
[[mailbox]]
host = "imap.{domain}"
user = "{inbox}"
[smart_host]
host = "smtp.{domain}"
port = 587
tls = "starttls"
user = "{sender}"
[people]
"{owner}" = "owner"
"""


def init(
    folder: Annotated[Path, typer.Argument(help="Where the installation shall live.")] = Path(),
    inbox: Annotated[str, typer.Option(help="The dedicated address.")] = "inbox@example.org",
    owner: Annotated[str, typer.Option(help="Your own address.")] = "you@example.org",
    title: Annotated[str, typer.Option(help="The newsletter's name.")] = "Our news",
    zone: Annotated[str, typer.Option(help="Time zone, like Europe/Vienna.")] = "UTC",
) -> None:
    """Write a router.toml to begin from, and copy the starter interests into its rules/."""
    target = folder / "router.toml"
    if target.exists():
        raise ConfigError(str(target), "there is one already", "choose another folder, or edit it")
    (folder / "rules" / "interests").mkdir(parents=True, exist_ok=True)
    for path in sorted(shipped().joinpath("interests").glob("*.rules")):
        if not (copy := folder / "rules" / "interests" / path.name).exists():
            shutil.copyfile(path, copy)
    words = shipped() / "words.rules"
    if not (folder / "rules" / "words.rules").exists():
        shutil.copyfile(words, folder / "rules" / "words.rules")
    domain = inbox.rpartition("@")[2]
    target.write_text(
        BEGINNING.format(title=title, inbox=inbox, owner=owner, domain=domain, sender=f"letters@{domain}", zone=zone),
        encoding="utf-8",
    )
    typer.echo(f"wrote {target} and {folder / 'rules'}: mend the addresses, then `router run`")
