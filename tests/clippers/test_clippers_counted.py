"""Letters that count what is worth a look, a sentence each, with the link amid its words."""

from __future__ import annotations

from router import clippers
from router.terms import Clipping
from tests.clippers.letters import FOOT, LISTED, Case, mail_of

THINGS = (
    ("1. A short film about {}. Her hands!", "the woman who mends umbrellas"),
    ("2. I keep going back to {}, mostly at night.", "this archive of station clocks"),
    ("3. Why {} (and what to do instead).", "museums hide their chairs"),
    ("4. My neighbour made {} from old timetables.", "a typeface of delays"),
    ("5. “Nobody reads the back of a map.” From {}.", "a talk by a mapmaker"),
    ("6. The second half of that story is {}.", "here"),
)


def cut(html: str) -> tuple[Clipping, ...]:
    return clippers.cut(mail_of(Case("counted", [], html + FOOT, "", "Six things", LISTED))).clippings


def things(longer: str = "") -> str:
    return "".join(
        f"<p>{words.format(f'<a href=https://far{n}.example/{n}/page>{link}</a>')}{longer}</p>"
        for n, (words, link) in enumerate(THINGS)
    )


def test_each_thing_is_named_by_the_words_that_are_its_link() -> None:
    said = cut(f"<p>Hello,</p><p>Six things worth a look this week:</p>{things()}<p>Until Friday,<br>Jo</p>")
    assert [one.title for one in said] == [
        *(link for _, link in THINGS[:-1]),
        "The second half of that story is here.",
    ]
    assert [one.link for one in said] == [f"https://far{n}.example/{n}/page" for n in range(6)]


def test_the_numbered_parts_of_an_essay_are_not_stories() -> None:
    longer = " It took me years to see why, and I am still not sure that I do." * 5
    body = f"<h1>What I learned from mending things</h1><p>It is six things.</p>{things(longer)}<p>Jo</p>"
    said = cut(body)
    assert not any(link == one.title for one in said for _, link in THINGS)
