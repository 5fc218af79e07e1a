"""Templates of an installation lie over ours, can do no harm, and say where they are wrong; colours can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from router.errors import RouterError
from router.render import Templates, notice
from router.render.templates import quotes, read, shipped, wrap


def overlay(tmp_path: Path, name: str, text: str) -> Templates:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return Templates(read(tmp_path)[0])


def test_a_file_of_the_installation_stands_over_ours_and_only_that_one(tmp_path: Path) -> None:
    ours = overlay(tmp_path, "notices/left.txt", "Bye\n\nSee you, {{ title }}\n")
    assert notice("left", "en", {"title": "T"}, ours).text == "See you, T\n"
    assert "unsubscribed" in notice("left", "en", {"title": "T"}, ours).html


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x\n{{ nothing }}\n", 2),
        ("x\n\n{% if %}\n", 3),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("\n{{ cycler.__init__.__globals__.os.popen('id').read() }}", 2),
        ("{% include 'nowhere.html' %}", 1),
        ("{{ 1 / 0 }}", 1),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 1),
        ("{{ 'a' * 2000000 }}", 0),
        ("{% for a in range(99999) %}{{ 'a' * 99 }}{% endfor %}", 0),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_ours_is_used(tmp_path: Path, text: str, line: int) -> None:
    templates = overlay(tmp_path, "notices/left.txt", text)
    assert notice("left", "en", {"title": "T"}, templates) == notice("left", "en", {"title": "T"}, Templates())
    [(name, wrong)] = templates.aside.items()
    assert name == "notices/left.txt"
    assert str(wrong).startswith("templates/notices/left.txt" + (f":{line}: " if line else ": ")) and wrong.remedy


def test_where_ours_fails_what_it_leans_on_is_set_aside(tmp_path: Path) -> None:
    templates = overlay(tmp_path, "web/cards.html", "{% macro other() %}{% endmacro %}")
    values = {
        "title": "T",
        "imprint": "",
        "language": "en",
        "direction": "ltr",
        "cards": [],
        "when": {},
        "minutes": [10],
    }
    assert templates.render("web/home.html", values) == Templates().render("web/home.html", values)
    assert list(templates.aside) == ["web/cards.html"]


def test_what_is_ours_and_fails_is_an_error() -> None:
    with pytest.raises(RouterError, match=r"templates/web/said\.html:3: 'said' is undefined"):
        Templates().render("web/said.html", {"title": "T", "imprint": "", "language": "en", "direction": "ltr"})


def test_no_template_switches_escaping_off() -> None:
    for file in shipped().rglob("*.html"):
        assert not re.search(r"\|\s*safe|autoescape", file.read_text()), file


def test_wrap() -> None:
    assert wrap("a " * 60, 5).splitlines()[1].startswith("     a")
    assert all(len(line) <= 72 for line in wrap("word " * 90, 3).splitlines())
    link = "https://x.example/" + "p" * 100
    assert wrap(link, 2) == "  " + link


def test_quoted_words_against_the_page_keep_their_quotes() -> None:
    assert quotes("السبب: “kinship care” <b>", "rtl") == 'السبب: <span dir="ltr">“kinship care”</span> &lt;b&gt;'
    assert quotes("Why: “kinship” and “<x>”", "ltr") == "Why: “kinship” and “&lt;x&gt;”"
    assert quotes("Why: “الصحة”", "ltr") == 'Why: <span dir="rtl">“الصحة”</span>'


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """WCAG 2.2, 1.4.3."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(css: str, kind: str) -> dict[str, str]:
    found = {}
    for names, body in re.findall(r"([.\w\s,]+)\{([^{}]*)\}", css):
        colour = re.search(rf"(?<![-\w]){kind}:\s*(#[0-9a-f]{{6}})", body)
        if colour:
            found.update({name.strip().lstrip("."): colour[1] for name in names.split(",") if name.strip()})
    return found


ON_CARD = "name h1 h3 title story line letter meta why aside when count leave foot end pale h2 number mark quiet"
ON_PANEL = "h3 title story meta why h2 number quiet ledger"


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read(dark: bool) -> None:
    mail = (shipped() / "issue" / "mail.css").read_text()
    head = (shipped() / "issue" / "head.css").read_text().partition("(prefers-color-scheme:dark)")[2]
    text, ground = colours(mail, "color"), colours(mail, "background-color")
    if dark:
        text |= colours(head, "color")
        ground |= colours(head, "background-color")
    pairs = [(name, "card") for name in ON_CARD.split()] + [(name, "panel") for name in ON_PANEL.split()]
    for name, below in [*pairs, ("note", "note"), ("point", "point"), ("press", "button")]:
        assert contrast(text[name], ground[below]) >= 4.5, (name, below, dark)


def test_every_class_has_a_rule_and_every_rule_a_class() -> None:
    css = (shipped() / "issue" / "mail.css").read_text()
    ruled = set(re.findall(r"(?m)^\.(\w+) \{", css))
    used = set()
    for file in [*(shipped() / "issue").glob("*.html"), *(shipped() / "notices").glob("*.html")]:
        for names in re.findall(r'class="([^"]*)"', file.read_text()):
            used |= set(names.split())
    assert used == ruled
    head = (shipped() / "issue" / "head.css").read_text()
    assert set(re.findall(r"\.([a-z]\w*)", head)) <= ruled
