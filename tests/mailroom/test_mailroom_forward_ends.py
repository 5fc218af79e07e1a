"""What stands around a forwarded mail and belongs to nobody: files, scissors, the program's own lines, banners."""

from __future__ import annotations

import pytest

from router.mail.header_words import prefix
from tests.mailroom.programs import BODY, NOTE, PROGRAMS, Letter, filled, flat, passed_on


def test_lines_about_files_and_scissors_end_the_block(letter: Letter) -> None:
    block = "Это пересылаемое сообщение\nОт: Daily Alerts <alerts@news.example>\nКому: Mira\nТема: Your weekly alert\nФайлы: <нет>\n"
    text = f"{block}\n===8<======Исходный текст сообщения======\n{BODY}\n===8<======Конец исходного текста сообщения======\n"
    assert flat(passed_on(letter(text, "Fwd: Your weekly alert")).text) == flat(BODY)


@pytest.mark.parametrize(
    "name",
    [
        '<A title="x" href="mailto:alerts@news.example">Daily Alerts</A> ',
        '<a href="mailto:alerts%40news.example?subject=x"><font>Daily Alerts</font></a>',
    ],
)
def test_the_address_may_stand_behind_the_sender_s_name(name: str, letter: Letter) -> None:
    html = f"<div><b>From:</b> {name}</div><div><b>Sent:</b> 2 March 2026</div><div><b>Subject:</b> Your weekly alert</div><p>Hello</p>"
    found = passed_on(letter("", "Fwd: Your weekly alert", html=html))
    assert (found.sender.address, found.sender.name) == ("alerts@news.example", "Daily Alerts")


@pytest.mark.parametrize(
    "line",
    [
        "Verzonden vanuit Mail voor Windows",
        "Poslano s mog iPhonea",
        "Elküldve az iPhone-omról",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
        "iPhone'umdan gönderildi",
        "Hämta Outlook för iOS",
        "iOS 版 Outlook を入手",
        "S přáním hezkého dne\nMira",
        "Lieben Gruß\nMira",
        "सादर,\nमीरा",
        "-- \nMira",
    ],
)
def test_no_program_s_line_and_no_closing_words_are_the_note(line: str, letter: Letter) -> None:
    found = passed_on(letter(f"{NOTE}\n\n{line}\n\n{filled(PROGRAMS['outlook'])}", "Fwd: Your weekly alert"))
    assert found.note == NOTE


@pytest.mark.parametrize(
    "banner",
    [
        "ATENȚIE: acest e-mail provine din afara organizației. Nu deschideți linkuri.",
        "Uwaga! Wiadomość spoza organizacji.",
        "Внимание: внешняя почта. Не открывайте вложения.",
        "Tämä viesti on tullut organisaation ulkopuolelta.",
        "【外部メール】",
    ],
)
def test_no_gateway_s_banner_is_the_note(banner: str, letter: Letter) -> None:
    html = f"<p>{banner}</p><p>{NOTE}</p>" + "".join(
        f"<div>{line.replace('<', '&lt;')}</div>" for line in filled(PROGRAMS["outlook"]).split("\n")
    )
    assert passed_on(letter("", "Fwd: Your weekly alert", html=html)).note == NOTE


def test_header_lines_beside_an_attached_mail_are_not_the_note(letter: Letter) -> None:
    inner = "--edge\nContent-Type: message/rfc822\n\nFrom: Daily Alerts <alerts@news.example>\nSubject: Your weekly alert\n\nHello\n"
    above = 'Note: Forwarded message attached\n\n-- Original Message --\n\nFrom: "Daily Alerts" <alerts@news.example>\nTo: mira@town.example\nCc: \nSubject: Your weekly alert\n'
    assert passed_on(letter(above, "Fwd: Your weekly alert", parts=inner)).note == ""
    assert passed_on(letter(f"{NOTE}\n\n{above}", "Fwd: Your weekly alert", parts=inner)).note == NOTE


