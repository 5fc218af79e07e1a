"""A story as rules see it, and what they say of it."""

from __future__ import annotations

from router.frozen import value


@value(frozen=True, slots=True)
class Facts:
    """What rules look at: one story as the matcher, the preview and the search page see it."""

    title: str = ""
    text: str = ""
    authors: str = ""
    publisher: str = ""
    note: str = ""
    link: str = ""
    kind: str = ""
    language: str = ""
    sources: tuple[str, ...] = ()  # names of the sources that carried it
    tags: tuple[str, ...] = ()  # inbox words it was sent to
    date: str = ""  # ISO date the story is from, for `during:`


@value(frozen=True, slots=True)
class Found:
    """One place where a rule's words matched: part, the words as they stand there, offset in characters."""

    part: str
    words: str
    at: int


@value(frozen=True, slots=True)
class Rule:
    """One take or skip line of a rule file."""

    interest: str
    file: str
    line: int
    text: str  # the line as written
    words: str  # the line read back in words
    skip: bool = False


@value(frozen=True, slots=True)
class Verdict:
    """What the rulebook says of one story and one interest, and by which line."""

    interest: str
    taken: bool
    rule: Rule | None  # the line that decided; None: nothing matched
    found: tuple[Found, ...] = ()


@value(frozen=True, slots=True)
class Interest:
    """What subscribers choose: one file of rules/interests/."""

    name: str  # child-protection, the file's name
    title: str  # "Child protection"
    about: str = ""
    at_most: int = 0  # stories in one issue; 0 = no limit
    hold: str = "no"  # no, yes, "4 hours"
    join: str = "public"  # public, invitation, private
    archive: str = "public"  # public, unlisted, subscribers
    during: tuple[str, str] | None = None  # ISO dates, both included
    file: str = ""
