"""Confirmations are found with the link and code a person needs, and never the link that cancels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from router.mail import setup
from router.mail.parse import parse

Letter = Callable[..., bytes]

GMAIL = (
    "jan@town.example has asked to forward mail to inbox@router.example.\n{code}\n"
    "https://mail-settings.google.com/mail/vf-%5BABC%5D-x\n\nTo cancel: https://mail-settings.google.com/mail/uf-%5BABC%5D-x\n"
    "Help: http://support.example/bin/answer.py?answer=184973\n"
)


def test_gmail_with_a_code_in_the_subject_and_without(letter: Letter) -> None:
    raw = letter(GMAIL.format(code=""), "(#123456789) Gmail Forwarding Confirmation", "forwarding-noreply@google.com")
    found = setup.find(parse(raw))
    assert found is not None
    assert (found.code, found.kind, found.asked_by) == ("123456789", "forwarding", "jan@town.example")
    assert found.link == "https://mail-settings.google.com/mail/vf-%5BABC%5D-x"
    found = setup.find(parse(letter(GMAIL.format(code=""), "(Gmail …", "forwarding-noreply@google.com")))
    assert found is not None and found.code == ""
    found = setup.find(parse(letter(GMAIL.format(code="Code: 987 654 321"), "x", "forwarding-noreply@google.com")))
    assert found is not None and found.code == "987654321"


@pytest.mark.parametrize(
    ("sender", "link"),
    [
        ("noreply@zoho.com", "https://accounts.zoho.com/mail/confirmforward?t=1"),
        ("noreply@zohomail.com", "https://mail.zoho.eu/verify/forwarding/1"),
        ("no-reply@microsoft.com", "https://outlook.office.com/mail/forwarding/confirm"),
    ],
)
def test_other_providers_by_sender_and_link(sender: str, link: str, letter: Letter) -> None:
    found = setup.find(parse(letter(f"Bitte\n{link}\n", "Weiterleitung", sender)))
    assert found is not None and (found.kind, found.link) == ("forwarding", link)


def test_another_sender_with_gmail_s_link_is_no_set_up(letter: Letter) -> None:
    assert setup.find(parse(letter(GMAIL.format(code=""), "Look", "eva@far.example"))) is None


@pytest.mark.parametrize(
    ("subject", "text", "link", "code", "kind"),
    [
        ("Bitte bestätigen Sie Ihre Weiterleitungsadresse", "Die Weiterleitung von jan@town.example:\nhttps://post.example/w/bestaetigen?t=1\n", "https://post.example/w/bestaetigen?t=1", "", "forwarding"),
        ("Forwarding address verification", "jan@town.example wants to forward.\nhttps://post.example/f/7a\n", "https://post.example/f/7a", "", "forwarding"),
        ("Command confirmation request (7F3A)", "Your command SUBSCRIBE CARE requires confirmation:\n    https://lists.example/wa.exe?OK=7F3A&L=CARE\n", "https://lists.example/wa.exe?OK=7F3A&L=CARE", "", "subscription"),
        ("Your confirmation is needed to join the care mailing list.", "Or send the line\n\n    confirm 0123456789abcdef0123456789abcdef01234567\n", "", "0123456789abcdef0123456789abcdef01234567", "subscription"),
        ('Confirm that you want to join "Care practice"', "To join:\nhttps://groups.example/g/care?key=9\n", "https://groups.example/g/care?key=9", "", "subscription"),
    ],
)  # fmt: skip
def test_lists_and_providers_nobody_has_named(
    subject: str, text: str, link: str, code: str, kind: str, letter: Letter
) -> None:
    found = setup.find(parse(letter(text, subject, "no-reply@lists.example")))
    assert found is not None and (found.link, found.code, found.kind) == (link, code, kind)
    assert found.asked_by == ("jan@town.example" if kind == "forwarding" else "no-reply@lists.example")


OPT_INS = {
    "en": ("Please confirm your subscription", "Click to confirm your subscription:"),
    "de": ("Bitte bestätigen Sie Ihre Anmeldung", "Newsletter bestätigen:"),
    "fr": ("Confirmez votre inscription", "Pour confirmer votre abonnement :"),
    "es": ("Confirma tu suscripción", "Confirmar la suscripción:"),
    "pt": ("Confirme sua inscrição", "Confirme a inscrição:"),
    "it": ("Conferma la tua iscrizione", "Conferma l'iscrizione:"),
    "nl": ("Bevestig je inschrijving", "Bevestig je aanmelding:"),
    "sv": ("Bekräfta din prenumeration", "Bekräfta prenumeration:"),
    "pl": ("Potwierdź subskrypcję", "Potwierdź subskrypcję newslettera:"),
    "ru": ("Подтвердите подписку", "Подтвердите подписку:"),
    "zh": ("请确认您的订阅", "确认订阅："),
    "fi": ("Vahvista uutiskirjeen tilaus", "Vahvista tilaus:"),
    "ro": ("Confirmă abonarea la newsletter", "Confirmă abonarea:"),
    "el": ("Επιβεβαιώστε την εγγραφή σας", "Επιβεβαίωση εγγραφής:"),
    "ja": ("メールマガジン購読の確認", "購読を確認する："),
    "ar": ("يرجى تأكيد اشتراكك", "تأكيد الاشتراك:"),
    "tr": ("Lütfen aboneliğinizi onaylayın", "Aboneliği onayla:"),
    "verify": ("Verify your email address", "Verify your email to get alerts:"),
}


@pytest.mark.parametrize("language", OPT_INS)
def test_newsletter_double_opt_ins(language: str, letter: Letter) -> None:
    subject, words = OPT_INS[language]
    text = f"{words}\nhttps://list.example/s/7f3a\n\nAbmelden/unsubscribe: https://list.example/unsubscribe/7f3a\n"
    found = setup.find(parse(letter(text, subject, "News <no-reply@list.example>")))
    assert found is not None
    assert (found.link, found.kind) == ("https://list.example/s/7f3a", "subscription")


def test_the_button_s_words_tell_when_the_link_is_opaque(letter: Letter) -> None:
    page = '<p>Thanks for signing up.</p><a href="https://click.example/d0/x1"><b>Confirm your subscription</b></a><a href="https://click.example/u">Unsubscribe</a>'
    found = setup.find(parse(letter("", "One more step", html=page, sender="n@list.example"))) or setup.find(
        parse(letter("", "Confirm your subscription", html=page, sender="n@list.example"))
    )
    assert found is not None and found.link == "https://click.example/d0/x1"


def test_mailman_asks_by_its_subject(letter: Letter) -> None:
    key = "0123456789abcdef0123456789abcdef01234567"
    found = setup.find(
        parse(
            letter(
                f"Reply, or visit https://lists.example/confirm/l/{key}\n", f"confirm {key}", "l-confirm@lists.example"
            )
        )
    )
    assert found is not None and found.code == key


NOT_SET_UP = {
    "a log-in code": ("Confirm your sign-in", "Your code: 123456\nhttps://shop.example/confirm\n"),
    "an order": ("Please confirm your order", "https://shop.example/confirm\n"),
    "an issue": (
        "Confirmed: more places in care",
        "\n".join(f"Newsletter story {n} https://news.example/confirm/{n}" for n in range(20)),
    ),
    "an alert": (
        "Google Alert - confirmation bias",
        "Study confirms\nhttps://news.example/1\nUnsubscribe from this alert: https://news.example/u\n",
    ),
    "a headline": (
        "Study confirms newsletter effect",
        "Study confirms newsletter effect\nhttps://news.example/p/1?token=abc\nSubscribe: https://news.example/\n",
    ),
    "a headline with one link": (
        "MPs confirm new rules",
        "New rules for care homes\nhttps://news.example/p/1\nUnsubscribe: https://news.example/u\n",
    ),
    "words only": ("Please confirm", "Shall we meet on Thursday? Please confirm.\n"),
}


@pytest.mark.parametrize("name", NOT_SET_UP)
def test_other_confirmations_are_none(name: str, letter: Letter) -> None:
    subject, text = NOT_SET_UP[name]
    assert setup.find(parse(letter(text, subject, "no-reply@shop.example"))) is None


def test_a_known_source_asks_in_its_first_words_or_not_at_all(letter: Letter) -> None:
    alert = parse(letter("Study confirms\nhttps://news.example/confirm\n", "Google Alert - confirmation bias"))
    assert setup.find(alert, of_known_source=True) is None
    asked = parse(letter("Confirm this alert:\nhttps://news.example/confirm\n", "Click to confirm your alert"))
    assert setup.find(asked, of_known_source=True) is not None
