"""Lines of a mail into the block of header lines that a mail program wrote above the mail it forwards.

One reader for text and HTML (whose lines `forwards` makes). A block is several header lines in a row, in any of the
languages of `header_words`; below a forward mark it may be in a language nobody has told us, read by its shape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from router.mail import columns, header_words
from router.mail.header_lines import ADDRESS, LINE, RULE, WROTE, dashed, header, is_mark, plain, who_wrote

_DATE = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|[\u0660-\u0669\u06f0-\u06f9]{4}|\b25\d\d\b")
_SCISSORS = re.compile(r"^\W*8<.*|^\s*[=*#~-]{3,}.{0,80}[=*#~-]{3,}\s*$")
_OF_PROGRAM = re.compile(r"8<|original|message|mail|nachricht", re.I)  # "======== Original message text ========"
_HYPHENED = re.compile(r"^[A-Z][A-Za-z]*(?:-[A-Za-z]+)+:\s")  # User-Agent: and its like, as terminal programs keep them

_WHOLE = {"from", "date", "to", "subject"}

_MOST_LINES = 2000  # nobody's note above a forwarded mail is longer
_FEW_ROWS = 8
_TALLEST = 40  # lines of one block, long lists of recipients included


@dataclass(slots=True)
class Block:
    """Where a forwarded mail's header lines stand, and what they say."""

    start: int  # the first line that is no longer the forwarder's: mark, rule or header
    end: int  # the first line of the forwarded body
    fields: dict[str, str] = field(default_factory=dict)
    marked: bool = False  # a forward mark stands above it
    quote: int = 0  # how many quote signs its lines carry
    languages: frozenset[str] = frozenset()
    how: str = "header-block"
    written: bool = False  # as only mail programs write it: below words between dashes, or "Sent" for the day


def find(lines: Sequence[str], own_subject: str = "", forwarded: bool = False) -> Block | None:
    """The first block of forwarded headers.

    `own_subject` is the mail's subject without its prefix. With `forwarded`, where the prefix says so, weaker signs
    count too: a line like "On Monday A <a@b> wrote:", or a block in an unknown language.
    """
    lines = lines[: _MOST_LINES + _TALLEST]
    markable = header_words.marks_in("\n".join(lines))
    mark = ruled = -1  # the last forward mark, and the last line between dashes of whatever words
    for at, line in enumerate(lines[:_MOST_LINES]):
        words, depth = plain(line)
        if not words.strip():
            continue
        title = dashed(words)
        block = _on_one_line(title["rest"], at, depth) if title else None
        if markable and ((title and header_words.marks_in(title["words"])) or is_mark(words)):
            mark = at
        elif block is None:
            block = _block_near(lines, at, depth, mark, ruled, own_subject, forwarded)
        if block:
            return block
        ruled = at if title else ruled
    return None


def _block_near(
    lines: Sequence[str], at: int, depth: int, mark: int, ruled: int, own_subject: str, forwarded: bool
) -> Block | None:
    near = mark if 0 <= mark > at - 16 and _close(lines, mark, at) else -1
    block = _block_at(lines, at, depth, near, own_subject, forwarded)
    if block is None and near >= 0 and at - near <= 2:
        block = _without_colons(lines, at, depth, near) or _in_columns(lines, at, near)
    if block is not None or not (near >= 0 or forwarded) or not LINE.match(plain(lines[at])[0]):
        return block
    known = len(own_subject) > 3 and any(own_subject in row for row in lines[at : at + 7])
    if near >= 0 or known or (ruled >= 0 and _close(lines, ruled, at)):
        return _by_shape(lines, at, depth, near if near >= 0 else at)
    return None


def _without_colons(lines: Sequence[str], at: int, depth: int, mark: int) -> Block | None:
    """`From "A" <a@b>`, `To …`, `Subject …` right below a mark, as eM Client writes them."""
    found: dict[str, str] = {}
    end = at
    while end < len(lines) and end - at < _FEW_ROWS:
        word, _, value = plain(lines[end])[0].strip().partition(" ")
        meanings = header_words.HEADERS.get(header_words.key(word), {})
        name = next((name for name in meanings if name != "copy" and name not in found), "")
        if not name or not value:
            break
        found[name] = value.strip()
        end += 1
    if len(found) < 3 or not ADDRESS.search(found.get("from", "")):
        return None
    return Block(_first_line(lines, mark), _body(lines, end), found, marked=True, quote=depth)


def _in_columns(lines: Sequence[str], at: int, mark: int) -> Block | None:
    read = columns.read(lines[at:])
    if read is None:
        return None
    fields, height = read
    return Block(_first_line(lines, mark), _body(lines, at + height), fields, marked=True)


