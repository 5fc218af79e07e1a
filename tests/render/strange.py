"""Issues as nobody would wish for: random, hostile, in every language and world, and the mail each becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from router import headers
from router.planning.choose import choose
from router.render import Encoded
from router.terms import Address, Candidate, Doors, Interest, IssueContent, Reason, Wishes

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
HOUSE = headers.House(Address("letters@news.example", "Social Work Morning"), "news.example", "owner@news.example")

HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '" onmouseover="alert(1)',
        'class="title" href="x"',
        '<a href="https://evil.example">x</a>',
        "</td></tr></table>",
        "{{ 7 * 7 }}{% raw %}",
        "=3D=\r\n.\r\n--=_",
        "\ue000tune\ue000",
        "\u202eevil\u2066",
        "a\u00a0b &amp; &nbsp; &#39;",
        "line\u2028break\x85\x0b",
        "x" * 400,
        "日本語の長い題名" * 20,
        "صحة المراهقين",
        "👩‍👧 family",
        "&",
        "<!-- -->",
        "]]>",
        "'",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), HOSTILE, st.builds(lambda a, b: f"{a} {b}", st.text(max_size=20), HOSTILE))
LINKS = st.one_of(
    st.sampled_from(
        [
            "",
            "https://times.example/a?b=c&d=e",
            "http://times.example/",
            "javascript:alert(1)",
            'https://x.example/" onclick="x',
            "https://x.example/<b>'",
            "https://x.example/" + "p" * 300,
            "data:text/html,x",
            "HTTPS://X.example/ü?q={number}",
        ]
    ),
    st.text(max_size=30).map(lambda text: "https://x.example/" + text),
)
NAMES = ("care", "homes", "age")
STORIES = st.builds(
    Candidate,
    story=st.integers(1, 10_000),
    title=TEXTS,
    link=LINKS,
    text=TEXTS,
    publisher=TEXTS,
    interests=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple),
    why=TEXTS,
    published=st.integers(0, 900).map(lambda days: NOW - timedelta(days=days)),
    routed=st.just(NOW),
    also_in=st.lists(TEXTS, max_size=6).map(tuple),
    note=st.one_of(st.sampled_from(("", "See page 4")), TEXTS),
    note_by=st.one_of(st.just("Ben"), TEXTS),
    authors=st.one_of(st.just(""), TEXTS),
    kind=st.sampled_from(("news", "paper", "notice")),
    language=st.sampled_from(("", "en", "de", "ar", "he-IL", 'x" y', "zh-Hant")),
    again=st.one_of(st.none(), st.builds(Reason, st.sampled_from(("corrected", "figures", "noted")), TEXTS)),
)
DOORS = st.builds(
    Doors,
    leave_page=st.sampled_from(("", "https://news.example/u/t0ken", "https://news.example/u?a=1&b=2")),
    leave_mail=st.sampled_from(("", "mailto:inbox+u.t0ken@news.example?subject=unsubscribe")),
    reply_to=st.sampled_from(("", "inbox+r.t0ken@news.example")),
    tune=st.sampled_from(
        (
            "",
            "https://news.example/t/t0ken/{number}",
            "https://news.example/t?n={number}&t=" + "k" * 60,
            "mailto:inbox+r.t0ken@news.example?subject=why%20{number}",
            "https://news.example/none",
        )
    ),
    see_them=st.sampled_from(("", "https://news.example/left/t0ken", "mailto:inbox@news.example?subject=left")),
    preferences=st.sampled_from(("", "https://news.example/me/t0ken")),
)


@st.composite
def issues(draw: st.DrawFn) -> IssueContent:
    stories = draw(st.lists(STORIES, min_size=1, max_size=12, unique_by=lambda one: one.story))
    interests = {name: Interest(name, draw(TEXTS) or name) for name in NAMES[: draw(st.integers(1, 3))]}
    wishes = Wishes(minutes=draw(st.sampled_from((0, 1, 5, 20))))
    chosen = choose(stories, wishes, interests, NOW)
    beside = draw(st.integers(1, 12))
    picks = tuple(
        replace(one, beside=Reason("place", "both say it") if one.number % beside == 1 else None)
        for one in chosen.picks
    )
    return IssueContent(
        title=draw(TEXTS),
        number=draw(st.integers(1, 99_999)),
        date=draw(TEXTS),
        local_date="2026-11-25",
        chosen=replace(chosen, picks=picks),
        interests=interests,
        doors=draw(DOORS),
        language=draw(st.sampled_from(("en", "ar", "de-AT"))),
        repeats=draw(st.integers(0, 40)),
        outside=draw(st.integers(0, 3)),
        imprint=draw(TEXTS),
        minutes=wishes.minutes,
        words=tuple(draw(st.lists(st.tuples(st.sampled_from(NAMES), TEXTS, TEXTS), max_size=2))),
    )


def mail_of(content: IssueContent, parts: Encoded) -> bytes:
    """The newsletter as it is handed to SMTP."""
    door = Doors(leave_mail="mailto:inbox@news.example")
    fields = headers.issue_headers(
        HOUSE, key="1|2026-11-25|daily", to=Address("ada@reader.example"), subject=parts.subject, date=NOW,
        doors=content.doors if content.doors.leave_page or content.doors.leave_mail else door, list_name="news",
    )  # fmt: skip
    return headers.assemble(fields, parts.text, parts.html, boundary=headers.boundary_of("x"))
