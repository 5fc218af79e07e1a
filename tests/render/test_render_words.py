"""Every language we ship says everything, with the right plurals; one we do not ship is English, and counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import router.render.view as view_module
import router.subscribers as subscribers_module
import router.web as web_module
from router.render import Templates, notice
from router.render.templates import read, shipped
from router.render.words import Words, direction
from router.subscribers import reasons
from router.subscribers.sure import ASKED
from router.web import joining, wishes

LANGUAGES = sorted(file.stem for file in (shipped() / "words").glob("*.po"))


def said() -> set[str]:
    """Every sentence that templates and view ask a translation for."""
    texts = [file.read_text() for folder in ("issue", "notices", "web") for file in (shipped() / folder).iterdir()]
    texts.append(Path(view_module.__file__).read_text())
    found: set[str] = set()
    for text in texts:
        found |= set(re.findall(r'(?:\b_|gettext)\(\s*"([^"]+)"', text))
        found |= set(re.findall(r'\b(?:n|ngettext)\(\s*"([^"]+)"', text))
    for room in (subscribers_module, web_module):  # answers to what people write and press
        for file in Path(str(room.__file__)).parent.glob("*.py"):
            found |= set(re.findall(r'(?<![.\w])say\(\s*"([^"]+)"', file.read_text()))
    found |= {words for words, _ in joining.WHEN.values()} | {joining.ASKED}
    return found | set(ASKED.values()) | set(wishes.SPANS.values()) | set(reasons.REASONS.values())


def test_what_is_shipped() -> None:
    assert LANGUAGES == ["ar", "de", "es"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_language_says_everything_and_nothing_old(language: str) -> None:
    catalogue = read_po((shipped() / "words" / f"{language}.po").open(encoding="utf-8"))
    known = {}
    for message in catalogue:
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            known[one] = message
    assert set(known) == said()
    for one, message in known.items():
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert text, one
            holes = set(re.findall(r"\{\w+\}", text))
            allowed = set(re.findall(r"\{\w+\}", " ".join(message.id if isinstance(message.id, tuple) else [one])))
            assert holes <= allowed, (one, text)
            if isinstance(message.id, str):
                assert holes == allowed, (one, text)


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 1, "1 story"),
        ("de", 1, "1 Meldung"),
        ("de-AT", 5, "5 Meldungen"),
        ("es", 2, "2 noticias"),
        ("ar", 2, "خبران"),
        ("ar", 7, "7 أخبار"),
        ("ar", 11, "11 خبرًا"),
        ("ar", 100, "100 خبر"),
    ],
)
def test_plurals(language: str, count: int, expected: str) -> None:
    words = Templates().words(language)
    assert words.ngettext("{count} story", "{count} stories", count).format(count=count) == expected


def test_dates() -> None:
    moment = datetime(2025, 11, 24, tzinfo=UTC)
    templates = Templates()
    assert templates.words("en").day(moment, "2025") == "24 Nov"
    assert templates.words("en").day(moment, "2026") == "24 Nov 2025"
    assert templates.words("de").date("2026-11-25", "x") == "Mittwoch, 25. November 2026"
    assert templates.words("es").day(moment, "2025") == "24 nov"
    assert templates.words("sw").date("2026-11-25", "Wednesday") == "Wednesday", "no catalogue: all of it English"


def test_what_is_missing_falls_back_and_is_counted() -> None:
    templates = Templates()
    left = notice("left", "sw", {"title": "T"}, templates)
    assert left.subject == "You are unsubscribed from T"
    assert templates.missing() == {"sw": sum(templates.words("sw").missing.values())}
    assert templates.words("sw").missing["You are unsubscribed"] == 1
    notice("left", "en", {"title": "T"}, templates)
    assert "en" not in templates.missing(), "English is what the sentences are written in"


def test_an_installation_brings_its_own_language_and_is_told_when_it_is_broken(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "sw.po").write_text('msgid "You are unsubscribed"\nmsgstr "Umejiondoa"\n')
    assert "Umejiondoa" in notice("left", "sw", {"title": "T"}, Templates(read(tmp_path)[0])).html
    for broken in (
        'hello "x"',
        'msgid "Re: {about}"\nmsgstr "Re: {abuot}"\n',
        'msgid "Re: {about}"\nmsgstr "Re: {about.__class__}"\n',
        'msgid "Re: {about}"\nmsgstr "Re: {"\n',
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n.x;\\n"\n\nmsgid "a"\nmsgstr "b"\n',
    ):
        (folder / "sw.po").write_text(broken)
        templates = Templates(read(tmp_path)[0])
        assert "You are unsubscribed" in notice("left", "sw", {"title": "T"}, templates).html
        assert str(templates.aside["words/sw.po"]).startswith("templates/words/sw.po: is no gettext catalogue: ")


@pytest.mark.parametrize("language", ["", "x", "../../etc", "zz-ZZ", "en-US", "de_CH", "x" * 300])
def test_no_tag_is_too_odd(language: str) -> None:
    assert notice("left", language, {"title": "T"}, Templates()).subject
    assert direction(language) == "ltr"
    assert Words(language).day(datetime(2026, 1, 2, tzinfo=UTC), "2026")
