"""Makes the pictures of README and docs anew: `make pictures`.

The demo writes its newsletters; a headless Chromium shows one as a desktop and a phone would, light and dark.
With `--all DIR` every newsletter, notice and page is pictured there in every light, width and direction, to be looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from router.render import Templates, issue, notice
from tests.browser.chromium import DESKTOP, PHONE, VIEWS, Chromium, View
from tests.browser.sample import NOTICES, content
from tests.browser.shown import all_of, house_of_all, pages_of, served

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 300_000


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the docs: which newsletter, how it is looked at, and how much of it."""

    name: str
    reader: str
    view: View
    height: int


PICTURES = (
    Picture("newsletter", "ada.lindqvist@university.example", View(DESKTOP), 1700),
    Picture("newsletter-phone-dark", "jonas.brandt@city.example", View(PHONE, dark=True), 1100),
)


def page_of(reader: str, letters: Path) -> Path:
    """The page of the newsletter that went to this reader."""
    for mail in sorted(letters.glob("newsletter-*.eml")):
        if f"<{reader}>".encode() in mail.read_bytes():
            return mail.with_suffix(".html")
    raise SystemExit(f"pictures: the demo wrote no newsletter for {reader}; look at READERS in router/demo/week.py")


def take(browser: Chromium, address: str, view: View, shot: Path, most: int = 4000) -> None:
    """Photograph a page."""
    browser.look(view)
    browser.open(address)
    data = browser.picture(most)
    if len(data) > MOST_BYTES and most < 4000:
        raise SystemExit(f"pictures: {shot} would hold {len(data)} bytes; picture less of it")
    shot.write_bytes(data)
    print(f"{shot}: {len(data) // 1000} kB")


def for_docs(browser: Chromium, out: Path, letters: Path) -> None:
    """The pictures that README and docs show."""
    out.mkdir(parents=True, exist_ok=True)
    router = Path(sys.executable).with_name("router")
    demo = [router, "demo", "--once", "--out", letters]
    subprocess.run(demo, check=True, stdout=subprocess.DEVNULL, timeout=300)
    for picture in PICTURES:
        page = page_of(picture.reader, letters).as_uri()
        take(browser, page, picture.view, out / f"{picture.name}.png", picture.height)


def mails(browser: Chromium, out: Path, letters: Path) -> None:
    """Newsletters in every light and width, notices in two languages."""
    page = letters / "page.html"
    for language in ("en", "ar", "de"):
        page.write_text(issue(content(language), Templates()).html)
        for view in VIEWS:
            take(browser, page.as_uri(), view, out / f"newsletter-{language}-{_name(view)}.png")
    for name in sorted(file.stem for file in (ROOT / "templates" / "notices").glob("*.txt")):
        for language, view in (("en", VIEWS[0]), ("ar", VIEWS[-1])):
            page.write_text(notice(name, language, NOTICES, Templates()).html)
            take(browser, page.as_uri(), view, out / f"notice-{name}-{language}-{_name(view)}.png")


async def pages(browser: Chromium, out: Path, folder: Path, language: str) -> None:
    """Every page of a small house."""
    browser.speak(language)
    folder.mkdir()
    async with house_of_all(folder, language) as house, served(all_of(house)) as base:
        for some in (await pages_of(house)).values():
            for number, path in enumerate(some):
                name = f"page-{language}-{path.strip('/').split('/')[0] or 'home'}-{path.count('/')}-{number}"
                for view in (VIEWS[0], VIEWS[-1]):
                    await asyncio.to_thread(take, browser, base + path, view, out / f"{name}-{_name(view)}.png")


def _name(view: View) -> str:
    return f"{'phone' if view.width == PHONE else 'desktop'}-{'dark' if view.dark else 'light'}"


def main() -> None:
    """Write every picture into docs/pictures, or all there is into the folder of `--all`."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    words.add_argument("--all", type=Path)
    words.add_argument("--chromium", default="chromium")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, Chromium(given.chromium) as browser:
        if given.all:
            given.all.mkdir(parents=True, exist_ok=True)
            mails(browser, given.all, Path(folder))
            for language in ("en", "ar", "de"):
                asyncio.run(pages(browser, given.all, Path(folder, language), language))
        else:
            for_docs(browser, given.out, Path(folder, "letters"))


if __name__ == "__main__":
    main()
