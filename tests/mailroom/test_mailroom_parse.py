"""Bytes of honest and of broken mails are read; what passes a cap is refused before any library sees it."""

from __future__ import annotations

import base64
import email
import time
from collections.abc import Callable
from datetime import UTC, datetime

import mailparser
import pytest

from router.errors import MailError, TooBig
from router.mail import bytewise, wording
from router.mail import parse as parsing
from router.mail.parse import parse

Letter = Callable[..., bytes]


def test_headers_are_decoded_in_order_with_their_doubles() -> None:
    raw = (
        b"Received: from a.example\nReceived: from b.example\n"
        b"From: =?iso-8859-1?Q?J=F6rg?= =?utf-8?B?IE3DvGxsZXI=?= <JORG@Town.example>\n"
        b"To: One <one@town.example>, two@town.example\nCc: three@town.example\n"
        b"Subject: =?utf-8?B?w5xiZXLDvGNrIOKAk" + b"w==?= one\n\ttwo\n\nbody\n"
    )
    read = parse(raw)
    assert read.all("received") == ("from a.example", "from b.example")
    assert read.sender.address == "jorg@town.example"
    assert read.sender.name == "Jörg Müller"
    assert read.subject == "Überück – one\ttwo".replace("\t", " ")
    assert [to.address for to in read.to] == ["one@town.example", "two@town.example", "three@town.example"]
    assert read.rung == "mail-parser"
    assert read.text == "body\n"


def test_an_encoded_word_cut_inside_a_character_is_joined_first() -> None:
    octets = "Straßenzeitung".encode()
    one, two = base64.b64encode(octets[:5]).decode(), base64.b64encode(octets[5:]).decode()
    raw = f"From: a@b.example\nSubject: =?utf-8?B?{one}?=\n =?utf-8?B?{two}?=\n\nx".encode()
    assert parse(raw).subject == "Straßenzeitung"


def test_date_is_utc_and_a_nonsense_date_is_none() -> None:
    assert parse(b"From: a@b.example\nDate: Mon, 02 Mar 2026 07:00:00 +0100\n\nx").date == datetime(
        2026, 3, 2, 6, tzinfo=UTC
    )
    assert parse(b"From: a@b.example\nDate: yesterday, more or less\n\nx").date is None


@pytest.mark.parametrize("values", [
    [b" a\tb ", b"\x01", b"", b"c"], [b"a\t\tb", b"\x0b\x0c c"], [b"a\nb", b"c"], [b"=?utf-8?q?=C3=A9?=", b"a"], [b"\xc3\xa9", b"a\tb"], [],
])  # fmt: skip
def test_fields_read_together_are_what_each_of_them_is(values: list[bytes]) -> None:
    alone = [wording.one_line(wording.decode_words(wording.unfold(value))) for value in values]
    assert wording.header_words(values, "") == alone


@pytest.mark.parametrize("raw", [b"a\r\nb\r\n", b"a\rb", b"a\r\n\nb", b"a\n\rb", b"a\r\r\nb", b"\r", b""])
def test_every_line_end_is_read_as_lf(raw: bytes) -> None:
    assert bytewise.with_lf(raw) == raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


@pytest.mark.parametrize(
    "first", [b"From a@b.example Mon Mar  2 07:00:00 2026\n", b">From a@b Mon\n", b"\xef\xbb\xbf", b"\n\n"]
)
def test_an_mbox_line_a_mark_or_blank_lines_before_the_headers_are_ignored(first: bytes) -> None:
    assert parse(first + b"From: a@b.example\nSubject: s\n\nx").subject == "s"


def test_all_line_ends_mean_the_same(letter: Letter) -> None:
    raw = letter("one\ntwo\n", html="<p>three</p>")
    assert parse(raw) == parse(raw.replace(b"\n", b"\r\n")) == parse(raw.replace(b"\n", b"\r"))


def test_bodies_of_every_transfer_encoding() -> None:
    for encoding, octets in {
        "base64": base64.encodebytes("Grüße ✓\n".encode()),
        "quoted-printable": b"Gr=C3=BC=C3=9Fe =E2=9C=93\n",
        "8bit": "Grüße ✓\n".encode(),
    }.items():
        head = f"From: a@b.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
        assert parse(head.encode() + octets).text.strip() == "Grüße ✓"


