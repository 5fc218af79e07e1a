"""Editors' words in a reply: stories and editions change as by the command line, proven or after a yes, and it is kept who said it."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from router.editing.replay import replay
from router.store import acts, deeds, subscribers
from tests.house import RULES, alert
from tests.scenarios.doors import Doors, open_doors, reply, reply_address
from tests.scenarios.test_rules_by_mail import FAILED, PASSED, TRUSTING, text
from tests.servers.recorder import Recorder

MARIA, BEN, ADA, EVE = "maria@news.example", "ben@uni.example", "ada@uni.example", "eve@else.example"
TITLES = ("Homeless families wait for a decision", "Homeless shelter opens in winter", "Rough sleeping count begins")


async def morning(house: Doors) -> EmailMessage:
    """Three stories of housing; Maria has her newsletter at seven, Ben has his at nine, Ada reads care on Tuesday."""
    await house.subscriber(MARIA, "housing", zone="Europe/Vienna", minutes=0)
    await house.subscriber(BEN, "housing", zone="Europe/Vienna", time="09:00", minutes=0)
    await house.subscriber(ADA, "care", zone="Europe/Vienna", minutes=0)
    house.clock.ahead(minutes=5)
    await house.send(alert(*((title, f"https://herald.example/{n}") for n, title in enumerate(TITLES))), sender="a@b.example")  # fmt: skip
    house.clock.ahead(minutes=65)
    await house.tick()
    [letter] = house.letters(MARIA)
    return letter


class Maria:
    """The editor, answering one letter."""

    said = 0  # mails of hers

    def __init__(self, house: Doors, letter: EmailMessage) -> None:
        self.house, self.letter = house, letter

    async def says(self, words: str, head: str = PASSED, who: str = MARIA) -> list[EmailMessage]:
        before, Maria.said = len(self.house.recorder.mails), Maria.said + 1
        raw = reply(self.letter, words, who, self.said).replace(f"<{who}>", f'"Maria Mayer" <{who}>', 1)
        await self.house.send(head + raw, reply_address(self.letter), who)
        return self.house.got()[before:]

    async def answer(self, words: str) -> str:
        [mail] = await self.says(words)
        assert MARIA in str(mail["To"]), "one answer, to the editor"
        return text(mail)

    def number(self, title: str) -> int:
        """The number of this story in the letter."""
        listed = " ".join(self.letter.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
        return int(listed[: listed.index(title)].rstrip().rsplit(maxsplit=1)[-1].rstrip("."))


async def test_drop_note_route_and_pin_by_a_reply_to_a_newsletter(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        maria = Maria(house, await morning(house))
        one, two, three = map(maria.number, TITLES)
        said = await maria.answer(
            f"drop {one}\nnote {two} Jane of our own team runs it\nand speaks on Friday.\n\nroute {two} to Care\nminutes 40\npin {three}"
        )
        assert "is withdrawn: who has not had it yet is not given it" in said
        assert "“Jane of our own team runs it and speaks on Friday.” stands with it" in said
        assert f"Care has story {two} now" in said and "it was released on 2026-11-23" in said and "40 minutes" in said
        house.clock.ahead(hours=3)
        await house.tick()
        [his] = house.letters(BEN)
        assert TITLES[0] not in text(his) and TITLES[1] in text(his) and TITLES[2] in text(his)
        assert "Jane of our own team runs it and speaks on Friday." in text(his) and "Maria Mayer" in text(his)

        rules = house.installation.rules
        now = house.clock()
        again = await replay(rules.book, rules.version, now - timedelta(days=2), now, apply=True)
        assert (again.gained, again.lost) == ((), ()), "what an editor routed stays over a replay"
        house.clock.ahead(hours=22)
        await house.tick()
        [hers] = house.letters(ADA)
        assert TITLES[1] in text(hers)
        await house.send(reply(hers, "why 1", ADA, 5), reply_address(hers), ADA)
        assert "An editor put it into Care." in text(house.got()[-1])

        kept = {one.what: one for one in await deeds.listed()}
        assert set(kept) == {"drop", "note", "route"} and {one.by for one in kept.values()} == {MARIA}
        assert {one.door for one in kept.values()} == {"reply"} and kept["route"].told["interest"] == "care"
        assert await house.law() == []


async def test_a_reply_to_the_letter_of_an_edition_that_waits(tmp_path: Path, recorder: Recorder) -> None:
    (tmp_path / "rules" / "interests").mkdir(parents=True)
    (tmp_path / "rules/interests/housing.rules").write_text(RULES["interests/housing.rules"] + "hold: yes\n")
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        await house.subscriber(BEN, "housing", zone="Europe/Vienna", time="09:00", minutes=0)
        await house.tick()
        house.clock.ahead(minutes=5)
        await house.send(alert(*((title, f"https://herald.example/{n}") for n, title in enumerate(TITLES))), sender="a@b.example")  # fmt: skip
        house.clock.ahead(minutes=40)
        await house.tick()
        [letter] = house.got(lambda mail: MARIA in str(mail["To"]))
        assert all(title in text(letter) for title in TITLES)
        maria = Maria(house, letter)
        one, _, three = map(maria.number, TITLES)
        assert "Put one of these" in await maria.answer("help")
        assert "none of this number" in await maria.answer("drop 9")
        said = await maria.answer(f"drop {one}\npin {three}\nnote Housing: Read the first one twice.\nrelease")
        assert "is dropped" in said and "is pinned" in said and "word is written" in said and "released:" in said
        house.clock.ahead(hours=3)
        await house.tick()
        [his] = house.letters(BEN)
        assert TITLES[0] not in text(his) and text(his).index(TITLES[2]) < text(his).index(TITLES[1])
        assert "Read the first one twice." in text(his) and "Maria Mayer" in text(his)
        shown = await house.installation.editions.shown("housing", "2026-11-23", house.clock())
        assert (shown["state"], shown["why"]) == ("released", "released by Maria Mayer")
        assert "was released on 2026-11-23" in await maria.answer("hold")
        house.clock.ahead(days=8)
        assert "more than seven days ago" in await maria.answer("drop 2") and "more than seven" in await maria.answer(
            "yes"
        )
        assert [one.what for one in await deeds.listed()][:4] == ["release", "word", "pin", "drop"]
        assert await house.law() == []


async def test_without_proof_the_editor_is_asked_and_nobody_else_is_heard(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        maria = Maria(house, await morning(house))
        for head, who in (("", MARIA), (PASSED.replace("news.example\n", "else.example\n"), EVE)):
            [asked] = await maria.says("drop 1\nhold", head, who)
            assert MARIA in str(asked["To"]) and "most likely you, wrote this as an editor" in text(asked), who
            assert (await maria.house.installation.editions.shown("housing", "2026-11-23", house.clock()))[
                "dropped"
            ] == []
        for head, who in (("", EVE), (FAILED, MARIA)):
            assert await Maria(house, asked).says("yes", head, who) == [], "the yes is the editor's alone"
        [unclear] = await Maria(house, asked).says("yes, though I wonder about the second one")
        assert "neither yes nor no" in text(unclear)
        [done] = await Maria(house, asked).says("yes")
        assert "is withdrawn" in text(done) and "held until an editor releases it" in text(done)
        [again] = await Maria(house, asked).says("yes")
        assert "done already" in text(again)

        house.clock.ahead(hours=3)
        await house.tick()
        [his] = house.letters(BEN)
        before = len(await deeds.listed())
        got = len(house.got())
        await house.send(PASSED.replace("news.example\n", "uni.example\n") + reply(his, "drop 1\nhold", BEN, 9), reply_address(his), BEN)  # fmt: skip
        assert len(await deeds.listed()) == before, "a reader's `drop` is a letter to the editors"
        assert [str(mail["Subject"]).partition(":")[0] for mail in house.got()[got:] if MARIA in str(mail["To"])] == ["A reader writes"]  # fmt: skip
        assert await house.law() == []


async def test_an_editor_who_reads_nothing_invites_somebody_who_has_to_say_yes(
    tmp_path: Path, recorder: Recorder
) -> None:
    (tmp_path / "rules" / "interests").mkdir(parents=True)
    (tmp_path / "rules/interests/housing.rules").write_text(RULES["interests/housing.rules"] + "join: invitation\n")
    (tmp_path / "rules/interests/board.rules").write_text("interest: Board\njoin: private\ntake any: board\n")
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        letter = EmailMessage()
        letter["Reply-To"], letter["Subject"], letter["Message-ID"] = (
            "inbox+commands@news.example",
            "x",
            "<x@x.example>",
        )
        maria = Maria(house, letter)
        [asked] = await maria.says(f"invite {ADA} to housing, Board")
        assert f"invite {ADA} to housing, Board" in text(asked) and MARIA in str(asked["To"])
        [asks, done] = sorted(await Maria(house, asked).says("yes"), key=lambda mail: str(mail["To"]))
        assert f"{ADA} was sent a letter to confirm housing and board" in text(done) and MARIA in str(done["To"])
        assert ADA in str(asks["To"]) and f"{MARIA} invites you" in text(asks)
        assert "Housing" in text(asks) and "Board" in text(asks) and await subscribers.people() == []
        await house.send(reply(asks, "yes", ADA, 3), reply_address(asks), ADA)
        [person] = await subscribers.people()
        assert sorted(person.interests) == ["board", "housing"]
        [ask] = await acts.of(person.id, ("asked",))
        deed = await deeds.get(ask.told["invited"])
        assert deed is not None and (deed.by, deed.what) == (MARIA, "invite") and ADA not in str(deed.told)
        for words in ("help", "invit ada@uni.example to housing", "Could you invite Ada, please?"):
            assert "invite ADDRESS to NAME" in await maria.answer(words), words
        for words in (f"invite {EVE} to housing", f"add {EVE} to Board"):
            assert await maria.says(words, FAILED) == [] and await maria.says(words, PASSED, EVE) == []
        assert await subscribers.find(EVE) is None


async def test_where_tags_do_not_arrive_the_letters_are_known_by_what_they_answer(
    tmp_path: Path, recorder: Recorder
) -> None:
    (tmp_path / "rules" / "interests").mkdir(parents=True)
    (tmp_path / "rules/interests/housing.rules").write_text(RULES["interests/housing.rules"] + "hold: yes\n")
    bare = {"inbox": {"address": "inbox@news.example", "subaddresses": False}, "web": {"base_url": ""}}
    async with open_doors(tmp_path, recorder, **bare) as house:
        await house.send(alert(*((title, f"https://herald.example/{n}") for n, title in enumerate(TITLES))), sender="a@b.example")  # fmt: skip
        house.clock.ahead(minutes=40)
        await house.tick()
        [letter] = house.got(lambda mail: MARIA in str(mail["To"]))
        [passed] = await Maria(house, letter).says("drop 1", "", EVE)
        assert "A reader writes" in str(passed["Subject"]), "from anywhere else it is a letter"
        [asked] = await Maria(house, letter).says("drop 1\nrelease", "")
        [done] = await Maria(house, asked).says("yes", "")
        assert "is dropped" in text(done) and "released:" in text(done)
        edition = await house.installation.editions.shown("housing", "2026-11-23", house.clock())
        assert edition["state"] == "released" and len(edition["dropped"]) == 1


async def test_an_edition_is_seen_and_changed_by_mail_before_it_closes(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        await house.subscriber(BEN, "housing", zone="Europe/Vienna", time="09:00", minutes=0)
        await house.tick()
        house.clock.ahead(minutes=5)
        await house.send(alert(*((title, f"https://herald.example/{n}") for n, title in enumerate(TITLES))), sender="a@b.example")  # fmt: skip
        asking = EmailMessage()
        asking["Reply-To"], asking["Subject"], asking["Message-ID"] = (
            "inbox+commands@news.example",
            "x",
            "<x@x.example>",
        )
        [seen] = await Maria(house, asking).says("show Housing")
        assert "Housing, 2026-11-23: open, takes stories until it closes." in text(seen)
        maria = Maria(house, seen)
        one, two, _ = map(maria.number, TITLES)
        assert "is dropped" in await maria.answer(f"drop {one}\npin {two}")
        [again] = await maria.says("show")
        assert TITLES[0] not in text(again) and Maria(house, again).number(TITLES[1]) == 1, (
            "numbers are those of the letter"
        )
        assert "is pinned no more" in await Maria(house, again).answer("unpin 1")
        assert await Maria(house, asking).says("show Housing", PASSED.replace("news", "else"), EVE) == []
        house.clock.ahead(hours=4)
        await house.tick()
        [his] = house.letters(BEN)
        assert TITLES[0] not in text(his) and TITLES[2] in text(his)
        await house.subscriber(MARIA, "housing", "care", zone="Europe/Vienna", minutes=0)
        await house.send(alert(("Homeless kinship carers", "https://herald.example/k"), number=7), sender="a@b.example")
        house.clock.ahead(hours=21)
        await house.tick()
        [hers] = house.letters(MARIA)
        assert "it is not clear which of care, housing" in await Maria(house, hers).answer("show")
        letters = await Maria(house, hers).says("show care\nshow housing\nstatus")
        assert sorted(text(mail)[:4] for mail in letters) == ["Care", "Hous", "This"]
        assert [one.what for one in await deeds.listed()] == ["unpin", "pin", "drop"]
        assert await house.law() == []
