"""Tells the mail by which a site sends one story on a reader's behalf: what else it links serves the site."""

from __future__ import annotations

import re

from router.clippers.finish import key_of
from router.terms import Clipping

_BEGINNING = 700  # signs
_WHAT = r"(?:article|story|page|link|item|post|news|report|artikel|beitrag|seite|article|page|artículo|noticia|articolo|notizia|artigo|notícia|pagina)"
_PASSED = re.compile(
    rf"\b{_WHAT}\b.{{0,80}}\b(?:has been|was|is being|is) (?:e-?mailed|sent|forwarded)(?: to you)? by\b"
    rf"|\b(?:has |have )?(?:e-?mailed|sent|forwarded|shared|recommend(?:s|ed)) (?:you )?(?:this|the following|an?) (?:\w+ ){{0,2}}{_WHAT}\b"
    r"|\b(?:thought|thinks|suggests) (?:that )?(?:this|you)(?: (?:might|may|would|should)|['’]d) \w+ (?:you|this|it)\b"
    rf"|\b(?:saw|spotted|found) this (?:\w+ ){{0,2}}?(?:{_WHAT} )?(?:on|at) .{{1,60}} and thought\b"
    r"|\bhat (?:ihnen|dir) .{0,40}(?:empfohlen|geschickt|gesendet|weitergeleitet)\b"
    rf"|\bvous (?:a (?:envoyé|recommandé|transmis)|envoie|recommande|conseille) .{{0,30}}{_WHAT}\b"
    rf"|\b(?:te|le) (?:ha enviado|envía|recomienda|ha recomendado) .{{0,30}}{_WHAT}\b"
    rf"|\b(?:ti|le|vi) (?:ha (?:inviato|segnalato|consigliato)|segnala|consiglia|invia) .{{0,30}}{_WHAT}\b"
    rf"|\b(?:enviou|recomendou|indicou)(?:-lhe)? .{{0,30}}{_WHAT}\b",
    re.I,
)


def is_passed(text: str) -> bool:
    """Whether a text says above all that somebody had it sent."""
    return _PASSED.search(" ".join(text[:_BEGINNING].split())) is not None


def the_one(found: tuple[Clipping, ...], subject: str) -> tuple[Clipping, ...]:
    """The story that the subject names, else the first."""
    said = key_of(subject)
    return next(((clipping,) for clipping in found if key_of(clipping.title) in said), found[:1])
