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


NOTES = {
    "[N]: U\n": "N. T [N]\n\nS\n\n",
    "[N]\nU\n": "T [N]\n\nS\n\n",
    " N: U\n": "* T [N] - S\n",
    "N. U\n": "* T [N]: S\n",
    "[N] U\n": "T\nS\n[N]\n\n",
    "(N) U\n": "T\n\nS\nRead more (N)\n\n",
    "[N] <U>\n": "- T[N].\n",
    "[N]:  U\n": "- [T][N]\n",
}


@pytest.mark.parametrize("note", NOTES)
def test_links_in_notes_below(note: str) -> None:
    notes = text_of(note, foot="")
    check(Case("notes", TITLES, text=text_of(NOTES[note], foot=f"Until then.\n\n-- Ada\n\n{notes}{FOOT}")))


def test_a_note_in_the_midst_of_prose_is_no_story() -> None:
    prose = f"{WORDS}\nTenants wrote their own charter [1] - and then the\ncouncil read it.\n\n[1] {LINKS[0]}\n"
    assert not clippers.cut(mail_of(Case("prose", [], text=prose, headers=()))).clippings


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


@pytest.mark.parametrize(
    "imprint",
    [
        "Direttrice responsabile: Ada Berg\nRegistrazione n. 4/1994.\nhttps://l.example/a/1",
        "Per cancellarsi:\nhttps://l.example/via.php",
        "Herausgeber: Bund der Pflege e. V., Allee 4\nhttps://bund.example/impressum",
        "Verantwortlich im Sinne des Presserechts: Ada Berg\nhttps://bund.example/a/1",
        "The Letter is published weekly by the Care Union, 12 High Street.\nhttp://www.union.example",
        "発行：夜の町編集部\nhttps://l.example/a/2",
        "Presse-Kontakt: Ada Berg, Tel. 555 0199\nhttps://l.example/a/3",
    ],
)
def test_an_imprint_below_the_stories_is_no_story(imprint: str) -> None:
    check(Case("imprint", TITLES, text=text_of("T\nS\nU\n\n", foot=f"=====\n{imprint}\n")))


def test_the_name_of_an_alert_is_no_story() -> None:
    top = "Journal of Ward Care -- Table of Contents Alert\n\nA new issue is out:\n\nURL: https://l.example/vol18/3\n\n-----\n"
    found = clippers.cut(mail_of(Case("alert", TITLES, text=top + text_of("T\nU\n\n")))).clippings
    assert [one.title for one in found] == TITLES


@pytest.mark.parametrize("rest", ["", "\n  S", " – S", ": S", " (Ada Berg)"])
def test_a_list_in_markdown(rest: str) -> None:
    titles = ["kettle, 17 years on", "fewer forms are better than none", *TITLES[2:]]
    told = "".join(
        f"- [{title}]({link}){rest.replace('S', WORDS)}\n" for title, link in zip(titles, LINKS, strict=True)
    )
    check(Case("markdown", titles, text=f"# The Letter 12\n\nHello from a train.\n\n## Read\n\n{told}{FOOT}"))


def test_a_bold_link_before_its_words() -> None:
    check(Case("bold", TITLES, text=text_of("**[T](U)** S\n\n")))


def test_a_post_with_sections_and_its_own_page() -> None:
    title, *heads = TITLES[:3]
    sections = "".join(f"\n{head}\n{'-' * len(head)}\n\n{WORDS}\n{WORDS}[1]\n" for head in heads)
    top = f"{title}\n{'=' * len(title)}\n\n(On the web: https://ada.example/2026/post/)\n\n{WORDS}\n{WORDS}\n"
    text = f"{top}{sections}\n[1] https://l.example/paper\n\n-- \nAda Berg. To stop: mail off@ada.example\n"
    found = clippers.cut(mail_of(Case("post", [title], text=text, subject=title))).clippings
    assert [(one.title, one.link) for one in found] == [(title, "https://ada.example/2026/post/")]