def _block_at(lines: Sequence[str], at: int, depth: int, mark: int, own_subject: str, forwarded: bool) -> Block | None:
    """A block that begins with this line: header lines in a known language, or a line that says who wrote."""
    words = plain(lines[at])[0]
    if header(words):
        block = _read(lines, at, depth, own_subject, mark)
        if (
            block
            and mark < 0
            and not forwarded
            and lines[at].startswith(("  ", "\t"))
            and not _is_of(block, own_subject)
        ):
            return None  # shown in a letter as an example
        if block:
            block.marked = mark >= 0
            block.start = _first_line(lines, mark if mark >= 0 else at)
            block.written = block.written or any(dashed(plain(line)[0]) for line in lines[block.start : at])
        return block
    if not forwarded and mark < 0:
        return None
    height = 1 if WROTE.match(words.strip()) and ADDRESS.search(words) else _wrote_broken(lines, at, words)
    return _written(lines, at, depth, height, mark >= 0) if height else None


def _is_of(block: Block, own_subject: str) -> bool:
    """Whether a block names the subject of the mail it stands in."""
    inner = header_words.key(block.fields.get("subject", ""))
    return inner != "" and header_words.key(own_subject).endswith(inner)


def _wrote_broken(lines: Sequence[str], at: int, words: str) -> int:
    """2 when a "wrote" line was broken over two lines by the mail program, else 0."""
    below = plain(lines[at + 1])[0] if at + 1 < len(lines) else ""
    both = f"{words} {below}".strip()
    if WROTE.match(below.strip()) and ADDRESS.search(below):
        return 0  # the line below says it all: this one is the forwarder's
    return 2 if below and WROTE.match(both) and ADDRESS.search(both) and not header(below) else 0


def _close(lines: Sequence[str], mark: int, at: int) -> bool:
    """Whether a mark and a line belong together: up to three lines between, header lines of other kinds not counted."""
    between = [words for line in lines[mark + 1 : at] if (words := plain(line)[0]).strip() and not LINE.match(words)]
    return at - mark < 16 and len(between) <= 3


def _named_above(lines: Sequence[str], mark: int, at: int) -> str:
    """Who wrote, where a program names them above the header lines without a word for it, as Notes does."""
    above = [words.strip() for line in lines[mark + 1 : at] if (words := plain(line)[0]).strip()]
    named = [words for words in above if not words.endswith("---")]  # the mark's second line
    return re.split(r"\s+(?:on|am|le|el|il|op)\s+\d", named[0])[0] if 1 <= len(named) <= 3 else ""


def _first_line(lines: Sequence[str], at: int) -> int:
    """Rules, blank lines, a line between dashes and one line inside the quotation belong to the block below them."""
    quoted = plain(lines[at])[1]
    while at:
        words, depth = plain(lines[at - 1])
        inside = quoted and depth == quoted
        if words.strip() and not inside and not RULE.match(words) and not dashed(words):
            break
        at -= 1
    return at


def _read(lines: Sequence[str], at: int, depth: int, own_subject: str, mark: int) -> Block | None:
    found: dict[str, str] = {}
    languages: set[str] | None = None
    last, end, start, sent = "", at, at, False
    while at < len(lines) and at - start < _TALLEST:
        words, _ = plain(lines[at])
        if not words.strip():
            # Some programs part the lines of the block by blank ones.
            after = next((n for n in range(at + 1, min(at + 3, len(lines))) if plain(lines[n])[0].strip()), 0)
            row = header(plain(lines[after])[0]) if after else None
            if not row or not _new(row, found):
                break
            at = after
            continue
        row = header(words)
        if row and (name := _new(row, found)):
            word, value = row
            spoken = set().union(*header_words.HEADERS[word].values())
            if "en" not in spoken:
                languages = spoken if languages is None else (languages & spoken or languages)
            found[name], last = value, name
            sent = sent or word in header_words.SENT
        elif row or not last:
            break
        elif _continues(lines, at, found, last, own_subject, words):
            found[last] = f"{found[last]} {words.strip()}".strip()
        elif (mark >= 0 and _HYPHENED.match(words)) or (LINE.match(words) and _more(lines, at, found)):
            pass  # a header line that says nothing to us
        else:
            break
        at += 1
        end = at
    if mark >= 0 and "from" not in found and found.keys() & {"subject", "to"}:
        found["from"] = _named_above(lines, mark, start)
    if not _enough(found, mark >= 0):
        return None
    spoken_in = frozenset(languages or ())
    return Block(start, _body(lines, end), found, quote=depth, languages=spoken_in, written=sent)


def _new(row: tuple[str, str], found: dict[str, str]) -> str:
    """The field this header line fills, "" when the block has it: then the line is the body's."""
    meanings = header_words.HEADERS[row[0]]
    for name in meanings:
        if name == "copy":
            return f"copy-{row[0]}" if f"copy-{row[0]}" not in found else ""
        if name not in found:
            return name
    return ""


def _enough(found: dict[str, str], marked: bool) -> bool:
    if "from" not in found or not found["from"]:
        return False
    if marked:
        return len(found) >= 2
    return len(found) >= 3 and ("subject" in found or "date" in found) and ("to" in found or "date" in found)


