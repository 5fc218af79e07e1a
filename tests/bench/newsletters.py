"""How much faster newsletters are assembled than rendered one by one: 40 stories for each of 1,000 subscribers.

`naive` is what a good programmer would write first: our own templates rendered, inlined with css_inline and written by
EmailMessage for every subscriber. Both sides get the same issues; rounds are interleaved, medians of the rounds taken.
The last line is one JSON object.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import css_inline
from jinja2 import Environment, FileSystemLoader, Template

from router import headers
from router.render import Press, Templates, issue, view
from router.render.issue import frame, tune
from router.render.templates import apart, shipped, wrap
from router.terms import Address, Candidate, Chosen, Doors, Interest, IssueContent, Pick

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
HOUSE = headers.House(
    Address("letters@news.example", "Social Work Morning"),
    "news.example",
    "owner@news.example",
    "https://news.example/help",
    "5b0f",
)
INTERESTS = {f"interest-{n}": Interest(f"interest-{n}", f"Interest number {n}") for n in range(6)}
WORDS = (
    "care",
    "kinship",
    "council",
    "court",
    "child",
    "home",
    "worker",
    "visit",
    "shelter",
    "rent",
    "nurse",
    "trial",
    "study",
)
STORIES, SUBSCRIBERS, ROUNDS, NAIVE = 40, 1000, 5, 100


def words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(count)).capitalize()


def contents() -> list[IssueContent]:
    """One issue a subscriber: 40 of the day's 60 stories, by their own interests, in their own order."""
    dice = random.Random(6)
    pool = [
        Candidate(n, words(dice, 10), f"https://paper{n % 9}.example/2026/{n}", words(dice, 30) + ".", f"Paper {n % 9}",
                  (f"interest-{n % 6}",), "“kinship” in the title", NOW - timedelta(hours=n), NOW, also_in=("Scholar",) * (n % 3))
        for n in range(60)
    ]  # fmt: skip
    found = []
    for subscriber in range(SUBSCRIBERS):
        mine = dice.sample(pool, STORIES)
        shown = sorted(mine[3:30], key=lambda one: one.interests) + mine[30:]
        order = (
            [(one, "top") for one in mine[:3]]
            + [(one, one.interests[0]) for one in shown[:27]]
            + [(one, "also") for one in shown[27:]]
        )
        picks = tuple(Pick(one, n, section, 30, True, 100) for n, (one, section) in enumerate(order, 1))
        token = f"{dice.getrandbits(160):040x}"[:28]
        doors = Doors(f"https://news.example/u/{token}", f"mailto:inbox+u.{token}@news.example?subject=unsubscribe",
                      f"inbox+r.{token}@news.example", f"https://news.example/t/{token}/{{number}}",
                      f"https://news.example/left/{token}", f"https://news.example/me/{token}")  # fmt: skip
        found.append(IssueContent("Social Work Morning", subscriber % 90, "Wednesday, 25 November 2026", "2026-11-25", Chosen(picks),
                                  INTERESTS, doors, repeats=31, outside=subscriber % 20, imprint="Example Street 1"))  # fmt: skip
    return found


def head(content: IssueContent, subscriber: int, subject: str) -> headers.Headers:
    to = Address(f"reader{subscriber}@reader.example")
    return headers.issue_headers(HOUSE, key=f"{subscriber}|2026-11-25|daily", to=to, subject=subject, date=NOW,
                                 doors=content.doors, list_name="social-work", issue="12")  # fmt: skip


class Naive:
    """What anybody would write first: render a template, inline it, put both parts into an EmailMessage."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self.css = (shipped() / "issue" / "mail.css").read_text()
        self.environment = Environment(
            loader=FileSystemLoader(shipped()),
            autoescape=lambda name: name == "html" or (name or "").endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(wrap=wrap, apart=apart)
        self.html, self.text = self.whole("html"), self.whole("txt")

    def whole(self, kind: str) -> Template:
        names = "heading count share panel far title link meta summary note note_by why spoken note_spoken direction number tune".split()  # noqa: SIM905
        loop = "{% for one in blocks %}" + "".join(f"{{% set {name} = one.{name} %}}" for name in names)
        loop += f"{{% include 'issue/' ~ one.template ~ '.{kind}' %}}{{% endfor %}}"
        frame_source = (shipped() / "issue" / f"frame.{kind}").read_text()
        return self.environment.from_string(frame_source.replace("{{ body }}", loop))

    def mail(self, content: IssueContent, subscriber: int) -> bytes:
        words = self.templates.words("en")
        before, after = tune(content)
        blocks = []
        for block in view.blocks(content, words):
            mine = {"template": block.template, "number": block.number, "tune": f"{before}{block.number}{after}"}
            blocks.append(dict(block.values()) | mine)
        values = frame(content, self.templates) | {"blocks": blocks, "head_css": self.templates.head_css}
        mail = EmailMessage()
        for name, value in head(content, subscriber, view.subject(content, words)):
            mail[name] = value
        mail.set_content(self.text.render(values, _=words.gettext))
        mail.add_alternative(
            css_inline.inline(self.html.render(values, _=words.gettext), extra_css=self.css), subtype="html"
        )
        return mail.as_bytes()


def ours(content: IssueContent, subscriber: int, press: Press) -> bytes:
    parts = press.issue(content)
    fields = head(content, subscriber, parts.subject)
    return headers.assemble(fields, parts.text, parts.html, boundary=headers.boundary_of(fields[1][1]))


def main() -> None:
    templates, everything = Templates(), contents()
    naive = Naive(templates)
    for subscriber in range(0, SUBSCRIBERS, 100):
        content = everything[subscriber]
        whole = issue(content, templates)
        fields = head(content, subscriber, whole.subject)
        plain = headers.compose(fields, whole.text, whole.html, boundary=headers.boundary_of(fields[1][1]))
        assert ours(content, subscriber, Press(templates)) == plain, "assembled and whole differ"
    fast, slow, size = [], [], 0
    for _ in range(ROUNDS):
        press = Press(templates)  # the first letters of a round pay for the parts
        quick_spent = plain_spent = 0.0
        for start in range(0, SUBSCRIBERS, 100):  # ten done naively, then a hundred assembled
            began = time.process_time()
            for subscriber in range(start, start + NAIVE // 10):
                naive.mail(everything[subscriber], subscriber)
            middle = time.process_time()
            for subscriber in range(start, start + 100):
                size = len(ours(everything[subscriber], subscriber, press))
            plain_spent += middle - began
            quick_spent += time.process_time() - middle
        fast.append(quick_spent / SUBSCRIBERS)
        slow.append(plain_spent / NAIVE)
    quick, plain_way = statistics.median(fast), statistics.median(slow)
    print(f"{'way':<12}{'ms a newsletter':>18}{'a second':>12}")
    print(f"{'assembled':<12}{quick * 1000:>18.3f}{1 / quick:>12.0f}")
    print(f"{'naive':<12}{plain_way * 1000:>18.3f}{1 / plain_way:>12.0f}")
    result = {
        "times_naive": round(plain_way / quick, 1),
        "newsletters_per_s": round(1 / quick),
        "naive_per_s": round(1 / plain_way),
        "kB": round(size / 1000, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
