"""The text of a reply -> what its writer says above quote and signature, and whether that is a yes."""

from __future__ import annotations

import re

from router.subscribers import vocabulary as words
from router.text import fold

SIGNS = " \t\u00a0.!:;,*_-–•\"'“”„«»"
_BELOW = re.compile(r"(?i)(?:-{2,}|_{5,}|(?:from|von|de|da) ?: .*@|sent from my |von meinem .{3,30} gesendet)")
_WHEN = re.compile(r"(?i)(?:on|am|le|el|il) .*\d")
_WROTE = re.compile(rf"\b(?:{'|'.join(words.WROTE)})\b[^:]{{0,80}}:$")


def above(text: str) -> str:
    """What the writer says above the quote and the signature, as far as a line shows where these begin."""
    kept: list[str] = []
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith(">") or _BELOW.match(bare):
            break
        kept.append(line)
        if len(bare) < 300 and _WROTE.search(fold(bare)):
            break  # a quote without signs in front, as HTML has it
    while kept and not kept[-1].strip():
        kept.pop()
    if kept and kept[-1].rstrip().endswith(":") and len(kept[-1]) < 300:
        kept.pop()
        if kept and _WHEN.match(kept[-1].strip()):
            kept.pop()  # its first half, wrapped
    return "\n".join(kept).strip()


def quotes(line: str) -> bool:
    """Whether this line begins a quote or a signature."""
    return bool(line.startswith(">") or _BELOW.match(line) or _WROTE.search(fold(line)))


def says_yes(text: str) -> bool | None:
    """What an answer to "please confirm" means: True for nothing or a yes, False for a no, None for a letter."""
    said = fold(above(text)).strip(SIGNS)
    first = re.split(r"[^\w]+", said.splitlines()[0] if said else "")
    if not said:
        return True
    lone = len(said.split()) <= 6
    if lone and (first[0] in words.NO or said.split("\n")[0].strip(SIGNS) in words.COMMANDS["stop"]):
        return False
    return True if first[0] in words.YES and words.NOT.isdisjoint(first) and len(said.split()) <= 30 else None
