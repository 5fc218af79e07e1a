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


def test_what_is_marked_belongs_to_the_rows_around_it() -> None:
    page = (
        f"<i itemprop=publisher>before</i><div {ROW}><h1 itemprop=headline>Shelter opens</h1>"
        "<p itemprop=description>On the river.</p><a itemprop=url href=s>x</a></div><p itemprop=description>between</p>"
        f"<div {ROW}><a itemprop=url href=c><span><b itemprop=name>Care</b></span></a><b itemprop=name>other</b></div>"
        "<i itemprop=publisher>behind</i>"
    )
    assert rows(page) == [("Shelter opens", "s", "On the river.", ""), ("Care", "c", "", "")]
    within = f"<div {ROW}><h1 itemprop=headline>Head</h1><div {VIDEO}><a itemprop=url href=v>x</a></div></div>"
    assert rows(within) == [("Head", "v", "", ""), ("x", "v", "", "")]


def test_a_link_may_be_the_name_and_the_row_itself() -> None:
    person = "<span itemprop=author><b itemprop=name>Jane Doe</b></span>"
    assert rows(f'<div {ROW}>{person}<a itemprop="url name" href=s>Council opens shelter</a></div>') == [
        ("Council opens shelter", "s", "", "")
    ]
    assert rows(f"<a {ROW} itemprop=url href=s><b itemprop=name>Name</b></a>") == [("Name", "s", "", "")]
    assert rows(f"<div {ROW}><a itemprop=url href=s><i itemprop=headline>H</i><b itemprop=name>N</b></a></div>") == [
        ("H", "s", "", "")
    ]


def test_a_mark_stands_in_its_row_however_deep() -> None:
    deep = "<div>" * 230 + "<p itemprop=description>Deep</p>" + "</div>" * 230
    page = f"<div {ROW}><a itemprop=url href=s>Title</a>{deep}</div><p itemprop=description>behind</p>"
    assert rows(page) == [("Title", "s", "Deep", "")]


def test_one_look_finds_what_asking_each_row_finds() -> None:
    random_ = random.Random(5)
    tags = [f"<div {ROW}>", f"<div {ROW} itemprop=name>", "<div>", "<b itemprop=name>x</b>", "</div>", "</div>"]
    css = '[itemtype$="schema.org/Article"]'
    for _ in range(400):
        page = html.parse("".join(random_.choices(tags, k=40)))
        expected = [[node.mem_id for node in row.css("[itemprop]")] for row in page.css(css)]
        found = [[node.mem_id for node in said.get("name", ())] for _, said in microdata._properties(page, css)]
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
