"""`router deliveries`: list."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from router.cli.opening import DEFAULT, AsJson, ConfigFile, show, with_house
from router.errors import RouterError
from router.service.installation import Installation
from router.store import deliveries

app = typer.Typer(no_args_is_help=True)
STATES = ("queued", "sending", "sent", "failed", "unknown", "held", "dropped")


@app.callback()
def _app() -> None:
    """Newsletters and notices on their way."""


@app.command("list")
def list_(
    state: Annotated[str, typer.Option(help="One of: " + ", ".join(STATES))] = "",
    config: ConfigFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Each mail of ours: its tries, its end, and the server's last words."""

    if state and state not in STATES:
        raise RouterError("--state", f"there is no state {state!r}", f"choose from: {', '.join(STATES)}")

    async def work(_: Installation) -> list[dict[str, Any]]:
        return await deliveries.listed(state)

    columns = ("id", "kind", "recipient", "state", "tries", "code", "answer")
    show(with_house(config, work), columns, as_json, f"nothing is {state}" if state else "nothing was sent yet")
