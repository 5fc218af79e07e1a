"""`router mail retry`: a mail that gave nothing is read again, one whose stories are here is not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from router.cli.app import app
from tests.house import Clock, alert, opened

TOML = '[identity]\nsender = "letters@news.example"\n[inbox]\naddress = "inbox@news.example"\n'


def test_a_mail_is_read_again_only_when_it_gave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fill() -> None:
        async with opened(tmp_path, Clock(datetime.now(UTC))) as house:
            await house.mail(alert(("Homeless families wait in Example Town", "https://herald.example/1")))
            await house.mail("Subject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nBack on Monday.\r\n")

    asyncio.run(fill())
    (tmp_path / "router.toml").write_text(TOML)
    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(app, ["mail", "retry", "1"])
    assert "mail 1: what it brought is here already (1)" in str(refused.exception)
    taken = CliRunner().invoke(app, ["mail", "retry", "2"])
    assert taken.exit_code == 0 and "mail 2 waits to be read again" in taken.output
    unknown = CliRunner().invoke(app, ["mail", "retry", "3"])
    assert "there is none of this number" in str(unknown.exception)

    async def again() -> list[str]:
        async with opened(tmp_path, Clock(datetime.now(UTC))) as house:
            await house.line.engine.idle()
            return await house.law()

    assert asyncio.run(again()) == []
