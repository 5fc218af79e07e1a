"""Generated alert mails and rules for benchmarks: about 60 kB and 17 stories a mail, after the structure of real ones."""

from __future__ import annotations

import itertools
import quopri
import random

SYLLABLES = [
    "ba",
    "ca",
    "do",
    "fe",
    "gi",
    "ho",
    "ju",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "wa",
    "xe",
    "yo",
    "zu",
    "lan",
    "ter",
    "mon",
    "sil",
    "cor",
]
VOCABULARY = [f"{a}{b}{c}" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]


WEIGHTS = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(VOCABULARY))))


def words(random_: random.Random, count: int) -> list[str]:
    """Words as texts have them: a few common, most rare (Zipf-Mandelbrot)."""
    return random_.choices(VOCABULARY, cum_weights=WEIGHTS, k=count)


PLACES = ["Example Town", "North Example", "Sample City", "Old Harbour", "Lower Hills", "Upper Valley", "Green Field"]


def headline(random_: random.Random) -> str:
    return f"{' '.join(words(random_, 8)).capitalize()} in {random_.choice(PLACES)} {random_.randrange(10_000)}"


def google_alert(number: int, stories: int = 17) -> bytes:
    """One alert with text and HTML parts; every number gives the same mail for ever."""
    random_ = random.Random(number)
    rows, lines = [], []
    for n in range(stories):
        title, snippet = headline(random_), " ".join(words(random_, 36))
        link = f"https://www.site{random_.randrange(400)}.example/{number}/{n}/" + "-".join(title.lower().split())
        wrapped = (
            f"https://www.google.com/url?rct=j&sa=t&url={link}&ct=ga&cd=CAEYACoUMTQz{number}{n}&usg=AOvVaw{number:08d}"
        )
        escaped = wrapped.replace("&", "&amp;")
        share = "".join(
            f'<td style="padding:0 8px 0 0;vertical-align:top;font-family:Arial,Helvetica,sans-serif"><a href="https://www.google.com/alerts/{kind}?hl=en&amp;gl=US&amp;ru={link}&amp;cd=x"'
            f' style="text-decoration:none;vertical-align:middle;color:#aaaaaa;font-size:10px">{kind}</a></td>'
            for kind in ("share", "share?tw", "feedback")
        )
        rows.append(
            f'<tr itemscope="" itemtype="http://schema.org/Article" style="color:#252525"><td style="padding:18px 0 0 0;'
            f'vertical-align:top;font-family:Arial"><div><span style="padding:0 6px 0 0"><a href="{escaped}" itemprop="url"'
            f' style="color:#427fed;display:inline;text-decoration:none;font-size:16px;line-height:20px"><span itemprop="name">'
            f'{title}</span></a></span></div><div><div style="padding:2px 0 8px 0"><div itemprop="publisher" itemscope=""'
            f' itemtype="http://schema.org/Organization" style="color:#737373"><a style="text-decoration:none;color:#737373">'
            f'<span itemprop="name">Publisher {n}</span></a></div><div itemprop="description" style="color:#252525;padding:2px'
            f' 0 0 0;font-size:12px;line-height:18px">{snippet} ...</div></div></div><table style="padding:0 0 5px 0"><tr>{share}'
            "</tr></table></td></tr>"
        )
        lines.append(f"{title}\nPublisher {n}\n{snippet}\n<{wrapped}>\n")
    html = "<html><head></head><body><table style='width:100%'>" + "".join(rows) + "</table></body></html>"
    plain = "=== News - 17 new results for [social work] ===\n\n" + "\n".join(lines)
    trace = "".join(
        f"Received: from mx{n}.example by mx{n + 1}.example with ESMTPS id {number}x{n};\r\n Mon, 23 Nov 2026 04:00:0{n} +0000\r\n"
        for n in range(6)
    )
    return (
        f"{trace}From: Google Alerts <googlealerts-noreply@google.com>\r\nTo: inbox@news.example\r\n"
        f"Subject: Google Alert - social work {number}\r\nMessage-ID: <{number}.bench@google.example>\r\n"
        "Date: Mon, 23 Nov 2026 04:00:00 +0000\r\nList-Id: <123.alerts.google.com>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=UTF-8\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode() + quopri.encodestring(plain.encode()).replace(b"\n", b"\r\n") + (
        b"\r\n--b\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    ) + quopri.encodestring(html.encode()).replace(b"\n", b"\r\n") + b"\r\n--b--\r\n"  # fmt: skip


def rules(count: int = 1000) -> dict[str, str]:
    """`count` take lines over 20 interests, of words from the same language as the mails."""
    random_ = random.Random(7)
    texts: dict[str, list[str]] = {}
    for n in range(count):
        lines = texts.setdefault(f"interests/interest{n % 20}.rules", [f"interest: Interest {n % 20}"])
        one, two, three, four = random_.sample(VOCABULARY, 4)
        form = ("take any: {}, {} {}", "take title: {}*, {}, {}", "take any: {} ~ {}", "take any: {}, {} + {}, {}")[
            n % 4
        ]
        lines.append(form.format(one, two, three, four))
    return {name: "\n".join(lines) + "\n" for name, lines in texts.items()}
