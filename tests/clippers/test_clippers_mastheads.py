"""What a letter is called, who published a story and what was paid for: told from the stories beside them."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, LINKS, TITLES, WORDS, Case, check, mail_of, prose

SHARED = ["friends shared", "people are talking about", "others have read", "readers liked", "contacts recommended"]
PAPERS = ["North Gazette", "The Harbour Post", "Rail & Road", "Care Weekly", "North Gazette"]


def rows(pattern: str, foot: str = FOOT) -> str:
    """The pattern once for each headline: T its title, U its address, P its paper."""
    told = zip(TITLES, LINKS, PAPERS, strict=True)
    return "".join(pattern.replace("U", u).replace("T", t, 1).replace("P", p, 1) for t, u, p in told) + foot


CASES = [
    Case(
        "a journal's name over its volume",
        TITLES,
        '<h2><a href="https://l.example/toc/care/58/4">North Journal of Care</a></h2><p>Volume 58, Issue 4, August 2026</p>'
        + rows('<p><b><a href="U">T</a></b></p><p>Ada Berg, Jon Vale</p>'),
        subject="North Journal of Care, Volume 58, Issue 4 is online",
    ),
    Case(
        "the letter's name before the month",
        TITLES[:4],
        "<div>The Mill Whistle</div><p>Summer is here.</p>"
        + "".join(
            f'<div><b style="font-size:16pt">{title}</b></div><div>{WORDS} <a href="{link}">Read more...</a></div>'
            for title, link in zip(TITLES[:4], LINKS, strict=False)
        )
        + f"<div>{WORDS}</div>" * 12
        + FOOT,
        subject="The Mill Whistle - June 2012",
    ),
    Case(
        "the letter's name and number",
        TITLES,
        '<h1><a href="https://l.example/archive/the-letter-61/">The Letter 61</a></h1><p>A short one.</p>'
        + rows(f'<h3>T</h3><p>{WORDS}</p><p><a href="U">Read more</a></p>'),
        subject="The Letter 61",
    ),
    Case(
        "the letter's name and number above a link of its own",
        TITLES,
        '<h1>Night Desk: Issue 94</h1><p>Welcome, subscribe <a href="https://l.example/go/1">here</a>.</p>'
        + rows(f'<p><b>T</b></p><p>{WORDS}</p><p>Read more: <a href="U">T</a></p>'),
        subject="Night Desk: #94: Owls, lamps and rotas",
    ),
    Case(
        "a question that names the letter",
        TITLES,
        rows('<h3><a href="U">T</a></h3><p>P</p>', "")
        + f'<h3><a href="https://l.example/gift">Enjoying The Letter?</a></h3><p>Give it to someone.</p>{FOOT}',
    ),
    Case(
        "a headline that ends with the letter's name",
        [*TITLES, "Love the letter"],
        rows('<h3><a href="U">T</a></h3><p>P</p>', "")
        + f'<h3><a href="https://l.example/stamps">Love the letter</a></h3><p>A museum of stamps opens.</p>{FOOT}',
    ),
    Case(
        "a treaty to sign",
        ["Convention opened for signature in Geneva"],
        f'<h1><a href="{LINKS[0]}">Convention opened for signature in Geneva</a></h1>{prose(12)}{FOOT}',
        subject="Convention opened for signature in Geneva",
    ),
    Case(
        "how many have shared it",
        TITLES,
        "".join(
            f'<p><b><a href="{u}">{t}</a></b></p><div>{WORDS}</div><div><a href="{u}?by">{n} {how} this</a> Ada Berg and more</div>'
            for n, (t, u, how) in enumerate(zip(TITLES, LINKS, SHARED, strict=True), 5)
        )
        + FOOT,
    ),
    Case(
        "where to see it, written out",
        TITLES,
        "<p><b>Vegetable gardening</b></p><p>If you can't see this newsletter, go to "
        '<a href="http://l.example/nl/15">http://l.example/nl/15</a></p>'
        + rows('<p><b><a href="U">T</a></b></p><p>No mention of us.</p>', "")
        + '<p>Topics</p><p><a href="http://l.example/herbs/">Herb Gardens</a><br><a href="http://l.example/birds/">Birding</a></p>'
        "<p>You are receiving this newsletter because you subscribed as somebody. To change your address, please visit: "
        '<a href="http://l.example/usgs.htm">http://l.example/usgs.htm</a></p>',
    ),
    Case(
        "two stories of one look, told at length",
        TITLES,
        "".join(
            f'<h2><a href="{u}">{t}</a></h2><h4>What is going on?</h4><p>{WORDS * 2}</p><h4>Why care?</h4><p>{WORDS * 6}</p>'
            for t, u in zip(TITLES[:2], LINKS, strict=False)
        )
        + "<h3>You might have missed</h3><ul>"
        + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in zip(TITLES[2:], LINKS[2:], strict=True))
        + f"</ul>{FOOT}",
        subject=TITLES[0],
    ),
    Case(
        "a paper with a dash before a title with a colon",
        [*TITLES[:4], "Obituary: Captain Moira Dunn, who knew the coast"],
        rows('<p>P – <a href="U">T</a></p><p>No mention of us.</p>').replace(
            TITLES[4], "Obituary: Captain Moira Dunn, who knew the coast"
        ),
    ),
    Case(
        "paid words announced below the last of a list",
        TITLES,
        f"{prose(2)}<h3>Shorts</h3><ul>"
        + rows('<li><a href="U">T</a> (P)</li>', "</ul>")
        + '<p style="font-size:12px">TOGETHER WITH OFFICEMATE</p><h3><a href="https://ads.example/1">Plan your rota in an afternoon</a></h3>'
        + FOOT,
    ),
    Case(
        "a sign of a language's own inside a title",
        ["Understanding @StateObject lifetime", *TITLES[1:]],
        rows('<h3><a href="U">T</a></h3><p>Words about it go here, and end.</p>').replace(
            TITLES[0], "Understanding @StateObject lifetime"
        ),
    ),
    Case(
        "a short name that opens its item, among longer ones",
        [*TITLES[:4], "Cartographer 2 can now cite page numbers."],
        '<h2><a href="https://l.example/2026/11/lead">'
        + TITLES[0]
        + "</a></h2>"
        + prose(1)
        + "<h2>Quick hits</h2><ul>"
        + "".join(
            f'<li><a href="{link}">{title}</a> and nobody said a word about it.</li>'
            for title, link in zip(TITLES[1:4], LINKS[1:4], strict=True)
        )
        + f'<li><a href="{LINKS[4]}">Cartographer 2</a> can now cite page numbers.</li></ul>'
        + FOOT,
    ),
    Case(
        "the letter's name and its day above bars",
        [*TITLES, "May 12: an evening for night wardens"],
        text="THE LETTER for Friday, 20 November 2026\n(Web edition: https://l.example/2026/11/20)\n\n"
        + "".join(f"* {t} | {p}\n  {u}\n" for t, u, p in zip(TITLES, LINKS, PAPERS, strict=True))
        + "* May 12: an evening for night wardens\n  https://l.example/evening\n\n-- \nUnsubscribe: https://l.example/unsubscribe?u=7\n",
    ),
    Case(
        "the journal's name over its new issue",
        TITLES,
        text="THE QUARTERLY LETTER OF NIGHT CARE\nContents - Volume 31, Number 4, October 2026\n\nA new issue is available online at\nhttps://l.example/ql/31/4/\n\n-----\n\n"
        + "".join(f"   {t}\n   A. Roe and J. Vale\n   pp. 401\n   {u}\n\n" for t, u in zip(TITLES, LINKS, strict=True)),
    ),
    Case(
        "references with quoted titles",
        TITLES,
        text="".join(
            f'   Roe, Ada, and Jo Vale. "{t}."\n   _Night Care_ 12(3)(May 2026): 3-19\n   ({u}). - A cheerful\n   piece. Read it twice. - AR\n\n'
            for t, u in zip(TITLES, LINKS, strict=True)
        ),
    ),
    Case(
        "lines that serve the letter, in several languages",
        TITLES,
        text="".join(f"{t}\n{WORDS}\n{u}\n\n" for t, u in zip(TITLES, LINKS, strict=True))
        + "There are more results than we have shown here. See more:\nhttps://l.example/search?s=care\n\n"
        "Suggestions/corrections for next week's posting are always welcome.\n[https://l.example/suggest]\n\n"
        "Alte Ausgaben finden Sie im Archiv:\nhttps://l.example/alt\n\nNúmeros anteriores: https://l.example/antes\n\n"
        "Ihr Abo verwalten Sie unter\nhttps://l.example/pages/abo?id=7\n",
    ),
    Case(
        "arrows before titles",
        TITLES,
        text="".join(f"» {t}\n{WORDS}\nLeer más: {u}\n\n" for t, u in zip(TITLES, LINKS, strict=True)),
    ),
    Case(
        "a title with a colon over folded lines",
        ["Review: The House of Copper", *TITLES[1:]],
        text="".join(
            f"{t}\n    posted by ada on Sunday\n    from the long-reads desk\n    {u}\n\n"
            for t, u in zip(["Review: The House of Copper", *TITLES[1:]], LINKS, strict=True)
        ),
    ),
    Case(
        "headings over words with the number of a note",
        TITLES[:4],
        text="".join(
            f"## {t}\n\nThe committee heard eleven people[{n}]. They\nwanted more money.\n\n"
            for n, t in enumerate(TITLES[:4], 1)
        )
        + "That is all. Thanks to Binder, who pay for the tea[5].\n\n-- Ada\n\n"
        + "".join(f"[{n}] {u}\n" for n, u in enumerate(LINKS, 1)),
    ),
    Case(
        "a line with the letter's name that opens it on the web",
        TITLES,
        '<p style="font-size:12px"><a href="https://l.example/issues/57">The Letter #57 — Night buses – View online</a></p>'
        + rows(f'<p><b><a href="U">T</a></b></p><p>{WORDS}</p>'),
        subject="The Letter #57 — Night buses",
    ),
    Case(
        "sentences under a rubric in capitals",
        [f"{title} and nobody said a word." for title in TITLES],
        '<p style="font-size:11px">WHAT ELSE</p><ul>'
        + "".join(
            f'<li>{" ".join(title.split()[:2])} <a href="{link}">{" ".join(title.split()[2:])}</a> and nobody said a word.</li>'
            for title, link in zip(TITLES, LINKS, strict=True)
        )
        + "</ul>"
        + FOOT,
    ),
    Case(
        "names of two words made as the others",
        [*TITLES[:3], "Sourdough Curve"],
        "".join(
            f'<h1 style="font-size:16px"><a href="https://feeds.example/{n}">xktoons</a></h1><h2 style="font-size:18px">'
            f'<a href="https://blog{n}.example/2026/{n}">{title}</a></h2><p>20 Nov 2026</p>'
            for n, title in enumerate([*TITLES[:3], "Sourdough Curve"])
        )
        + FOOT,
    ),
    Case(
        "cards of short names with words of their own",
        ["Social Worker", "Night Warden", "Cook", "Housing Officer"],
        "<p>4 new jobs in Leeds</p>"
        + "".join(
            f'<table><tr><td><a href="https://jobs.example/clk?jk={n}a" style="font-size:18px;font-weight:bold">{title}</a></td></tr>'
            f"<tr><td>Northern Care Ltd, Leeds LS{n}</td></tr><tr><td>£24,000 - £28,000 a year</td></tr></table>"
            for n, title in enumerate(["Social Worker", "Night Warden", "Cook", "Housing Officer"])
        )
        + '<p><a href="https://jobs.example/cv">Upload your CV</a></p>'
        + FOOT,
        subject="4 new jobs in Leeds",
    ),
    Case(
        "titles in quotation marks between names and a journal",
        TITLES,
        "<p>New this week:</p>"
        + rows('<p>Berg, A. and Vale, J. “<a href="U">T</a>.” <i>Journal of Care</i> 12, no. 3 (2026): 12–30.</p>'),
    ),
    Case(
        "references whose titles are no links",
        TITLES,
        "<p>New this week:</p>"
        + rows('<p>Berg, A. &amp; Vale, J. (2026). T. <i>Journal of Care</i>, 12(3), 12–30. <a href="U">U</a></p>'),
    ),
    Case(
        "references without points after initials, and a button",
        TITLES,
        rows('<p>Berg A, Vale JD. T. J Care. 2026;12(3):12-30. <a href="U">Full text</a></p>'),
    ),
    Case(
        "references in a text, wrapped",
        TITLES,
        text="New this week:\n\n"
        + "".join(
            f"Berg, A. & Vale, J. (2026). {t}. Journal of\nCare, 12(3), 12-30. {u}\n\n"
            for t, u in zip(TITLES, LINKS, strict=True)
        ),
    ),
    Case(
        "pages behind titles",
        TITLES,
        text="".join(
            f"{t} (pages 1{n}-2{n})\nAda Berg and Jon Vale\n{u}\n\n"
            for n, (t, u) in enumerate(zip(TITLES, LINKS, strict=True))
        ),
    ),
    Case(
        "papers behind dashes in a text",
        TITLES,
        text="Press review, 20 November\n\n"
        + "".join(f"{n}. {t} - {p} - {u}\n" for n, (t, p, u) in enumerate(zip(TITLES, PAPERS, LINKS, strict=True), 1)),
    ),
    Case(
        "papers and days behind titles in a text",
        TITLES[1:],
        text="".join(
            f"{t} ({p}, 20/11/2026)\n{u}\n\n" for t, p, u in zip(TITLES[1:], PAPERS[:2] * 2, LINKS[1:], strict=True)
        ),
    ),
    Case(
        "a section that is a list, below told ones",
        TITLES,
        text="".join(f"{t}\n{'-' * len(t)}\n\n{WORDS}\n\n    {u}\n\n" for t, u in zip(TITLES[:3], LINKS, strict=False))
        + f"Brief items\n-----------\n\n  o {TITLES[3]}\n    {LINKS[3]}\n  o {TITLES[4]}\n    {LINKS[4]}\n\n"
        "Readers see these a week earlier. See\nhttps://l.example/plans/ for details.\n\n-- \nTo stop: https://l.example/my?k=TUX71\n",
    ),
]


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_what_stands_beside_stories(letter: Case) -> None:
    check(letter)


def test_a_paper_behind_a_bar_is_the_publisher() -> None:
    letter = next(case for case in CASES if "bars" in case.name)
    assert [clipping.publisher for clipping in clippers.cut(mail_of(letter)).clippings] == [*PAPERS, "The Letter"]


def test_a_post_that_a_feed_reader_mails_is_one_story() -> None:
    chapter = "## The cause\n\nSomeone wrote it down. I have since read [a list of\nfalsehoods](https://f.example/time) again.\n\n"
    text = f"# {TITLES[1]}\n\n{WORDS}\n\n{chapter}{chapter.replace('time', 'names')}\nURL: {LINKS[1]}\n"
    found = clippers.cut(mail_of(Case("post", [], text=text, subject=TITLES[1]))).clippings
    assert [(one.title, one.link) for one in found] == [(TITLES[1], LINKS[1])]


def test_a_letter_in_sentences_is_not_the_sentence_at_its_link() -> None:
    told = "\n\n".join([WORDS] * 5)
    text = f"Dear friends,\n\n{told}\n\nSo: no chapter this month. Here is what I learned about goats, which taste everything.\n\n"
    link = "If you missed the last letter, about the well, it is here: https://l.example/letters/the-well\n\nAda\n"
    found = clippers.cut(mail_of(Case("letter", [], text=text + link, subject="What the goat ate"))).clippings
    assert [one.title for one in found] == ["What the goat ate"]


def test_a_reference_gives_its_authors() -> None:
    letters = [case for case in CASES if case.name.startswith("references")]
    authors = [clippers.cut(mail_of(letter)).clippings[0].authors for letter in letters]
    assert authors == ["Roe, Ada, and Jo Vale", "Berg, A. & Vale, J", "Berg A, Vale JD", "Berg, A. & Vale, J"]


def test_a_bullet_typed_before_a_title_is_no_part_of_it() -> None:
    html = rows('<p><span>\u00b7&nbsp;&nbsp;</span><span>T</span><br><a href="U">U</a></p>')
    assert [one.title for one in clippers.cut(mail_of(Case("bullets", TITLES, html=html))).clippings] == TITLES
