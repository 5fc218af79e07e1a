from __future__ import annotations

from pathlib import Path

import pytest

from router.mail.boxes import mails_in
from router.mail.fingerprint import fingerprint

MAIL = b"Received: by a.example\r\nMessage-ID: <1@a.example>\r\nFrom: A <a@a.example>\r\nDate: Mon, 23 Nov 2026 04:00:00 +0000\r\nSubject: one\r\n two\r\n\r\nbody\r\nmore\r\n"

SAME = {
    "another trace": b"Received: by z.example\r\nDelivered-To: b@z.example\r\n" + MAIL,
    "LF line ends": MAIL.replace(b"\r\n", b"\n"),
    "CR line ends": MAIL.replace(b"\r\n", b"\r"),
    "an mbox line": b"From a@a.example Mon Nov 23 04:00:00 2026\n" + MAIL.replace(b"\r\n", b"\n"),
    "other folding": MAIL.replace(b"one\r\n two", b"one two"),
    "blanks at line ends": MAIL.replace(b"body\r\n", b"body \t\r\n"),
    "empty lines at the end": MAIL + b"\r\n\r\n",
    "header names in capitals": MAIL.replace(b"Subject", b"SUBJECT"),
}
OTHER = {
    "another body under the same Message-ID": MAIL.replace(b"more", b"less"),
    "another sender": MAIL.replace(b"A <a@", b"B <b@"),
    "another date": MAIL.replace(b"04:00:00", b"05:00:00"),
    "another subject": MAIL.replace(b"one", b"two"),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_mail_however_delivered(name: str) -> None:
    assert fingerprint(SAME[name]) == fingerprint(MAIL)


@pytest.mark.parametrize("name", OTHER)
def test_another_mail(name: str) -> None:
    assert fingerprint(OTHER[name]) != fingerprint(MAIL)


def test_boxes_of_every_kind_give_the_same_mails(tmp_path: Path) -> None:
    mails = [MAIL.replace(b"more", b"more %d" % n) for n in range(3)]
    (tmp_path / "maildir" / "new").mkdir(parents=True)
    (tmp_path / "maildir" / "cur").mkdir()
    (tmp_path / "folder").mkdir()
    mbox = b""
    for n, mail in enumerate(mails):
        (tmp_path / "maildir" / ("new" if n % 2 else "cur") / f"{n}.host").write_bytes(mail)
        (tmp_path / "folder" / f"{n}.eml").write_bytes(mail)
        mbox += b"From a@a.example Mon Nov 23 04:00:00 2026\n" + mail.replace(b"\r\n", b"\n") + b"\n"
    (tmp_path / "box.mbox").write_bytes(mbox)
    wanted = {fingerprint(mail) for mail in mails}
    for box in ("maildir", "folder", "box.mbox"):
        assert {fingerprint(read()) for _, read in mails_in(tmp_path / box)} == wanted, box
    [(_, read)] = mails_in(tmp_path / "folder" / "1.eml")
    assert read() == mails[1]
