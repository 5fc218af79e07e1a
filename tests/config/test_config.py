from __future__ import annotations

import re
from pathlib import Path

import pytest

from router.config import Config, example, load, secret
from router.errors import ConfigError

WHOLE = """\
[identity]
sender = "letters@news.example"
zone = "Europe/Vienna"
[inbox]
address = "inbox@news.example"
[[mailbox]]
host = "imap.news.example"
user = "inbox@news.example"
[smart_host]
host = "smtp.news.example"
[people]
"maria@news.example" = "owner"
"""

# each broken file, and the exact sentence: where, what, remedy
BROKEN = {
    "[identiti]\ntitle = 'x'": "identiti: unknown key; did you mean identity?",
    "[identity]\nsendr = 'a@b.example'": "identity.sendr: unknown key; did you mean sender?",
    "[identity]\nsender = 'nobody'": "identity.sender: 'nobody' is not a mail address; `router config` shows an example",
    "[identity]\nzone = 'Vienna'": "identity.zone: 'Vienna' is no time zone; write one like Europe/Vienna; `router config` shows an example",
    "[identity]\nedition_closes = 'five'": "identity.edition_closes: 'five' is no time of day; write one like 05:00; `router config` shows an example",
    "[identity]\ntitle = 7": "identity.title: input should be a valid string; `router config` shows an example",
    "[inbox]\naddress = 'inbox'": "inbox.address: 'inbox' is not a mail address; write it like inbox@example.org",
    "[inbox]\nsubaddresses = 'perhaps'": "inbox.subaddresses: input should be a valid boolean, unable to interpret input; `router config` shows an example",
    "[[mailbox]]\nhost = 'x.example'": "mailbox.1.user: it is missing; add the line; `router config` shows an example",
    "[[mailbox]]\nhost = 'x.example'\nuser = 'u'\nprot = 1": "mailbox.1.prot: unknown key; did you mean port?",
    "[[mailbox]]\nhost = 'x.example'\nuser = 'u'\ntls = 'ssl'": "mailbox.1.tls: input should be 'tls', 'starttls' or 'plain'; `router config` shows an example",
    "[[mailbox]]\nhost = 'x.example'\nuser = 'u'\ntidy = 'delete'": "mailbox.tidy: 'delete' is none of them; none, keyword or move:FOLDER",
    "[[mailbox]]\nhost = 'a.example'\nuser = 'u'\n[[mailbox]]\nhost = 'b.example'\nuser = 'u'": "mailbox: two are called 'inbox'; give each a name of its own",
    "[mailbox]\nhost = 'x.example'": "mailbox: input should be a valid list; `router config` shows an example",
    "[smtp]\nport = 70000": "smtp.port: input should be less than or equal to 65535; `router config` shows an example",
    "[smart_host]\nport = 'many'": "smart_host.port: input should be a valid integer, unable to parse string as an integer; `router config` shows an example",
    "[smart_host]\nunknown = 'maybe'": "smart_host.unknown: input should be 'again' or 'hold'; `router config` shows an example",
    "[smart_host]\npassword = 'x'": "smart_host.password: unknown key; `router config` prints every key",
    "[web]\nbase_url = 'http://news.example'": "web.base_url: begin it with https:// (one-click unsubscribe works over https only); `router config` shows an example",
    "[web]\ncertificate = 'c.pem'": "web: certificate and key go together; name both or neither",
    "[people]\n'maria' = 'owner'": "people.maria: 'maria' is not a mail address; `router config` shows an example",
    "[people]\n'maria@news.example' = 'boss'": "people.maria@news.example: input should be 'editor' or 'owner'; `router config` shows an example",
    "[work]\nworkers = 0": "work.workers: input should be greater than or equal to 1; `router config` shows an example",
    "where = 'here'": "where: unknown key; take the line out",
    "title = Our news": "it is not TOML: Invalid value (at line 1, column 9); text stands in quotes, lists in [ ]",
}


def test_ten_lines_are_enough(tmp_path: Path) -> None:
    (tmp_path / "router.toml").write_text(WHOLE)
    config = load(tmp_path / "router.toml")
    assert config.mailbox[0].host == "imap.news.example"
    assert config.path("rules") == tmp_path / "rules"


@pytest.mark.parametrize("text", BROKEN)
def test_each_slip_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "router.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: {BROKEN[text]}"


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file; run `router init`"):
        load(tmp_path / "router.toml")
    (tmp_path / "router.toml").write_bytes(b"\xff\xfe[\x00")
    with pytest.raises(ConfigError, match="it is not UTF-8 text"):
        load(tmp_path / "router.toml")


def test_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "router.toml").write_text(WHOLE)
    monkeypatch.setenv("ROUTER_SMART_HOST__PORT", "587")
    config = load(tmp_path / "router.toml")
    assert (config.smart_host.port, config.smart_host.host) == (587, "smtp.news.example")


def test_secrets_come_from_outside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert secret("smart-host-password") == ""
    (tmp_path / "smart-host-password").write_text("from systemd\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert secret("smart-host-password") == "from systemd"
    (tmp_path / "word").write_text("from a file\n")
    monkeypatch.setenv("ROUTER_SMART_HOST_PASSWORD_FILE", str(tmp_path / "word"))
    assert secret("smart-host-password") == "from a file"
    monkeypatch.setenv("ROUTER_SMART_HOST_PASSWORD", "direct")
    assert secret("smart-host-password") == "direct"
    monkeypatch.delenv("ROUTER_SMART_HOST_PASSWORD")
    monkeypatch.setenv("ROUTER_SMART_HOST_PASSWORD_FILE", str(tmp_path / "gone"))
    with pytest.raises(ConfigError, match="No such file"):
        secret("smart-host-password")


def test_example_is_legal_whole_and_what_deploy_ships(tmp_path: Path) -> None:
    text = example()
    path = tmp_path / "router.toml"
    path.write_text(text)
    assert load(path) == Config(where=str(path))
    path.write_text(re.sub(r"^# (?=[a-z_]+ = |\[\[)", "", text, flags=re.MULTILINE))
    whole = load(path)
    assert whole.model_copy(update={"mailbox": []}) == Config(where=str(path)), "what it shows are the defaults"
    assert len(whole.mailbox) == 1
    assert (Path(__file__).parents[2] / "deploy" / "router.toml").read_text() == text, (
        "run: router config > deploy/router.toml"
    )
