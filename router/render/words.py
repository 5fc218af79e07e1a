"""Turns the English sentences around the stories into a reader's language, with its plurals, dates and direction.

A catalogue is a gettext file, words/LANGUAGE.po, of the installation or ours. What it lacks is said in English and counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from gettext import GNUTranslations, NullTranslations
from io import BytesIO, StringIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from router.errors import RouterError

_NAMES = re.compile(r"\{[^}]*\}?|\}")
RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def base(language: str) -> str:
    """The language of a BCP 47 tag without its region: de of de-AT."""
    return language.lower().replace("_", "-").split("-")[0]


def named(language: str) -> str:
    """What a language calls itself; its tag where nobody knows."""
    try:
        name = Locale.parse(base(language)).get_display_name(base(language)) or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def direction(language: str) -> str:
    """rtl or ltr."""
    return "rtl" if base(language) in RTL else "ltr"


def runs(text: str) -> str:
    """Which way this text runs by its first letter: rtl, ltr, or "" when it has none."""
    for character in text:
        way = unicodedata.bidirectional(character)
        if way in ("R", "AL"):
            return "rtl"
        if way == "L":
            return "ltr"
    return ""


def sentences(catalogue: str) -> set[str]:
    """The English sentences that a sound catalogue has a translation of."""
    parsed = read_po(StringIO(catalogue))
    said = [message for message in parsed if message.id and message.string and all(message.string)]
    return {message.id if isinstance(message.id, str) else message.id[0] for message in said}


def _check(catalogue: Catalog) -> None:
    """Refuses a translation with a {name} that its sentence does not have: it would fail while a letter is written."""
    for message in catalogue:
        odd = _names(message.string) - _names(message.id)
        if message.id and odd:
            raise ValueError(f"{' '.join(sorted(odd))} stands in the translation of {message.id!r} and not in it")


def _names(said: object) -> set[str]:
    return set(_NAMES.findall(" ".join(map(str, said)) if isinstance(said, (tuple, list)) else str(said)))


class _English(NullTranslations):
    """What a catalogue falls back on; it keeps count."""

    def __init__(self, missing: Counter[str]) -> None:
        super().__init__()
        self._missing = missing

    def gettext(self, message: str) -> str:
        self._missing[message] += 1
        return message

    def ngettext(self, one: str, many: str, count: int) -> str:
        self._missing[one] += 1
        return one if count == 1 else many


class Words:
    """The words of one language. `missing` counts the sentences its catalogue lacks."""

    def __init__(self, language: str, catalogue: str = "", file: str = "") -> None:
        """`catalogue` is the text of a .po file, "" when there is none. Raises RouterError when it cannot be read."""
        self.language = language
        self.missing: Counter[str] = Counter()
        english = base(language) in ("en", "")
        self._translations: NullTranslations = NullTranslations() if english else _English(self.missing)
        if catalogue:
            try:
                parsed = read_po(StringIO(catalogue), locale=base(language), abort_invalid=True)
                _check(parsed)
                compiled = BytesIO()
                write_mo(compiled, parsed)
                known = GNUTranslations(BytesIO(compiled.getvalue()))
            except (PoFileError, ValueError, UnknownLocaleError, SyntaxError) as error:
                raise RouterError(file, f"is no gettext catalogue: {error}", "correct or remove it") from error
            known.add_fallback(self._translations)
            self._translations = known
        self._locale = self._known(language, bool(catalogue) or english)

    def gettext(self, message: str) -> str:
        """This sentence in the reader's language."""
        return self._translations.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """This sentence in the reader's language, in the form for so many."""
        return self._translations.ngettext(one, many, count)

    @property
    def locale(self) -> Locale:
        """How dates and lists are written: as the sentences are, in English where there is no catalogue."""
        return self._locale

    def day(self, moment: datetime, year: str) -> str:
        """A day as short as it is clear: with its year only when that is not `year`."""
        skeleton = "MMMd" if str(moment.year) == year else "yMMMd"
        return str(format_skeleton(skeleton, moment, locale=self._locale))

    def date(self, iso: str, given: str) -> str:
        """A whole date in words; in English as `given`."""
        if self._locale.language == "en" and given:
            return given
        return str(format_date(date.fromisoformat(iso), format="full", locale=self._locale))

    @staticmethod
    def _known(language: str, spoken: bool) -> Locale:
        """Dates follow the sentences: in English where there is no catalogue."""
        british = Locale("en", "GB")
        if not spoken or base(language) in ("en", ""):
            return british
        try:
            return Locale.parse(language.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return british
