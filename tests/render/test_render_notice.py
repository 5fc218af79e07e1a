"""Notices: short, safe, complete in both parts, and without a dead link in any world."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from router import headers
from router.errors import RouterError
from router.render import Templates, notice
from router.render.templates import shipped
from router.terms import Address

TEMPLATES = Templates()
PAGE = "https://news.example/confirm/t0ken"
CONFIRM = {
    "title": "Social Work Morning",
    "interests": ["Child protection", "Homelessness & housing"],
    "page": PAGE,
    "reply_to": "inbox+c.t0ken@news.example",
}
NAMES = sorted({file.stem for file in (shipped() / "notices").glob("*.txt")})


def test_confirm_says_what_for_how_and_what_if_not() -> None:
    said = notice("confirm", "en", CONFIRM, TEMPLATES)
    assert said.subject == "Please confirm: Social Work Morning"
    for part in (said.text, HTMLParser(said.html).text()):
        plain = " ".join(part.split())
        assert "Child protection" in plain and "Homelessness & housing" in plain
        assert "An empty reply is enough." in plain and "If it was not you, do nothing" in plain
    assert PAGE in said.text and f'href="{PAGE}"' in said.html
    assert len(said.text.split()) < 100, "short"


def test_confirm_without_a_public_address_asks_for_a_reply() -> None:
    said = notice("confirm", "en", {**CONFIRM, "page": ""}, TEMPLATES)
    assert "reply to this mail" in said.text and "button" not in said.text
    assert "href" not in said.html


def test_welcome_names_the_way_out() -> None:
    values = {
        **CONFIRM,
        "leave_page": "https://news.example/u/t0ken",
        "leave_mail": "mailto:inbox+u.t0ken@news.example",
    }
    assert "https://news.example/u/t0ken" in notice("welcome", "en", values, TEMPLATES).text
    values["leave_page"] = ""
    assert "mailto:inbox+u.t0ken@news.example" in notice("welcome", "en", values, TEMPLATES).html


def test_left_answer_and_alarm() -> None:
    assert notice("left", "en", {"title": "T"}, TEMPLATES).subject == "You are unsubscribed from T"
    answer = notice(
        "answer", "en", {"title": "T", "about": "less football", "said": "Done.", "lines": ["a", "b"]}, TEMPLATES
    )
    assert answer.subject == "Re: less football" and "Done.\n" in answer.text and "  b\n" in answer.text
    alarm = notice("alarm", "en", {"title": "T", "said": "Inbox is silent", "remedy": "router doctor"}, TEMPLATES)
    assert alarm.subject == "T needs you: Inbox is silent" and "What to do: router doctor" in alarm.text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_notice_is_fit_to_be_sent_whatever_it_is_given(name: str, language: str) -> None:
    evil = '<script>alert(1)</script>\r\nBcc: evil@x.example "\u202e{{ 7*7 }}'
    for values in (
        {"title": "T", "said": "S"},
        dict.fromkeys(("title", "said", "about", "remedy", "page", "leave_page", "leave_mail"), evil),
        {
            "title": "T",
            "said": "S",
            "interests": [evil] * 3,
            "lines": [evil, "=", "."],
            "page": 'https://x.example/"><b>',
        },
    ):
        said = notice(name, language, values, TEMPLATES)
        house = headers.House(Address("letters@news.example", "T"), "news.example", "owner@news.example")
        fields = headers.notice_headers(
            house,
            key="k",
            to=Address("ada@reader.example"),
            subject=said.subject,
            date=datetime(2026, 11, 25, tzinfo=UTC),
        )
        headers.scan(headers.compose(fields, said.text, said.html, boundary="=_x"))
        tree = HTMLParser(said.html)
        assert not tree.css("script, img, b b") and "49" not in said.html
        assert all(re.match("(https?://|mailto:)", a.attributes["href"] or "") for a in tree.css("a"))
        assert tree.css_first("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
        assert not re.search(r"\n{4,}", said.text) and not said.text.startswith("\n")


def test_there_are_the_notices_that_others_count_on() -> None:
    assert {"confirm", "welcome", "left", "answer", "alarm"} <= set(NAMES)


def test_an_unknown_notice_is_said() -> None:
    with pytest.raises(RouterError, match="notices/none"):
        notice("none", "en", {}, TEMPLATES)
