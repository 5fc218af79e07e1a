"""An installation's templates are tried before they are used: what is wrong is told with its place, and stops nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from router.cli.app import app
from router.render import Press, Templates, issue
from router.render.overrides import look
from router.render.templates import ours, read, shipped
from tests.browser.sample import content
from tests.house import alert, opened
from tests.render.strange import mail_of

STORY = (shipped() / "issue" / "story.html").read_text()
FRAME = (shipped() / "issue" / "frame.html").read_text()


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_html", ".html").replace("_txt", ".txt").replace("_po", ".po")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


async def test_every_one_of_ours_is_good_as_an_installations_own() -> None:
    found = await look(shipped())
    assert found.wrong == {} and found.own == ours()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("issue/frame.html", FRAME.replace("{{ leave }}", "x"), "issue/frame.html: leaves out the way to leave"),
        ("issue/frame.html", FRAME.replace("{{ body }}", ""), "issue/frame.html: has 0 places for the stories"),
        (
            "issue/story.html",
            STORY.replace('href="{{ link }}"', 'href="#"'),
            "issue/story.html: leaves out a story's link",
        ),
        ("issue/story.html", STORY.replace("\n{{ number }}\n", "No. {{ number }}!"), "a line of their own"),
        (
            "issue/word.html",
            "<p>\n<img src='x'>",
            "issue/word.html:2: has '<img', which mail programs drop or distrust",
        ),
        ("notices/left.txt", "Bye\n\n{{ nothing }}\n", "notices/left.txt:3: 'nothing' is undefined"),
        (
            "web/saidd.html",
            "x",
            "stands for none of ours, and none of yours includes it; name it as ours is, perhaps web/said.html",
        ),
        ("words/de.po", 'msgid "Welcome"\nmsgstr "{"\n', "words/de.po: is no gettext catalogue"),
    ],
)
async def test_what_is_wrong_is_found_before_it_is_used(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(text)
    found = await look(tmp_path)
    assert list(found.wrong) == [name] and said in str(found.wrong[name]) and found.wrong[name].remedy
    templates = Templates(found.own, found.wrong)
    assert issue(content(), templates) == issue(content(), Templates())


async def test_a_template_that_wants_too_much_is_stopped(tmp_path: Path) -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    found = await look(put(tmp_path, notices__letter_html=endless, web__said_html="{{ '%999999999d' | format(1) }}"))
    assert "asks too much: " in str(found.wrong["notices/letter.html"])
    assert set(found.wrong) == {"notices/letter.html", "web/said.html"}


async def test_a_folder_that_is_not_there_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    assert "is no folder; make it" in str((await look(tmp_path / "none")).wrong[""])
    put(tmp_path, issue__line_txt="x")
    (tmp_path / "issue" / "line.txt").write_bytes(b"\xff")
    assert "save it as UTF-8" in str((await look(tmp_path)).wrong["issue/line.txt"])


def test_what_fails_only_when_it_is_assembled_is_set_aside_there(tmp_path: Path) -> None:
    own = {
        "issue/story.html": STORY.replace("\n{{ number }}\n", "No. {{ number }}!"),
        "issue/frame.txt": "{{ title }} {{ body }} {{ body }}",
    }
    templates, sound = Templates(own), Press(Templates())
    press = Press(templates)
    assert mail_of(content(), press.issue(content())) == mail_of(content(), sound.issue(content()))
    assert set(templates.aside) == {"issue/story.html", "issue/frame.txt"}


def test_an_own_file_may_include_another_own_one(tmp_path: Path) -> None:
    put(tmp_path, notices__left_txt="Bye\n\n{% include 'notices/sign.txt' %}\n", notices__sign_txt="Yours, {{ title }}")
    done = CliRunner().invoke(app, ["templates", "check", str(tmp_path)])
    assert done.exit_code == 0 and done.output.count("good ") == 2


async def test_no_slip_in_a_template_stops_a_newsletter_and_people_are_told(tmp_path: Path) -> None:
    mine = put(
        tmp_path / "mine", issue__story_html="{{ 1 / 0 }}", notices__welcome_html="{% if %}", words__de_po="nothing"
    )
    async with opened(tmp_path, templates=str(mine)) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna", language="de")
        house.clock.ahead(minutes=5)
        await house.mail(alert(("Homeless families wait", "https://herald.example/1")))
        house.clock.ahead(hours=2)
        await house.tick()
        assert "Meldung" in house.post.newsletters()[0].decode()
        told = [data.decode() for _, to, data in house.post.sent if to == "maria@news.example"]
        assert sum("a template cannot be used" in one.replace("=\r\n", "") for one in told) == 3
        assert any("mine/issue/story.html:1: division by zero" in one.replace("=\r\n", "") for one in told)
        await house.tick()
        assert len([1 for _, to, _ in house.post.sent if to == "maria@news.example"]) == len(told), "each is told once"


async def test_a_language_that_lacks_words_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = put(tmp_path / "mine", words__sw_po='msgid "One more step"\nmsgstr "Hatua moja"\n')
    async with opened(tmp_path, templates=str(mine)) as house:
        await house.subscriber("ada@news.example", "housing", language="sw")
        await house.tick()
        await house.tick()
    assert any(b"Hatua moja" in data for _, _, data in house.post.sent)
    said = [line for line in capsys.readouterr().out.splitlines() if "language=sw" in line]
    assert len(said) == 1 and "in_english=" in said[0] and "words/sw.po" in said[0]


def test_the_command_says_what_is_wrong_and_what_is_left_in_english(tmp_path: Path) -> None:
    own = put(
        tmp_path / "own",
        words__sw_po='msgid "Welcome"\nmsgstr "Karibu"\n',
        notices__left_txt="{{ x }}",
        web__said_html="<p>{{ said }}</p>",
    )
    done = CliRunner().invoke(app, ["templates", "check", str(own), "--json"])
    rows = {row["file"]: row for row in map(json.loads, done.output.splitlines())}
    assert done.exit_code == 1 and rows["web/said.html"]["used"] and not rows["notices/left.txt"]["used"]
    assert rows["words/sw.po"]["in_english"] > 100
    (tmp_path / "router.toml").write_text(
        'templates = "own"\n[identity]\nsender = "l@news.example"\n[inbox]\naddress = "i@news.example"\n'
    )
    for command in (["templates", "check"], ["status", "--json"]):
        said = CliRunner().invoke(app, [*command, "--config", str(tmp_path / "router.toml")])
        assert "own/notices/left.txt:1: 'x' is undefined" in said.output, "the folder by its own name"
    assert read(own)[0].keys() == rows.keys()
