"""Keys: what must meet in the store meets, in every process alike."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.folding import Face, Keys, face, hint, keys, titles, worth
from router.folding.keys import BANDS
from router.terms import Clipping
from tests.folding.cases import FOLDS, KNOWN

PROVE = os.environ.get("ROUTER_PROVE") == "1"


def of(title: str, link: str = "", doi: str = "", text: str = "") -> Face:
    return face(Clipping(title=title, link=link, doi=doi, text=text), None)


@pytest.mark.parametrize(("expected", "a", "b"), FOLDS, ids=[row[1].title[:40] for row in FOLDS])
def test_what_folds_is_found(expected: str, a: Face, b: Face) -> None:
    ours, theirs = keys(a, KNOWN), keys(b, KNOWN)
    if expected == "same-text":  # one text that begins alike; its own key
        assert hint("text", titles.letters(a.text)[:24]) in set(ours.weak) & set(theirs.weak)
    assert {*ours.strong, *ours.weak} & {*theirs.strong, *theirs.weak}


@pytest.mark.parametrize(
    ("link", "doi", "key"),
    [
        ("https://www.post.example/a/b#c", "", "link:post.example/a/b#c"),
        ("https://journal.example/doi/full/10.5555/AB.1", "", "doi:10.5555/ab.1"),
        ("", "10.5555/AB.1", "doi:10.5555/ab.1"),
        ("https://www.nature.com/articles/s41598-025-16058-6", "", "doi:10.1038/s41598-025-16058-6"),
        ("https://pubmed.ncbi.nlm.nih.gov/39977024/", "", "pmid:39977024"),
        ("https://arxiv.org/pdf/2501.01234v2", "", "arxiv:2501.01234"),
        ("https://lancet.example/PIIS1474-4422(26)00056-6/abstract", "", "pii:S1474442226000566"),
        ("https://a.example/x", "10.1016/s1474-4422(26)00056-6", "pii:S1474442226000566"),
        ("https://news.post.co.uk/content/23/26210.html", "", "article:post.co.uk:26210"),
        ("https://money.post.example/story/5607/9404755?from=x", "", "article:post.example:9404755"),
    ],
)
def test_strong_keys(link: str, doi: str, key: str) -> None:
    assert key in keys(of("A title of some kind", link, doi)).strong


@pytest.mark.parametrize(
    "link",
    [
        "https://post.example/20260316/slug",  # days and moments are no ids
        "https://post.example/news?d=18032026",
        "https://post.example/n/202603161628",
        "https://post.example/forum/stock/2354?s=broker&agent=981",
    ],
)
def test_what_is_no_article_number(link: str) -> None:
    assert not [key for key in keys(of("A title", link)).strong if key.startswith("article:")]


def test_keys_fit_their_column() -> None:
    made = keys(of("t" * 3000, "https://post.example/" + "long-" * 600, text="x " * 9000))
    assert all(len(key) <= 220 for key in made.strong)
    assert all(-(1 << 63) <= key < 1 << 63 for key in made.weak)


def test_near_titles_meet_in_a_band() -> None:
    rng = random.Random(16)
    syllables = ["ka", "lo", "mi", "ren", "tas", "vel", "dor", "pim", "shu", "gar", " "]
    met = tried = 0
    while tried < (5000 if PROVE else 400):
        title = "".join(rng.choices(syllables, k=18))
        at = rng.randrange(len(title) - 3)
        other = title[:at] + rng.choice(["", "x", "qu"]) + title[at + rng.choice([0, 1]) :]
        if titles.share(titles.shingles(title), titles.shingles(other)) < 0.8:
            continue
        tried += 1
        bands = [{key for key in keys(of(one)).weak if key >= 0} for one in (title, other)]
        met += len(bands[0] & bands[1]) >= 2
    assert met / tried > 0.97


def test_far_titles_rarely_meet() -> None:
    rng = random.Random(17)
    letters = "abcdefghijklmnopqrstuvwxyz "
    seen: dict[int, int] = {}
    met = 0
    for number in range(1000):
        title = "".join(rng.choices(letters, k=60))
        for key in keys(of(title)).weak:
            met += key in seen
            seen[key] = number
    assert met <= 2


@settings(derandomize=True, deadline=None, max_examples=1000 if PROVE else 60)
@given(st.text(max_size=120), st.text(max_size=60))
def test_keys_never_fail_and_repeat(title: str, link: str) -> None:
    one = of(title, link)
    assert keys(one) == keys(one)
    assert len(set(keys(one).strong)) == len(keys(one).strong)


SCRIPT = """
from router.folding import face, keys
from router.terms import Clipping
for n in range(40):
    made = face(Clipping(title=f"市議會 approves plan {n} for carers - Post", link=f"https://p.example/{n}?b=2&a=1"), None)
    print(keys(made))
"""


def test_the_same_keys_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(said) == 1


def test_stored_keys_are_found_by_later_releases() -> None:
    """Rows of older releases stand in the store: these texts may never change without a migration."""
    title, link = "County opens beds for families - The Daily Post", "https://www.post.example/beds"
    made = keys(face(Clipping(title=title, link=link), datetime(2026, 3, 16, 12, tzinfo=UTC)))
    assert made.strong == ("link:post.example/beds",)
    assert made.weak[:4] == (
        -2154395279984851977,
        -8737074985863465526,
        1735011756793591974,
        1735016155265773308,
    )


@pytest.mark.parametrize("hours", [0, 1, 24, 48, 71, 72])
@pytest.mark.parametrize("start", range(0, 24 * 62, 61))
def test_near_news_meets_inside_the_window_and_not_far_outside(hours: int, start: int) -> None:
    first = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=start)
    title = "Minister criticised over delayed housing benefit reform"
    one, other, later = (
        keys(face(Clipping(title=title), first + timedelta(hours=more))) for more in (0, hours, 24 * 61 + hours)
    )
    for a, b in ((one, other), (other, one)):
        assert len({*a.weak, *a.also} & {key for key in b.weak if key >= 0}) == BANDS
    assert not {*later.weak, *later.also} & {key for key in one.weak if key >= 0}


def test_papers_meet_at_any_time() -> None:
    title = "Loneliness among care leavers in three rural counties"
    made = [keys(face(Clipping(title=title, kind="paper"), datetime(2024 + n, 3, 1, tzinfo=UTC))) for n in range(2)]
    assert made[0] == made[1]
    assert not made[0].also


def test_worth_a_look() -> None:
    places = Keys(("link:a",), (-3, 5, 6), (14, 15))
    sharing = {"link:a": [3], -3: [2], 5: [7, 8], 15: [8, 9], 6: [3]}
    assert worth(places, sharing) == {2, 3, 8}
