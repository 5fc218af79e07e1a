"""The header lines that Lotus Notes 6 and later write in columns above a mail they forward.

Below the mark the sender stands at the left with the date; the words for To, cc and Subject stand alone at the right,
each above its value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from router.mail import header_words

_TALLEST = 40  # lines below the mark, long lists of recipients included
_ALONE = re.compile(r"^\s{16,}(\S(?:.{0,20}\S)?)\s*$")
_COLUMN = re.compile(r"\s{3,}")


def read(lines: Sequence[str]) -> tuple[dict[str, str], int] | None:
    """(field -> value, the line behind the subject) of the lines below a mark; None when they stand in no columns."""
    found: dict[str, str] = {}
    left: list[str] = []
    name, end, wordless = "", 0, 0
    for at, line in enumerate(lines[:_TALLEST]):
        if not line.strip():
            wordless += 1
            if name == "subject" and found.get(name) and wordless > 1:
                break
            continue
        wordless = 0
        if word := _word(line, found):
            name = word
            found[name] = ""
            continue
        first, *more = _COLUMN.split(line.strip(), maxsplit=1)
        at_left = len(line) - len(line.lstrip()) < 16
        if at_left and found.get("subject"):
            break  # the body, close below
        if at_left:
            left.append(first)
        value = " ".join(more) if at_left else line.strip()
        if value and not name:
            return None
        if value:
            found[name] = f"{found[name]} {value}".strip()
            end = at + 1
    if "subject" not in found or "to" not in found or not left:
        return None
    found["from"] = " ".join(one for one in left if not one[:1].isdigit())
    found["date"] = next((one for one in left if one[:1].isdigit()), "")
    return found, end


def _word(line: str, found: dict[str, str]) -> str:
    """The field that a word alone at the right names, "" when it names none that is still to come."""
    match = _ALONE.match(line)
    meanings = header_words.HEADERS.get(header_words.key(match[1]), {}) if match else {}
    return next((name for name in ("to", "copy", "subject") if name in meanings and name not in found), "")
