"""Whatever is done to a mail: cutting it never raises, and no link, markup or canary leaves that should not."""

from __future__ import annotations

import os
import re
import time
from dataclasses import astuple, replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router import clippers, links
from router.mail.parse import parse
from router.rulebook.sources import read_sources, recognise
from router.terms import Cut, Parsed, Source

PROVE = bool(os.environ.get("ROUTER_PROVE"))
HOUSE = Path(__file__).parent.parent.parent
MAILS = sorted((HOUSE / "tests" / "mail").glob("*/*.eml"))
SOURCES, _ = read_sources((f.name, f.read_text("utf-8")) for f in sorted((HOUSE / "rules" / "sources").glob("*.rules")))


@cache
def fixture(number: int) -> tuple[Parsed, Source | None]:
    parsed = parse(MAILS[number % len(MAILS)].read_bytes())
    return parsed, recognise(parsed, None, (), SOURCES)[0]


def check(cut: Cut) -> None:
    """What must hold of every cut, however broken the mail was."""
    assert 0.0 <= cut.confidence <= 1.0
    for clipping in cut.clippings:
        assert clipping.title
        assert clipping.link == "" or clipping.link.startswith(("http://", "https://"))
        assert links.safe(clipping.link) == clipping.link
        for words in astuple(clipping):
            assert not re.search(
                r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", words
            )
            assert words == words.strip() and "  " not in words


BITS = st.sampled_from([
    "<", ">", '"', "'", "</a>", "<a href='javascript:alert(1)'>Some longer headline here</a>", "<a href=//evil.example/x>A headline of five words</a>", "<table>",
    "</td>", "<!--", "-->", "&#x202e;", "&#0;", "\x00", "\u202e", "\ud800", "<svg onload=x>", "<h1>", "<a href='https://u:p@x.example/'>Userinfo in a headline link</a>",
    "<style>", "<b>", "=3D", "https://", "<a href='data:text/html,x'>Data in a headline link</a>", "<div style='display:none'>", "Unsubscribe", "\n\n-----\n\n",
])  # fmt: skip


@settings(max_examples=5_000 if PROVE else 150, derandomize=True, deadline=None)
@given(
    st.integers(0, len(MAILS) - 1),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 400), BITS), min_size=1, max_size=8),
)
def test_mutated_mail_never_raises_and_stays_clean(number: int, cuts: list[tuple[float, int, str]]) -> None:
    parsed, source = fixture(number)
    html, text = parsed.html, parsed.text
    for share, length, bit in cuts:
        at = int(share * len(html))
        html = html[:at] + bit + html[at + length :] if html else ""
        at = int(share * len(text))
        text = text[:at] + bit + text[at + length :] if text else ""
    mutated = replace(parsed, html=html, text=text, subject=parsed.subject[: len(cuts)])
    check(clippers.cut(mutated, None, source))
    check(clippers.cut(mutated, None, None))


@pytest.mark.parametrize("clip", sorted(clippers.SHAPES))
@pytest.mark.parametrize("number", range(0, len(MAILS), 7))
def test_any_shape_on_any_mail(clip: str, number: int) -> None:
    parsed, _ = fixture(number)
    line = "a[[" if number % 2 else "{publisher} || + div"
    odd = Source(
        "odd",
        clip=clip,
        parameters={"story": "a", "title": line, "byline": line, "publisher at": "first line {x}", "skip": "*, a*"},
    )
    check(clippers.cut(parsed, None, odd))


