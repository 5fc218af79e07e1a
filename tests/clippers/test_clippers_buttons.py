"""Buttons: one like the others opens its story whatever it says, a second one and a gift are no story."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, LINKS, TITLES, WORDS, Case, check, mail_of

PAIRS = list(zip(TITLES, LINKS, strict=True))


@pytest.mark.parametrize("words", ["Save my seat", "Watch the recording", "Jetzt Platz sichern", "Voir la vidéo"])
def test_a_bid_below_a_linked_headline_and_its_words_is_no_story(words: str) -> None:
    bid = f'<p><a href="https://l.example/seat/7"><b>{words}</b></a></p>'
    html = "".join(
        f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>{bid if n == 1 else ""}' for n, (t, u) in enumerate(PAIRS)
    )
    check(Case("bid", TITLES, html + FOOT))


@pytest.mark.parametrize("title", ["Join the strike", "Save my street", "Mehr Fragen als Antworten", "Book the fool"])
def test_a_headline_that_sounds_like_a_bid_has_words_of_its_own(title: str) -> None:
    lesser = f'<p><b><a href="https://l.example/2026/9-a">{title}</a></b></p><p>{WORDS}</p>'
    html = "".join(
        f'<h3><a href="{u}">{t}</a></h3><p>{WORDS}</p>{lesser if n == 1 else ""}' for n, (t, u) in enumerate(PAIRS)
    )
    check(Case("lesser", [*TITLES[:2], title, *TITLES[2:]], html + FOOT))


def test_short_headlines_in_a_row_below_a_story_are_headlines() -> None:
    short = ["Meet the new director", "Visit the old mill", "Open the lock gates"]
    html = f'<h2><a href="{LINKS[0]}">{TITLES[0]}</a></h2><p>{WORDS}</p>' + "".join(
        f'<p><a href="https://l.example/short/{n}-b">{t}</a></p>' for n, t in enumerate(short)
    )
    check(Case("short", [TITLES[0], *short], html + FOOT))


@pytest.mark.parametrize(
    "words", ["Chip in $5", "Donate £10 now", "Spenden Sie 20 €", "Je donne 15 euros", "Give $25 today"]
)
def test_a_gift_is_no_story(words: str) -> None:
    html = "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in PAIRS)
    check(Case("gift", TITLES, f'{html}<p>Thank you,</p><p><a href="https://l.example/g/7">{words}</a></p>{FOOT}'))


BUTTONS = [
    ("Leer más", "Apúntate"),
    ("Weiterlesen", "Jetzt anmelden"),
    ("Lire la suite", "Inscrivez-vous"),
    ("Read more", "Order now"),
    ("Lees meer", "Schrijf je in"),
]


def card(title: str, link: str, words: str) -> str:
    """A headline over words and over a button in a table of its own."""
    button = f'<table><tr><td><a class="button" href="{link}">{words}</a></td></tr></table>'
    return f"<table><tr><td><h2>{title}</h2><p>{WORDS}</p>{button}</td></tr></table>"


@pytest.mark.parametrize(("more", "enrol"), BUTTONS)
def test_a_button_like_the_others_opens_its_story_whatever_it_says(more: str, enrol: str) -> None:
    check(Case("one", TITLES, "".join(card(t, u, enrol if n == 3 else more) for n, (t, u) in enumerate(PAIRS)) + FOOT))
    check(Case("all", TITLES, "".join(card(t, u, enrol) for t, u in PAIRS) + FOOT))


@pytest.mark.parametrize("enrol", ["Sign up", "Jetzt anmelden"])
def test_a_button_to_enrol_gives_way_to_a_plainer_link(enrol: str) -> None:
    seats = [f'<p><a href="https://l.example/seat/{n}">{enrol}</a></p>' for n in range(5)]
    more = [
        f"<h3>{t}</h3><p>{WORDS}</p>{seat}" + f'<p><a href="{u}">Read more</a></p>'
        for seat, (t, u) in zip(seats, PAIRS, strict=True)
    ]
    amid = [
        f'<h3>{t}</h3><p>{WORDS} <a href="{u}">Carers Weekly tells it all</a>.</p>{seat}'
        for seat, (t, u) in zip(seats, PAIRS, strict=True)
    ]
    for rows in (more, amid):
        found = clippers.cut(mail_of(Case("enrol", [], "".join(rows) + FOOT))).clippings
        assert [(story.title, story.link) for story in found] == PAIRS


@pytest.mark.parametrize("words", ["Unsubscribe", "Abmelden", "Spenden Sie", "Suscríbete"])
def test_a_button_about_the_letter_opens_no_story(words: str) -> None:
    html = "".join(card(t, u, "Read more") for t, u in PAIRS[:3]) + card("How we are paid for", LINKS[3], words)
    found = clippers.cut(mail_of(Case("paid", [], html + FOOT))).clippings
    assert [story.link for story in found if story.title == "How we are paid for"] in ([], [""])


@pytest.mark.parametrize(
    ("title", "enrol"),
    [
        ("Devenez amis du musée", "Inscrivez-vous"),
        ("Diventa amico del museo", "Iscriviti"),
        ("Werden Sie Freund des Hauses", "Jetzt anmelden"),
    ],
)
def test_a_card_for_friends_of_the_house_is_no_story(title: str, enrol: str) -> None:
    html = "".join(card(t, u, "Read more") for t, u in PAIRS[:3])
    html += card(title, LINKS[3], enrol).replace(WORDS, "And come in free all year.")
    check(Case("friends", TITLES[:3], html + FOOT))


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("”Vi springer hela natten”", "”Vi springer hela natten” – nyhetsbrev vecka 21"),
        ("„Wir laufen die ganze Nacht“", "„Wir laufen die ganze Nacht“ – Newsletter 21"),
        ("We run all night", "We run all night – newsletter 21"),
    ],
)
def test_a_headline_that_the_subject_begins_with_is_no_name(title: str, subject: str) -> None:
    titles = [TITLES[0], title, *TITLES[1:3]]
    cards = (f'<td><a href="{u}"><h2>{t}</h2><p>{WORDS}</p></a></td>' for t, u in zip(titles, LINKS, strict=False))
    check(Case("begins", titles, f"<table><tr>{''.join(cards)}</tr></table>{FOOT}", subject=subject))
