"""What stands beside a title in plain letters: its day, its rubric, its number, who wrote it, and sayings that are none."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import LINKS, TITLES, WORDS, Case, check, mail_of

FOOT = "\nTo leave: https://l.example/unsubscribe?u=7\n"
RUBRICS = ["Law", "Homes", "Money", "Health", "Law"]


def letter(pattern: str, count: int = 5) -> str:
    """The pattern once for each title: TITLE, ADDRESS, RUBRIC, NUMBER."""
    rows = zip(TITLES[:count], LINKS, RUBRICS, strict=False)
    return (
        "".join(
            pattern.replace("TITLE", title, 1)
            .replace("ADDRESS", link)
            .replace("RUBRIC", rubric)
            .replace("NUMBER", str(at))
            for at, (title, link, rubric) in enumerate(rows, 1)
        )
        + FOOT
    )


PATTERNS = {
    "its day": f"TITLE (NUMBER May 2026)\nADDRESS\n{WORDS}\n\n",
    "its rubric": "NUMBER. TITLE [RUBRIC]\n   ADDRESS\n\n",
    "its rubric in brackets": f"TITLE  (RUBRIC)\nADDRESS\n\n{WORDS}\n\n- - - - - - - -\n\n",
    "its number": f"[SB-2026-10NUMBER] TITLE\n    Severity: high\n    {WORDS}\n    ADDRESS\n\n",
    "stars around it": f"* TITLE *\n{WORDS}\nFull story:\nADDRESS\n\n",
    "the number of a release above": "---------------\nPRESS RELEASE 10NUMBER/2026\nTITLE\n\nA loaf is found.\n\nFull text: ADDRESS\n",
    "who and when below": "TITLE\nAda Roe, Mon, 03 May 2010 10:11:00 +0000\n\nMonday was quiet.\n\nRead more: ADDRESS\n\n----------\n\n",
    "a dotted number": "1.NUMBER TITLE\nWhat happened, in a few words.\nADDRESS\n\n",
    "a number and a stroke": "NUMBER/ TITLE\n\nTwo rooms and a hall.\n> En savoir plus : ADDRESS\n\n",
    "the moment behind its link": f"TITLE [ ADDRESS ] 05/0NUMBER/2012 10:00 AM EDT\n\n{WORDS}\n\n",
    "all day": "Sunday 1NUMBER May, all day\nTITLE\nBring an envelope.\nADDRESS\n\n",
}  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
def test_it_is_no_part_of_the_title(name: str) -> None:
    check(Case(name, TITLES, text=letter(PATTERNS[name])))


def test_what_only_one_title_says_is_part_of_it() -> None:
    text = letter("TITLE\nADDRESS\n\n")
    for words in ("(Leeds)", "[video]", "(3 May)"):
        titles = [f"{TITLES[0]} {words}", *TITLES[1:]]
        check(Case(words, titles, text=text.replace(TITLES[0], titles[0])))


@pytest.mark.parametrize(
    "titles",
    [
        [
            "A survey of sparse attention (LLMs)",
            "Retrieval for all (RAG)",
            "Fine tuning at small cost (PEFT)",
            TITLES[0],
        ],
        ["The Long Walk (1998)", "Sons of the Harbour (2003)", "A Night Off in Hull (2011)"],
        ["1.5 million carers win a night off", "2.3 billion pounds for nights", "3.4 per cent of homes closed"],
        ["24/ 7 care comes to Hull", "Carers win a night off", "Tenants write their own charter"],
        [
            '"We will not close it." - Governor Smith',
            '"Nobody asked us," - Smith, Jones and Berg',
            "„To koniec epoki, mówi.” – Minister Kowalski",
            TITLES[0],
        ],
    ],
    ids=lambda titles: titles[0],
)
def test_it_is_part_of_the_title(titles: list[str]) -> None:
    rows = zip(titles, LINKS, strict=False)
    check(Case(titles[0], titles, text="".join(f"{title}\n{link}\n\n" for title, link in rows) + FOOT))


def test_the_first_story_of_a_new_issue_is_not_its_masthead() -> None:
    rows = "".join(f"{title}: {link}\n\n" for title, link in zip(TITLES, LINKS, strict=True))
    text = "The Care Journal\n\nThe new issue of the Care Journal is now available online.\n\n"
    check(Case("new issue", TITLES, text=text + rows + FOOT))


def test_posts_that_each_give_their_address_first_are_many() -> None:
    rows = zip(TITLES, LINKS, strict=True)
    text = "".join(f"URL: {link}\nDate: 3 May 2026\n\n{title}\n\n{WORDS}\n\n" for title, link in rows)
    assert len(clippers.cut(mail_of(Case("posts", [], text=text, subject="5 new posts"))).clippings) >= len(TITLES) - 1


@pytest.mark.parametrize("way", ["Di più", "Von dort", "Par ici"])
def test_a_line_below_a_listed_title_that_begins_like_a_byline_is_its_link(way: str) -> None:
    listed = "IN THIS ISSUE\n\n" + "".join(f"* {title}\n" for title in TITLES) + f"\n{'-' * 60}\n\n"
    told = "".join(f"{title}\n\n{WORDS}\n{way}: {link}\n\n" for title, link in zip(TITLES, LINKS, strict=True))
    check(Case(way, TITLES, text=listed + told + FOOT))


def test_a_story_of_subscriptions_without_a_link_stays() -> None:
    titles = ["Streaming subscription prices rise", *TITLES[:3]]
    text = "IN THIS ISSUE\n\n" + "".join(f"* {title}\n" for title in titles) + "\n"
    text += "".join(f"{title}\n\n{WORDS} {WORDS}\n\n" for title in titles)
    assert [one.title for one in clippers.cut(mail_of(Case("told", [], text=text + FOOT))).clippings] == titles


@pytest.mark.parametrize(
    "saying",
    [
        '"We have never had so many keys and so few doors."\n- ADA ROE, locksmith, on the shortage of homes.\n',
        '"I have burned the picnic table. The porch swing is next."\n-JOHN VALE, of Lima, who has been without heat.\n',
    ],
)
def test_a_saying_is_no_story(saying: str) -> None:
    text = f"QUOTE OF THE DAY\n================\n{saying}{LINKS[0]}?quote\n\n\nNATIONAL\n========\n"
    check(Case("saying", TITLES, text=text + letter(f"TITLE\nBy JOHN VALE\n{WORDS}\nADDRESS\n\n")))


@pytest.mark.parametrize(
    "title",
    [
        "Comment period on the care rule extended",
        "Comment la mairie a vendu ses bancs",
        "Discussion paper on night care is out",
        "E-mail scandal at the council",
        "Advertisers leave the local paper",
    ],
)
def test_a_title_that_begins_as_an_appeal_does(title: str) -> None:
    titles = [title, *TITLES[1:]]
    check(Case(title, titles, text=letter("TITLE\nADDRESS\n\n").replace(TITLES[0], title)))


def test_a_deed_below_a_story_among_others_does_not_end_it() -> None:
    text = letter(f"** TITLE\n{'-' * 60}\n\nTwo hours, tea included.\n\nRead more (ADDRESS)\n\n")
    check(Case("deed", TITLES, text=text.replace("Read more", "Sign up here", 1)))


def test_titles_that_begin_their_paragraphs_with_the_links_in_notes() -> None:
    titles = ["Release Update", "Who Owns the Menu?", "Packages in Need of Care", "Minutes"]
    stories = [
        f"{title}{'' if title.endswith('?') else '.'} Ada Roe sent [1]an update on it and said that all\nof the tests are going well this week.\n\n  1. {link}\n\n"
        for title, link in zip(titles, LINKS, strict=False)
    ]
    top = f"The Letter - May 3rd, 2004\n{'-' * 40}\n\nWelcome to this year's 18th issue of the letter.\n\n"
    check(Case("run in", titles[:3], text=top + "".join(stories[:3]) + FOOT))


def test_a_post_with_notes_is_no_list_of_titles() -> None:
    said = (
        "It rained. I read a report[1] on night wardens and could not agree with most of what it said about sleep.\n\n"
    )
    text = f"Why Night Is Longer Than It Looks\n\n{said * 4}[1] {LINKS[0]}\n\nRead online: {LINKS[1]}\n{FOOT}"
    check(Case("a post", ["Why Night Is Longer Than It Looks"], text=text, subject="Why Night Is Longer Than It Looks"))


@pytest.mark.parametrize("capitals", [False, True])
def test_a_title_on_two_lines_over_what_it_tells(capitals: bool) -> None:
    long = "The ministry announces a long-awaited review of the way night care\nis paid for"
    long = long.upper() if capitals else long
    titles = [long.replace("\n", " "), *TITLES[1:]]
    told = "The review will be led by a judge and report next spring, as people\nsaid on a Monday in a statement."
    check(Case("wrapped", titles, text=letter(f"TITLE\n\n{told}\n\nMore: ADDRESS\n\n").replace(TITLES[0], long)))


def test_the_day_and_the_writer_below_a_title_are_no_title() -> None:
    said = "A wall has no glue but gravity, and the mason, who is 71, has never\nowned a bag of cement."
    check(
        Case(
            "byline",
            TITLES,
            text=letter(f"TITLE\n\nApril 9, 2006\nBy JOHN VALE\n\n{said}\n\nADDRESS\n\n----------\n\n"),
        )
    )
