"""Two newsrooms on one event stand beside each other in a newsletter, which says so and why."""

from __future__ import annotations

from pathlib import Path

from router.store import issues, stories
from router.tokens import Purpose
from tests.flow.test_flow_editions import ADA, at, at_midnight, shown
from tests.flow.test_flow_forms import parsed, text
from tests.house import House, alert

FIRE = ("Fire at Marlow House leaves forty people homeless", "https://herald.example/fire")
CENSUS = ("Homeless census finds a third more in the north", "https://herald.example/census")
FORTY = ("Forty homeless in Elm Town after Marlow House fire", "https://gazette.example/forty")
GOLDEN = """\
HOUSING (3 stories)

1. Fire at Marlow House leaves forty people homeless
   The Herald · 23 Nov · about 2 min

   About fire at marlow house leaves forty people homeless.

   Why: “homeless”.

   https://herald.example/fire

2. Forty homeless in Elm Town after Marlow House fire
   on the same event · The Gazette · 23 Nov · about 2 min

   About forty homeless in elm town after marlow house fire.

   Why: “homeless”.

   https://gazette.example/forty

3. Homeless census finds a third more in the north
   The Herald · 23 Nov · about 2 min

   About homeless census finds a third more in the north.

   Why: “Homeless”, “homeless”.

   https://herald.example/census
"""


async def arrived(house: House) -> None:
    for number, (one, publisher) in enumerate(
        ((FORTY, "The Gazette"), (CENSUS, "The Herald"), (FIRE, "The Herald")), 1
    ):
        await at(house, f"0{number}:00")
        await house.mail(alert(one, number=number).replace(b"The Herald", publisher.encode()))


def lines(letter: bytes) -> str:
    body = parsed(letter).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    body = body[body.index("HOUSING") : body.index("Tune a story")]
    return "\n".join(" ".join(line.split()) for line in body.splitlines() if line.strip())


async def test_they_stand_together_and_every_door_says_why(tmp_path: Path) -> None:
    async with at_midnight(tmp_path, "hold: yes\n") as house:
        ada = await house.subscriber(ADA, "housing", zone="Europe/Vienna")
        await arrived(house)
        assert (await stories.counts())["stories"] == 3, "two articles are not folded"
        await at(house, "05:00")
        order = [(one["title"], one["place"]) for one in (await shown(house))["stories"]]
        census = next(one["story"] for one in (await shown(house))["stories"] if one["title"] == CENSUS[0])
        assert abs(order.index((FIRE[0], 1)) - [one for one, _ in order].index(FORTY[0])) == 1
        await house.installation.editions.pin("housing", "", census, house.clock())
        assert [one["title"] for one in (await shown(house))["stories"]] == [CENSUS[0], FIRE[0], FORTY[0]]
        await house.installation.editions.pin("housing", "", census, house.clock(), off=True)
        await house.installation.editions.release("housing", "", "Maria", house.clock())
        await at(house, "07:00")
        [letter] = house.post.newsletters()
        golden = "\n".join(line.strip() for line in GOLDEN.splitlines() if line.strip())
        assert lines(letter) == golden
        html = parsed(letter).get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert html.count("on the same event") == 1
        told = await issues.shown(ada, 1)
        assert told is not None and [bool(one["beside"]) for one in told["stories"]] == [False, True, False]
        assert "“marlow”, “house”" in told["stories"][1]["beside"]
        to = f"inbox+r.{house.installation.keys.make(Purpose.REPLY, ada, 1)}@news.example"
        await house.mail(f"From: <{ADA}>\nTo: {to}\nSubject: Re\nMessage-ID: <w@x.example>\n\nwhy 2\n",
                         recipients=(to,), sender=ADA)  # fmt: skip
        await house.tick()
        answer = text(house.post.sent[-1][2])
        assert "It stands beside the story before it, which tells of the same event: both say" in answer
        assert await house.law() == []


async def test_it_speaks_german(tmp_path: Path) -> None:
    async with at_midnight(tmp_path) as house:
        await house.subscriber(ADA, "housing", zone="Europe/Vienna", language="de")
        await arrived(house)
        await at(house, "07:00")
        assert "zum selben Ereignis · The Gazette" in text(house.post.newsletters()[0])
