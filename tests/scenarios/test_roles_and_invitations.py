"""Roles without router.toml, and interests that are public, by invitation, or private: who sees them, and who gets in."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from router.cli.app import app
from router.store import subscribers
from router.store.deeds import By
from router.tokens import Purpose
from router.web.pages import Pages, reader_pages
from tests.house import RULES, alert, opened
from tests.scenarios.doors import Doors, open_doors, reply, reply_address
from tests.scenarios.test_rules_by_mail import PASSED, TRUSTING, Desk, text
from tests.servers.recorder import Recorder

MARIA, ADA, BEN, EVE = "maria@news.example", "ada@uni.example", "ben@uni.example", "eve@else.example"
COMMANDS = "inbox+commands@news.example"
KIN = ("Kinship care and homeless families", "https://herald.example/kin")


def three(folder: Path) -> None:
    """Housing is public, Care by invitation, Board private; a story of kinship belongs to all of them."""
    (folder / "rules" / "interests").mkdir(parents=True)
    (folder / "rules/interests/housing.rules").write_text(RULES["interests/housing.rules"])
    (folder / "rules/interests/care.rules").write_text(RULES["interests/care.rules"] + "join: invitation\n")
    (folder / "rules/interests/board.rules").write_text("interest: Board secrets\njoin: private\ntake any: kinship\n")


def asks(who: str, words: str, number: int) -> str:
    """A mail to +commands, with a From that the mail server proves."""
    domain = who.partition("@")[2]
    return (
        f"{PASSED.replace('news.example' + chr(10), domain + chr(10))}From: <{who}>\nTo: {COMMANDS}\nSubject: x\n"
        f"Message-ID: <a{number}.{who}>\n\n{words}\n"
    )


async def newsletter(house: Doors) -> None:
    house.clock.ahead(minutes=5)
    await house.send(alert(KIN), sender="a@herald.example")
    house.clock.ahead(hours=2)
    await house.tick()


async def test_by_invitation_is_seen_and_private_is_not(tmp_path: Path, recorder: Recorder) -> None:
    three(tmp_path)
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await house.subscriber(BEN, "board", zone="Europe/Vienna")
        await newsletter(house)
        [hers], [his] = house.letters(ADA), house.letters(BEN)
        for letter, who, sees in ((hers, ADA, False), (his, BEN, True)):
            for number, words in enumerate(("interests", "why 1")):
                await house.send(reply(letter, words, who, number), reply_address(letter), who)
                said = text(house.got()[-1])
                assert ("Board secrets" in said) is sees, (who, words)
                assert "Care (by invitation)" in said or number, said
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(reader_pages(Pages(house.installation))), base_url="https://news.example"
        ) as web:
            home = (await web.get("/")).text
            assert "By invitation" in home and 'value="care"' not in home and "Board" not in home
            assert "By invitation" in (await web.get("/i/care")).text and "<form" not in (await web.get("/i/care")).text
            assert (await web.get("/i/board")).status_code == 404
            for who, sees in ((1, False), (2, True)):
                page = (await web.get(f"/t/{house.installation.keys.make(Purpose.READ, who, 1)}/1")).text
                assert ("Board secrets" in page) is sees
            form = {"address": EVE, "interest": ["care", "board"]}
            assert (await web.post("/join", data=form)).status_code == 400 and await subscribers.find(EVE) is None

        before = len(house.got())
        await house.send(asks(EVE, "join care", 1), COMMANDS, EVE)
        [wish] = house.got()[before:]
        assert f"`invite {EVE} to care` to {COMMANDS}" in text(wish)
        assert MARIA in str(wish["To"]) and "join care" in text(wish) and EVE in str(wish["Reply-To"]), (
            "her editors know"
        )
        await house.send(reply(hers, "join Care", ADA, 7), reply_address(hers), ADA)
        told = {str(mail["To"]).strip("<>"): text(mail) for mail in house.got()[before + 1 :]}
        assert (
            "Care is by invitation" in told[ADA] and "went to the editors" in told[ADA] and "join Care" in told[MARIA]
        )
        before = len(house.got())
        await house.send(asks(EVE, "join board\njoin Board secrets", 2), COMMANDS, EVE)
        assert house.got()[before:] == [] and await subscribers.find(EVE) is None
        await house.send(reply(hers, "join Board secrets", ADA, 8), reply_address(hers), ADA)
        assert {str(mail["To"]).strip("<>") for mail in house.got()[before:]} <= {MARIA, ADA}
        assert not any("Board" in text(mail) for mail in house.got()[before:] if ADA in str(mail["To"]))

        house.clock.ahead(hours=24)  # one such letter a day
        invited = await house.installation.consent.invite(ADA, ["board"], By(MARIA, "command"), house.clock())
        assert invited.code == "asked"
        await house.tick()
        asked = house.got()[-1]
        assert f"{MARIA} invites you" in text(asked) and "Board secrets" in text(asked)
        await house.send(reply(asked, "", ADA, 9), reply_address(asked), ADA)
        assert {tie.interest for tie in await subscribers.ties(1) if tie.state == "confirmed"} == {"housing", "board"}
        assert await house.law() == []


async def test_a_role_given_by_the_command_line_holds_at_once_and_is_taken_back(
    tmp_path: Path, recorder: Recorder
) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        cleo = "cleo@news.example"
        desk = Desk(house, tmp_path)
        assert await desk.write("housing show", who=cleo) == []
        by, now = By("maria"), house.clock()
        roles = house.installation.roles
        assert "is told so by mail" in str(
            await roles.add(cleo.upper().replace("NEWS.EXAMPLE", "news.example"), "editor", by, now)
        )
        await house.tick()
        [welcome] = house.got()
        assert cleo in str(welcome["To"]) and "You are an editor" in text(welcome) and "drop 3" in text(welcome)
        assert "NAME try take any" in text(welcome)
        [shown] = await desk.write("housing show", who=cleo)
        assert "take any: homeless*" in text(shown)
        await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await newsletter(house)
        before = len(house.got())
        await house.send(
            reply(house.letters(ADA)[0], "Who picks these?", ADA), reply_address(house.letters(ADA)[0]), ADA
        )
        letters = [mail for mail in house.got()[before:] if "A reader writes" in str(mail["Subject"])]
        assert {str(mail["To"]).strip("<>") for mail in letters} == {MARIA, cleo}, "letters go to her, too"

        await roles.role(cleo, "none", by, house.clock())
        await house.tick()
        assert await desk.write("care show", who=cleo) == []


def test_the_commands(tmp_path: Path) -> None:
    toml = '[identity]\nsender = "letters@news.example"\n[inbox]\naddress = "inbox@news.example"\n[people]\n"maria@news.example" = "owner"\n'
    (tmp_path / "router.toml").write_text(toml)

    async def begin() -> None:
        async with opened(tmp_path):
            pass

    def router(*words: str) -> str:
        result = CliRunner().invoke(app, ["people", *words, "--config", str(tmp_path / "router.toml")])
        return result.output if result.exit_code == 0 else str(result.exception)

    asyncio.run(begin())
    assert router("add", "Cleo@News.Example") == "cleo@news.example is an editor now, and is told so by mail\n"
    assert (
        router("add", "cleo@news.example")
        == "cleo@news.example: is an editor already; `router people role` changes that"
    )
    assert router("role", "cleo@news.example", "owner") == "cleo@news.example is an owner now\n"
    rows = [json.loads(line) for line in router("list", "--json").splitlines()]
    assert [(row["address"], row["role"]) for row in rows] == [("cleo@news.example", "owner"), (MARIA, "owner")]
    assert rows[1]["by"] == "router.toml" and ", 20" in rows[0]["by"]
    assert router("role", "cleo@news.example", "none") == "cleo@news.example is no owner now\n"
    did = [json.loads(line) for line in router("did", "--json").splitlines()]
    assert [(one["what"], one["told"]["role"], one["door"]) for one in did] == [
        ("role", "", "command"), ("role", "owner", "command"), ("role", "editor", "command"),
    ]  # fmt: skip
    assert "address: cleo@news.example; role: owner" in router("did")
    for words, said in (
        (("add", "cleo"), "is not a mail address"),
        (("add", ADA, "--role", "king"), "'king' is none; write editor or owner"),
        (("role", MARIA, "editor"), "is named in router.toml; change it there, under [people]"),
        (("role", ADA, "owner"), "has no role; `router people add` gives one"),
        (("invite", ADA, "nothing"), "there is none called 'nothing'"),
    ):
        assert said in router(*words), words
    assert "was sent a letter to confirm care" in router("invite", ADA, "care", "--by", MARIA)


@pytest.mark.parametrize("role", ["editor", "owner"])
async def test_who_is_forgotten_has_no_role_any_more(tmp_path: Path, role: str) -> None:
    async with opened(tmp_path, inside=True) as house:
        installation = house.installation
        await installation.roles.add(ADA, role, By("maria"), house.clock())
        held = json.loads(await installation.privacy.held(ADA))
        assert held["role"][0]["role"] == role and held["deed"][0]["told"].count(ADA) == 1
        await installation.privacy.forget(ADA, house.clock(), farewell=False)
        await installation.learn_people()
        assert ADA not in installation.people
        assert list(json.loads(await installation.privacy.held(ADA))) == ["suppressed"]