ROW = '<tr><td><a href="https://l.example/{0}?x=y">Headline number {0} of the page</a><p>Ada Berg, Tom Liu</p><p>Words of an abstract.</p></td></tr>'
BOMBS = {
    "contents": ("<table>" + "".join(ROW.format(number) for number in range(800)) + "</table>", ""),
    "links": (
        "".join(
            f'<p><a href="https://l.example/{number}">Some words here number {number}</a></p>'
            for number in range(12_000)
        ),
        "",
    ),
    "one-line": ("<p>" + '<a href="https://l.example/x">w</a> ' * 15_000 + "</p>", ""),
    "nested": ("<table><tr><td>" * 5_000 + "x", ""),
    "bold": ("<b>x</b>" * 20_000, ""),
    "addresses": ("", "Title of something here\nhttps://l.example/a?b=c\n\n" * 8_000),
    "one-word": ("", "https://l.example/" + "a" * 700_000),
    "rules": ("", "-----\n" * 100_000),
    "headers": ("", "From: a\nSubject: b\nDate: c\n\n" * 20_000),
    "quotes": ("", ("> " * 200 + "x\n") * 2_000),
    "paragraph": ("", "A line of words that goes on and on until the end\n" * 12_000 + "https://l.example/\n"),
    "long-headlines": ("", f"* {'a ' * 2_000}*\n\n" * 500),
    "headlines": (
        "",
        "".join(f"* Words that are number {n}\n\nThey met.\nhttps://l.example/{n}\n\n" for n in range(5_000)),
    ),
    "labels": ("", "Title: a\nAuthors: b\n\n" * 20_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_cut_within_the_deadline(name: str) -> None:
    html, text = BOMBS[name]
    began = time.process_time()
    check(clippers.cut(replace(fixture(0)[0], html=html, text=text), None, None))
    assert time.process_time() - began < 2.0 * (2 if os.environ.get("CI") else 1.5)


PLACES = {
    "comment": "<!-- {} -->",
    "hidden": "<div style='display:none'>{}</div>",
    "script": "<script>{}</script>",
    "style": "<style>/* {} */</style>",
    "title": "<title>{}</title>",
    "meta": "<meta name=x content='{}'>",
    "image": "<img alt='' src='https://x.example/{}.gif'>",
    "pixel": "<a href='https://x.example/o?{}'><img width=1 src=x></a>",
    "data": "<p data-reader='{}' title='{}'>words</p>",
    "input": "<input type=hidden value='{}'><textarea>{}</textarea>",
    "account": "<p><a href='https://x.example/unsubscribe/{}'>Unsubscribe</a></p>",
    "login": "<p><a href='https://x.example/q/{}'>Log in</a></p>",
    "share": "<p><a href='https://www.facebook.com/sharer/sharer.php?u={}'>Six words that are a headline</a></p>",
}


PAGES = [number for number in range(0, len(MAILS), 3) if fixture(number)[0].html]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", PAGES)
def test_a_canary_planted_in_any_place_stays_inside(place: str, number: int) -> None:
    parsed, source = fixture(number)
    bit = PLACES[place].replace("{}", "KANARIE77")
    for html in (
        parsed.html.replace("</body>", f"{bit}</body>"),
        parsed.html.replace("<body", f"{bit}<body", 1),
        parsed.html.replace("</tr>", f"</tr>{bit}", 1),
    ):
        for known in (source, None):
            cut = clippers.cut(replace(parsed, html=html), None, known)
            assert not any("KANARIE77" in words for clipping in cut.clippings for words in astuple(clipping))


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "access_token",
        "jwt",
        "email",
        "otpToken",
        "midToken",
        "subscriber_id",
        "key",
        "auth",
        "uuid",
        "mc_eid",
        "ck_subscriber_id",
    ],
)
def test_a_token_on_every_link_stays_inside(name: str) -> None:
    for number in range(len(MAILS)):
        parsed, source = fixture(number)
        planted = re.sub(
            r'href="(https?://(?!click|url|el\.|elink|links\.springer)[^"?]+)"',
            rf'href="\1?{name}=KANARIE77f3a9c1d2e5"',
            parsed.html,
        )
        planted += f'<a href="https://x.example/unsubscribe?{name}=KANARIE77f3a9c1d2e5">Unsubscribe</a>'
        cut = clippers.cut(replace(parsed, html=planted if parsed.html else ""), None, source)
        assert not any("KANARIE77" in unquote(words) for clipping in cut.clippings for words in astuple(clipping)), (
            MAILS[number]
        )


def test_the_inbox_owner_is_never_said() -> None:
    owner = "inbox@router.example"
    for number in range(len(MAILS)):
        parsed, source = fixture(number)
        html = re.sub(r"(<(?:h1|h2|h3|strong|b|p|td)[^>]*>)", rf"\1{owner} ", parsed.html)
        cut = clippers.cut(replace(parsed, html=html, text=f"{owner}\n{parsed.text}"), None, source)
        assert not any(owner in unquote(words) for clipping in cut.clippings for words in astuple(clipping)), MAILS[
            number
        ]
