"""Plain letters whose links stand in notes below, and whose sentences refer to them by number."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import LINKS, Case, check, mail_of

TITLES = {
    "pl": ["DOTACJE NA OGRODY: NABÓR DO LIPCA", "RAPORT O PODWÓRKACH", "RUSZA SZKOŁA SĄSIADÓW"],
    "cs": ["OBEC ZACHRÁNILA ŠKOLKU", "STROMY NA NÁMĚSTÍ ZŮSTANOU", "VÝZVA: HLEDÁME DOBROVOLNÍKY"],
    "fr": [
        "Une crèche de nuit ouvre à Brest",
        "Logement : le rapport du médiateur",
        "Appel à projets pour les jardins",
    ],
    "en": ["Tenants' hotline reopens", "How to read your heating bill", "Council lists its empty homes"],
}
TOLD = [
    "Zastupitelé odhlasovali peníze na opravu střechy a lidé přišli.\nThe rules are on our page MARK.",
    "The whole report MARK can be had in three languages, and on paper as well.",
    "Twelve evenings, and places until the fifteenth of July MARK.",
]


def letter(titles: list[str], head: str, mark: str, note: str, foot: str = "") -> str:
    told = "".join(
        head.replace("TITLE", title).replace("TOLD", told.replace("MARK", mark.replace("N", str(number))))
        for number, (title, told) in enumerate(zip(titles, TOLD, strict=True), 1)
    )
    notes = "".join(f"{note.replace('N', str(number))} {link}\n" for number, link in enumerate(LINKS[:3], 1))
    return f"Neighbours' Letter\nno. 6, June\n\nDear friends,\n\n{told}Until July,\nthe team\n\n{notes}\n{foot}"


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize(
    ("head", "mark", "note"),
    [
        ("TITLE\n\nTOLD\n\n\n", "[N]", "N."),
        ("* TITLE *\n\nTOLD\n\n", "[N]", "[N]"),
        ("TITLE\n-----\n\nTOLD\n\n", "(N)", "(N)"),
    ],
    ids=["alone", "stars", "underlined"],
)
def test_a_headline_over_sentences(language: str, head: str, mark: str, note: str) -> None:
    foot = "--\nTo leave: https://l.example/unsubscribe?u=7\n"
    check(Case(language, TITLES[language], text=letter(TITLES[language], head, mark, note, foot)))


def test_notes_below_each_story_count_anew() -> None:
    told = "".join(
        f"{title}\n\n{said.replace('MARK', '[1]')}\n\n[1] {link}\n\n"
        for title, said, link in zip(TITLES["en"], TOLD, LINKS, strict=False)
    )
    check(Case("anew", TITLES["en"], text=f"{told}To leave: https://l.example/unsubscribe?u=7\n"))


def test_a_list_of_sentences_is_no_single_story() -> None:
    news = ["The ferry runs on Sundays again", "Allotment rents are frozen for two years"]
    listed = f"Short news\n\n- {news[0]} [4].\n- Allotment rents are frozen for\n  two years [5].\n\nUntil"
    text = letter(TITLES["en"], "TITLE\n\nTOLD\n\n", "[N]", "[N]").replace("Until", listed, 1)
    text += f"[4] {LINKS[3]}\n[5] {LINKS[4]}\n"
    check(Case("list", [*TITLES["en"], *news], text=text))


def test_capitals_right_above_their_sentences() -> None:
    check(Case("above", TITLES["pl"], text=letter(TITLES["pl"], "TITLE\nTOLD\n\n", "[N]", "[N]:")))


def test_the_chapters_of_a_post_are_none() -> None:
    titles = ["How we lost the harbour", "The first meeting", "What remains"]
    text = letter(titles, "TITLE\n\nTOLD\n\n", "[N]", "[N]")
    cut = clippers.cut(mail_of(Case("post", [], text=text, subject=titles[0])))
    assert len(cut.clippings) < 2


@pytest.mark.parametrize("note", ["[N] The plans: ", "[N] - ", "[N]\n", "N) "])
def test_a_note_may_name_its_link(note: str) -> None:
    check(Case(note, TITLES["en"], text=letter(TITLES["en"], "TITLE\n\nTOLD\n\n", "[N]", note)))


def test_a_numbered_title_beside_its_link_is_no_note() -> None:
    rows = zip(TITLES["en"], LINKS, strict=False)
    text = "".join(f"[{number}] {title}: {link}\n\n" for number, (title, link) in enumerate(rows, 1))
    check(Case("titles", TITLES["en"], text=f"{text}To leave: https://l.example/unsubscribe?u=7\n"))
