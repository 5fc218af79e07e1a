"""Bytes in a stated charset, or a raw header value, into clean text: NFC, without control characters.

Charsets come from an allow-list (the text encodings of the WHATWG Encoding Standard): `utf-7`, `unicode_escape`,
`idna`, `zlib` and their like would let bytes become markup after every check has passed.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from unicodedata import combining, normalize

# WHATWG label -> Python codec. Labels not here are read as latin-1 with a defect.
_SAME = """
    utf-8 utf-16 utf-16le utf-16be big5 big5hkscs euc-jp euc-kr gb18030 iso-2022-jp cp932 cp949 koi8-r koi8-u
    iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-10 iso-8859-13 iso-8859-14
    iso-8859-15 iso-8859-16 cp866 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    iso-2022-kr iso-2022-jp-2 hz johab cp437 cp850 cp852 tis-620
"""
_ALIASES = {
    "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8", "unicode": "utf-16", "ucs-2": "utf-16",
    "us-ascii": "cp1252", "ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "646": "cp1252", "7bit": "cp1252",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252",
    "iso_8859-1": "cp1252", "x-cp1252": "cp1252", "iso-8859-9": "cp1254", "latin5": "cp1254",
    "iso-8859-11": "cp874", "windows-874": "cp874", "cp874": "cp874", "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "hz-gb-2312": "hz", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs", "x-x-big5": "big5hkscs",
    "shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "euckr": "cp949", "windows-949": "cp949",
    "macintosh": "mac-roman", "mac": "mac-roman", "x-mac-roman": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "ibm866": "cp866", "koi8": "koi8-r", "koi8-ru": "koi8-u", "eucjp": "euc-jp", "x-euc-jp": "euc-jp",
    "iso-2022-jp-ms": "iso-2022-jp-2", "csiso2022jp": "iso-2022-jp", "iso-8859-16": "iso-8859-16",
}  # fmt: skip
CHARSETS = {
    **{name: name for name in _SAME.split()},
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    **{f"iso8859-{n}": f"iso-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"latin{n}": f"iso-8859-{n}" for n in (2, 3, 4)},
    **{label.replace("_", "-"): codec for label, codec in _ALIASES.items()},
}
# Escape sequences or NUL bytes are part of these, so control characters are removed only after decoding.
_WIDE = ("utf-16", "iso-2022", "hz")

_C0_BYTES = bytes(set(range(32)) - {9, 10}) + b"\x7f"
_C0 = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_HEADER_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
_CONTROLS_AS_NUL = bytes.maketrans(_C0_BYTES + b"\t", bytes(len(_C0_BYTES) + 1))
BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*)\?=")


# Normalising sorts each run of combining marks, in quadratic time; the Stream-Safe Text Format (UAX 15) allows thirty.
_MARKED_RUN = re.compile(r"[^\w\s\x00-\x7f]{64,}")


def _nfc(words: str) -> str:
    if words.isascii():
        return words
    return normalize("NFC", _MARKED_RUN.sub(_shorter, words))


def _shorter(run: re.Match[str]) -> str:
    return run[0][:30] if any(map(combining, run[0])) else run[0]


def text(octets: bytes, charset: str, defects: list[str]) -> str:
    """Body bytes as text: NFC, line ends LF, no control characters but tab and LF; what was wrong joins `defects`."""
    label = charset.strip().strip("'\"").lower().replace("_", "-") if charset else "utf-8"
    codec = CHARSETS.get(label)
    if codec is None:
        defects.append(f"charset {label[:40]!r} not allowed, read as latin-1")
        return clean(octets.decode("latin-1"))
    if codec.startswith(_WIDE):
        return clean(octets.decode(codec, "replace"))
    octets = octets.translate(None, _C0_BYTES)
    if codec in ("utf-8", "cp1252"):
        if octets.isascii():
            return octets.decode("ascii")
        # Bytes that are valid UTF-8 are UTF-8, whatever a mail calls them: latin-1 prose practically never is.
        try:
            return _nfc(octets.decode("utf-8")).replace("\ufeff", "")
        except UnicodeDecodeError:
            pass
        if codec == "utf-8":
            defects.append("not the UTF-8 it says, read as windows-1252 or replaced")
            # A cut multi-byte character is no reason to read a whole Chinese mail as latin.
            loose = octets.decode("utf-8", "replace")
            codec = "cp1252" if loose.count("\ufffd") * 20 > len(loose) - loose.count("\ufffd") else "utf-8"
    return clean(octets.decode(codec, "replace"))


def clean(words: str) -> str:
    """Text of any origin as the house keeps it: NFC, LF, no C0 controls, no lone surrogates."""
    words = _C0.sub("", words.replace("\r\n", "\n")) if not words.isprintable() else words
    return _nfc(words.encode("utf-8", "replace").decode("utf-8").replace("\ufeff", ""))


def one_line(words: str) -> str:
    """A subject or a name: one line, no controls, no bidirectional overrides, single blanks at the ends."""
    if words.isascii() and words.isprintable():
        return words.strip()
    return _nfc(BIDI.sub("", _HEADER_CONTROLS.sub(" ", words))).strip()


def header_words(values: Sequence[bytes], charset: str) -> list[str]:
    """Raw header values as clean words; plain ones, as most are, are read together."""
    together = b"\n".join(values)
    if together.isascii() and b"=?" not in together and together.count(b"\n") == len(values) - 1:
        together = together.translate(_CONTROLS_AS_NUL)
        if b"\0\0" not in together:
            return [words.strip() for words in together.replace(b"\0", b" ").decode().split("\n")]
    return [one_line(decode_words(unfold(value, charset))) for value in values]


def unfold(octets: bytes, charset: str = "") -> str:
    """A raw header value (RFC 5322 2.2.3) as one line of text, encoded words still in it.

    Bytes above 127 are UTF-8 (RFC 6532), else in the charset of the mail's own body, as old programs wrote them.
    """
    if b"\n" in octets:
        octets = octets.replace(b"\n", b"")
    try:
        return octets.decode("utf-8").strip()
    except UnicodeDecodeError:
        return octets.decode(CHARSETS.get(charset.lower(), "cp1252"), "replace").strip()


def decode_words(value: str) -> str:
    """Encoded words (RFC 2047) decoded in linear time, split characters of neighbouring words joined first."""
    if "=?" not in value:
        return value
    out: list[str] = []
    waiting, charset, end = b"", "", 0
    ignored: list[str] = []
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        octets = _word_bytes(match[2], match[3])
        apart = bool(between.strip()) or not end
        if waiting and (apart or match[1].lower() != charset):
            out.append(text(waiting, charset, ignored))
            waiting = b""
        if apart:
            out.append(between)
        waiting, charset, end = waiting + octets, match[1].lower(), match.end()
    if waiting:
        out.append(text(waiting, charset, ignored))
    out.append(value[end:])
    return "".join(out)


def _word_bytes(encoding: str, payload: str) -> bytes:
    octets = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(octets.replace(b"_", b"=20"), header=False)
    try:
        return binascii.a2b_base64(octets + b"=" * (-len(octets) % 4))
    except binascii.Error:
        return octets
