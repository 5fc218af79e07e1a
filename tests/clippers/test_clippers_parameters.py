"""Every line that a source file may hold does what docs/sources.md says of it."""

from __future__ import annotations

from router import clippers
from router.terms import Address, Clipping, Parsed, Source

PAGE = """<p><b><a href="https://l.example/0">A headline above the start</a></b></p><p>HERE IT BEGINS</p>
<div class="s"><p class="up">Ada Berg in Ward Notes</p><h3><a href="https://l.example/1">Carers win a night off</a></h3>
<p class="by">By Tom Liu</p><p class="cite">J Care. 2026 Nov 2;9(1):3. doi: 10.5555/jc.1.</p><p class="t">What it says.</p><p class="n">Read the methods.</p></div>
<div class="s"><p class="up">Eve Cole in Field Notes</p><h3><a href="https://l.example/2">Beds</a></h3><p class="t">Few.</p></div>
<div class="ad"><h3><a href="https://l.example/ad">A very good chair for your back</a></h3></div>
<div class="s"><p class="up">Raj Pat in Night Notes</p><h3><a href="https://l.example/3">Tenants write their own charter</a></h3><p class="t">All of it.</p></div>
<p>AND HERE IT ENDS</p><p><b><a href="https://l.example/4">A headline below the end</a></b></p>"""
TEXT = "Title one of the text\nhttps://l.example/1\nPARTED\nTitle two of the text\nhttps://l.example/2\n"


def cut(
    page: str = PAGE,
    plain: str = "",
    *,
    clip: str = "blocks",
    drop: tuple[str, ...] = (),
    unwrap: tuple[str, ...] = (),
    **lines: str,
) -> tuple[Clipping, ...]:
    parameters = {name.replace("_", " "): line for name, line in lines.items()}
    source = Source("x", clip=clip, parameters=parameters, drop=drop, unwrap=unwrap)
    return clippers.cut(
        Parsed((), Address("a@l.example", "Ada from The Ledger"), "Weekly: Ward Letter", plain, page), None, source
    ).clippings


def titles(found: tuple[Clipping, ...]) -> list[str]:
    return [clipping.title for clipping in found]


def test_start_and_end() -> None:
    found = titles(cut(start="here it begins", end="and here it ends"))
    assert "A headline above the start" not in found and "A headline below the end" not in found
    assert "Carers win a night off" in found and len(found) < len(titles(cut()))
    assert titles(cut("", TEXT, clip="records", end="parted")) == ["Title one of the text"]


def test_min_is_the_fewest_words_of_a_title() -> None:
    assert "Carers win a night off" not in titles(cut(min="6"))
    assert "A very good chair for your back" in titles(cut(min="6"))


def test_drop_by_css_by_words_and_of_a_link() -> None:
    assert "A very good chair for your back" not in titles(cut(drop=("div.ad",)))
    assert "A very good chair for your back" not in titles(cut(drop=("text: good chair",)))
    assert "A very good chair for your back" not in titles(cut(drop=("a[href*='/ad']",)))


def test_skip() -> None:
    assert "A very good chair for your back" not in titles(cut(skip="a very good chair*"))


def test_paths_of_selectors() -> None:
    found = cut(
        clip="selectors",
        story="div.s",
        title="h3 a",
        link="h3 a @href",
        authors="p.by",
        text="p.t",
        note="p.n",
        citation="p.cite",
    )
    first = found[0]
    assert (first.title, first.link, first.authors, first.text, first.note) == (
        "Carers win a night off", "https://l.example/1", "Tom Liu", "What it says.", "Read the methods.",
    )  # fmt: skip
    assert (first.journal, first.published, first.doi) == ("J Care", "2026-11-02", "10.5555/jc.1")
    assert titles(found) == ["Carers win a night off", "Beds", "Tenants write their own charter"]
    dated = cut(
        "<h3><a href='https://l.example/1'>One</a></h3><i>19 November 2026</i>",
        clip="selectors",
        story="h3",
        date="+ i",
        byline="+ i",
        journal="+ i",
    )
    assert dated[0].published == "2026-11-19"


def test_patterns_of_blocks() -> None:
    found = cut(
        publisher_at="line above {authors} in {publisher}",
        journal="Weekly: {journal}",
        title="{title} win {rest}",
        byline="By {authors}",
    )
    first = next(clipping for clipping in found if clipping.link.endswith("/1"))
    assert (first.title, first.publisher, first.authors, first.journal) == (
        "Carers",
        "Ward Notes",
        "Ada Berg",
        "Ward Letter",
    )


def test_split_of_records() -> None:
    text = "Heading of one\n\nSome prose about it\nand on and on it\ngoes here:\nPARTED\nhttps://l.example/1\n"
    assert titles(cut("", TEXT, clip="records", split="PARTED")) == ["Title one of the text", "Title two of the text"]
    assert titles(cut("", text, clip="records", split="PARTED")) == []


def test_unwrap_by_the_source() -> None:
    page = "".join(
        f"<h3><a href='https://go.l.example/x/{n}?to=https%3A%2F%2Fp.example%2F{n}'>Headline number {n} of all</a></h3><p>Words.</p>"
        for n in range(4)
    )
    assert cut(page)[0].link == "https://go.l.example/x/0?to=https%3A%2F%2Fp.example%2F0"
    assert cut(page, unwrap=("go.l.example/* ?to",))[0].link == "https://p.example/0"
    assert cut(page, unwrap=("other.example/* ?to",))[0].link != "https://p.example/0"


def test_story_either_reads_a_list_or_one_story() -> None:
    essay = (
        "<h1>What the night taught us</h1>"
        + "<p>"
        + "Nobody told them to be quiet, and they were. " * 40
        + "</p><p><a href='https://l.example/what-the-night-taught-us'>View in browser</a></p>"
    )
    assert len(cut(story="either")) >= 3
    source = Source("x", clip="blocks", parameters={"story": "either"})
    mail = Parsed((), Address("a@l.example", "Ada"), "What the night taught us", "", essay)
    assert titles(clippers.cut(mail, None, source).clippings) == ["What the night taught us"]


def test_publisher_of_the_source_and_at_the_end_of_titles() -> None:
    page = "".join(
        f"<h3><a href='https://l.example/{n}'>Headline number {n} of all - North Gazette</a></h3>" for n in range(4)
    )
    assert cut(page, publisher_at="end")[0].publisher == "North Gazette"
    source = Source("x", clip="blocks", publisher="The Gazette")
    assert (
        clippers.cut(Parsed((), Address("a@l.example"), "W", "", PAGE), None, source).clippings[0].publisher
        == "The Gazette"
    )
