"""Rows that their sender marked up: each is one story with what stands in it, however rows and marks are nested."""

from __future__ import annotations

import random
import time

from router import html
from router.clippers import microdata
from router.clippers.body import Body
from router.terms import Address

ROW = 'itemscope itemtype="http://schema.org/Article"'
VIDEO = 'itemscope itemtype="http://schema.org/VideoObject"'


def rows(page: str) -> list[tuple[str, str, str, str]]:
    sender = Address("alerts@news.example")
    body = Body(html=page, text="", subject="", sender=sender, received=None, source=None, owners=frozenset())
    return [(raw.title, raw.link, raw.text, raw.publisher) for raw in microdata.cut(body)]


def test_what_is_marked_belongs_to_the_nearest_row_around_it() -> None:
    page = (
        f"<i itemprop=publisher>before</i><div {ROW} itemprop=hasPart><h1 itemprop=headline>Shelter opens</h1>"
        f"<div itemprop=video {VIDEO}><a itemprop=url href=v><b itemprop=name>The film</b></a></div>"
        "<p itemprop=description>On the river.</p><a itemprop=url href=s>x</a></div><p itemprop=description>between</p>"
        f"<div {ROW}><a itemprop=url href=c><span><b itemprop=name>Care</b></span></a><b itemprop=name>other</b></div>"
        "<i itemprop=publisher>behind</i>"
    )
    assert rows(page) == [
        ("Shelter opens", "s", "On the river.", ""),
        ("The film", "v", "", ""),
        ("Care", "c", "", ""),
    ]


def test_one_look_finds_what_climbing_from_every_mark_finds() -> None:
    random_ = random.Random(5)
    for _ in range(200):
        tags = random_.choices([f"<div {ROW}>", "<div>", "<b itemprop=name>x</b>", "</div>"], k=60)
        page = html.parse("".join(tags))
        css = '[itemtype$="schema.org/Article"]'
        numbers = [row.mem_id for row in page.css(css)]
        expected: dict[int, int] = dict.fromkeys(numbers, 0)
        for node in page.css("[itemprop]"):
            above = node.parent
            while above is not None and above.mem_id not in expected:
                above = above.parent
            if above is not None:
                expected[above.mem_id] += 1
        found = {row.mem_id: sum(map(len, said.values())) for row, said in microdata._properties(page, css)}
        assert found == expected


def test_a_page_of_nothing_but_marks_costs_little() -> None:
    mark = "<b itemprop=name>x</b>"
    for page in (
        f"<div {ROW}><a itemprop=url href=u>t</a></div>" + "<div>" * 250 + mark * 24_000,
        f"<div {ROW}>" * 250 + mark * 24_000,
        f"<div {ROW}>{mark}</div>{mark}" * 12_000,
    ):
        began = time.process_time()
        rows(page)
        assert time.process_time() - began < 1.5
