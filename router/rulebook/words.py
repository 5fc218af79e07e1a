"""Turns the body of a plain line into a tree: `,` or, ` + ` and, `~` near, `@` a list, `*` the rest of a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from router.rulebook.lines import Slip, meant
from router.rulebook.tree import MOST_STARS, And, Near, Or, Tree, Words, pattern
from router.text import fold

Lists = Mapping[str, tuple[str, ...]]
Note = Callable[[str, str], None]  # what was read as meant, and the remedy

_SIGNS = re.compile(r"[\"“”„‟«»'‘’+~@()\[\]]|\b(?:AND|OR|NOT|NEAR)\b")
_CURLY = re.compile("[“”„‟«»]")
_QUOTED = re.compile(r'"([^"]*)"')
_SEARCH = re.compile(r"[()\[\]]|(?<![\w*])(?:AND|OR|NOT|NEAR(?:/\d+)?)(?![\w*])")
_PLUS = re.compile(r"(?:^|\s)\+(?=\s|$)")
_LOOSE_PLUS = re.compile(r"\s\+\S")
_HELD = re.compile("\x01(\\d+)\x02")
# Terms of ASCII letters and digits, with a star at most at the end: what most lines are, and surely patterns.
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*\*?(?: ?, ?[a-z0-9]+(?: [a-z0-9]+)*\*?)*").fullmatch
NAME = re.compile(r"^[\w-]+$")


def plain(body: str, lists: Lists, note: Note) -> Tree:
    """The tree of a plain line's body; raises Slip where no meaning is sure."""
    folded = fold(body)
    if _PLAIN(folded) and (body.islower() or not _SIGNS.search(body)):
        patterns = tuple(map(str.strip, folded.split(",")))
        return patterns[0] if len(patterns) == 1 else Or(patterns)
    held: list[str] = []
    body = _quotes(body, held, note)
    found = _SEARCH.search(body)
    if found:
        raise Slip(f"this looks like a search string: `{found.group()}`", "begin the line with `take search:`")
    if _LOOSE_PLUS.search(body):
        raise Slip("a plus with a space on one side only", "write ` + ` with spaces on both sides for `and`")
    groups = _PLUS.split(body)
    for place, group in enumerate(groups):
        if not group.strip():
            where = "before" if place == 0 else "after"
            raise Slip(f"nothing {where} a plus", "write a word there or drop the plus")
    trees = [_or(group.split(","), held, lists) for group in groups]
    return trees[0] if len(trees) == 1 else And(tuple(trees))


def terms(body: str, lists: Lists, note: Note) -> tuple[str, ...]:
    """The patterns of a `words` line: terms and other lists, parted by commas."""
    tree = plain(body, lists, note)
    alternatives = tree.of if isinstance(tree, Or) else (tree,)
    found: list[str] = []
    for one in alternatives:
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, Words):
            found += one.of
        else:
            raise Slip("a list holds words parted by commas only", "write `+` and `~` in the take line")
    return tuple(dict.fromkeys(found))


def _quotes(body: str, held: list[str], note: Note) -> str:
    """Put what stands in quotes aside, so that no sign in it is read as one."""
    if _CURLY.search(body):
        note("curly quotes are read as straight ones", "no quotes are needed at all")
        body = _CURLY.sub('"', body)
    if body.count('"') % 2:
        note("a quote that is never closed is left out", "no quotes are needed at all")
        body = body.replace('"', "")

    def hold(found: re.Match[str]) -> str:
        held.append(found.group(1))
        return f"\x01{len(held) - 1}\x02"

    return _QUOTED.sub(hold, body)


def _or(written: list[str], held: list[str], lists: Lists) -> Tree:
    for place, one in enumerate(written):
        if one.strip():
            continue
        if place == len(written) - 1:
            raise Slip("a comma at the end", "drop it, or write the word that should follow")
        if place == 0:
            raise Slip("a comma at the beginning", "drop it, or write the word that should come first")
        raise Slip("nothing between two commas", "drop one of them, or write the word that should stand there")
    trees = tuple(_near(one, held, lists) for one in written)
    return trees[0] if len(trees) == 1 else Or(trees)


def _near(written: str, held: list[str], lists: Lists) -> Tree:
    sides = written.split("~")
    if len(sides) == 1:
        return _named(written.strip(), held, lists)
    if not all(side.strip() for side in sides):
        raise Slip("nothing on one side of a `~`", "write a word on both sides: eviction ~ famil*")
    return Near(tuple(_named(side.strip(), held, lists) for side in sides))


def _named(written: str, held: list[str], lists: Lists) -> Tree:
    if not written.startswith("@"):
        return _term(_HELD.sub(lambda found: held[int(found.group(1))], written))
    name = written[1:].lower()
    if name in lists:
        return Words(name, lists[name])
    if " " in name:
        raise Slip(f"`{written}` begins like a list", "a list stands alone; a word that begins with @ goes in quotes")
    near = meant(name, lists, "")
    quoted = f'for the word itself write "@{name}" in quotes'
    raise Slip(f"no list is called `@{name}`", f"{near} {quoted}" if near else f"define `words {name}:`; {quoted}")


def _term(written: str) -> Tree:
    written = written.strip()
    for before, after in (("‘", "’"), ("'", "'")):
        if len(written) > 2 and written.startswith(before) and written.endswith(after):
            written = written[1:-1]
    folded = pattern(written)
    if folded:
        return folded
    if written.count("*") > MOST_STARS:
        raise Slip(f"more than {MOST_STARS} stars in one term", "write several terms")
    if "*" in written:
        raise Slip("a lone `*` would take everything", "write the beginning of the word: famil*")
    raise Slip(f"`{written}` holds no word", "write letters or digits")
