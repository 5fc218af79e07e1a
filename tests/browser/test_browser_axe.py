"""Every newsletter, notice and page is found accessible (WCAG 2.2 A and AA) by axe-core: light, dark, phone, desktop, RTL."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from router.render import Templates, issue, notice, samples
from router.render.templates import shipped
from router.render.words import direction
from tests.browser.chromium import VIEWS, Chromium, View
from tests.browser.sample import NOTICES, content
from tests.browser.shown import all_of, house_of_all, pages_of, served

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = f"""axe.run(document, {{runOnly: {RULES}}}).then(found => ({{
    wrong: [...found.violations, ...found.incomplete].flatMap(
        one => one.nodes.map(node => `${{one.id}}: ${{node.html.slice(0, 160)}} ${{node.failureSummary.slice(0, 200)}}`)),
    passes: found.passes.length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
}}))"""


NAMES = sorted(file.stem for file in (shipped() / "notices").glob("*.txt"))
PARTS = {f"web/{name}.html" for name in ("base", "cards", "embed", "sources")}
SEEN = "[getComputedStyle(document.body).marginTop, getComputedStyle(document.body).direction]"


def judged(browser: Chromium, axe: str, address: str, views: Sequence[View] = VIEWS) -> list[str]:
    """What axe finds wrong, what it could not see well enough to judge, what the browser refused, what is too wide."""
    browser.look(views[0])
    browser.open(address)
    browser.run(axe)
    wrong = [one for one in browser.said if "(Not Found)" not in one and "ERR_FILE_NOT_FOUND" not in one]
    for view in views:
        browser.look(view)
        found = browser.run(AXE)
        assert found["passes"] > 5, f"{address}: axe looked at nothing"
        wrong += [f"{view}: {one}" for one in found["wrong"]]
        if found["wide"] > 0:
            wrong.append(f"{view}: {found['wide']} px wider than the window")
    return wrong


@pytest.mark.parametrize("language", ["en", "ar", "de", "es"])
def test_newsletters(chromium: Chromium, axe: str, tmp_path: Path, language: str) -> None:
    page = tmp_path / "newsletter.html"
    page.write_text(issue(content(language), Templates()).html)
    views = VIEWS if language in ("en", "ar") else VIEWS[-1:]  # one layout: the others are only wider or narrower
    assert judged(chromium, axe, page.as_uri(), views) == []
    assert chromium.run("getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("name", NAMES)
def test_notices(chromium: Chromium, axe: str, tmp_path: Path, name: str) -> None:
    page = tmp_path / "notice.html"
    for language, views in (("en", VIEWS[:1]), ("ar", VIEWS[-1:])):
        page.write_text(notice(name, language, NOTICES, Templates()).html)
        assert judged(chromium, axe, page.as_uri(), views) == []


def test_what_is_wrong_is_found(chromium: Chromium, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text(
        '<html lang="en"><title>t</title><main><h1>Wide</h1><p style="color:#999;background:#fff;width:900px">pale</p>'
        '<p>a<p>b<ul><li>c</ul><a href="/"></a><img src="data:,"></main>'
    )
    said = "".join(judged(chromium, axe, page.as_uri(), VIEWS[:1]))
    assert all(one in said for one in ("color-contrast", "link-name", "image-alt", "px wider than the window"))


def test_every_page_in_each_of_its_states(chromium: Chromium, axe: str, tmp_path: Path) -> None:
    templates, file = Templates(), tmp_path / "page.html"
    style = f"<style>{templates.render('web/style.css', {})}</style>"
    shown = [one for one in samples.pages() if one[0] not in (*PARTS, "web/style.css")]
    assert {name for name, _ in shown} == {f"web/{one.name}" for one in (shipped() / "web").glob("*.html")} - PARTS
    for at, (name, values) in enumerate(shown):
        language = ("en", "ar")[at % 2]
        page = templates.render(name, {**values, "language": language, "direction": direction(language)}, language)
        file.write_text(page.replace('<link rel="stylesheet" href="/style.css">', style))
        assert judged(chromium, axe, file.as_uri(), [VIEWS[at % 4]]) == [], (name, values)


@pytest.mark.parametrize(("language", "views"), [("en", VIEWS[::3]), ("de", VIEWS[2:3])])
async def test_pages(chromium: Chromium, axe: str, tmp_path: Path, language: str, views: Sequence[View]) -> None:
    chromium.speak(language)
    async with house_of_all(tmp_path, language) as house:
        app, addresses = all_of(house), await pages_of(house)
        shown = {route.path for route in app.routes if isinstance(route, APIRoute) and "GET" in route.methods}
        files = {"/style.css", "/healthz", "/demo/{number}/text", "/days/{token}.ics", "/i/{name}/qr.svg"}
        assert shown - files == set(addresses), "each page is looked at"
        async with served(app) as base:
            for path in [one for some in addresses.values() for one in some]:
                assert await asyncio.to_thread(judged, chromium, axe, base + path, views) == [], path
                seen = await asyncio.to_thread(chromium.run, SEEN)
                assert seen == ["0px", "ltr"], "its style came"
