"""Mails: stored once, whatever door they came by and however often."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient

from router.frozen import value
from router.store.bulk import insert_many, moment, reader, rows_in, select_in
from router.store.stories import Folded, Held
from router.store.transaction import unit
from router.terms import Envelope, Reading

MAIL_COLUMNS = (
    "fingerprint", "arrived", "door", "mailbox", "envelope_from", "recipients", "size", "state", "lane", "reason_code",
    "reason", "source", "confidence", "tag", "sender", "sender_name", "subject", "message_id", "tries", "clippings_cut",
    "links", "rulebook",
)  # fmt: skip
PORTION = 4 << 20  # bytes of mails read together: about a thousand stories, written in one transaction
CLIPPING_COLUMNS = (
    "mail_id", "n", "title", "link", "text", "publisher", "authors", "journal", "published", "kind", "language",
    "note", "note_by", "doi", "source", "tag", "seen", "story_id", "evidence",
)  # fmt: skip


@value(frozen=True, slots=True)
class Arrived:
    """A mail that the house holds now; `new` is False when it held it before."""

    id: int
    new: bool


@value(frozen=True, slots=True)
class Coming:
    """A mail at the door, with the ledger line that is to stand beside it ("" for none)."""

    raw: bytes
    fingerprint: str
    envelope: Envelope
    ledger: str = ""


async def keep(coming: Sequence[Coming], now: datetime) -> list[Arrived]:
    """Store these mails, their bytes and ledger lines in ONE transaction; the return is the commit. StoreError when it
    is refused: then none of them is kept."""

    async def work(connection: TransactionalDBClient) -> list[Arrived]:
        rows = await connection.execute_query_dict('SELECT COALESCE(MAX("id"), 0) AS "id" FROM "mail"')
        newest = int(rows[0]["id"])
        # a second mail of the same fingerprint, of this batch or of another day, is ignored
        await insert_many(connection, "mail", MAIL_COLUMNS, [_arriving(one, now) for one in coming], once=True)
        rows = await select_in(
            'SELECT "id", "fingerprint" FROM "mail" WHERE "fingerprint" IN ({marks})',
            [one.fingerprint for one in coming],
        )
        ids = {row["fingerprint"]: int(row["id"]) for row in rows}
        kept, told = list[Arrived](), set[int]()
        for one in coming:
            mail = ids[one.fingerprint]
            kept.append(Arrived(mail, mail > newest and mail not in told))
            told.add(mail)
        found = list(zip(coming, kept, strict=True))
        stored = [(mail.id, one.raw) for one, mail in found if mail.new]
        await insert_many(connection, "mail_bytes", ("mail_id", "data"), stored)
        lines = [(one.ledger, mail.id, not mail.new) for one, mail in found if one.ledger]
        await insert_many(connection, "ledger", ("key", "mail_id", "redelivery"), lines, once=True)
        return kept

    return await unit(work, alone=True)


def _arriving(one: Coming, now: datetime) -> list[Any]:
    envelope = one.envelope
    return [
        one.fingerprint, now, envelope.door, envelope.mailbox, envelope.sender, json.dumps(envelope.recipients),
        envelope.too_big or len(one.raw), "waiting", "", "", "", "", 0, "", "", "", "", "", 0, 0, 0, 0,
    ]  # fmt: skip


async def known_uids(mailbox: str, uidvalidity: int) -> set[int]:
    """The UIDs of this mailbox that the ledger holds."""
    prefix = f"{mailbox}|{uidvalidity}|"
    rows = await reader().execute_query_dict(
        'SELECT "key" FROM "ledger" WHERE "key" >= ? AND "key" < ?', [prefix, prefix[:-1] + "}"]
    )
    return {int(row["key"].rsplit("|", 1)[1]) for row in rows}


@value(frozen=True, slots=True)
class WaitingMail:
    """A mail to be read."""

    id: int
    raw: bytes
    envelope: Envelope
    tries: int
    arrived: datetime


async def waiting(limit: int = 500) -> list[int]:
    """Ids of mails nobody has read yet, oldest first."""
    rows = await reader().execute_query_dict(
        'SELECT "id" FROM "mail" WHERE "state" = \'waiting\' ORDER BY "id" LIMIT ?', [limit]
    )
    return [int(row["id"]) for row in rows]


async def portions(ids: Sequence[int]) -> list[list[int]]:
    """Those of `ids` that still wait, parted so that the mails of one part are at most PORTION bytes, or one mail."""
    rows = await select_in(
        'SELECT "id", "size" FROM "mail" WHERE "state" = \'waiting\' AND "id" IN ({marks}) ORDER BY "id"', list(ids)
    )
    parts: list[list[int]] = []
    room = 0
    for row in rows:
        if not parts or row["size"] > room:
            parts.append([])
            room = PORTION
        parts[-1].append(int(row["id"]))
        room -= row["size"]
    return parts


async def take(ids: Sequence[int]) -> list[WaitingMail]:
    """Those of `ids` that still wait, with their bytes."""
    rows = await select_in(
        'SELECT m."id", b."data", m."door", m."mailbox", m."envelope_from", m."recipients", m."tries", m."arrived", m."size"'
        ' FROM "mail" m JOIN "mail_bytes" b ON b."mail_id" = m."id"'
        ' WHERE m."state" = \'waiting\' AND m."id" IN ({marks}) ORDER BY m."id"',
        list(ids),
    )
    return [
        WaitingMail(
            row["id"],
            bytes(row["data"]),
            Envelope(
                row["door"],
                row["envelope_from"],
                tuple(json.loads(row["recipients"])),
                row["mailbox"],
                row["size"] if row["size"] > len(row["data"]) else 0,
            ),
            row["tries"],
            datetime.fromisoformat(row["arrived"]),
        )
        for row in rows
    ]


async def still_waiting(ids: Sequence[int]) -> set[int]:
    """Those of `ids` that nobody has read yet."""
    rows = await rows_in('SELECT "id" FROM "mail" WHERE "state" = \'waiting\' AND "id" IN ({marks})', ids)
    return {row[0] for row in rows}


@value(frozen=True, slots=True)
class Read:
    """A mail, what it was found to be, and its new state."""

    mail: WaitingMail
    reading: Reading
    state: str

    @property
    def cut(self) -> list[Held]:
        """Its clippings, before they have rows."""
        at, source, tag = self.mail.arrived, self.reading.source, self.reading.tag
        return [Held(0, clipping, at, 0, source, tag) for clipping in self.reading.clippings]


async def write_readings(
    connection: TransactionalDBClient, found: Sequence[Read], folds: Iterable[Folded], rulebook: int
) -> None:
    """Write what was read, and the clippings of all, in their order, with the stories they belong to."""
    await connection.execute_many(
        'UPDATE "mail" SET "state" = ?, "lane" = ?, "reason_code" = ?, "reason" = ?, "source" = ?, "confidence" = ?,'
        ' "tag" = ?, "sender" = ?, "sender_name" = ?, "subject" = ?, "message_id" = ?, "clippings_cut" = ?,'
        ' "links" = ?, "rulebook" = ? WHERE "id" = ?',
        [_mail_row(one.mail, one.reading, one.state, rulebook) for one in found],
    )
    numbered = ((one.mail.id, n) for one in found for n in range(1, len(one.reading.clippings) + 1))
    rows = [_clipping_row(mail, n, fold) for (mail, n), fold in zip(numbered, folds, strict=True)]
    await insert_many(connection, "clipping", CLIPPING_COLUMNS, rows)


def _mail_row(mail: WaitingMail, reading: Reading, state: str, rulebook: int) -> list[Any]:
    parsed = reading.parsed
    return [
        state, reading.lane.value, reading.reason.code[:64], reading.reason.words, reading.source, reading.confidence,
        reading.tag[:64], parsed.sender.address[:320] if parsed else "", parsed.sender.name[:200] if parsed else "",
        parsed.subject[:500] if parsed else "", parsed.message_id[:300] if parsed else "", len(reading.clippings),
        reading.links, rulebook, mail.id,
    ]  # fmt: skip


def _clipping_row(mail: int, n: int, fold: Folded) -> list[Any]:
    cut, held = fold.held.clipping, fold.held
    return [
        mail, n, cut.title, cut.link, cut.text, cut.publisher, cut.authors, cut.journal, cut.published, cut.kind,
        cut.language, cut.note, cut.note_by, cut.doi, held.source, held.tag, moment(held.seen), fold.story, str(fold.reason),
    ]  # fmt: skip


async def failed_try(ids: Sequence[int]) -> None:
    """Count one lost worker against each of these mails."""

    async def work(connection: TransactionalDBClient) -> None:
        await connection.execute_many(
            'UPDATE "mail" SET "tries" = "tries" + 1 WHERE "id" = ?', [[mail] for mail in ids]
        )

    await unit(work)


async def raw(mail: int) -> bytes:
    """The mail as it came; b"" when there is none of this id."""
    rows = await reader().execute_query_dict('SELECT "data" FROM "mail_bytes" WHERE "mail_id" = ?', [mail])
    return bytes(rows[0]["data"]) if rows else b""


async def envelope_sender(mail: int) -> str | None:
    """The MAIL FROM of a mail: "" is the null sender, None is not known."""
    rows = await reader().execute_query_dict('SELECT "envelope_from" FROM "mail" WHERE "id" = ?', [mail])
    return rows[0]["envelope_from"] if rows else None


async def listed(
    *, lane: str = "", state: str = "", unsure: float | None = None, limit: int = 200
) -> list[dict[str, Any]]:
    """Mails newest first, as plain rows for people; `unsure`: only those clipped with less confidence."""
    where = ['"lane" = ?'] * bool(lane) + ['"state" = ?'] * bool(state)
    if unsure is not None:
        where.append(f'"state" = \'clipped\' AND "confidence" < {unsure:f}')
    rows = await reader().execute_query_dict(
        'SELECT "id", "arrived", "state", "lane", "reason", "source", "confidence", "sender", "subject", "clippings_cut"'
        f' FROM "mail" {"WHERE " + " AND ".join(where) if where else ""} ORDER BY "id" DESC LIMIT ?',
        [*filter(None, (lane, state)), limit],
    )
    return [dict(row) for row in rows]


async def counts() -> dict[str, int]:
    """Mails by lane."""
    rows = await reader().execute_query_dict(
        'SELECT "lane", COUNT(*) AS "n" FROM "mail" GROUP BY "lane" ORDER BY "lane"'
    )
    return {row["lane"] or "waiting": int(row["n"]) for row in rows}


async def clippings_of(mail: int) -> int:
    """How many clippings were cut from a mail."""
    rows = await reader().execute_query_dict('SELECT COUNT(*) AS "n" FROM "clipping" WHERE "mail_id" = ?', [mail])
    return int(rows[0]["n"])


async def set_state(mail: int, state: str) -> None:
    """Put one mail back to `waiting` (retry, release) or aside."""

    async def work(connection: TransactionalDBClient) -> None:
        await connection.execute_query('UPDATE "mail" SET "state" = ?, "tries" = 0 WHERE "id" = ?', [state, mail])

    await unit(work)
