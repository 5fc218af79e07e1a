"""Gathers the `router` command from its nouns.

Exit codes: 0 done · 1 it was looked at and something is wrong · 2 it could not be done as asked.
"""

from __future__ import annotations

import sys

import structlog
import typer

from router import __version__
from router.cli import (
    configuration,
    deliveries,
    demo,
    edition,
    files,
    importing,
    issue,
    judging,
    mail,
    people,
    rules,
    running,
    sources,
    stories,
    subscribers,
    templates,
)
from router.errors import RouterError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Many alert mails in, one newsletter out.")
app.add_typer(mail.app, name="mail", help="Mails that arrived, by lane.")
app.add_typer(sources.app, name="sources", help="Who makes the alerts: how they go, how they are switched on.")
app.add_typer(rules.app, name="rules", help="Rule files: check, explain, tidy.")
app.add_typer(stories.app, name="stories", help="Stories, and what people say of their folds.")
app.add_typer(
    edition.app, name="edition", help="What an interest publishes on one day: show, pin, drop, note, hold, release."
)
issue.app.command()(judging.judge)
app.add_typer(issue.app, name="issue", help="One newsletter for one subscriber: preview, send, test, judge.")
app.add_typer(subscribers.app, name="subscribers", help="Who gets the newsletter.")
app.add_typer(templates.app, name="templates", help="An installation's own templates: check.")
app.add_typer(people.app, name="people", help="Who edits, who runs this, and who is invited.")
app.add_typer(deliveries.app, name="deliveries", help="Newsletters and notices on their way.")
for command in (demo.demo, running.run, running.status, running.verify, configuration.config, configuration.init):
    app.command()(command)
app.command("import")(importing.import_mails)
app.command()(files.clip)
app.command()(files.fold)


@app.callback(invoke_without_command=True)
def _version(version: bool = typer.Option(False, "--version", help="Say which version this is.")) -> None:
    if version:
        typer.echo(f"router {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; a RouterError becomes one sentence and exit code 2."""
    # stdout belongs to answers; the log goes where logs go
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        app()
    except RouterError as error:
        typer.echo(f"router: {error}", err=True)
        sys.exit(2)
