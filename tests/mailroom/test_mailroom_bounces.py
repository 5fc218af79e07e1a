"""A returned mail is classed by what the server says of the address, and a full mailbox is never for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from router.mail import bounces
from router.mail.parse import parse
from router.terms import Bounce

Letter = Callable[..., bytes]

RETURNED = (
    "--edge\nContent-Type: text/rfc822-headers\n\nFrom: inbox@router.example\nMessage-ID: <issue.7@router.example>\n\n"
)


def report(
    letter: Letter, action: str, status: str, diagnostic: str, text: str = "Your mail was returned.\n"
) -> Bounce:
    fields = f"Reporting-MTA: dns; mx.far.example\n\nFinal-Recipient: rfc822; jan@far.example\nAction: {action}\nStatus: {status}\n"
    fields += f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else ""
    parts = f"--edge\nContent-Type: message/delivery-status\n\n{fields}\n{RETURNED}"
    raw = letter(text, "Delivery Status Notification", "Mail Delivery <MAILER-DAEMON@far.example>", parts=parts)
    found = bounces.read(parse(raw.replace(b"multipart/mixed;", b"multipart/report; report-type=delivery-status;")))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "kind"),
    [
        ("failed", "5.1.1", "550 5.1.1 <jan@far.example> User unknown", "hard"),
        ("failed", "5.1.1", "", "hard"),
        ("failed", "5.0.0", "550 no such user here", "hard"),
        ("failed", "5.3.0", "553 5.3.0 No such user", "hard"),
        ("failed", "4.0.0", "DNS Error: Domain name not found", "hard"),
        ("failed", "5.1.2", "", "hard"),
        ("failed", "5.2.1", "550 5.2.1 account is disabled", "hard"),
        ("failed", "5.2.2", "552 5.2.2 Mailbox full", "full"),
        ("failed", "5.1.1", "552 user is over quota", "full"),
        ("failed", "5.0.0", "550 Storage quota exceeded", "full"),
        ("failed", "5.7.1", "550 5.7.1 rejected as spam", "policy"),
        ("failed", "5.1.1", "554 your IP 192.0.2.7 is on a block list", "policy"),
        ("failed", "5.1.0", "550 5.1.0 sender rejected", "policy"),
        ("failed", "5.3.4", "552 message size exceeds maximum permitted", "policy"),
        ("failed", "5.7.26", "550 DMARC policy of router.example", "policy"),
        ("failed", "4.4.1", "connection timed out", "soft"),
        ("failed", "4.4.7", "delivery time expired", "soft"),
        ("failed", "5.0.0", "421 try again later", "soft"),
        ("failed", "5.4.6", "hop count exceeded: mail loop", "other"),
        ("failed", "5.1.1", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "hard"),
        ("failed", "5.5.0", "550 5.5.0 Boite du destinataire archivee", "hard"),
        ("failed", "5.0.0", "550 Usuario inexistente", "hard"),
        ("failed", "5.0.0", "550 Nie ma takiego uzytkownika", "hard"),
        ("failed", "5.0.0", "550 Die E-Mail-Adresse konnte nicht gefunden werden", "hard"),
        ("failed", "5.0.0", "550 L'indirizzo immesso non è stato trovato", "hard"),
        ("failed", "5.0.0", "550 Het adres kan niet worden gevonden", "hard"),
        ("failed", "5.0.0", "550 No se encontró la dirección especificada", "hard"),
        ("failed", "5.0.0", "550 Böyle bir kullanıcı bulunamadı", "hard"),
        ("failed", "5.0.0", "550 يتعذر التسليم: المستخدم غير موجود", "hard"),
        ("failed", "5.0.0", "受信者のメールボックスがいっぱいのため、受信できません", "full"),
        ("failed", "5.0.0", "Skrzynka odbiorcy jest przepełniona", "full"),
        ("failed", "4.7.0", "421 4.7.0 [TSS04] deferred due to unexpected volume or user complaints", "policy"),
        ("delayed", "4.4.1", "connection refused", "delayed"),
        ("Delayed", "4.2.2", "mailbox full", "delayed"),
    ],
)  # fmt: skip
def test_reports_are_classed_by_words_before_codes(
    action: str, status: str, diagnostic: str, kind: str, letter: Letter
) -> None:
    found = report(letter, action, status, diagnostic)
    assert found.kind == kind
    assert found.recipients == ("jan@far.example",)
    assert found.message_id == "issue.7@router.example"


def test_an_address_or_a_link_that_spells_a_class_is_not_read(letter: Letter) -> None:
    diagnostic = "550 5.7.1 <mailboxfull@far.example> blocked, see https://far.example/help?reason=userunknown"
    assert report(letter, "failed", "5.7.1", diagnostic).kind == "policy"


def test_a_report_of_success_is_no_loss(letter: Letter) -> None:
    assert report(letter, "delivered", "2.0.0", "250 ok").kind == "other"


TEXTS = {
    "hard": "I'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error.\n\n<jan@far.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nTo: other@else.example\n",
    "full": "Your message could not be delivered to the following address:\n\njan@far.example\n    the mailbox is full\n\nOriginal message follows.\n",
    "delayed": "THIS IS A WARNING MESSAGE ONLY. Delivery to jan@far.example has been delayed. We will keep trying for 3 days.\n",
    "policy": "Your message could not be delivered to the following recipient:\njan@far.example: 554 message too large\n",
    "soft": "Unable to deliver message to the following address:\n<jan@far.example>: connection refused, given up after 4 days\n",
    "other": "The message could not be delivered to the following recipient:\n<jan@far.example>\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_without_any_field(kind: str, letter: Letter) -> None:
    raw = letter(TEXTS[kind], "Undelivered Mail Returned to Sender", "MAILER-DAEMON@far.example")
    found = bounces.read(parse(raw))
    assert found is not None
    assert (found.kind, found.recipients) == (kind, ("jan@far.example",))


GERMAN = "Die folgende Nachricht konnte nicht zugestellt werden: jan@far.example\nDer Empfänger ist unbekannt.\n"
FRENCH = "Votre message n'a pas pu être remis à jan@far.example : cette adresse n'existe pas.\n"
RUSSIAN = "Невозможно доставить письмо jan@far.example: пользователь не найден\n"


@pytest.mark.parametrize(
    ("subject", "text"),
    [("Unzustellbar: News", GERMAN), ("Échec de la remise", FRENCH), ("Сообщение не доставлено", RUSSIAN)],
)
def test_other_languages(subject: str, text: str, letter: Letter) -> None:
    found = bounces.read(parse(letter(text, subject, "Postmaster <postmaster@far.example>")))
    assert found is not None
    assert (found.kind, found.recipients) == ("hard", ("jan@far.example",))


def test_several_recipients_are_all_named_but_not_those_still_tried(letter: Letter) -> None:
    fields = "Reporting-MTA: dns; x\n\n" + "\n".join(
        f"Final-Recipient: rfc822; {who}@far.example\nAction: {action}\nStatus: {status}\n"
        for who, action, status in (("a", "failed", "5.1.1"), ("b", "failed", "5.1.1"), ("c", "delayed", "4.4.1"))
    )
    parts = f"--edge\nContent-Type: message/delivery-status\n\n{fields}\n"
    found = bounces.read(parse(letter("x", "Returned mail", "MAILER-DAEMON@far.example", parts=parts)))
    assert found is not None
    assert (found.kind, found.recipients) == ("hard", ("a@far.example", "b@far.example"))


def test_a_complaint_names_the_reader_and_the_mail(letter: Letter) -> None:
    parts = f"--edge\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: <jan@far.example>\n\n{RETURNED}"
    raw = letter("This is an abuse report.\n", "complaint", "feedback@far.example", parts=parts)
    found = bounces.read(parse(raw.replace(b"multipart/mixed;", b"multipart/report; report-type=feedback-report;")))
    assert found is not None
    assert (found.kind, found.recipients, found.message_id) == (
        "complaint",
        ("jan@far.example",),
        "issue.7@router.example",
    )


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Re: News", "Auto-Submitted: auto-replied\n"),
        ("Re: News", "X-Autoreply: yes\n"),
        ("Re: News", "Precedence: auto_reply\n"),
        ("Automatic reply: News", "In-Reply-To: <issue.7@router.example>\n"),
        ("Abwesenheitsnotiz: News", "X-Auto-Response-Suppress: All\n"),
        ("Réponse automatique : News", "References: <issue.7@router.example>\n"),
    ],
)
def test_absence_notices(subject: str, headers: str, letter: Letter) -> None:
    found = bounces.read(parse(letter("I am back on Monday.\n", subject, "Jan <jan@far.example>", headers=headers)))
    assert found is not None and found.kind == "reply"


NOT_RETURNED = {
    "a forward by rule": ("FW: Weekly alert", "Mira <mira@town.example>", "Auto-Submitted: auto-generated\n", "https://news.example/1\n"),
    "an alert about mail": ("Mail delivery failed in three towns", "Town Weekly <weekly@news.example>", "List-Id: <w.news.example>\n", "Letters could not be delivered.\n"),
    "a letter about absence": ("Out of office parties", "Eva <eva@far.example>", "", "See you.\n"),
    "a list's auto mail": ("Weekly alert", "alerts@news.example", "Precedence: bulk\nAuto-Submitted: auto-generated\n", "x\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_RETURNED)
def test_other_mails_are_no_bounces(name: str, letter: Letter) -> None:
    subject, sender, headers, text = NOT_RETURNED[name]
    assert bounces.read(parse(letter(text, subject, sender, headers=headers))) is None
