"""What looks like a forward and is none, and forwards that a program makes by itself."""

from __future__ import annotations

import pytest

from router.mail import forwards
from router.mail.parse import parse
from tests.mailroom.programs import BODY, PROGRAMS, Letter, filled, passed_on

NOT_FORWARDS = {
    "a reply with Outlook's block": ("Re: Your weekly alert", f"I agree.\n\n{filled(PROGRAMS['outlook'])}"),
    "a German answer": ("AW: Your weekly alert", f"Gut.\n\n{filled(PROGRAMS['gmx'])}"),
    "a Finnish answer": (
        "VS: Your weekly alert",
        "Kiitos.\n\nLähettäjä: A <a@news.example>\nLähetetty: 2.3.2026 7:00\nVastaanottaja: m@town.example\nAihe: Your weekly alert\n\nx",
    ),
    "a quoting reply": (
        "Re: Your weekly alert",
        "Yes.\n\nOn Mon, Mar 2, 2026 at 7:00 AM A <a@news.example> wrote:\n> one\n> two\n",
    ),
    "an answer to a forward": (
        "Re: Fwd: Your weekly alert",
        "Thanks.\n\nOn Mon, Mar 2, 2026 A <a@b.example> wrote:\n> ---------- Forwarded message ---------\n> From: C <c@d.example>\n> Date: x\n> Subject: y\n> To: z\n",
    ),
    "an alert": ("Your weekly alert", BODY),
    "words about a form": ("Minutes", "Subject: rooms\nPlease send it.\nFrom: the office\n"),
    "no words": ("Hello", ""),
}


@pytest.mark.parametrize("name", NOT_FORWARDS)
def test_replies_and_plain_mails_are_no_forwards(name: str, letter: Letter) -> None:
    subject, text = NOT_FORWARDS[name]
    assert forwards.unwrap(parse(letter(text, subject))) is None


def test_a_list_s_digest_is_no_forward_and_a_report_neither(letter: Letter) -> None:
    digest = "Message: 1\nDate: Mon, 2 Mar 2026 07:00\nFrom: A <a@b.example>\nSubject: one\nTo: list@b.example\n\nx\n"
    assert forwards.unwrap(parse(letter(digest, "Town Digest, Vol 3", headers="List-Id: <town.b.example>\n"))) is None
    raw = letter(
        "x", "Undelivered", parts="--edge\nContent-Type: message/rfc822\n\nFrom: a@b.example\nSubject: s\n\nx\n"
    )
    report = raw.replace(b"multipart/mixed;", b"multipart/report; report-type=delivery-status;")
    assert forwards.unwrap(parse(report)) is None


@pytest.mark.parametrize(
    "sender, headers",
    [
        ("Automatic digest processor <LISTSERV@LISTS.TOWN.EXAMPLE>", ""),
        ("owner-town-digest@lists.town.example", ""),
        ("Town Talk <talk@town.example>", "Sender: owner-talk@lists.town.example\n"),
    ],
)
def test_what_a_list_of_older_days_sends_is_no_forward(letter: Letter, sender: str, headers: str) -> None:
    post = "Date: Mon, 2 Mar 2001 07:00\nFrom: A <a@b.example>\nSubject: one\n\nx\n\n------------------------------\n\n"
    assert forwards.unwrap(parse(letter(post * 2, "TOWN Digest - 1 Mar 2001", sender, headers=headers))) is None


def test_an_automatic_forward_keeps_its_sender_and_is_no_forward(letter: Letter) -> None:
    raw = letter(
        BODY,
        "Your weekly alert",
        "Daily Alerts <alerts@news.example>",
        headers="X-Forwarded-To: inbox@router.example\nX-Forwarded-For: mira@town.example inbox@router.example\nList-Id: <7.alerts.news.example>\n",
    )
    assert forwards.unwrap(parse(raw)) is None


def test_a_rule_that_rewrites_the_sender_is_a_forward(letter: Letter) -> None:
    raw = letter(
        filled(PROGRAMS["outlook"]),
        "FW: Your weekly alert",
        headers="Auto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: mira@town.example\n",
    )
    assert passed_on(raw).sender.address == "alerts@news.example"


