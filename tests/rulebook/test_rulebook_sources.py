"""A mail is known by the first sign that any source knows, in the order of the language page."""

from __future__ import annotations

import pytest

from router.rulebook.book import compile as compile_book
from router.rulebook.load import load, shipped
from router.rulebook.sources import read_source, recognise
from router.terms import Address, Forward, Parsed, Reason, Sender, Source

FILES = {
    "google-alerts": "from: alerts@google.example\nsigned: google.example\nlist-id: alerts.google.example\n",
    "scholar": "from: scholar@google.example\nsigned: google.example\nkind: paper\n",
    "gazette": "from: @gazette.example\nhost: gazette.example\n",
    "gazette-law": "from: @gazette.example\nsubject: law report, court\n",
    "networks": "header: X-Net-Template: email_job\n",
    "campaigns": "header: X-Campaign\n",
    "tips": "tag: tips\n",
    "blog": "host: blog.example\n",
}
SOURCES = tuple(
    source
    for name, text in FILES.items()
    if (source := read_source(f"sources/{name}.rules", f"source: {name}\n{text}")[0])
)


def mail(sender: str = "someone@other.example", subject: str = "News", html: str = "", **headers: str) -> Parsed:
    named = tuple((name.replace("_", "-").lower(), value) for name, value in headers.items())
    return Parsed(headers=named, sender=Address(sender), subject=subject, text="", html=html)


def known(
    parsed: Parsed, forward: Forward | None = None, tags: tuple[str, ...] = (), sender: Sender = Sender("unknown")
):  # type: ignore[no-untyped-def]
    source, reason = recognise(parsed, forward, tags, SOURCES, sender)
    return (source.name if source else None), reason.code


def test_every_file_of_the_test_is_read() -> None:
    assert [source.name for source in SOURCES] == list(FILES)


@pytest.mark.parametrize(
    ("parsed", "tags", "found"),
    [
        (mail(List_Id="<123.alerts.google.example>"), (), ("google-alerts", "list-id")),
        (mail(List_Id="Kin news <123.notalerts.google.example>"), (), (None, "unknown")),
        (mail("scholar@google.example", List_Id="<9.alerts.google.example>"), (), ("google-alerts", "list-id")),
        (mail("scholar@google.example"), (), ("scholar", "from")),
        (mail("SCHOLAR@GOOGLE.example"), (), ("scholar", "from")),
        (mail("other@google.example"), (), (None, "unknown")),
        (mail("a@news.gazette.example"), (), ("gazette", "from")),
        (mail("a@newsgazette.example"), (), (None, "unknown")),
        (mail("a@gazette.example.evil.example"), (), (None, "unknown")),
        (mail("a@gazette.example", "Law report: kin"), (), ("gazette-law", "from")),
        (mail(X_Net_Template="email_job_alert_01"), (), ("networks", "header")),
        (mail(X_Net_Template="email_other"), (), (None, "unknown")),
        (mail(X_Campaign="campaign.5"), (), ("campaigns", "header")),
        (mail("a@gazette.example", X_Campaign="5"), (), ("gazette", "from")),
        (mail(), ("tips",), ("tips", "tag")),
        (mail(X_Campaign="5"), ("tips",), ("campaigns", "header")),
        (mail(html='<a href="https://www.blog.example/1">1</a>'), (), ("blog", "host")),
        (mail(html='<a href="https://myblog.example/1">1</a>'), (), (None, "unknown")),
        (mail(html='<a href="https://blog.example@evil.example/1">1</a>'), (), (None, "unknown")),
        (mail(html="http://blog.example/1 http://gazette.example/1 http://gazette.example/2"), (), ("gazette", "host")),
        (mail(html='<a href="https://blog.example/1">1</a>'), ("tips",), ("tips", "tag")),
    ],
)
def test_the_first_sign_decides(parsed: Parsed, tags: tuple[str, ...], found: tuple[str | None, str]) -> None:
    assert known(parsed, tags=tags) == found


@pytest.mark.parametrize(
    ("sender", "code"),
    [
        (Sender("pass", "google.example"), "signed"),
        (Sender("pass", "mail.google.example"), "signed"),
        (Sender("pass", "evil.example"), "from-failed"),
        (Sender("pass", "notgoogle.example"), "from-failed"),
        (Sender("fail"), "from-failed"),
        (Sender("unknown"), "from"),
    ],
)
def test_a_signature_counts_by_label(sender: Sender, code: str) -> None:
    assert known(mail("scholar@google.example"), sender=sender) == ("scholar", code)


def test_a_source_that_need_not_sign_cannot_fail() -> None:
    assert known(mail("a@gazette.example"), sender=Sender("fail")) == ("gazette", "from")


def forwarded(sender: str, html: str = "", text: str = "", **headers: str) -> Forward:
    named = tuple((name.replace("_", "-").lower(), value) for name, value in headers.items())
    return Forward(Address(sender), "News", text, html, headers=named)


def test_inside_a_forward_the_inner_sender_decides() -> None:
    colleague = mail("anna@team.example", "Fwd: News")
    assert known(colleague, forwarded("scholar@google.example")) == ("scholar", "forward")
    assert known(colleague, forwarded("x@y.example", List_Id="<1.alerts.google.example>")) == (
        "google-alerts",
        "list-id",
    )
    assert known(colleague, forwarded("x@y.example", X_Campaign="4")) == ("campaigns", "header")
    assert known(colleague, forwarded("x@y.example", text="see https://blog.example/1")) == ("blog", "host")
    _, reason = recognise(colleague, forwarded("scholar@google.example"), (), SOURCES)
    assert reason == Reason("forward", "the forwarded mail is from scholar@google.example (unverified)")


def test_lines_of_a_source_are_read() -> None:
    text = """source: journal
name: A journal
kind: paper
from: toc@journal.example, @lists.journal.example
signed: journal.example
clip: selectors
story: td:has(a.title), li.story
title: a.title
unwrap: */click ?url
drop: a[href*="share,me"], :is(.ad, .top)
drop: text: See more, Edit this alert
secret: ?reader, ?token
group: journals, kin
publisher: Journal of Kin
sample: journal/toc.eml takes 4
setup: 1. Open the page.
setup: 2. Give the address.
"""
    source, problems = read_source("sources/journal.rules", text)
    assert problems == [] and source == Source(
        name="journal",
        title="A journal",
        kind="paper",
        senders=("toc@journal.example", "@lists.journal.example"),
        signed="journal.example",
        clip="selectors",
        parameters={"story": "td:has(a.title), li.story", "title": "a.title"},
        unwrap=("*/click ?url",),
        drop=('a[href*="share,me"]', ":is(.ad, .top)", "text: See more", "text: Edit this alert"),
        secret=("?reader", "?token"),
        groups=("journals", "kin"),
        publisher="Journal of Kin",
        setup="1. Open the page.\n2. Give the address.",
        samples=("journal/toc.eml takes 4",),
        file="sources/journal.rules",
    )


def test_every_shipped_source_is_read_and_says_how_it_is_switched_on() -> None:
    texts, _ = load(shipped())
    book, problems = compile_book(texts)
    assert [str(one) for one in problems if one.file.startswith("sources/")] == []
    names = {path.stem for path in (shipped() / "sources").glob("*.rules")}
    assert {source.name for source in book.sources} == names
    assert [source.name for source in book.sources if not source.setup] == []
