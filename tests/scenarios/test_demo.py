"""`make demo`: a week of sample mails in, newsletters out as files, and nothing in them that is not theirs."""

from __future__ import annotations

import asyncio
import base64
import binascii
import html
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import httpx
import pytest

from router.demo.week import READERS, SAMPLES, configuration
from router.flow.reading import read
from router.service.installation import Installation
from router.terms import Envelope, Knows, Reading
from tests.scenarios.doors import wait_for_port
from tests.servers.ports import free_port

ROUTER = Path(sys.executable).with_name("router")
EXPECTED: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
NOTHING = [one["file"] for one in EXPECTED if not one["stories"]]
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


@dataclass(frozen=True)
class Run:
    """What one run of the command left behind."""

    code: int
    seconds: float
    stdout: str
    stderr: str
    out: Path

    @property
    def summary(self) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads((self.out / "summary.json").read_text(encoding="utf-8")))

    @property
    def newsletters(self) -> list[Path]:
        return sorted(self.out.glob("newsletter-*.eml"))

    def texts(self) -> Iterator[tuple[str, str]]:
        """(name, text) of everything that came out; a mail also as its decoded parts and headers."""
        yield "stdout", self.stdout
        yield "stderr", self.stderr
        for path in sorted(self.out.iterdir()):
            yield path.name, path.read_text(encoding="utf-8")
            if path.suffix == ".eml":
                mail = mail_of(path)
                yield f"{path.name}, headers", "\n".join(f"{name}: {value}" for name, value in mail.items())
                for part in mail.walk():
                    if not part.is_multipart():
                        yield f"{path.name}, {part.get_content_type()}", part.get_content()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`router demo --once --out DIR` in an empty folder, without a terminal."""
    folder, out = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("out") / "letters"
    began = time.monotonic()
    done = subprocess.run(
        [ROUTER, "demo", "--once", "--out", out], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120
    )
    took = time.monotonic() - began
    assert list(folder.iterdir()) == [], "it leaves nothing where it was started"
    return Run(done.returncode, took, done.stdout.decode(), done.stderr.decode(), out)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Each sample mail as the demo's installation reads it, by file name."""

    async def known() -> Knows:
        async with Installation(configuration(tmp_path_factory.mktemp("house"), 25)) as house:
            return house.knows()

    knows = asyncio.run(known())
    return {
        one["file"]: read(knows, (SAMPLES / one["file"]).read_bytes(), Envelope("smtp", recipients=(knows.inbox,)))
        for one in EXPECTED
    }


def mail_of(path: Path) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=policy.default))


def lf(text: str) -> str:
    return text.replace("\r\n", "\n")


