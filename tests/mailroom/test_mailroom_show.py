"""`router mail show FILE...` answers every path in its order, whatever stands in the files."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from router.cli.mail_files import show_files, show_raw
from router.errors import MailError, RouterError
from router.flow.reading import read
from router.terms import Envelope, Knows, Reading

Letter = Callable[..., bytes]
FORWARD = "Read this.\n\n---------- Forwarded message ---------\nFrom: Alerts <alerts@news.example>\nDate: Mon, 2 Mar 2026\nSubject: Weekly alert\nTo: mira@town.example\n\nA story: https://news.example/1\n"


def reader(raw: bytes, envelope: Envelope) -> Reading:
    return read(Knows(), raw, envelope)


def shown(paths: list[Path]) -> list[dict[str, object]]:
    out = io.StringIO()
    show_files([str(path) for path in paths], True, reader, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_line_a_file_in_the_order_given(tmp_path: Path, letter: Letter) -> None:
    status = "--edge\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; jan@far.example\nAction: failed\nStatus: 5.1.1\n\n"
    mails = {
        "c.eml": letter(FORWARD, "Fwd: Weekly alert"),
        "a.eml": letter("x\n", "Undelivered", "MAILER-DAEMON@far.example", parts=status),
        "b.eml": b"",
        "d.eml": b"From a@b Mon\n" + letter("https://news.example/1\n", headers="List-Id: <w.news.example>\n"),
        "e.bin": bytes(range(256)) * 50,
    }
    paths = [tmp_path / name for name in mails]
    for path, raw in zip(paths, mails.values(), strict=True):
        path.write_bytes(raw)
    rows = shown(paths)
    assert [row["mail"] for row in rows] == [str(path) for path in paths]
    assert [row["lane"] for row in rows][:4] == ["forward", "bounce", "quarantine", "alert"]
    assert all(set(row) == {"mail", "lane", "reason", "forward", "bounce"} and row["reason"] for row in rows)
    assert rows[0]["forward"] == {
        "from_address": "alerts@news.example",
        "from_name": "Alerts",
        "subject": "Weekly alert",
        "body": "A story: https://news.example/1",
        "note": "Read this.",
    }
    assert rows[1]["bounce"] == {"class": "hard", "recipients": ["jan@far.example"]}
    assert rows[3]["forward"] is None and rows[3]["bounce"] is None


def test_a_folder_stands_for_its_files_and_a_missing_one_is_said_last(tmp_path: Path, letter: Letter) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.eml").write_bytes(letter())
    out = io.StringIO()
    paths = [str(tmp_path / "none.eml"), str(tmp_path / "in")]
    with pytest.raises(RouterError, match=r"none\.eml"):
        show_files(paths, True, reader, out)
    assert json.loads(out.getvalue())["mail"].endswith("1.eml")


def test_people_read_lane_reason_and_note(letter: Letter) -> None:
    out = io.StringIO()
    show_raw("7", letter(FORWARD, "Fwd: Weekly alert"), reader, False, out)
    assert out.getvalue().startswith("7: forward, passed on")
    assert "note: Read this." in out.getvalue()


def test_a_reader_s_refusal_is_an_answer(letter: Letter) -> None:
    def refuses(raw: bytes, envelope: Envelope) -> Reading:
        raise MailError("mail", "it is too odd")

    out = io.StringIO()
    show_raw("8", letter(), refuses, True, out)
    assert json.loads(out.getvalue())["lane"] == "quarantine"
