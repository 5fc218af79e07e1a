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


SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _trace(random_: random.Random, number: int) -> str:
    """The header fields that mail servers left: an alert sent by Google, delivered, and forwarded once to an inbox."""

    def signature(length: int) -> str:
        signs = "".join(random_.choices(SIGNS, k=length))
        return "\r\n         ".join(signs[at : at + 64] for at in range(0, length, 64))

    def arc(n: int) -> str:
        return (
            f"ARC-Seal: i={n}; a=rsa-sha256; t=1795406400; cv=none;\r\n        d=mail.example; s=arc-20240605;\r\n"
            f"        b={signature(344)}\r\n"
            "ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=arc-20240605;\r\n"
            "        h=to:from:subject:message-id:list-unsubscribe:list-id:date:mime-version\r\n"
            f"         :dkim-signature;\r\n        bh={signature(44)};\r\n        b={signature(344)}\r\n"
            f"ARC-Authentication-Results: i={n}; mx.mail.example;\r\n       dkim=pass header.i=@google.com header.s=20230601;\r\n"
            "       spf=pass (mail.example: domain of 3x@alerts.bounces.google.example designates 192.0.2.41 as permitted\r\n"
            "       sender) smtp.mailfrom=3x@alerts.bounces.google.example;\r\n       dmarc=pass (p=REJECT) header.from=google.com\r\n"
        )

    def hop(n: int) -> str:
        return (
            f"Received: from relay{n}.example (relay{n}.example. [192.0.2.{40 + n}])\r\n"
            f"        by mx{n}.mail.example with ESMTPS id {number}x{n}\r\n        for <reader@mail.example>\r\n"
            "        (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128);\r\n"
            f"        Mon, 23 Nov 2026 04:00:0{n} +0000\r\n"
        )

    def dkim(name: str) -> str:
        return (
            f"{name}: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n        d=google.com; s=20230601; t=1795406400; x=1796011200;\r\n"
            "        h=to:from:subject:message-id:list-unsubscribe:list-id:date:mime-version:from:to:cc:subject:date\r\n"
            f"         :message-id:reply-to;\r\n        bh={signature(44)};\r\n        b={signature(344)}\r\n"
        )

    return "".join(
        (
            f"Delivered-To: inbox@news.example\r\n{hop(1)}X-Received: by 2001:db8::1 with SMTP id {number}y1;\r\n"
            "        Mon, 23 Nov 2026 04:00:01 -0800 (PST)\r\n",
            arc(2),
            "X-Forwarded-To: inbox@news.example\r\nX-Forwarded-For: reader@mail.example inbox@news.example\r\n"
            f"Delivered-To: reader@mail.example\r\n{hop(2)}",
            arc(1),
            f"Return-Path: <3x@alerts.bounces.google.example>\r\n{hop(3)}",
            "Received-SPF: pass (mail.example: domain of 3x@alerts.bounces.google.example designates 192.0.2.41 as\r\n"
            " permitted sender) client-ip=192.0.2.41;\r\nAuthentication-Results: mx.mail.example;\r\n"
            "       dkim=pass header.i=@google.com header.s=20230601 header.b=Ab3dEf5h;\r\n       spf=pass (mail.example:"
            " domain of 3x@alerts.bounces.google.example designates 192.0.2.41 as permitted sender)\r\n"
            "       smtp.mailfrom=3x@alerts.bounces.google.example;\r\n       dmarc=pass (p=REJECT) header.from=google.com\r\n",
            dkim("DKIM-Signature"),
            dkim("X-Google-DKIM-Signature"),
            f"X-Gm-Message-State: {signature(60)}\r\nX-Google-Smtp-Source: {signature(60)}\r\n",
        )
    )


def google_alert(number: int, stories: int = 17) -> bytes:
    """One alert as forwarding by a filter delivers it, with text and HTML parts; every number gives the same mail for ever."""
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
    boundary = f"000000000000{number:016x}"
    plain = "=== News - 17 new results for [social work] ===\n\n" + "\n".join(lines)
    return (
        f"{_trace(random_, number)}MIME-Version: 1.0\r\nDate: Mon, 23 Nov 2026 04:00:00 +0000\r\n"
        "List-Id: <123.alerts.google.com>\r\n"
        f"List-Unsubscribe: <https://www.google.com/alerts/remove?source=alertsmail&hl=en&s=AB2Xq4{number:08d}>\r\n"
        f"Message-ID: <{number}.bench@google.example>\r\nSubject: Google Alert - social work {number}\r\n"
        "From: Google Alerts <googlealerts-noreply@google.com>\r\nTo: reader@mail.example\r\n"
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'
        "Content-Type: text/plain; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode() + quopri.encodestring(plain.encode()).replace(b"\n", b"\r\n") + (
        f"\r\n--{boundary}\r\nContent-Type: text/html; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode() + quopri.encodestring(html.encode()).replace(b"\n", b"\r\n") + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip


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
