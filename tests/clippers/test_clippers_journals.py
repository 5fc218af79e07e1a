"""Contents of journals, where the journal and its issue are linked as its papers are; reviews of the press; answers."""

from __future__ import annotations

import pytest

from router import clippers, links
from tests.clippers.letters import FOOT, LINKS, LISTED, TITLES, WORDS, Case, check, mail_of

CASES: list[Case] = []
PAGES = [(1, 4), (5, 28), (29, 51), (52, 79), (80, 84)]
JOURNAL = "https://papers.example/index.php/cgl"


def case(name: str, titles: list[str], html: str = "", text: str = "", *, person: bool = False) -> None:
    CASES.append(Case(name, titles, html, text, "Weekly letter", () if person else LISTED))


case(
    "new-issue-in-portuguese",
    TITLES,
    text=f"Prezados leitores,\n\nCadernos do Litoral acaba de publicar seu último número em\n{JOURNAL}. Convidamos a navegar.\n\n"
    f"Cadernos do Litoral\nv. 10 n. 2 (2026)\nSumário\n{JOURNAL}/issue/view/411\n\nArtigos\n--------\n"
    + "".join(
        f"{t} ({first}-{last})\n\tRenato Prado\n\t{JOURNAL}/article/view/90{n}\n"
        for n, (t, (first, last)) in enumerate(zip(TITLES, PAGES, strict=True))
    )
    + f"\n\n________________________\nCadernos do Litoral\n{JOURNAL}\n",
)
case(
    "journal-by-its-number",
    TITLES,
    text="Journal of Lake Studies\nISSN: 0378-0000\n\nVolume 61, Issue 1, 2003\n\nFull text is available to subscribers at\n"
    "http://papers.example/journal/03780000\n--------------------\n\n"
    + "\n".join(
        f"{t}\n   Pages {first}-{last}\n   K. Ramas, P. Dietz\n{u}\n"
        for t, u, (first, last) in zip(TITLES, LINKS, PAGES, strict=True)
    ),
)
case(
    "journal-over-its-issue",
    TITLES,
    '<table><tr><td><b><a href="https://l.example/journal/712">Lake Studies Quarterly</a></b><br>'
    '<a href="https://l.example/issue/53001">Volume 44, Number 3, Summer 2026</a><br>A Press</td></tr></table>'
    + "".join(
        f'<div><b><a href="{u}">{t}</a></b><br>Miguel Sarr<br>pp. 3{n}1-3{n}9<br><a href="{u}/pdf">Download PDF</a></div>'
        for n, (t, u) in enumerate(zip(TITLES, LINKS, strict=True))
    )
    + FOOT,
)
case(
    "authors-over-titles-of-an-issue",
    ["Introduction. La pente et la ville", "Escaliers de Lyon, une histoire", "Funiculaires"],
    '<h2><a href="https://l.example/2026-3.htm">2026/3 (n° 44) – Habiter la pente</a></h2>'
    + "".join(
        f'<p>{who}<br><a href="{u}"><b>{t}</b></a><br><a href="{u}#resume">Résumé</a> | <a href="{u}.pdf">PDF</a></p>'
        for who, t, u in zip(
            ["Claire Morel", "Jean Petit, Ana Sousa", "Ludovic Haas"],
            ["Introduction. La pente et la ville", "Escaliers de Lyon, une histoire", "Funiculaires"],
            LINKS,
            strict=False,
        )
    )
    + FOOT,
)
case(
    "press-review",
    TITLES,
    "<p>Liebe Leute,</p><p><b><u>Kreis</u></b></p>"
    + "".join(
        f'<p><b>{t}</b></p><p><i>Tageblatt, 14.10.2026</i> - S. {n} und 13; Zitat</p><p><a href="{u}">{u}</a></p>'
        for n, (t, u) in enumerate(zip(TITLES, LINKS, strict=True))
    )
    + "<p>Jule Kort</p><p>Kreishausplatz 1, 99998 Brahl | Tel. 05555 99-120</p>"
    '<p><a href="https://www.kreis.example/">www.kreis.example</a></p>',
    person=True,
)
SIGNED = [f"Leasing trains: who buys {what}?" for what in ("one", "two", "three")]
case(
    "papers-before-titles-with-colons",
    SIGNED,
    "<p>Good morning all,</p><h3>Port</h3>"
    + "".join(
        f'<p><b>{paper}</b> – <a href="{u}">{t}</a></p><p>No mention of us.</p>'
        for paper, t, u in zip(
            ["Northern Observer", "CoastalBusiness Week", "RailFreight Digest"], SIGNED, LINKS, strict=False
        )
    ),
    person=True,
)
case(
    "daily-with-its-web-edition",
    TITLES[:3],
    text="THE NET TODAY for Thursday, August 19, 2010\nA service of the Commons\n(Web edition: https://l.example/today/2010/08/19)\n\n"
    + "".join(f"* {t}\n  {u}\n" for t, u in zip(TITLES[:3], LINKS, strict=False)),
)
QUOTED = "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in zip(TITLES, LINKS, strict=True))
case(
    "answer-to-a-letter",
    [],
    "<p>Dear Margit,</p><p>thanks for this one.</p><div><div>On Thu, Nov 12, 2026 Margit Dahl wrote:<br></div>"
    f"<blockquote>{QUOTED}</blockquote></div>",
    person=True,
)
case("letter-that-quotes", TITLES, f"<p>The board said:</p><blockquote>{QUOTED}</blockquote>{FOOT}")
case(
    "answer-in-plain-text",
    [],
    text="Dear Margit,\n\nYour letter reached me on the train.\n\nOn 11/12/26, Margit Dahl from Letters wrote:\n"
    "> View this post on the web at https://l.example/p/weekly-letter\n>\n> Dear reader, it is late.\n",
    person=True,
)


