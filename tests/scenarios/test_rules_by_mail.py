"""An editor with nothing but a mail program changes rules: shown first, done by a yes, committed; told when a file changed."""

from __future__ import annotations

import subprocess
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from router.store import deeds, mails, rulebooks
from router.store.deeds import By
from tests.house import RULES, alert
from tests.scenarios.doors import Doors, open_doors, reply, reply_address
from tests.servers.recorder import Recorder

MARIA, EVE = "maria@news.example", "eve@else.example"
TO = "inbox+rules@news.example"
HOUSING = "interests/housing.rules"
PASSED = "Authentication-Results: mx.news.example; dkim=pass header.d=news.example\n"
FAILED = PASSED.replace("pass", "fail")
TRUSTING = {"inbox": {"address": "inbox@news.example", "authserv_id": "mx.news.example"}}
STORIES = [(f"Hostel number {n} opens its doors", f"https://herald.example/hostel-{n}") for n in range(14)]


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


class Desk:
    """Maria at her mail program."""

    def __init__(self, house: Doors, folder: Path) -> None:
        self.house, self.folder, self.said = house, folder, 0

    async def write(self, words: str, head: str = PASSED, who: str = MARIA, to: str = TO, subject: str = "rules") -> list[EmailMessage]:  # fmt: skip
        before, self.said = len(self.house.recorder.mails), self.said + 1
        self.house.clock.ahead(minutes=10)
        await self.house.send(
            f"{head}From: <{who}>\nTo: {to}\nSubject: {subject}\nMessage-ID: <r{self.said}@news.example>\n\n{words}\n",
            to, who,
        )  # fmt: skip
        return self.house.got()[before:]

    async def answer(self, words: str, **how: Any) -> EmailMessage:
        [mail] = await self.write(words, **how)
        assert MARIA in str(mail["To"]) and str(mail["Auto-Submitted"]) == "auto-replied"
        assert self.house.recorder.mails[-1].sender == "", "a null envelope sender: no machine answers it"
        return mail

    async def reply(self, to: EmailMessage, words: str, who: str = MARIA, head: str = PASSED) -> list[EmailMessage]:
        before, self.said = len(self.house.recorder.mails), self.said + 1
        self.house.clock.ahead(minutes=10)
        await self.house.send(head + reply(to, words, who, self.said), reply_address(to), who)
        return self.house.got()[before:]

    def file(self, name: str = HOUSING) -> str:
        return (self.folder / "rules" / name).read_text()


async def stories(house: Doors) -> None:
    """Fourteen stories of a hostel on two days, which no interest takes yet, and one of housing."""
    for day in range(2):
        await house.send(alert(*STORIES[day * 7 : day * 7 + 7], number=day), sender="alerts@news.example")
        house.clock.ahead(hours=24)
    await house.send(alert(("Homeless families wait", "https://herald.example/h"), number=9), sender="a@news.example")


