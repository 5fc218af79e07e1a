"""What a person passed on is found in every program's way of writing it, with the person's own words and no others."""

from __future__ import annotations

import pytest

from router.mail import forwards
from router.mail.parse import parse
from tests.mailroom.programs import BODY, NOTE, PROGRAMS, Letter, filled, flat, passed_on


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_s_forward_gives_sender_subject_body_and_note(program: str, letter: Letter) -> None:
    text = f"{NOTE}\n\n{filled(PROGRAMS[program])}"
    found = passed_on(letter(text, subject="Fwd: Your weekly alert"))
    assert found.sender.address == "alerts@news.example"
    assert found.subject == "Your weekly alert"
    assert flat(found.text) == flat(BODY)
    assert found.note == NOTE
    assert found.note_by.name == "Mira Holm"


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_forward_without_a_word_of_their_own_has_no_note(program: str, letter: Letter) -> None:
    found = passed_on(letter(filled(PROGRAMS[program]), subject="FW: Your weekly alert"))
    assert found.note == ""
    assert flat(found.text) == flat(BODY)


# From, date, to and subject as Outlook writes them; a forward prefix of that language.
LANGUAGES = {
    "de": ("Von", "Gesendet", "An", "Betreff", "WG"),
    "fr": ("De", "Envoyé", "À", "Objet", "TR"),
    "es": ("De", "Enviado", "Para", "Asunto", "RV"),
    "it": ("Da", "Inviato", "A", "Oggetto", "I"),
    "pt": ("De", "Enviado", "Para", "Assunto", "ENC"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp", "FW"),
    "sv": ("Från", "Skickat", "Till", "Ämne", "VB"),
    "da": ("Fra", "Sendt", "Til", "Emne", "VS"),
    "no": ("Fra", "Sendt", "Til", "Emne", "VS"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe", "VL"),
    "pl": ("Od", "Wysłano", "Do", "Temat", "PD"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět", "FW"),
    "sk": ("Od", "Odoslané", "Komu", "Predmet", "FW"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy", "Továbbítás"),
    "ro": ("De la", "Trimis", "Către", "Subiect", "FW"),
    "bg": ("От", "Изпратено", "До", "Относно", "FW"),
    "ru": ("От", "Отправлено", "Кому", "Тема", "FW"),
    "uk": ("Від", "Надіслано", "Кому", "Тема", "FW"),
    "sr": ("Od", "Poslato", "Za", "Naslov", "FW"),
    "hr": ("Šalje", "Poslano", "Prima", "Predmet", "FW"),
    "sl": ("Od", "Poslano", "Za", "Zadeva", "FW"),
    "el": ("Από", "Στάλθηκε", "Προς", "Θέμα", "ΠΡΘ"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu", "İLT"),
    "he": ("מאת", "נשלח", "אל", "נושא", "FW"),
    "ar": ("من", "تم الإرسال", "إلى", "الموضوع", "FW"),
    "zh": ("发件人", "发送时间", "收件人", "主题", "转发"),
    "zh-tw": ("寄件者", "寄件日期", "收件者", "主旨", "轉寄"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "転送"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목", "전달"),
    "vi": ("Từ", "Đã gửi", "Đến", "Chủ đề", "FW"),
    "id": ("Dari", "Dikirim", "Kepada", "Perihal", "FW"),
    "th": ("จาก", "ส่ง", "ถึง", "เรื่อง", "FW"),
    "et": ("Saatja", "Saadetud", "Adressaat", "Teema", "FW"),
    "lv": ("No", "Nosūtīts", "Kam", "Tēma", "FW"),
    "lt": ("Nuo", "Išsiųsta", "Kam", "Tema", "FW"),
    "is": ("Frá", "Sent", "Til", "Efni", "FW"),
    "ca": ("De", "Enviat el", "Per a", "Assumpte", "RV"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_header_lines_of_every_language_in_text_and_in_html(language: str, letter: Letter) -> None:
    sender, sent, to, subject, mark = LANGUAGES[language]
    rows = [
        f"{sender}: Daily Alerts <alerts@news.example>",
        f"{sent}: 2026-03-02 07:00",
        f"{to}: mira@town.example",
        f"{subject}: Your weekly alert",
    ]
    text = "\n".join([NOTE, "", "_" * 32, *rows, BODY])
    html = "".join(
        [
            f"<p>{NOTE}</p><hr><div>",
            "<br>".join(f"<b>{row.split(':')[0]}:</b>{row.partition(':')[2].replace('<', '&lt;')}" for row in rows),
            "</div>" + "".join(f"<p>{line}</p>" for line in BODY.split("\n")),
        ]
    )
    for raw in (
        letter(text, subject=f"{mark}: Your weekly alert"),
        letter("", f"{mark}: Your weekly alert", html=html),
    ):
        found = passed_on(raw)
        assert (found.sender.address, found.subject, found.note) == ("alerts@news.example", "Your weekly alert", NOTE)
        assert flat(found.text) == flat(BODY)


MARKS = """
Begin forwarded message: | Začátek přeposílané zprávy: | Start på videresendt besked: | Anfang der weitergeleiteten Nachricht:
Inicio del mensaje reenviado: | Välitetty viesti alkaa: | Début du message réexpédié : | Započni proslijeđenu poruku:
Továbbított levél kezdete: | Inizio messaggio inoltrato: | Begin doorgestuurd bericht: | Videresendt melding:
Początek przekazywanej wiadomości: | Início da mensagem reencaminhada: | Início da mensagem encaminhada:
Începe mesajul redirecționat: | Начало переадресованного сообщения: | Začiatok preposlanej správy: | Vidarebefordrat mejl:
İleti başlangıcı: | Початок листа, що пересилається: | 以下是转发的邮件： | 開始轉寄郵件： | 転送されたメッセージ： | 전달된 메시지 시작:
תחילת ההודעה שהועברה: | بدء الرسالة المعاد توجيهها: | Έναρξη προωθημένου μηνύματος: | Bắt đầu thư được chuyển tiếp:
---------- Przekazana wiadomość --------- | -------- Edastatud kiri -------- | -------- Továbbított üzenet --------
-------- İletilmiş İleti -------- | -------- Переслане повідомлення -------- | -------- Proslijeđena poruka --------
-------- Välitetty viesti -------- | ---------- 转发的邮件 --------- | -------- Posredovano sporočilo -------- | -------- Persiųsta žinutė --------
-------- Pārsūtīta vēstule -------- | ---------- Pesan terusan --------- | ----- Mail transféré ----- | -------- Препратено съобщение --------
-------- Prosleđena poruka -------- | -------- Προωθημένο μήνυμα -------- | -------- הודעה שהועברה -------- | -------- الرسالة المحولة --------
---------- ข้อความที่ส่งต่อ --------- | -------- Messaggio inoltrato -------- | -------- Missatge reenviat -------- | -------- Áframsendur póstur --------
"""


@pytest.mark.parametrize("mark", [mark.strip() for line in MARKS.strip().split("\n") for mark in line.split(" | ")])
def test_no_language_s_mark_is_taken_for_a_note(mark: str, letter: Letter) -> None:
    block = filled("From: {who}\nDate: Mon, 2 Mar 2026\nSubject: {subject}\nTo: <mira@town.example>\n\n{body}")
    found = passed_on(letter(f"{NOTE}\n\n{mark}\n\n{block}", "Your weekly alert"))
    assert (found.note, flat(found.text)) == (NOTE, flat(BODY))
    assert passed_on(letter(f"{mark}\n{block}", "Fwd: Your weekly alert")).note == ""


@pytest.mark.parametrize(
    "prefix",
    [
        "Fwd",
        "FW",
        "Fw",
        "TR",
        "WG",
        "RV",
        "I",
        "ENC",
        "VB",
        "VS",
        "VL",
        "PD",
        "İLT",
        "Redir.",
        "Továbbítás",
        "Videresend",
        "ΠΡΘ",
        "Doorst",
        "转发",
        "轉寄",
        "転送",
        "전달",
        "Fwd[2]",
    ],
)
def test_prefixes_of_forwards_are_cut_from_the_subject(prefix: str, letter: Letter) -> None:
    for colon in (": ", "：", " : "):
        text = 'On 02/03/2026 07:00, "Daily Alerts" <alerts@news.example> wrote:\n\n' + BODY
        assert passed_on(letter(text, f"{prefix}{colon}Your weekly alert")).subject == "Your weekly alert"


GMAIL = (
    '<div dir="ltr">{note}<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>'
    'From: <strong class="gmail_sendername">Daily Alerts</strong> <span dir="auto">&lt;<a href="mailto:alerts@news.example">alerts@news.example</a>&gt;</span><br>'
    "Date: Mon, Mar 2, 2026 at 7:00 AM<br>Subject: Your weekly alert<br>To: &lt;<a>mira@town.example</a>&gt;<br></div><br><br>{body}</div></div>"
)
THUNDERBIRD = (
    '<p>{note}</p><div class="moz-forward-container"><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody>'
    "<tr><th>Subject: </th><td>Your weekly alert</td></tr><tr><th>Date: </th><td>Mon, 2 Mar 2026 07:00:00 +0100</td></tr>"
    "<tr><th>From: </th><td>Daily Alerts &lt;alerts@news.example&gt;</td></tr><tr><th>To: </th><td>mira@town.example</td></tr></tbody></table><br><br>{body}</div>"
)
APPLE = (
    '<body>{note}<br><div><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Daily Alerts &lt;alerts@news.example&gt;<br></div>'
    "<div><b>Subject: </b><b>Your weekly alert</b><br></div><div><b>Date: </b>March 2, 2026<br></div><div><b>To: </b>mira@town.example<br></div><br>{body}</blockquote></div>"
)
OUTLOOK = (
    '<div class="WordSection1"><p class="MsoNormal">{note}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Daily Alerts &lt;alerts@news.example&gt; <br>'
    "<b>Sent:</b> Monday, 2 March 2026 07:00<br><b>To:</b> Mira Holm &lt;mira@town.example&gt;<br><b>Subject:</b> Your weekly alert<o:p></o:p></p></div>{body}</div>"
)
WEB = (
    '<div>{note}</div><hr><div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> Daily Alerts &lt;alerts@news.example&gt;<br><b>Sent:</b> Monday, 2 March 2026 07:00<br>'
    "<b>To:</b> Mira &lt;mira@town.example&gt;<br><b>Subject:</b> Your weekly alert</font><div>&nbsp;</div></div><div>{body}</div>"
)
INNER = '<style>p {color: red}</style><table><tr itemscope="" itemtype="http://schema.org/Article"><td><a href="https://news.example/1">Care homes report</a></td></tr></table><p>Second story</p>'


@pytest.mark.parametrize(
    "below", ["<blockquote>", '<div class="quoted">', '<blockquote class="history_container" type="cite">']
)
def test_a_word_right_above_the_line_that_says_who_wrote_is_the_note(below: str, letter: Letter) -> None:
    wrote = "On 2/3/2026 07:00:00, Daily Alerts &lt;alerts@news.example&gt; wrote:"
    html = f"<div>Number two!</div><div>{wrote}</div>{below}<p>Care homes report: fewer places.</p>"
    found = passed_on(letter("", html=html, subject="Fwd: Your weekly alert"))
    assert (found.note, found.sender.address) == ("Number two!", "alerts@news.example")
    assert flat(found.text) == "Care homes report: fewer places."


@pytest.mark.parametrize(
    "page", [GMAIL, THUNDERBIRD, APPLE, OUTLOOK, WEB], ids=["gmail", "thunderbird", "apple", "outlook", "web"]
)
def test_the_inner_mail_keeps_its_html_and_nothing_of_the_forwarder(page: str, letter: Letter) -> None:
    found = passed_on(letter("text part", "Fwd: Your weekly alert", html=page.format(note=NOTE, body=INNER)))
    assert found.sender.address == "alerts@news.example"
    assert found.subject == "Your weekly alert"
    assert found.note == NOTE
    assert 'itemtype="http://schema.org/Article"' in found.html
    assert 'href="https://news.example/1"' in found.html
    assert "Forwarded" not in found.html and "methods section" not in found.html and "mira@" not in found.html
    assert found.text == "Care homes report\nSecond story"


def test_the_scissors_below_a_mail_end_it_in_any_language(letter: Letter) -> None:
    text = "Это пересылаемое сообщение\nОт: Alerts <alerts@news.example>\nКому: mira@town.example\nДата: понедельник, 2 марта 2026 г., 9:12:00\nТема: Your weekly alert\n\n"
    text += (
        f"===8<=======Текст оригинального сообщения=======\n{BODY}\n===8<====Конец текста оригинального сообщения====\n"
    )
    assert passed_on(letter(text, "Fwd: Your weekly alert")).text == BODY.strip()


def test_a_hidden_preheader_belongs_to_the_inner_text(letter: Letter) -> None:
    body = '<div style="display:none">What the week brought</div><p>Care homes report</p>'
    found = passed_on(letter("", "Fwd: Your weekly alert", html=GMAIL.format(note="", body=body)))
    assert found.text == "What the week brought\nCare homes report"


BANNERS = [
    "[EXTERNAL EMAIL] Do not click links unless you know the sender.",
    "CAUTION: This email originated from outside of the organization. Do not click links or open attachments\nunless you recognise the sender.",
    "You don't often get email from mira@town.example. Learn why this is important",
    "Externe E-Mail: Bitte Vorsicht beim Öffnen von Anhängen.",
    "Ce courriel provient de l'extérieur de votre organisation.",
]
SIGNATURES = [
    "-- \nMira Holm\nTown Library\n+43 1 000 000",
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPad",
    "Get Outlook for iOS",
    "Hämta Outlook för iOS<https://news.example/get>",
    "Skaff deg Outlook for Android<https://news.example/get>",
    "Samsung Galaxy akıllı telefonumdan gönderildi.",
    "iPhoneから送信",
    "Best regards,\nMira Holm\nHead of Library",
    "Viele Grüße\nMira",
    "Cordialement,\nMira",
    "HOLM Mira\nTown Library | Desk 2",
    "Mira Holm (she/her)\nTown Library",
    "Mira Holm, PhD\nTown Library",
]


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("signature", SIGNATURES)
def test_banners_and_signatures_are_no_note(banner: str, signature: str, letter: Letter) -> None:
    inner = filled(PROGRAMS["outlook"])
    assert passed_on(letter(f"{banner}\n\n{NOTE}\n\n{signature}\n\n{inner}", "FW: x")).note == NOTE
    assert passed_on(letter(f"{banner}\n\n{signature}\n\n{inner}", "FW: x")).note == ""


def test_a_note_of_several_paragraphs_keeps_them(letter: Letter) -> None:
    found = passed_on(letter(f"One.\n\n\n\nTwo: see below.\n\n{filled(PROGRAMS['gmail'])}", "Fwd: x"))
    assert found.note == "One.\n\nTwo: see below."


def test_a_thread_below_stays_with_the_mail_that_was_passed_on(letter: Letter) -> None:
    thread = BODY + "\n" + filled(PROGRAMS["outlook"], "Older words.\n", "RE: older")
    found = passed_on(letter(filled(PROGRAMS["outlook"], thread), "FW: Your weekly alert"))
    assert found.subject == "Your weekly alert"
    assert "Older words." in found.text
    assert forwards.innermost(found) == found


def test_forwarded_twice_gives_the_story_mail_with_both_notes(letter: Letter) -> None:
    once = "For the Thursday group.\n\n" + filled(PROGRAMS["gmail"])
    twice = f"{NOTE}\n\n" + PROGRAMS["outlook"].format(
        who="Jan <jan@town.example>", subject="Fwd: Your weekly alert", body=once
    )
    outer = passed_on(letter(twice, "FW: Fwd: Your weekly alert"))
    assert (outer.sender.address, outer.subject) == ("jan@town.example", "Fwd: Your weekly alert")
    inner = forwards.innermost(outer)
    assert (inner.sender.address, inner.subject) == ("alerts@news.example", "Your weekly alert")
    assert inner.note == f"{NOTE}\n\nFor the Thursday group."
    assert flat(inner.text) == flat(BODY)


def test_mails_attached_are_read_anew(letter: Letter) -> None:
    inner = letter(
        "Care homes report\n",
        "Your weekly alert",
        "Daily Alerts <alerts@news.example>",
        headers="List-Id: <7.alerts.news.example>\n",
        html='<a href="https://news.example/1">Care homes report</a>',
    )
    other = letter("Second\n", "Other alert", "Other <other@news.example>")
    whole = (raw.decode().replace("edge", "rim") for raw in (inner, other))
    parts = "".join(f"--edge\nContent-Type: message/rfc822\n\n{raw}\n" for raw in whole)
    parsed = parse(letter(f"{NOTE}\n", "Fwd: Your weekly alert", parts=parts))
    found = forwards.unwrap(parsed)
    assert found is not None
    assert (found.how.code, found.note, found.sender.address) == ("attachment", NOTE, "alerts@news.example")
    assert ("list-id", "<7.alerts.news.example>") in found.headers
    assert "news.example/1" in found.html
    assert [one.subject for one in forwards.attached(parsed)] == ["Your weekly alert", "Other alert"]


def test_a_subject_in_brackets_is_that_of_a_forward_to_a_list(letter: Letter) -> None:
    text = f"Settled long ago.\n\n------- start of forwarded message -------\nFrom: Dana <d@b.example>\nSubject: Your weekly alert\nDate: Tue, 8 Oct 2002 21:15:03 -0500\n\n{BODY}"
    for subject in ("[Fwd: Your weekly alert]", "[odd] [Fwd: Your weekly alert]"):
        found = passed_on(letter(text, subject, headers="List-Id: <odd.lists.example>\n"))
        assert (found.subject, found.note) == ("Your weekly alert", "Settled long ago.")


BLOCK = "From: Daily Alerts <alerts@news.example>\nDate: 2 March 2026 07:00\nTo: mira@town.example\nSubject: Your weekly alert\n"


@pytest.mark.parametrize(
    "body",
    [
        "To all trustees:\nthe papers are there.\nMira\nAttachments:\npapers.pdf",
        "Dear all:\nWe meet soon.\nDate: 14 March",
    ],
)
def test_a_body_whose_first_line_ends_in_a_colon_is_no_header(body: str, letter: Letter) -> None:
    html = "".join(f"<div>{line.replace('<', '&lt;')}</div>" for line in f"{BLOCK}{body}".split("\n"))
    assert flat(passed_on(letter("", "Fwd: Your weekly alert", html=html)).text) == flat(body)
    assert flat(passed_on(letter(f"{BLOCK}{body}", "Fwd: Your weekly alert")).text) == flat(body)


def test_the_telephone_of_a_signature_above_the_block_is_not_its_subject(letter: Letter) -> None:
    html = f"<p>{NOTE}</p><p>Mira Holm</p><p>Town Hall | T: 01632 960 114</p><p>{'</p><p>'.join(BLOCK.replace('<', '&lt;').splitlines())}</p><p>Hello</p>"
    found = passed_on(letter("", "Fwd: Your weekly alert", html=html))
    assert (found.subject, found.note) == ("Your weekly alert", NOTE)
