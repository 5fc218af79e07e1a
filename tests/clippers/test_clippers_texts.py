"""Plain texts of every layout nobody described: each is cut into its stories or left alone."""

from __future__ import annotations

import pytest

from tests.clippers.letters import LINKS, LISTED, TITLES, WORDS, Case, check

CASES: list[Case] = []


def case(
    name: str,
    titles: list[str],
    html: str = "",
    text: str = "",
    subject: str = "Weekly letter",
    *,
    person: bool = False,
) -> None:
    CASES.append(Case(name, titles, html, text, subject, () if person else LISTED))


case(
    "html2text",
    TITLES,
    text="The Letter\n\n"
    + "\n\n".join(f"{t} [{i + 1}]\nWords about it, a line long." for i, t in enumerate(TITLES))
    + "\n\nUnsubscribe [9]\n\nLinks:\n------\n"
    + "\n".join(f"[{i + 1}] {u}" for i, u in enumerate(LINKS))
    + "\n[9] https://l.example/unsubscribe?u=1\n",
)
case(
    "text-bullets",
    TITLES,
    text="Hello,\n\nthis week:\n\n"
    + "\n".join(f"* {t}\n  {u}" for t, u in zip(TITLES, LINKS, strict=False))
    + "\n\nUnsubscribe: https://l.example/unsubscribe?u=1\n",
)
case(
    "text-after",
    TITLES,
    text="\n\n".join(
        f"{t}\n{u}\nWords about it that go on for a while and end with a stop."
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + "\n\n--\nUnsubscribe: https://l.example/unsubscribe?u=1\n",
)
case(
    "text-angle",
    TITLES,
    text="\n\n".join(
        f"{t} <{u}>\n\nWords about it that go on for a while." for t, u in zip(TITLES, LINKS, strict=False)
    )
    + "\n\nUnsubscribe <https://l.example/unsubscribe?u=1>\n",
)
case(
    "text-dash",
    TITLES,
    text="\n".join(f"{i + 1}. {t} - {u}" for i, (t, u) in enumerate(zip(TITLES, LINKS, strict=False))) + "\n",
)
case(
    "text-caps",
    TITLES,
    text="\n\n".join(
        f"{t.upper()}\n\nWords about it that go on for a while, and then for a while longer so that\nthe line must be wrapped at the usual place where mail programs wrap.\n\nRead more: {u}"
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + "\n\nUnsubscribe: https://l.example/unsubscribe?u=1\n",
)
case(
    "colleague",
    [],
    text="Hi all,\n\nthe room is booked for Tuesday at four. I will bring the slides.\n\nBest,\nIda\n--\nIda Sorensen\nhttps://www.northuni.example/people/ida\n",
    subject="Tuesday",
    person=True,
)
case(
    "text-wrap",
    [
        "A very long title that goes on for longer than the seventy-two columns of mail",
        "Tenants write their own charter",
    ],
    text="A very long title that goes on for longer than the seventy-two columns\nof mail\nhttps://l.example/1\n\nTenants write their own charter\nhttps://l.example/2\n\n-----\nUnsubscribe: https://l.example/unsubscribe?u=1\n",
)
case(
    "text-sections",
    TITLES[:4],
    text="THE LETTER\n==========\n\nCARE\n----\n\n"
    + f"{TITLES[0]}\n{WORDS[:60]}\n{LINKS[0]}\n\n{TITLES[1]}\n{WORDS[:60]}\n{LINKS[1]}\n\nHOUSING\n-------\n\n{TITLES[2]}\n{WORDS[:60]}\n{LINKS[2]}\n\n{TITLES[3]}\n{WORDS[:60]}\n{LINKS[3]}\n\nUnsubscribe: https://l.example/unsubscribe\n",
)
case(
    "text-of-a-feed",
    [TITLES[0]],
    text=f"URL: {LINKS[0]}\nDate: 2002-09-22T21:14:08-08:00\n\nAda has moved her site[1] to files, and I am still on the fence.\n\n*A pile of notes* is never nice, but it is mine. Permalink[2]\n\n[1] {LINKS[1]}\n[2] {LINKS[0]}\n",
    subject=TITLES[0],
    person=True,
)
case(
    "text-links-no-page-opens",
    [f"{t}, for all that was said of {w}." for t, w in zip(TITLES, WORDS.split(), strict=False)],
    text="".join(
        f"    {t}, for all that\n    was said of {w}.\n        {u}\n        ftp://ftp.l.example/x.zip\n\n"
        for t, w, u in zip(TITLES, WORDS.split(), LINKS, strict=False)
    ),
)
case("text-paren", TITLES[:3], text="\n\n".join(f"{t} ({u})" for t, u in zip(TITLES[:3], LINKS, strict=False)))
case(
    "text-gmail-alt",
    TITLES[:3],
    text="[image: The Letter]\n<https://l.example>\n\n"
    + "\n\n".join(f"*{t}*\n<{u}>\n{WORDS[:70]}" for t, u in zip(TITLES[:3], LINKS, strict=False))
    + "\n\nUnsubscribe <https://l.example/unsubscribe>\n",
)
case(
    "meeting",
    [],
    text="When: Tuesday 24 November 16:00\nWhere: https://meet.example/abc-def\n\nJoin the meeting: https://meet.example/abc-def\n",
    subject="Invitation: Team meeting @ Tue 24 Nov",
    person=True,
)


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_text_is_cut_into_its_stories(letter: Case) -> None:
    check(letter)
