"""Plain letters in which every story begins with a headline of one style: the style says which lines are titles."""

from __future__ import annotations

import pytest

from router import clippers
from router.clippers.styled import styled
from tests.clippers.letters import LINKS, TITLES, Case, check, mail_of

TOLD = "What happened, who paid and who did not, in about two lines of a mail\nthat a person wrote on a Tuesday."
SHORT = "They met on Monday and nobody left early."
FOOT = "\n--\nTo leave: https://l.example/unsubscribe?u=7\n"


def letter(pattern: str, titles: list[str] = TITLES, told: str = SHORT, top: str = "THE LETTER\n\n") -> str:
    """The stories, each made from a pattern: TITLE, NUMBER, TOLD, ADDRESS."""
    stories = [
        pattern.replace("TITLE", title).replace("NUMBER", number).replace("TOLD", told).replace("ADDRESS", link)
        for title, number, link in zip(titles, ("1", "2", "3", "4", "5"), LINKS, strict=False)
    ]
    return top + "\n".join(stories) + FOOT


STYLES = {
    "a line under it": "TITLE\n-----------------------\nTOLD\n\nLees verder: ADDRESS\n",
    "a square": "\u25a0 TITLE\n\nTOLD\nLire la suite : ADDRESS\n",
    "colons around it": ":: TITLE ::\n\nTOLD\nПодробнее: ADDRESS\n",
    "stars around it": "* TITLE *\n\nTOLD\nWięcej: ADDRESS\n",
    "a number in brackets": "(NUMBER) TITLE\n\nTOLD\n\nMehr: ADDRESS\n",
    "a Roman number": "I. TITLE\n\nTOLD\n\nMehr: ADDRESS\n",
    "a day": "NUMBER.3.2007  TITLE\n\nTOLD\nLue lisää: ADDRESS\n",
    "Markdown": "## TITLE\n\nTOLD\n\nLees verder <ADDRESS>\n",
}


@pytest.mark.parametrize("name", STYLES)
def test_a_style(name: str) -> None:
    check(Case(name, TITLES, text=letter(STYLES[name])))


def test_chinese_numbers_go_with_what_they_count() -> None:
    titles = ["山上的晚餐：獨居老人送餐服務", "新住民媽媽的中文課", "通報專線上線一週年 通報量增三成"]
    numbered = [f"{number}、{title}" for number, title in zip("一二三", titles, strict=True)]
    text = letter(
        "TITLE\n\nTOLD\n\n全文連結：ADDRESS\n", numbered, "每週二晚上，活動中心的燈總是亮著。", "◎ 本期內容\n\n"
    )
    check(Case("Chinese", titles, text=text))


def test_capitals_under_rules_that_name_the_sections() -> None:
    titles = [title.upper() for title in TITLES]
    text = letter("TITLE\n\nTOLD\n\nMore: ADDRESS\n", titles, TOLD)
    check(Case("capitals", titles, text=text.replace(titles[2], f"=====\nNEWS\n=====\n\n{titles[2]}", 1)))


def test_a_headline_of_the_style_without_a_link_is_a_story_too() -> None:
    text = letter(STYLES["a square"]).replace(f"\nLire la suite : {LINKS[3]}", "")
    cut = clippers.cut(mail_of(Case("one without", TITLES, text=text)))
    assert [clipping.title for clipping in cut.clippings] == TITLES
    assert [clipping.link for clipping in cut.clippings] == [*LINKS[:3], "", LINKS[4]]


def test_a_title_on_two_lines_is_whole() -> None:
    title = "The council decides on the homes of people who have no home and no address of their own"
    broken = title.replace(" no address", "\nno address")
    titles = [TITLES[0], title, *TITLES[2:]]
    check(Case("two lines", titles, text=letter(STYLES["a square"], [TITLES[0], broken, *TITLES[2:]])))


def test_footnotes_are_the_links_of_the_headlines_above_them() -> None:
    titles = [title.upper() for title in TITLES[:4]]
    stories = "\n".join(f"{title}\n\n{TOLD} See the page [{n}].\n\n" for n, title in enumerate(titles, 1))
    notes = "\n".join(f"{n}. {link}" for n, link in enumerate(LINKS[:4], 1))
    cut = clippers.cut(mail_of(Case("notes", titles, text=f"THE LETTER\n\n{stories}\n{notes}{FOOT}")))
    assert [(one.title, one.link) for one in cut.clippings] == list(zip(titles, LINKS[:4], strict=True))


