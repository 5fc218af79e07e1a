"""The small readers that clippers are made of: dates, bylines, patterns, wording, paths, finishing."""

from __future__ import annotations

import pytest

from router import html
from router.clippers import bylines, marked, patterns, selectors
from router.clippers.body import Body, Raw, body_of
from router.clippers.dates import read_date
from router.clippers.finish import finish, headline, is_bare_url, is_button
from router.clippers.skips import is_skipped, skips_of
from router.clippers.tuning import tune
from router.clippers.wording import (
    is_advertisement,
    is_date,
    is_greeting,
    is_online_link,
    is_service,
    is_titleish,
    is_type,
    words_in,
)
from router.terms import Address, Parsed, Source


def body(source: Source | None = None, *, page: str = "", subject: str = "", sender: str = "") -> Body:
    mail = Parsed(
        (("to", "ida@router.example"),),
        Address("a@l.example", sender),
        subject,
        "",
        page,
        (Address("ida@router.example"),),
    )
    return body_of(mail, None, source)


@pytest.mark.parametrize(("text", "date"), [
    ("Available Online 19 November 2026", "2026-11-19"), ("Nov 18, 2026 | OnlineFirst", "2026-11-18"), ("2026 Nov 2;9(11):e26", "2026-11-02"),
    ("12/15/2025 - Volume 131", "2025-12-15"), ("15/12/2025", "2025-12-15"), ("19.11.2026", "2026-11-19"), ("2026-11-19T07:00:00Z", "2026-11-19"), ("2. März 2026", "2026-03-02"),
    ("le 3 février 2026", "2026-02-03"), ("7 de octubre de 2026", "2026-10-07"), ("2026年11月19日", "2026-11-19"), ("Wed, 18 Nov 2026 18:00:23 +0000", "2026-11-18"), ("20 ноября 2026", "2026-11-20"),
    ("31 February 2026", ""), ("2026", ""), ("Volume 71, Issue 4", ""), ("", ""), ("no figures", ""),
])  # fmt: skip
def test_dates_are_read_as_alerts_write_them(text: str, date: str) -> None:
    assert read_date(text) == date


def test_scholars_line() -> None:
    line = bylines.by_dash("A Okoro, B Lee…\u00a0- Journal of Things …, 2026\u00a0- press.example")
    assert (line.authors, line.journal) == ("A Okoro, B Lee…", "Journal of Things …")
    assert bylines.by_dash("M Abdi, H Rocha").authors == "M Abdi, H Rocha"
    assert bylines.by_dash("A Karmakar - 2019").journal == ""


def test_pubmeds_line() -> None:
    line = bylines.by_citation("J Sch Care. 2026 Nov 2;9(11):e26. doi: 10.5555/jsc.1.")
    assert line is not None
    assert (line.journal, line.date, line.doi) == ("J Sch Care", "2026-11-02", "10.5555/jsc.1")
    assert bylines.by_citation("Journal of Public Care") is None


@pytest.mark.parametrize(
    "words",
    [
        "Ruth Abney & Kofi Mensa",
        "Paudel Sunita, Marta Kowal and Ben Achter",
        "Ada Berg",
        "Hale J, Mori S, Boateng K.",
        "Deborah Osei and Finn Halloran",
    ],
)
def test_names(words: str) -> None:
    assert bylines.are_names(words)


@pytest.mark.parametrize(
    "words",
    [
        "Children and Youth Services Review",
        "Practice Teaching and Learning Review",
        "The bill has doubled in three years",
        "Carers win a night off, and sleep",
        "Volume 7, 2026",
        "word",
        "Ada Berg, who ran the home, said it was over",
    ],
)
def test_no_names(words: str) -> None:
    assert not bylines.are_names(words)


def test_patterns_name_what_they_find() -> None:
    line = "{publisher} shared a post: {title} || {authors} in {publisher} || tags: {tags}"
    assert patterns.match(line, "Ada B shared a post: Three notes: one") == {
        "publisher": "Ada B",
        "title": "Three notes: one",
    }
    assert patterns.match(line, "Tamsin Holt in Ward Notes") == {"authors": "Tamsin Holt", "publisher": "Ward Notes"}
    assert patterns.match(line, "tags: law") == {}
    assert patterns.match(line, "nothing of the kind") is None
    assert patterns.match("a.b {title}", "axb c") is None
    assert patterns.match("{title}", "x" * 10_000) is None
    assert patterns.is_pattern("{title}") and not patterns.is_pattern("h3 > a")


