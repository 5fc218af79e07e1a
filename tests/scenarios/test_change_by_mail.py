"""A person with nothing but a mail program changes everything: replies in by SMTP, one short answer out."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from router.store import acts, mails, subscribers
from router.tokens import Purpose
from tests.house import alert
from tests.scenarios.doors import Doors, open_doors, reply, reply_address
from tests.servers.recorder import Recorder

ADA, MARIA = "ada@news.example", "maria@news.example"
HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")
KIN = ("Kinship care rises for the third year", "https://herald.example/kinship")
PASSED = "Authentication-Results: mx.news.example; dkim=pass header.d=news.example\n"
TRUSTING = {"inbox": {"address": "inbox@news.example", "authserv_id": "mx.news.example"}}


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


async def newsletter(house: Doors) -> EmailMessage:
    """Ada is subscribed and has a newsletter with one story of each of two interests."""
    await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna")
    house.clock.ahead(minutes=5)
    await house.send(alert(HOME, KIN, number=1), sender="alerts@news.example")
    house.clock.ahead(hours=2)
    await house.tick()
    [letter] = house.letters(ADA)
    return letter


class Talk:
    """Replies to one newsletter, and what came back."""

    def __init__(self, house: Doors, letter: EmailMessage) -> None:
        self.house, self.letter, self.said = house, letter, 0

    async def say(self, words: str, head: str = "", to: str = "", sender: str = ADA) -> list[EmailMessage]:
        """The mails that this reply brought out."""
        before, self.said = len(self.house.recorder.mails), self.said + 1
        self.house.clock.ahead(hours=6)  # five answers a day
        raw = reply(self.letter, words, sender, self.said)
        await self.house.send(head + raw, to or reply_address(self.letter), sender)
        return self.house.got()[before:]

    async def answer(self, words: str, head: str = "") -> str:
        """The one answer, as text; newsletters that came meanwhile are no answers."""
        [mail] = [mail for mail in await self.say(words, head) if not mail["List-Id"]]
        assert ADA in str(mail["To"]) and str(mail["In-Reply-To"]) == f"<re{self.said}.{ADA}>"
        assert str(mail["Auto-Submitted"]) == "auto-replied"
        assert self.house.recorder.mails[-1].sender == "" or mail["List-Id"] is None
        return text(mail)


async def test_every_wish_by_reply(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        talk = Talk(house, await newsletter(house))
        assert "pause 2 weeks" in await talk.answer("help")
        assert "Housing (yours)" in await talk.answer("Interests?")
        status = await talk.answer("status")
        assert "Interests: Care, Housing" in status and "every day at 07:00, Europe/Vienna" in status
        calendar = re.search(r"As a calendar: https://news\.example/days/(\w{34})\.ics", status)
        assert calendar is not None
        assert house.installation.keys.read(Purpose.DAYS, calendar[1]).subscriber == 1

        number = 1 if text(talk.letter).index("Homeless") < text(talk.letter).index("Kinship") else 2
        why = await talk.answer(f"why {number}")
        assert HOME[0] in why and "It belongs to Housing" in why and "“Homeless”" in why
        assert "has no story 9" in await talk.answer("why 9")

        assert "More of Housing" in await talk.answer(f"more {number}")
        assert "Less of Care" in await talk.answer("less care")
        assert "is muted" in await talk.answer(f"mute {number}")
        [person] = await subscribers.people()
        assert person.wishes.more == {"housing": 1, "care": -1} and person.wishes.muted == {"google-alerts"}
        assert "heard again" in await talk.answer("unmute google-alerts")

        assert "every Monday and Thursday at 18:30" in await talk.answer("days mon, thu 18:30\nminutes 10\nplain")
        assert "every Friday" in await talk.answer("weekly friday")
        assert "every day at 06:00" in await talk.answer("daily 6:00\nzone london\nlanguage de\none per interest")
        [person] = await subscribers.people()
        assert (person.wishes.minutes, person.plain, person.one_each, person.language) == (10, True, True, "de")
        assert (person.schedule.time, person.schedule.zone, person.schedule.days) == (
            "06:00",
            "Europe/London",
            tuple(range(7)),
        )

        await talk.say("leave care")
        assert [tie.interest for tie in await subscribers.ties(1) if tie.state == "confirmed"] == ["housing"]
        await talk.say("join care\nonly care")
        assert [tie.interest for tie in await subscribers.ties(1) if tie.state == "confirmed"] == ["care"]
        assert await house.law() == []


async def test_a_pause_holds_newsletters_back_and_loses_no_story(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        talk = Talk(house, await newsletter(house))
        assert "until 7 December 2026" in await talk.answer("pause 2 weeks")
        await house.send(
            alert(("Homeless shelter stays open all winter", "https://herald.example/w"), number=2),
            sender="a@b.example",
        )
        for _ in range(13):
            house.clock.ahead(hours=24)
            await house.tick()
        assert len(house.letters(ADA)) == 1
        house.clock.ahead(hours=24)
        await house.tick()
        assert len(house.letters(ADA)) == 2 and "shelter stays open" in text(house.letters(ADA)[1])
        await talk.answer("pause")
        assert "Welcome back" in await talk.answer("resume")
        assert "Nothing was paused" in await talk.answer("resume")
        assert await house.law() == []


async def test_send_now_brings_what_is_new_once_a_day(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        talk = Talk(house, await newsletter(house))
        await house.send(
            alert(("Homeless count begins in January", "https://herald.example/n"), number=2), sender="a@b.example"
        )
        house.clock.ahead(hours=23)
        await talk.say("weekly monday")
        house.clock.ahead(hours=2)
        await house.tick()
        mine = len(house.letters(ADA))
        came = await talk.say("send now")
        await house.tick()
        assert "on its way" in text(next(mail for mail in came if not mail["List-Id"]))
        assert len(house.letters(ADA)) == mine + 1 and "count begins" in text(house.letters(ADA)[-1])
        assert await house.law() == []


async def test_a_letter_goes_to_the_editors_and_the_writer_is_told_once(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        talk = Talk(house, await newsletter(house))
        words = "Story 1 quotes me wrongly: I said eighty, not eighteen.\nCould you correct it?"
        first = await talk.say(words)
        [letter] = [mail for mail in first if MARIA in str(mail["To"])]
        assert "I said eighty, not eighteen." in text(letter) and "Could you correct it?" in text(letter)
        assert ADA in str(letter["Reply-To"]) and HOME[0] in text(letter), "the newsletter is quoted"
        assert "inbox+" not in text(letter) and "/u/" not in text(letter), "its reader's own links are not"
        [told] = [mail for mail in first if ADA in str(mail["To"])]
        assert "went to the editors" in text(told) and "“stop” to leave" in text(told)
        second = await talk.say("And thank you for the rest of it, by the way, it is good.")
        assert [str(mail["To"]).strip("<>") for mail in second if not mail["List-Id"]] == [MARIA]
        assert (await mails.counts())["command"] == 2


async def test_strong_commands_need_a_proven_from_or_a_yes(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        talk = Talk(house, await newsletter(house))
        [asked] = [mail for mail in await talk.say("export") if not mail["List-Id"]]
        assert "send you all that we hold on you" in text(asked)
        [data] = [mail for mail in await Talk(house, asked).say("yes") if not mail["List-Id"]]
        [file] = list(data.iter_attachments())
        assert (
            file.get_filename() == "my-data.json"
            and ADA.encode() in file.get_content()
            and b'"housing"' in file.get_content()
        )
        [direct] = [mail for mail in await talk.say("export", PASSED) if not mail["List-Id"]][:1] or [data]
        assert ADA in str(direct["To"])

        stranger = await talk.say(
            "forget me", PASSED.replace("news.example\n", "else.example\n"), sender="eve@else.example"
        )
        assert all(ADA in str(mail["To"]) for mail in stranger) and await subscribers.find(ADA) == 1, "only asked"
        house.clock.ahead(hours=24)
        await talk.say("forget me", PASSED)
        assert await subscribers.find(ADA) is None
        assert await house.law() == []


async def test_without_a_token_an_authenticated_sender_may_do_what_does_not_reduce(
    tmp_path: Path, recorder: Recorder
) -> None:
    async with open_doors(tmp_path, recorder, **TRUSTING) as house:
        talk = Talk(house, await newsletter(house))
        to = "inbox+commands@news.example"
        [no] = [mail for mail in await talk.say("stop", PASSED, to) if not mail["List-Id"]]
        assert "reply to one of your newsletters" in text(no)
        [yes] = [mail for mail in await talk.say("minutes 40", PASSED, to) if not mail["List-Id"]]
        assert "40 minutes" in text(yes)
        [near] = [mail for mail in await talk.say("statos", PASSED, to) if not mail["List-Id"]]
        assert "Did you mean “status”?" in text(near)
        for forged in ("", PASSED.replace("pass", "fail")):
            assert [m for m in await talk.say("minutes 10", forged, to) if not m["List-Id"]] == [], "silence"
        [person] = await subscribers.people()
        assert person.wishes.minutes == 40


async def test_join_by_mail_asks_that_very_address_and_says_nothing_of_the_asker(
    tmp_path: Path, recorder: Recorder
) -> None:
    async with open_doors(tmp_path, recorder) as house:
        raw = f'From: "Buy now at spam.example" <{ADA}>\nSubject: cheap\nMessage-ID: <j1@x.example>\n\njoin housing\ncheap pills\n'
        await house.send(raw, "inbox+commands@news.example")
        [asked] = house.got()
        assert (
            ADA in str(asked["To"])
            and "Housing" in text(asked)
            and "cheap" not in asked.as_string()
            and "spam" not in asked.as_string()
        )
        for n in range(3):
            await house.send(raw.replace("j1@", f"k{n}@"), "inbox+commands@news.example")
        assert len(house.got()) == 1
        await house.send(reply(asked, "I never asked for this!", ADA, 7), reply_address(asked))
        assert [tie.state for tie in await subscribers.ties(1)] == ["unconfirmed"]
        await house.send(reply(asked, "yes", ADA, 8), reply_address(asked))
        assert [tie.state for tie in await subscribers.ties(1)] == ["confirmed"]


async def test_five_answers_a_day_and_leaving_is_told_with_a_way_back(tmp_path: Path, recorder: Recorder) -> None:
    async with open_doors(tmp_path, recorder) as house:
        letter = await newsletter(house)
        before = len(house.recorder.mails)
        for n in range(8):
            await house.send(reply(letter, "status", ADA, n), reply_address(letter))
        assert len(house.recorder.mails) == before + 5
        await house.send(reply(letter, "stop", ADA, 20), reply_address(letter))
        left = house.got()[-1]
        assert "You are unsubscribed" in str(left["Subject"]) and "resume" in text(left)
        await house.send(reply(left, "resume", ADA, 21), reply_address(left))
        assert {tie.state for tie in await subscribers.ties(1)} == {"confirmed"}
        assert [act.what for act in await acts.of(1, ("left", "joined"), house.clock() - timedelta(days=1))][-2:] == [
            "left",
            "joined",
        ]


async def test_commands_without_subaddresses(tmp_path: Path, recorder: Recorder) -> None:
    """The reduced world: one bare address, known by In-Reply-To and the From the newsletter went to."""
    bare = {"inbox": {"address": "inbox@news.example", "subaddresses": False}, "web": {"base_url": ""}}
    async with open_doors(tmp_path, recorder, **bare) as house:
        await house.installation.consent.ask(ADA, ["housing"], "page", house.clock(), zone="Europe/Vienna")
        await house.tick()
        [asked] = house.got()
        await house.send(reply(asked, "yes", ADA, 1), "inbox@news.example")
        await house.installation.learn_people()
        house.clock.ahead(minutes=5)
        await house.send(alert(HOME, number=1), sender="alerts@news.example")
        house.clock.ahead(hours=2)
        await house.tick()
        [letter] = house.letters(ADA)
        await house.send(reply(letter, "minutes 10", ADA, 2), "inbox@news.example")
        assert (await subscribers.people())[0].wishes.minutes == 10
        await house.send(reply(letter, "minutes 30", "eve@else.example", 3), "inbox@news.example")
        assert (await subscribers.people())[0].wishes.minutes == 10, "another From is nobody"
        mailto = str(letter["List-Unsubscribe"]).partition("subject=")[2].rstrip("> ").replace("%20", " ")
        await house.send(
            f"From: <{ADA}>\nTo: <inbox@news.example>\nSubject: {mailto}\nMessage-ID: <u9@x.example>\n\n",
            "inbox@news.example",
        )
        assert [tie.state for tie in await subscribers.ties(1)] == ["unsubscribed"]
