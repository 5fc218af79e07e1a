"""A newsletter assembled from parts is, byte for byte, the newsletter rendered whole, and reads back clean: by the standard
library, mail-parser, selectolax and html5lib, and by a lint of its bytes that shares nothing with what wrote them."""

from __future__ import annotations

import email
import email.policy
import os
import re
import unicodedata
from collections import Counter

import html5lib
import mailparser
import pytest
from hypothesis import HealthCheck, given, settings
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from router import headers
from router.render import Press, Templates, issue
from router.render.templates import shipped
from router.render.view import link
from router.terms import Candidate, IssueContent
from tests.browser.sample import content
from tests.render.strange import issues, mail_of

PROVE = os.environ.get("ROUTER_PROVE") == "1"
TEMPLATES = Templates()
PRESS = Press(TEMPLATES, keep=50)  # small, so that parts are dropped and made again while the test runs
TAGS = frozenset(
    {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "table",
        "tbody",
        "tr",
        "td",
        "div",
        "h1",
        "h2",
        "h3",
        "a",
        "span",
    }
    | {"p", "b", "br", "-comment"}
)
COMMENTS = re.findall(r"<!--.*?-->", (shipped() / "issue" / "frame.html").read_text())
ONCE = ("date", "from", "to", "subject", "message-id", "mime-version", "list-id", "list-unsubscribe", "auto-submitted")


@settings(
    max_examples=10_000 if PROVE else 200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(issues())
def test_assembled_is_the_whole_rendering_and_reads_back_clean(content: IssueContent) -> None:
    whole, parts = issue(content, TEMPLATES), PRESS.issue(content)
    assert parts.subject == whole.subject
    assert parts.html == headers.quoted(whole.html)
    assert parts.text == headers.quoted(whole.text)
    if content.chosen.picks:
        size = PRESS.size(content)(content.chosen.picks)
        assert size - len(whole.html.replace("\n", "\r\n").encode()) == 100
    raw = mail_of(content, parts)
    headers.scan(raw)
    assert lint(raw) == []
    reads_back(raw, content)


def lint(raw: bytes) -> list[str]:
    """What RFC 5321, 5322, 2045, 2047 and 8058 have against these bytes."""
    head, _, body = raw.partition(b"\r\n\r\n")
    wrong = []
    if not raw.isascii() or b"\0" in raw or re.search(rb"(?<!\r)\n|\r(?!\n)", raw) or not raw.endswith(b"\r\n"):
        wrong.append("other than lines of ASCII that end with CRLF")
    if any(len(line) > 998 for line in head.split(b"\r\n")) or any(len(line) > 76 for line in body.split(b"\r\n")):
        wrong.append("a line that is too long")
    if any(len(word) > 75 for word in re.findall(rb"=\?[^? ]+\?[qb]\?[^? ]*\?=", head, re.IGNORECASE)):
        wrong.append("an encoded word longer than 75")
    names = Counter(name.lower().decode() for name in re.findall(rb"(?m)^([!-9;-~]+): ?\S", head))
    wrong += [f"{name} stands {names[name]} times" for name in {*names, *ONCE} if names[name] != 1]
    if not re.search(rb"(?mi)^List-Unsubscribe: (?:\r\n )?<(https|mailto):[^<>\s=?]", head.replace(b"\r\n ", b" ")):
        wrong.append("no plain way to leave")
    if (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head) != bool(re.search(rb"<https:[^>]*/u", head)):
        wrong.append("one click promised without a page, or the other way round")
    boundary = re.search(rb'boundary="?([^"\r\n;]+)', head)
    pieces = re.split(rb"(?m)^--" + re.escape(boundary[1] if boundary else b"none") + rb"(?:--)?\r\n", body)
    if len(pieces) != 4 or not body.rstrip().endswith(b"--"):
        wrong.append(f"parts are divided {len(pieces) - 1} times")
    for piece in pieces[1:-1]:
        if re.search(rb"[ \t]\r\n|=(?![0-9A-F]{2}|\r\n)", piece.partition(b"\r\n\r\n")[2]):
            wrong.append("quoted-printable that is not")
    return wrong


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        (b"\r\nFrom: ", b"\r\nFrom: <x@y.example>\r\nFrom: "), (b"\r\n", b"\n"), (b"=\r\n", b""),
        (b"List-Unsubscribe: <", b"List-Unsubscribe: =?utf-8?q?<"), (b"=3D", b"="), (b"--\r\n", b"\r\n"), (b"</table>", "é".encode()),
        (b"List-Unsubscribe-Post", b"X-Post"),
    ],
)  # fmt: skip
def test_the_lint_sees_the_damage(sound: bytes, damaged: bytes) -> None:
    raw = mail_of(content(), PRESS.issue(content()))
    assert lint(raw) == [] and sound in raw
    assert lint(raw.replace(sound, damaged)) != []


def reads_back(raw: bytes, content: IssueContent) -> None:
    """By readers nobody here wrote."""
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    html = parsed.get_body(("html",)).get_content()  # type: ignore[union-attr]
    text = parsed.get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert not parsed.defects and all(not part.defects for part in parsed.walk())
    other = mailparser.parse_from_bytes(raw)
    assert plainly(other.subject) == plainly(parsed["Subject"])
    assert plainly(other.text_html[0]) == plainly(html)
    check_html(html, content)
    links = [address(pick.candidate) for pick in content.chosen.picks]
    shown = re.findall(r"(?mi)^ *(https?://\S+)$", text)
    assert [link for link in shown if link in links] == [link for link in links if link]


def plainly(text: str) -> str:
    """mail-parser composes characters; that is no difference."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def address(candidate: Candidate) -> str:
    return link(candidate.link)


def check_html(html: str, content: IssueContent) -> None:
    tree = HTMLParser(html)
    assert {node.tag for node in tree.root.traverse()} <= TAGS  # type: ignore[union-attr]
    assert re.findall(r"<!--.*?-->", html) == COMMENTS, "only the frame that Outlook needs"
    for node in tree.root.traverse():  # type: ignore[union-attr]
        for name, value in node.attributes.items():
            assert name in {
                "role", "class", "style", "width", "cellpadding", "cellspacing", "border", "align", "colspan", "href",
                "lang", "dir", "charset", "name", "content",
            }, (name, value)  # fmt: skip
            assert name != "href" or re.match(r"(https?://|mailto:)", value or "", re.IGNORECASE), value
            assert "position" not in (value or "") or name != "style"
    numbers = [node.text(strip=True) for node in tree.css("td.number, td.mark")]
    assert numbers == [str(pick.number) for pick in content.chosen.picks]
    other = html5lib.parse(html, treebuilder="lxml", namespaceHTMLElements=False)
    assert {node.tag for node in other.iter() if isinstance(node.tag, str)} <= TAGS
