"""A table of addresses as people export it -> who is new, already here, suppressed or no address; and asking the new ones."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from router.errors import RouterError
from router.store import acts, subscribers
from router.subscribers.consent import Consent, legal
from router.text import fold

MOST_BYTES, MOST_ROWS = 5 << 20, 20_000
_COLUMNS = ("email", "e-mail", "e mail", "mail", "mail address", "email address", "e-mail address", "address", "adresse",
            "e-mail-adresse", "e mail adresse", "mailadresse", "emailadresse", "correo", "correo electronico",
            "courriel", "adresse e mail", "indirizzo email")  # fmt: skip


@dataclass(slots=True)
class Sorted:
    """The addresses of a table by what would become of them; `bad` holds "line 7: what stands there"."""

    new: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    suppressed: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


def read(data: bytes) -> list[tuple[int, str]]:
    """(line, address as it stands there) of a CSV file; RouterError when there is no column of addresses.

    Excel writes UTF-8 with a mark, UTF-16 with tabs ("Unicode text"), or the code page of its machine, and separates by
    semicolon, comma or tab, as the machine's language has it.
    """
    if len(data) > MOST_BYTES:
        raise RouterError("file", f"it is larger than {MOST_BYTES >> 20} MiB", "split it")
    text = _decoded(data).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")  # Excel on a Mac ends lines by CR
    separator = ""
    if text[:4].lower() == "sep=":  # Excel's own hint
        separator, text = text[4:5], text.partition("\n")[2]
    head = text.partition("\n")[0]
    separator = separator or max(";\t,", key=head.count)
    try:
        rows = [(n, row) for n, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1) if any(row)]
    except csv.Error as error:
        raise RouterError("file", f"it is no table: {error}", "save it as CSV") from None
    if len(rows) > MOST_ROWS:
        raise RouterError("file", f"it has more than {MOST_ROWS} rows", "split it")
    if not rows:
        return []
    names = [" ".join(fold(name).split()) for name in rows[0][1]]
    column = next((n for n, name in enumerate(names) if name in _COLUMNS), None)
    if column is None:  # its name is in a language that is not listed: the column with most addresses, if any
        counts = Counter(n for _, row in rows[:200] for n, value in enumerate(row) if "@" in value)
        column = max(counts, key=lambda n: (counts[n], -n), default=None)
    if column is None:
        raise RouterError("file", "no column holds mail addresses", "name one “email” in the first line")
    if len(rows[0][1]) > column and "@" not in rows[0][1][column]:
        rows = rows[1:]
    return [(n, row[column].strip() if column < len(row) else "") for n, row in rows]


async def sort(rows: Sequence[tuple[int, str]], names: Sequence[str], consent: Consent) -> Sorted:
    """What would become of each address if it was asked for these interests; changes nothing."""
    found, seen = Sorted(), set()
    for line, value in rows:
        try:
            address = legal(value.removeprefix("mailto:").strip("<> '\""))
        except RouterError:
            found.bad.append(f"line {line}: {value[:60]!r}")
            continue
        if address in seen:
            continue
        seen.add(address)
        subscriber = await subscribers.find(address)
        ties = await subscribers.ties(subscriber, names) if subscriber else []
        if await acts.suppressed(consent.limits.hashed(address)):
            found.suppressed.append(address)
        elif len([tie for tie in ties if tie.state == "confirmed"]) == len(names):
            found.already.append(address)
        else:
            found.new.append(address)
    return found


async def ask_all(addresses: Sequence[str], names: Sequence[str], consent: Consent, now: datetime, **wants: Any) -> int:
    """Write to each of them to confirm; nobody is subscribed by a table. How many letters go out."""
    asked = [await consent.ask(address, names, "import", now, **wants) for address in addresses]
    return sum(reason.code == "asked" for reason in asked)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