@pytest.mark.parametrize(
    "words",
    [
        "Read more",
        "Read Full Story",
        "Click here for the full tip:",
        "Weiterlesen",
        "Lire la suite",
        "Leer más",
        "Continua a leggere",
        "View Post",
        "»",
        "続きを読む",
        "[Read More]",
        "Full text",
        "12 comments",
    ],
)
def test_buttons(words: str) -> None:
    assert is_button(words)


@pytest.mark.parametrize(
    "words",
    [
        "Read Deeply, Live Slowly: A reading year",
        "Here comes the winter shelter",
        "More beds for fewer people",
        "Links between rent and sleep",
        "Homeless, not helpless",
    ],
)
def test_headlines_are_no_buttons(words: str) -> None:
    assert not is_button(words)


@pytest.mark.parametrize(
    "words",
    [
        "See all notifications",
        "Follow us on X",
        "Sign up for our letter",
        "Share this",
        "Forward to a friend",
        "Manage your alerts",
        "Get the app",
        "Contact us",
        "Privacy",
        "Powered by Ghost",
        "Read past issues",
        "Join the conversation · 41 comments",
        "Like A night off on Facebook",
        "4.1k upvotes · 312 comments",
        "Back to top",
        "Buy me a coffee",
        "Browse newsletters",
        "Help spread the word",
        "Add to calendar",
        "Solicitation of Abstracts",
        "Unread Notifications",
        "Manage applet",
        "Suscríbete por 1 € al mes",
        "Abonnez-vous dès maintenant",
        "Iscriviti alla newsletter",
    ],
)
def test_services(words: str) -> None:
    assert is_service(words)


@pytest.mark.parametrize(
    "words",
    [
        "12 million people are watching this volcano",
        "40 members have read this bill aloud",
        "300 Personen haben das Coronavirus",
        "300 personnes ont partagé un repas",
        "200 personas compartieron mesa en la plaza",
        "The issue is seen in Berlin and Rome",
        "Ideas are welcome in Tbilisi",
        "Il y a d'autres résultats en Bretagne",
        "Hay más resultados de la quiniela",
        "Números anteriores a la crisis",
        "Les numéros précédents du loto truqués",
        "Wir haben weitere Treffer im Halbfinale gesehen",
        "Home care visits cut as winter begins",
        "Help arrives for carers",
        "Change is coming to social care",
        "Subscribers sue a charity",
        "Support worker",
        "Jobs boom in care homes",
        "Search for missing boy ends",
        "About half of students skip meals",
        "Share prices of care firms fall",
        "Contact after placement: a study",
    ],
)
def test_headlines_are_no_services(words: str) -> None:
    assert not is_service(words)


def test_wording() -> None:
    assert (
        is_advertisement("--ADVERTISEMENT--".strip("-"))
        and is_advertisement("Together with Chairs Ltd")
        and is_advertisement("Anzeige")
    )
    assert not is_advertisement("Sponsors of refugees wait a year for news")
    assert (
        is_online_link("View in browser")
        and is_online_link("Im Browser ansehen")
        and is_online_link("Read Online")
        and not is_online_link("Online care is here")
    )
    assert all(map(is_date, ("18h", "mardi 3 mai, 18h30", "1er juin", "May 2nd", "9:30h"))) and not is_date("3 r")
    assert is_date("Friday, 20 November 2026") and is_date("Nov 2") and not is_date("May the carers speak")
    assert (
        is_type("Research Article")
        and is_type("Open Access - Review article")
        and not is_type("Article 8 and the family")
    )
    assert is_greeting("Dear readers,") and not is_greeting(
        "Dear diary: a caseworker's year of notes, read by her daughter at the end"
    )
    assert (
        is_titleish("Carers win a night off")
        and is_titleish("社工服务进入学校")
        and not is_titleish("12:30")
        and not is_titleish("20 November 2026")
    )
    assert words_in("社工服务") == 2 and words_in("Nx 15.0 is out") == 4
    assert is_bare_url("<https://x.example/a>") and not is_bare_url("see https://x.example")


@pytest.mark.parametrize(("title", "publisher", "said"), [
    ("Bed closes - North Gazette", "North Gazette", "Bed closes"), ("Bed closes - NIH", "NIH", "Bed closes"), ("Bed closes ... - Nature", "Nature", "Bed closes ..."),
    ("Councils - not courts - should decide", "Civic Post", "Councils - not courts - should decide"), ("Bed closes | The Post", "The Post", "Bed closes"), ("Bed closes - care.example", "care.example", "Bed closes"),
    ("A - B", "", "A - B"), ("- North Gazette", "North Gazette", "- North Gazette"),
])  # fmt: skip
def test_a_publisher_is_cut_only_where_it_is_one(title: str, publisher: str, said: str) -> None:
    assert headline(title, publisher)[0] == said