async def test_a_line_is_added_by_mail_and_routes_what_comes(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        await stories(house)
        desk = Desk(house, tmp_path)
        shown = await desk.answer("Housing add take any: hostel*\nThanks, Maria")
        said = text(shown)
        assert "+take any: hostel*" in said and "housing: 15 routed, +14 −0" in said
        assert said.count("opens its doors (") == 10 and "+ and 4 older ones" in said, "ten examples"
        assert "█████ 7 +7 2026-11-24" in said and "Not read: “Thanks, Maria”" in said
        assert desk.file() == RULES[HOUSING], "shown, not done"

        [done] = await desk.reply(shown, "yes")
        assert f"Done: {HOUSING}. That is rulebook 2 now." in text(done)
        assert desk.file() == RULES[HOUSING].replace("rough sleeping\n", "rough sleeping\ntake any:    hostel*\n")
        await house.tick()
        assert house.installation.rules.version == 2, "the service reads the file it wrote itself and makes no third"
        newest = (await rulebooks.history(HOUSING))[-1]
        assert (newest.author, newest.note) == (MARIA, "housing add take any: hostel*")
        kept = (await deeds.listed())[0]
        assert (kept.by, kept.door, kept.what, kept.told["rulebook"]) == (MARIA, "mail", "rules", 2)

        await house.send(alert(("A hostel closes", "https://herald.example/c"), number=20), sender="a@news.example")
        edition = await house.installation.editions.shown("housing", "", house.clock())
        assert "A hostel closes" in [one["title"] for one in edition["stories"]]
        assert "That is done already." in text((await desk.reply(shown, "yes"))[0]), "a yes counts once"
        assert (await rulebooks.newest())[0] == 2 and await house.law() == []


async def test_a_line_is_dropped_by_itself_or_by_its_number_and_a_changed_file_is_told(
    tmp_path: Path, recorder: Recorder
) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        desk = Desk(house, tmp_path)
        path = tmp_path / "rules" / HOUSING
        listed = text(await desk.answer("housing show"))
        number = next(word for word in listed.split() if word.startswith("4@"))
        assert f"{number} expect skip: Rain today" in listed
        assert f"if you mean `{number} expect skip: Rain today`, say {number};" not in listed
        assert f"say {number}" in text(await desk.answer("housing drop 4"))
        shown = await desk.answer(f"housing drop {number}\nhousing add take title: rent")
        assert "-expect skip: Rain today" in text(shown) and "+take title: rent" in text(shown)

        path.write_text("# Maria's colleague was faster\n" + RULES[HOUSING])
        await house.tick()
        [told] = await desk.reply(shown, "Yes.")
        assert f"{HOUSING} was changed since that was shown to you, so nothing was written" in text(told)
        assert "its lines were numbered anew" in text(told) and "faster" in desk.file() and "rent" not in desk.file()

        shown = await desk.answer("housing drop Expect skip: Rain  today")
        path.write_text("# and faster again\n" + RULES[HOUSING])
        await house.tick()
        [told] = await desk.reply(shown, "yes")
        assert "was changed since" in text(told) and "Reply “yes”" in text(told), "and it is shown as it would be now"
        assert "Rain today" in desk.file()
        await desk.reply(told, "yes")
        assert "Rain today" not in desk.file() and "faster again" in desk.file(), "comments are kept"

        shown = await desk.answer("housing add expect skip: Rain today")
        path.write_text(desk.file() + "expect skip: Rain today\n")  # as if killed before it was kept that it is done
        [done] = await desk.reply(shown, "yes")
        assert f"Done: {HOUSING} says so now." in text(done) and desk.file().count("Rain today") == 1


async def test_what_is_only_tried_or_not_understood_or_broken_changes_nothing(
    tmp_path: Path, recorder: Recorder
) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        await stories(house)
        desk, before = Desk(house, tmp_path), await rulebooks.newest()
        tried = await desk.answer("care try take title: hostel + opens ~ doors")
        assert "You only tried it: nothing is changed" in text(tried) and "+14" in text(tried)
        assert "Read as: hostel and (opens within eight words of doors)" in text(tried)
        for words, said in (
            ("housing add take headline: rent", "unknown part `take headline`"),
            ("housing add kinship care", "no colon in `kinship care`"),
            (
                "housing drop take any: homeless*, rough sleeping\nhousing add take any: rent",
                "a test fails: no line takes `Homeless families wait`",
            ),
            ("housing drop take any: homeless*", "did you mean `2@"),
            ("housing add expect take: Trains are late", "a test fails: no line takes `Trains are late`"),
            ("housing add take any: rent\nhousing drop take any: rent", "it has no line `take any: rent`"),
            ("housng show", "Did you mean “housing”?"),
            ("housing", "Behind “housing” it takes one of these words"),
            ("Could you add something on hostels, please?", "nothing was changed"),
            ("interests", "care: Care"),
            ("help", "NAME drop 12@a3f9c1"),
        ):
            assert said in text(await desk.answer(words)), words
        flowed = f"{PASSED}Content-Type: text/plain; charset=utf-8; format=flowed\n"
        assert "+take any: rough nights" in text(await desk.answer("housing add take any: rough \nnights", head=flowed))
        shown = await desk.answer("", subject="housing add take any: rent")
        for words in ("no", "Yes, but only on weekdays please, and not in summer", ""):
            for mail in await desk.reply(shown, words):
                assert "nothing was changed" in text(mail)
        assert desk.file() == RULES[HOUSING] and await rulebooks.newest() == before
        assert (await desk.reply(shown, "housing show"))[0]["Subject"] is not None, "further lines in a reply are read"


async def test_nobody_but_editors_is_heard_and_a_forged_from_brings_out_nothing(
    tmp_path: Path, recorder: Recorder
) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        await house.subscriber(EVE, "housing")
        await house.tick()
        recorder.mails.clear()
        desk = Desk(house, tmp_path)
        words = "housing add take any: hostel*"
        for head, who in ((FAILED, MARIA), ("", EVE), (PASSED.replace("news.example\n", "else.example\n"), EVE)):
            assert await desk.write(words, head, who) == [], who
        assert await desk.write(words, "Auto-Submitted: auto-replied\n") == []
        unproven = await desk.write(words, "")
        assert [MARIA in str(mail["To"]) for mail in unproven] == [True], "asked at her own address, whoever wrote"
        for n in range(8):
            await desk.write(f"{words}, {n}", "")
        assert len(house.got()) == 5, "an address that proves nothing is answered five times a day"

        shown = unproven[0]
        for who, head in ((EVE, ""), (MARIA, FAILED)):
            assert await desk.reply(shown, "yes", who, head) == [] and desk.file() == RULES[HOUSING]
        cut = reply_address(shown).replace("+e.", "+e.a")[:-16] + "@news.example"
        assert await desk.write("yes", PASSED, MARIA, cut) == []
        for n in range(20):
            assert await desk.answer(f"{words}, {n}")
        house.clock.ahead(days=8)
        [over] = await desk.reply(shown, "yes")
        assert "more than seven days ago" in text(over) and desk.file() == RULES[HOUSING]
        cleo, roles = "cleo@news.example", house.installation.roles
        await roles.add(cleo, "editor", By(), house.clock())
        await house.tick()
        [newest] = await desk.write(words, who=cleo)
        await roles.role(cleo, "none", By(), house.clock())
        await house.tick()
        assert await desk.reply(newest, "yes", cleo) == [] and desk.file() == RULES[HOUSING], (
            "she is no editor any more"
        )
        assert (await mails.counts()).get("quarantine", 0) == 0


async def test_a_change_is_taken_back_by_mail(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        desk = Desk(house, tmp_path)
        assert "it never had another text" in text(await desk.answer("housing undo"))
        await desk.reply(await desk.answer("housing add take any: hostel*"), "yes")
        await house.tick()
        changed = desk.file()
        assert "undo: it stands alone" in text(await desk.answer("housing undo\nhousing add take any: rent"))
        shown = await desk.answer("housing undo")
        assert "-take any: hostel*" in text(shown) and desk.file() == changed
        [done] = await desk.reply(shown, "yes")
        assert "That is rulebook 3 now" in text(done) and desk.file() == RULES[HOUSING]
        await house.tick()
        listed = text(await desk.answer("housing history\nwinter show"))
        assert f"{MARIA}: housing add take any: hostel*" in listed and "housing undo to rulebook 1" in listed
        path = tmp_path / "rules" / HOUSING
        path.unlink()
        assert f"{HOUSING}: no such file" in text(await desk.answer("housing show"))
        path.write_text(RULES[HOUSING] + "skip any: rent\n")
        await house.tick()
        assert "+take any: hostel*" not in text(await desk.answer("housing undo")), "back to what stood before this one"


async def test_a_list_that_interests_share_is_changed_too(tmp_path: Path, recorder: Recorder) -> None:
    (tmp_path / "rules" / "interests").mkdir(parents=True)
    (tmp_path / "rules/words.rules").write_text("# shared\nwords homes: homeless*\n")
    for name, title in (("housing", "Housing"), ("winter", "Winter")):
        rules = f"interest: {title}\ninclude: ../words.rules\ntake any: @homes\n"
        (tmp_path / f"rules/interests/{name}.rules").write_text(rules)
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        await stories(house)
        desk = Desk(house, tmp_path)
        assert "2@" in text(await desk.answer("words show"))
        shown = await desk.answer("words drop words homes: homeless*\nwords add words homes: homeless*, hostel*")
        said = text(shown)
        assert "housing, winter: 30 routed, +28 −0" in said and "+words homes: homeless*, hostel*" in said
        [done] = await desk.reply(shown, "yes")
        assert "Done: words.rules." in text(done)
        assert desk.file("words.rules") == "# shared\nwords homes:  homeless*, hostel*\n"
        alone = text(await desk.answer("words drop words homes: homeless*, hostel*"))
        assert "This cannot be, so nothing was changed" in alone and "homes" in alone, "an interest needs it"


async def test_in_a_git_repository_the_change_is_a_commit_of_its_editor(tmp_path: Path, recorder: Recorder) -> None:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], check=True, capture_output=True, text=True, cwd=tmp_path).stdout

    git("init", "--quiet")
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        desk = Desk(house, tmp_path)
        shown = await desk.answer("housing add take any: hostel*\ncare add take any: hostel*")
        [done] = await desk.reply(shown, "ja")
        assert "and committed" in text(done)
        assert git("log", "--format=%an <%ae> %s").strip() == (
            f"maria <{MARIA}> housing add take any: hostel*; care add take any: hostel*"
        )
        assert sorted(git("show", "--name-only", "--format=").split()) == [
            "rules/interests/care.rules",
            f"rules/{HOUSING}",
        ]


async def test_where_tags_do_not_arrive_the_subject_says_rules(tmp_path: Path, recorder: Recorder) -> None:
    bare = {"inbox": {"address": "inbox@news.example", "subaddresses": False}, "web": {"base_url": ""}}
    async with open_doors(tmp_path, recorder, **bare) as house:
        desk = Desk(house, tmp_path)
        shown = await desk.answer("housing add take any: hostel*", head="", to="inbox@news.example", subject="Rules")
        [done] = await desk.reply(shown, "yes", head="")
        assert "That is rulebook 2 now" in text(done) and "hostel*" in desk.file()