def test_a_calendar_in_the_style_is_no_story_and_sections_are_no_headlines() -> None:
    calendar = "\u25a0 9 November - a day for village centres\n\u25a0 25 November - a talk about homes and work\n"
    check(Case("calendar", TITLES, text=letter(STYLES["a square"]).replace(FOOT, f"\n{calendar}{FOOT}")))
    listed = "".join(f"{title}\n{link}\n\n" for title, link in zip(TITLES, LINKS, strict=True))
    sections = f"\u25a0 From the council\n\n{listed}\u25a0 From the homes\n\n{listed}\u25a0 From the press\n\n{listed}"
    found = clippers.cut(mail_of(Case("sections", TITLES, text=sections + FOOT))).clippings
    assert [one.title for one in found] == TITLES


def test_the_letter_s_own_name_at_the_top_is_none_of_its_stories() -> None:
    titles = [title.upper() for title in TITLES]
    text = letter(
        "TITLE\n\nTOLD\n\nMore: ADDRESS\n",
        titles,
        TOLD,
        "LETTER OF THE TOWN -- HOMES AND CARE\n\nMonday, 2 March, in the town hall, for all who work there.\n\n",
    )
    check(Case("masthead", titles, text=text))


def test_headlines_that_name_their_notes_have_those_links_first() -> None:
    stories = "".join(f"{n}. {title} [{n}]\n\n{SHORT}\n\n\n" for n, title in enumerate(TITLES, 1))
    notes = "".join(f"[{n}] {link}\n" for n, link in enumerate([*LINKS, "https://l.example/join-us"], 1))
    text = f"THE LETTER\n\n{stories}You may join the others of us [6].\n\nLinks\n\n{notes}{FOOT}"
    cut = clippers.cut(mail_of(Case("notes", TITLES, text=text)))
    assert [(one.title, one.link) for one in cut.clippings] == list(zip(TITLES, LINKS, strict=True))


def test_a_headline_over_a_list_is_a_rubric_of_its_stories() -> None:
    listed = f"+++ In short +++\n\n* {TITLES[3]}. <{LINKS[3]}>\n* {TITLES[4]}. <{LINKS[4]}>\n"
    text = letter("+++ TITLE +++\n\nTOLD\nMehr: ADDRESS\n", TITLES[:3]).replace(FOOT, f"\n{listed}{FOOT}")
    check(Case("rubric", TITLES, text=text))


SECTIONS = [
    ("Town and council", [("Council buys back forty homes on the estate", 0), ("Tenants ask for a say in repairs", 1)]),
    ("Trains, buses and bicycles", [("Night buses return to the villages", 2), ("Why the ring road costs twice", 3)]),
    ("Schools and young people", [("Two schools share one kitchen for lunch", 4)]),
]
ITEMS = {
    "titles above links": "TITLE\nADDRESS\n\n",
    "titles, words and links": f"TITLE\n{SHORT}\nRead more: ADDRESS\n\n",
    "titles before links": "- TITLE: ADDRESS\n\n",
    "titles that end like sentences": f"TITLE.\n{SHORT}\nADDRESS\n\n",
}


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("style", ["* NAME", "2. NAME", "=== NAME ===", "## NAME"])
def test_sections_of_one_story_or_two_are_no_headlines(style: str, item: str) -> None:
    """Whatever else a reader makes of such letters: the name of a section is no title, and none of its stories are lost."""
    text = "THE LETTER\n\n"
    for name, titles in SECTIONS:
        text += style.replace("NAME", name) + "\n\n"
        text += "".join(ITEMS[item].replace("TITLE", title).replace("ADDRESS", LINKS[at]) for title, at in titles)
    cut = clippers.cut(mail_of(Case(item, [], text=text + FOOT)))
    assert [one.link for one in cut.clippings] == LINKS
    assert sum(one.title.rstrip(".") in dict(titles) for one in cut.clippings for _, titles in SECTIONS) >= 4


