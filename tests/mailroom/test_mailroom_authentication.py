"""Only what our own server wrote is believed, and a From line that passes nowhere never passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from router.mail.authentication import aligned, judge
from router.mail.parse import parse
from router.terms import Sender

Letter = Callable[..., bytes]
OURS = "mx.router.example"


def judged(letter: Letter, *results: str, sender: str = "Alerts <a@mail.news.example>", ours: str = OURS) -> Sender:
    headers = "".join(f"Authentication-Results: {result}\n" for result in results)
    return judge(parse(letter(sender=sender, headers=headers)), ours)


@pytest.mark.parametrize(
    ("result", "verdict", "domain"),
    [
        ("dkim=pass header.d=news.example; spf=pass smtp.mailfrom=x@news.example; dmarc=pass header.from=news.example", "pass", "news.example"),
        ("dkim=pass (2048-bit key) header.i=@news.example header.s=k", "pass", "news.example"),
        ("dmarc=pass (p=REJECT) header.from=mail.news.example", "pass", "mail.news.example"),
        ("spf=pass smtp.mailfrom=bounce@news.example", "pass", "news.example"),
        ("dkim=pass header.d=sender.example", "unknown", "sender.example"),
        ("dkim=fail header.d=news.example", "fail", ""),
        ("dkim=none; spf=softfail smtp.mailfrom=news.example", "fail", ""),
        ("dkim=pass header.d=news.example; dmarc=fail header.from=news.example", "fail", ""),
        ("none", "unknown", ""),
        ("dkim=pass header.d=evilnews.example", "unknown", "evilnews.example"),
        ("dkim=pass header.d=example", "unknown", "example"),
    ],
)  # fmt: skip
def test_verdicts(result: str, verdict: str, domain: str, letter: Letter) -> None:
    found = judged(letter, f"{OURS}; {result}")
    assert (found.verdict, found.domain) == (verdict, domain)
    assert found.reason.words


def test_another_server_s_word_is_nothing(letter: Letter) -> None:
    good = "dkim=pass header.d=news.example; dmarc=pass header.from=news.example"
    assert judged(letter, f"mx.evil.example; {good}").verdict == "unknown"
    assert judged(letter, f"mx.router.example.evil.example; {good}").verdict == "unknown"
    assert judged(letter, f"(mx.router.example;) mx.evil.example; {good}").verdict == "unknown"
    assert judged(letter, f"{OURS}; {good}", ours="").verdict == "unknown"
    assert judged(letter).verdict == "unknown"


def test_only_the_topmost_of_ours_is_read(letter: Letter) -> None:
    good, bad = f"{OURS}; dmarc=pass header.from=news.example", f"{OURS}; dmarc=fail header.from=news.example"
    assert judged(letter, bad, good).verdict == "fail"
    assert judged(letter, good, bad).verdict == "pass"
    assert judged(letter, f"mx.far.example; {bad}", good).verdict == "pass"


def test_version_case_and_comments_are_read_over(letter: Letter) -> None:
    found = judged(letter, 'MX.Router.Example 1; dkim=pass (good (very)) header.d="News.Example"')
    assert found.verdict == "pass"


def test_two_from_lines_fail_whatever_is_said(letter: Letter) -> None:
    headers = f"Authentication-Results: {OURS}; dmarc=pass header.from=news.example\n"
    raw = b"From: b@far.example\n" + letter(sender="a@news.example", headers=headers)
    assert judge(parse(raw), OURS).verdict == "fail"


def test_alignment_is_by_whole_labels() -> None:
    assert aligned("news.example", "mail.news.example") and aligned("MAIL.news.example.", "news.example")
    assert not aligned("evilnews.example", "news.example") and not aligned("", "news.example")
