"""Letters built of cards whose last link says anything, of dates over events, of releases, of prose with links in bold."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, LINKS, LISTED, TITLES, WORDS, Case, check, mail_of, prose

CASES: list[Case] = []
PAIRS = list(zip(TITLES, LINKS, strict=True))


def case(name: str, titles: list[str], html: str, subject: str = "Weekly letter") -> None:
    CASES.append(Case(name, titles, html + FOOT, "", subject, LISTED))


case(
    "cards-closed-by-anything",
    TITLES[:4],
    "".join(
        f'<h2>{t}</h2><p>{WORDS}</p><p><a href="{u}" style="font-weight:bold;font-size:14px">{said}</a></p>'
        for (t, u), said in zip(
            PAIRS, ["Save your seat", "Try the new search", "Details", "Look who won the prize"], strict=False
        )
    ),
)
case(
    "events-to-sign-up-for",
    TITLES[:4],
    "".join(
        f'<p style="font-size:18px"><b>{t}</b></p><p><b>Sunday, June 2{n}, 9 AM to noon</b></p><p>Brushes and doughnuts provided.</p>'
        f'<table><tr><td><a href="{u}">{said}</a></td></tr></table>'
        for n, ((t, u), said) in enumerate(zip(PAIRS, ["See the lineup", "RSVP", "Details", "Sign up"], strict=False))
    ),
)
case(
    "bold-headlines-closed-in-the-same-size",
    TITLES[:3],
    "".join(
        f'<p><b>{t}</b></p><p>{WORDS}</p><p><a href="{u}">{said}</a></p>'
        for (t, u), said in zip(PAIRS, ["Lire la tribune", "Rencontrer Théo", "En savoir plus"], strict=False)
    ),
)
case(
    "buttons-of-many-words",
    TITLES,
    "".join(
        f'<h2>{t}</h2><p>Torsdag 5 november kl. 18.30 i Stora salen.<br><a href="{u}">Läs mer på vår webbplats</a></p>'
        for t, u in PAIRS
    ),
)
case(
    "linked-titles-under-rubrics",
    TITLES[:4],
    "".join(f'<h2>Rubric {n}</h2><p><a href="{u}">{t}</a></p><p>{WORDS}</p>' for n, (t, u) in enumerate(PAIRS[:4])),
)
case(
    "short-events-under-their-dates",
    ["Klimatag im Bestand", "Sprechstunde Förderung", "Mitgliederversammlung"],
    "<h2>Termine</h2>"
    + "".join(
        f'<p><b>{day}</b><br><a href="{u}">{t}</a></p>'
        for day, t, u in zip(
            ["5. November 2026, Kassel", "12. November 2026, 10–11 Uhr", "27. November 2026, Erfurt"],
            ["Klimatag im Bestand", "Sprechstunde Förderung", "Mitgliederversammlung"],
            LINKS,
            strict=False,
        )
    ),
)
case(
    "releases",
    ["lantern/lantern-db 2.11.0", "marlin-http 3.0.0rc1", "@tern/router 7.1.2"],
    "<h2>New releases</h2>"
    + "".join(
        f'<p><small>Index</small><br><a href="{u}">{t}</a>{after}</p>'
        for t, u, after in zip(
            ["lantern/lantern-db 2.11.0", "marlin-http 3.0.0rc1", "@tern/router 7.1.2"],
            LINKS,
            ["", " <small>pre-release</small>", ""],
            strict=False,
        )
    ),
)
case(
    "briefing-in-prose",
    TITLES,
    "<h1>The ferry deal collapses</h1><p>Good morning. By Dana Whit</p>"
    + "".join(
        f'<p>{before} <a href="{u}"><strong>{t}</strong></a>, as the board heard on Tuesday. Nobody sang.</p>'
        for (t, u), before in zip(
            PAIRS,
            ["After nine months,", "Our editor explains", "<b>Schools:</b>", "<b>Courts:</b> A clerk said", "And"],
            strict=True,
        )
    ),
    subject="Morning Briefing: The ferry deal collapses",
)
case(
    "contents-over-a-short-title",
    ["Zoning by Numbers", *TITLES[1:3]],
    '<h3>Table of Contents</h3><p><a href="#1"><b>Zoning by Numbers</b></a><br>Delia Marsh, University of Thorn, School of Law</p>'
    + "".join(f'<p><a href="#{n}"><b>{t}</b></a><br>Kofi Brand, Lake College</p>' for n, t in enumerate(TITLES[1:3]))
    + "".join(
        f'<p><a href="{u}"><b>{t}</b></a></p><p>{WORDS}</p>'
        for t, u in zip(["Zoning by Numbers", *TITLES[1:3]], LINKS, strict=False)
    ),
)


case(
    "tiles-with-two-links",
    TITLES[:3],
    "<h2>Upcoming events</h2>"
    + "".join(
        f'<table><tr><td>OCT<br><b>1{n}</b></td><td><div style="font-size:17px;font-weight:600">{t}</div><div>Saturday 10:00 AM, the maker hall</div>'
        f'<a href="{u}">{said}</a> <a href="{u}/cal.ics">Add to calendar</a></td></tr></table>'
        for n, ((t, u), said) in enumerate(zip(PAIRS, ["Register", "Join waitlist", "Register"], strict=False))
    ),
)
case(
    "hours-before-links",
    ["Lunch talk: The economics of fog", "Open day", TITLES[0]],
    "".join(
        f'<h2>{day}, 12 October</h2><p><b>1{n}:15</b> <a href="{u}">{t}</a><br>Room 101</p>'
        for n, (day, t, u) in enumerate(
            zip(
                ["Monday", "Tuesday", "Friday"],
                ["Lunch talk: The economics of fog", "Open day", TITLES[0]],
                LINKS,
                strict=False,
            )
        )
    )
    + '<p>Full calendar: <a href="https://l.example/events">l.example/events</a></p>',
)
case(
    "short-list-closed-by-buttons",
    TITLES[:3],
    "<h2>En bref</h2><ul>" + "".join(f'<li>{t} (<a href="{u}">lire</a>)</li>' for t, u in PAIRS[:3]) + "</ul>",
)
case(
    "papers-behind-their-kind",
    TITLES[:3],
    "<h3>Hydrology</h3>"
    + "".join(
        f'<p><b>Article:</b> {t}<br>by A. Berg and T. Okafor<br><i>Water</i> 2026, 18(9), 10{n}; <a href="https://doi.org/10.5555/w180910{n}">'
        f'https://doi.org/10.5555/w180910{n}</a><br><a href="{u}">Abstract</a> | <a href="{u}/pdf">PDF Full-text</a></p>'
        for n, (t, u) in enumerate(PAIRS[:3])
    ),
)
case(
    "short-titles-over-authors",
    ["Radar and sinking streets", "Wells"],
    "".join(
        f'<p><a href="{u}"><b>{t}</b></a></p><p>Yamane, K; Brouwer, T</p><p>HYDROLOGY LETTERS | 2026 | 3 (1) : 1-9</p>'
        for t, u in zip(["Radar and sinking streets", "Wells"], LINKS, strict=False)
    ),
)


case(
    "episodes-with-their-players",
    TITLES[:3],
    "<h1>New this week</h1>"
    + "".join(
        f'<p style="font-size:12px">EPISODE 10{n}</p><p style="font-size:18px;font-weight:bold">{t}</p><p>{WORDS}</p>'
        f'<p><a href="{u}">Listen</a> · <a href="https://pods.example/ep{n}">Apple Podcasts</a> · <a href="https://play.example/{n}">Spotify</a></p>'
        for n, (t, u) in enumerate(PAIRS[:3])
    ),
)
EVENTS = ["Spotkanie z burmistrzem", "Targ śniadaniowy", "Warsztaty"]
case(
    "events-are-no-menu",
    EVENTS,
    "<h2>Wydarzenia</h2>"
    + "".join(
        f'<p>1{n}.10, 18:00 – <a href="{u}">{t}</a></p>' for n, (t, u) in enumerate(zip(EVENTS, LINKS, strict=False))
    ),
)
case(
    "members-are-no-stories",
    TITLES[:3],
    "".join(
        f'<h2><a href="{u}">{t}</a></h2><p><a href="https://forum.example/u/mara{n}">mara{n}</a></p><p>{WORDS}</p>'
        for n, (t, u) in enumerate(PAIRS[:3])
    ),
)
case(
    "welcome-to-the-letter",
    [],
    "<h1>Welcome!</h1><p>While you wait, read our favourites:</p><ul>"
    + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in PAIRS)
    + "</ul>",
    subject="Welcome to The Letter!",
)
case(
    "an-issue-that-welcomes",
    TITLES,
    "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in PAIRS),
    subject="Welcome to the year of small towns",
)


case(
    "calendar-in-a-table",
    ["All Souls concert", "Jumble sale", "Lantern walk"],
    "<table><tr><th>Date</th><th>Event</th><th>Place</th></tr>"
    + "".join(
        f'<tr><td>Nov 1{n}</td><td><a href="{u}">{t}</a></td><td>Hall</td></tr>'
        for n, (t, u) in enumerate(zip(["All Souls concert", "Jumble sale", "Lantern walk"], LINKS, strict=False))
    )
    + "</table>",
)
case(
    "briefs-one-of-them-begun-by-its-link",
    [
        "Rents fell for the third month, according to the city's new index.",
        "The river is back; the parks reopen Friday.",
        "Night trains return",
    ],
    "<h3>TOP OF THE NEWS</h3><ul>"
    f'<li>Rents fell for the third month, <a href="{LINKS[0]}">according to the city\'s new index</a>.</li>'
    f'<li>The river is back; <a href="{LINKS[1]}">the parks reopen Friday</a>.</li>'
    f'<li><a href="{LINKS[2]}">Night trains return</a> in December, with beds at the old price.</li></ul>',
)


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_page_is_cut_into_its_stories(letter: Case) -> None:
    check(letter)


def test_essay_with_some_bold_links_is_one_story() -> None:
    linked = "".join(
        f'<p>It was <a href="{u}"><b>{t}</b></a> that they read aloud.</p>{prose(1) * 3}' for t, u in PAIRS
    )
    html = f'<h1><a href="https://l.example/p/why-i-stayed">Why I stayed</a></h1>{linked}{FOOT}'
    cut = clippers.cut(mail_of(Case("essay", [], html, subject="Why I stayed")))
    assert [clipping.title for clipping in cut.clippings] == ["Why I stayed"]


def test_a_release_opens_where_it_can_be_seen() -> None:
    html = (
        '<h1>v4.2.0: faster tables</h1><h2>What changed</h2><ul><li>Parse in one pass in <a href="https://git.example/o/r/pull/1">#1</a>'
        '</li></ul><p>You watch this repository.<br>View it on <a href="https://git.example/o/r/releases/tag/v4.2.0">Githost</a> or'
        ' <a href="https://git.example/unsubscribe/A1">unsubscribe</a>.</p>'
    )
    cut = clippers.cut(mail_of(Case("release", [], html, subject="[o/r] Release v4.2.0 - v4.2.0: faster tables")))
    (story,) = cut.clippings
    assert (story.title, story.link) == ("v4.2.0: faster tables", "https://git.example/o/r/releases/tag/v4.2.0")


@pytest.mark.parametrize("words", ["Alle 31 vacatures bekijken", "Voir les 31 offres", "Ver as 12 vagas"])
def test_a_link_to_all_of_them_is_no_story(words: str) -> None:
    html = "".join(f'<p><a href="{u}">{t}</a><br>{WORDS}</p>' for t, u in PAIRS)
    check(Case("all", TITLES, f'{html}<p><a href="https://l.example/all">{words}</a></p>{FOOT}'))


def test_the_way_to_the_page_is_no_story_beside_a_share_link() -> None:
    top = '<p><a href="https://l.example/b/3f1c">View as a webpage</a> / <a href="https://l.example/new?all=1">Share</a></p>'
    check(Case("top", TITLES, top + "".join(f'<h3><a href="{u}">{t}</a></h3><p>{WORDS}</p>' for t, u in PAIRS) + FOOT))


@pytest.mark.parametrize(
    "days",
    [
        ["Sam. 25 nov.", "Jeu. 30 nov.", "Dim. 13 déc.", "Lun. 14 déc.", "3 mars"],
        ["So., 6.4., 11 Uhr", "Do., 10.4., 18.30 Uhr", "Sa., 12.4., 14 Uhr", "Mo., 14.4.", "3. Mai"],
        ["3 May", "17 May", "2 June", "9 June", "Monday 12 July"],
    ],
)
@pytest.mark.parametrize("sign", [",", ".", " –"])
def test_a_day_before_a_headline_that_words_follow(days: list[str], sign: str) -> None:
    rows = (f'<p><b>{day}</b> <a href="{u}">{t}</a>{sign} {WORDS}</p>' for day, (t, u) in zip(days, PAIRS, strict=True))
    check(Case("days", TITLES, "".join(rows) + FOOT))
