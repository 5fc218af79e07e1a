"""A Maildir or folder of .eml files as a door: what appears in it arrives, and the folder is left as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from router.errors import RouterError
from router.mail.boxes import mails_in
from router.terms import Envelope
from router.wire import Arrive

log = structlog.get_logger()


async def watch_folder(path: Path, arrive: Arrive, *, seconds: float = 5.0) -> None:
    """Look every `seconds` for files not seen since the start; a mail stored in an earlier life is known again."""
    seen: set[str] = set()
    while True:
        try:
            await read_folder(path, arrive, seen)
        except RouterError as error:
            log.error("folder", trouble=str(error))
        await asyncio.sleep(seconds)


async def read_folder(path: Path, arrive: Arrive, seen: set[str]) -> None:
    """Let every mail at `path` whose name is not in `seen` arrive; RouterError when the folder or the store refuses."""
    for name, read in mails_in(path):
        if name not in seen:
            await arrive(await asyncio.to_thread(read), Envelope("folder", mailbox=str(path)))
            seen.add(name)