LOOKS = {
    "a timetable": "Von: Hamburg Hbf\nAn: Bremen Hbf\nDatum: 12.03.2026, 8:15 Uhr\nBetreff: Buchung 44718\n\nBis bald.",
    "minutes": "1. Moves\nFrom: Adult Services\nTo: the hospital team\nDate: 1 April\nSubject: signed off\n\n2. Next",
    "an example": (
        "So sehen sie aus:\n\n    Von: Bank <bank@falsch.example>\n    An: Sie\n    Datum: 2.3.2026\n    Betreff: Ihr Konto\n"
        "\n    Klicken Sie hier.\n\nBitte nicht klicken."
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_lines_that_only_look_like_a_forward_s_are_none(name: str, letter: Letter) -> None:
    assert forwards.unwrap(parse(letter(LOOKS[name], "Good to know"))) is None
    rows = "".join(f"<p>{line}</p>" for line in LOOKS[name].replace("<bank@falsch.example>", "").split("\n"))
    assert forwards.unwrap(parse(letter("", "Good to know", html=rows))) is None


def test_a_memo_and_a_form_are_none(letter: Letter) -> None:
    memo = "NOTE DE SERVICE\n\nDe : Direction de l'enfance\nÀ : Tous\nDate : 3 mars 2026\nObjet : Congés\n\nAvant le 20 mars."
    assert forwards.unwrap(parse(letter(memo, "Note de service : Congés"))) is None
    form = "From: Mai <mai@thu.example>\nSubject: The letter\nDate: 03/03/2026 14:05\n\nMessage Body:\nHello\n"
    assert forwards.unwrap(parse(letter(form, 'Newsdesk "The letter"', "wordpress@newsdesk.example"))) is None


def test_a_forward_whose_sender_is_only_named_keeps_the_subject(letter: Letter) -> None:
    text = "From: Dean, Carol\nSent: 2 March 2026 07:00\nTo: Mira Holm\nSubject: Your weekly alert\n\nOne story."
    assert passed_on(letter(text, "Your weekly alert")).sender.name == "Dean, Carol"
    assert passed_on(letter(text, "FW: Something else")).sender.name == "Dean, Carol"


BLOCK = (
    "From: Town Services <ss@hall.example>\nDate: 14 January 2026\nTo: all@hall.example\nSubject: Canteen closed\n\n"
)


@pytest.mark.parametrize("mark", ["", "---------- Forwarded message ---------\n"])
def test_a_block_shown_in_a_letter_that_goes_on_and_is_signed_is_none(mark: str, letter: Letter) -> None:
    text = f"Hello,\n\nthis is how their mail began:\n\n{mark}{BLOCK}So they knew it. Can you mend the story?\n\nThanks,\nMira\n"
    assert forwards.unwrap(parse(letter(text, "Their mail"))) is None
    for subject in ("Fwd: Their mail", "Canteen closed"):
        assert passed_on(letter(text, subject)).sender.address == "ss@hall.example"
    unsigned = f"Good for the front page.\n\n{mark}{BLOCK}Dear Mira,\n\nthe canteen stays closed.\n\nTown Services\n"
    assert passed_on(letter(unsigned, "A story")).subject == "Canteen closed"


def test_a_memo_s_head_and_our_own_words_shown_to_us_are_none(letter: Letter) -> None:
    invoice = (
        "INVOICE 7\n\nFrom: Mira Holm, mira@town.example\nTo: Desk\nDate: 2 March 2026\nSubject: Hosting\n\nTotal 9.50"
    )
    assert forwards.unwrap(parse(letter(invoice, "Invoice 7"))) is None
    answer = "Your mail:\n\nFrom: Desk <inbox@router.example>\nTo: mira@town.example\nDate: 2 March 2026\nSubject: It broke\n\nx"
    assert forwards.unwrap(parse(letter(answer, "[Ticket 7] We have your mail"))) is None


def test_what_only_mail_programs_write_is_a_forward_without_an_address(letter: Letter) -> None:
    outlook = "Passt das?\n\nVon: Alerts, Daily\nGesendet: Montag, 2. März 2026 07:00\nAn: Holm, Mira\nBetreff: Your weekly alert\n\nOne story."
    assert passed_on(letter(outlook, "For the meeting")).sender.name == "Alerts, Daily"
    rows = "From: Alerts, Daily\nDate: 2 March 2026 07:00\nTo: Mira Holm\nSubject: Your weekly alert\n\nOne story."
    assert (
        passed_on(letter(f"See below.\n\n-----Original Message-----\n{rows}", "For the meeting")).note == "See below."
    )
    assert forwards.unwrap(parse(letter(rows, "For the meeting"))) is None
    booking = "From: Thursday 12 March 2026, 09:00\nTo: Thursday 12 March 2026, 12:30\nSubject: Team day\nSent: 3 March 2026\n"
    assert forwards.unwrap(parse(letter(booking, "Booking confirmed"))) is None


def test_our_own_letter_of_old_is_passed_on_again(letter: Letter) -> None:
    block = "From: Mira Holm <mira@town.example>\nSent: 2 March 2026 07:00\nTo: all@town.example\nSubject: Your weekly alert\n\n"
    for subject in ("Your weekly alert", "For the front page"):
        assert passed_on(letter(f"Again.\n\n{block}{BODY}", subject)).note == "Again."


def test_a_block_set_further_in_under_the_mail_s_own_subject_is_a_forward(letter: Letter) -> None:
    block = "   From: Daily Alerts <alerts@news.example>\n   Date: Mon, 2 Mar 2026 07:00\n     To: mira@town.example\nSubject: Your weekly alert\n\n"
    assert passed_on(letter(f"Look.\n\n{block}{BODY}", "Your weekly alert")).note == "Look."
    assert forwards.unwrap(parse(letter(f"Look.\n\n{block}{BODY}", "How they look"))) is None


@pytest.mark.parametrize("signed", ["\n-- \nMira Holm\n", "\nBest,\nMira\n", "\nYou receive this as:\nMira Holm\n"])
def test_a_mail_of_links_is_passed_on_whoever_signs_below(signed: str, letter: Letter) -> None:
    found = passed_on(
        letter(f"Interesting.\n\n---------- Forwarded message ---------\n{BLOCK}{BODY}{signed}", "A story")
    )
    assert found.sender.address == "ss@hall.example"
    told = f"Interesting.\n\n{BLOCK}The canteen stays closed.\n-- \nMira Holm\n"
    assert passed_on(letter(told, "A story")).subject == "Canteen closed"
