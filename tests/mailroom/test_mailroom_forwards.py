"""What a person passed on is found in every program's way of writing it, with the person's own words and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from router.mail import forwards
from router.mail.parse import parse
from router.terms import Forward

Letter = Callable[..., bytes]

NOTE = "Please read the methods section of the second one."
BODY = "Link of the week: https://news.example/1\n\nCare homes report: fewer places, longer waits.\nhttps://news.example/2\n"

# Programs, each as it writes the lines above a forwarded mail; the body follows.
PROGRAMS = {
    "gmail": "---------- Forwarded message ---------\nFrom: {who}\nDate: Mon, Mar 2, 2026 at 7:00 AM\nSubject: {subject}\nTo: <mira@town.example>\n\n\n{body}",
    "gmail hebrew": "---------- Forwarded message ---------\n\u202bמאת: \u202aDaily Alerts\u202c\u200f <alerts@news.example>\n\u202aDate: יום ב׳, 2 במרץ 2026 ב-7:00\u202c\n\u202aSubject: {subject}\u202c\nTo: <mira@town.example>\n\n{body}",
    "apple": "Begin forwarded message:\n\n> From: {who}\n> Subject: {subject}\n> Date: 2 March 2026 at 07:00:00 CET\n> To: mira@town.example\n> \n{quoted}",
    "apple german": "Anfang der weitergeleiteten Nachricht:\n\n> Von: {who}\n> Betreff: {subject}\n> Datum: 2. März 2026 um 07:00:00 MEZ\n> An: mira@town.example\n> \n> \ufeff\n{quoted}",
    "outlook": "________________________________\nFrom: {who}\nSent: Monday, 2 March 2026 07:00\nTo: mira@town.example <mira@town.example>\nSubject: {subject}\n\n{body}",
    "outlook without a rule or blank line": "From: {who}\nDate: Monday, 2 March 2026 at 07:00\nTo: <mira@town.example>\nSubject: {subject}\n{body}",
    "old outlook": "-----Original Message-----\nFrom: Daily Alerts [mailto:alerts@news.example] \nSent: Monday, March 02, 2026 7:00 AM\nTo: Mira Holm\nCc: One; Two;\n Three\nSubject: {subject}\n\n{body}",
    "thunderbird": "-------- Forwarded Message --------\nSubject: \t{subject}\nDate: \tMon, 2 Mar 2026 07:00:00 +0100\nFrom: \t{who}\nReply-To: \tnobody@news.example\nTo: \tmira@town.example\n\n\n\n{body}",
    "yahoo on one line": "  ----- Forwarded Message ----- From: Daily Alerts <alerts@news.example>To: Mira <mira@town.example>Sent: Monday, March 2, 2026, 07:00:00 AM GMT+1Subject: {subject}\n {body}",
    "zoho": "============ Forwarded message ============\nFrom : Daily Alerts<alerts@news.example>\nTo : <mira@town.example>\nDate : Mon, 02 Mar 2026 07:00:00 +0100\nSubject : {subject}\n============ Forwarded message ============\n\n{body}",
    "proton": "------- Forwarded Message -------\nFrom: {who}\nDate: On Monday, March 2nd, 2026 at 07:00\nSubject: {subject}\nTo: Mira <mira@town.example>\n\n\n{quoted}",
    "fastmail": "----- Original message -----\nFrom: {who}\nTo: mira@town.example\nSubject: {subject}\nDate: Monday, 2 March 2026 7:00 AM\n\n{body}",
    "horde": "----- Weitergeleitete Nachricht von {who} -----\n    Datum: Mon, 02 Mar 2026 07:00:00 +0100\n      Von: {who}\n  Betreff: {subject}\n       An: mira@town.example\n\n{body}\n\n----- Ende der weitergeleiteten Nachricht -----",
    "mutt": "----- Forwarded message from {who} -----\n\nDate: Mon, 2 Mar 2026 07:00:00 +0100\nFrom: {who}\nTo: mira@town.example\nSubject: {subject}\nUser-Agent: Mutt/2.2\n\n{body}\n\n----- End forwarded message -----\n",
    "gnus": "-------------------- Start of forwarded message --------------------\nFrom: {who}\nSubject: {subject}\nDate: Mon, 02 Mar 2026 07:00:00 +0100\n\n{body}\n-------------------- End of forwarded message --------------------",
    "evolution": "-------- Forwarded Message --------\nFrom: {who}\nTo: mira@town.example\nSubject: {subject}\nDate: Mon, 02 Mar 2026 07:00:00 +0100\n\n{body}",
    "the bat": "This is a forwarded message\nFrom: {who}\nTo: mira@town.example\nDate: Monday, March 2, 2026, 7:00:00 AM\nSubject: {subject}\n\n===8<==============Original message text===============\n{body}",
    "samsung": "-------- Original message --------\nFrom: {who} \nDate: 02.03.26 07:00 (GMT+01:00) \nTo: mira@town.example \nSubject: {subject} \n\n{body}",
    "airmail": "---------- Forwarded message ----------\nFrom: {who}\nReply: nobody@news.example\nDate: March 2, 2026 at 07:00:00\nTo: mira@town.example\nSubject:  {subject}\n\n{body}",
    "gmx": "Gesendet: Montag, 02. März 2026 um 07:00 Uhr\nVon: {who}\nAn: mira@town.example\nBetreff: {subject}\n{body}",
    "orange": "> Message du 02/03/26 07:00\n> De : {who}\n> A : mira@town.example\n> Copie à : \n> Objet : {subject}\n>\n{quoted}",
    "seznam": "---------- Původní e-mail ----------\nOd: {who}\nKomu: mira@town.example\nDatum: 2. 3. 2026 7:00:00\nPředmět: {subject}\n\n{body}",
    "yandex": '-------- Пересылаемое сообщение --------\n02.03.2026, 07:00, "Daily Alerts" <alerts@news.example>:\n\n{body}\n\n-------- Конец пересылаемого сообщения --------\n',
    "mail.ru": "-------- Пересылаемое сообщение --------\nОт кого: {who}\nКому: mira@town.example\nДата: Понедельник, 2 марта 2026, 7:00 +03:00\nТема: {subject}\n \n{body}",
    "qq": '------------------ 原始邮件 ------------------\n发件人: "Daily Alerts" <alerts@news.example>;\n发送时间: 2026年3月2日(星期一) 上午7:00\n收件人: "Mira"<mira@town.example>;\n主题: {subject}\n\n{body}',
    "163": "-------- 转发邮件信息 --------\n发件人：{who}\n发送日期：2026-03-02 07:00:00\n收件人：mira@town.example\n主题：{subject}\n{body}",
    "naver": '-----Original Message-----\nFrom: "Daily Alerts"<alerts@news.example>\nTo: <mira@town.example>;\nCc:\nSent: 2026-03-02 (월) 07:00:00 (GMT+09:00)\nSubject: {subject}\n\n{body}',
    "libero": "----Messaggio originale----\nDa: alerts@news.example\nData: 02-mar-2026 07.00\nA: <mira@town.example>\nOgg: {subject}\n\n{body}",
    "notes": "----- Forwarded by Mira Holm/Town on 03/02/2026 07:00 AM -----\n\nFrom:\t{who}\nTo:\tmira@town.example\nDate:\t03/02/2026 07:00 AM\nSubject:\t{subject}\n\n\n{body}",
    "entourage": "------ Forwarded Message\nFrom: {who}\nDate: Mon, 2 Mar 2026 07:00:00 +0100\nTo: mira@town.example\nSubject: {subject}\n\n{body}\n\n------ End of Forwarded Message\n",
    "eudora": "--- begin forwarded text\n\n\nStatus: RO\nDelivered-To: mira@town.example\nX-Sender: x@y.example\nDate: Mon, 2 Mar 2026 07:00:00 +0100\nTo: list@town.example\nFrom: {who}\nSubject: {subject}\nSender: <list@town.example>\n\n{body}\n\n--- end forwarded text\n",
    "pegasus": "------- Forwarded message follows -------\nDate sent:      \tMon, 2 Mar 2026 07:00:00 +0100\nFrom:           \t{who}\nTo:             \tmira@town.example\nSubject:        \t{subject}\nSend reply to:  \tnobody@news.example\n\n{body}\n------- End of forwarded message -------\n",
    "aol": "-----------------\nForwarded Message:\nSubj:\t{subject}\nDate:\t3/2/2026 7:00:00 AM\nFrom:\talerts@news.example\nTo:\tmira@town.example\n\n{body}",
    "old notes": "---------------------- Forwarded by Mira Holm/TOWN on 03/02/2026 07:05 AM ---------------------------\n\n\nalerts@news.example on 03/02/2026 07:00:00 AM\nTo:\tMira Holm/TOWN\ncc:\t\nSubject:\t{subject}\n\n\n{body}",
    "groupwise": ">>> {who} 3/2/2026 7:00 AM >>>\n{body}",
    "outlook for mac": 'On 02/03/2026 07:00, "Daily Alerts" <alerts@news.example> wrote:\n\n    {body}',
    "two line wrote": "On Mon, 2 Mar 2026 at 07:00, Daily Alerts\n<alerts@news.example> wrote:\n\n{body}",
    "blank lines between": "From: {who}\n\nSent: Monday, 2 March 2026 07:00\n\nTo: mira@town.example\n\nSubject: {subject}\n\n{body}",
    "an unknown language": "---------- Przydźe dale ---------\nWotk: {who}\nDnja: 2. 3. 2026 7:00\nWopis: {subject}\nNa koho: <mira@town.example>\n\n{body}",
    "em client": '------ Forwarded Message ------\nFrom "Daily Alerts" <alerts@news.example>\nTo mira@town.example\nDate 3/2/2026 7:00:00 AM\nSubject {subject}\n\n{body}',
    "bold marks": "*From:* {who}\n*Sent:* Monday, 2 March 2026 07:00\n*To:* mira@town.example\n*Subject:* {subject}\n\n{body}",
}  # fmt: skip


def filled(pattern: str, body: str = BODY, subject: str = "Your weekly alert") -> str:
    quoted = "\n".join(f"> {line}" for line in body.split("\n"))
    return pattern.format(who="Daily Alerts <alerts@news.example>", subject=subject, body=body, quoted=quoted)


def flat(words: str) -> str:
    return " ".join(words.split())


def passed_on(raw: bytes) -> Forward:
    found = forwards.unwrap(parse(raw))
    assert found is not None
    return found


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
    "Best regards,\nMira Holm\nHead of Library",
    "Viele Grüße\nMira",
    "Cordialement,\nMira",
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
