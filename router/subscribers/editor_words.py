"""One line of an editor's reply -> what they say of a story, an edition, or somebody to be invited.

command = "route" num "to" interest | ("drop" | "undrop" | "pin" | "unpin") num | "note" (num | interest) text
        | ("hold" | "release" | "show") [interest] | ("invite" | "add") address "to" interest {"," interest}
"""

from __future__ import annotations

import re

from router.subscribers.grammar import Command, Known, named

_ROUTE = re.compile(r"(?i)route #?([1-9]\d{0,2}) to (.+)")
_STORY = re.compile(r"(?i)(drop|undrop|pin|unpin) #?([1-9]\d{0,2})")
_NOTE = re.compile(r"(?i)note #?([1-9]\d{0,2})(?:[:.]\s*|\s+)(\S.*)")
_WORD = re.compile(r"(?i)note ([^:]{1,80}):\s*(\S.*)")
_EDITION = re.compile(r"(?i)(hold|release|show)(?:\s+(\S.*))?")
_INVITE = re.compile(r"(?i)(?:invite|add) <?([^\s<>@]+@[^\s<>@]+)>? to (.+)")
WORDS = ("route", "drop", "undrop", "pin", "unpin", "note", "word", "hold", "release", "show", "invite")


def read_line(line: str, known: Known) -> Command | None:
    """The command this line is, the whole line and nothing but it; None for anything else."""
    said = line.strip().strip("*•– \t").rstrip(".! ")
    if len(line) > 1000 or line.lstrip().startswith(">") or said.endswith("?"):
        return None
    if found := _ROUTE.fullmatch(said):
        name = named(found[2], known.interests)
        return Command("route", line, number=int(found[1]), interests=(name,)) if name else None
    if found := _STORY.fullmatch(said):
        return Command(found[1].lower(), line, number=int(found[2]))
    if found := _NOTE.fullmatch(line.strip()):
        return Command("note", line, number=int(found[1]), value=found[2])
    if found := _WORD.fullmatch(line.strip()):
        name = named(found[1], known.interests)
        return Command("word", line, interests=(name,), value=found[2]) if name else None
    if found := _EDITION.fullmatch(said):
        name = named(found[2] or "", known.interests)
        return Command(found[1].lower(), line, interests=(name,) if name else ()) if name or not found[2] else None
    if found := _INVITE.fullmatch(said):
        names = [named(part, known.interests) for part in re.split(r"\s*[,;&]\s*|\s+and\s+", found[2])]
        return Command("invite", line, interests=tuple(names), value=found[1].lower()) if all(names) else None
    return None
