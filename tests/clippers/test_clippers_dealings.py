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


@pytest.mark.parametrize(
    "subject",
    [
        "Минздрав подтвердил вспышку кори", "Вашингтон: подтверждение удара по порту", "Суд підтвердив рішення щодо пляжу", "Рахунок за розбиті міста",
        "Soud potvrdil trest pro ministra", "Heslo roku je solidarita", "Sąd potwierdził wyrok w sprawie rzeki", "Hasło roku: solidarność",
        "Regeringen bekræfter planen om hospitaler", "Faktura for krigen", "Kvitto på misslyckandet", "Lösenord: frihet", "Hintojen lasku jatkuu kaupungeissa",
        "Petrobras fatura três bilhões no 1º trimestre", "Anuidade da ordem sobe pela terceira vez", "La fattura del clima la pagano i poveri",
        "China aumenta su cuota de mercado", "Un gouvernement prêt à rendre les restes", "Mot de passe : solidarité", "Renouvellement de l’adhésion de la Serbie", "De factuur van de droogte", "Számla a jövőnek",
        "Fatura emekçiye denizde kesildi", "قیمت نان به هزار تومان رسید", "فاتورة الحرب في نيويورك يدفعها الفقراء", "קבלה ומיסטיקה בצפת", "Η πληρωμή των εργατών καθυστερεί",
        "大手銀行でパスワード流出", "쿠팡 고객 비밀번호 유출", "物价上涨：一张账单里的十年",
    ],
)  # fmt: skip
def test_a_headline_that_names_a_bill_or_a_password_is_cut(subject: str) -> None:
    html = f"<h1><a href='https://l.example/2026/a-story'>{subject}</a></h1><p>{'Words about it and more of them. ' * 4}</p>"
    (story,) = clippers.cut(mail_of(Case("headline", [], html=html, subject=subject))).clippings
    assert story.title == subject


@pytest.mark.parametrize(
    "subject",
    [
        "Faktura 20260311 från Lampan", "Passord endret for din konto", "Şifreniz bugün değiştirildi", "Salasanasi on vaihdettu onnistuneesti", "Sua fatura de novembro chegou",
        "Подтвердите адрес электронной почты", "Tvoje heslo bylo dnes změněno", "فاتورتك لشهر نوفمبر جاهزة", "ご請求額のお知らせ：請求書", "Påminnelse: faktura nr 4711",
    ],
)  # fmt: skip
def test_a_bill_or_a_password_of_the_reader_s_own_is_a_dealing(subject: str) -> None:
    assert dealings.is_transaction(subject)
