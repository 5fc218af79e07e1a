"""Two newsrooms on one event are told by the rare words they share; series, papers, templates and the interest's words are not."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from router.folding import Told, related

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)


def told(n: int, title: str, site: str = "", kind: str = "news", why: str = "", hours: int = 0) -> Told:
    return Told(
        n, title, f"https://{site or f's{n}.example'}/{n}", site or f"Paper {n}", AT - timedelta(hours=hours), kind, why
    )


FIRE = told(1, "Fire at Marlow House shelter leaves forty homeless", why="“homeless”")


@pytest.mark.parametrize(
    ("other", "together"),
    [
        (told(2, "Forty people homeless after fire at Marlow House"), True),
        (told(2, "Marlow House fire: charity opens its doors", hours=60), True),
        (told(2, "Marlow House fire: charity opens its doors", hours=90), False),
        (told(2, "Forty people homeless after fire at Marlow House", site="s1.example"), False),
        (told(2, "Fire at Marlow House shelter leaves 51 homeless"), True),
        (told(2, "Fire at Marlow House shelter", kind="paper"), False),
        (told(2, "Homeless shelter opens at Elm House after a fire", why="“homeless”, “shelter”"), False),
        (told(2, "What homeless people say about life in a shelter", why="“homeless”, “shelter”"), False),
        (told(2, "23 November: Marlow House fire and the homeless"), True),
        (told(2, ""), False),
    ],
)
def test_pairs(other: Told, together: bool) -> None:
    found = related([FIRE, other])
    assert (found == {}) is not together
    if together:
        first, reason = found[2]
        assert first == 1 and reason.code == "related" and "“marlow”" in str(reason)


def test_two_days_in_two_headlines_are_two_events() -> None:
    a, b = "Marlow House hearing on 3 March told of fire", "Marlow House hearing on 5 March told of fire alarms"
    assert related([told(1, a), told(2, b)]) == {}


def test_what_many_say_is_no_evidence_and_a_group_has_one_first() -> None:
    many = [told(n, f"Council budget vote in Elm Town: voice {'abcdefgh'[n]}") for n in range(8)]
    assert related(many) == {}
    three = [
        FIRE,
        told(2, "Forty homeless after Marlow House fire"),
        told(3, "Marlow House fire: an inquiry is called"),
    ]
    found = related(three)
    assert {story: first for story, (first, _) in found.items()} == {2: 1, 3: 1}


def test_chinese_by_runs_of_signs() -> None:
    a = told(1, "光焱科技嚴正駁斥汎銓專利侵權指控斥其以舊打新")
    b = told(2, "汎銓專利侵權指控遭光焱科技嚴正駁斥，法院將開庭")
    assert related([a, b])[2][1].words == "both say “光焱科技嚴正駁斥”"
    lists = [told(n, f"證交所今日單一證券鉅額成交股票前{n}0名一覽表") for n in (1, 2)]
    assert related(lists) == {}, "a list of the day, filled anew"
    assert related([a, told(2, "光焱科技公布去年財報，營收創新高")]) == {}


def test_it_costs_little_however_many_there_are() -> None:
    words = ["marlow", "elm", "birch", "cedar", "alder", "hazel", "rowan", "maple", "willow", "aspen", "larch", "holly"]
    stories = [told(n, " ".join(words[(n * k) % 12] + str(n % 7) for k in range(1, 9))) for n in range(1500)]
    began = time.process_time()
    related(stories)
    assert time.process_time() - began < 2.0
    assert all(story < 200 for story in related(stories))
