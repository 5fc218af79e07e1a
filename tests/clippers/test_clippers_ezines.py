"""Letters in plain text as the older ones are set: contents above, sections, boxes, feet, small print in brackets."""

from __future__ import annotations

import pytest

from router import clippers
from router.terms import Address, Parsed
from tests.clippers.letters import LINKS, LISTED, TITLES, Case, check, mail_of

TOLD = "The council met for nine hours and came out with a plan that few of\nits members had read. Nobody outside was asked at all.\n"
STARS = "** *** ***** ******* *********** *************\n"
RULE = "-" * 66
LEAVE = "To unsubscribe: http://l.example/unsubscribe?u=77\n"


def told(title: str, link: str) -> str:
    """A story as most letters set it."""
    return f"{title}\n{TOLD}{link}\n"


FOUR = list(zip(TITLES[:4], LINKS, strict=False))
STORIES = "\n".join(told(*pair) for pair in FOUR)
CONTENTS = (
    f"THE LETTER\n\nIn this issue:\n    {TITLES[0]}\n    News\n    {TITLES[1]}\n    {TITLES[2]}\n    Letters from Readers\n\n"
    f"{STARS}\n    {TITLES[0]}\n\n{TOLD}\nThe minutes:\n<http://town.example/minutes>\n\n"
    f"{STARS}\n    News\n\nA village draws its own map of the valley.\n<{LINKS[3]}>\n\nThe pool opens again after nine years.\n<{LINKS[4]}>\n\n"
    f"{STARS}\n    {TITLES[1]}\n\n{TOLD}\n{STARS}\n    {TITLES[2]}\n\n{TOLD}\n"
    f"{STARS}\n    Letters from Readers\n\nFrom: Bo Nyman\nSubject: The pool\n\nI swam there.\n\nFrom: Ida Sol\nSubject: The map\n\nI drew it.\n\n{STARS}\n{LEAVE}"
)
NOTES = (
    f"TheLetter#12/21-Apr-03\n\nTopics:\n    Notes/21-Apr-03\n    {TITLES[0]}\n    {TITLES[1]}\n    {TITLES[2]}\n\n"
    f"Notes/21-Apr-03\n---------------\n\n**The Pool Opens Again** -- It took nine years and two mayors to\n  mend the roof. [BN]\n\n<{LINKS[3]}>\n\n"
    + "".join(f"{title}\n{'-' * len(title)}\n  by Ida Sol <ida@l.example>\n\n{TOLD}\n" for title in TITLES[:3])
    + "$$\n\n Back issues available at: <http://l.example/issues/>\n"
)
CASES = [
    Case(
        "a box of an advertisement",
        TITLES[:4],
        text=f"/-------- E-mail Sponsored by Lark --------\\\nTHE FERRY, FROM JUNE 20\nWatch it at http://lark.example/ferry/now\n\\-----------------------/\n\n{STORIES}\n{LEAVE}",
    ),
    Case(
        "an advertisement below its rule",
        TITLES[:4],
        text=f"The Letter of Monday\n\nSponsored by Blue Router:\n\n - - - - - - - -\nBLUE ROUTER: THE ROUTER. Try it for a month.\nhttp://ads.example/blue/now\n - - - - - - - -\n\n{STORIES}\n{LEAVE}",
    ),
    Case(
        "a sponsor above its rule",
        TITLES[:4],
        text=f"The Letter of Monday\n\nThis issue is sponsored by Blue Router\n{RULE}\n\n{STORIES}\n{LEAVE}",
    ),
    Case(
        "a foot of many ways",
        TITLES[:4],
        text=f"{STORIES}\n{'=' * 60}\nEverything about the town is a step away in these pages:\n\n  The quick guide for those who are new here\n  http://town.example/guide\n\n  A map of all of its old mills\n  http://town.example/mills/all\n\nTo subscribe, write to the desk.\n",
    ),
    Case(
        "a foot in a paragraph",
        TITLES[:4],
        text=f"{STORIES}\nTo read it without ads: http://l.example/premium/\nTo be removed from this list: http://l.example/lists/3\n",
    ),
    Case(
        "whom to ask",
        TITLES[:4],
        text=f"{STORIES}\nCONTACT INFORMATION\nHome page: http://l.example/home\nEditor: ed at l.example\n",
    ),
    Case(
        "rubrics in brackets, titles over their day",
        TITLES[:4],
        text="LETTER OF THE DESK\nNews of the town, by its desk\nTuesday, 19 August 2008\n\n"
        + "".join(
            f"[Rubric {at}]\n\n{title}\n19/08/2008\n\nDesk of the Town - {TOLD}\nRead on:\n{link}\n\n{'_' * 60}\n\n"
            for at, (title, link) in enumerate(FOUR)
        )
        + LEAVE,
    ),
    Case(
        "one rule between the stories",
        TITLES[:4],
        text="".join(told(*pair) + "\n" for pair in FOUR[:3]) + f"{RULE}\n\n{told(*FOUR[3])}\n{LEAVE}",
    ),
    Case(
        "headlines that begin as an imprint does",
        ["Editor: the job that will not die", "Contact: a film about foster care", TITLES[0]],
        text="\n".join(
            told(title, link)
            for title, link in zip(
                ["Editor: the job that will not die", "Contact: a film about foster care", TITLES[0]],
                LINKS,
                strict=False,
            )
        )
        + LEAVE,
    ),
    Case(
        "what the reader might like",
        TITLES[:4],
        text=f"We thought you might enjoy these reads of the week.\n\n{STORIES}\n{LEAVE}",
    ),
    Case(
        "a person greeted, and headlines that speak",
        ["We talk about nights at last", "You may vote by post from now on", TITLES[0], TITLES[1]],
        text="Dear Robin,\n\n"
        + "\n".join(
            told(title, link)
            for title, link in zip(
                ["We talk about nights at last", "You may vote by post from now on", *TITLES[:2]], LINKS, strict=False
            )
        )
        + LEAVE,
        headers=(),
    ),
    Case(
        "posts over who offers them and what they pay",
        [f"{title}, up in old town (half time)" for title in TITLES[:4]],
        text="Dear Robin,\n\n4 new jobs match your criteria.\n\n"
        + "".join(
            f"{title}, up in old town (half time)\nInstitute of the Town - Centre for Duty\nLocation: Up hill {at}\nSalary:   3{at},000 a year\nDetails:  {link}\n\n{'~' * 40}\n\n"
            for at, (title, link) in enumerate(FOUR)
        )
        + LEAVE,
    ),
    Case(
        "two dashes and rubrics",
        TITLES[:4],
        text="TOP OF THE NEWS\n"
        + "\n".join(f" --{title}\n(May {at}, 2004)\n{TOLD}{link}\n" for at, (title, link) in enumerate(FOUR[:2], 7))
        + "\nTHE REST OF THE NEWS\n"
        + "\n".join(f" --{title}\n(May {at}, 2004)\n{TOLD}{link}\n" for at, (title, link) in enumerate(FOUR[2:], 7))
        + LEAVE,
    ),
    Case(
        "hours in brackets",
        TITLES[:3],
        text="\n".join(
            f"{title}  ({when})\n{link}\n\n   What it says, in one line of words.\n"
            for (title, link), when in zip(
                FOUR, ("Town 2:00 a.m. PDT", "Care 3:10 a.m. PDT", "Town Sunday"), strict=False
            )
        )
        + LEAVE,
    ),
    Case(
        "an answer to a letter",
        [TITLES[0], "Dear Mona: He collects spoons", TITLES[2]],
        text="\n".join(
            told(title, link)
            for title, link in zip([TITLES[0], "Dear Mona: He collects spoons", TITLES[2]], LINKS, strict=False)
        )
        + LEAVE,
    ),
]


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_only_its_stories_are_cut(letter: Case) -> None:
    check(letter)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (CONTENTS, [TITLES[0], "A village draws its own map of the valley.", "The pool opens again after nine years.",
                    TITLES[1], TITLES[2], "Letters from Readers"]),
        (NOTES, ["The Pool Opens Again", *TITLES[:3]]),
    ],
    ids=["news among essays", "notes above articles"],
)  # fmt: skip
def test_what_the_contents_name_is_told_whole_or_in_briefs(text: str, titles: list[str]) -> None:
    cut = clippers.cut(mail_of(Case("", titles, text=text)))
    assert [clipping.title for clipping in cut.clippings] == titles


@pytest.mark.parametrize(
    "said",
    [
        "This article from courier.example\nhas been sent to you by bo@l.example.",
        "Bo saw this story on the Courier website and thought you should see it.",
        "Bo hat Ihnen diesen Artikel empfohlen.",
        "Bo vous a recommandé cet article.",
        "Bo te ha enviado esta noticia.",
    ],
)
def test_a_story_that_a_site_sends_for_somebody_is_the_only_one(said: str) -> None:
    text = (
        f"{said}\n\n{TITLES[0]}\n\nJune 10, 2026\nBy Nora Moss\n\n{TOLD}\n{LINKS[0]}\n\n{RULE}\n\n"
        "Get home delivery of the Courier. Imagine reading it any time you like!\nHalf the price here:\n\nhttp://courier.example/home/delivery\n"
    )
    sender = Address("bo@l.example")
    cut = clippers.cut(
        Parsed(LISTED, sender, f"Courier Article: {TITLES[0]}", text, "", (Address("ida@router.example"),))
    )
    assert [clipping.title for clipping in cut.clippings] == [TITLES[0]]