def test_flowed_text_is_joined_but_never_into_a_header_line(letter: Letter) -> None:
    flowed = letter("one \ntwo \nFrom: a@b.example\n-- \nMira\n", kind="text/plain; format=flowed")
    assert parse(flowed).text == "one two \nFrom: a@b.example\n-- \nMira\n"
    delsp = letter("見出 \nし\n", kind="text/plain; format=flowed; delsp=yes")
    assert parse(delsp).text == "見出し\n"


def test_attached_mails_and_reports_are_kept_as_bytes_and_others_only_named(letter: Letter) -> None:
    parts = (
        "--edge\nContent-Type: message/rfc822\n\nFrom: c@d.example\nSubject: inner\n\nhello\n"
        "--edge\nContent-Type: application/octet-stream; name=alert.eml\n\nFrom: e@f.example\n\nx\n"
        '--edge\nContent-Type: application/pdf; name="=?utf-8?Q?Pr=C3=BCfung.pdf?="\n\n%PDF\n'
        "--edge\nContent-Type: text/html\nContent-Disposition: attachment; filename=page.html\n\n<p>not the body</p>\n"
    )
    read = parse(letter("see below\n", parts=parts))
    assert [(part.kind, part.name) for part in read.attachments] == [
        ("message/rfc822", ""),
        ("message/rfc822", "alert.eml"),
        ("application/pdf", "Prüfung.pdf"),
        ("text/html", "page.html"),
    ]
    assert b"Subject: inner" in read.attachments[0].body
    assert read.attachments[2].body == b""
    assert read.html == ""


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "idna", "zlib", "rot13", "raw_unicode_escape", "punycode", "utf-32"]
)
def test_a_charset_that_could_hide_markup_is_read_as_latin_1(charset: str) -> None:
    body = b"+ADw-script+AD4- \\x3cscript\\x3e \\u003cscript\\u003e"
    read = parse(f"From: a@b.example\nContent-Type: text/html; charset={charset}\n\n".encode() + body)
    assert "<script" not in read.html
    assert any("not allowed" in defect for defect in read.defects)


def test_text_is_clean_of_controls_and_composed() -> None:
    head = b"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n"
    read = parse(head + "a\0b\x1b[31mc Cafe\u0301\ttab\n".encode())
    assert read.text == "ab[31mc Café\ttab\n"
    spoofed = parse("From: \u202eMira\u2066 <m@town.example>\nSubject: safe\u202ecod.exe\x07\n\nx".encode())
    assert spoofed.subject == "safecod.exe"
    assert spoofed.sender.name == "Mira"


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("windows-1251", "Привет"),
        ("gb2312", "社会工作"),
        ("shift_jis", "見出し"),
        ("iso-2022-jp", "見出し"),
        ("euc-kr", "사회복지"),
        ("iso-8859-1", "Grüße"),
        ("utf-16", "Grüße"),
    ],
)
def test_charsets_of_real_mails(charset: str, words: str) -> None:
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n".encode()
    body = base64.encodebytes(words.encode(charset))
    assert parse(head[:-1] + b"Content-Transfer-Encoding: base64\n\n" + body).text == words


def test_utf_8_called_latin_1_is_utf_8_and_latin_1_called_utf_8_is_latin_1() -> None:
    head = "From: a@b.example\nContent-Type: text/plain; charset={}\n\n"
    assert parse(head.format("iso-8859-1").encode() + "Grüße".encode()).text == "Grüße"
    assert parse(head.format("utf-8").encode() + "Grüße aus Köln".encode("latin-1")).text == "Grüße aus Köln"


def test_raw_bytes_in_a_subject_are_in_the_body_s_charset() -> None:
    raw = "From: a@b.example\nSubject: 社会工作\nContent-Type: text/plain; charset=gb2312\n\n新闻".encode("gb2312")
    assert parse(raw).subject == "社会工作"
    assert parse("From: a@b.example\nSubject: Grüße\n\nx".encode("latin-1")).subject == "Grüße"


@pytest.mark.parametrize("named", ["other", "'edge'", '"edge "'])
def test_a_misnamed_boundary_is_found_where_it_stands(named: str, letter: Letter) -> None:
    raw = letter("one\n", html="<p>two</p>").replace(b"boundary=edge", f"boundary={named}".encode())
    read = parse(raw)
    assert (read.text.strip(), read.html.strip()) == ("one", "<p>two</p>")