def test_a_publisher_at_the_end_when_the_source_says_so() -> None:
    assert headline("Bed closes - North Gazette", "", at_end=True) == ("Bed closes", "North Gazette")


def test_one_story_however_often_it_is_linked() -> None:
    raws = [
        Raw("Bed closes at the old home", "https://x.example/a?utm_source=1"),
        Raw("Read more", "https://x.example/a"),
        Raw("Bed closes at the old home", "https://www.x.example/a/", text="What it says."),
        Raw("Bed closes at the old home", "https://y.example/b"),
        Raw("https://x.example/a", "https://x.example/a"),
        Raw("Another bed opens elsewhere", "https://x.example/unsubscribe?u=1"),
        Raw("[PDF] Another bed opens", ""),
    ]
    found = finish(body(), raws)
    assert [(one.title, one.link, one.text) for one in found] == [
        ("Bed closes at the old home", "https://x.example/a", "What it says."),
        ("Another bed opens", "", ""),
    ]


def test_paths_of_selectors() -> None:
    page = html.parse(
        "<div><h3><a class=t href=/x>Title</a></h3><br><p>By Ada</p><i>no</i><p class=s>Text <b>bold</b></p><h3><a>Next</a></h3></div>"
    )
    first = html.select(page, "h3")[0]
    starts = {node.mem_id for node in html.select(page, "h3")}
    for line, said in {
        "a.t": "Title", "a.t @href": "/x", "+ p": "By Ada", "~ p.s": "Text bold", "~ p.s / b": "bold", "^ div / i": "no", ".": "Title",
        "+ i": "", "~ h3": "", "+ p.none || + p": "By Ada", "a[[": "",
    }.items():  # fmt: skip
        assert selectors._value(first, line, starts) == said, line


def test_skips_are_whole_titles_or_end_in_a_star() -> None:
    source = Source("x", clip="blocks", parameters={"skip": "read the full issue*, *front matter*, top stories, *2026"})
    skips = skips_of(body(source))
    for title in ("Read the full issue on X", "JPC Cover and Front matter", "Top stories", "November 2026"):
        assert is_skipped(skips, title), title
    for title in ("Top stories of care", "The front matters", "2026 in care"):
        assert not is_skipped(skips, title), title


@pytest.mark.parametrize(("where", "raw", "publisher"), [
    ("sender", Raw("T"), "Ada from The Ledger"), ("sender {authors} from {publisher}", Raw("T"), "The Ledger"), ("first line", Raw("T", lines=["Gazette", "Text."]), "Gazette"),
    ("first line", Raw("T", lines=["A whole sentence of text."]), ""), ("line above {authors} in {publisher}", Raw("T", above="Ada B in Ward Notes"), "Ward Notes"),
])  # fmt: skip
def test_where_a_publisher_stands(where: str, raw: Raw, publisher: str) -> None:
    source = Source("x", clip="blocks", parameters={"publisher at": where})
    assert tune(body(source, sender="Ada from The Ledger"), [raw])[0].publisher == publisher


def test_small_print_of_papers() -> None:
    source = Source(
        "x",
        kind="paper",
        clip="blocks",
        parameters={"journal": "New articles for {journal} are here", "byline": "doi: {doi}"},
    )
    raw = Raw(
        "What neighbours notice",
        lines=[
            "Research Article",
            "Ada Berg & Tom Liu",
            "Published: 19 November 2026",
            "doi: 10.5555/x.1",
            "We asked them.",
        ],
    )
    said = tune(body(source, subject="New articles for Field and Practice are here"), [raw, Raw("Field and Practice")])
    assert len(said) == 1
    assert (said[0].authors, said[0].journal, said[0].doi, said[0].text) == (
        "Ada Berg & Tom Liu",
        "Field and Practice",
        "10.5555/x.1",
        "We asked them.",
    )
    assert read_date(said[0].date) == "2026-11-19"


def test_a_mime_digest_is_its_posts() -> None:
    one = b"From: Ada <ada@l.example>\nSubject: =?utf-8?q?Caf=C3=A9_for_carers?=\nDate: Fri, 20 Nov 2026 07:00:00 +0000\n\nSee https://l.example/cafe\n-- \nAda\n"
    two = b"From: Tom <tom@l.example>\nSubject: Re: nights\n\n> who?\n\nNobody.\n"
    found = marked.enclosed((one, two, b"", b"\xff\xfe"))
    assert [(raw.title, raw.authors, raw.link, raw.text) for raw in found] == [
        ("Café for carers", "Ada", "https://l.example/cafe", "See https://l.example/cafe"),
        ("Re: nights", "Tom", "", "Nobody."),
    ]
