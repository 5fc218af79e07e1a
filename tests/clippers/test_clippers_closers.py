"""Links that close, serve or answer what stands over them, in whatever language: they are no stories and give no titles."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, LINKS, TITLES, WORDS, Case, check, mail_of, prose

TOLD = "On 12 May the council of Nordby voted 14 to 9."
NORDIC = ["Slik søker du plass", "Hele vedtaket", "Kart og skjema", "Møtets referat", "Påmelding og priser"]


def rows(pattern: str, beside: list[str] = TITLES) -> str:
    """The pattern once for each headline: T its title, U its address, B words of its own."""
    return "".join(
        pattern.replace("U", link).replace("B", words).replace("T", title, 1)
        for title, link, words in zip(TITLES, LINKS, beside, strict=True)
    )


CASES = [
    Case(
        "each headline is closed by a link with words of its own",
        TITLES,
        rows(f'<p><b style="font-size:18px">T</b><br>{TOLD}<br>» <a href="U">B</a></p><hr>', NORDIC) + FOOT,
    ),
    Case(
        "rubrics over one title each",
        TITLES,
        rows(
            f'<h3>B</h3><p>{WORDS}</p><p><a href="U">T</a></p>',
            ["Dogs and cats", "On Mars", "Arts", "Food and drink", "You"],
        )
        + FOOT,
    ),
    Case(
        "paragraphs of a list that begin with a link, under a headline",
        TITLES,
        f'<h2><a href="{LINKS[0]}">{TITLES[0]}</a></h2>{prose(6)}<h5>SHORTS</h5><ul>'
        + "".join(
            f'<li><p><a class="link" href="{link}"><span>{title}</span></a> and nobody said a word about it.</p></li>'
            for title, link in zip(TITLES[1:], LINKS[1:], strict=True)
        )
        + "</ul>"
        + FOOT,
        subject=TITLES[0],
    ),
    Case(
        "answers below an essay's chapter",
        TITLES[:4],
        f'<p style="font-size:40px"><a href="{LINKS[0]}">{TITLES[0]}</a></p>{prose(1)}<h2>Nobody owns a bed</h2>{prose(1)}'
        '<table><tr><td><a href="https://l.example/#/answer/1">More like this</a></td><td><a href="https://l.example/#/answer/0">'
        'Less like this</a></td><td><a href="https://l.example/r/77">Comment</a></td></tr></table><h3>Keep reading</h3>'
        + "".join(
            f'<h4><a href="{link}">{title}</a></h4><p><a href="{link}">Words about it, a line long.</a></p>'
            for title, link in zip(TITLES[1:4], LINKS[1:], strict=False)
        )
        + FOOT,
        subject=TITLES[0],
    ),
    Case(
        "a person's picture under a rubric, and a sentence on how to leave",
        TITLES,
        rows('<p style="font-size:18px;font-weight:bold"><a href="U">T</a></p><p>Words about it go here, and end.</p>')
        + '<h2>Posts of the week</h2><p><a href="https://c.example/ss/1"><img src="a.jpg"></a> <b>Ada Berg</b>'
        ' <a href="https://c.example/ss/2">@adaberg</a></p><p>Each of them has the same photo of the same hand.</p>'
        '<p style="font-size:12px">If you want no more of these, please unsubscribe <a href="https://c.example/ss/3">here</a>.</p>'
        '<p style="font-size:12px">If somebody sent you this, you can get it too <a href="https://c.example/ss/4">here</a>.</p>',
    ),
    Case(
        "bars of links about the issue",
        TITLES,
        '<p><font size="4"><b>THE NORTH JOURNAL OF CARE</b></font></p><p>Vol. 11, No. 6: 20 November</p><p>'
        '<a href="https://l.example/issue/6">View this journal online</a> | <a href="https://l.example/send">Submit a paper</a></p>'
        + rows(f'<p><a href="U"><b>T</b></a></p><p>{WORDS}</p>')
        + '<p><a href="https://l.example/feed">Ler mais em seu feed</a></p>'
        + FOOT,
    ),
]
TEXTS = [
    Case(
        "a sign and a number",
        ["夜間シェルターが早く開いた理由", "福祉職員が学校に入る一年目"],
        text="\n".join(
            f"{'─' * 30}\n■{number}．{title}\n{'─' * 30}\n町の会議で十一人が話し、夜勤の人も来ました。\n → {link}\n"
            for number, title, link in zip(
                "１２", ["夜間シェルターが早く開いた理由", "福祉職員が学校に入る一年目"], LINKS, strict=False
            )
        ),
    ),
    Case(
        "records with starred labels, the link under the record's number",
        TITLES[:3],
        text="".join(
            f"{'=' * 60}\n\n*Record {number} of 3.\n*View Full Record:\n{link}\n*Order Full Text: https://l.example/ids?ut={number}\n"
            f"*Title:\n{title}\n\n*Authors:\nBerg, A; Vale, JD\n\n*Source:\nJOURNAL OF CARE, 22 (2): 8-19 MAY 2026\n\n"
            for number, (title, link) in enumerate(zip(TITLES[:3], LINKS, strict=False), 1)
        )
        + f"{'=' * 60}\n*Unsubscribe or renew this alert: https://l.example/?Func=Alerts\n",
    ),
    Case(
        "a heading over a sentence that breaks before a name",
        TITLES[:3],
        text="".join(
            f"{'_' * 60}\n\n{number}. APPEL\n\n{title}\n\nLes propositions sont à envoyer avant le 30 avril à\nClaire Aubanel.\n<{link}>\n\n"
            for number, (title, link) in enumerate(zip(TITLES[:3], LINKS, strict=False), 1)
        ),
    ),
]


@pytest.mark.parametrize("letter", [*CASES, *TEXTS], ids=lambda letter: letter.name)
def test_links_that_are_no_stories(letter: Case) -> None:
    check(letter)


def test_the_link_of_a_starred_record_is_the_one_that_opens_it() -> None:
    found = clippers.cut(mail_of(TEXTS[1])).clippings
    assert [clipping.link for clipping in found] == LINKS[:3]