case(
    "note-to-one-reader",
    [],
    text="Hi Tom,\n\nI booked room 12 for Thursday: https://rooms.example/b/8812\nThe slides are at https://drive.example/d/xyz and the old\n"
    "report at https://l.example/2021.pdf - could you look at page 4?\n\nIda\n",
    person=True,
)
case(
    "review-sent-to-one-reader",
    TITLES[:3],
    text="Hi Tom,\n\nhere is the review of today.\n\n"
    + "\n\n".join(f"{t}\n{u}" for t, u in zip(TITLES[:3], LINKS, strict=False)),
    person=True,
)
PROGRAMME = ["Konzert: Trio Nord", "Kindertheater", "Workshop Linolschnitt", "Flohmarkt"]
case(
    "programme-in-plain-text",
    PROGRAMME,
    text="Programm November\n\n"
    + "\n".join(
        f"{day}\n{t}\nGroßer Saal, 15 Euro\n{u}\n"
        for day, t, u in zip(
            ["Fr 6.11., 19:00 Uhr", "So 8.11., 11:00 Uhr", "Do 12.11., 17:30 Uhr", "Sa 14.11."],
            PROGRAMME,
            LINKS,
            strict=False,
        )
    )
    + "\nNewsletter abbestellen: https://l.example/abmelden?u=77\n",
)
RELEASES = ["rails 8.1.2 (RubyGems)", "webpack 6.0.0-beta.1 (npm)", "requests 3.0 (PyPI)", "@scope/tool 1.2.3 (npm)"]
case(
    "releases-in-plain-text",
    RELEASES,
    text="New releases\n\n" + "".join(f"* {t}\n  {u}\n" for t, u in zip(RELEASES, LINKS, strict=False)),
)
case(
    "way-to-the-whole-issue",
    TITLES[:3],
    text="Journal of Lakes\nVolume 12, Number 3, June 2026\n\n"
    + "\n".join(
        f"{t}\nAuthor: Holm, P.\nhttps://l.example/content/jol/2026/12/3/art{n}\n" for n, t in enumerate(TITLES[:3])
    )
    + "\n--------------------\nTo view the full table of contents, go to\nhttps://l.example/content/jol/2026/12/3\n",
)
case(
    "arrows-before-titles",
    TITLES[:3],
    text="\n\n".join(f"» {t}\n{WORDS}\n{u}" for t, u in zip(TITLES[:3], LINKS, strict=False)),
)


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_only_the_papers_and_articles_are_said(letter: Case) -> None:
    check(letter)


