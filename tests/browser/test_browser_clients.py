"""What newsletters and notices are made of, mail programs can show, but for the list in docs/clients.md: caniemail's table."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from router.render import Templates, issue, notice
from tests.browser.clients import Table, used
from tests.browser.conftest import fetched
from tests.browser.sample import NOTICES, content

PAGE = Path(__file__).resolve().parents[2] / "docs" / "clients.md"
MARKS = re.compile(r"(<!-- clients: [^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)
# Why each may stand all the same: what a reader sees where it is not known.
ACCEPTED = {
    "css-at-media": "the widths and sizes of a desktop, which fit a phone too",
    "css-at-media-prefers-color-scheme": "the light colours, or the program's own dark ones, which it can make of plain colours",
    "css-background-color": "white: every text has its contrast on white too",
    "css-color-scheme": "the program chooses light or dark by itself",
    "css-display": "no other value than `none` is used",
    "css-display-none": "the first titles once more above the newsletter, in letters of one pixel in the colour of the ground",
    "css-font-size": "all of it is in `px`, which everybody has",
    "css-height": "lines that are as high as the letter they hold, where they would be thinner",
    "css-important": "as with `@media`: the sizes and colours written at each place",
    "css-line-height": "lines a little wider apart",
    "css-margin": "all of it is positive and on blocks, which is the part everybody has",
    "css-max-height": "nothing: it only backs `display: none`",
    "css-max-width": "the width of the window; Outlook is given a frame of 640 px in a comment of its own",
    "css-overflow": "nothing: it only backs `display: none`",
    "css-padding": "none is anywhere but on table cells, which is the part everybody has",
    "css-selector-class": "as with `@media`",
    "css-selector-grouping": "as with `@media`",
    "css-text-decoration": "titles underlined too",
    "css-width": "all of it is on table cells, which is the part everybody has",
    "html-align": "left and right stand on table cells only, which is the part everybody has",
    "html-body": "a frame in the program's own colour around the newsletter",
    "html-dir": "a story against the direction of the page is aligned to the other side, its letters still in order",
    "html-doctype": "the same: nothing leans on it",
    "html-lang": "voices read every story as in the program's own language",
    "html-mailto-links": "the way to leave by mail has neither cc nor bcc, which is the part everybody has",
    "html-meta-color-scheme": "as with `color-scheme`",
    "html-role": "voices may tell of tables, and read them in the right order",
    "html-style": "as with `@media`: everything else is written at each place",
    "html-width": "all of it is on tables and cells, which is the part everybody has",
}


@pytest.fixture(scope="module")
def table() -> Table:
    return Table(fetched("caniemail.json"))


def mails() -> list[str]:
    """Every kind of mail that has a layout."""
    names = sorted(file.stem for file in Path("templates/notices").glob("*.txt"))
    templates = Templates()
    made = [issue(content(language, doors), templates).html for language in ("en", "ar") for doors in (True, False)]
    return made + [notice(name, language, NOTICES, templates).html for name in names for language in ("en", "ar")]


def test_every_feature_is_known_by_all_or_its_loss_is_accepted(table: Table) -> None:
    found: dict[str, set[str]] = {}
    for html in mails():
        for name, signs in used(html, table).items():
            found[name] = found.get(name, set()) | signs
    assert "" not in found, f"nobody says who can show this: {sorted(found[''])}"
    lacking = {name for name in found if any(table.lacking(name))}
    assert lacking - set(ACCEPTED) == set(), "a mail program lacks this: leave it out, or say in ACCEPTED what is lost"
    assert set(ACCEPTED) - lacking == set(), "no mail uses this any more, or every program has it: take it off the list"


def test_what_the_list_says_of_padding_and_width_is_true() -> None:
    for html in mails():
        body = html.partition("<body")[2]
        assert not re.search(r'<(?!td|body)[a-z0-9]+[^>]*style="[^"]*(?<![a-z-])padding:(?!0)', body)
        assert not re.search(
            r'<(?!td|table|body)[a-z0-9]+[^>]*(?:style="[^"]*(?<![a-z-])width:| width=)', body.split("<!--[if mso]>")[0]
        )
        assert not re.search(r'<(?!td)[a-z0-9]+[^>]* align="(left|right)"', body)
        assert "margin:-" not in body and ":auto" not in body and not re.search(r"[^ ]!important", html)
        assert not re.search(r"display:(?!none)|font-size:[^;}]*(?<!px)[;\"}]", html.replace(" !important", ""))


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ('<a href="#top">', "html-anchor-links"), ("<svg></svg>", "html-svg"), ("<form></form>", "html-form"),
        ('<p style="position:fixed">', "css-position"), ("<details></details>", "html-semantics"), ("<blink></blink>", ""),
        ("<style>.a > .b{color:red}</style>", ""), ('<p style="width:calc(1px)">', ""), ("<script></script>", ""),
        ('<img src="https://x.example/1.png">', ""), ('<p style="made-up:1">', ""),
    ],
)  # fmt: skip
def test_what_is_new_in_a_mail_is_noticed(table: Table, part: str, name: str) -> None:
    found = used(f"<html><body>{part}</body></html>", table)
    assert name in found and name not in ACCEPTED
    assert name == "" or any(table.lacking(name))


def test_the_page_of_mail_programs_is_current(table: Table) -> None:
    rows = ["| what | not in | in part in | what is seen there |", "|---|---|---|---|"]
    for name, seen in sorted(ACCEPTED.items()):
        without, partly = (
            ", ".join(one.replace(" desktop-webmail", " on the web") for one in some) for some in table.lacking(name)
        )
        rows.append(f"| `{name}` | {without or 'none'} | {partly or 'none'} | {seen} |")
    made = "\n".join(rows) + "\n"
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("ROUTER_GOLDEN"):
        PAGE.write_text(MARKS.sub(lambda old: old[1] + made + old[2], text), encoding="utf-8")
    assert made in PAGE.read_text(encoding="utf-8"), "run ROUTER_GOLDEN=1 pytest tests/browser/test_browser_clients.py"
