"""What came out of the week: files, a table, and a page that shows each newsletter as its subscriber would see it."""

from __future__ import annotations

import json
from dataclasses import asdict
from email import message_from_bytes, policy
from pathlib import Path

from rich.console import Console
from rich.table import Table

from router.demo.week import Caught, Summary


def parts(data: bytes) -> tuple[str, str, str]:
    """(subject, html, text) of a mail of ours."""
    mail = message_from_bytes(data, policy=policy.default)
    bodies = {
        part.get_content_type(): part.get_content().replace("\r\n", "\n")
        for part in mail.walk()
        if not part.is_multipart()
    }
    return str(mail["Subject"]), str(bodies.get("text/html", "")), str(bodies.get("text/plain", ""))


def write(folder: Path, caught: Caught, summary: Summary) -> list[Path]:
    """Every newsletter as .eml, .html and .txt, and summary.json; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, (_, data) in enumerate(caught.newsletters, 1):
        _, html, text = parts(data)
        for suffix, content in ((".eml", data), (".html", html.encode()), (".txt", text.encode())):
            written.append(folder / f"newsletter-{number}{suffix}")
            written[-1].write_bytes(content)
    written.append(folder / "summary.json")
    written[-1].write_text(json.dumps(asdict(summary), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return written


def table(summary: Summary, console: Console) -> None:
    """The week in one table."""
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(style="bold")
    grid.add_column()
    lanes = ", ".join(f"{count} {lane}" for lane, count in sorted(summary.mails.items(), key=lambda one: -one[1]))
    grid.add_row("mails", f"{sum(summary.mails.values())}: {lanes}")
    grid.add_row("clippings", str(summary.clippings))
    grid.add_row("stories", f"{summary.stories}, {summary.folded} repeats folded into them")
    grid.add_row("routed", ", ".join(f"{name} {count}" for name, count in summary.routed.items()))
    grid.add_row("unrouted", f"{summary.unrouted} stories of no interest")
    grid.add_row("left out", ", ".join(f"{count} {words}" for words, count in summary.left_out.items()) or "nothing")
    for made in summary.newsletters:
        grid.add_row(
            "newsletter", f"{made['to']}: {made['stories']} stories, {made['minutes']} minutes: {made['subject']}"
        )
    console.print(grid)