def test_years_are_no_pages() -> None:
    titles = ["The coast at war (1939-1945)", "A harbour before steam (1780-1820)", "Dry years inland (1891-1911)"]
    text = "\n\n".join(f"{t}\n{u}" for t, u in zip(titles, LINKS, strict=False))
    assert [story.title for story in clippers.cut(mail_of(Case("years", [], text=text))).clippings] == titles


def test_a_record_keeps_its_number() -> None:
    url = "https://www.scopus.com/record/display.uri?eid=2-s2.0-85200000117&txGid=ffc2ba31c7b2f3a3"
    assert links.clean(url) == "https://www.scopus.com/record/display.uri?eid=2-s2.0-85200000117"
    assert links.clean("https://l.example/a?eid=77120") == "https://l.example/a"


AUTHORS = [
    "Ewa Brandt, Li Zhao and Omar Haddad",
    "Ana Ferro",
    "Gil Acs, Pia Nambiar",
    "Chidinma Iwu",
    "Jo Rask, Sofia Lean",
]
BIDDEN = "<p><b>{t}</b><br>{who}</p><p><b>Get the workbook here</b> <a href='{u}'>PDF</a></p>"


def issue(paper: str, above: str = "") -> str:
    """An issue in which each paper is written so."""
    papers = (paper.format(t=t, u=u, who=who) for t, u, who in zip(TITLES, LINKS, AUTHORS, strict=True))
    return f"{above}{''.join(papers)}{FOOT}"


@pytest.mark.parametrize(
    "html",
    [
        issue('<p><b>{t}</b> <a href="{u}">Full text</a><br>{who}<br>p41 | doi: 10.5555/lake</p>'),
        issue('<p><b>{t}</b> [<a href="{u}">Volltext</a>] [<a href="{u}.pdf">PDF (1.2 MB)</a>]</p><p>{who}</p>'),
        issue(BIDDEN),
        issue(
            '<p><b>{t}</b><br><a href="https://s.example/iah/?indexSearch=AU&exprSearch=SILVA">Silva, Maria</a>; '
            '<a href="https://s.example/iah/?indexSearch=AU&exprSearch=SOUZA">Souza, João</a><br>· <a href="{u}?a=pt">resumo em português</a>'
            ' | <a href="{u}?a=en">inglês</a> · <a href="{u}">texto em português</a> · Português ( <a href="{u}.pdf">pdf</a> )</p>'
        ),
        issue(
            '<tr><td><a href="{u}"><b>{t}</b></a><br>{who}<br>Page(s): 11 - 19<br><a href="{u}">Abstract</a> | <a href="{u}.pdf">PDF (1220 KB)</a></td></tr>',
            '<p><a href="https://l.example/recent?n=77">Transactions on Lakes</a></p><p>Volume 12, Issue 3 - Published 2026</p><table>'
            '<tr><td><a href="https://l.example/1000"><b>Table of Contents</b></a><br>Page(s): C1 - C4</td></tr>'
            '<tr><td><a href="https://l.example/1001"><b>Transactions on Lakes publication information</b></a><br>Page(s): C2</td></tr>',
        ),
        issue(
            '<p>{who}<br><b>{t}</b><br>Lake J 2026; 12: 1-9.<br><a href="{u}?etoc">[Abstract]</a> <a href="{u}.full?etoc">[Full text]</a></p>',
            '<p><b>Lake Journal</b> -- Table of Contents</p><p><a href="https://l.example/content/vol12/issue3/">http://l.example/content/vol12/issue3/</a></p>',
        ),
    ],
    ids=[
        "way-behind-bold-title",
        "ways-in-brackets",
        "bid-below",
        "tongues",
        "front-matter",
        "journal-over-its-address",
    ],
)
def test_papers_of_an_issue_in_the_form_of_its_house(html: str) -> None:
    check(Case("issue", TITLES, html, subject="Transactions on Lakes - new contents"))


