"""Tells the name of a newsletter that stands on top of its plain text from the title of its first story."""

from __future__ import annotations

import re

from router import html, links
from router.clippers.body import Raw
from router.clippers.dates import read_date
from router.clippers.paragraphs import tidy
from router.clippers.wording import is_online_link, words_in

# "A new issue is available online at"
_ISSUED = re.compile(
    r"(?:(?:an?|the|this) (?:new|latest|current) issue(?: of .{1,80})? (?:is|has been)(?: now)? (?:available|online|published|released)"
    r"|(?:die|eine) (?:neue|aktuelle) ausgabe .{0,80}ist (?:erschienen|online|verfügbar|da)|(?:un|le) nouveau numéro .{0,80}est (?:disponible|en ligne|paru)"
    r"|(?:el|un) nuevo número .{0,80}(?:está|ya) disponible|(?:un|il) nuovo numero .{0,80}è (?:disponibile|online|uscito))\b.{0,40}",
    re.I,
)


def is_masthead(raw: Raw, label: str, above: list[list[str]]) -> bool:
    """Whether the first title is the newsletter's own name above its front page or above its new issue."""
    if raw.title != tidy(label) and any(_ISSUED.fullmatch(html.line(" ".join(paragraph))) for paragraph in above):
        return True
    name = "".join(sign for sign in raw.title.casefold() if sign.isalnum())
    place = links.unwrap(raw.link).partition("://")[2].rstrip("/")
    if read_date(raw.title) and words_in(raw.title) <= 8 and (raw.link.endswith("/") or is_online_link(label)):
        return True
    if "/" in place or "?" in place:
        return False
    return words_in(raw.title) <= 3 or name in place.replace("-", "").replace(".", "")
