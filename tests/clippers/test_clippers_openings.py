"""Letters that run their headlines into the paragraphs, each with a short link behind it."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, LINKS, TITLES, WORDS, Case, check, mail_of, prose

NAMES = ["Chat, again.", "Vans in Tartu.", "Bundles.", "Maps and money.", "Voice stalls."]
PAPERS = ["North Gazette", "The Harbour Post $", "Rail & Road", "Care Weekly", "North Gazette"]


def rows(pattern: str, titles: list[str] = TITLES) -> str:
    """The pattern once for each headline: T its title, U its address, P its paper, N its number."""
    told = zip(titles, LINKS, PAPERS, "12345", strict=True)
    return "".join(
        pattern.replace("U", u).replace("N", n, 1).replace("T", t, 1).replace("P", p, 1) for t, u, p, n in told
    )


LAUNCHES = ["Quillstack", "Garden Lamp", "Rentroll 2.0", "Typecrate", "Standstill"]
LAUNCH = (
    '<tr><td><a style="font-weight:600" href="U">T</a><br><span>A light meter for windows</span></td><td>812</td></tr>'
)
ORDERED = f"<table>{rows(LAUNCH, LAUNCHES)}</table>"

CASES = [
    Case("a word that only says link", NAMES, rows(f'<p><strong>T</strong> {WORDS} <a href="U">Link</a></p>', NAMES)),
    Case("another language", NAMES, rows(f'<p><b>T</b> {WORDS} <a href="U">Weiterlesen</a></p>', NAMES)),
    Case("the paper in brackets", TITLES, rows('<p><b>N T</b> (<a href="U">P</a>)<br>+ No mention of us.</p>')),
    Case("a sign first, and the paper with an arrow", TITLES, rows(f'<p>🔹 <b>T</b> {WORDS} <a href="U">P →</a></p>')),
    Case(
        "sentences of others in a list", TITLES, "<h3>Seen</h3><ul>" + rows('<li>T (<a href="U">P</a>)</li>') + "</ul>"
    ),
    Case("titles before their papers", TITLES, "<h3>Seen</h3>" + rows('<p>N. T. <a href="U">P</a></p>')),
    Case("titles before written addresses", TITLES, "<p>Hello,</p>" + rows('<p>N) T — <a href="U">U</a></p>')),
    Case(
        "ways to one event",
        ["A day on night care"],
        '<h3>A day on night care</h3><p>In May, for all who work nights.</p><ul><li>Register for the day: <a href="https://n.example/day">https://n.example/day</a></li>'
        '<li>See who is speaking: <a href="https://n.example/who">https://n.example/who</a></li>'
        '<li>Read how to get there: <a href="https://n.example/way">https://n.example/way</a></li></ul>',
    ),
    Case(
        "lists under rubrics that have a button",
        TITLES,
        "<h3>News from here</h3><ul>"
        + rows('<li>T (<a href="U">P</a>)</li>')
        + '</ul><p><a href="https://l.example/news">Read more</a></p>',
    ),
    Case(
        "lists under rubrics, each with a button to its part of the site",
        [*TITLES, "Ferries return to the bay"],
        "<h3>What we are reading</h3><ul>"
        + "".join(f'<li>{t} (<a href="{u}">The Paper</a>)</li>' for t, u in zip(TITLES[:3], LINKS, strict=False))
        + '</ul><p><a href="https://m.example/reading">Read more</a></p><h3>Around the web today</h3><ul>'
        + "".join(f'<li>{t} (<a href="{u}">The Paper</a>)</li>' for t, u in zip(TITLES[3:], LINKS[3:], strict=True))
        + '<li>Ferries return to the bay (<a href="https://f.example/3">A Paper</a>)</li></ul>'
        '<p><a href="https://m.example/web">Read more</a></p>',
    ),
    Case(
        "things that may be sent back",
        [],
        "<p>It is on its way.</p><p>1. Jumper in blue, size M (<a href='https://s.example/1'>Return it</a>)<br>"
        "2. Scarf in red, long one (<a href='https://s.example/2'>Return it</a>)<br>"
        "3. Socks of thick wool (<a href='https://s.example/3'>Return it</a>)</p>",
        subject="Good news: it has left our house",
        headers=(),
    ),
    Case("sentences closed by a word", TITLES, "<h2>Reading</h2>" + rows('<p>T. <a href="U">Link</a></p>')),
    Case(
        "a headline above a paragraph that ends in the word of the page",
        ["Who owns the dashboard", *NAMES],
        f'<p><b>Who owns the dashboard</b><br>{WORDS} {WORDS} <a href="https://l.example/mine">Link</a></p><h2>News</h2>'
        + rows(f'<p><b>T</b> {WORDS} <a href="U">Link</a></p>', NAMES),
    ),
    Case(
        "names with a line about each, below an essay",
        ["Your inbox is a feed reader", *LAUNCHES],
        f'<h1>Your inbox is a feed reader</h1>{prose(4)}<p><a href="https://l.example/essay">Read the full story</a></p>'
        f"<h2>Top launches</h2>{ORDERED}",
        subject="Your inbox is a feed reader",
    ),
    Case(
        "names without a link, each over a button",
        LAUNCHES,
        rows(f'<p><b>T</b><br>{WORDS}<br><a href="U">Get it</a></p>', LAUNCHES),
    ),
    Case(
        "two tools under their rubric",
        [*TITLES, "FormSentry 1.2", "Palette Picker"],
        rows(f'<h3>T</h3><p>{WORDS}</p><p><a href="U">Read more</a></p>') + "<div><b>Tools of the week</b></div>"
        '<p><b><a href="https://t.example/1">FormSentry 1.2</a></b><br>Checks every field of a form for you.</p>'
        '<p><b><a href="https://t.example/2">Palette Picker</a></b><br>Give it one colour and it returns five.</p>',
    ),
    Case(
        "three writers under a rubric that says so",
        TITLES,
        rows(f'<h3><a href="U">T</a></h3><p>{WORDS}</p>')
        + "<h4>Contributors</h4>"
        + "".join(
            f'<p><b><a href="https://w.example/{name[:3]}">{name}</a></b><br>Has written for us since the paper began.</p>'
            for name in ("Ada Berg", "Jon Vale", "Mia Roe")
        ),
    ),
    Case(
        "links to parts of the sender's place",
        TITLES,
        '<p><b>Quick links</b></p><p><a href="https://l.example/1">Our Website</a></p><p><a href="https://l.example/2">Renew Books Online</a></p>'
        + rows(f'<h3>T</h3><p>{WORDS}</p><p><a href="U">Read more</a></p>'),
    ),
    Case(
        "friends who get rewards",
        TITLES,
        rows(f'<h3><a href="U">T</a></h3><p>{WORDS}</p>')
        + f"<h3>Love The Letter? Tell your friends and get rewards!</h3><p>{WORDS * 4}</p>",
    ),
    Case(
        "two writers under their rubric",
        TITLES,
        rows(f'<h3>T</h3><p>{WORDS}</p><p><a href="U">Read more</a></p>')
        + "<div><b>In this issue</b></div><div><b>Their words</b></div>"
        '<p><b><a href="https://t.example/1">Ada Berg</a></b><br>Berg has worked nights for eleven years.</p>'
        '<p><b><a href="https://t.example/2">Jon Vale</a></b><br>Lives by the sea, where he keeps goats.</p>',
    ),
    Case(
        "columns at the foot",
        TITLES,
        rows('<p><b><a href="U">T</a></b></p><p>Three words about it.</p>')
        + "".join(
            f'<h4>{name}</h4><p>We are glad of help.</p><p><a href="https://l.example/{name}">Find out more</a></p>'
            for name in ("Volunteer", "Membership", "Careers")
        ),
    ),
    Case(
        "links below a post that bids to keep reading",
        ["The harbour that moved", *TITLES],
        f'<h1><a href="https://l.example/lead">The harbour that moved</a></h1>{prose(12)}<p><a href="https://l.example/lead">Keep reading</a></p>'
        "<h3>Quick hits</h3>" + rows('<p>• <a href="U">T</a></p>'),
        subject="The harbour that moved",
    ),
    Case("names of what was ordered", [], f"<h1>Order 4411</h1>{ORDERED}", subject="Order confirmed: 4411", headers=()),
    Case(
        "first words in bold below headlines",
        TITLES,
        rows(f'<h3>T</h3><p><b>The news.</b> {WORDS} <a href="U">Read more</a></p>'),
    ),
    Case(
        "writers at the end",
        TITLES,
        rows(f'<h3><a href="U">T</a></h3><p>{WORDS}</p>')
        + "".join(
            f'<p><b>{name}</b> writes about care and lives by the sea. <a href="https://l.example/by/{name[:3]}">More</a></p>'
            for name in ("Ada Berg", "Jon Vale", "Mia Roe")
        ),
    ),
]


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_headlines_run_in(letter: Case) -> None:
    check(letter._replace(html=letter.html + FOOT))


def test_the_paper_in_brackets_is_the_publisher() -> None:
    letter = next(case for case in CASES if "brackets" in case.name)
    html = letter.html.replace("https://l.example/2026/11/0", "https://northgazette.example/0")
    assert clippers.cut(mail_of(letter._replace(html=html))).clippings[0].publisher == "North Gazette"


def test_tips_under_their_rubric_need_no_link() -> None:
    tips = ["Saving the size of a window", "Quick text on the desk"]
    html = rows('<p><b>T</b><br><a href="U">U</a><br>No mention of us in it.</p>') + "<h3>Tips</h3>"
    html += "".join(f"<p><b>{tip}</b><br>{WORDS}</p>" for tip in tips)
    found = clippers.cut(mail_of(Case("tips", [], html + FOOT))).clippings
    assert [(one.title, one.link) for one in found[len(TITLES) :]] == [(tip, "") for tip in tips]


def test_a_link_to_say_something_opens_no_story() -> None:
    told = '<p><b>T</b> Of nights. <a href="U">The board said it would pay for them</a> from May on. <a href="https://c.example/N">Comment</a></p>'
    found = clippers.cut(mail_of(Case("asides", [], rows(told, NAMES) + FOOT))).clippings
    assert found and not any("c.example" in one.link for one in found)


@pytest.mark.parametrize("linked", [False, True])
def test_sources_under_a_headline_with_a_button_are_not_stories(*, linked: bool) -> None:
    told = ["The council met on Monday", "It cost four pounds", "Nobody asked the porters"]
    html = ""
    for number, (title, link) in enumerate(zip(TITLES, LINKS, strict=True)):
        sources = ((said, f"https://n{place}.example/{number}") for place, said in enumerate(told))
        html += f'<h3><a href="{link}">{title}</a></h3><p>{WORDS}</p><ul>' if linked else f"<h3>{title}</h3><ul>"
        html += "".join(
            f'<li>{said} in ward {number} (<a href="{u}">Paper {number} of {u[9]}</a>)</li>' for said, u in sources
        )
        html += f'</ul><p><a href="{link}">Read more</a></p>'
    found = clippers.cut(mail_of(Case("sources", [], html + FOOT))).clippings
    assert [(one.title, one.link) for one in found] == list(zip(TITLES, LINKS, strict=True))


@pytest.mark.parametrize(
    ("title", "kept"),
    [("A sale of books brings in a lot", True), ("The quote of the week", False), ("How to reach us", False)],
)
def test_a_headline_between_others_needs_no_link(title: str, *, kept: bool) -> None:
    told = rows(f'<h3>T</h3><p>{WORDS}</p><p><a href="U">Read more</a></p>').split("<h3>Six")
    lone = f"<h3>{title}</h3><p>{WORDS}</p>"
    found = clippers.cut(mail_of(Case("between", [], f"{told[0]}{lone}<h3>Six{told[1]}{FOOT}"))).clippings
    assert [one.title for one in found] == [*TITLES[:2], *[title] * kept, *TITLES[2:]]
    found = clippers.cut(mail_of(Case("last", [], f"{'<h3>Six'.join(told)}{lone}{FOOT}"))).clippings
    assert [one.title for one in found] == [*TITLES, *[title] * kept]
