"""Every mail gets one lane, in the order of care, with a reason a person can read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from router.headers import message_id
from router.mail import authentication, bounces, forwards, lanes, tags
from router.mail.parse import parse
from router.terms import Envelope, Knows, Lane, Reason, Source

Letter = Callable[..., bytes]

KNOWS = Knows(
    inbox="inbox@router.example",
    own_domains=("router.example",),
    authserv_id="mx.router.example",
    people={"mira@town.example": "editor"},
    subscribers=frozenset({"jan@town.example"}),
    interests=frozenset({"housing"}),
    instance="here",
)
TOKEN = "a" * 34
DAILY = Source("daily", senders=("alerts@news.example",), signed="news.example")
PASSED = (
    "Authentication-Results: mx.router.example; dkim=pass header.d=town.example; dmarc=pass header.from=town.example\n"
)
FAILED = "Authentication-Results: mx.router.example; dkim=fail header.d=town.example; spf=softfail; dmarc=fail header.from=town.example\n"
LIST = "List-Id: <weekly.news.example>\nList-Unsubscribe: <https://news.example/u>\n"
FORWARDED = "\n---------- Forwarded message ---------\nFrom: A <a@news.example>\nDate: Mon, 2 Mar 2026\nSubject: Weekly alert\nTo: x@y.example\n\nhttps://news.example/1\n"
GMAIL_LINK = "https://mail-settings.google.com/mail/vf-abc"
STRANGER = "Eva <eva@far.example>"


def decided(raw: bytes, knows: Knows = KNOWS, source: Source | None = None, **envelope: object) -> tuple[Lane, Reason]:
    read = parse(raw)
    sender = authentication.judge(read, knows.authserv_id)
    about = Envelope(**envelope)  # type: ignore[arg-type]
    return lanes.decide(read, about, forwards.unwrap(read), bounces.read(read), source, sender, knows)


def test_a_forwarding_confirmation_is_set_up_in_any_language(letter: Letter) -> None:
    for subject in ("(#123456789) Gmail Forwarding Confirmation", "Confirmación de reenvío", "Gmail 转发确认", "x"):
        raw = letter(f"…\n{GMAIL_LINK}\n", subject, "Gmail Team <forwarding-noreply@google.com>")
        assert decided(raw) == (Lane.SETUP, Reason("forwarding", "asks a person to confirm a forwarding"))


def test_a_forged_confirmation_is_quarantined(letter: Letter) -> None:
    headers = FAILED.replace("town.example", "google.com")
    raw = letter(f"{GMAIL_LINK}\n", "x", "Gmail <forwarding-noreply@google.com>", headers=headers)
    lane, reason = decided(raw)
    assert (lane, reason.code) == (Lane.QUARANTINE, "forged")


def test_set_up_comes_before_everything_that_drops_machines_mail(letter: Letter) -> None:
    headers = f"Auto-Submitted: auto-generated\nPrecedence: bulk\n{LIST}"
    raw = letter(
        "https://list.example/confirm/77\n",
        "Please confirm your subscription",
        "no-reply@list.example",
        headers=headers,
    )
    assert decided(raw)[0] is Lane.SETUP


def test_bounces_and_absence_notices(letter: Letter) -> None:
    status = "--edge\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; far.example\n\nFinal-Recipient: rfc822; a@far.example\nAction: failed\nStatus: 5.1.1\n\n"
    assert decided(letter("It failed.\n", "Undelivered", "MAILER-DAEMON@far.example", parts=status))[0] is Lane.BOUNCE
    away = letter("Back on Monday.\n", "Out of office", STRANGER, headers="Auto-Submitted: auto-replied\n")
    assert decided(away)[0] is Lane.REPLY
    assert decided(letter("What?\n", "Hm", STRANGER, to=f"inbox+b.{TOKEN}@router.example"))[0] is Lane.REPLY


def test_what_a_rule_forwards_is_kept(letter: Letter) -> None:
    headers = "Auto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: mira@town.example\n"
    assert decided(letter(FORWARDED, "FW: Weekly alert", headers=headers))[0] is Lane.FORWARD
    direct = letter("https://news.example/1\n", "Weekly alert", "alerts@news.example", headers=headers)
    assert decided(direct, source=DAILY)[0] is Lane.ALERT


def test_our_own_mail_come_back_is_a_loop(letter: Letter) -> None:
    assert decided(letter(headers="X-Router-Instance: here\n"))[0] is Lane.LOOP
    assert decided(letter(headers="List-Id: Ours <i.9.router.example>\n"))[0] is Lane.LOOP
    assert decided(letter(sender="Router <inbox@router.example>"))[0] is Lane.LOOP
    passed = letter(FORWARDED.replace("a@news.example", "inbox+x@router.example"), "Fwd: News")
    assert decided(passed)[0] is Lane.LOOP
    another = letter(
        "https://news.example/1\n", headers=f"X-Router-Instance: elsewhere\n{LIST}", sender="n@far.example"
    )
    assert decided(another)[0] is Lane.ALERT


def test_commands_questions_and_the_letter_of_the_set_up(letter: Letter) -> None:
    for tag in (f"r.{TOKEN}", f"u.{TOKEN}", f"c.{TOKEN}", f"R.{TOKEN.upper()}", "commands", "rules"):
        assert decided(letter("stop\n", "Re: News", to=f"inbox+{tag}@router.example"))[0] is Lane.COMMAND
    assert (
        decided(letter("stop\n", "Re: News", headers=f"In-Reply-To: {message_id('a|b', 'router.example')}\n"))[0]
        is Lane.COMMAND
    )
    colleague = "In-Reply-To: <CAF7.x@router.example>\n"
    assert decided(letter("Yes.\n", "Re: lunch", STRANGER, headers=colleague))[0] is Lane.OTHER
    assert decided(letter("stop\n", f"Re: News [r.{TOKEN}]"))[0] is Lane.COMMAND
    assert decided(letter("What is new?\n", "?", to="inbox+ask@router.example"))[0] is Lane.QUESTION
    assert decided(letter("x\n", "?", to="inbox+test@router.example"))[1].code == "test"


TIPS = {
    "a link and words": "Worth reading:\nhttps://news.example/1\n",
    "a phone's share": "https://news.example/1\n\nSent from my iPhone\n",
    "only a link": "https://news.example/1",
    "two links": "https://news.example/1\nhttps://news.example/2\nBoth from today.\n",
    "a link in a sentence": "The report (https://news.example/1) came out today.\n",
    "Grüße": "Lesenswert: https://news.example/1\n\nViele Grüße\nMira\n",
    "a long note": "Because of last week's talk. " * 60 + "\nhttps://news.example/1\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TIPS)
@pytest.mark.parametrize("sender", ["Mira Holm <mira@town.example>", "Jan <jan@town.example>"])
def test_a_link_of_an_enrolled_person_is_a_tip(name: str, sender: str, letter: Letter) -> None:
    raw = letter(TIPS[name], "A story", sender, "inbox+housing@router.example", headers=PASSED)
    lane, reason = decided(raw)
    assert (lane, reason.code) == (Lane.TIP, "enrolled")


def test_a_shared_page_of_an_enrolled_person_is_a_tip_in_html_too(letter: Letter) -> None:
    page = '<div>Look</div><div><a href="https://news.example/1">https://news.example/1</a></div><div>Sent from my iPad</div>'
    assert decided(letter("", "A story", html=page, headers=PASSED))[0] is Lane.TIP


@pytest.mark.parametrize("name", TIPS)
def test_a_link_of_a_stranger_waits_for_the_editors(name: str, letter: Letter) -> None:
    for sender, headers in ((STRANGER, ""), ("Mira Holm <mira@town.example>", FAILED)):
        lane, reason = decided(letter(TIPS[name], "A story", sender, headers=headers))
        assert (lane, reason.code) == (Lane.TIP, "stranger")


def test_a_letter_of_an_enrolled_person_is_never_a_story(letter: Letter) -> None:
    text = "Shall we meet on Thursday?\n\n-- \nMira Holm\nhttps://town.example/library\n"
    lane, reason = decided(letter(text, "Thursday", headers=PASSED))
    assert (lane, reason.code) == (Lane.OTHER, "letter")


def test_what_an_enrolled_person_forwards_is_no_tip(letter: Letter) -> None:
    assert decided(letter("Look:\n" + FORWARDED, "Fwd: Weekly alert", headers=PASSED))[0] is Lane.FORWARD


def test_a_known_source_that_must_be_signed(letter: Letter) -> None:
    raw = letter("https://news.example/1\n", "Weekly alert", "alerts@news.example")
    assert decided(raw, source=DAILY)[0] is Lane.ALERT  # nobody we believe has looked
    bad = FAILED.replace("town.example", "news.example")
    lane, reason = decided(letter("x\n", "Weekly alert", "alerts@news.example", headers=bad), source=DAILY)
    assert (lane, reason.code) == (Lane.QUARANTINE, "not-signed")
    other = PASSED.replace("town.example", "evil.example")
    assert (
        decided(letter("x\n", "Weekly alert", "alerts@evil.example", headers=other), source=DAILY)[0] is Lane.QUARANTINE
    )
    lower = bad.replace("mx.router.example", "mx.evil.example")
    assert decided(letter("x\n", "Weekly alert", "alerts@news.example", headers=lower), source=DAILY)[0] is Lane.ALERT
    assert decided(letter(FORWARDED, "Fwd: x", headers=bad), source=DAILY)[0] is Lane.FORWARD


NO_STORY = {
    "receipt": ("Your order no. 3311", "Total: € 41.20\nhttps://shop.example/orders/3311\n", ""),
    "survey": (
        "Four minutes for your library?",
        "How did we do? The survey takes four minutes.\nStart the survey: https://survey.example/r/k?s=0\n",
        "",
    ),
    "code": ("Your verification code", "Enter 443 120 or 443120.\nhttps://shop.example/\n", ""),
    "account": ("Password reset", "https://shop.example/reset?t=1\n", ""),
    "calendar": ("Invitation: Team lunch", "https://meet.example/1\n", ""),
    "letter": ("Thursday", "Shall we meet at four?\n", ""),
    "welcome": ("Welcome to Town Weekly", "Thank you for subscribing. https://news.example/\n", LIST),
}  # fmt: skip


@pytest.mark.parametrize("code", NO_STORY)
def test_mails_without_a_story_are_other_with_their_kind(code: str, letter: Letter) -> None:
    subject, text, headers = NO_STORY[code]
    lane, reason = decided(
        letter(text, subject, "Shop <no-reply@shop.example>" if code != "letter" else STRANGER, headers=headers)
    )
    assert (lane, reason.code) == (Lane.OTHER, code)


def test_a_parcels_letter_is_a_receipt_without_an_amount(letter: Letter) -> None:
    raw = letter(
        "Track your parcel: https://post.example/t?n=1\n", "Your order HB-3311 has shipped", "orders@shop.example"
    )
    assert decided(raw)[1].code == "receipt"


NOTICES = (
    "Erinnerung: Sitzung morgen um 10 Uhr",
    'Ben Holm shared "Budget" with you',
    "You have 3 unread messages",
    "Ticket #20391: we received your request",
    "Your package was delivered",
    "Complete your profile to get started",
)


@pytest.mark.parametrize("subject", NOTICES)
def test_what_a_service_tells_one_person_is_no_story_and_what_a_list_tells_may_be(subject: str, letter: Letter) -> None:
    text = "Open it: https://service.example/a/1\n\nHow it works: https://service.example/how\n"
    assert decided(letter(text, subject, "no-reply@service.example"))[1].code == "notice"
    assert decided(letter(text, subject, "no-reply@service.example", headers=LIST))[0] is Lane.ALERT


def test_a_groups_summary_counts_messages_and_is_no_notice(letter: Letter) -> None:
    raw = letter(
        "Topic one\nhttps://groups.example/1\n", "carers - 12 new messages in 4 topics", "noreply@groups.example"
    )
    assert decided(raw)[0] is Lane.ALERT


@pytest.mark.parametrize(
    "text",
    [
        "Half of all carers go without a break, says a survey of 2,000.\nhttps://news.example/1\n",
        "The survey asked 2,000 carers. Take our survey: https://news.example/s\n"
        + "".join(f"Story {n}\nhttps://news.example/{n}\n" for n in range(6)),
    ],
)
def test_news_of_a_survey_is_news(text: str, letter: Letter) -> None:
    raw = letter(text, "Survey: half of carers go without a break", "Town Weekly <weekly@news.example>", headers=LIST)
    assert decided(raw)[0] is Lane.ALERT


def test_an_attached_invitation_is_a_calendar_mail(letter: Letter) -> None:
    parts = "--edge\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n"
    assert decided(letter("See https://meet.example/1\n", "Lunch", STRANGER, parts=parts))[1].code == "calendar"


@pytest.mark.parametrize(
    "subject",
    [
        "Court orders review of invoices",
        "What passwords teach us",
        "Confirmed: more places in care",
        "Housing receipts fall",
    ],
)
def test_words_of_shops_in_a_headline_do_not_make_a_receipt(subject: str, letter: Letter) -> None:
    links = "\n".join(f"Story {n}\nhttps://news.example/{n}\n" for n in range(14))
    assert decided(letter(links, subject, "Town Weekly <weekly@news.example>", headers=LIST))[0] is Lane.ALERT


def test_without_an_installation_files_of_strangers_are_only_looked_at(letter: Letter) -> None:
    lane, reason = decided(letter(TIPS["a link and words"], "A story", STRANGER), Knows())
    assert (lane, reason.code) == (Lane.ALERT, "unknown-source")


def test_two_from_lines_never_pass(letter: Letter) -> None:
    raw = b"From: mira@town.example\n" + letter("https://news.example/1\n", sender="x@evil.example", headers=PASSED)
    assert authentication.judge(parse(raw), "mx.router.example").verdict == "fail"
    assert decided(raw)[1].code != "enrolled"


def test_the_envelope_names_the_tag_when_no_header_does(letter: Letter) -> None:
    read = parse(letter(to="undisclosed-recipients:;"))
    assert tags.tag(Envelope(recipients=("inbox+Housing@router.example",)), read, KNOWS) == "housing"
    assert tags.tag(Envelope(), read, KNOWS) == ""
    assert tags.tag(Envelope(), parse(letter(headers="Delivered-To: inbox+ageing@router.example\n")), KNOWS) == "ageing"
    assert tags.tag(Envelope(), parse(letter(to="Else <else+housing@router.example>")), KNOWS) == ""
    dashed = Knows(inbox="inbox@router.example", separator="--")
    assert tags.tag(Envelope(), parse(letter(to="inbox--housing@router.example")), dashed) == "housing"