@pytest.mark.parametrize("title", ["Back Cover", "Expediente", "New guidelines for authors", "Sudan – Sommaire"])
def test_a_headline_of_which_something_is_told_is_no_part_of_an_issue(title: str) -> None:
    told = [*TITLES[:2], title, *TITLES[3:]]
    html = "".join(f'<h3><a href="{u}">{t}</a></h3><p>{WORDS}</p>' for t, u in zip(told, LINKS, strict=True))
    check(Case("matter", told, html + FOOT))


def test_a_paper_that_the_subject_begins_with_is_no_journal_s_name() -> None:
    rows = [f'<h3><a href="{u}">{t}</a></h3>' for t, u in zip(TITLES, LINKS, strict=True)]
    html = f"{rows[0]}<p>Vol. 3, Issue 4, 2026</p><p>{WORDS}</p>" + "".join(f"{row}<p>{WORDS}</p>" for row in rows[1:])
    check(Case("first", TITLES, html + FOOT, subject=f"{TITLES[0]} in Leeds"))


@pytest.mark.parametrize("way", ["PDF", "Full article", "Summary"])
def test_bold_words_before_a_way_in_below_what_is_told_are_no_title(way: str) -> None:
    note = "<p><b>From the annual report</b> <a href='{}'>" + way + "</a></p>"
    html = "".join(f"<h3>{t}</h3><p>{WORDS}</p>{note.format(u)}" for t, u in zip(TITLES, LINKS, strict=True))
    found = clippers.cut(mail_of(Case("note", [], html + FOOT))).clippings
    assert [(story.title, story.link) for story in found] == list(zip(TITLES, LINKS, strict=True))


def test_a_menu_of_languages_is_no_way_into_a_paper() -> None:
    menu = '<a href="https://l.example/en/7">English</a> | <a href="https://l.example/fr/7">Français</a>'
    papers = "".join(f'<h3><a href="{u}">{t}</a></h3><p>{WORDS}</p>' for t, u in zip(TITLES, LINKS, strict=True))
    check(Case("menu", TITLES, f"<h2>Our letter of May is here</h2><p>{menu}</p>{papers}{FOOT}"))


NAMES = ["Ostkurier", "Radio West", "Die Woche"]
HOSTS = ["ostkurier", "radiowest", "diewoche"]


@pytest.mark.parametrize("form", ["{name}: {title}", "{title} | {name}", "{title} ({name})"])
def test_names_that_links_bear_are_no_part_of_titles(form: str) -> None:
    told = [
        f"{form.format(name=name, title=title)}\nhttps://{host}.example/a/{len(title)}88"
        for name, title, host in zip(NAMES, TITLES, HOSTS, strict=False)
    ]
    cut = clippers.cut(mail_of(Case("names", [], text="\n\n".join(told))))
    assert [(story.title, story.publisher) for story in cut.clippings] == list(zip(TITLES, NAMES, strict=False))


def test_most_titles_that_name_their_paper_are_enough() -> None:
    told = [f"{title} | Bay {number} Review" for number, title in zip(["North", "South", "West"], TITLES, strict=False)]
    text = "\n\n".join(f"{title}\n{link}" for title, link in zip([*told, TITLES[3]], LINKS, strict=False))
    assert [story.title for story in clippers.cut(mail_of(Case("piped", [], text=text))).clippings] == TITLES[:4]