def _continues(lines: Sequence[str], at: int, found: dict[str, str], last: str, own_subject: str, words: str) -> bool:
    """Whether a line without a header word of its own belongs to the header line above it."""
    value = found[last]
    if dashed(words) or RULE.match(words) or is_mark(words):
        return False
    if not value:
        return not last.startswith("copy") or ADDRESS.search(words) is not None
    if LINE.match(words) and last == "subject":
        return False
    if last == "subject":
        joined = " ".join(f"{value} {words}".split())
        if own_subject and joined in " ".join(own_subject.split()):
            return True
        indented = lines[at][:1] == "\t" or lines[at][:2] == "  "
        return indented and (_more(lines, at, found) or at + 1 == len(lines) or not plain(lines[at + 1])[0].strip())
    if value.endswith((",", ";")) or value.count("<") > value.count(">"):
        return True
    return _more(lines, at, found) or (ADDRESS.search(words) is not None and words[:1] in " \t<")


def _more(lines: Sequence[str], at: int, found: dict[str, str]) -> bool:
    """Whether a header line that the block has not follows soon, before a blank line or a mark: then this line belongs
    to the one above. Of a block that has all but copies it must be the next."""
    for line in lines[at + 1 : at + (2 if found.keys() >= _WHOLE else 4)]:
        words, _ = plain(line)
        if not words.strip() or dashed(words) or is_mark(words):
            return False
        if row := header(words):
            return _new(row, found) != ""
    return False


def _body(lines: Sequence[str], at: int) -> int:
    while at < len(lines):
        words, _ = plain(lines[at])
        if words.strip() and not RULE.match(words) and not _closes(words):
            break
        at += 1
    return at


def _closes(words: str) -> bool:
    """Whether a line closes a block: scissors, or a second mark of any other sign than dashes, which is the next
    forward's. Other words between signs are the first title of the body."""
    if not _SCISSORS.match(words) or (words.lstrip()[:1] == "-" and is_mark(words)):
        return False
    return header_words.marks_in(words) or _OF_PROGRAM.search(words) is not None


_RUN_ON = re.compile(r"(?=(?P<word>[^\W\d_](?:[^\W\d_]|[ '.-](?=[^\W\d_])){0,24}) ?[:：] ?)")


def _on_one_line(rest: str, at: int, depth: int) -> Block | None:
    """`From: A <a@b>To: C <c@d>Sent: … Subject: …` run together on the line of the mark, as Yahoo's text does."""
    hits: list[tuple[int, int, str]] = []
    for match in _RUN_ON.finditer(rest):
        meanings = header_words.HEADERS.get(header_words.key(match["word"]))
        before = rest[: match.start()]
        if not meanings or (hits and match.start() < hits[-1][1]):
            continue
        # A word in the middle of another ("Agenda:") starts lower case behind a letter.
        if before and before[-1].isalpha() and not match["word"][0].isupper():
            continue
        taken = {hit[2] for hit in hits}
        name = next((name for name in meanings if name not in taken), "")
        if name:
            hits.append((match.start(), match.start() + len(match[1]), name))
    fields: dict[str, str] = {}
    for number, (_, stop, name) in enumerate(hits):
        until = hits[number + 1][0] if number + 1 < len(hits) else len(rest)
        fields[name] = rest[stop:until].lstrip(" :：").strip()
    if "from" not in fields or len(fields) < 3:
        return None
    return Block(at, at + 1, fields, marked=True, quote=depth)


def _by_shape(lines: Sequence[str], at: int, depth: int, above: int) -> Block | None:
    """A block in an unknown language: at least three `word: value` lines, an address and a date among the values."""
    rows: list[str] = []
    end = at
    while end < len(lines) and len(rows) < 9:
        words = plain(lines[end])[0]
        known = header(words)
        if rows and known and "from" in header_words.HEADERS[known[0]]:
            return None  # there it begins: what stands above is a signature ("T: 01632 960 114")
        if _HYPHENED.match(words):
            return None  # the mail's own header (Return-Path: …), of which we know the words
        match = LINE.match(words)
        value = match[2].strip(" *") if match else ""
        if not value or value.startswith("//"):
            break
        rows.append(value)
        end += 1
    sender = next((row for row in rows if ADDRESS.search(row)), "")
    date = next((row for row in rows if not ADDRESS.search(row) and _DATE.search(row)), "")
    if len(rows) < 3 or not sender or not date:
        return None
    subject = next((row for row in rows if row not in (sender, date) and not ADDRESS.search(row)), "")
    fields = {"from": sender, "date": date} | ({"subject": subject} if subject else {})
    start = _first_line(lines, above)
    return Block(start, _body(lines, end), fields, marked=True, quote=depth, how="header-shape")


def _written(lines: Sequence[str], at: int, depth: int, height: int, marked: bool) -> Block:
    words = " ".join(plain(line)[0].strip() for line in lines[at : at + height])
    start, end = _first_line(lines, at), _body(lines, at + height)
    return Block(start, end, {"from": who_wrote(words)}, marked=marked, quote=depth, how="wrote")
