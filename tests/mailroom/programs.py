"""How programs write a forward, and the mail that is passed on."""

from __future__ import annotations

from collections.abc import Callable

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
    "notes in columns": "----- Forwarded by Mira Holm/Town on 03/02/2026 07:05 AM -----\n"
    + "{blank}\n{pad13}Daily Alerts\n{pad13}<alerts@news.example>\n{pad72}To\n{pad13}03/02/2026 07:00{pad13}Mira Holm/Town@Town,\n{pad40}<desk@town.example>\n"
    + "{pad69}cc\n{blank}\n{pad69}Subject\n{pad40}{subject}\n{blank}\n{blank}\n{blank}\n\n{body}",
    "notes, its mark over two lines": '---------------------- Forwarded by Mira Holm/TOWN on \n03/02/2026 07:05 AM ---------------------------\n\n\n"Daily Alerts" <alerts@news.example> on 03/02/2026 07:00:00 AM\nTo:\tMira Holm/TOWN\ncc:\t\nSubject:\t{subject}\n\n\n{body}',
    "notes, a name of its directory": "----- Forwarded by Mira Holm/Town on 03/02/2026 07:00 AM -----\n\nFrom:\tDaily Alerts/Desk/News@News <alerts@news.example>\nTo:\tMira Holm/Town@Town, All_Desks\ncc:\t \nDate:\t03/02/2026 07:00 AM\nSubject:\t{subject}\n\n\n{body}",
    "mh": "------- Forwarded Message\n\nReturn-Path: alerts@news.example\nDelivery-Date: Mon, 02 Mar 2026 07:00:01 +0000\nReceived: from a.news.example (a.news.example [192.0.2.9])\n\tby mail.town.example with ESMTP id 7\n\tfor <mira@town.example>; Mon, 2 Mar 2026 07:00:00 GMT\nTo: all@town.example\nFrom: {who}\nSubject: {subject}\nDate: Mon, 02 Mar 2026 07:00:00 +0000\nSender: alerts@news.example\n\n{body}\n------- End of Forwarded Message\n",
    "becky": "Forwarded by Mira Holm <mira@town.example>\n----------------------- Original Message -----------------------\n From:    {who}\n To:      mira@town.example\n Date:    Mon, 02 Mar 2026 07:00:00 +0900\n Subject: {subject}\n----\n\n{body}\n--------------------- Original Message Ends --------------------\n\n-- \nMira Holm <mira@town.example>\n",
    "bold marks": "*From:* {who}\n*Sent:* Monday, 2 March 2026 07:00\n*To:* mira@town.example\n*Subject:* {subject}\n\n{body}",
}  # fmt: skip


def filled(pattern: str, body: str = BODY, subject: str = "Your weekly alert") -> str:
    quoted = "\n".join(f"> {line}" for line in body.split("\n"))
    pads = {f"pad{width}": " " * width for width in (13, 40, 69, 72)} | {"blank": " " * 75}
    return pattern.format(**pads, who="Daily Alerts <alerts@news.example>", subject=subject, body=body, quoted=quoted)


def flat(words: str) -> str:
    return " ".join(words.split())


def passed_on(raw: bytes) -> Forward:
    found = forwards.unwrap(parse(raw))
    assert found is not None
    return found
