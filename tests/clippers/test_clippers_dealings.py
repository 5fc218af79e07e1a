"""Subjects that speak of a reader's own dealings with the sender, in many languages, and such as only seem to."""

from __future__ import annotations

import pytest

from router import clippers
from router.clippers import dealings
from tests.clippers.letters import Case, mail_of


@pytest.mark.parametrize(
    "subject",
    [
        "Your invoice 4711", "Ihre Leihfristen enden bald", "Votre reçu fiscal 2025", "Renovación de su suscripción", "Rinnovo della tessera 2026",
        "Renovação da anuidade", "Uw lidmaatschap loopt af", "Kvitto på din betalning", "Din adgangskode er ændret", "Jäsenmaksu 2026",
        "Potwierdź swój adres", "Členský příspěvek 2026", "Tagdíj befizetése", "İade tarihi hatırlatma", "Ваш пароль изменён", "Членський внесок",
        "Επιβεβαίωση εγγραφής", "تجديد العضوية", "یادآوری تمدید عضویت", "חידוש מנוי", "【ご注文確認】1192", "您的發票", "비밀번호 변경",
    ],
)  # fmt: skip
def test_it_speaks_of_the_reader_s_own_dealings(subject: str) -> None:
    assert dealings.is_transaction(subject)
    html = f"<h2>{subject}</h2><p>{'Words about it and more of them. ' * 4}</p><p><a href='https://l.example/go?t=7'>{subject}</a></p>"
    assert clippers.cut(mail_of(Case("dealing", [], html=html, subject=subject))).clippings == ()


@pytest.mark.parametrize(
    "subject",
    [
        "Rappel : appel à projets", "Erinnerung an Anna Berg", "Recordatorio: congreso de trabajo social", "Bir kütüphanenin hikâyesi", "Новости музеев",
        "نشرة غراس: مركز جديد", "図書館と学びの通信", "Kontingente im Pflegegesetz", "Rechnungshof rügt Heime",
    ],
)  # fmt: skip
def test_a_letter_s_subject_does_not(subject: str) -> None:
    assert not dealings.is_transaction(subject)
