"""Pages of every layout nobody described: each is cut into its stories, told from an essay, or left alone."""

from __future__ import annotations

import pytest

from tests.clippers.letters import FOOT, LINKS, LISTED, TITLES, WORDS, Case, check, prose

CASES: list[Case] = []


def case(
    name: str,
    titles: list[str],
    html: str = "",
    text: str = "",
    subject: str = "Weekly letter",
    *,
    person: bool = False,
) -> None:
    CASES.append(Case(name, titles, html, text, subject, () if person else LISTED))


case(
    "cards",
    TITLES,
    "".join(
        f'<table><tr><td><a href="{u}"><img src="x.jpg" width="200" alt=""></a></td><td><a href="{u}" style="font-size:18px;font-weight:bold">{t}</a><p>Words about it, a line long.</p><a href="{u}">Read more</a></td></tr></table>'
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + FOOT,
)
case(
    "places named beside titles by links of their own",
    TITLES,
    "".join(
        f'<table><tr><td><h3><a href="{u}">{t}</a> <span><a href="{u}" style="color:#999">a-long-name-of-a-place.example</a></span></h3><p>{WORDS}</p></td></tr></table>'
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + FOOT,
)
case(
    "stories in the quote of a newsletter",
    TITLES,
    "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in zip(TITLES[:2], LINKS, strict=False))
    + "<p>Ida Sol wrote:</p><blockquote>"
    + "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in zip(TITLES[2:], LINKS[2:], strict=False))
    + "</blockquote>"
    + FOOT,
)
case(
    "books with who wrote and sells them",
    ["Care and cost", "A long night", "Houses of glass", "The duty desk"],
    "".join(
        f'<table><tr><td><h3><a href="{u}">{t}</a></h3><p>Anna Bell, £12.99, Polity Press</p></td></tr></table>'
        for t, u in zip(["Care and cost", "A long night", "Houses of glass", "The duty desk"], LINKS, strict=False)
    )
    + FOOT,
)
case(
    "all-in-anchor",
    TITLES,
    "".join(
        f'<a href="{u}" style="text-decoration:none"><div style="font-size:20px;font-weight:bold">{t}</div><div style="font-size:14px">Words about it, a line long, and more.</div></a>'
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + FOOT,
)
case(
    "image-card",
    TITLES,
    "".join(
        f'<div><a href="{u}"><img src="i.jpg"></a><h2>{t}</h2><p>Some words about this story here.</p></div>'
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + FOOT,
)
case(
    "li-paren",
    TITLES,
    "<h1>Weekly letter</h1><ul>"
    + "".join(f'<li><a href="{u}">{t}</a> (North Gazette)</li>' for t, u in zip(TITLES, LINKS, strict=False))
    + "</ul>"
    + FOOT,
)
case(
    "mso",
    TITLES,
    "".join(
        f'<p class="MsoNormal"><b><span style="font-size:12.0pt"><a href="{u}">{t}</a></span></b></p><p class="MsoNormal"><span style="font-size:10.0pt">Words about it go here, and end.</span></p><p class="MsoNormal">&nbsp;</p>'
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + FOOT,
)
case(
    "bold-url",
    TITLES,
    "".join(
        f'<p><b>{t}</b><br>Words about it go here.<br><a href="{u}">{u}</a></p>'
        for t, u in zip(TITLES, LINKS, strict=False)
    )
    + FOOT,
)
case(
    "spanish",
    [
        "Madres de acogida piden más tiempo",
        "La oficina de guardia cambia de piso",
        "Seis lecciones de un hogar cerrado",
    ],
    "".join(
        f'<h3>{t}</h3><p>Unas palabras sobre esto.</p><p><a href="{u}">Leer más</a></p>'
        for t, u in zip(
            [
                "Madres de acogida piden más tiempo",
                "La oficina de guardia cambia de piso",
                "Seis lecciones de un hogar cerrado",
            ],
            LINKS,
            strict=False,
        )
    )
    + '<p><a href="https://l.example/baja?u=1">Darse de baja</a></p>',
)
case(
    "chinese",
    ["社工服务进入学校的第一年", "老年人夜间照护的新办法", "县里招聘四十名社工"],
    "".join(
        f'<p><a href="{u}">{t}</a></p><p>简短的介绍文字在这里。</p>'
        for t, u in zip(
            ["社工服务进入学校的第一年", "老年人夜间照护的新办法", "县里招聘四十名社工"], LINKS, strict=False
        )
    )
    + '<p><a href="https://l.example/u">退订</a></p>',
)
case(
    "jobs",
    ["Social worker, night team", "Lecturer in social care", "Team manager, foster care", "Support worker"],
    "<h2>New jobs for you</h2>"
    + "".join(
        f'<table><tr><td><a href="https://jobs.example/j/{i}">{t}</a></td></tr><tr><td>Northmoor Council</td></tr><tr><td>Northmoor · Full time</td></tr></table>'
        for i, t in enumerate(
            ["Social worker, night team", "Lecturer in social care", "Team manager, foster care", "Support worker"]
        )
    )
    + FOOT,
)
case(
    "numbered-prose",
    ["Weekly letter"],
    f'<p><a href="https://l.example/w/14">View in browser</a></p><h1>Weekly letter</h1><h2>1. The night shift</h2>{prose(6)}<p>As <a href="https://o.example/1">one report</a> said.</p>{prose(4)}<h2>2. The day shift</h2>{prose(6)}<p>See <a href="https://o.example/2">the data</a>.</p><h2>3. The end</h2>{prose(5)}{FOOT}',
)
case(
    "breaking",
    ["Shelter closes after roof falls in"],
    '<p style="font-size:11px">BREAKING NEWS</p><h1><a href="https://l.example/2026/roof">Shelter closes after roof falls in</a></h1><p>Nobody was hurt, the fire service says.</p><p><a href="https://l.example/2026/roof">Read the full story</a></p>'
    + FOOT,
    subject="Breaking: Shelter closes after roof falls in",
)
case(
    "hero+3",
    TITLES[:4],
    f'<h1 style="font-size:32px"><a href="{LINKS[0]}">{TITLES[0]}</a></h1><p>A summary of two lines that says what happened and why it did.</p>'
    + "".join(
        f'<h3 style="font-size:18px"><a href="{u}">{t}</a></h3><p>Short words about it.</p>'
        for t, u in zip(TITLES[1:4], LINKS[1:4], strict=False)
    )
    + FOOT,
    subject=TITLES[0],
)
case(
    "outlook-safelinks",
    TITLES[:3],
    "".join(
        f'<p style="font-size:16px"><b><a href="https://eur03.safelinks.protection.outlook.com/?url={u.replace(":", "%3A").replace("/", "%2F")}&amp;data=05%7C02%7Cida%40northuni.example" originalsrc="{u}">{t}</a></b></p><p>Words about it here.</p>'
        for t, u in zip(TITLES[:3], LINKS, strict=False)
    ),
)
case(
    "rss-single",
    ["Why the duty desk moved upstairs"],
    '<div><h2><a href="https://blog.example/2026/11/why-the-duty-desk-moved-upstairs">Why the duty desk moved upstairs</a></h2><p>by Nora on November 20</p>'
    + prose(3)
    + '<p><a href="https://blog.example/2026/11/why-the-duty-desk-moved-upstairs#comments">Comments</a></p>'
    + FOOT
    + "</div>",
    subject="Why the duty desk moved upstairs",
)
case(
    "two-col",
    TITLES[:4],
    "<table><tr>"
    + "</tr><tr>".join(
        f'<td width="30%"><img src="a.jpg"></td><td><p style="margin:0;font-size:12px;color:#888">NORTH GAZETTE</p><p style="font-size:17px"><a href="{u}">{t}</a></p><p style="font-size:13px">Words about it here, long enough to be a line of text in a mail.</p></td>'
        for t, u in zip(TITLES[:4], LINKS, strict=False)
    )
    + "</tr></table>"
    + FOOT,
)
case(
    "digest-comments",
    TITLES[:3],
    "".join(
        f'<div><p><a href="https://forum.example/u/ida">ida</a> in <a href="https://forum.example/c/care">Care</a></p><p><a href="https://forum.example/t/{i}" style="font-weight:bold">{t}</a></p><p>Some words of the post.</p><p><a href="https://forum.example/t/{i}?x=1">12 replies</a></p></div>'
        for i, t in enumerate(TITLES[:3])
    )
    + FOOT,
)
case(
    "dept",
    TITLES[:3],
    "<h1>Department news</h1>"
    + "".join(
        f'<h2>{t}</h2><p>{WORDS}</p><p>More information: <a href="{u}">{u}</a></p>'
        for t, u in zip(TITLES[:3], LINKS, strict=False)
    )
    + FOOT,
)
case(
    "dept-inline",
    TITLES[:3],
    "<h1>Department news</h1>"
    + "".join(
        f'<h2>{t}</h2><p>{WORDS} <a href="{u}">Read more about the project here</a>.</p>'
        for t, u in zip(TITLES[:3], LINKS, strict=False)
    )
    + FOOT,
)
case(
    "toc",
    TITLES,
    "<h1>Weekly letter</h1><ul>"
    + "".join(f'<li><a href="#s{i}">{t}</a></li>' for i, t in enumerate(TITLES))
    + "</ul>"
    + "".join(
        f'<a name="s{i}"></a><h3>{t}</h3><p>{WORDS}</p><p><a href="{u}">Continue reading</a></p>'
        for i, (t, u) in enumerate(zip(TITLES, LINKS, strict=False))
    )
    + FOOT,
)
case(
    "two",
    TITLES[:2],
    "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in zip(TITLES[:2], LINKS, strict=False)) + FOOT,
)
case(
    "one-list",
    TITLES[:1],
    "".join(
        f'<p>Here is what is new:</p><h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>'
        for t, u in zip(TITLES[:1], LINKS, strict=False)
    )
    + FOOT,
)
case(
    "button-only",
    TITLES[:4],
    "".join(
        f'<tr><td style="font-size:18px;color:#111">{t}</td></tr><tr><td>{WORDS}</td></tr><tr><td><a href="{u}" style="background:#0a0">Read article</a></td></tr>'
        for t, u in zip(TITLES[:4], LINKS, strict=False)
    ).join(["<table>", "</table>"])
    + FOOT,
)
case(
    "plain-td-button",
    TITLES[:4],
    "".join(
        f'<tr><td>{t}</td></tr><tr><td>{WORDS}</td></tr><tr><td><a href="{u}" style="background:#0a0">Read article</a></td></tr>'
        for t, u in zip(TITLES[:4], LINKS, strict=False)
    ).join(["<table>", "</table>"])
    + FOOT,
)
case(
    "kicker-line",
    TITLES[:4],
    "".join(
        f'<p style="font-size:11px;text-transform:uppercase">Housing</p><p style="font-size:20px"><a href="{u}">{t}</a></p><p>By Ada Berg</p><p>{WORDS}</p>'
        for t, u in zip(TITLES[:4], LINKS, strict=False)
    )
    + FOOT,
)
case(
    "quoted-title",
    ["“Nobody asked us”: children on hearings", "Is it too late?", "What’s left"],
    "".join(
        f'<p><a href="{u}"><b>{t}</b></a></p><p>{WORDS}</p>'
        for t, u in zip(
            ["“Nobody asked us”: children on hearings", "Is it too late?", "What’s left"], LINKS, strict=False
        )
    )
    + FOOT,
)
case(
    "dup",
    TITLES[:3],
    "<h3>In this issue</h3><ul>"
    + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in zip(TITLES[:3], LINKS, strict=False))
    + "</ul>"
    + "".join(
        f'<h2><a href="{u}?utm_content=title">{t}</a></h2><p>{WORDS}</p><p><a href="{u}?utm_content=button">Read more</a></p>'
        for t, u in zip(TITLES[:3], LINKS, strict=False)
    )
    + FOOT,
)
case(
    "sponsor",
    TITLES[:3],
    f'<h2><a href="{LINKS[0]}">{TITLES[0]}</a></h2><p>{WORDS}</p><p>Sponsored</p><h2><a href="https://ad.example/x">Buy our very good chairs today</a></h2><p>Chairs.</p><h2><a href="{LINKS[1]}">{TITLES[1]}</a></h2><p>{WORDS}</p><h2><a href="{LINKS[2]}">{TITLES[2]}</a></h2><p>{WORDS}</p>'
    + FOOT,
)
case(
    "social-footer",
    TITLES[:3],
    "".join(f'<h2><a href="{u}">{t}</a></h2><p>{WORDS}</p>' for t, u in zip(TITLES[:3], LINKS, strict=False))
    + '<p><a href="https://www.facebook.com/letter">Facebook</a> <a href="https://x.com/letter">Follow us on X</a> <a href="https://www.instagram.com/letter">Instagram</a></p><p><a href="https://l.example/archive">Browse the archive</a></p><p><a href="https://l.example/jobs">We are hiring: join our team</a></p>'
    + FOOT,
)
case(
    "french",
    ["Les familles d’accueil manquent partout", "Un juge demande moins de rapports", "Nuits blanches au foyer"],
    "".join(
        f'<h3>{t}</h3><p>Quelques mots là-dessus.</p><p><a href="{u}">Lire la suite</a></p>'
        for t, u in zip(
            ["Les familles d’accueil manquent partout", "Un juge demande moins de rapports", "Nuits blanches au foyer"],
            LINKS,
            strict=False,
        )
    )
    + '<p><a href="https://l.example/d?u=1">Se désabonner</a></p>',
)


@pytest.mark.parametrize("letter", CASES, ids=lambda letter: letter.name)
def test_page_is_cut_into_its_stories(letter: Case) -> None:
    check(letter)