def test_words_about_a_section_hide_no_titles_below_them() -> None:
    titles = [title for _, told in SECTIONS for title, _ in told]
    text = "THE LETTER\n\n"
    for name, told in SECTIONS:
        text += f"* {name}\n\n{SHORT}\n\n" + "".join(f"{title}\n{LINKS[at]}\n\n" for title, at in told)
    check(Case("intro", titles, text=text + FOOT))


def test_a_line_that_a_link_leads_on_from_is_no_title_below_a_short_headline() -> None:
    titles = ["Nachtbus kehrt zurück", "Bibliothek öffnet nachts", "Schulen teilen Küche"]
    check(
        Case(
            "teasers", titles, text=letter("*** TITLE ***\n\nTOLD\nMehr: ADDRESS\n", titles, "Stadt spart Geld im Jahr")
        )
    )


def test_sections_whose_stories_end_with_notes_are_no_headlines() -> None:
    titles = [title for _, told in SECTIONS for title, _ in told]
    text = "THE LETTER\n\n"
    for name, told in SECTIONS:
        text += f"* {name}\n\n" + "".join(f"{title} [{at + 1}]\n" for title, at in told) + "\n"
    text += "\n".join(f"[{at}] {link}" for at, link in enumerate(LINKS, 1))
    check(Case("notes", titles, text=text + FOOT))


def test_one_story_with_its_title_under_each_section_keeps_it() -> None:
    told = "".join(
        f"NEWS FROM {place}\n\n{title}\n\n{SHORT}\n{link}\n\n"
        for place, title, link in zip(("THE TOWN", "THE COAST", "ABROAD"), TITLES, LINKS, strict=False)
    )
    cut = clippers.cut(mail_of(Case("capitals", [], text=f"The letter\n\n{told}{FOOT}")))
    assert not any(one.title.startswith("NEWS FROM") for one in cut.clippings)


def test_a_second_link_with_words_beside_it_makes_no_section() -> None:
    text = letter("* TITLE *\n\nTOLD\n\nMore: ADDRESS\nPictures of that day: ADDRESS-pictures\n")
    check(Case("two links", TITLES, text=text))


ONE_DOCUMENT = {
    "questions": (
        ["When is my rubbish collected?", "What belongs in the yellow bin?", "Where do I bring old paint?"],
        "The page has an answer for every street and for every bin.\nADDRESS",
    ),
    "an advisory": (
        ["Background of the library", "Problem and its impact", "Solution and workaround"],
        "The library reads pictures and may read behind their end.\nADDRESS",
    ),
    "a job": (
        ["Aufgaben und Verantwortung", "Anforderungen an Sie", "Wir bieten Ihnen mehr"],
        "Sie messen den Lauf kleiner Flüsse und schreiben darüber.\nADDRESS",
    ),
    "chapters": (
        ["The boat that would not die", "The bridge that never came", "The winter of the ice"],
        "The books are at ADDRESS for all who want to read\nthem, and they tell of seven engines.",
    ),
}


@pytest.mark.parametrize("name", ONE_DOCUMENT)
def test_the_parts_of_one_document_are_no_stories(name: str) -> None:
    headlines, told = ONE_DOCUMENT[name]
    parts = [
        f"{number}. {headline}\n\n{told.replace('ADDRESS', link)}\n"
        for number, (headline, link) in enumerate(zip(headlines, LINKS, strict=False), 1)
    ]
    assert styled(("Hello,\n\n" + "\n".join(parts)).splitlines()) == []


def test_most_headlines_in_capitals_may_lack_a_link() -> None:
    titles = [title.upper() for title in TITLES]
    text = letter("TITLE\n\nTOLD\n> ADDRESS\n\n", titles, TOLD)
    for at in (0, 3, 4):
        text = text.replace(f"\n> {LINKS[at]}", "")
    cut = clippers.cut(mail_of(Case("capitals", titles, text=text)))
    assert [one.link for one in cut.clippings] == ["", *LINKS[1:3], "", ""]


def test_a_first_story_at_the_very_top_needs_no_link() -> None:
    titles = [title.upper() for title in TITLES]
    stories = [f"{title}\n{SHORT * 3}\n{link}\n\n" for title, link in zip(titles, LINKS, strict=True)]
    text = "".join(stories).replace(f"{LINKS[0]}\n", "") + FOOT
    found = clippers.cut(mail_of(Case("top", titles, text=text))).clippings
    assert [story.title for story in found] == titles
