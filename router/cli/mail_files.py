"""`router mail show FILE...`: what each mail is, as one JSON object a line or as a few plain lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

from router.errors import RouterError
from router.terms import Envelope, Lane, Reading, Reason

Read = Callable[[bytes, Envelope], Reading]


def show_files(paths: Iterable[str], as_json: bool, read: Read, out: TextIO | None = None) -> None:
    """Print one answer a path, in the order given; a folder stands for the files in it.

    Quarantine is an answer: a mail that cannot be read is no failure of this command. Raises RouterError, after the
    last answer, when a file could not be opened.
    """
    missing: list[RouterError] = []
    for path in _files(paths):
        try:
            raw = Path(path).read_bytes()
        except OSError as slip:
            missing.append(RouterError(path, (slip.strerror or "cannot be read").lower(), "check its name and rights"))
        else:
            show_raw(path, raw, read, as_json, out)
    if missing:
        raise missing[0]


def show_raw(name: str, raw: bytes, read: Read, as_json: bool, out: TextIO | None = None) -> None:
    """Print the answer for the bytes of one mail, called `name`."""
    reading = _read(read, raw)
    words = json.dumps(answer(name, reading), ensure_ascii=False) if as_json else _plain(name, reading)
    print(words, file=out or sys.stdout)


def answer(path: str, reading: Reading) -> dict[str, Any]:
    """What `--json` says of one mail; keys and values are documented in docs/running.md."""
    forward, bounce = reading.forward, reading.bounce
    return {
        "mail": path,
        "lane": str(reading.lane),
        "reason": str(reading.reason),
        "forward": None
        if forward is None
        else {
            "from_address": forward.sender.address,
            "from_name": forward.sender.name,
            "subject": forward.subject,
            "body": forward.text,
            "note": forward.note,
        },
        "bounce": None if bounce is None else {"class": bounce.kind, "recipients": list(bounce.recipients)},
    }


def _files(paths: Iterable[str]) -> Iterable[str]:
    for path in paths:
        if Path(path).is_dir():
            yield from sorted(str(found) for found in Path(path).rglob("*") if found.is_file())
        else:
            yield path


def _read(read: Read, raw: bytes) -> Reading:
    try:
        return read(raw, Envelope())
    except RouterError as slip:
        return Reading(Lane.QUARANTINE, Reason("unreadable", str(slip)))


def _plain(path: str, reading: Reading) -> str:
    lines = [f"{path}: {reading.lane}, {reading.reason}"]
    if reading.forward is not None:
        lines.append(f"  passed on: {reading.forward.subject} ({reading.forward.sender.address or 'no address'})")
        lines.extend([f"  note: {reading.forward.note}"] if reading.forward.note else [])
    if reading.bounce is not None:
        lines.append(f"  {reading.bounce.kind}: {', '.join(reading.bounce.recipients) or 'nobody named'}")
    return "\n".join(lines)
