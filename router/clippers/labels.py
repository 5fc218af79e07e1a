"""Tells in plain text the words that name a story from those that name a link, ask the reader or fill a form."""

from __future__ import annotations

import re
from collections import defaultdict

from router import html, links
from router.clippers.body import URL
from router.clippers.finish import is_button
from router.clippers.wording import is_contact, is_greeting, is_release, is_service, is_titleish, words_in

HEADLINE = "# "  # before words that are a title, whatever they look like
_RECURS = 3  # links at which words stand that are no title
TALK = re.compile(
    r"(?:^\W*|[.?!]\s+)(?:to\s+|please\s+)?(?:discuss(?: (?:this|it|the|these|in|on|with|at)\b|\W*$)"
    r"|comment(?: (?:on (?:this|the|our|it)|here|now|below|at|via)\b|\W*$)|reply\b|forward this|e-?mail (?:us|me|it|a|to|this|the|your|our|any)\b"
    r"|submit\b|send (?:us|me|it|a|an|in|to|this|the|your|any|all|mail|e-?mail|letters|comments|feedback|corrections|tips|news|questions)\b"
    r"|tell (?:us|me|a|your|some)\b|vote (?:here|now|for|in)|give us|subscribe|sign up|donate\b|make a donation|advertise\b|sponsor\b)|\byour (?:opinion|comments?|feedback|tips?|story)\b",
    re.I,
)
OPEN = re.compile(
    r"(?:\b(?:at|in|on|to|from|see|of|the|via|is|are|and|or|by|for|with|click|visit|here|a|an)|[:,])\W*$", re.I
)
ASKS = re.compile(r"(?:\bat|\bhere|\bto|:)\W*$", re.I)
_STEERS = re.compile(
    r"(?:^\W*|[.?!]\s+)to (?:visit|change|post|join|leave|stop|get|cancel|manage|update|remove)\b", re.I
)
_LEADS_TO = re.compile(
    r"\W*(?:to (?:visit|change|join|leave|stop|get|manage|read|see|view|find|learn|order|buy|register|renew|support|submit|suggest"
    r"|contribute|download|contact|search)|for (?:more|further|general|full|additional))\b[^:]*:\s*<?https?://",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_MARKUP = re.compile(r"</?[a-z!][\w-]*[\s>/]|[{}]|/\*|^[^\s<]*>", re.I)
_NO_TITLE = re.compile(r"@[\w-]+\.\w|\bISSN\b|(?:\(c\)|©|\bcopyright)\s*(?:19|20)\d\d", re.I)
# Who is answerable for a letter, by law or by custom.
_IMPRINT = re.compile(
    r"\W*(?:(?:herausgeber|redaktion|chefredaktion|impressum|editors?|editor-in-chief|edited by|published by|publisher|edita|editora?|redac\w{2,6}"
    r"|rédact\w+(?: en chef)?|éditeur|redazione|uitgever|hoofdredact\w+|redakcja|wydawca|utgivare|издатель|редактор|発行\w?|編集\w?|配信先"
    r"|(?:(?:media|press|presse)[ -]?)?(?:contacts?|kontakt|contacto|contatto|contato)(?: (?:presse|media|press|stampa|de prensa))?|お問い?合わ?せ先?)\s?"
    r"|(?:verantwortlich (?:im sinne|i\. ?s\.|für den inhalt)|v\. ?i\. ?s\. ?d\. ?|direct(?:eur|rice) de (?:la )?(?:publication|rédaction)"
    r"|dirett(?:ore|rice) responsabile|ansvarig utgivare|ansvarshavande)[^:：]{0,30})[:：]",
    re.I,
)
_NAMED = 4  # words of who that is, without an address; more are a headline
_SIGNED = re.compile(r"[-–—―]{1,3} ?\w+(?:[ .]+\w+){0,2}")  # "-- Ada", below a letter
_LABELLED = re.compile(r"\s*[A-Za-z][\w -]{1,18}:\s")

_EDGES = " <>()[]:-–—*•|."


def label_of(said: str) -> str:
    """The words beside a link."""
    bare = html.line(URL.sub(" ", said).replace("< >", " ").replace("( )", " "))
    words = bare.strip(_EDGES)
    for opening, closing in ("()", "[]"):  # a bracket that was opened within belongs to the words
        if words.count(opening) > words.count(closing) and closing in bare.rpartition(words)[2]:
            words += closing
        elif words.count(closing) > words.count(opening) and bare.startswith(opening):
            words = f"{opening}{words}"
    return words


def key_of_label(label: str) -> str:
    """A label for comparing with others; numbers in it make no difference."""
    return _DIGITS.sub("0", label.casefold())


def furniture_of(lines: list[str]) -> frozenset[str]:
    """Words that stand beside or right above one link after the other, in whatever language: "Full story"."""
    led: defaultdict[str, set[str]] = defaultdict(set)
    above = ""
    for line in lines:
        said = line.strip()
        if found := URL.search(said) if "://" in said else None:
            led[key_of_label(label_of(said))].add(found[0])
            led[above].add(found[0])
        above = said.casefold() if "://" not in said else ""
    return frozenset(words for words, places in led.items() if words and len(places) >= _RECURS)


def may_be_title(title: str, *, whole: bool = False) -> bool:
    """Whether words can be the title of a story, not of an offer, a question to the reader or half a sentence.

    whole: they are no part of a sentence.
    """
    if not is_titleish(title, loose=True) or is_service(title) or is_button(title) or is_greeting(title):
        return False
    if links.is_account_link("", title):
        return False
    if is_contact(title) or _MARKUP.search(title) or _NO_TITLE.search(title) or _SIGNED.fullmatch(title):
        return False
    imprint = _IMPRINT.match(title)
    if imprint and (words_in(title[imprint.end() :]) <= _NAMED or title[-1].isdigit()):
        return False
    first = title.split()[0]
    if first[0] in "|!<>=" or title.casefold().startswith("click here"):
        return False
    whole = (whole or first.endswith(":")) and words_in(title) > 3  # "curl: a flaw in cookies"
    half = first[0].isalpha() and first.islower() and not (whole or is_release(title))
    return not half and not TALK.search(title)


def asks_reader(said: str) -> bool:
    """Whether words at a link ask the reader to speak up, or say how to join, leave or change something."""
    leads = ASKS.search(said) is not None
    return leads if _STEERS.search(said) else TALK.search(said) is not None and (leads or len(said) < 60)


def leads_to(said: str) -> bool:
    """Whether a line says what its link is for: "To search the archive: http://…"."""
    return _LEADS_TO.match(said) is not None


def points_amid(said: str, url: str) -> bool:
    """Whether the link in the midst of a line is a word of its sentence: "See http://… for the rest"."""
    before, _, after = said.partition(url)
    if not words_in(before) or not words_in(after):
        return False
    leads = OPEN.search(before) is not None and not before.rstrip(" <(").endswith((":", ","))
    return leads or is_button(label_of(before))


def is_half(paragraph: list[str]) -> bool:
    """Whether a paragraph is the beginning of a sentence that its link ends."""
    said = html.line(" ".join(paragraph))
    whole = said.endswith(":") or said.startswith(HEADLINE)
    return words_in(said) <= 12 and not whole and OPEN.search(said) is not None


def is_form(paragraph: list[str], *, labelled: bool) -> bool:
    """Whether every line of a paragraph, and the one with the link, is a label and its value: a report of a machine."""
    folded = f"{paragraph[0][: -len(paragraph[0].lstrip())]}    "  # a value goes on below it, further in
    if len(paragraph) < 2 or not all(_LABELLED.match(line) or line.startswith(folded) for line in paragraph):
        return False
    if sum(_LABELLED.match(line) is not None for line in paragraph) + labelled < 2:
        return False
    return labelled or words_in(paragraph[0]) <= 5  # else a headline with a colon, over its story's small print


def is_ranking(paragraph: list[str]) -> bool:
    """Whether a paragraph is a numbered table: no one link is for all of its lines."""
    return len(paragraph) >= 3 and all(re.match(r"\s*\d{1,3}[.)]\s", line) for line in paragraph)
