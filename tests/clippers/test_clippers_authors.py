"""Who wrote a story, set as headlines are: in bold beside a DOI, above a button, linked to a page of each author."""

from __future__ import annotations

import pytest

from router import clippers
from tests.clippers.letters import FOOT, LINKS, TITLES, WORDS, Case, check, mail_of

CASES: list[Case] = []
GROUPS = ["Ewa Brandt, Li Zhao and Omar Haddad", "Ana Ferro", "Gil Acs, Pia Nambiar"]
PERSONS = ["Agnes Trew", "Bernard Ach", "Clara Dunn"]
GO = [f"https://l.example/go/{number}" for number in range(3)]
NAMES = ["Silent Spring", "Modern Times", "Quiet Flows"]


def case(name: str, titles: list[str], html: str) -> None:
    CASES.append(Case(name, titles, html + FOOT))


def papers(form: str, who: list[str]) -> str:
    """Three papers in this form."""
    rows = zip(TITLES[:3], LINKS, who, GO, strict=False)
    return "".join(form.format(title=t, link=u, who=w, go=g, words=WORDS) for t, u, w, g in rows)


case(
    "by-in-bold-beside-a-doi",
    TITLES[:3],
    "".join(
        f'<p><a href="{u}"><b>{t}</b></a><br>by <b>{who}</b><br><i>Lakes</i> <b>2026</b>, 7(1), 8{n}; '
        f'<a href="https://doi.org/10.5555/lakes{n}">https://doi.org/10.5555/lakes{n}</a> - 10 Mar 2026<br><a href="{u}/pdf">PDF</a></p>'
        for n, (t, u, who) in enumerate(zip(TITLES[:3], LINKS, GROUPS, strict=False))
    ),
)
case(
    "von-in-bold-over-a-button",
    TITLES[:3],
    papers(
        '<h3><a href="{link}">{title}</a></h3><p><b>Von {who}</b></p><p>{words}</p><p><a href="{go}">Zum Artikel</a></p>',
        GROUPS,
    ),
)
case(
    "par-in-bold-over-a-way-in",
    TITLES[:3],
    papers('<p><a href="{link}"><b>{title}</b></a><br><b>par {who}</b><br><a href="{link}?r=1">Résumé</a></p>', GROUPS),
)
case(
    "by-under-a-headline-without-link",
    TITLES[:3],
    papers('<h3>{title}</h3><p><b>By {who}</b></p><p>{words}</p><p><a href="{link}">Read more</a></p>', GROUPS),
)
case(
    "names-in-bold-over-a-button",
    TITLES[:3],
    papers(
        '<h3><a href="{link}">{title}</a></h3><b>{who}</b><p>{words}</p><p><a href="{go}">Read more</a></p>', GROUPS
    ),
)
case(
    "person-linked-under-each",
    TITLES[:3],
    papers(
        '<p style="font-size:18px"><b><a href="{link}">{title}</a></b></p><p><a href="{link}?picture=1"><img src="a.png" alt=""></a></p>'
        '<p style="font-size:13px"><a href="{go}">{who}</a><br>2026, Lake Notes<br>23 pages</p><p><a href="{link}?d=1">Download PDF</a></p>',
        PERSONS,
    ),
)
case(
    "persons-each-linked",
    TITLES[:3],
    papers(
        '<p style="font-size:18px"><b><a href="{link}">{title}</a></b></p><p style="font-size:13px"><a href="{go}">Agnes Mary Trew</a>, '
        '<a href="{go}?a=2">Maria del Carmen Ruiz</a> and <a href="{go}?a=3">{who}</a></p><p>{words}</p>',
        PERSONS,
    ),
)
case(
    "names-that-are-headlines",
    [TITLES[0], *NAMES],
    f'<h1><a href="{LINKS[0]}">{TITLES[0]}</a></h1>'
    + "".join(
        f'<h3>{name}</h3><p>{WORDS}</p><p><a href="{u}">Read more</a></p>'
        for name, u in zip(NAMES, LINKS[1:4], strict=True)
    ),
)
case(
    "names-under-rubrics",
    NAMES,
    "".join(
        f'<h2>Our {kind} of the week</h2><p><a href="{u}">{name}</a></p><p>{WORDS}</p>'
        for kind, name, u in zip(["book", "film", "song"], NAMES, LINKS[1:4], strict=True)
    ),
)


@pytest.mark.parametrize("letter", CASES, ids=[letter.name for letter in CASES])
def test_who_wrote_it_is_no_story(letter: Case) -> None:
    check(letter)


def test_names_in_headings_under_linked_rubrics_are_headlines() -> None:
    names = ["Don Juan de Marco", "Bonnie und Clyde Barrow", "Harold und Maude Chasen"]
    html = "".join(
        f'<h2><a href="https://l.example/part/{n}/all">Im Hof am {day}</a></h2><h3><a href="{u}">{name}</a></h3><p>{WORDS}</p>'
        for n, (day, name, u) in enumerate(zip(["Freitag", "Samstag", "Sonntag"], names, LINKS, strict=False))
    )
    found = {story.title for story in clippers.cut(mail_of(Case("rubrics", [], html + FOOT))).clippings}
    assert found >= set(names)


@pytest.mark.parametrize("title", ["By Land and Sea", "Von Amsel, Drossel und Fink", "Par Monts et Vaux"])
def test_a_headline_that_sounds_like_a_name_is_made_as_the_others_are(title: str) -> None:
    told = [*zip(TITLES, LINKS, strict=True)]
    told[1] = title, LINKS[1]
    rows = "".join(f'<p><b>{t}</b></p><p>{WORDS}</p><p><a href="{u}">Read more</a></p>' for t, u in told)
    html = rows.replace(f"<p><b>{title}", f"<p><b>From our own archive</b></p><p><b>{title}")
    found = [(story.title, story.link) for story in clippers.cut(mail_of(Case("by", [], html + FOOT))).clippings]
    assert found == told


def test_names_under_one_linked_rubric_said_again_and_again_are_headlines() -> None:
    rubric = '<p><b><a href="https://l.example/part/7/all">The long interview of the week</a></b></p>'
    html = "".join(
        f'{rubric}<p><a href="{u}">{name}</a></p><p>{WORDS}</p>' for name, u in zip(PERSONS, LINKS, strict=False)
    )
    found = {story.title for story in clippers.cut(mail_of(Case("interviews", [], html + FOOT))).clippings}
    assert found >= set(PERSONS)