def decoded(text: str) -> str:
    """The text with everything that may hide in it beside it: entities, percent signs (twice), encoded words, base64."""
    layers = [text, html.unescape(text), unquote(text), unquote(unquote(html.unescape(text)))]
    for piece in {piece for layer in layers for piece in BASE64.findall(layer)}:
        plain = piece.rstrip("=").replace("-", "+").replace("_", "/")
        for start in range(4):  # a token may begin in the middle of a run
            some = plain[start:]
            try:
                layers.append(base64.b64decode(some[: len(some) // 4 * 4]).decode("latin-1"))
            except binascii.Error:
                continue
    return "\n".join(layers)


def words(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def titles(path: Path) -> list[str]:
    """The titles of the stories in a newsletter's page, in order."""
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [
        words(html.unescape(re.sub(r"<[^>]+>", "", inner)))
        for link, inner in found
        if not link.startswith(("https://router.example", "mailto:")) and inner.strip()
    ]


# -- what the command does ---------------------------------------------------------------------------


def test_it_ends_well_and_soon(run: Run) -> None:
    assert run.code == 0, run.stderr[-2000:]
    assert run.seconds < 30
    assert "Traceback" not in run.stderr and "error" not in run.stderr.lower(), run.stderr[-2000:]


def test_every_newsletter_is_written_in_three_forms_and_the_first_is_printed(run: Run) -> None:
    assert len(run.newsletters) >= 2
    for path in run.newsletters:
        mail = mail_of(path)
        text, page = mail.get_body(("plain",)), mail.get_body(("html",))
        assert text is not None and page is not None
        assert path.with_suffix(".txt").read_text(encoding="utf-8") == lf(text.get_content())
        assert path.with_suffix(".html").read_text(encoding="utf-8") == lf(page.get_content())
    assert run.newsletters[0].with_suffix(".txt").read_text(encoding="utf-8").strip() in run.stdout


def test_readers_get_different_newsletters_that_can_be_left_with_one_click(run: Run) -> None:
    mails = [mail_of(path) for path in run.newsletters]
    assert {str(mail["To"]).strip("<>") for mail in mails} == {address for address, _, _ in READERS}
    for mail in mails:
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.search(r"<https://[^>]+>", str(mail["List-Unsubscribe"]))
        assert re.search(r"<mailto:[^>]+>", str(mail["List-Unsubscribe"]))
    assert len({mail.get_body(("plain",)).get_content() for mail in mails}) == len(mails)  # type: ignore[union-attr]


def test_the_table_tells_the_whole_week(run: Run) -> None:
    for word in ("mails", "clippings", "stories", "folded", "routed", "left out", "newsletter"):
        assert word in run.stdout


def test_in_a_terminal_the_newsletters_can_be_read_on_a_page_and_their_links_work(tmp_path: Path) -> None:
    port, (ours, theirs) = free_port(), os.openpty()
    process = subprocess.Popen([ROUTER, "demo", "--port", str(port)], cwd=tmp_path, stdin=theirs, stdout=theirs)
    os.close(theirs)
    try:
        shown, end = b"", time.monotonic() + 120
        while b"Read them at" not in shown:
            assert time.monotonic() < end and process.poll() is None, shown.decode()[-2000:]
            shown += os.read(ours, 4096) if select.select([ours], [], [], 1)[0] else b""
        wait_for_port(port, 60)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as web:
            assert all(address in web.get("/demo").text for address, _, _ in READERS)
            page, text = web.get("/demo/0"), web.get("/demo/0/text")
            assert page.status_code == text.status_code == 200 and "<script" not in page.text
            links = {link for link in re.findall(r'href="(/[^"]*)"', page.text) if link != "/"}
            assert {link[:3] for link in links} >= {"/u/", "/t/"}
            for link in sorted(links)[:12]:
                assert web.get(html.unescape(link)).status_code == 200, link
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        os.close(ours)


# -- what was made of the mails ----------------------------------------------------------------------


def test_sixty_mails_or_more_and_each_is_accounted_for(run: Run) -> None:
    samples = sorted(path.name for path in SAMPLES.glob("*.eml"))
    assert samples == sorted(one["file"] for one in EXPECTED) and len(samples) >= 60
    copies = sum("duplicate_of" in one for one in EXPECTED)
    confirmations = len(READERS)  # each reader said yes by mail
    assert sum(run.summary["mails"].values()) == len(samples) - copies + confirmations


def test_the_lanes_are_those_that_were_expected(run: Run) -> None:
    found = Counter(run.summary["mails"])
    found["command"] -= len(READERS)
    mails = [one for one in EXPECTED if "duplicate_of" not in one]
    sure = Counter(one["lane"] for one in mails if "lanes_ok" not in one)
    either = Counter(lane for one in mails for lane in one.get("lanes_ok", ()))
    for lane in found.keys() | sure.keys():
        assert sure[lane] <= found[lane] <= sure[lane] + either[lane], f"{lane}: {found} of {sure} and {either}"


@pytest.mark.parametrize("one", EXPECTED, ids=lambda one: one["file"])
def test_a_mail_is_what_it_is(one: dict[str, Any], readings: dict[str, Reading]) -> None:
    reading = readings[one["file"]]
    assert reading.lane in one.get("lanes_ok", (one["lane"],)), str(reading.reason)
    if one["source"]:
        assert reading.source == one["source"]


@pytest.mark.parametrize("one", EXPECTED, ids=lambda one: one["file"])
def test_a_mail_gives_its_stories_and_no_other(one: dict[str, Any], readings: dict[str, Reading]) -> None:
    cut = [words(clipping.title) for clipping in readings[one["file"]].clippings]
    wanted = [words(story["title"] or "") for story in one["stories"]]
    may_be = [words(story["title"]) for story in one.get("optional", ())]
    if wanted == [""]:  # a tip without a headline: one story, whatever it is called
        assert len(cut) == 1
        return
    assert [title for title in wanted if title not in cut] == [], f"missing; cut were {cut}"
    assert [title for title in cut if title not in wanted + may_be] == []
    assert len(cut) == len(set(cut)), "cut twice"


@pytest.mark.parametrize(
    "one", [one for one in EXPECTED if "comment" in one and one["stories"]], ids=lambda one: one["file"]
)
def test_the_words_of_a_person_are_the_note_and_nothing_else(one: dict[str, Any], readings: dict[str, Reading]) -> None:
    for clipping in readings[one["file"]].clippings:
        assert " ".join(clipping.note.split()) == one["comment"]["text"]


@pytest.mark.parametrize("file", NOTHING)
def test_some_mails_must_not_become_stories(file: str, readings: dict[str, Reading]) -> None:
    optional = [words(story["title"]) for one in EXPECTED if one["file"] == file for story in one.get("optional", ())]
    assert [clip.title for clip in readings[file].clippings if words(clip.title) not in optional] == []


def test_stories_are_folded(run: Run) -> None:
    summary = run.summary
    pages = {story["story"] for one in EXPECTED for story in one["stories"]}
    assert summary["clippings"] - summary["stories"] == summary["folded"]
    # a wrong fold is worse than a missed one; the samples hold some that only a person can tell
    assert len(pages) <= summary["stories"] <= len(pages) * 1.1, f"{summary['stories']} of {len(pages)}"


def test_no_title_stands_twice_in_a_newsletter(run: Run) -> None:
    for path in run.newsletters:
        shown = Counter(titles(path))
        assert shown, f"{path.name}: no title is found in the page, this test would prove nothing"
        assert {title: count for title, count in shown.items() if count > 1} == {}, path.name


def test_hardly_a_story_stands_twice_in_a_newsletter(run: Run) -> None:
    """Under two titles of its own: one in fifty, since a wrong fold is worse than a missed one.

    A vacancy on two job boards (j…) is left out: two pages, one with the employer in its title (docs/not-yet.md).
    """
    story_of = {
        words(title): story["story"]
        for one in EXPECTED
        for story in one["stories"]
        for title in (story["title"], story.get("full_title"))
        if title
    }
    shown = [story_of[title] for path in run.newsletters for title in {*titles(path)} if title in story_of]
    twice = [
        (path.name, story)
        for path in run.newsletters
        for story, count in Counter(story_of[title] for title in titles(path) if title in story_of).items()
        if count > 1 and not story.startswith("j")
    ]
    assert len(shown) >= 60, "too few titles are found in the pages, this test would prove nothing"
    assert len(twice) * 50 <= len(shown), twice


# -- what must not come out --------------------------------------------------------------------------


def test_no_token_of_any_sample_comes_out(run: Run) -> None:
    canaries = {canary.casefold() for one in EXPECTED for canary in one.get("canaries", ())}
    assert len(canaries) > 100
    leaks = {
        (name, canary)
        for name, text in run.texts()
        for seen in [decoded(text).casefold()]
        for canary in canaries
        if canary in seen
    }
    assert leaks == set()


def test_the_search_for_tokens_finds_what_is_hidden() -> None:
    token = "CANARYsub41"
    hidden = base64.urlsafe_b64encode(f'{{"e":"https://x.example","j":"{token}"}}'.encode()).decode().rstrip("=")
    for text in (token, "%43ANARYsub41", "%2543ANARYsub41", f"https://x.example/2/{hidden}?", f"/ab{hidden}/"):
        assert token in decoded(text), text


def test_the_inbox_owner_is_not_named_in_a_newsletter(run: Run) -> None:
    for path in run.newsletters:
        for body in (path.with_suffix(".html"), path.with_suffix(".txt")):
            assert "inbox@router.example" not in decoded(body.read_text(encoding="utf-8")), body.name


def test_what_is_hostile_comes_out_harmless(run: Run) -> None:
    forbidden = {word.casefold() for one in EXPECTED for word in one.get("forbidden", ())}
    assert "<script" in forbidden
    for name, text in run.texts():
        assert [word for word in forbidden if word in text.casefold()] == [], name


def test_a_newsletter_stays_below_what_gmail_cuts(run: Run) -> None:
    for path in run.newsletters:
        assert len(path.with_suffix(".html").read_bytes()) <= 90_000, path.name
        assert all(len(line) <= 998 for line in path.read_bytes().split(b"\r\n"))


def test_headers_of_a_newsletter_are_plain(run: Run) -> None:
    for path in run.newsletters:
        mail = mail_of(path)
        subject = str(mail["Subject"])
        assert subject.isprintable() and len(subject.encode()) <= 150
        assert mail["Bcc"] is None and not mail.defects
