"""Complaints as providers send them, and auto-replies in the languages people are away in: each told for what it is."""

from __future__ import annotations

import base64

import pytest

from router.mail import bounces
from router.mail.parse import parse

OURS = "Message-ID: <issue.7@router.example>\nFrom: letters@router.example\nTo: jan@far.example\nSubject: No. 7\n"


def report(
    fields: str, *, sender: str = "feedback@far.example", kind: str = "message/rfc822", returned: str = OURS,
    text: str = "This is an email abuse report.", encoded: bool = False,
) -> bytes:  # fmt: skip
    """A feedback report (RFC 5965); `encoded`: its machine part in base64."""
    machine = base64.b64encode(fields.encode()).decode() if encoded else fields
    coding = "Content-Transfer-Encoding: base64\n" if encoded else ""
    return (
        f"From: <{sender}>\nTo: inbox@router.example\nSubject: FW: No. 7\nMessage-ID: <arf1@far.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="edge"\n\n'
        f"--edge\nContent-Type: text/plain\n\n{text}\n"
        f"--edge\nContent-Type: message/feedback-report\n{coding}\n{machine}\n"
        f"--edge\nContent-Type: {kind}\n\n{returned}\nThe newsletter.\n--edge--\n"
    ).encode()


ABUSE = "Feedback-Type: abuse\nUser-Agent: Feedback/1.0\nVersion: 1\nOriginal-Rcpt-To: <jan@far.example>\n"
COMPLAINTS = {
    "as the standard has it": report(ABUSE),
    "headers alone": report(ABUSE, kind="text/rfc822-headers"),
    "fraud": report(ABUSE.replace("abuse", "fraud")),
    "virus": report(ABUSE.replace("abuse", "virus")),
    "asked out": report(ABUSE.replace("abuse", "opt-out")),
    "another kind": report(ABUSE.replace("abuse", "other")),
    "in capitals": report(ABUSE.replace("Feedback-Type: abuse", "FEEDBACK-TYPE: Abuse")),
    "no reader named": report("Feedback-Type: abuse\nUser-Agent: Feedback/1.0\nVersion: 1\n"),
    "reader taken out": report(ABUSE.replace("jan@far.example", "redacted"), returned="Message-ID: <issue.7@router.example>\n"),
    "reader without brackets": report(ABUSE.replace("<jan@far.example>", "jan@far.example")),
    "many fields": report(ABUSE + "Arrival-Date: Mon, 02 Mar 2026 07:00:00 +0000\nSource-IP: 192.0.2.1\nReported-Domain: router.example\n"),
    "machine part in base64": report(ABUSE, encoded=True),
    "no words for people": report(ABUSE, text=""),
    "words in German": report(ABUSE, text="Dies ist eine Beschwerde eines Empfängers über unerwünschte E-Mail."),
}  # fmt: skip


@pytest.mark.parametrize("raw", COMPLAINTS.values(), ids=COMPLAINTS.keys())
def test_complaints(raw: bytes) -> None:
    found = bounces.read(parse(raw))
    assert found is not None and (found.kind, found.message_id) == ("complaint", "issue.7@router.example")
    assert found.recipients in ((), ("jan@far.example",))


def test_a_reader_who_takes_it_back_has_not_complained() -> None:
    found = bounces.read(parse(report(ABUSE.replace("abuse", "not-spam"))))
    assert found is None or found.kind not in ("complaint", "hard")


AWAY = [
    ("Automatic reply: No. 7", "Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\n", "I am out of the office until Monday."),
    ("Out of Office: No. 7", "Auto-Submitted: auto-generated\n", "Limited access to email."),
    ("Out of office Re: No. 7", "X-Autoreply: yes\n", "On leave."),
    ("Re: No. 7", "X-Autorespond: No. 7\n", "I am away."),
    ("Re: No. 7", "Precedence: auto_reply\n", "I am away."),
    ("Re: No. 7", "Auto-Submitted: auto-replied (vacation)\n", "I am away."),
    ("Automatische Antwort: No. 7", "X-Auto-Response-Suppress: All\n", "Ich bin bis Montag nicht im Haus."),
    ("Abwesenheitsnotiz: No. 7", "In-Reply-To: <issue.7@router.example>\n", "In dringenden Fällen wenden Sie sich an Frau Blau."),
    ("Réponse automatique : No. 7", "References: <issue.7@router.example>\n", "Je suis absente jusqu'au 9 mars."),
    ("Absence du bureau : No. 7", "Auto-Submitted: auto-replied\n", "De retour lundi."),
    ("Respuesta automática: No. 7", "In-Reply-To: <issue.7@router.example>\n", "Estoy de vacaciones."),
    ("Risposta automatica: No. 7", "In-Reply-To: <issue.7@router.example>\n", "Sono in ferie."),
    ("Automatisch antwoord: No. 7", "In-Reply-To: <issue.7@router.example>\n", "Ik ben op vakantie."),
    ("Autosvar: No. 7", "In-Reply-To: <issue.7@router.example>\n", "Jag är på semester."),
    ("Resposta automática: No. 7", "In-Reply-To: <issue.7@router.example>\n", "Estou de férias."),
    ("Automatyczna odpowiedź: No. 7", "In-Reply-To: <issue.7@router.example>\n", "Jestem na urlopie."),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "headers", "words"), AWAY, ids=[subject for subject, _, _ in AWAY])
def test_auto_replies(subject: str, headers: str, words: str) -> None:
    raw = (
        f"From: Jan <jan@far.example>\nTo: inbox@router.example\nSubject: {subject}\nMessage-ID: <a1@far.example>\n{headers}"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
    )
    found = bounces.read(parse(raw.encode()))
    assert found is not None and found.kind == "reply"
