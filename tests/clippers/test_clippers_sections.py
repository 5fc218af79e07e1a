"""Letters whose headlines are no links: the link stands in the section, in the sentence, or in the name of who published it."""

from __future__ import annotations

import pytest

from tests.clippers.letters import FOOT, LINKS, LISTED, TITLES, WORDS, Case, check, prose

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
    "essay-with-chapters",
    ["Notes on a long winter"],
    f'<h1><a href="{LINKS[0]}">Notes on a long winter</a></h1>'
    + "".join(
        f'<h3>Part of the winter that was {n}</h3>{prose(4)}<p>I <a href="{LINKS[n]}">wrote of it</a>.</p>{prose(4)}'
        for n in range(1, 5)
    ),
    "Notes on a long winter",
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
    "list-in-a-letter",
    TITLES,
    f"<p>Dear neighbour,</p>{prose(3)}"
    + "".join(f'<p>— <a href="{u}">{t}</a>. It made me cry on a bus.</p>' for t, u in PAIRS)
    + prose(2),
    "the plum tree",
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
    "name-before-the-subject",
    TITLES[:3],
    "<h1>The Carers Weekly</h1>"
    + "".join(f'<h2>{t}</h2><p>{WORDS}</p><p><a href="{u}">Go deeper</a></p>' for t, u in PAIRS[:3])
    + prose(8),
    "The Carers Weekly: a night off",
)
case(
    "feeds-over-their-posts",
    TITLES[:4],
    "".join(
        f'<p style="font-size:16px"><b><a href="https://f.example/feed-{n}">{feed}</a></b></p>'
        + "".join(
            f'<p style="font-size:18px"><a href="{u}">{t}</a></p><p>{WORDS}</p>' for t, u in PAIRS[2 * n : 2 * n + 2]
        )
        for n, feed in enumerate(("Kitchen of Agnes", "Old Maps Daily"))
    ),
)
case(
    "communities-over-their-posts",
    TITLES[:4],
    "".join(
        f'<p><a href="https://c.example/r/{room}/?from=mail">r/{room}</a> • Posted by u/who{n}</p>'
        f'<p><a href="https://c.example/r/{room}/comments/{n}a2/post/?from=mail">{t}</a></p><p>{WORDS}</p>'
        f'<p><a href="https://c.example/r/{room}/comments/{n}a2/post/?from=mail&amp;a=1">4.1k upvotes · 312 comments</a></p>'
        for n, (room, t) in enumerate(zip(("carework", "tenants", "nights", "homes"), TITLES, strict=False))
    ),
)
case(
    "authors-with-their-pages",
    TITLES[:4],
    "".join(
        f'<p><b><a href="{u}">{t}</a></b></p><p><a href="https://p.example/author={n}">MARGARET D. OAKE</a>, School of Law</p>'
        f'<p>{WORDS}</p><p><a href="https://p.example/abstract={n}">https://p.example/abstract={n}</a> <a href="#top">Back to top</a></p>'
        for n, (t, u) in enumerate(PAIRS[:4])
    ),
)
case(
    "authors-over-a-written-address",
    TITLES[:4],
    "".join(
        f'<p><b><a href="{u}">{t}</a></b></p><p>Mele Tupou, Peter K. Lang</p>'
        f'<p>Pages: e{n}, first published 14 January 2026 | <a href="https://t.example/c/{n}">https://doi.org/10.5555/a.{n}</a></p>'
        for n, (t, u) in enumerate(PAIRS[:4])
    ),
)
case(
    "name-of-the-issue",
    TITLES,
    '<h1><a href="https://n.example/slow">The Slow Page</a></h1><p>October 11</p>'
    + "".join(f'<p style="font-size:18px"><b><a href="{u}">{t}</a></b></p><p>{WORDS}</p>' for t, u in PAIRS),
    "The Slow Page - Issue #31",
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
    "headline-before-a-mark-of-paid-words",
    TITLES[:4],
    "".join(f'<p><b><a href="{u}">{t}</a></b></p><p>{WORDS}</p>' for t, u in PAIRS[:3])
    + f'<p><b><a href="{LINKS[3]}">{TITLES[3]}</a></b></p><p>- Anzeige -</p>'
    + '<p><a href="https://a.example/c?b=1">Tagesgeld mit fünf Prozent Zinsen</a></p><p>- Ende der Anzeige -</p>',
)
case(
    "question-to-the-reader",
    TITLES,
    "".join(f'<p><b><a href="{u}">{t}</a></b></p><p>{WORDS}</p>' for t, u in PAIRS)
    + "<p><b>Our question of this week</b></p><p>Should the eleventh of November be a holiday for all of us? "
    '<a href="https://l.example/poll/yes">Yes</a> | <a href="https://l.example/poll/no">No</a></p>',
)
case(
    "referral-under-a-section",
    TITLES,
    "".join(f'<h3>{t}</h3><p>{WORDS} It was <a href="{u}">said {PLACES[n]}</a>.</p>' for n, (t, u) in enumerate(PAIRS))
    + "<h3>Games and more fun</h3><p>Find the longest word.</p><h3>Share this letter</h3><p>Or copy your link to others:</p>"
    '<p><a href="https://l.example/r/?kid=8f3a6e1bd20c">l.example/r/?kid=8f3a6e1bd20c</a></p>',
)
case(
    "prompt-in-french",
    TITLES,
    '<p><a href="https://l.example/voir?id=77">Si vous ne visualisez pas cet e-mail, cliquez ici</a></p>'
    + "".join(f'<p><b><a href="{u}">{t}</a></b></p><p>{WORDS}</p>' for t, u in PAIRS),
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
    "number-of-an-episode",
    ["118. Why nobody sleeps on a ward"],
    f'<h1><a href="{LINKS[0]}">118. Why nobody sleeps on a ward</a></h1><p><a href="{LINKS[0]}">Listen now</a></p>{prose(4)}',
    "New episode: Why nobody sleeps on a ward",
)


