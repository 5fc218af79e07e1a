"""What router.headers writes is read back as what was meant, by readers nobody here wrote."""

from __future__ import annotations

import email
import email.policy
import email.utils
import os
import re
from binascii import a2b_qp
from datetime import UTC, datetime
from email.header import decode_header, make_header

import mailparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from router import headers as h
from router.errors import HeaderError
from router.terms import Address, Doors

PROVE = os.environ.get("ROUTER_PROVE") == "1"
counts = settings(max_examples=10_000 if PROVE else 150, derandomize=True, deadline=None, database=None)

HOUSE = h.House(
    Address("letters@news.example", "Social work news"),
    "news.example",
    "owner@news.example",
    "https://news.example/help",
    "5b0f6c1e-7d2a-4a7e-9a55-0c7e5d1f2a3b",
)
DATE = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
TOKEN = "kA1b2C3d4E5f6G7h8I9j0K1l2M3n"
DOORS = Doors(
    leave_page=f"https://news.example/u/{TOKEN}",
    leave_mail=f"mailto:inbox+u.{TOKEN}@news.example?subject=unsubscribe",
    reply_to=f"inbox+r.{TOKEN}@news.example",
)


def issue(subject: str = "No. 12: Care orders fall", name: str = "", doors: Doors = DOORS) -> h.Headers:
    return h.issue_headers(
        HOUSE,
        key="7|2026-11-25|07:00",
        to=Address("ada@reader.example", name),
        subject=subject,
        date=DATE,
        doors=doors,
        list_name="social-work",
        list_title="Social work alerts",
        issue="12",
    )


def mail(fields: h.Headers, text: str = "Good morning", html: str = "<p>Good morning</p>") -> bytes:
    return h.compose(fields, text, html, boundary=h.boundary_of(dict(fields)["Message-ID"]))


def block(raw: bytes) -> str:
    return raw.partition(b"\r\n\r\n")[0].decode("ascii")


def unfolded(raw: bytes, name: str) -> str:
    found = re.findall(rf"(?im)^{name}: (.*)$", block(raw).replace("\r\n ", " ").replace("\r\n", "\n"))
    assert len(found) == 1, (name, found)
    return str(found[0])


WILD = st.text(st.characters(codec="utf-8"), max_size=120)
TRICKS = st.sampled_from(
    [
        "a\r\nBcc: evil@x.example",
        "aaaa <evil@x.example>, b",
        '"',
        "\\",
        "=?utf-8?q?a=0ABcc:_evil?=",
        "b\u2028Bcc: x",
        "\u202eevil",
        ", ",
        "Grüße aus Köln " * 6,
        "日本語" * 30,
        "مرحبا بكم " * 9,
        "👩‍👧" * 20,
        "x" * 300,
        "  two  spaces ",
        "(comment",
        "a;b:c",
    ]
)
NAMES = st.one_of(WILD, TRICKS, st.builds(lambda a, b: a + b, WILD, TRICKS))


@counts
@given(NAMES, NAMES)
@example("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <evil@x.example>, b", "Hello, world")
def test_whatever_the_subject_and_name_only_our_headers_and_one_recipient(subject: str, name: str) -> None:
    raw = mail(issue(subject, name))
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert {key.lower() for key in parsed} <= h.OURS
    assert len(parsed.keys()) == len({key.lower() for key in parsed})
    assert [a.addr_spec for a in parsed["To"].addresses] == ["ada@reader.example"]
    # Not by the policy: it puts a space between the encoded words of a name, against RFC 2047 6.2.
    meant_name, address = email.utils.parseaddr(email.message_from_bytes(raw)["To"])
    assert (str(make_header(decode_header(meant_name))), address) == (h.clean(name), "ada@reader.example")
    assert parsed["Subject"] == (h.subject_line(subject) or "Newsletter")
    assert len(str(parsed["Subject"]).encode()) <= 150
    old = email.message_from_bytes(raw)
    assert len(old.keys()) == len(parsed.keys())
    assert parsed["List-Unsubscribe"] == f"<{DOORS.leave_page}>, <{DOORS.leave_mail}>"


