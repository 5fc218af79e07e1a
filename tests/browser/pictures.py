"""Makes the pictures of README and docs anew: `make pictures`.

The demo writes its newsletters; a headless Chromium shows one as a desktop and a phone would, light and dark.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 300_000
CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: which newsletter, how large the window is, and in which light."""

    name: str
    reader: str
    width: int
    height: int
    dark: bool = False


PICTURES = (
    Picture("newsletter", "ada.lindqvist@university.example", 700, 1700),
    Picture("newsletter-phone-dark", "jonas.brandt@city.example", 500, 1100, dark=True),
)


def page_of(reader: str, letters: Path) -> Path:
    """The page of the newsletter that went to this reader."""
    for mail in sorted(letters.glob("newsletter-*.eml")):
        if f"<{reader}>".encode() in mail.read_bytes():
            return mail.with_suffix(".html")
    raise SystemExit(f"pictures: the demo wrote no newsletter for {reader}; look at READERS in router/demo/week.py")


def take(picture: Picture, page: Path, out: Path, chromium: str, profile: Path) -> Path:
    """Photograph the page; the picture's path."""
    shot = out / f"{picture.name}.png"
    dark = ["--blink-settings=preferredColorScheme=0"] if picture.dark else []
    command = [
        *(chromium, *CHROMIUM, *dark, f"--user-data-dir={profile}", f"--screenshot={shot}"),
        *(f"--window-size={picture.width},{picture.height}", page.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120)
    if done.returncode or not shot.is_file():
        raise SystemExit(f"pictures: {chromium} made none: {done.stderr.decode(errors='replace')[-500:]}")
    if shot.stat().st_size > MOST_BYTES:
        raise SystemExit(f"pictures: {shot} holds {shot.stat().st_size} bytes; make its window smaller")
    return shot


def main() -> None:
    """Write every picture into docs/pictures, or where `--out` says."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    words.add_argument("--chromium", default="chromium")
    given = words.parse_args()
    if shutil.which(given.chromium) is None:
        raise SystemExit(
            f"pictures: there is no {given.chromium}; `make servers` installs it, or name it with --chromium"
        )
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        letters, profile = Path(folder, "letters"), Path(folder, "profile")
        router = Path(sys.executable).with_name("router")
        demo = [router, "demo", "--once", "--out", letters]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL, timeout=300)
        for picture in PICTURES:
            shot = take(picture, page_of(picture.reader, letters), given.out, given.chromium, profile)
            print(f"{shot}: {shot.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