case(
    "post-with-bold-sentences",
    ["The case for slow offices"],
    f'<h1><a href="{LINKS[0]}">The case for slow offices</a></h1>'
    + "".join(
        f'<p><b>They close the {place} doors softly.</b> {WORDS} {WORDS} As <a href="https://s.example/{place}">a study of {place}</a> says. {WORDS}</p>'
        for place in PLACES
    ),
    "The case for slow offices",
)
case(
    "post-with-things-read",
    ["Rivers I have known"],
    f'<h1><a href="https://l.example/p/rivers">Rivers I have known</a></h1>{prose(9) * 4}<p>Things I read:</p><ul>'
    + "".join(f'<li><a href="{u}">{t}</a>, lovely</li>' for t, u in PAIRS)
    + "</ul>",
    "Rivers I have known",
)
case(
    "post-in-short-chapters",
    ["Five small rooms"],
    f'<h1><a href="https://l.example/p/rooms">Five small rooms</a></h1><p>{WORDS}</p>'
    + "".join(
        f'<h2>The {place} room of all</h2><p>{WORDS} {WORDS} See <a href="https://s.example/{place}">the plan of {place}</a>.</p>'
        for place in PLACES
    ),
    "Five small rooms",
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
    "categories-under-their-topics",
    TITLES[:3],
    "".join(
        f'<div><a href="{u}"><b>{t}</b></a></div><div><a href="https://f.example/c/{n}">{PLACES[n].title()} law</a> · mira_k</div><p>{WORDS}</p>'
        for n, (t, u) in enumerate(PAIRS[:3])
    ),
)


case(
    "post-in-full-over-recent-ones",
    [TITLES[0]],
    f'<p>New from the garden.</p><h1><a href="{LINKS[0]}">{TITLES[0]}</a></h1><p>By Gwen on Mar 9, 2026</p>{prose(2)}<p>{WORDS} {WORDS}</p>'
    + f'<p>The post <a href="{LINKS[0]}">{TITLES[0]}</a> appeared first on <a href="https://l.example/">The Letter</a>.</p>'
    + "<h4>Recent posts:</h4><ul>"
    + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in PAIRS[1:])
    + "</ul>",
    "New on The Letter",
)
case(
    "lead-story-over-more",
    TITLES,
    f'<h2><a href="{LINKS[0]}">{TITLES[0]}</a></h2>{prose(4)}<h4>More stories</h4>'
    + "".join(f'<p><a href="{u}">{t}</a></p>' for t, u in PAIRS[1:]),
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


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_section_becomes_a_story(letter: Case) -> None:
    check(letter)