@counts
@given(NAMES, NAMES)
def test_lines_are_short_and_encoded_words_are_legal(subject: str, name: str) -> None:
    raw = mail(issue(subject, name))
    for line in block(raw).split("\r\n"):
        assert len(line) <= 76 or " " not in line.strip(), "only what cannot be folded may be longer"
        for word in re.findall(r"=\?[^ ]+\?=", line):
            assert len(word) <= 75


@counts
@given(WILD, WILD)
@example("trailing space \n.\n..\nFrom here\n" + "x" * 500, "\r\n\r\n--=_boundary")
def test_bodies_come_back(text: str, html: str) -> None:
    raw = mail(issue(), text, "<p>" + html)
    assert all(len(line) <= 76 for line in raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert parsed.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in parsed.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    for part, meant in zip(parsed.iter_parts(), (text, "<p>" + html), strict=True):
        got = part.get_payload(decode=True).decode().replace("\r\n", "\n")
        meant = meant.replace("\r\n", "\n").replace("\r", "\n")
        assert got.removesuffix("\n") == meant.removesuffix("\n")


@counts
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=200), min_size=1))
def test_lines_encoded_apart_and_joined_are_the_same_bytes(lines: list[str]) -> None:
    assert h.quoted("".join(line + "\n" for line in lines)) == b"".join(h.quoted(line + "\n") for line in lines)


@pytest.mark.parametrize("last", [" ", "\t"])
def test_a_space_at_the_end_of_a_full_line_has_room(last: str) -> None:
    for begun in range(60, 80):
        text = f"{'a' * begun}{last}\nb{last}\n"
        encoded = h.quoted(text)
        assert max(map(len, encoded.split(b"\r\n"))) <= 76 and a2b_qp(encoded) == text.replace("\n", "\r\n").encode()


def test_mail_parser_reads_it_too() -> None:
    read = mailparser.parse_from_bytes(mail(issue("Grüße: 12 neue", "Ada Lovelace")))
    assert read.subject == "Grüße: 12 neue"
    assert read.to == [("Ada Lovelace", "ada@reader.example")]
    assert read.text_plain == ["Good morning"] and read.text_html[0].strip() == "<p>Good morning</p>"


