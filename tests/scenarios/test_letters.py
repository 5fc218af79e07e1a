"""Sixty real-looking replies in four languages, as five mail programs write them: none is a command, none is lost."""

from __future__ import annotations

import asyncio
import html
import re
import smtplib
from email.message import EmailMessage
from pathlib import Path

from router.store import acts, mails, subscribers
from router.store.bulk import reader
from tests.house import alert
from tests.scenarios.doors import Doors, open_doors, reply, reply_address
from tests.scenarios.test_rules_by_mail import text
from tests.servers.recorder import Recorder
from tests.subscribers.test_subscribers_grammar import APPLE, GMAIL, OUTLOOK, PROSE, QUOTE

EDITORS = ("maria@news.example", "cleo@news.example")
READERS = tuple(f"{name}@uni.example" for name in ("ada", "ben", "dora", "emil"))
PEOPLE = {"people": {EDITORS[0]: "owner", EDITORS[1]: "editor"}}
OUTLOOK_TEXT = "\n\n-----Original Message-----\nFrom: Test news <letters@news.example>\nSent: Monday, 7:00\nTo: You\n\nstop\nhelp\n"


async def newsletters(house: Doors) -> dict[str, EmailMessage]:
    """Everybody has one newsletter with one story."""
    for address in READERS:
        await house.subscriber(address, "housing", zone="Europe/Vienna")
    house.clock.ahead(minutes=5)
    await house.send(alert(("Homeless families wait", "https://herald.example/h")), sender="a@herald.example")
    house.clock.ahead(hours=2)
    await house.tick()
    return {address: house.letters(address)[0] for address in READERS}


def written(letter: EmailMessage, words: str, who: str, number: int) -> bytes:
    """The reply as one of five mail programs writes it."""
    program = (None, None, GMAIL, APPLE, OUTLOOK)[number % 5]
    body = words + (QUOTE if number % 2 else OUTLOOK_TEXT) if program is None else program.format(html.escape(words))
    kind = "plain" if program is None else "html"
    head = (
        f"From: Reader <{who}>\r\nTo: {letter['Reply-To']}\r\nSubject: Re: {letter['Subject']}\r\n"
        f"Message-ID: <p{number}@uni.example>\r\nIn-Reply-To: {letter['Message-ID']}\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + body.replace("\n", "\r\n").encode() + b"\r\n"


async def wishes() -> str:
    """All that a command could have changed."""
    rows = [await reader().execute_query_dict(f'SELECT * FROM "{table}"') for table in ("subscriber", "subscription")]
    return str([*rows, [await acts.of(number + 1) for number in range(len(READERS))]])


async def test_sixty_replies_are_letters_and_every_word_of_them_arrives(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder, **PEOPLE) as house:
        had = await newsletters(house)
        before, sent = await wishes(), len(recorder.mails)
        assert len(PROSE) >= 60

        def hand() -> None:
            with smtplib.SMTP("127.0.0.1", house.smtp, timeout=20) as client:
                for number, words in enumerate(PROSE):
                    who = READERS[number % len(READERS)]
                    client.sendmail(who, reply_address(had[who]), written(had[who], words, who, number))

        await asyncio.to_thread(hand)
        await house.line.engine.idle()
        for _ in range(3):  # so many at a time
            await house.tick()
        out = house.got()[sent:]
        for editor in EDITORS:
            letters = [text(mail) for mail in out if editor in str(mail["To"])]
            assert len(letters) == len(PROSE)
            lost = [words for words in PROSE if not any(words in letter for letter in letters)]
            assert lost == []
        told = [str(mail["To"]).strip("<>") for mail in out if str(mail["To"]).strip("<>") not in EDITORS]
        assert sorted(told) == sorted(READERS), "each writer is told once where it went"
        assert await wishes() == before and {tie.state for tie in await subscribers.ties(1)} == {"confirmed"}
        rows = await reader().execute_query_dict(
            'SELECT "reason_code", COUNT(*) AS "n" FROM "mail" WHERE "lane" = \'command\''
        )
        assert [(row["reason_code"], row["n"]) for row in rows] == [("letter", len(PROSE))]
        assert "quarantine" not in await mails.counts() and await house.law() == []


async def test_who_was_answered_five_times_today_is_not_answered_again_and_their_letter_arrives(
    tmp_path: Path, recorder: Recorder
) -> None:
    async with open_doors(tmp_path, recorder, **PEOPLE) as house:
        ada = READERS[0]
        letter = (await newsletters(house))[ada]

        async def writes(words: str, number: int) -> dict[str, str]:
            before = len(recorder.mails)
            await house.send(reply(letter, words, ada, number), reply_address(letter), ada)
            return {str(mail["To"]).strip("<>"): text(mail) for mail in house.got()[before:]}

        for number, words in enumerate(("status", "help", "why 1", "one", "minutes 30")):
            assert list(await writes(words, number)) == [ada], words
        assert await writes("minutes 10\nplain", 6) == {}, "done, and not answered"
        [person] = await subscribers.people({1})
        assert person.wishes.minutes == 10 and person.plain
        words = "The second link leads to last year's report; could you look?"
        passed = await writes(words, 7)
        assert set(passed) == set(EDITORS) and all(words in letter for letter in passed.values())
        for mail in house.got()[-len(EDITORS) :]:
            [copy] = mail.iter_attachments()
            said = copy.get_content()
            assert copy.get_filename() == "newsletter-1.txt" and "1. Homeless families wait" in said
            assert ("https://herald.example/h" in said and "Housing: " in said) or "housing: " in said
            # nothing by which its reader leaves or changes
            assert not re.search(r"[+/](?:r|u|w|l|p)\.\w{16,}|@news\.example|/leave|/me/", said), said
        assert "Nothing more will come" in (await writes("stop", 8))[ada], "leaving is always told"
        house.clock.ahead(hours=25)
        assert set(await writes("And thank you for all the others, I shall miss them.", 9)) == {ada, *EDITORS}
