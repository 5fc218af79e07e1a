"""Letters plainer and older than today's, in several scripts: each is cut into its stories or left alone."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, Case, check, mail_of, prose

HEADLINES = [
    "Panel backs earlier help for families",
    "New rules for night wardens",
    "Why one town kept its day centre",
    "Rents outpace benefits again",
]
ADDRESSES = [f"http://www.oldletter.example/news/{number}.html" for number in range(100, 104)]
SAID = "The committee heard from eleven witnesses, most of whom wanted more money and fewer forms."
SCRIPTS = {
    "russian": (["Соцработники пришли в школу", "Ночлежка открылась раньше срока"], "Читать далее", "Отписаться"),
    "arabic": (["افتتاح ملجأ ليلي جديد في المدينة", "قواعد جديدة لرعاية المسنين"], "اقرأ المزيد", "إلغاء الاشتراك"),
    "japanese": (["夜間シェルターが早く開いた理由", "福祉職員が学校に入る一年目"], "続きを読む", "配信停止"),
}


def page(pattern: str, foot: str = FOOT) -> str:
    """The pattern once for each headline: T its title, U its address, S words about it."""
    return (
        "".join(
            pattern.replace("T", title, 1).replace("U", address).replace("S", SAID)
            for title, address in zip(HEADLINES, ADDRESSES, strict=True)
        )
        + foot
    )


# only the first T is the title: the words below it may have one of their own
PAGES = {
    "fonts": '<font size=3><b><a href="U">T</a></b></font><br><font size=2>S</font><br><br>',
    "full story": '<p><font size=3><b>T</b></font><br><font size=2>S</font><br><a href="U">Full story</a></p>',
    "written address": '<p><b>T</b></p><p>S</p><p><a href="U">U</a></p><hr>',
    "bullets": '<ul><li><a href="U">T</a></ul>',
    "date before": '<p>20 Nov - <a href="U">T</a></p>',
    "paper before": '<p><b>Gazette:</b> <a href="U">T</a></p>',
    "paper below": '<p><a href="U">T</a><br><i>North Gazette, 20 November</i></p>',
    "set larger": '<p style="font-size:20px">T</p><p style="font-size:14px">S <a href="U">More →</a></p>',
    "definitions": '<dl><dt><a href="U">T</a></dt><dd>S</dd></dl>',
    "run in": '<table><tr><td><b>T</b> S <a href="U">More...</a></td></tr></table>',
    "run in a list": '<ul><li><b>T</b> - S <a href="U">Full story &raquo;</a></li></ul>',
    "numbered": '<h2>1. T</h2><p>S</p><p><b>Why it matters:</b> S</p><p><a href="U">Go deeper</a></p>',
    "references": '<p>Berg, A., &amp; Vale, J. (2026). <a href="U">T</a>. <i>Journal of Care</i>, 9(1), 3–19.</p>',
    "counts beside": '<p><a href="U">T</a> (<a href="U#comments">12 comments</a>)<br><small>by ada</small></p>',
    "long words, then more": '<h3>T</h3><p>S S <a href="U">Click here to read more</a></p>',
    "address as words": "<p><b>T</b><br>S<br>U</p>",
    "kicker": '<p style="color:red">HOME</p><p style="font-size:22px"><a href="U">T</a></p><p>S</p><p>Ada Berg | 4 min</p>',
    "events": '<p><b>Friday 24 Nov, 16:00</b><br><a href="U">T</a><br>Room 2, Northmoor</p>',
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page(name: str) -> None:
    check(Case(name, HEADLINES, page(PAGES[name])))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script(script: str) -> None:
    titles, more, leave = SCRIPTS[script]
    stories = "".join(
        f'<h3><a href="{address}">{title}</a></h3><p>{title}</p><p><a href="{address}">{more}</a></p>'
        for title, address in zip(titles, ADDRESSES, strict=False)
    )
    check(Case(script, titles, stories + f'<p><a href="https://s.example/u">{leave}</a></p>'))


def _text(pattern: str) -> str:
    return page(pattern, foot="\n--\nTo leave: http://www.oldletter.example/unsubscribe?u=1\n")


TEXTS = {
    "address indented": "  T\n     U\n\n",
    "address before the words": "T\nU\n\n  S\n\n",
    "a paper's byline": "T\nBy ADA BERG\nS\nU\n\n",
    "posted": "T\n\nPosted November 20, 2026 8:00 AM Pacific\n\nS\n\nFor the full story:\nU\n\n",
    "after a dash": "T -- S\n  <U>\n\n",
    "in brackets": "• T (U)\n",
    "markdown": "## T\n\nS\n\n[Read more](U)\n\n",
    "pictures": "[image: photo] <U>\n\nT <U>\n\nS\n\n",
    "ruled": "T\nS\nU\n\n==========\n\n",
    "numbered": "1. T\n\nS\n\nMore: U\n\n=====\n\n",
    "two short lines": "T\nTwo rooms, one hall.\nU\n\n",
    "anchors": '<A HREF="U">T</A>\n<B>S</B>\n\n',
    "address above": "U\nT\nS\n\n",
    "words beside": "1. T ( U ) - a year on, the council counts.\n\n",
    "broken brackets": "T (\nU )\n\n",
    "named address": "T <URL:U>\n\nS\n\n",
    "over three lines": "* T\n  The committee heard from eleven witnesses, most of whom wanted\n  more money and fewer forms, says the\n  report.\n  U\n\n",
    "own button": "T\n\nS\n\nFor members and guests: U\n\n",
    "half a sentence": "T\n\nThe whole paper is at\nU\n\n",
    "numbers above": "ACME-2026-0412  HIGH  8.1\nT\n\n  Affects:  all\n  Details:  U\n\n- ----\n",
    "section above": "HOME\nT\nS\nU\n\n",
    "label above": "Also here:\nT\nU\n\n",
    "hour before": "10:30  T\n       Main hall, free\n       U\n\n",
    "moment above": "12.03.2026 - 14:22, Care Board\nT\nU\n\n",
    "square brackets": "**T** [U] — a year on.\n\n",
    "number in brackets": "[1] T\n    by Ada Berg\n    U\n\n",
    "colon after": "T:\nU\n\n",
    "pointer below": "T\nU\n\nSee U#more for the rest of it.\n\n",
    "numbered button": "T\n\nS\n\nOpen it online (#4411): U\n\n",
    "word before": "thread: T\nU\n\nS\n\n",
    "lower section above": "today's homes\nT\nBy Ada Berg\nU\n\n",
    "day and writer below": "** T **\n   1er juin 2026, par Ada Berg\n\n   S\n\n-> U\n\n",
    "question below": '** T **\n\n   "A charter of twelve pages, to say that we\n   swap beans?"\n\n-> U\n\n',
    "section between signs": "== In the papers today ==\n\nT\nS\nU\n\n",
    "writer and day below": "T\nBy Ada Berg, 2026-11-20\n\nS\n\nU\n\n",
    "writer below": "T\nBy Ada Berg\n\nS\n\nU\n\n",
    "pages below": "T\npp. 3-27(25)\nAuthors: Berg, Ada; Vale, Jo\nU\n\n",
    "section in brackets": "[Home]\nT\nS\nU\n\n",
    "moment after": "T [ U ] 11/02/2026 09:00 AM GMT\n\n",
    "counts after": "* T - 7 messages, 5 authors\n  U\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text(name: str) -> None:
    check(Case(name, HEADLINES, text="OLD LETTER\n==========\n\n" + _text(TEXTS[name])))
    check(Case(name, HEADLINES, text="OLD LETTER\nhttp://www.oldletter.example/\n\n" + _text(TEXTS[name])))


def test_a_title_ends_where_the_style_of_its_letters_changes() -> None:
    first, second = (
        "Does a night ward keep old people at home? A new look at the towns",
        "LONG NIGHTS AHEAD FOR THE WARDS",
    )
    text = f"{first}\nEarly nights and self-help explain most of it, says the author.\nU1\n\n{second}\nNORTHMOOR - The wards stay open.\nU2\n"
    for at, address in enumerate(ADDRESSES[:2], 1):
        text = text.replace(f"U{at}", address)
    check(Case("styles", [first, second], text=text))


def test_a_title_that_fills_two_lines() -> None:
    ends = [f"{word} homes of the north" for word in ("old", "new", "red", "far")]
    titles = [f"{title}, says the second report on the {end}" for title, end in zip(HEADLINES, ends, strict=True)]
    stories = [
        f"{title.removesuffix(end)}\n{end}\nFull words: {address}\n\n"
        for title, end, address in zip(titles, ends, ADDRESSES, strict=True)
    ]
    check(Case("two lines", titles, text="".join(stories)))


def test_a_signed_text() -> None:
    signed = _text("- ------\nT\nS\nU\n")
    before, after = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n",
        "-----BEGIN PGP SIGNATURE-----\n\niQIzBAEB\n",
    )
    check(Case("signed", HEADLINES, text=before + signed + after))


def test_the_foot_of_a_text_is_no_story() -> None:
    foot = "--------\nReport what you saw: http://www.oldletter.example/report\nLeave this list: http://www.oldletter.example/off\n"
    check(Case("foot", HEADLINES, text=page("T\nS\nU\n\n", foot=foot)))
    foot = "=====\n\nYou received this message because you wrote to the group.\nhttp://www.oldletter.example/g\n"
    check(Case("foot", HEADLINES, text=page("T\nS\nU\n\n", foot=foot)))
    top = "For news all day, visit\nhttp://www.oldletter.example/now\n\n=====\n\n"
    check(Case("top", HEADLINES, text=top + _text("T\nS\nU\n\n")))


def test_stories_that_stand_whole_under_underlined_headlines() -> None:
    stories = "\n\n".join(f"{title}\n{'-' * len(title)}\nby Ada Berg\n\n{SAID}\n{SAID}" for title in HEADLINES)
    letter = Case("whole", HEADLINES, text=f"OLD LETTER\n\nIn here:\n\n* {HEADLINES[0]}\n\n{stories}\n")
    found = clippers.cut(mail_of(letter)).clippings
    assert [(clipping.title, clipping.link, clipping.authors) for clipping in found] == [
        (title, "", "Ada Berg") for title in HEADLINES
    ]


def test_contents_above_are_not_stories() -> None:
    contents = "IN THIS ISSUE\n\n" + "\n".join(f"{at}. {title}" for at, title in enumerate(HEADLINES, 1))
    check(Case("contents", HEADLINES, text=f"{contents}\n\n=====\n\n" + _text(TEXTS["numbered"])))


def test_stories_told_below_their_list() -> None:
    titles = [f"{title} {at}" for at, title in enumerate(HEADLINES)]
    contents = "IN HERE\n\n" + "\n".join(f"{at}. {title}" for at, title in enumerate(titles, 1))
    links = [f"The paper is at\n{ADDRESSES[0]}\n\n", f"Forms and guidance: {ADDRESSES[1]}\nLine: 555 0199\n\n", "", ""]
    stories = "".join(
        f"==========\n{at}. {title}\n==========\n\n{SAID}\n{SAID}\n\n{link}"
        for at, (title, link) in enumerate(zip(titles, links, strict=True), 1)
    )
    text = f"{contents}\n\n{stories}{'-' * 70}\nTo unsubscribe, write.\nOld letters: http://old.example/\n"
    found = clippers.cut(mail_of(Case("told below", titles, text=text))).clippings
    assert [(one.title, one.link) for one in found] == list(zip(titles, [*ADDRESSES[:2], "", ""], strict=True))


def test_an_advertisement_in_spaced_letters() -> None:
    paid = "A D V E R T I S E M E N T\nBuild your own ward!\nhttp://ads.example/1\n-----\n\n"
    check(Case("spaced", HEADLINES, text=f"T H E   L E T T E R\n\n=====\n\n{paid}" + _text("T\nS\nU\n\n")))


def test_a_request_below_a_heading_is_no_story() -> None:
    foot = "-----\nHow you get this\n\nYou wrote to us in May. To cancel this\nletter, go to http://www.oldletter.example/x\n"
    check(Case("request", HEADLINES, text=page("T\nS\nU\n\n", foot=foot)))


def test_a_headline_that_begins_like_a_greeting() -> None:
    text = f"Best apps for rotas\n{ADDRESSES[0]}\n\nThanks to the night wards, beds are free\n{ADDRESSES[1]}\n\nBest wishes,\nAda\n"
    check(Case("best", ["Best apps for rotas", "Thanks to the night wards, beds are free"], text=text))


def test_addresses_without_a_scheme() -> None:
    text = "".join(
        f"{title}\n{address.removeprefix('http://')}\n\n" for title, address in zip(HEADLINES, ADDRESSES, strict=True)
    )
    check(Case("www", HEADLINES, text=text + "See www.oldletter.example for all.\n"))


def test_an_address_broken_over_two_lines() -> None:
    long = [f"http://www.oldletter.example/2026/a-long-way-to-{at}" for at in range(4)]
    text = "".join(f"{title}\n<{way}-\nit.html>\n\n" for title, way in zip(HEADLINES, long, strict=True))
    found = clippers.cut(mail_of(Case("broken", HEADLINES, text=text))).clippings
    assert [(one.title, one.link) for one in found] == [
        (title, f"{way}-it.html") for title, way in zip(HEADLINES, long, strict=True)
    ]


def test_addresses_in_notes_below() -> None:
    stories = "".join(f"{title} ({at})\n{SAID}\n\n" for at, title in enumerate(HEADLINES, 1))
    notes = "".join(f"({at}) {address}\n" for at, address in enumerate(ADDRESSES, 1))
    check(Case("notes", HEADLINES, text=f"Dear all,\n\n{stories}Links\n{notes}"))


HEADED = {
    "Mailchimp's text": "** T\n" + "-" * 60 + "\nForty beds, and more.\nRead it now (U)\n\n",
    "Markdown": "## T\n\nThe [council paper](U) has the numbers, and they are bad.\n\n",
}


@pytest.mark.parametrize("name", HEADED)
def test_headings_over_sentences_are_titles(name: str) -> None:
    check(Case(name, HEADLINES, text=_text(HEADED[name])))


def test_headings_over_titles_are_sections() -> None:
    section = "Homes and wards\n" + "-" * 60 + "\n"
    check(Case("sections", HEADLINES, text=_text(f"{section}T\nTwo rooms, one hall.\nU\n\n")))
    check(Case("sections", HEADLINES, text=_text(f"{section}T <U>\n\n")))


def test_papers_in_folded_fields() -> None:
    fields = "By:       Ada Berg (North)\n           Tom Vale\n Abstract: We look at it.\n Web:      U\n\n"
    check(Case("fields", HEADLINES, text=_text("1. T\n\n " + fields)))


def test_what_to_do_with_the_letter_is_no_story() -> None:
    foot = "Share The Letter: http://www.oldletter.example/refer\n\nWritten in Northmoor.\n"
    check(Case("foot", HEADLINES, text=page("T\nS\nU\n\n", foot=foot)))


def test_one_release() -> None:
    title, link = "Council opens forty new beds", "https://council.example/news/council-opens-forty-new-beds"
    release = f'<p>PRESS RELEASE</p><h1>{title}</h1>{prose(3)}<p><a href="{link}">Read on our website</a></p>{FOOT}'
    check(Case("release", [title], release, subject=title))


@pytest.mark.parametrize(
    ("subject", "html"),
    [
        (
            "Your trial ends soon",
            '<h1>Your trial ends in 3 days</h1><p>Add a card.</p><a href="https://app.example/keep">Keep my boards</a>',
        ),
        (
            "Your week in App",
            '<h1>Your week</h1><p>You wrote 2,311.</p><a href="https://app.example/s">See your stats</a>',
        ),
        ("Rota - invitation", '<p>Ada asks you to edit:</p><a href="https://docs.example/d/1">Open in Docs</a>'),
        (
            "Team meeting, Tuesday",
            '<p>Going? <a href="https://cal.example/yes">Yes</a> <a href="https://cal.example/no">No</a></p>',
        ),
        ("Lower rates", '<p>Save up to 60% today!</p><p><a href="https://offer.example/x">CLICK HERE NOW</a></p>'),
        (
            "Invoice 2231",
            '<p>Invoice 2231 is ready.</p><p><a href="https://pay.example/i/2231">Download invoice</a></p>',
        ),
        ("Ida replied", '<p>Ida replied to you:</p><p>Thanks!</p><a href="https://forum.example/t/1">View comment</a>'),
    ],
)
def test_no_story(subject: str, html: str) -> None:
    check(Case(subject, [], html, subject=subject))


def test_answers_of_persons_are_no_digest() -> None:
    blocks = "\n\n".join(
        f"From: {name}\nSent: Monday\nTo: team\nSubject: {subject}\n\nFine by me."
        for name, subject in (("Ada", "RE: The rota for May"), ("Tom", "The rota for May"), ("Eve", "Rota, an old one"))
    )
    thread = Case("thread", [], text=f"I agree.\n\n{blocks}\n", subject="RE: The rota for May", headers=())
    check(thread)
    listed = thread._replace(headers=(("list-id", "<rotas.l.example>"),))
    assert len(clippers.cut(mail_of(listed)).clippings) == 3


def test_a_held_post_is_no_story() -> None:
    held = "Your post to rotas waits for a moderator:\n\n  Post by a non-member of the list\n\nCancel it here:\n\n"
    check(Case("held", [], text=f"{held}  https://lists.example/mailman/confirm/rotas/a0dcd54d09c36132e01b\n"))


@pytest.mark.parametrize(
    "said", ["asked others to use the list about", "and read what the rota says at", "A poster about"]
)
def test_half_a_sentence_above_an_address_is_no_headline(said: str) -> None:
    address = "https://l.example/2026/11/rota"
    check(Case(said, [], f'<p>Dear all,</p><p>{said}</p><p><a href="{address}">{address}</a></p>', headers=()))


def test_a_report_of_a_machine_is_no_story() -> None:
    report = (
        "The build failed.\n\nCommit: 8a7b6c5 Fix the thing at last\nAuthor: Ada\nDetails: https://ci.example/231\n"
    )
    check(Case("report", [], text=report, subject="Failed: carers #231"))


def test_a_reference_gives_its_authors() -> None:
    first = clippers.cut(mail_of(Case("references", [], page(PAGES["references"])))).clippings[0]
    assert first.authors == "Berg, A., & Vale, J"
    assert first.text.startswith("Journal of Care")


def test_a_text_that_was_only_put_into_a_page() -> None:
    stories = page("T\nS\n<a href='U'>U</a>\n\n", foot="")
    check(Case("pre", HEADLINES, f"<pre>\nOLD LETTER\n\n{stories}</pre>{FOOT}"))


def test_records_in_a_page() -> None:
    records = page("<p><b>title:</b> T<br><b>authors:</b> Ada Berg<br><b>abstract:</b> S<br>U</p>")
    check(Case("records", HEADLINES, records))


def test_a_paid_picture_and_the_words_below_it_are_one_advertisement() -> None:
    paid = '<p>ADVERTISEMENT</p><p><a href="https://ads.example/1"><img src="a.gif"></a></p>'
    paid += '<p><a href="https://ads.example/1">Get the fastest chair of all today!</a></p>'
    check(Case("paid", HEADLINES, page('<p><b><a href="U">T</a></b></p><p>S</p>', foot="") + paid + FOOT))


def test_two_long_posts_of_one_blog() -> None:
    posts = "".join(
        f'<h3><a href="{address}">{title}</a></h3><p>Posted: 20 Nov 2026 08:00 AM PST</p>{prose(5)}'
        for title, address in zip(HEADLINES[:2], ADDRESSES, strict=False)
    )
    check(Case("posts", HEADLINES[:2], posts + FOOT))
