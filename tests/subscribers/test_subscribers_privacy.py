"""Rights: all that is held is shown, and after forgetting no byte of the database names the address. Tables of addresses."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from router.cli import subscribers as cli
from router.editing import hands
from router.errors import RouterError
from router.store import acts, deeds, rulebooks, subscribers
from router.store.bulk import reader
from router.store.deeds import By, Done
from router.store.reader_records import Edition
from router.store.records import Rulebook
from router.subscribers import sheets
from router.subscribers.consent import WORDING
from router.tokens import Purpose
from tests.house import House, alert, opened
from tests.subscribers.returned import SOFT, bounce

ADA, BEN = "ada.lovely@uni.example", "ben@uni.example"
STORY = ("Homeless families wait for a decision", "https://herald.example/h")


async def lived(house: House) -> None:
    """Ada joined, changed things, bounced, wrote a letter, passed a story on; Ben is her neighbour in every table."""
    for address in (ADA, BEN):
        await house.subscriber(address, "housing", zone="Europe/Vienna")
    house.clock.ahead(minutes=5)
    await house.mail(alert(STORY, number=1))
    house.clock.ahead(hours=2)
    await house.tick()
    to = "inbox+r." + house.installation.keys.make(Purpose.REPLY, 1, 1) + "@news.example"
    for n, words in enumerate(("minutes 10", "What a sad story this is, I know the family.")):
        await house.mail(
            f"From: Ada Lovely <{ADA}>\nTo: {to}\nSubject: Re\nMessage-ID: <l{n}@uni.example>\n\n{words}\n",
            recipients=(to,), sender=ADA,
        )  # fmt: skip
    await house.mail(
        f"From: Ada Lovely <{ADA}>\nTo: inbox+housing@news.example\nSubject: Homeless and cold\nMessage-ID: <tip@uni.example>\n\n"
        "Important for us: https://paper.example/homeless-and-cold\n",
        recipients=("inbox+housing@news.example",), sender=ADA,
    )  # fmt: skip
    envelope, data = next(
        (sender, data) for sender, who, data in house.post.sent if who == ADA and b"\r\nList-Id:" in data
    )
    await house.mail(bounce(envelope, ADA, data, SOFT), recipients=(envelope,), sender="")
    await house.tick()
    # she was an editor once
    await deeds.add(Done(ADA, "mail", "rules", {"file": "housing.rules", "note": f"for {ADA}"}), house.clock())
    await Edition.all().update(note="Look at this", note_by=ADA, released_by=ADA)
    await Rulebook.all().update(author=ADA)


async def tables_naming(address: str) -> set[str]:
    """Every table with this address in one of its columns, but for those of bytes, which are counted."""
    found = set()
    for row in await reader().execute_query_dict("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for column in await reader().execute_query_dict(f'PRAGMA table_info("{row["name"]}")'):
            question = (
                f'SELECT 1 FROM "{row["name"]}" WHERE instr(LOWER(CAST("{column["name"]}" AS TEXT)), ?) > 0 LIMIT 1'
            )
            if await reader().execute_query_dict(question, [address]):
                found.add(str(row["name"]))
    return found - {"mail_bytes", "delivery_bytes"}


async def test_export_shows_every_row_that_names_the_address(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await lived(house)
        held = json.loads(await house.installation.privacy.held(ADA))
        assert set(held) >= {
            "deed",
            "edition",
            "rulebook",
            "subscriber",
            "subscription",
            "act",
            "issue",
            "issue_story",
            "delivery",
            "mail",
        }
        assert held["subscriber"][0]["address"] == ADA and held["issue_story"][0]["title"] == STORY[0]
        assert len(held["mail"]) == 4, "three of hers, and the bounce that names her"
        assert set(held) >= await tables_naming(ADA), "found by looking into every column of every table"
        assert BEN not in json.dumps(held)
        assert json.loads(await house.installation.privacy.held("eve@else.example")) == {}


async def test_forgetting_leaves_no_byte_behind_within_a_minute(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await lived(house)
        hashed = house.installation.consent.limits.hashed(ADA)
        begun = time.monotonic()
        reason = await house.installation.privacy.forget(ADA, house.clock())
        assert reason.code == "forgotten"
        await house.tick()
        house.clock.ahead(minutes=2)
        await house.tick()
        assert time.monotonic() - begun < 60
        assert house.post.sent[-1][1] == ADA and b"erased everything" in house.post.sent[-1][2].replace(b"=\r\n", b"")
        assert await subscribers.find(ADA) is None and await acts.suppressed(hashed) == "forgotten"
        assert [person.address for person in await subscribers.people()] == [BEN]
        assert (await Rulebook.first()).author == "" and (await Edition.first()).note == "Look at this"  # type: ignore[union-attr]
        assert await house.law() == []
        assert (await house.installation.consent.ask(ADA, ["housing"], "page", house.clock())).code == "suppressed"
        assert BEN.encode() in (tmp_path / "router.db").read_bytes(), "it is all there, and not in the journal"
        for file in tmp_path.glob("router.db*"):
            found = file.read_bytes()
            for secret in (ADA.encode(), b"Ada Lovely", b"I know the family", ADA.partition("@")[0].encode()):
                assert secret not in found, (file.name, secret)


async def test_an_editor_is_forgotten_with_what_they_did_and_whom_they_invited(tmp_path: Path) -> None:
    maria = "maria.mayer@uni.example"
    inbox = {"address": "inbox@news.example", "authserv_id": "mx.news.example"}
    async with opened(tmp_path, inbox=inbox, people={maria: "editor"}) as house:
        await lived(house)
        await house.subscriber(maria, "housing")
        back = "inbox+r." + house.installation.keys.make(Purpose.REPLY, 3, 0) + "@news.example"
        for n, (to, words) in enumerate(
            (
                (back, "invite eve.long-name@uni.example to housing"),
                ("inbox+rules@news.example", "housing add take any: rent"),
            )
        ):
            await house.mail(
                f"Authentication-Results: mx.news.example; dkim=pass header.d=uni.example\nFrom: Maria Mayer <{maria}>\n"
                f"To: {to}\nSubject: Re\nMessage-ID: <m{n}@uni.example>\n\n{words}\n", recipients=(to,), sender=maria,
            )  # fmt: skip
        await house.installation.editions.hold("housing", "", house.clock(), by=By(maria, "reply"))
        await house.installation.editions.note(
            "housing", "", "Hello", "Maria Mayer", house.clock(), by=By(maria, "reply")
        )
        await hands.note(1, "A note of hers", "Maria Mayer", house.clock(), by=By(maria, "reply"))
        await rulebooks.put({}, [], maria, "all gone", house.clock())
        await house.tick()
        held = json.loads(await house.installation.privacy.held(maria))
        assert {one["what"] for one in held["deed"]} == {"invite", "asked rules", "hold", "word", "note"}
        for address in ("eve.long-name@uni.example", maria):
            await house.installation.privacy.forget(address, house.clock(), farewell=False)
            assert list(json.loads(await house.installation.privacy.held(address))) == ["suppressed"]
            for file in tmp_path.glob("router.db*"):
                data = file.read_bytes().replace(b"=\r\n", b"")
                assert address.encode() not in data and b"eve.long" not in data, file.name
        assert b"Maria Mayer" not in data and b"A note of hers" not in data
        assert await house.law() == []


async def test_who_was_forgotten_comes_back_only_by_their_own_proven_mail(tmp_path: Path) -> None:
    inbox = {"address": "inbox@news.example", "authserv_id": "mx.news.example"}
    async with opened(tmp_path, inside=True, inbox=inbox) as house:
        await lived(house)
        await house.installation.privacy.forget(ADA, house.clock(), farewell=False)
        for verdict, there in (("fail", None), ("none", None), ("pass", True)):
            await house.mail(
                f"Authentication-Results: mx.news.example; dkim={verdict} header.d=uni.example\nFrom: <{ADA}>\n"
                f"To: inbox+commands@news.example\nSubject: x\nMessage-ID: <{verdict}@uni.example>\n\njoin housing\n",
                recipients=("inbox+commands@news.example",), sender=ADA,
            )  # fmt: skip
            assert (await subscribers.find(ADA) is not None) is bool(there), verdict


TABLES = [
    b"email,name\nada@uni.example,Ada\n",
    "Name;E-Mail\r\nAda;ada@uni.example\r\n".encode("utf-8-sig"),
    "Name\tE-Mail-Adresse\r\nJörg\tada@uni.example\r\n".encode("utf-16"),
    "Nom;Adresse e-mail\r\nZoë;ada@uni.example\r\n".encode("cp1252"),
    b"sep=;\r\nname;mail\r\nAda;ada@uni.example\r\n",
    b"ada@uni.example\n",
    b'"Lovelace, Ada","<ada@uni.example>"\n',
    b"Name;E-Mail\rAda;ada@uni.example\r",  # Excel on a Mac
    "Имя;Электронная почта\r\nАда;ada@uni.example\r\n".encode("cp1251"),
    "名前,メールアドレス\r\nエイダ,ada@uni.example\r\n".encode("utf-8-sig"),
    b'Note,Mail\r\n"two\nlines, and ""more""",ada@uni.example\r\n',
]


