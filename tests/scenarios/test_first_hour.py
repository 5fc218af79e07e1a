"""The first hour of somebody who has just installed Router: every command says in a sentence what it did or needs."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from router.config import load
from router.demo.week import SAMPLES
from tests.servers.ports import free_port
from tests.servers.recorder import Recorder

ROUTER = Path(sys.executable).with_name("router")
SENTENCE = re.compile(r"router: [^\n]+: [^\n]+; [^\n]+\n")  # where: what; remedy


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence of a refusal: where, what, remedy, and nothing else on either stream."""
        assert self.out == "" and SENTENCE.fullmatch(self.err), (self.out, self.err)
        return self.err.removeprefix("router: ").rstrip("\n")

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def router(*words: str | Path, cwd: Path) -> Said:
    """Run the command in a folder, without a terminal."""
    done = subprocess.run([ROUTER, *words], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, timeout=180)
    said = Said(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in said.err and "Traceback" not in said.out, said.err
    return said


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder in which `router init` was run, and whose only door is a port of our own."""
    said = router("init", "home", "--inbox", "inbox@news.example", "--owner", "maria@news.example", cwd=tmp_path)
    assert said.code == 0, said.err
    toml = tmp_path / "home" / "router.toml"
    toml.write_text(re.sub(r"(?s)# the passwords.*?(?=\[smart_host\])", "", toml.read_text(encoding="utf-8")))
    return toml.parent


def test_init_writes_what_run_can_read(tmp_path: Path) -> None:
    said = router("init", "home", "--title", "Social work news", "--zone", "Europe/Vienna", cwd=tmp_path)
    assert said.code == 0 and "home/router.toml" in said.out and "router run" in said.out
    config = load(tmp_path / "home" / "router.toml")
    assert (config.identity.title, config.identity.zone) == ("Social work news", "Europe/Vienna")
    assert config.inbox.address and config.mailbox[0].user and config.people
    chosen = sorted(path.stem for path in (tmp_path / "home" / "rules" / "interests").glob("*.rules"))
    assert "child-protection" in chosen and len(chosen) == 8
    assert (tmp_path / "home" / "rules" / "words.rules").is_file()
    assert "PASSWORD" in (tmp_path / "home" / "router.toml").read_text(encoding="utf-8"), "says where passwords belong"
    again = router("init", "home", cwd=tmp_path)
    assert again.code == 2 and "there is one already" in again.sentence


def test_config_prints_a_file_that_can_be_used(tmp_path: Path) -> None:
    said = router("config", cwd=tmp_path)
    assert said.code == 0 and said.err == ""
    (tmp_path / "router.toml").write_text(said.out, encoding="utf-8")
    assert load(tmp_path / "router.toml").identity.title == "Router"


BROKEN = {
    "": "no mail can come in",
    "[inbox]\nadress = 'inbox@news.example'\n": "did you mean address",
    "folder = 'mails'\nrules = 'nowhere'\n": "router init",
}


@pytest.mark.parametrize("text", BROKEN, ids=BROKEN.values())
def test_run_with_a_broken_file_says_where_what_and_the_remedy(text: str, tmp_path: Path) -> None:
    (tmp_path / "router.toml").write_text(text, encoding="utf-8")
    said = router("run", cwd=tmp_path)
    assert said.code == 2
    assert said.sentence.startswith("router.toml") and BROKEN[text] in said.sentence


@pytest.mark.parametrize("command", ["run", "mail list"])
def test_without_a_router_toml_every_command_says_what_to_do(command: str, tmp_path: Path) -> None:
    said = router(*command.split(), cwd=tmp_path)
    assert (
        said.code == 2
        and said.sentence == "router.toml: there is no such file; run `router init`, or name it with --config"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_empty_house_answers_every_question(home: Path) -> None:
    for command, answer in {
        "status": "rulebook",
        "verify": "holds",
        "mail list": "no mail here",
        "subscribers list": "router subscribers add",
        "deliveries list": "nothing was sent yet",
        "rules check": "8 interests",
    }.items():
        said = router(*command.split(), cwd=home)
        assert said.code == 0 and said.err == "", (command, said.err)
        assert answer in said.out, (command, said.out)


def test_adding_a_subscriber_asks_them_and_refuses_what_is_none(home: Path) -> None:
    asked = router(
        "subscribers", "add", "Ada@news.example", "homelessness", "ageing", "--when", "days mon, thu", cwd=home
    )
    assert asked.code == 0 and "confirm homelessness and ageing" in asked.out
    for words, remedy in {
        ("nobody", "ageing"): "write it like",
        ("ben@news.example", "gardening"): "choose from: ageing",
        ("ben@news.example", "ageing", "--when", "someday"): "days mon, thu",
        ("ben@news.example", "ageing", "--when", "daily 25:00"): "daily 7:00",
    }.items():
        said = router("subscribers", "add", *words, cwd=home)
        assert said.code == 2 and remedy in said.sentence, words
    [ada] = router("subscribers", "list", "--json", cwd=home).rows
    assert ada["address"] == "ada@news.example"
    assert ada["interests"] == {"homelessness": "unconfirmed", "ageing": "unconfirmed"}
    [letter] = router("deliveries", "list", "--state", "queued", "--json", cwd=home).rows
    assert (letter["kind"], letter["recipient"]) == ("confirm", "ada@news.example")


def test_numbers_and_names_that_are_none_are_said_so(home: Path) -> None:
    for command, remedy in {
        "mail retry 99": "router mail list",
        "deliveries list --state away": "choose from: queued",
        "import nowhere": "name a file, folder or mbox",
        "clip nowhere.eml": "name a mail file",
        "rules explain 99": "paste its title",
    }.items():
        said = router(*command.split(), cwd=home)
        assert said.code == 2 and remedy in said.sentence, (command, said.err)


@contextlib.contextmanager
def running(home: Path) -> Iterator[subprocess.Popen[str]]:
    """`router run` in the background; ended as a person or systemd would end it."""
    log = (home / "log").open("w+")
    process = subprocess.Popen([ROUTER, "run"], cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        finally:
            process.kill()
            log.close()


def test_old_mail_is_imported_read_and_accounted_for(home: Path, recorder: Recorder) -> None:
    """import, run, status, mail list, verify: what a newcomer does to see whether it works."""
    old = home / "old"
    old.mkdir()
    chosen = [path for path in sorted(SAMPLES.glob("*.eml")) if path.name[:2] in ("02", "10", "18", "67", "69", "73")]
    for path in chosen:
        shutil.copyfile(path, old / path.name)
    first, second = router("import", "old", cwd=home), router("import", "old", cwd=home)
    assert (first.code, first.out) == (0, "5 new mails stored, 1 were here already\n")  # 73 is a second copy of 10
    assert (second.code, second.out) == (0, "0 new mails stored, 6 were here already\n")
    waiting = router("mail", "list", cwd=home)
    assert waiting.out.count("waits to be read") == 5
    assert router("subscribers", "add", "ada@news.example", "homelessness", cwd=home).code == 0

    toml = (home / "router.toml").read_text(encoding="utf-8")
    toml = re.sub(
        r"(?s)\[smart_host\].*?(?=\[people\])", f'[smart_host]\nhost = "127.0.0.1"\nport = {recorder.port}\n', toml
    )
    (home / "router.toml").write_text(f"{toml}\n[smtp]\nport = {free_port()}\n", encoding="utf-8")
    with running(home) as process:
        [letter] = recorder.wait(1, 120)[:1]
        end = time.monotonic() + 120
        while (mails := router("status", "--json", cwd=home).rows[0]["mails"]).get("waiting"):
            assert time.monotonic() < end and process.poll() is None, (home / "log").read_text()
    assert process.returncode == 0, (home / "log").read_text()
    assert letter.recipients == ("ada@news.example",)
    assert mails == {"alert": 3, "setup": 1, "bounce": 1}

    table = router("mail", "list", cwd=home)
    assert table.code == 0 and "google-scholar" in table.out and "bounce" in table.out
    [setup] = router("mail", "list", "--lane", "setup", "--json", cwd=home).rows
    assert setup["reason"] and setup["clippings_cut"] == 0
    shown = router("mail", "show", str(setup["id"]), "--json", cwd=home).rows
    assert [row["lane"] for row in shown] == ["setup"]
    routed = router("status", "--json", cwd=home).rows[0]["routed"]
    assert routed["homelessness"] >= 5
    law = router("verify", cwd=home)
    assert law.code == 0 and law.out.count("holds") == 5
    explained = router("rules", "explain", "1", cwd=home)
    assert explained.code == 0 and "homelessness" in explained.out


def test_a_slip_in_a_rule_is_said_with_its_line_and_others_go_on(home: Path) -> None:
    assert router("rules", "new", "Young carers", cwd=home).code == 0
    path = home / "rules" / "interests" / "young-carers.rules"
    assert router("rules", "check", "rules/interests/young-carers.rules", cwd=home).code == 0
    path.write_text("interest: Young carers\ntake headline: young carer*\n", encoding="utf-8")
    said = router("rules", "check", "rules/interests/young-carers.rules", cwd=home)
    assert (
        said.code == 1
        and "rules/interests/young-carers.rules:2: unknown part `take headline`; write one of" in said.out
    )
    status = router("status", cwd=home)
    assert status.code == 0 and "young-carers.rules:2" in status.out
    assert router("rules", "explain", "A shelter for homeless families opens", cwd=home).out.count("taken by") >= 1
