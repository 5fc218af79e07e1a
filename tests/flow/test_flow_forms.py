"""The forms of a newsletter: one over all interests or one for each, with HTML or text alone; and how each is left."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from router.store import issues, subscribers
from router.tokens import Purpose
from tests.flow.test_flow_editions import ADA, at, at_midnight, routed, story, titles
from tests.house import House

BOTH = ("Homeless count and foster care in Maple Town, side by side", "https://herald.example/both")


def parsed(letter: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(letter, policy=policy.default))


def text(letter: bytes) -> str:
    return " ".join(parsed(letter).get_body(("plain",)).get_content().split())  # type: ignore[union-attr]


async def leave(house: House, letter: bytes) -> str:
    """One click on the address of the header."""
    [token] = re.findall(r"/u/(\w+)>", str(parsed(letter)["List-Unsubscribe"]))
    return str(
        await house.installation.consent.leave(
            house.installation.keys.read(Purpose.LEAVE, token), "page", house.clock()
        )
    )


async def states(subscriber: int) -> dict[str, str]:
    return {tie.interest: tie.state for tie in await subscribers.ties(subscriber)}


async def test_leaving_an_issue_of_one_interest_leaves_that_one(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        subscriber = await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "01:00", story(1))
        await at(house, "07:00")
        await house.subscriber(ADA, "care", zone="Europe/Vienna")
        await routed(house, "08:00", story(2), story(3, "Kinship care"))
        await at(house, "07:00", 24)
        one, both = house.post.newsletters()
        assert "Unsubscribe from Housing:" in text(one) and "Unsubscribe from everything:" in text(both)
        assert await leave(house, one) == "You left Housing. The other interests go on."
        assert await states(subscriber) == {"housing": "unsubscribed", "care": "confirmed"}
        assert await leave(house, both) == "You are unsubscribed. Nothing more will come."
        assert await states(subscriber) == {"housing": "unsubscribed", "care": "unsubscribed"}
        assert await leave(house, one) == "You were unsubscribed already."


async def test_one_for_each_interest_each_story_once(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        subscriber = await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna", one_each=True)
        await routed(house, "01:00", story(1), story(2, "Kinship care"), BOTH)
        await at(house, "07:00")
        await at(house, "07:01")
        care, housing = house.post.newsletters()
        assert [row["key"] for row in await issues.of_subscriber(subscriber)] == [
            f"{subscriber}|2026-11-23|daily:care", f"{subscriber}|2026-11-23|daily:housing",
        ]  # fmt: skip
        assert BOTH[0] in text(care) and BOTH[0] not in text(housing), "it was in the first already"
        assert titles(care) == [story(2, "Kinship care")[0]] and titles(housing) == [story(1)[0]]
        assert "No. 1:" in str(parsed(care)["Subject"]) and "No. 2:" in str(parsed(housing)["Subject"])
        assert "Unsubscribe from Care:" in text(care) and await house.law() == []
        assert await leave(house, care) == "You left Care. The other interests go on."
        await routed(house, "08:00", story(4), story(5, "Kinship care"))
        await at(house, "07:00", 24)
        assert [titles(letter) for letter in house.post.newsletters()[2:]] == [[story(4)[0]]]
        assert await house.law() == []


async def test_one_for_each_is_no_newsletter_where_nothing_is_new(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna", one_each=True)
        await routed(house, "01:00", story(1))
        await at(house, "07:00")
        assert [titles(letter) for letter in house.post.newsletters()] == [[story(1)[0]]]
        await routed(house, "08:00", story(2, "Kinship care"))
        await at(house, "07:00", 24)
        assert [titles(letter) for letter in house.post.newsletters()][1:] == [[story(2, "Kinship care")[0]]]


async def test_the_foot_counts_what_is_left_out_and_see_them_says_the_same(tmp_path: Path) -> None:
    rain = ("Rain expected across the whole of the country today", "https://herald.example/rain")
    async with at_midnight(tmp_path, "at most: 1\n") as house:
        subscriber = await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await routed(house, "01:00", story(1), story(2), rain)
        await routed(house, "02:00", story(1), story(2), story(3, "Kinship care"))
        await at(house, "07:00")
        [letter] = house.post.newsletters()
        assert "Left out: 1 repeat, 2 outside your interests, 1 kept for the next one." in text(letter)
        shown = await issues.shown(subscriber, 1)
        assert shown is not None and shown["left_out"] == {
            "repeats, folded into the stories here": 1,
            "outside your interests": 2,
            "Housing has its 1 stories, kept for the next one": 1,
        }
        to = f"inbox+r.{house.installation.keys.make(Purpose.REPLY, subscriber, 1)}@news.example"
        asked = f"From: <{ADA}>\nTo: {to}\nSubject: Re\nMessage-ID: <{{}}@x.example>\n\nleft out\n"
        await house.mail(asked.format(1), recipients=(to,), sender=ADA)
        await house.tick()
        answer = text(house.post.sent[-1][2])
        assert "Left out of newsletter 1: 2: outside your interests 1: repeats" in answer
        assert sum(f"“{story(n)[0]}”: {story(n)[1]}" in answer for n in (1, 2)) == 1 and "(came" not in answer
        await at(house, "07:00", 24)
        assert "outside" not in text(house.post.newsletters()[1]), "each is counted once"
        await house.mail(asked.format(2), recipients=(to,), sender=ADA)
        await house.tick()
        assert "(came in newsletter 2): https://" in text(house.post.sent[-1][2])


async def test_text_alone_has_no_html(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", plain=True)
        await routed(house, "01:00", story(1))
        await at(house, "07:00")
        [letter] = house.post.newsletters()
        mail = parsed(letter)
        assert mail.get_content_type() == "text/plain" and story(1)[0] in " ".join(mail.get_content().split())
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_the_word_of_the_editor_stands_above_the_stories_once(tmp_path: Path) -> None:
    """In the first newsletter that holds something of its edition; what rolls over from it brings no second one."""
    async with at_midnight(tmp_path, "at most: 2\n") as house:
        await house.subscriber(ADA, "housing", "care", zone="Europe/Vienna", minutes=0)
        await routed(house, "01:00", *(story(n) for n in range(6)), story(7, "Kinship care"))
        note = house.installation.editions.note
        await note("housing", "", "Read <the second> first & then the rest.", "Maria Keller", house.clock())
        await note("care", "", "Short today.", "", house.clock())
        await at(house, "07:00")
        await routed(house, "08:00", story(8))
        await at(house, "07:00", 24)
        first, second = house.post.newsletters()
        words = "Maria Keller · Housing: Read <the second> first & then the rest."
        assert words in text(first) and "Care: Short today." in text(first)
        assert text(first).index(words) < min(text(first).index(title) for title in titles(first))
        html = parsed(first).get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert "<b>Maria Keller · Housing:</b> Read &lt;the second&gt; first &amp; then the rest." in html
        assert "Maria Keller" not in text(second) and "Short today" not in text(second)
        assert set(titles(second)) & {story(n)[0] for n in range(6)}, "some of it rolled over"