@pytest.mark.parametrize("data", TABLES)
def test_tables_as_programs_write_them(data: bytes) -> None:
    [(_, address)] = sheets.read(data)
    assert address.strip("<>") == "ada@uni.example"


@pytest.mark.parametrize(
    "data", [b"name,phone\nAda,1\n", b"x" * (sheets.MOST_BYTES + 1), b"a@b.example\n" * (sheets.MOST_ROWS + 1)]
)
def test_no_table_of_addresses_says_so(data: bytes) -> None:
    with pytest.raises(RouterError):
        sheets.read(data)


async def test_a_table_is_sorted_and_nobody_is_subscribed_by_it(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber(BEN, "housing")
        consent = house.installation.consent
        await acts.suppress([consent.limits.hashed("cyd@uni.example")], "complaint", house.clock())
        rows = sheets.read(f"email\nada@uni.example\n{BEN}\nADA@uni.example\ncyd@uni.example\nno address\n".encode())
        found = await sheets.sort(rows, ["housing"], consent)
        assert (found.new, found.already, found.suppressed) == (["ada@uni.example"], [BEN], ["cyd@uni.example"])
        assert found.bad == ["line 6: 'no address'"] and await subscribers.find("ada@uni.example") is None
        assert await sheets.ask_all(found.new, ["housing"], consent, house.clock(), zone="Europe/Vienna") == 1
        assert [tie.state for tie in await subscribers.ties(2)] == ["unconfirmed"]


def test_the_commands(tmp_path: Path) -> None:
    (tmp_path / "rules" / "interests").mkdir(parents=True)
    (tmp_path / "rules" / "interests" / "housing.rules").write_text("interest: Housing\ntake any: homeless*\n")
    (tmp_path / "router.toml").write_text(
        '[identity]\nsender = "letters@news.example"\n[inbox]\naddress = "inbox@news.example"\n'
    )
    (tmp_path / "people.csv").write_text("email;name\nada@uni.example;Ada\nnobody;No\n")
    config = ["--config", str(tmp_path / "router.toml")]

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli.app, [*words, *config])
        assert result.exit_code == 0, (words, result.output, result.exception)
        return result.output

    dry = json.loads(run("import", str(tmp_path / "people.csv"), "housing", "--json"))
    assert dry == {"new": ["ada@uni.example"], "already": [], "suppressed": [], "bad": ["line 3: 'nobody'"], "asked": 0}
    assert "nobody of this address was ever asked" in run("why", "ada@uni.example", "2026-11-23")
    assert "1 were asked" in run("import", str(tmp_path / "people.csv"), "housing", "--ask")
    assert "not said yes" in run("why", "ada@uni.example", "2026-01-02")
    assert json.loads(run("export", "ada@uni.example"))["subscription"][0]["asked_by"] == "import"
    assert "on day 15 of the month at 18:30" in run("when", "ada@uni.example", "monthly 15 18:30")
    assert "monthly 15 18:30" in run("list", "--json")
    assert "was sent a letter" in run("add", "eve@uni.example", "housing", "--when", "at once")
    assert "at once UTC" in run("list", "--json")
    for wrong in (["when", "nobody@uni.example", "daily"], ["when", "ada@uni.example", "some day"]):
        assert CliRunner().invoke(cli.app, [*wrong, *config]).exit_code != 0
    assert "erased" in run("forget", "ada@uni.example", "--yes")
    assert json.loads(run("export", "ada@uni.example")) == {"suppressed": [{"reason": "forgotten"}]}
    assert "asked to be forgotten" in run("why", "ada@uni.example", "2026-11-23")
    assert CliRunner().invoke(cli.app, ["why", "x@y.example", "monday", *config]).exit_code != 0


