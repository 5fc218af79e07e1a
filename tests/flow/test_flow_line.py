"""The whole line on SQLite: mails in by the arrive callback, newsletters out by the deliver callback."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

from router.editing.narrowing import EVER
from router.flow.fold import Fold
from router.flow.route import Route
from router.store import deliveries, issues, mails, stories, texts
from router.wire.smtp_out import Outcome
from tests.house import Post, alert, opened

HOME = ("Homeless families wait for a decision in Example Town", "https://herald.example/homeless-families")
CARE = ("Foster care numbers rise for the third year running", "https://herald.example/foster-care")
RAIN = ("Rain expected across the whole of the country today", "https://herald.example/rain")


async def test_two_alerts_become_one_newsletter_with_each_story_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.subscriber("ada@news.example", "housing", "care", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(alert(HOME, RAIN, number=1))
        tracked = HOME[1] + "%3Futm_source%3Dalert"
        await house.mail(alert((HOME[0], tracked), CARE, number=2))
        assert await stories.counts() == {"clippings": 4, "stories": 3, "unrouted": 1, "folded": 1}
        assert await stories.routed_counts() == {"care": 1, "housing": 1}
        house.clock.ahead(hours=2)
        await house.tick()
        [letter] = house.post.newsletters()
        mail = message_from_bytes(letter)
        text = mail.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[union-attr, index]
        assert text.count(HOME[0]) == 1 and text.count(CARE[0]) == 1 and RAIN[0] not in text
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["To"] == "<ada@news.example>"
        assert await house.law() == []


async def test_the_words_of_new_stories_are_kept_in_the_quiet_once_a_minute(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(HOME, RAIN, number=1))
        await house.tick()
        assert await texts.lacking(EVER) == []
        await house.mail(alert(CARE, number=2))
        await house.tick()
        assert await texts.lacking(EVER) == [3]
        house.clock.ahead(minutes=1)
        await house.tick()
        assert await texts.lacking(EVER) == []


async def test_nothing_new_is_no_newsletter_and_a_story_never_comes_twice(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        subscriber = await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(alert(HOME, number=1))
        house.clock.ahead(hours=2 - 24)  # past seven in Vienna, each day from today on
        for day in range(4):
            house.clock.ahead(hours=24)
            await house.mail(
                alert(HOME, (f"Homeless count {day} begins in town", f"https://herald.example/{day}"), number=10 + day)
            )
            await house.tick()
            await house.tick()
        for _ in range(2):  # what came after the last edition closed is the next morning's; then nothing is new
            house.clock.ahead(hours=24)
            await house.tick()
        given = [row["stories"] for row in await issues.of_subscriber(subscriber)]
        assert len(house.post.newsletters()) == 5
        assert given == [[1], [2], [3], [4], [5]]
        assert await house.law() == []


async def test_steps_run_twice_change_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(alert(HOME, CARE, number=1))
        before = (await stories.counts(), await stories.routed_counts(), await mails.counts())
        rules = house.installation.rules
        in_force = lambda: (rules.version, rules.book)  # noqa: E731
        for step in (house.line.clip, Fold(in_force), Route(in_force)):
            report = await step(list(range(1, 20)), house.clock())
            assert report.done == 0
        assert (await stories.counts(), await stories.routed_counts(), await mails.counts()) == before
        house.clock.ahead(hours=2)
        await house.tick()
        await house.installation.select([1], house.clock())
        await house.line.send(list(range(1, 20)), house.clock())
        assert len(house.post.newsletters()) == 1


async def test_redelivery_is_known_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        raw = alert(HOME, number=1)
        first = await house.mail(raw)
        second = await house.mail(b"Received: from elsewhere by us; Mon, 23 Nov 2026 04:00:01 +0000\r\n" + raw)
        assert (first.code, second.code) == ("stored", "again")
        assert sum((await mails.counts()).values()) == 1


async def test_refusals_are_tried_again_and_doubts_keep_their_message_id(tmp_path: Path) -> None:
    answers = [Outcome("retry", 451, "later"), Outcome("unknown", 0, "cut off"), Outcome("sent", 250, "ok")]
    seen: list[str] = []

    def answer(recipient: str) -> Outcome:
        seen.append(recipient)
        return answers.pop(0)

    async with opened(tmp_path) as house:
        await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        await house.tick()
        house.post.answer = answer
        house.clock.ahead(minutes=5)
        await house.mail(alert(HOME, number=1))
        house.clock.ahead(hours=2)
        for _ in range(4):
            await house.tick()
            house.clock.ahead(hours=1)
        assert len(seen) == 3
        assert len(house.post.newsletters()) == 1
        assert set(await deliveries.counts()) == {"sent"}


async def test_who_left_gets_nothing_that_was_queued(tmp_path: Path) -> None:
    post = Post()
    async with opened(tmp_path, post=post) as house:
        subscriber = await house.subscriber("ada@news.example", "housing", zone="Europe/Vienna")
        house.clock.ahead(minutes=5)
        await house.mail(alert(HOME, number=1))
        house.clock.ahead(hours=2)
        await house.installation.editions.close(house.clock())
        report = await house.installation.select([subscriber], house.clock())
        assert report.done == 1
        token = house.installation.addresses.doors(subscriber, 1).leave_page.rsplit("/", 1)[1]
        from router.tokens import Purpose

        await house.installation.consent.leave(
            house.installation.keys.read(Purpose.LEAVE, token), "page", house.clock()
        )
        await house.tick()
        assert house.post.newsletters() == []
        assert (await deliveries.counts())["dropped"] == 1
        assert await house.law() == []


async def test_a_late_rule_file_routes_what_comes_next(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await house.mail(alert(RAIN, number=1))
        rule = "interest: Weather\ntake any: rain\nexpect take: Rain today\nexpect skip: Sun today\n"
        (tmp_path / "rules" / "interests" / "weather.rules").write_text(rule)
        version = house.installation.rules.version
        await house.tick()
        assert house.installation.rules.version == version + 1
        await house.mail(
            alert(("Rain expected once more on Tuesday, say the forecasters", "https://herald.example/r2"), number=2)
        )
        assert await stories.routed_counts() == {"weather": 1}
        (tmp_path / "rules" / "interests" / "weather.rules").write_text("interest: Weather\ntake any:\n")
        await house.tick()
        await house.mail(
            alert(("Rain, rain and again rain over all the hills of the north", "https://herald.example/r3"), number=3)
        )
        assert (await stories.routed_counts())["weather"] == 2, "the broken file stays at its last good text"
        assert house.installation.rules.problems
