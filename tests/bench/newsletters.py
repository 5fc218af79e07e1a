"""How much faster newsletters are assembled than rendered one by one: 40 stories for each of 1,000 subscribers.

`naive` is what a good programmer would write first: our own templates rendered, inlined with css_inline and written by
EmailMessage for every subscriber. Both sides get the same issues; rounds are interleaved, medians of the rounds taken.
Then 10,000 random issues (`--issues`) are assembled, and each must be, byte for byte, our templates rendered whole, inlined
and encoded through router.headers. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
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
from router.render.templates import apart, quotes, shipped, wrap
from router.terms import Address, Candidate, Chosen, Doors, Interest, IssueContent, Pick, Reason

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
ODD = ("<script>alert(1)</script>", '" onclick="x', "=3D=\r\n.\r\n--=_", "日本語の長い題名" * 9, "صحة المراهقين", "{{ 7 * 7 }}", "\ue000tune\ue000",
       "&amp; &nbsp; <!-- ]]>", "x" * 300, "a\u202eb\u2028c\x85", "</td></table>", "👩‍👧 family")  # fmt: skip


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


def strange(dice: random.Random) -> IssueContent:
    """One random issue: any number of stories, hostile words, any language, any doors."""

    def said(most: int) -> str:
        plain = words(dice, dice.randrange(1, most))
        return (
            plain if dice.random() < 0.8 else f"{dice.choice(ODD)} {plain}" if dice.random() < 0.5 else dice.choice(ODD)
        )

    def some(values: tuple[str, ...]) -> str:
        return dice.choice(("", *values))

    picks = []
    for number in range(1, dice.choice((2, 4, 12, 41)) + dice.randrange(8)):
        language = some(("en", "de", "ar", "he-IL", 'x" y'))
        names = tuple(dice.sample(list(INTERESTS), dice.randrange(1, 4)))
        one = Candidate(dice.randrange(10**6), said(20), some(("https://paper.example/1", "http://x.example/?a=1&b=<2>", "javascript:x")),
                        said(50), said(5), names, said(9), NOW - timedelta(hours=dice.randrange(9000)), NOW,
                        also_in=tuple(said(4) for _ in range(dice.randrange(6))), note=dice.choice(("", "Read", said(30))),
                        note_by=some(("Ben", said(3))), authors=dice.choice(("", said(8))), language=language, again=dice.choice((None, None, Reason("noted"))))  # fmt: skip
        section = "top" if number <= 3 else dice.choice((names[0], "also"))
        beside = dice.choice((None, None, Reason("place", "both say it")))
        picks.append(Pick(one, number, section, 30, dice.random() < 0.5, dice.randrange(200), beside))
    token = f"{dice.getrandbits(160):040x}"[: dice.choice((20, 28, 40))]
    page, mail = f"https://news.example/{{}}/{token}", f"mailto:inbox+u.{token}@news.example?subject=unsubscribe"
    doors = Doors(some((page.format("u"),)), mail, some((f"inbox+r.{token}@news.example",)),
                  some((page.format("t") + "/{number}", f"mailto:inbox+r.{token}@news.example?subject=why%20{{number}}")),
                  some((page.format("left"),)), some((page.format("me"),)))  # fmt: skip
    chosen = Chosen(
        tuple(picks), tuple((n, Reason("over-minutes")) for n in range(dice.randrange(5))), ((1, Reason("muted")),)
    )
    notes = tuple((dice.choice(list(INTERESTS)), said(40), said(3)) for _ in range(dice.randrange(3)))
    shown = {name: INTERESTS[name] for name in dice.sample(list(INTERESTS), dice.randrange(1, 6))}
    return IssueContent(said(6), dice.randrange(10**5), said(5), "2026-11-25", chosen, shown, doors,
                        language=dice.choice(("en", "de-AT", "es", "ar", "sw")), repeats=dice.randrange(40), outside=dice.randrange(9),
                        imprint=dice.choice(("", said(9))), minutes=dice.choice((0, 10, 20)), words=notes)  # fmt: skip


def identical(count: int, templates: Templates) -> int:
    """How many of so many random issues are assembled to the bytes they have when rendered whole: all, or it ends here."""
    press = Press(templates, keep=200)
    for seed in range(count):
        content = strange(random.Random(seed))
        whole = issue(content, templates)
        fields = head(content, seed, whole.subject)
        plain = headers.compose(fields, whole.text, whole.html, boundary=headers.boundary_of(fields[1][1]))
        if ours(content, seed, press) != plain:
            raise SystemExit(f"random issue {seed}: assembled and whole differ")
        if sys.stderr.isatty() and seed % 100 == 0:
            print(f"\r{seed:,} of {count:,} random issues are identical", end="", file=sys.stderr)
    return count


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
        self.environment.filters.update(wrap=wrap, apart=apart, quotes=quotes)
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
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--issues", type=int, default=10_000, help="random issues compared byte for byte")
    count = asked.parse_args().issues
    templates, everything = Templates(), contents()
    naive = Naive(templates)
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
    same = identical(count, templates)
    print(f"{same:,} random issues assembled and rendered whole: the same bytes")
    result = {
        "times_naive": round(plain_way / quick, 1),
        "newsletters_per_s": round(1 / quick),
        "naive_per_s": round(1 / plain_way),
        "kB": round(size / 1000, 1),
        "identical": same,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
