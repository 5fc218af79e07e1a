"""Tells links that are ways into one paper: `Abstract | Full text | PDF`, below its title or behind it."""

from __future__ import annotations

import re

from router import html
from router.clippers.finish import is_button
from router.clippers.lines import Line
from router.clippers.wording import is_titleish

_TONGUE = "english|portuguese|spanish|french|german|ingl[êé]s|português|portugués|español|espanhol|francés|francês|anglais|français|allemand|deutsch|englisch"
_WAY = re.compile(
    r"(?:view |read |download |get )?(?:the )?(?:abstract|summary|full[ -]?text(?: (?:html|pdf|online))?|full (?:article|review|paper)|pdf(?: plus)?|epub|html|article"
    r"|first page|preview|références|résumé|texte intégral|zusammenfassung|volltext|resumen|texto completo|resumo|摘要|全文|要旨)(?: \(?(?:pdf|html)\)?)?(?: \([\d.]+ ?[km]b\))?"
    rf"|(?:(?:abstract|summary|text|full text|pdf|resumo|resumen|texto|résumé|texte)s? (?:in|em|en) )?(?:{_TONGUE})",
    re.I,
)
_IN_TONGUE = re.compile(_TONGUE, re.I)
_BESIDE = re.compile(rf"(?:{_TONGUE}|\W|\d)*", re.I)


def are_ways(line: Line) -> bool:
    """Whether a line is nothing but ways into one paper, perhaps beside the names of languages."""
    plain = html.line("".join(span.text for span in line.spans if not span.href))
    return _lead_in(line) and _BESIDE.fullmatch(plain) is not None


def title_before(line: Line) -> str:
    """The title in bold that ways into the paper stand behind: `**Title** [Full text]`."""
    said = [span for span in line.spans if not span.href and not span.image and any(map(str.isalnum, span.text))]
    if not said or not all(span.bold for span in said) or not _lead_in(line):
        return ""
    title = html.line("".join(span.text for span in said))
    bids = is_button(title) or is_button(" ".join(title.split()[:2]))  # "Get the workbook"
    return title if is_titleish(title) and title[-1:] != ":" and not bids else ""


def _lead_in(line: Line) -> bool:
    words = [html.line(span.text).strip(" .,|[]()·") for span in line.spans if span.href and not span.image]
    ways = [one for one in words if one and not _IN_TONGUE.fullmatch(one)]  # a menu of languages leads to no paper
    return bool(ways) and all(_WAY.fullmatch(one) for one in words if one)
