"""Plain texts that announce: calls, catalogues, notes below, headlines under signs, and what stands around them."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import LINKS, TITLES, WORDS, Case, check, mail_of

FOOT = "\n-----\nUnsubscribe: https://l.example/unsubscribe?u=1\n"


def text_of(pattern: str, foot: str = FOOT) -> str:
    """The pattern once for each title: T the title, U its link, N its number, S words about it."""
    told = (
        pattern.replace("S", WORDS).replace("N", str(at)).replace("U", link).replace("T", title)
        for at, (title, link) in enumerate(zip(TITLES, LINKS, strict=True), 1)
    )
    return "".join(told) + foot


@pytest.mark.parametrize("occasion", ["Tartu, Estonia, 3-5 May 2027", "3 May 2027, Tartu"])
def test_where_and_when_is_no_part_of_a_title(occasion: str) -> None:
    titles = [f"{title}, and what it takes to hold one elsewhere" for title in TITLES]
    calls = (
        f"[{at}] {title}\n    {occasion}\n    Papers: 15 November 2026\n    {link}\n\n"
        for at, (title, link) in enumerate(zip(titles, LINKS, strict=True), 1)
    )
    check(Case("calls", titles, text="".join(calls) + FOOT))


def test_records_of_a_program_are_told_apart() -> None:
    books = (
        f"{at}. {title}\n   Ely, 1832. Boards.\n   £{at}5     http://books.example/stock.asp?ref=2241{at}\n\n"
        for at, title in enumerate(TITLES)
    )
    check(Case("books", TITLES, text="".join(books) + FOOT))


def test_the_front_page_below_the_stories_is_no_story() -> None:
    shop = (
        "-----\nCards accepted, and bread on most days of the week.\nCome by: Tuesday to Saturday. https://l.example/\n"
    )
    check(Case("shop", TITLES, text=text_of("T\nS\nU\n\n", foot=shop)))


def test_notes_with_a_colon() -> None:
    notes = "".join(f"[{at}]: {link}\n" for at, link in enumerate(LINKS, 1))
    check(Case("notes", TITLES, text=text_of("N. T [N]\n\nS\n\n", foot=f"Until then.\n\n-- Ada\n\n{notes}{FOOT}")))


def test_a_signature_is_no_story() -> None:
    check(Case("signature", TITLES, text=text_of("T\nU\n\n", foot="-- Ada Berg\nhttps://ada.example/now/2026\n")))


@pytest.mark.parametrize("sign", "■◆●★")
def test_a_headline_under_a_sign(sign: str) -> None:
    titles = ["夜間シェルターが早く開いた理由", "福祉職員が学校に入る一年目", "町の時計はなぜ止まらないのか"]
    rule = "━" * 30
    stories = "".join(
        f"{rule}\n{sign} {title}\n{rule}\n商店街の人びとに聞きました。\n三代目の店主です。\n\n▼続きはこちら\n{link}\n\n"
        for title, link in zip(titles, LINKS, strict=False)
    )
    foot = f"{rule}\n●配信先：夜の町\n●解除はこちら https://l.example/kaijo.html\n"
    check(Case("signs", titles, text=stories + foot))


def test_an_imprint_below_the_stories_is_no_story() -> None:
    foot = "=====\nDirettrice responsabile: Ada Berg\nRegistrazione n. 4/1994. Per cancellarsi:\nhttps://l.example/via.php\n"
    check(Case("imprint", TITLES, text=text_of("T\nS\nU\n\n", foot=foot)))


def test_the_name_of_an_alert_is_no_story() -> None:
    top = "Journal of Ward Care -- Table of Contents Alert\n\nA new issue is out:\n\nURL: https://l.example/vol18/3\n\n-----\n"
    found = clippers.cut(mail_of(Case("alert", TITLES, text=top + text_of("T\nU\n\n")))).clippings
    assert [one.title for one in found] == TITLES