async def test_the_record_of_consent_says_what_when_by_which_door_in_which_words(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await house.installation.consent.ask(ADA, ["housing", "care"], "page", house.clock(), language="de")
        [asked] = await acts.of(1, ("asked",))
        assert (asked.door, asked.at, asked.told) == (
            "page", house.clock(), {"interests": ["housing", "care"], "wording": WORDING}
        )  # fmt: skip
        house.clock.ahead(hours=3)
        token = house.installation.keys.read(
            Purpose.CONFIRM, house.installation.keys.make(Purpose.CONFIRM, 1, asked.id)
        )
        await house.installation.consent.confirm(token, "mail", house.clock())
        [joined] = await acts.of(1, ("joined",))
        assert (joined.door, joined.at) == ("mail", house.clock())
        assert joined.told == {"interests": ["care", "housing"], "wording": [WORDING], "language": "de"}
        held = json.loads(await house.installation.privacy.held(ADA))
        assert [row["what"] for row in held["act"]] == ["asked", "joined"], "and they can see it"


async def test_who_never_says_yes_is_forgotten_after_seven_days_with_every_trace(tmp_path: Path) -> None:
    async with opened(tmp_path, inside=True) as house:
        await house.subscriber(BEN, "housing")
        await house.installation.consent.ask(ADA, ["housing"], "page", house.clock())
        await house.installation.consent.ask(BEN, ["care"], "page", house.clock())
        await house.tick()
        house.clock.ahead(days=6)
        await house.tick()
        assert await subscribers.find(ADA) is not None
        house.clock.ahead(days=2)
        await house.tick()
        assert await subscribers.find(ADA) is None and await subscribers.find(BEN) is not None
        assert json.loads(await house.installation.privacy.held(ADA)) == {}
        assert await house.law() == []
