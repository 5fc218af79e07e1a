"""Letters whose headlines are no links: the link stands in the section, in the sentence, or in the name of who published it."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, LINKS, LISTED, TITLES, WORDS, Case, check, mail_of, prose

CASES: list[Case] = []


def case(name: str, titles: list[str], html: str, subject: str = "Weekly letter") -> None:
    CASES.append(Case(name, titles, html + FOOT, "", subject, LISTED))


PAIRS = list(zip(TITLES, LINKS, strict=True))
PLACES = ["aberford", "brantley", "corwen", "dunmore", "elgin"]  # words that differ: repeated ones would be buttons

case(
    "sections-with-inner-links",
    TITLES,
    "".join(
        f'<h4>RUBRIC</h4><h1>{t}</h1><p>{WORDS} It was <a href="{u}">said {PLACES[n]}</a> and nobody left.</p>'
        f'<p>There is <a href="https://l.example/else/{n}-more">more in {PLACES[n]}</a>.</p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "section-beside-linked-headlines",
    TITLES[:4],
    "".join(f'<p><b><a href="{u}">{t}</a></b></p><p>{WORDS}</p>' for t, u in PAIRS[:3])
    + f'<p><b>{TITLES[3]}</b></p><p>{WORDS} <a href="{LINKS[3]}">Download the statement (PDF)</a></p>',
)
case(
    "bold-sentences",
    TITLES,
    "<h3>Also of note</h3>"
    + "".join(f'<p><b>{t}.</b> The office <a href="{u}">credits an idea</a> of last year.</p>' for t, u in PAIRS),
)
case(
    "emoji-before-bold-sentences",
    TITLES,
    "<h3>Also of note</h3>"
    + "".join(f'<p>📉 <b>{t}.</b> Nobody chose it. (<a href="{u}">North Gazette</a>)</p>' for t, u in PAIRS),
)
case(
    "place-behind-the-headline",
    TITLES,
    "".join(
        f'<p><b><a href="{u}">{t}</a></b>&nbsp;&mdash;&nbsp;<a href="{u}">www.{PLACES[n]}.example</a></p><p>{WORDS}</p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "rubric-and-a-line-before-each",
    TITLES,
    "<h2>Five more stories</h2><ul>"
    + "".join(
        f'<li><b>{PLACES[n].title()}</b> | <a href="{u}">{t}</a>. The office says it costs 900 a day.</li>'
        for n, (t, u) in enumerate(PAIRS)
    )
    + "</ul>",
)
case(
    "pointer-below-the-words",
    TITLES,
    "".join(
        f'<h3><a href="{u}">{t}</a></h3><p>{WORDS}</p><p><a href="{u}-deep">See how {PLACES[n]} does →</a></p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "cells-that-are-heads-of-tables",
    TITLES,
    "".join(
        f'<table><tr><th><h2 style="font-size:20px">{t}</h2><p>Nobody had thought of it before that long winter began.</p>'
        f'<table><tr><td><a href="{u}">Read on</a></td></tr></table></th></tr></table>'
        for t, u in PAIRS
    ),
)
case(
    "posts-in-full-below-their-contents",
    TITLES[:3],
    '<h1><a href="https://l.example/">The Bread Notebook</a></h1><ul>'
    + "".join(f'<li><a href="#{n}">{t}</a></li>' for n, t in enumerate(TITLES[:3]))
    + "</ul>"
    + "".join(f'<p><a name="{n}" href="{u}">{t}</a></p>{prose(9)}' for n, (t, u) in enumerate(PAIRS[:3])),
    "The Bread Notebook",
)
case(
    "issue-named-after-its-first-story",
    TITLES,
    f"<h1>{TITLES[0]}</h1>"
    + "".join(
        f'<h2>{t}</h2>{prose(1)}<p>{WORDS} It was <a href="{u}">said {PLACES[n]}</a>.</p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
    TITLES[0],
)
case(
    "share-pictures-below-each",
    TITLES,
    "".join(
        f'<b style="font-size:18px">{t}</b><br>{WORDS} <a href="{u}">{PLACES[n].title()} Courier</a> (10/12)<p>'
        f'<a href="https://l.example/r/{n}a"><img src="li.gif" alt="LinkedIn"></a>'
        f'<a href="https://l.example/r/{n}b"><img src="em.gif" alt="Email this story"></a></p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "name-of-the-feed-over-its-posts",
    TITLES[:4],
    '<h2><a href="https://l.example/2026/11">Northfield forum for all who row</a></h2>'
    + "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in PAIRS[:4])
    + '<p><a href="https://l.example/give">Faire un don</a> <a href="https://l.example/seen">No images? Click here</a></p>',
)
case(
    "sponsor-told-before-the-first-headline",
    TITLES[:4],
    "<p>PRESENTED BY NORTH GAS</p><p>Good morning, this letter takes you four minutes to read.</p>"
    "<p>Fifty years ago this week a band you have forgotten was number one.</p>"
    + "".join(
        f'<h3>{n}. {t}</h3><p>{WORDS}</p><p><a href="{u}">Go deeper</a></p>' for n, (t, u) in enumerate(PAIRS[:4], 1)
    ),
)
case(
    "place-as-the-button",
    TITLES,
    "".join(
        f'<h3>{t}</h3><p>{WORDS}</p><p><a href="{u.replace("l.example", f"www.{PLACES[n]}.example")}">👉 {PLACES[n]}.example</a></p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "press-review-of-linked-titles-behind-a-paper",
    TITLES,
    "<p>Good morning all,</p><p><b>Ports</b></p>"
    + "".join(
        f'<p><b>{PLACES[n].title()} Courier</b> – <a href="{u}">{t}</a></p><p>No mention of the office.</p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "name-and-minutes-below",
    TITLES,
    "".join(
        f'<h3>{t}</h3><p>{WORDS}</p><p><b><a href="{u}">{place.title()}</a> | 4 min read</b></p>'
        for (t, u), place in zip(PAIRS, PLACES, strict=True)
    ),
)
case(
    "numbered-links-in-sentences",
    TITLES,
    "".join(
        f'<p><b>{n})</b> <a href="{u}">{t}</a> in one night, said the council.</p>' for n, (t, u) in enumerate(PAIRS, 1)
    ),
)
case(
    "bold-bid-under-a-section",
    TITLES,
    "".join(
        f'<h2>{t}</h2><p>{WORDS}</p><p><b><a href="{u}">See the machine {n}</a></b></p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "titles-in-quotes-after-a-label",
    TITLES,
    "<p>By Rachel Boyd</p><p><b>THE MATH</b> — With <a href='https://l.example/absent'>two absences expected</a>, four may leave.</p>"
    + "".join(
        f'<p><b>UP FOR GRABS —</b> <b><a href="{u}">“{t},”</a></b><a href="{u}"> by Paige Oller</a>: “Words of {PLACES[n]} about it.”</p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "titles-that-end-a-line-of-a-list",
    TITLES,
    "<h2>Members in the news</h2><ul>"
    + "".join(
        f'<li>Prof. {PLACES[n].title()} wrote at length in the Duluth Courier: <a href="{u}">{t}</a></li>'
        for n, (t, u) in enumerate(PAIRS)
    )
    + "</ul>",
)
case(
    "sentences-under-a-rubric",
    [f"Nurses in {place} called off the strike of Friday {n}, citing talks." for n, place in enumerate(PLACES)],
    "<h2>The latest news</h2><ul>"
    + "".join(
        f'<li>Nurses in {place} <a href="{u}">called off the strike of Friday {n}</a>, citing talks. Nobody minded.</li>'
        for n, (place, u) in enumerate(zip(PLACES, LINKS, strict=True))
    )
    + "</ul>",
)
case(
    "sentences-behind-a-word-in-bold",
    [f"New York delayed the toll of {place} again — this time for {n} days." for n, place in enumerate(PLACES)],
    "<h4>TRENDING</h4>"
    + "".join(
        f'<p><b>Toll {place}:</b> New York <a href="{u}">delayed the toll of {place} again</a> — this time for {n} days.</p>'
        for n, (place, u) in enumerate(zip(PLACES, LINKS, strict=True))
    ),
)
case(
    "labels-inside-a-section",
    TITLES,
    "".join(
        f"<h2>{t}</h2><p>{WORDS}</p>"
        + "".join(
            f'<p><b>{label}:</b> Lenders <a href="https://l.example/{n}/{m}">price off {PLACES[m]} {n}</a> and more.</p>'
            for m, label in enumerate(("Why it matters", "By the numbers", "What is next"))
        )
        + f'<p><b><a href="{u}">Go deeper</a></b></p>'
        for n, (t, u) in enumerate(PAIRS)
    ),
)
case(
    "dates-over-events",
    TITLES,
    "<h2>What is on this fortnight</h2>"
    + "".join(
        f'<div>Thu {n} March, 18:00</div><div style="font-size:17px"><a href="{u}">{t}</a></div><div>Town Hall</div>'
        f'<div><a href="{u}/ical">Add to calendar</a> | <a href="{u}/book">Book now</a></div>'
        for n, (t, u) in enumerate(PAIRS, 1)
    ),
)
case(
    "words-of-a-button",
    TITLES[:3],
    '<p><a href="https://l.example"><img src="logo.png" alt="The Letter"></a></p>'
    + "".join(
        f'<table><tr><td><a href="{u}"><img src="x.png"></a></td></tr><tr><td style="font-size:24px"><b>{t}</b></td></tr>'
        f'<tr><td>You can now mute a single thread.</td></tr><tr><td><a href="{u}" class="b">{words}</a></td></tr></table>'
        for (t, u), words in zip(PAIRS, ("Turn it on", "Read their story", "Learn more"), strict=False)
    ),
)
case(
    "bold-words-that-return",
    TITLES[:3],
    "".join(
        f'<h2>{t}</h2><p>Photo: Kim Sun/The Letter</p><p>{WORDS}</p><p><b>Why does it matter?</b> Wages caught up, <a href="{u}/x">say {PLACES[n]}</a>.</p>'
        f'<p><a href="{u}">Go deeper</a></p><p>Graphic: The Letter/Kim Sun</p><p><a href="https://l.example/chart/{n}">See more</a></p>'
        for n, (t, u) in enumerate(PAIRS[:3])
    ),
)
case(
    "button-far-below-in-short-lines",
    TITLES[:3],
    "".join(
        f"<h2>{t}</h2><p>{WORDS}</p><ul>"
        + "<li>One town is flat.</li>" * 6
        + f'</ul><p>Ask now.</p><p><a href="{u}">Go deeper</a></p>'
        for t, u in PAIRS[:3]
    ),
)


case(
    "pictures-that-say-the-headline",
    TITLES[:3],
    "<p>Hello, here are the stories of this week.</p>"
    + "".join(
        f'<a href="{u}"><img src="s.jpg" alt="{t}"></a><p>It opened with two pots.</p><p><a href="{u}">Read the story</a></p>'
        for t, u in PAIRS[:3]
    ),
)


def test_numbered_section_without_a_link_is_a_story() -> None:
    html = "".join(
        f"<h2>{n}. {t}</h2><p>{WORDS}</p>" + ("" if n == 2 else f'<p><a href="{u}">Go deeper</a></p>')
        for n, (t, u) in enumerate(PAIRS[:4], 1)
    )
    found = clippers.cut(mail_of(Case("numbered", [], html + FOOT))).clippings
    assert [(clipping.title, bool(clipping.link)) for clipping in found] == [
        (title, n != 1) for n, title in enumerate(TITLES[:4])
    ]


@pytest.mark.parametrize("more", ["Read more", "Mehr erfahren", "En savoir plus"])
@pytest.mark.parametrize("words", ["Please use the gate on the market side until Friday evening, all day.", "Closed."])
def test_section_without_a_link_is_told_as_shortly_as_others(more: str, words: str) -> None:
    html = "".join(
        f"<h3>{t}</h3><p>{words if n == 2 else 'The hall is too small, so we shall meet at the school this month.'}</p>"
        + ("" if n == 2 else f'<p><a href="{u}">{more}</a></p>')
        for n, (t, u) in enumerate(PAIRS)
    )
    found = clippers.cut(mail_of(Case("short", [], html + FOOT))).clippings
    assert [story.title for story in found] == (TITLES[:2] + TITLES[3:] if words == "Closed." else TITLES)


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_section_becomes_a_story(letter: Case) -> None:
    check(letter)
