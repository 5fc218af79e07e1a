"""Headers and bodies as the bytes of one mail, and the last look at them before they are frozen."""

from __future__ import annotations

import base64
import re
from binascii import b2a_qp
from collections.abc import Sequence

from router.errors import HeaderError
from router.headers.fields import HARD_LINE, OURS, header

_LAST_SPACE = re.compile(rb"(?m)^([^\n]{74,})(=20|=09)$")


def quoted(text: str) -> bytes:
    """Text as quoted-printable bytes (RFC 2045 6.7), lines of at most 76 and CRLF.

    Every line is encoded for itself: what is cut at line ends and encoded apart is, joined, the same bytes.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    encoded = b2a_qp(text.encode("utf-8", "replace"), istext=True)
    # b2a_qp forgets that a space at the end of a line is three bytes when it counts to 76
    return _LAST_SPACE.sub(b"\\1=\n\\2", encoded).replace(b"\n", b"\r\n")


def compose(headers: Sequence[tuple[str, str]], text: str, html: str = "", *, boundary: str) -> bytes:
    """The whole mail: headers, then text alone or multipart/alternative with the text first (RFC 2046 5.1.4).

    Raises HeaderError as `header` does, and when what came out does not pass `scan`.
    """
    mail = assemble(headers, quoted(text), quoted(html) if html else b"", boundary=boundary)
    scan(mail)
    return mail


def assemble(headers: Sequence[tuple[str, str]], text: bytes, html: bytes = b"", *, boundary: str) -> bytes:
    """As `compose`, of parts that `quoted` has encoded already; of these only the headers are scanned again."""
    kind = "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    block = "".join([header(name, value) for name, value in headers]) + "MIME-Version: 1.0\r\n"
    if not html:
        head = (block + kind.format("plain")).encode("ascii")
        _scan_head(head)
        return head + text.removesuffix(b"\r\n") + b"\r\n"
    head = (block + header("Content-Type", f'multipart/alternative; boundary="{boundary}"') + "\r\n").encode("ascii")
    _scan_head(head)
    mark = f"\r\n--{boundary}"  # the line break before it is part of it (RFC 2046 5.1.1)
    plain, rich = (f"{mark}\r\n{kind.format(one)}".encode("ascii") for one in ("plain", "html"))
    return b"".join((head, plain[2:], text, rich, html, f"{mark}--\r\n".encode("ascii")))


def attach(mail: bytes, kind: str, name: str, data: bytes, *, boundary: str) -> bytes:
    """A mail of `compose` with one attachment in base64 (RFC 2046 5.1.3, RFC 2183).

    `kind` is a MIME type, `name` a plain file name; `boundary` must not be the mail's own. Raises HeaderError as
    `compose` does.
    """
    head, version, body = mail.partition(b"\r\nMIME-Version: 1.0\r\n")
    part = f'Content-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
    part += f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    mark = b"\r\n--" + boundary.encode("ascii")
    mixed = header("Content-Type", f'multipart/mixed; boundary="{boundary}"').encode("ascii")
    coded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    whole = b"".join(
        (head, version, mixed, mark, b"\r\n", body, mark, b"\r\n", part.encode("ascii"), coded, mark, b"--\r\n")
    )
    scan(whole)
    return whole


def scan(mail: bytes) -> None:
    """The last look at bytes before they are frozen: CRLF only, ASCII, short lines, our header names, each once.

    Raises HeaderError with what is wrong.
    """
    if not mail.isascii() or b"\x00" in mail:
        raise HeaderError("mail", "holds bytes outside 7-bit ASCII", "encode the body as quoted-printable")
    lines = mail.split(b"\r\n")
    rest = b"".join(lines)
    if b"\n" in rest or b"\r" in rest:
        raise HeaderError("mail", "holds a bare CR or LF", "end lines with CRLF")
    if max(map(len, lines)) > HARD_LINE:
        raise HeaderError("mail", "holds a line longer than 998 bytes", "encode the body as quoted-printable")
    _scan_head(mail[: mail.find(b"\r\n\r\n") + 2])


def _scan_head(head: bytes) -> None:
    seen: set[str] = set()
    for line in head.decode("ascii").rstrip("\r\n").split("\r\n"):
        if line.startswith(" ") and line.strip() and seen:
            continue
        name = line.partition(": ")[0].lower()
        if name not in OURS or name in seen:
            raise HeaderError(name[:40], "is not a header this house writes, or stands there twice", "do not send")
        seen.add(name)
    if not seen.issuperset(("from", "date", "message-id")):
        raise HeaderError("mail", "lacks Date, From or Message-ID", "use issue_headers or notice_headers")