def test_a_tip_under_its_headline_needs_no_link() -> None:
    top = f"W A R D  T I P  --  one a day\n{'-' * 60}\n\n** Advertisement **\nRotas!\nhttp://ads.example/c/?k=1\n*****\n\n"
    told = f"MOVE THE BEDS BEFORE THE NIGHT SHIFT\n\n{WORDS * 5}\n\n{'-' * 60}\n"
    letter = Case("tip", [], text=f"{top}{told}Unsubscribe: http://tips.example/u/?m=4471\n", headers=())
    found = clippers.cut(mail_of(letter._replace(subject="WARD TIP: Move the beds before the night shift"))).clippings
    assert [(one.title, one.link) for one in found] == [("MOVE THE BEDS BEFORE THE NIGHT SHIFT", "")]
    assert not clippers.cut(mail_of(letter._replace(subject="Ward tip of the day"))).clippings


@pytest.mark.parametrize("mark", ["【N】T", "・T", "★☆★━━━━\n  T\n━━━━★☆★\n"])
def test_headlines_of_a_wide_script(mark: str) -> None:
    titles = ["夜間シェルターが早く開いた理由", "福祉職員が学校に入る一年目", "町の時計はなぜ止まらないのか"]
    stories = "".join(
        f"{mark}\n商店街の人びとに聞きました。三代目の店主です。\n\n{link}\n\n".replace("N", str(at)).replace(
            "T", title
        )
        for at, (title, link) in enumerate(zip(titles, LINKS, strict=False), 1)
    )
    letter = Case("wide", titles, text=f"{stories}----\n配信停止はこちら\nhttps://l.example/stop\n")
    assert [one.title for one in clippers.cut(mail_of(letter)).clippings] == titles


def test_boxed_headlines_and_boxed_sections() -> None:
    rule = "=" * 60
    check(Case("boxed", TITLES, text=text_of(f"{rule}\nT\n{rule}\n\nS\n\nU\n\n")))
    check(Case("sections", TITLES, text=text_of(f"{rule}\nNEWS OF THE WEEK N\n{rule}\n\nT\nS\nU\n\n")))


def test_a_greeting_over_the_first_story() -> None:
    notes = text_of("[N] U\n", foot="")
    check(Case("greeting", TITLES, text="Dear all,\n\n" + text_of("T\n\nS\nRead more [N]\n\n", foot=notes)))


def test_a_release_with_one_link_of_its_own() -> None:
    title = TITLES[1]
    text = (
        f"Release 12/2026\n\n{title}\n\n{WORDS}\n{WORDS}\n\nContact: Ada Berg, 555 0199\n\nhttps://union.example/12\n"
    )
    letter = Case("release", [title], text=text, subject=f"Press release: {title}", headers=())
    check(letter)
    assert not clippers.cut(
        mail_of(letter._replace(subject="Planned maintenance", text=text.replace(title, "Planned maintenance")))
    ).clippings


@pytest.mark.parametrize(
    "set_so",
    [
        "T: S\nS U\n\n",
        "*T.* S\nU\n\n",
        "T -- S\nU\n\n",
        "T (Northmoor Gazette)\nU\n\n",
        "T | Northmoor Gazette | U\n",
        '"T" by Ada Berg\nU\n\n',
        "T (31 points, 4 comments)\nU\n\n",
    ],
)
def test_a_title_ends_before_what_is_said_of_it(set_so: str) -> None:
    titles = [title.upper() for title in TITLES] if set_so.startswith("T:") else TITLES
    told = "".join(
        set_so.replace("S", WORDS).replace("U", link).replace("T", title, 1)
        for title, link in zip(titles, LINKS, strict=True)
    )
    found = clippers.cut(mail_of(Case("ends", titles, text=told + FOOT))).clippings
    assert [one.title for one in found] == titles
    papers = "Northmoor Gazette" if "Gazette" in set_so else "The Letter"
    assert {one.publisher for one in found} == {papers}
