"""The whole reading of a mail, bytes to stories: nothing raises, nothing is slow, nothing private comes out wherever it stood."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from dataclasses import astuple
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from router import links
from router.flow.reading import read
from router.mail.parse import parse
from router.rulebook.sources import read_sources
from router.terms import Envelope, Knows, Reading

PROVE = bool(os.environ.get("ROUTER_PROVE"))
HOUSE = Path(__file__).parent.parent.parent
MAILS = sorted((HOUSE / "tests" / "mail").glob("*/*.eml"))
SOURCES, _ = read_sources((f.name, f.read_text("utf-8")) for f in sorted((HOUSE / "rules" / "sources").glob("*.rules")))
KNOWS = Knows(sources=SOURCES, inbox="inbox@router.example", people={"mira@town.example": "editor"})
CANARY = "KANARIE77f3a9c1d2e5"
DEADLINE = 2.0  # seconds, of a worker process
ROUNDS = 6_000 if PROVE else 250
BITS = (
    b"<", b">", b'"', b"</a>", b"</td>", b"<!--", b"\r\n\r\n", b"=3D", b"=\r\n", b"\xff\xfe", b"\x00", b"&#x202e;", b"Content-Type: text/html\r\n",
    b"<a href='javascript:alert(1)'>Some longer headline here</a>", b"<a href='data:text/html,x'>Data in a headline link</a>", b"--", b"<svg onload=x>",
    b"<a href='https://u:p@x.example/'>Userinfo in a headline link</a>", b"From: x\r\nSubject: y\r\n", "Betreff: Grüße\r\n".encode(), b"<table>" * 40,
)  # fmt: skip


def told(found: Reading) -> str:
    """Everything of a reading that is shown to anybody or kept as a story."""
    return unquote(unquote(repr([astuple(clipping) for clipping in found.clippings]) + str(found.reason)))


def test_mutated_bytes_never_raise_are_never_slow_and_give_only_web_links() -> None:
    dice = random.Random(20261125)
    stories = 0
    for _ in range(ROUNDS):
        raw = bytearray(dice.choice(MAILS).read_bytes())
        for _ in range(dice.randint(1, 8)):
            at, span = dice.randrange(len(raw)), dice.randint(0, 200)
            match dice.randrange(4):
                case 0:
                    raw[at : at + span] = dice.choice(BITS)
                case 1:
                    del raw[at : at + span]
                case 2:
                    raw[at:at] = raw[max(0, at - span) : at] * dice.choice((1, 2, 30))
                case _:
                    raw[at] = dice.randrange(256)
        began = time.process_time()
        found = read(KNOWS, bytes(raw), Envelope())
        assert time.process_time() - began < DEADLINE
        for clipping in found.clippings:
            assert clipping.link == "" or clipping.link.startswith(("http://", "https://", "mailto:"))
            assert links.safe(clipping.link) == clipping.link
            stories += 1
    assert stories > ROUNDS  # the mutants are still mails with stories in them: the sentences above bite


def everywhere(bit: str) -> Callable[[str], str]:
    return lambda html: re.sub(r"(?<=>)(?=[^<>]*<[a-z])", bit, html)


# Where a mail keeps what only its reader should see; each is put into every place of the page at once.
PRIVATE: dict[str, Callable[[str], str]] = {
    "comments": everywhere(f"<!-- {CANARY} -->"),
    "hidden words": everywhere(f'<span style="display:none">{CANARY}</span>'),
    "attributes": lambda html: re.sub(
        r"<(td|p|div|tr|table|span|h[1-6])(?=[\s>])", rf'<\1 data-reader="{CANARY}"', html
    ),
    "pixels": everywhere(f'<img width="1" height="1" src="https://t.example/{CANARY}.gif" alt="">'),
    "fragments of account links": everywhere(f'<a href="https://t.example/unsubscribe/{CANARY}"></a>'),
    "an id on every link": lambda html: (
        re.sub(r'href="(https?://(?!click|url|el\.|elink|links\.springer)[^"?#]+)"', rf'href="\1?nm={CANARY}"', html)
        + f'<a href="https://t.example/unsubscribe?nm={CANARY}">Unsubscribe</a>'
    ),
}


@cache
def pages() -> list[tuple[Path, str, str]]:
    """(file, header lines, page) of every fixture that has one."""
    found = []
    for file in MAILS:
        head = re.split(rb"\r?\n\r?\n", file.read_bytes(), maxsplit=1)[0].decode("utf-8", "surrogateescape")
        kept = re.sub(r"(?im)^(?:content|mime)-[^\n]*\n?(?:[ \t][^\n]*\n?)*", "", head.replace("\r", "") + "\n")
        if page := parse(file.read_bytes()).html:
            found.append((file, kept, page))
    return found


def cut(head: str, page: str) -> Reading:
    raw = f"{head}MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{page}"
    return read(KNOWS, raw.encode("utf-8", "surrogateescape"), Envelope())


@pytest.mark.parametrize("place", PRIVATE)
def test_a_canary_in_every_place_of_every_page_comes_out_nowhere(place: str) -> None:
    planted = stories = 0
    for file, head, page in pages():
        changed = PRIVATE[place](page)
        planted += changed.count(CANARY)
        found = cut(head, changed)
        assert CANARY not in told(found), file
        stories += len(found.clippings)
        if place in ("comments", "attributes"):  # what nobody sees changes nothing
            assert [one.title for one in found.clippings] == [one.title for one in cut(head, page).clippings], file
    assert planted > 200 and stories > 200


def test_a_canary_in_every_header_but_sender_and_subject_comes_out_nowhere() -> None:
    kept = ("from", "subject", "content-", "mime-", "list-id", "x-", "precedence", "auto-submitted", " ", "\t")
    for file in MAILS:
        lines = file.read_text("utf-8", "surrogateescape").split("\n")
        end = lines.index("") if "" in lines else 0
        lines[:end] = [line if line.lower().startswith(kept) else f"{line} {CANARY}" for line in lines[:end]]
        extra = [f"X-Reader: {CANARY}", f"Received: from a by b for <{CANARY}@t.example>", f"Feedback-ID: 1:{CANARY}:2"]
        raw = "\n".join([*extra, *lines]).encode("utf-8", "surrogateescape")
        assert CANARY not in told(read(KNOWS, raw, Envelope())), file
