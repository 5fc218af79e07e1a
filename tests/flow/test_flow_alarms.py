"""What only a person can settle is told once to owners and editors, and nothing secret goes with it."""

from __future__ import annotations

from pathlib import Path

from router.store import deliveries, mails
from router.wire.smtp_out import Outcome
from tests.house import Post, alert, opened

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")
GMAIL = """\
From: Gmail Team <forwarding-noreply@google.com>
To: inbox@news.example
Subject: (#123456789) Gmail Forwarding Confirmation - Receive Mail from ben@uni.example
Message-ID: <setup1@google.example>
Date: Mon, 23 Nov 2026 04:00:00 +0000
Content-Type: text/plain; charset=utf-8

ben@uni.example has requested to automatically forward mail to your email address inbox@news.example.
Confirmation code: 123456789
To allow ben@uni.example to automatically forward mail to your address, click the link below:
https://mail-settings.google.com/mail/vf-%5BSECRET%5D-abc
If you did not request this, click: https://mail-settings.google.com/mail/uf-%5BSECRET%5D-abc
"""
STRANGER = """\
From: Nobody Known <who@else.example>
To: inbox+housing@news.example
Subject: look at this
Message-ID: <tip1@else.example>
Date: Mon, 23 Nov 2026 04:00:00 +0000
Content-Type: text/plain; charset=utf-8

Homeless people need this: https://spam.example/homeless-offer
"""


def alarms(post: Post) -> list[bytes]:
    return [data for _, to, data in post.sent if to == "maria@news.example"]


async def test_a_forwarding_confirmation_is_told_once_without_code_and_link(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        for _ in range(2):
            await house.mail(GMAIL)
        await house.tick()
        [notice] = alarms(house.post)
        assert b"ben@uni.example" in notice and b"router mail show 1" in notice
        assert b"123456789" not in notice.replace(b"(#123456789)", b"") and b"vf-" not in notice
        assert (await mails.counts()) == {"setup": 1}
        assert await house.law() == []


async def test_a_stranger_s_link_goes_to_the_editors_and_never_out(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(STRANGER)
        house.clock.ahead(hours=2)
        await house.tick()
        assert len(alarms(house.post)) == 1
        assert house.post.newsletters() == []


async def test_an_enrolled_person_s_link_becomes_a_story_with_their_words(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(STRANGER.replace("Nobody Known <who@else.example>", "Maria Keller <maria@news.example>"))
        house.clock.ahead(hours=2)
        await house.tick()
        [letter] = house.post.newsletters()
        assert b"Maria Keller" in letter and b"spam.example/homeless-offer" in letter


async def test_a_broken_rule_file_is_told_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        path = tmp_path / "rules" / "interests" / "housing.rules"
        good = path.read_text()
        for _ in range(3):
            path.write_text("interest: Housing\ntake headline: homeless\n")
            await house.tick()
            await house.tick()
        [notice] = alarms(house.post)
        assert b"interests/housing.rules:2" in notice and b"last good text" in notice.replace(b"=\r\n", b"")
        assert "housing" in house.installation.interests()
        path.write_text(good)
        await house.tick()
        assert len(alarms(house.post)) == 1


async def test_a_broken_file_stays_at_its_last_good_text_over_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path):
        pass
    (tmp_path / "rules" / "interests" / "housing.rules").write_text("interest: Housing\ntake headline: homeless\n")
    async with opened(tmp_path) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(alert(HOME, number=1))
        house.clock.ahead(hours=2)
        await house.tick()
        assert len(house.post.newsletters()) == 1
        assert len(alarms(house.post)) == 1


async def test_a_smart_host_that_refuses_us_pauses_all_and_blames_nobody(tmp_path: Path) -> None:
    tries: list[str] = []
    post = Post()

    def refuse(recipient: str) -> Outcome:
        tries.append(recipient)
        return Outcome("relay", 535, "log-in refused", "auth")

    async with opened(tmp_path, post=post, smart_host={"connections": 1}) as house:
        for n in range(6):
            await house.subscriber(f"ada{n}@news.example", "housing", zone="Europe/Vienna")
        post.answer = refuse
        await house.tick()
        first = len(tries)
        for _ in range(5):
            await house.tick()
        assert len(tries) == first, "nothing is tried while the smart host is given its pause"
        post.answer = lambda _: Outcome("sent", 250, "ok")
        house.clock.ahead(minutes=30)
        await house.tick()
        assert set(await deliveries.counts()) == {"sent"}
