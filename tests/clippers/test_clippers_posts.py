"""Posts in full, and what stands over, under and between stories: feeds, authors, rubrics, questions, what was posted before."""

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
    "list-in-a-letter",
    TITLES,
    f"<p>Dear neighbour,</p>{prose(3)}"
    + "".join(f'<p>— <a href="{u}">{t}</a>. It made me cry on a bus.</p>' for t, u in PAIRS)
    + prose(2),
    "the plum tree",
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
    "figures-over-topics",
    TITLES[:3],
    "".join(
        f'<div><a href="https://f.example/{name.lower()}">{n}</a></div><div>{name} of the forum</div>'
        for n, name in enumerate(("Novelties", "Unheard", "Newcomers"), 3)
    )
    + "<h1>Popular</h1>"
    + "".join(
        f'<h2><a href="{u}">{t}</a></h2><div><a href="https://f.example/c/{n}">{PLACES[n].title()} law</a></div><p>{WORDS}</p>'
        for n, (t, u) in enumerate(PAIRS[:3])
    ),
)

case(
    "mark-of-paid-words-over-what-follows",
    TITLES,
    "".join(f'<p><b><a href="{u}">{t}</a></b></p><p>{WORDS}</p>' for t, u in PAIRS)
    + '<p>SPONSORED CONTENT</p><p><b><a href="https://a.example/c/1">Five reasons to switch your bank</a></b></p>',
)
case(
    "paper-of-somebody",
    ["Night shelters and the law"],
    f'<p>Dear Ida,</p><p>The paper "<a href="https://l.example/1/Night_shelters_and_the_law">Night shelters and the law</a>" by <a href="https://u.example/OmarReyes">Omar Reyes</a> was added.</p>{prose(2)}',
    "New paper: Night shelters and the law",
)


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_only_the_stories_are_said(letter: Case) -> None:
    check(letter)


def test_a_post_with_a_day_in_its_subject_is_under_no_letter_s_name() -> None:
    related = "".join(f'<h3><a href="{u}">{t}</a></h3>' for t, u in zip(TITLES[:3], LINKS, strict=False))
    html = f"<h1>Sturm am Bodensee</h1>{prose(8)}<p>Mehr dazu</p>{related}{FOOT}"
    (story,) = clippers.cut(mail_of(Case("storm", [], html=html, subject="Sturm am Bodensee – 3. Mai"))).clippings
    assert story.title == "Sturm am Bodensee"
