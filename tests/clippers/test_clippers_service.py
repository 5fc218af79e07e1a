"""Receipts, greetings and settings hold no story, however they are laid out; lists of links with figures beside them do."""

from __future__ import annotations

import pytest

from tests.clippers.letters import FOOT, LINKS, LISTED, TITLES, WORDS, Case, check

CASES: list[Case] = []
TOLD = list(zip(TITLES[:3], LINKS, strict=False))


def case(
    name: str,
    titles: list[str],
    html: str = "",
    text: str = "",
    subject: str = "Weekly letter",
    *,
    person: bool = False,
) -> None:
    CASES.append(Case(name, titles, html, text, subject, () if person else LISTED))


case(
    "welcome",
    [],
    '<h1>Welcome to The Letter!</h1><p>Thanks for signing up. We write each Friday about care.</p><p><a href="https://l.example/start">Start here</a></p>'
    + FOOT,
    subject="Welcome to The Letter",
)
case(
    "receipt",
    [],
    '<h2>Your order 4411</h2><table><tr><td>Book</td><td>12.00</td></tr></table><p><a href="https://shop.example/order/4411">View your order</a></p>',
    subject="Your order 4411 has shipped",
    person=True,
)
case(
    "parcel",
    [],
    "<h2>Your parcel is on its way</h2><table>"
    + "".join(
        f'<tr><td><a href="{u}">{t}</a></td><td>{n}</td></tr>'
        for n, (t, u) in enumerate(zip(TITLES, LINKS, strict=True))
    )
    + "</table>",
    subject="Your parcel is on its way",
    person=True,
)
case(
    "meeting",
    [],
    '<h2>Reminder: Team meeting</h2><p>Tomorrow, 10:00</p><p>Join: <a href="https://meet.example/abc">https://meet.example/abc</a></p>',
    subject="Reminder: Team meeting @ Wed 11 Mar",
    person=True,
)
case(
    "reset",
    [],
    '<p>Someone asked to reset your password.</p><p><a href="https://l.example/reset?token=1">Reset password</a></p>',
    subject="Reset your password",
    person=True,
)
case(
    "invite",
    [],
    '<p>You are invited to join the workspace Care.</p><p><a href="https://work.example/join/77">Join now</a></p>',
    subject="Ida invited you to Care",
    person=True,
)
case(
    "tldr",
    [t + " (5 minute read)" for t in TITLES],
    "<h2>Big news</h2>"
    + "".join(
        f'<p><a href="{u}"><strong>{t} (5 minute read)</strong></a></p><p>{WORDS} {WORDS}</p>'
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + FOOT,
)
case(
    "hn",
    TITLES,
    "".join(
        f'<p><a href="{u}" style="font-size:16px">{t}</a><br><span style="font-size:11px"><a href="https://l.example">l.example</a> · 214 points · <a href="https://hn.example/item?id={i}">88 comments</a></span></p>'
        for i, (t, u) in enumerate(zip(TITLES, LINKS, strict=False))
    )
    + FOOT,
)
case(
    "security",
    [],
    '<p>New sign-in to your account</p><p>We noticed a new sign-in.</p><p><a href="https://acc.example/check">Check activity</a></p>',
    subject="Security alert: new sign-in",
    person=True,
)
case(
    "survey",
    [],
    '<p>How did we do? Your feedback matters.</p><p><a href="https://survey.example/1">Take the survey</a></p>' + FOOT,
    subject="How did we do?",
)
case(
    "things on sale",
    [],
    "<h1>New in: knitwear</h1>"
    + "".join(
        f'<table><tr><td><a href="https://shop.example/p/{n}" style="font-weight:bold;font-size:16px">{name}</a></td></tr>'
        f"<tr><td>Merino wool, £{n}9.00</td></tr></table>"
        for n, name in enumerate(["Long Blue Jumper", "Red Striped Scarf", "Thick Wool Socks"], 2)
    )
    + FOOT,
    subject="New in: knitwear",
)
case(
    "a paper to sign",
    [],
    "<p>Ada Berg sent you a document to review and sign.</p>"
    '<p><a href="https://sign.example/start?a=94e5b2dd">REVIEW DOCUMENT</a></p><p>Here is the renewal we spoke about.</p>'
    '<p><b>About Sign</b><br><a href="https://support.sign.example/articles/how">Questions about the document?</a> If you need to change it,'
    " please reach out to the sender.</p>",
    subject="Signature requested on: 14B Quay Row",
    person=True,
)
for onward in (
    "Alle Termine im Kalender",
    "All events in our calendar",
    "Toute la programmation",
    "Le programme complet",
    "Toda la agenda cultural",
    "Tutti gli appuntamenti in agenda",
    "Alle activiteiten in de agenda",
    "Alla evenemang i kalendern",
    "Wszystkie wydarzenia w kalendarzu",
    "More new topics",
    "Mehr neue Themen",
    "Plus de nouveaux sujets",
    "Más temas nuevos",
    "Mais tópicos novos",
    "Altri nuovi argomenti",
    "Meer nieuwe onderwerpen",
    "Więcej nowych tematów",
):
    case(
        onward,
        TITLES[:3],
        "".join(f'<p><b>So., {day}.4., 11 Uhr</b><br><a href="{u}">{t}</a></p>' for day, (t, u) in enumerate(TOLD, 3))
        + f'<p><a href="https://t.example/c/22904/abcd">{onward}</a></p>{FOOT}',
    )
for headline in (
    "All events cancelled on Saturday",
    "Alle Konzerte im Park",
    "More questions than answers",
    "Plus de livres pour les écoles",
    "Todo el programa electoral",
):
    case(
        headline,
        [*TITLES[:3], headline],
        "".join(f'<p><a href="{u}">{t}</a></p><p>{WORDS}</p>' for t, u in [*TOLD, (headline, LINKS[3])]) + FOOT,
    )
for headline in (
    "The whole programme",
    "Tous les emplois",
    "Todos los libros",
    "Mehr Stellen",
    "Tutti i libri",
    "All events",
):
    case(
        f"{headline}, told",
        [TITLES[0], headline, *TITLES[1:3]],
        "".join(f'<h3><a href="{u}">{t}</a></h3><p>{WORDS}</p>' for t, u in [TOLD[0], (headline, LINKS[3]), *TOLD[1:3]])
        + FOOT,
    )
for subject in (
    "Ada Berg liked your post",
    "Ida, add Ada Berg to your network",
    "Courtesy notice: 3 items are due soon",
):
    case(
        subject,
        [],
        "".join(
            f'<p><a href="{u}" style="font-weight:bold;font-size:18px">{t}</a><br>Central Library</p>'
            for t, u in zip(TITLES[:2], LINKS, strict=False)
        )
        + FOOT,
        subject=subject,
    )


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_service_mail_is_left_alone(letter: Case) -> None:
    check(letter)
