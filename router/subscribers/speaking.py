"""The language of whoever is answered: set where a mail is handled, spoken by every act that it calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from router.render.words import Words

_spoken: ContextVar[Words | None] = ContextVar("spoken", default=None)
_ENGLISH = Locale("en", "GB")


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """What is said meanwhile is said in these words; the command line, which sets none, speaks English."""
    before = _spoken.set(words)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken(otherwise: Words) -> Words:
    """The words that are spoken now."""
    return _spoken.get() or otherwise


def say(sentence: str, **values: object) -> str:
    """This sentence, its {names} filled."""
    words = _spoken.get()
    return (words.gettext(sentence) if words else sentence).format(**values)


def listed(names: Sequence[str]) -> str:
    """ "Housing, Care and Grants"."""
    return str(format_list(list(names), locale=_locale())) if names else ""


def weekday(day: int) -> str:
    """A day's name; Monday is 0."""
    return str(_locale().days["format"]["wide"][day])


def dated(day: date) -> str:
    """ "9 December 2026"."""
    return str(format_date(day, format="long", locale=_locale()))


def _locale() -> Locale:
    words = _spoken.get()
    return words.locale if words else _ENGLISH