def test_the_headers_of_a_newsletter() -> None:
    raw = mail(issue())
    assert [line.partition(":")[0] for line in block(raw).split("\r\n") if not line.startswith(" ")] == [
        "Date", "Message-ID", "From", "Reply-To", "To", "Subject", "List-Id", "List-Unsubscribe",
        "List-Unsubscribe-Post", "List-Help", "List-Owner", "Auto-Submitted", "Precedence",
        "X-Auto-Response-Suppress", "Feedback-ID", "X-Router-Instance", "X-Router-Issue",
        "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert unfolded(raw, "Date") == "Wed, 25 Nov 2026 06:00:00 +0000"
    assert unfolded(raw, "List-Id") == '"Social work alerts" <social-work.news.example>'
    assert unfolded(raw, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert unfolded(raw, "From") == '"Social work news" <letters@news.example>'
    assert "ada" not in unfolded(raw, "Feedback-ID")
    assert raw == mail(issue()), "the same issue is the same bytes"


@pytest.mark.parametrize("length", [10, 40, 76, 90, 150, 200, 600])
def test_a_long_leave_address_is_never_encoded(length: int) -> None:
    page = "https://news.example/u/" + "t" * length
    raw = mail(issue(doors=Doors(leave_page=page, leave_mail=DOORS.leave_mail)))
    assert unfolded(raw, "List-Unsubscribe") == f"<{page}>, <{DOORS.leave_mail}>"
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]


def test_list_headers_are_folded_only_behind_a_comma() -> None:
    title = "Social work alerts of the school and all who teach in it"
    raw = mail(h.issue_headers(HOUSE, key="k", to=Address("ada@reader.example"), subject="x", date=DATE, doors=DOORS,
                               list_name="a-rather-long-name-of-a-list", list_title=title))  # fmt: skip
    assert f'\r\nList-Id: "{title}" <a-rather-long-name-of-a-list.news.example>\r\n' in block(raw)


def test_without_https_there_is_no_one_click() -> None:
    for doors in (Doors(leave_mail=DOORS.leave_mail), Doors(leave_page="http://news.example/u/1")):
        assert "List-Unsubscribe-Post" not in dict(issue(doors=doors))
    with pytest.raises(HeaderError, match="no door to leave by"):
        issue(doors=Doors())


@pytest.mark.parametrize("name", ["Bad Name", "X\n", "X:", "", "Ünsub", "X\r\nBcc"])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(HeaderError):
        h.header(name, "x")


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\x00", "\x85", "\u202eabc", "\u2028", "\ud800", "\u2066x", ""])
def test_a_bad_value_is_refused_everywhere(value: str) -> None:
    for name in ("Subject", "X-Router-Issue", "List-Id", "From"):
        with pytest.raises(HeaderError):
            h.header(name, value)


@pytest.mark.parametrize("name", ["List-Id", "Message-ID", "References", "List-Unsubscribe", "Feedback-ID", "To"])
def test_structured_fields_refuse_what_they_would_have_to_encode(name: str) -> None:
    with pytest.raises(HeaderError, match="ASCII"):
        h.header(name, "<Köln@x.example>")


@pytest.mark.parametrize(
    "page", ["https://x.example/a b", "https://x.example/>,<https://y", "javascript:alert(1)", "//x", "https://x/a,b"]
)
def test_an_address_that_could_break_out_of_its_brackets_is_refused(page: str) -> None:
    with pytest.raises(HeaderError):
        issue(doors=Doors(leave_page=page))


@pytest.mark.parametrize(
    "address", ["", "ada", "a@b@c", "a b@x.example", "a@x.example>", "ä@x.example", "a..b@x.example"]
)
def test_a_bad_address_is_refused(address: str) -> None:
    with pytest.raises(HeaderError, match="mail address"):
        h.address_header("Ada", address)


def test_a_notice_that_answers_says_so() -> None:
    to = Address("ada@reader.example")
    ask = h.notice_headers(HOUSE, key="confirm|7", to=to, subject="Please confirm", date=DATE)
    assert dict(ask)["Auto-Submitted"] == "auto-generated" and "In-Reply-To" not in dict(ask)
    answer = h.notice_headers(
        HOUSE,
        key="answer|9",
        to=to,
        subject="Done",
        date=DATE,
        answering="m1@reader.example",
        references=["m0@reader.example"],
    )
    assert dict(answer)["Auto-Submitted"] == "auto-replied"
    raw = h.compose(answer, "Done.", boundary="x")
    assert unfolded(raw, "References") == "<m0@reader.example> <m1@reader.example>"
    forged = h.notice_headers(HOUSE, key="a", to=to, subject="x", date=DATE, answering="m1@x>\r\nBcc: evil@x.example")
    assert "In-Reply-To" not in dict(forged)


def test_many_references_are_folded_at_spaces() -> None:
    many = [f"{'m' * 100}{n}@reader.example" for n in range(20)]
    answer = h.notice_headers(
        HOUSE, key="a", to=Address("a@r.example"), subject="x", date=DATE, answering="z@r.example", references=many
    )
    raw = h.compose(answer, "x", boundary="x")
    assert unfolded(raw, "References").split(" ")[-1] == "<z@r.example>"


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw.replace(b"\r\n", b"\n"),
        lambda raw: raw + b"\rx",
        lambda raw: raw + b"x" * 999,
        lambda raw: raw.replace(b"Subject:", b"Bcc: evil@x.example\r\nSubject:"),
        lambda raw: raw.replace(b"Subject:", b"To: <evil@x.example>\r\nSubject:"),
        lambda raw: raw.replace(b"Good", "Güd".encode()),
        lambda raw: raw.replace(b"Message-ID", b"Message-Id2"),
    ],
)
def test_the_last_look_sees_the_damage(damage: object) -> None:
    raw = mail(issue())
    h.scan(raw)
    with pytest.raises(HeaderError):
        h.scan(damage(raw))  # type: ignore[operator]


def test_subject_is_cut_between_words() -> None:
    cut = h.subject_line("No. 3: " + "kinship carers ask for help " * 12)
    assert 100 < len(cut.encode()) <= 150
    assert cut.removesuffix("…").split()[-1] in {"kinship", "carers", "ask", "for", "help"}
    assert h.subject_line("ü" * 200).endswith("ü…") and len(h.subject_line("ü" * 200).encode()) <= 150
