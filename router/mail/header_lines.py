"""One line of a mail: whether it is a header line, a forward mark or a rule, and what an address line says."""

from __future__ import annotations

import re

from router.mail import header_words
from router.terms import Address

LINE = re.compile(r"^\s*\*{0,2}([^\W\d_][^:：\n]{0,30}?)\s{0,2}\*{0,2}\s?[:：]\*{0,2}\s*(.*)$")
ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:]{1,190}")
_OF_NOTES = re.compile(r"[^@]*/[^@]*@[^.@]*|[^@]+@[^.@]*/[^@]*")  # "Ana Ruiz/HR/Town@Town": a name in its own directory
RULE = re.compile(r"^\s*(?:[-_=*~#—–―]\s?){3,}\s*$")
WROTE = re.compile(r"^(?=.{12,300}(?:[:：]|>>>)\s*$)(?=.*\d)")
_BRACKETED = re.compile(r"\s*[(（][^()（）]{0,12}[)）]$")
_SCISSORS = re.compile(r"^\s{0,3}={2,9}8<={3}")  # The Bat!, whatever its language says between the signs
_END = re.compile(
    r"^\s{0,3}[-=*]{3,}\s*(?:original message ends|end of (?:the )?(?:original |forwarded )?(?:message|mail)"
    r"|ende der (?:(?:weitergeleitet|original|ursprünglich)\w* ?)?(?:nachricht|mail)|fin (?:du|del) (?:message|mensaje)(?: \w{6,})?"
    r"|fine (?:del )?messaggio(?: \w{6,})?|конец (?:текста )?(?:(?:исходн|пересыла|пересла|перенаправ|оригинал)\w+ )?(?:текста )?сообщения"
    r"|koniec (?:(?:przesłan|przesyłan|przekaz|oryginaln)\w+ )?wiadomości)\W*$",
    re.I,
)
_SAYS_END = re.compile(
    r"\b(?:ends?|ende|einde|fin|fine|fim|final|slut|slutt|loppu|konec|koniec|kraj|vége|sfârșit\w*|sonu?|lõpp|beigas|pabaiga|конец|кінець|край|крај|τέλος"
    r"|akhir|termin\w+|finaliza\w+|kết thúc|סוף|نهاية|پایان)\b|結束|结束|終わり|終了|끝|สิ้นสุด",
    re.I,
)
_QUOTE = re.compile(r"^[ \t]*(?:[>|][ \t]?)+")
_DASHED = re.compile(r"^\W{0,3}[-_=*~#—–―]{2,}\s*(?P<words>[^-_=*~#\n].{2,80}?)\s*[-_=*~#—–―]{2,}\W{0,3}(?P<rest>.*)$")
_SIGNS = "-_=*~#—–―[(<>|"
_WIDEST = 4000


def plain(line: str) -> tuple[str, int]:
    """A line without its quote signs and invisible marks, and how many quote signs it had."""
    line = line[:_WIDEST]
    match = _QUOTE.match(line)
    depth = 0
    if match:
        depth = match[0].count(">") + match[0].count("|")
        line = line[match.end() :]
    return line.replace("\u00a0", " ").replace("\ufeff", "").replace("\u200b", "").rstrip(), depth


def dashed(words: str) -> re.Match[str] | None:
    """`---- words ---- rest`: the words between dashes, and what a program runs on behind them."""
    return _DASHED.match(words) if words.lstrip()[:1] in _SIGNS else None


def is_mark(words: str) -> bool:
    """Whether a line says that what follows was forwarded: short, and dashed or ended by a colon or nothing else."""
    bare = words.strip()
    folded = bare.strip(" -_=*~#—–―>:：.")
    if len(words) > 100 or len(folded.split()) > 8 or not header_words.marks_in(folded):
        return False
    return (
        bare.endswith((":", "：")) or bare[:1] in "-_=*~#—–―" or (len(folded.split()) >= 3 and not bare.endswith("."))
    )


def ends(line: str) -> bool:
    """Whether a line is a forward mark between dashes or with scissors: the one below a mail looks like the one above."""
    if line.lstrip()[:1] not in ("-", "=", "*"):
        return False
    return is_mark(line[:300]) or _SCISSORS.match(line) is not None or _END.match(line[:300]) is not None


def says_end(line: str) -> bool:
    """Whether such a line says in so many words that the mail ends there, or is cut out with scissors."""
    return _SCISSORS.match(line) is not None or _SAYS_END.search(line[:300]) is not None


def header(words: str) -> tuple[str, str] | None:
    """A header line's word, as the table has it, and its value."""
    match = LINE.match(words)
    if match is None:
        return None
    word = header_words.key(match[1])
    if word not in header_words.HEADERS:
        word = _BRACKETED.sub("", word)  # "Kopie (CC)"
        if word not in header_words.HEADERS:
            return None
    return word, match[2].strip(" *\t")


def who_wrote(words: str) -> str:
    """`On 2 March A <a@b> wrote:` as a From line's value."""
    match = ADDRESS.search(words)
    before = words[: match.start()] if match else words
    before = re.split(r"\d[\d:.,/ ]*\d\s*(?:[AaPp]\.?[Mm]\.?)?|,", before)[-1].strip(" <([\"'«»„”“")
    quoted = re.split('["«„“]', before)[-1]
    # Lower-case words before the name are the language's "wrote".
    name = re.sub(r"^(?:[^\W\d_A-Z]\w*\s+)+(?=[^\Wa-z])", "", quoted.strip())
    return f"{name} <{match[0] if match else ''}>"


def sender(value: str) -> Address:
    """A From line's value, as any program writes it, as an address: the first address in it, the words before it."""
    value = value.replace("*", "").strip()
    found = [match for match in ADDRESS.finditer(value) if not _OF_NOTES.fullmatch(match[0])]
    match = next(
        (match for match in found if value[match.start() - 1 : match.start()] == "<"), found[0] if found else None
    )
    if match is None:
        return Address("", re.split(r"[<\[(]", value)[0].strip(" \"'"))
    name = re.split(r"[<\[(]", value[: match.start()])[0].strip(" \"'«»„“”,;")
    address = match[0].removeprefix("mailto:").rstrip(".").lower()
    return Address(address, "" if name.lower() == address else name.removesuffix("mailto").strip())
