"""Turns a search string, as librarians and Google Alerts write it, into the same tree as a plain line."""

from __future__ import annotations

import re
from typing import NamedTuple

from router.rulebook.lines import Slip, meant
from router.rulebook.tree import DICTIONARIES, NEAR, And, In, Is, Near, Not, Or, Tree, Words, pattern, say, touching
from router.rulebook.values import looked_up
from router.rulebook.words import Lists, Note

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<quoted>"[^"]*")
      | (?P<open>\() | (?P<close>\))
      | (?P<field>[A-Za-z]+):(?=\S)
      | (?P<near>(?:NEAR|AROUND)(?:/(?P<n>\d+)|\((?P<m>\d+)\))?(?![\w*]))
      | (?P<sign>(?:AND|OR|NOT)(?![\w*:])|\||&|-(?=["(\w]))
      | (?P<word>[^\s()"|]+)
    )""",
    re.VERBOSE,
)
_FIELDS = {"title": "title", "intitle": "title", "text": "text", "intext": "text", "author": "author"}
_FIELDS |= {"publisher": "publisher", "source": "publisher", "note": "note", "link": "link", "inurl": "link"}
_CURLY = re.compile("[“”„‟«»]")
_DEEPEST = 30


class _Token(NamedTuple):
    kind: str
    text: str
    within: int = NEAR


def search(body: str, lists: Lists, note: Note) -> Tree:
    """The tree of a search string; raises Slip where it cannot be read or would take everything.

    NOT binds tightest, then NEAR, then AND, then OR; words side by side are `and`, and bind as Google reads them:
    `foster care OR kinship` is foster and (care or kinship).
    """
    if _CURLY.search(body):
        note("curly quotes are read as straight ones", "type straight quotes")
        body = _CURLY.sub('"', body)
    if body.count('"') % 2:
        raise Slip("a quote is not closed", 'put " at both ends of the phrase')
    if body.count("(") != body.count(")"):
        more = "opens" if body.count("(") > body.count(")") else "closes"
        raise Slip(f"a bracket {more} and has no partner", "count the brackets")
    reader = _Reader(_tokens(body, note), lists, note)
    tree = reader.all_of()
    if reader.peek() is not None:
        raise Slip("a bracket closes before it opens", "count the brackets")
    if touching(tree) is None:
        raise Slip("this would take everything but some words", "say what to take; use a skip line for what not")
    return tree


def _tokens(body: str, note: Note) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    body = body.rstrip()
    while at < len(body):
        found = _TOKEN.match(body, at)
        if found is None:
            raise Slip(f"`{body[at : at + 10].strip()}` cannot be read", "write words, phrases, AND, OR, NOT, brackets")
        at = found.end()
        kind = str(found.lastgroup if found.lastgroup not in ("n", "m") else "near")
        if kind == "near":
            tokens.append(_Token(kind, found["near"], int(found["n"] or found["m"] or NEAR)))
        elif kind == "sign":
            tokens.append(_Token({"|": "OR", "&": "AND", "-": "NOT"}.get(found["sign"], found["sign"]), found["sign"]))
        else:
            tokens.append(_Token(kind, found[kind].strip('"')))
            if kind == "word" and found[kind] in ("and", "or", "not", "near"):
                word = found[kind]
                note(f"`{word}` in small letters is a word to find", f"for the sign write {word.upper()}")
    return tokens


class _Reader:
    """Reads tokens by descent: side by side < or < and < near < not < one."""

    def __init__(self, tokens: list[_Token], lists: Lists, note: Note) -> None:
        self._tokens, self._lists, self._note = tokens, lists, note
        self._at = self._depth = 0

    def peek(self) -> str | None:
        """Kind of the next token, None at the end."""
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _next(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def all_of(self) -> Tree:
        """Words and groups side by side: all of them."""
        opened = self._at
        trees = [self._or()]
        while self.peek() not in (None, "close"):
            trees.append(self._or())
        if len(trees) == 1:
            return trees[0]
        tree = And(tuple(trees))
        if self._bare_or(opened):
            self._note(
                f"words side by side beside OR are read as {say(tree)}", "put phrases in quotes, groups in brackets"
            )
        return tree

    def _bare_or(self, opened: int) -> bool:
        """Whether an OR stands outside the brackets of what was read since `opened`."""
        depth = 0
        for token in self._tokens[opened : self._at]:
            depth += (token.kind == "open") - (token.kind == "close")
            if token.kind == "OR" and not depth:
                return True
        return False

    def _or(self) -> Tree:
        trees = [self._and()]
        while self.peek() == "OR":
            self._next()
            trees.append(self._and())
        return trees[0] if len(trees) == 1 else Or(tuple(trees))

    def _and(self) -> Tree:
        trees = [self._near()]
        while self.peek() in ("AND", "NOT"):
            if self.peek() == "AND":
                self._next()
            trees.append(self._near())
        return trees[0] if len(trees) == 1 else And(tuple(trees))

    def _near(self) -> Tree:
        tree = self._not()
        while self.peek() == "near":
            within = self._next().within
            other = self._not()
            if not _is_place(other) or not (isinstance(tree, Near) or _is_place(tree)):
                raise Slip("NEAR stands between words, phrases or a bracket of ORs", "use AND here")
            if isinstance(tree, Near) and tree.within == within:
                tree = Near((*tree.of, other), within)
            else:
                tree = Near((tree, other), within)
        return tree

    def _not(self) -> Tree:
        if self.peek() == "NOT":
            self._next()
            return Not(self._one())
        return self._one()

    def _one(self) -> Tree:
        if self.peek() in (None, "close", "AND", "OR", "near"):
            before = self._tokens[self._at - 1].text if self._at else ""
            raise Slip(f"nothing after `{before}`" if before else "the string begins with a sign", "write a word there")
        token = self._next()
        if token.kind == "NOT":
            raise Slip("NOT stands twice", "drop one")
        if token.kind == "open":
            self._depth += 1
            if self._depth > _DEEPEST:
                raise Slip("brackets are nested more than 30 deep", "write several take lines instead")
            tree = self.all_of()
            if self.peek() != "close":
                raise Slip("a bracket opens and has no partner", "count the brackets")
            self._next()
            self._depth -= 1
            return tree
        if token.kind == "field":
            return self._field(token.text.lower())
        if token.kind == "word" and token.text.startswith("@") and token.text[1:].lower() in self._lists:
            name = token.text[1:].lower()
            return Words(name, self._lists[name])
        folded = pattern(token.text.strip(",;"))
        if not folded:
            if "*" in token.text:
                raise Slip("a lone `*` would take everything", "write the beginning of the word: famil*")
            raise Slip(f"`{token.text}` holds no word", "write letters or digits")
        return folded

    def _field(self, name: str) -> Tree:
        if name in DICTIONARIES:
            return Is(name, (looked_up(name, self._next().text if self.peek() in ("word", "quoted") else ""),))
        if name not in _FIELDS:
            known = (*_FIELDS, *DICTIONARIES)
            raise Slip(f"unknown field `{name}:`", meant(name, known, f"one of {', '.join(known)}"))
        return In(_FIELDS[name], self._one())


def _is_place(tree: Tree) -> bool:
    return isinstance(tree, str | Words) or (isinstance(tree, Or) and all(map(_is_place, tree.of)))