def test_the_second_rung_reads_what_the_first_cannot(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(value: str) -> tuple[tuple[str, str], ...]:
        raise AttributeError("as mail-parser does on odd From lines")

    honest = parse(letter("one\n", html="<p>two</p>"))
    monkeypatch.setattr(parsing, "_addresses", broken)
    read = parse(letter("one\n", html="<p>two</p>"))
    assert read.rung == "compat32"
    assert (read.text.strip(), read.html.strip(), read.sender) == ("one", "<p>two</p>", honest.sender)
    monkeypatch.setattr(parsing, "_bodies", broken_after(1))
    read = parse(letter("one\n"))
    assert read.rung == "headers"
    assert read.subject == "Weekly alert"


def broken_after(calls: int) -> Callable[..., object]:
    left = [calls]

    def bodies(parts: object, defects: list[str]) -> object:
        if left[0]:
            left[0] -= 1
            raise ValueError("broken")
        return "", "", ()

    return bodies


def test_nothing_to_read_is_an_error_that_says_so() -> None:
    with pytest.raises(MailError, match="empty"):
        parse(b"\n \n")


HEAD = b"From: a@b.example\nSubject: x\n"
BOMBS = {
    "semicolons": HEAD + b"Content-Type: text/plain" + b";" * 200_000 + b"\n\nx",
    "rfc2231 parameters": HEAD
    + b"Content-Type: text/plain"
    + b"".join(b";\n a*%d=x" % n for n in range(20_000))
    + b"\n\nx",
    "encoded words": b"From: a@b.example\nSubject: " + b" =?utf-8?q?abc?=" * 20_000 + b"\n\nx",
    "headers": b"".join(b"X-%d: y\n" % n for n in range(100_000)) + b"\nx",
    "parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000 + b"--b--\n",
    "nesting": HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000)),
    "quotes": b"From: a@b.example\nTo: " + b'"' * 20_000 + b"\n\nx",
    "continuations": HEAD + b"X-A: y\n" + b" z\n" * 30_000 + b"\nx",
    "header block": b"".join(b"X-%d: %s\n" % (n, b"y" * 500) for n in range(300)) + b"\nx",
    "near boundaries": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bx\n" * 400_000,
    "size": HEAD + b"\n" + b"x" * (25 * 1024 * 1024),
}
READ_AT_ONCE = {
    "half-open words": b"From: a@b.example\nSubject: " + b"=?" * 7_900 + b"\n\nx",
    "brackets": b"From: " + b"(" * 15_000 + b"\n\nx",
    "angle brackets": b"From: " + b"<" * 15_000 + b"\nMessage-ID: " + b"<" * 15_000 + b"\n\nx",
    "many senders": b"From: " + b"a@b," * 3_900 + b"\n\nx",
    "marks": HEAD + b"Content-Type: text/plain; charset=utf-8\n\na" + "\u0315\u0300".encode() * 300_000,
    "boundaries inside lines": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b" * 500_000,
    "an empty boundary": HEAD + b'Content-Type: multipart/mixed; boundary=""\n\n' + b"--\n" * 50_000,
    "mails in mails": HEAD + b"Content-Type: message/rfc822\n\n" * 3_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name: str) -> None:
    start = time.process_time()
    with pytest.raises(TooBig):
        parse(BOMBS[name])
    assert time.process_time() - start < 1


@pytest.mark.parametrize("name", READ_AT_ONCE)
def test_a_bomb_below_the_caps_is_read_at_once(name: str) -> None:
    start = time.process_time()
    parse(READ_AT_ONCE[name])
    assert time.process_time() - start < 1


def test_ordinary_mails_are_read_as_the_libraries_read_them(letter: Letter) -> None:
    nested = (
        "--edge\nContent-Type: multipart/alternative; boundary=inner\n\n--inner\nContent-Type: text/plain\n\nplain\n"
        "--inner\nContent-Type: text/html\n\n<p>rich</p>\n--inner--\n"
    )
    for raw in (
        letter("one\n"),
        letter("one\n", html="<p>Grüße</p>"),
        letter("", parts=nested),
        letter("x\n", parts=nested),
    ):
        ours, stock = parse(raw), mailparser.parse_from_bytes(raw)
        assert "".join(ours.text.split()) == "".join("".join(stock.text_plain).split())
        assert "".join(ours.html.split()) == "".join("".join(stock.text_html).split())
        assert ours.sender.address == stock.from_[0][1]
        assert [to.address for to in ours.to] == [address for _, address in stock.to]
        tree = email.message_from_bytes(raw)
        assert [name for name, _ in ours.headers] == [name.lower() for name, _ in tree.items()]
        assert ours.content_type == tree.get_content_type()