def test_a_forward_may_say_so_behind_its_subject(letter: Letter) -> None:
    assert prefix("Your weekly alert (fwd)") == ("forward", "Your weekly alert")
    assert prefix("Minutes (first draft)") == ("", "Minutes (first draft)")


@pytest.mark.parametrize(
    "line",
    [
        "--- Transmission lines ---",
        "=== Forwarded from the archive ===",
        "--- End of message 1 ---",
        "------- Ende der ersten Nachricht -------",
    ],
)
def test_titles_between_dashes_do_not_end_the_mail(line: str, letter: Letter) -> None:
    body = f"The first story.\n\n{line}\n\n{BODY}"
    text = filled(PROGRAMS["gmail"], body)
    assert flat(passed_on(letter(text, "Fwd: Your weekly alert")).text) == flat(body)


@pytest.mark.parametrize(
    "mark, end",
    [
        ("Mensaje reenviado de Ada", "Terminar mensaje reenviado"),
        ("Doorgestuurd bericht van Ada", "Einde doorgestuurd bericht"),
        ("Vidarebefordrat brev", "Slut på vidarebefordrat brev"),
        ("Viesti välitetty", "Viesti välitetty"),
    ],
)
def test_a_mark_that_says_end_or_stands_twice_ends_the_mail(mark: str, end: str, letter: Letter) -> None:
    block = "From: Daily Alerts <alerts@news.example>\nDate: 2 March 2026\nTo: mira@town.example\nSubject: Your weekly alert\n\n"
    text = f"----- {mark} -----\n\n{block}{BODY}\n----- {end} -----\n\nThe firm.\n"
    assert flat(passed_on(letter(text, "Fwd: Your weekly alert")).text) == flat(BODY)


@pytest.mark.parametrize(
    "line", ["*** THE WEEKLY LETTER ***", "### Care homes ###", "=== NEWS ===", "--- Top stories ---"]
)
def test_a_first_title_between_signs_is_the_body_s(line: str, letter: Letter) -> None:
    text = filled(PROGRAMS["gmail"], f"{line}\n{BODY}")
    assert passed_on(letter(text, "Fwd: Your weekly alert")).text.startswith(line)


@pytest.mark.parametrize(
    "note",
    [
        "Please check whether Samsung was sent the report.",
        "Nokia sent the figures yesterday.",
        "Outlook for Android apps in 2027: the second story.",
        "Thanks\n\nPlease use the second one.",
        "Mimo organizaci asi nezajímavé, ale pro nás ano.",
        "Fora de la vostra organització: us pot interessar.",
    ],
)
def test_sentences_of_the_writer_stay_in_the_note(note: str, letter: Letter) -> None:
    text = f"{note}\n\n{filled(PROGRAMS['outlook'])}"
    assert passed_on(letter(text, "Fwd: Your weekly alert")).note == note


@pytest.mark.parametrize(
    "words, note",
    [
        ("One.\n\nBest,\nMira\n\nP.S. Use the second one.", "One.\n\nP.S. Use the second one."),
        ("One.\n\nMira\n\nPS: two\n\nSent from my iPhone", "One.\n\nPS: two"),
        ("Mira Holm\n\nPlease use the second one.", "Mira Holm\n\nPlease use the second one."),
        ("Mira Holm\nTown Hall\nThis mail is for you alone.", ""),
        ("One.\n\nBest regards\nMira Holm\nThis mail is for you alone.", "One."),
    ],
)
def test_a_postscript_stays_and_what_stands_below_a_name_goes(words: str, note: str, letter: Letter) -> None:
    text = f"{words}\n\n{filled(PROGRAMS['gmail'])}"
    assert passed_on(letter(text, "Fwd: Your weekly alert")).note == note


def test_the_body_may_stand_close_below_header_lines_in_columns(letter: Letter) -> None:
    text = filled(PROGRAMS["notes in columns"]).replace(f"{' ' * 75}\n{' ' * 75}\n{' ' * 75}\n\n", "\n")
    found = passed_on(letter(text, "Fw: Your weekly alert"))
    assert (found.sender.name, flat(found.text)) == ("Daily Alerts", flat(BODY))
