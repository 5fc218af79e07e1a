"""Turns the dates that alerts write beside a story into ISO dates."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = """
    jan january januar januari janvier enero janeiro gennaio stycznia января ocak gen ene sty янв tammikuu leden ledna
    feb february februar februari février fevrier febrero fevereiro febbraio lutego февраля şubat fév fev lut фев únor února
    mar march märz maerz maart mars marzo março marca марта mart mrt mär mrz март březen března
    apr april avril abril aprile kwietnia апреля nisan avr abr kwi апр duben dubna
    may mai mei mayo maio maggio maja мая mayıs mag maj květen května
    jun june juni juin junio junho giugno czerwca июня haziran giu cze июн červen června
    jul july juli juillet julio julho luglio lipca июля temmuz lug lip июл červenec července
    aug august augustus août aout agosto sierpnia августа ağustos ago sie авг srpen srpna
    sep sept september septembre septiembre setembro settembre września сентября eylül set wrz сен září
    oct october oktober octobre octubre outubro ottobre października октября ekim okt out ott paź окт říjen října
    nov november novembre noviembre novembro listopada ноября kasım lis ноя listopad listopadu
    dec december dezember décembre decembre diciembre dezembro dicembre grudnia декабря aralık dez dic gru дек déc prosinec prosince
"""
MONTHS = {word: number for number, row in enumerate(_MONTHS.strip().splitlines(), 1) for word in row.split()}
_WORD = r"([^\W\d_]{3,12})\.?"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)"), "ymd"),
    (
        re.compile(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.|er)?(?:\s+(?:de|of))?[\s-]+{_WORD}(?:\s+(?:de|of))?[,\s-]+((?:19|20)\d\d)\b",
            re.I,
        ),
        "dmy",
    ),
    (re.compile(rf"\b{_WORD}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b", re.I), "mdy"),
    (re.compile(rf"\b((?:19|20)\d\d)[\s-]+{_WORD}[\s-]+(\d{{1,2}})\b", re.I), "ymd"),
    (re.compile(r"\b((?:19|20)\d\d)\s*[年./]\s*(\d{1,2})\s*[月./]\s*(\d{1,2})"), "ymd"),
    (re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)\b"), "dmy"),
    (re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b"), "mdy"),
)


def read_date(text: str) -> str:
    """The first whole date in a text as YYYY-MM-DD, "" when there is none; 3/4/2026 is read as the 4th of March."""
    if not any(sign.isdigit() for sign in text):
        return ""
    for form, order in _FORMS:
        for found in form.finditer(text):
            parts = dict(zip(order, found.groups(), strict=True))
            month = MONTHS.get(parts["m"].lower(), 0) if not parts["m"].isdigit() else int(parts["m"])
            year, day = int(parts["y"]), int(parts["d"])
            if month > 12 >= day and parts["m"].isdigit():
                month, day = day, month
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                continue
    return ""
