"""Answers in the reader's language, and help that shows only words which that reader may really write."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from router.render import Templates
from router.subscribers.doing import help_lines
from router.subscribers.grammar import Known, read_line
from router.subscribers.schedules import in_words
from router.subscribers.speaking import dated, listed, say, speaking
from router.terms import Schedule
from router.tokens import Purpose
from tests.house import opened

ADA = "ada@uni.example"
WORDS = Templates()
KNOWN = Known({"name": "NAME", "nombre": "NOMBRE"}, {"name": "NAME", "nombre": "NOMBRE"})


@pytest.mark.parametrize("language", ["en", "de", "es", "ar"])
def test_every_word_that_help_shows_is_one(language: str) -> None:
    with speaking(WORDS.words(language)):
        lines = help_lines()
    shown = [part.strip() for line in lines for part in re.sub(r": (?=[^\d]*$).*", "", line).split(" · ")]
    shown = [re.sub(r": .*", "", part) for part in shown]
    assert len(shown) > 25
    assert [part for part in shown if read_line(part, KNOWN, date(2026, 11, 25)) is None] == []


def test_sentences_days_and_lists() -> None:
    schedule = Schedule("daily", (0, 3), "07:00")
    assert in_words(schedule) == "every Monday and Thursday at 07:00" and dated(date(2026, 12, 9)) == "9 December 2026"
    with speaking(WORDS.words("de-AT")):
        assert (
            in_words(schedule) == "jeden Montag und Donnerstag um 07:00"
            and dated(date(2026, 12, 9)) == "9. Dezember 2026"
        )
    with speaking(WORDS.words("es")):
        assert in_words(schedule) == "cada lunes y jueves a las 07:00"
    with speaking(WORDS.words("sw")):
        assert say("none") == "none" and listed(["A", "B", "C"]) == "A, B and C", "no catalogue: English"
    assert say("none") == "none", "nobody is spoken to any more"


async def test_an_answer_speaks_as_its_reader(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        for number, (who, language) in enumerate(((ADA, "de"), ("ben@uni.example", "en")), 1):
            await house.subscriber(who, "housing", zone="Europe/Vienna", language=language)
            await house.tick()
            to = f"inbox+r.{house.installation.keys.make(Purpose.REPLY, number)}@news.example"
            await house.mail(
                f"From: <{who}>\nTo: {to}\nSubject: Re\nMessage-ID: <{number}@uni.example>\n\nstatus\nexport\n",
                recipients=(to,), sender=who,
            )  # fmt: skip
        await house.tick()
        german = [data.decode().replace("=\r\n", "") for _, who, data in house.post.sent if who == ADA]
        english = [data.decode().replace("=\r\n", "") for _, who, data in house.post.sent if who != ADA]
        assert any("Das haben Sie:" in text and "Pause" not in text for text in german)
        assert any("Jemand, wahrscheinlich Sie, bat uns" in text for text in german)
        assert any("This is what you have:" in text for text in english)
        assert not any("This is what you have" in text for text in german)
