"""The engine says what the slow, obvious matcher says, and says where."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from router.rulebook.book import Book
from router.rulebook.book import compile as compile_book
from router.terms import Facts, Found
from tests.rulebook.reference import Line, Story, matches, verdict

FULL = os.environ.get("ROUTER_PROVE") == "1"
RUNS, EACH = (15, 1_000) if FULL else (1, 300)  # in runs, so that no run remembers more than its own examples
EXAMPLES = settings(max_examples=EACH, database=None, deadline=None, suppress_health_check=list(HealthCheck))
SOURCES = {
    "sources/scholar.rules": "source: scholar\nfrom: @scholar.example\nkind: paper\ngroup: journals\n",
    "sources/gazette.rules": "source: gazette\nfrom: @gazette.example\n",
}
GROUPS = {"journals": {"scholar"}}

WORDS = [
    "ab",
    "abc",
    "b",
    "bc",
    "aB",
    "äb",
    "c++",
    "lgbtq+",
    "#ab",
    "@ab",
    "ß",
    "子",
    "子供",
    "供ab",
    "ไทย",
    "کار",
    "हिन्दी",
    "ﬁx",
    "a-b",
]
SPACES = [" ", "  ", "-", ", ", "\n", "'", "+", " + ", ". ", "", " x ", " x x x x x x x x ", "\u00a0", "–"]
PIECE = st.sampled_from(WORDS)
TEXT = st.lists(st.tuples(PIECE, st.sampled_from(SPACES)), max_size=6).map(
    lambda pairs: "".join(w + s for w, s in pairs)
)


@st.composite
def terms(draw: st.DrawFn) -> str:
    word = " ".join(draw(st.lists(PIECE.filter(lambda w: w[0] != "@"), min_size=1, max_size=2)))
    shape = draw(st.integers(0, 7))
    if shape == 1:
        return word + "*"
    if shape == 2:
        return "*" + word
    if shape == 3:
        return "*" + word + "*"
    if shape == 4 and len(word) > 1 and word[0].isalnum() and word[1].isalnum():
        return word[0] + "*" + word[1:]
    return word


LIST = ["abc*", "子供", "c++"]
LEAF = st.one_of(terms().map(lambda t: ("term", t)), st.just(("list", LIST)))
CHAIN = st.one_of(LEAF, st.lists(LEAF, min_size=2, max_size=3).map(lambda sides: ("near", sides, 8)))
GROUP = st.lists(CHAIN, min_size=1, max_size=3).map(lambda of: ("or", of))
PLAIN = st.lists(GROUP, min_size=1, max_size=2).map(lambda of: ("and", of))


def plain_text(tree: tuple) -> str:
    """The body of a plain line that means this tree."""
    kind = tree[0]
    if kind == "term":
        return tree[1]
    if kind == "list":
        return "@kin"
    sign = {"near": " ~ ", "or": ", ", "and": " + "}[kind]
    return sign.join(map(plain_text, tree[1]))


QUOTED = terms().map(lambda t: ("term", t))
SIDE = st.one_of(QUOTED, st.lists(QUOTED, min_size=2, max_size=2).map(lambda of: ("or", of)))


def branches(trees: st.SearchStrategy[tuple]) -> st.SearchStrategy[tuple]:
    pair = st.lists(trees, min_size=2, max_size=3)
    return st.one_of(
        pair.map(lambda of: ("or", of)),
        pair.map(lambda of: ("and", of)),
        st.tuples(trees, trees).map(lambda both: ("and", [both[0], ("not", both[1])])),
        st.tuples(SIDE, SIDE, st.integers(1, 9)).map(lambda near: ("near", list(near[:2]), near[2])),
        st.tuples(st.sampled_from(["title", "text", "note"]), trees).map(lambda two: ("in", *two)),
    )


SEARCH = st.recursive(QUOTED, branches, max_leaves=5)


def search_text(tree: tuple) -> str:
    kind = tree[0]
    if kind == "term":
        return f'"{tree[1]}"'
    if kind == "not":
        return f"NOT ({search_text(tree[1])})"
    if kind == "in":
        return f"{tree[1]}:({search_text(tree[2])})"
    sign = {"or": " OR ", "and": " AND "}.get(kind) or f" NEAR/{tree[2]} "
    return "(" + sign.join(map(search_text, tree[1])) + ")"


LOOKED_UP = st.one_of(
    st.just(("is", "site", ["paper.example"])),
    st.just(("is", "kind", ["news", "paper"])),
    st.just(("is", "language", ["de"])),
    st.just(("is", "to", ["kin"])),
)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, str]:
    skip = draw(st.integers(0, 3)) == 0
    sources = draw(st.sampled_from([(), (), (), ("scholar",), ("journals",), ("gazette", "journals")]))
    form = draw(st.integers(0, 5))
    if form == 0:
        body = draw(LOOKED_UP)
        part, text = body[1], ", ".join(body[2])
    elif form < 3:
        body, part = draw(SEARCH), "search"
        text = search_text(body)
    else:
        body, part = draw(PLAIN), draw(st.sampled_from(["any", "any", "title", "text", "author", "publisher", "note"]))
        text = plain_text(body)
    said = f" from {', '.join(sources)}" if sources else ""
    return Line(skip, part, body, sources, GROUPS), f"{'skip' if skip else 'take'} {part}{said}: {text}"


STORIES = st.builds(
    Story,
    title=TEXT,
    text=TEXT,
    author=st.one_of(st.just(""), TEXT),
    publisher=st.one_of(st.just(""), TEXT),
    note=st.one_of(st.just(""), TEXT),
    sources=st.sampled_from([(), ("scholar",), ("gazette",), ("scholar", "gazette")]),
    site=st.sampled_from(["", "paper.example", "www.paper.example", "newspaper.example"]),
    kind=st.sampled_from(["", "news", "paper", "video"]),
    language=st.sampled_from(["", "de", "de-at", "den", "en"]),
    tags=st.sampled_from([(), ("kin",), ("other",)]),
)


def facts_of(story: Story) -> Facts:
    link = f"https://{story.site}/a" if story.site else ""
    return Facts(
        story.title, story.text, story.author, story.publisher, story.note, link, story.kind, story.language,
        story.sources, story.tags,
    )  # fmt: skip


@pytest.mark.parametrize("run", range(RUNS))
def test_the_engine_equals_the_slow_and_obvious_matcher(run: int) -> None:
    """Every rule on every text, and what decides: about ten pairs an example, so above 100,000 in the full form."""
    pairs = [0]

    def check(ruled: list[tuple[Line, str]], stories: list[Story]) -> None:
        engine_equals_matcher(ruled, stories)
        pairs[0] += len(ruled) * len(stories)

    ruled, stories = st.lists(lines(), min_size=2, max_size=5), st.lists(STORIES, min_size=2, max_size=4)
    seed(run)(EXAMPLES(given(ruled, stories)(check)))()
    assert pairs[0] >= 7 * EACH


def engine_equals_matcher(ruled: list[tuple[Line, str]], stories: list[Story]) -> None:
    text = "\n".join(
        ["interest: Kin", f"words kin: {', '.join(LIST)}", "take title: never said", *(t for _, t in ruled)]
    )
    book, problems = compile_book({"interests/kin.rules": text, **SOURCES})
    assert book.interests, [str(problem) for problem in problems]
    for story in stories:
        facts = facts_of(story)
        found = {one.rule.line for one in book.engine.matching(facts)}
        assert found == {number for number, (line, _) in enumerate(ruled, 4) if matches(line, story)}, (text, story)
        taken, number = verdict([line for line, _ in ruled], story)
        said = {one.interest: one for one in book.judge(facts)}.get("kin")
        if number is None:
            assert said is None, (text, story)
        else:
            assert said is not None and said.rule is not None, (text, story)
            assert (said.taken, said.rule.line) == (taken, number + 4), (text, story)
            for place in said.found:
                check_place(place, story)


def check_place(found: Found, story: Story) -> None:
    """What is said to stand in a part stands there."""
    if found.part in ("site", "kind", "language", "to"):
        return
    part: str = getattr(story, found.part)
    assert found.words and part[found.at : found.at + len(found.words)] == found.words


def book_of(*body: str) -> Book:
    book, problems = compile_book({"interests/kin.rules": "interest: Kin\n" + "\n".join(body), **SOURCES})
    assert "kin" in book.interests, [str(problem) for problem in problems]
    return book


@pytest.mark.parametrize(
    ("line", "title", "taken"),
    [
        ("take any: kinship care", "Kinship-care rises", True),
        ("take any: abuse, neglect + child*", "Neglected children: neglect rises", True),
        ("take any: abuse, neglect + child*", "Neglect rises", False),
        ("take any: eviction ~ famil*", "Families fear eviction", True),
        ("take any: eviction ~ famil*", "Eviction: one two three four five six seven families", True),
        ("take any: eviction ~ famil*", "Eviction: one two three four five six seven eight families", False),
        ("take any: *wohl*", "Kindeswohlgefährdung", True),
        ("take any: wom*n", "Women and woman", True),
        ("take any: foster* care", "Fostering care", True),
        ("take any: no, 2024, on", "Off in 2024", True),
        ("take any: no", "On and on", False),
        ('take any: "@nasw"', "by @nasw", True),
        ('take any: "care, home"', "a care, home and more", True),
        ("take any: ‘care leavers’", "Care leavers speak", True),
        ("take any: LGBTQ+", "LGBTQ+ youth", True),
        ("take search: kinship NOT football", "Kinship football", False),
        ("take search: (kinship OR foster) care", "Care in foster homes", True),
        ('take search: "foster care" NEAR/2 breakdown', "breakdown of foster care", True),
        ('take search: "foster care" NEAR/2 breakdown', "breakdown in all of foster care", False),
        ("take search: kinship -football", "Kinship football", False),
        ("take search: intitle:kinship", "Kinship", True),
        ("take search: kinship | fostering", "Fostering", True),
    ],
)
def test_what_a_line_takes(line: str, title: str, taken: bool) -> None:
    assert any(one.taken for one in book_of(line).judge(Facts(title=title))) is taken


def test_near_means_in_one_part() -> None:
    book = book_of("take any: eviction ~ famil*")
    assert not book.judge(Facts(title="Eviction", text="Families"))
    assert book.judge(Facts(title="Eviction", text="Families after an eviction"))


def test_the_verdict_names_line_words_and_places() -> None:
    book = book_of("about: x", "take title: abuse, neglect + child*")
    (said,) = book.judge(Facts(title="Straße: Neglect — and abuse — of Children’s trust"))
    assert said.rule is not None
    assert (said.rule.file, said.rule.line, said.rule.words) == (
        "interests/kin.rules",
        3,
        "(abuse or neglect) and child*",
    )
    assert said.found == (Found("title", "Neglect", 8), Found("title", "abuse", 22), Found("title", "Children", 33))


def test_a_skip_beats_every_take_wherever_it_stands() -> None:
    for body in (["skip any: dogs", "take any: foster care"], ["take any: foster care", "skip any: dogs"]):
        (said,) = book_of(*body).judge(Facts(title="Foster care for dogs"))
        assert not said.taken and said.rule is not None and said.rule.text == "skip any: dogs"


def test_site_is_judged_by_label_after_idna() -> None:
    book = book_of("take site: bücher.example")
    for link, taken in [
        ("https://bücher.example/a", True),
        ("https://shop.xn--bcher-kva.example/a", True),
        ("https://mybücher.example/a", False),
        ("https://bücher.example.evil.example/a", False),
    ]:
        assert bool(book.judge(Facts(title="x", link=link))) is taken, link


def test_link_looks_at_the_words_of_the_address() -> None:
    book = book_of("take link: social care")
    assert book.judge(Facts(title="x", link="https://paper.example/2026/social-care/a"))
    assert not book_of("take any: social care").judge(Facts(title="x", link="https://paper.example/social-care"))


def test_an_event_interest_takes_only_in_its_span() -> None:
    book = book_of("during: 2026-11-01 to 2026-11-05", "take any: conference")
    for date, taken in [
        ("2026-10-31", False),
        ("2026-11-01", True),
        ("2026-11-05T23:00:00", True),
        ("2026-11-06", False),
    ]:
        assert bool(book.judge(Facts(title="The conference", date=date))) is taken, date


def test_explain_speaks_of_every_interest() -> None:
    files = {f"interests/{name}.rules": f"interest: {name}\ntake any: {name}\n" for name in ("kin", "foster", "dogs")}
    book, _ = compile_book(files)
    said = {one.interest: one.taken for one in book.explain(Facts(title="Foster kin"))}
    assert said == {"dogs": False, "foster": True, "kin": True}
    assert [one.interest for one in book.judge(Facts(title="Foster kin"))] == ["foster", "kin"]


@pytest.mark.parametrize(
    ("line", "title", "words"),
    [
        ("take any: child", "Children at risk", "`child*` would take it (Children)"),
        ("take any: abuse + child*, kid", "Children at risk", "only (abuse) is missing"),
        ("take any: eviction ~ famil*", "Eviction, one two three four five six seven eight, families", "the words stand farther apart: eviction within eight words of famil*"),
    ],
)  # fmt: skip
def test_near_misses_say_what_was_missing(line: str, title: str, words: str) -> None:
    book = book_of(line)
    (miss,) = book.near_misses(Facts(title=title))
    assert miss.words == words
    assert not book_of(line).judge(Facts(title=title))


def test_a_long_text_full_of_hits_is_no_burden() -> None:
    book = book_of("take any: a ~ b ~ c", "take search: (x AND y) NOT z")
    text = " ".join(["a", "b"] * 20_000)
    assert not book.judge(Facts(title="t", text=text))
