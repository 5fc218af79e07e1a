"""Turns plain text that lists stories (titles above links, labelled records, digests of posts) into those stories."""

from __future__ import annotations

from router import html
from router.clippers.body import Body, Raw
from router.clippers.contents import announced
from router.clippers.finish import key_of
from router.clippers.indexed import indexed
from router.clippers.marked import TITLE, labelled, posts
from router.clippers.noted import noted
from router.clippers.plain import MOST_LINES, plain_lines
from router.clippers.run_in import run_in
from router.clippers.styled import styled
from router.clippers.titled import Reader
from router.clippers.underlined import headed, underlined


def cut(body: Body) -> list[Raw]:
    """The records of a text: posts of a digest, labelled ones, titles told below a list, of one style, underlined, run in or
    over notes, else above links."""
    lines = plain_lines(body)
    told = _records(body, lines) or announced(lines) or styled(lines, body.subject) or headed(lines) or run_in(lines)
    return told or noted(lines, body.subject) or Reader(lines).read()


def structured(body: Body) -> list[Raw]:
    """Only records that say what they are: posts of a digest, labelled records, those of an index."""
    return _records(body, plain_lines(body))


def in_page(body: Body) -> list[Raw]:
    """Labelled records of a page, where no empty line says that one begins: its title does."""
    lines = html.to_text(body.html).splitlines()[:MOST_LINES]
    return labelled([said for line in lines for said in (("-----", line) if TITLE.match(line) else (line,))])


def complete(body: Body) -> list[Raw]:
    """Stories that stand whole in a text, under underlined headlines."""
    return underlined(plain_lines(body))


def _records(body: Body, lines: list[str]) -> list[Raw]:
    return _posts(body, lines) or labelled(lines) or (indexed(lines) if "PMID" in body.text else [])


def _posts(body: Body, lines: list[str]) -> list[Raw]:
    """The posts of a digest; header lines in a mail from a person are those of mails it answers."""
    digest = "digest" in body.subject.casefold()
    known = body.listed or body.source is not None or digest
    found = posts(lines, 1 if digest and body.listed else 2) if known else []
    said = {key_of(raw.title) for raw in found}
    told = announced(lines) if found else []
    return [] if told and not any(key_of(raw.title) in said for raw in told) else found  # letters to the editor
