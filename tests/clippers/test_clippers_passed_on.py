"""Alerts that a mail program turned into plain text before they were passed on: cut as their pages are."""

from __future__ import annotations

from router import clippers
from router.terms import Address, Clipping, Parsed, Source

_G = "https://www.google.com/url?rct=j&sa=t&url=https://{}&ct=ga&cd=CAEYTOKEN&usg=AOvVawTOKEN"
_SHARE = "[image: Facebook]\n<https://www.google.com/alerts/share?hl=en&ru=https://{}&ss=fb&rt=Night> Flag\nas irrelevant\n<https://www.google.com/alerts/feedback?ffu=https://{}>\n"
ALERT = f"""Google Alerts
"night shelter"
NEWS

Night shelter opens early - Harbour Echo
<{_G.format("echo.example/a")}>
Harbour Echo
Forty beds were made up in the old baths before the first frost came down
on the town ...
{_SHARE.format("echo.example/a", "echo.example/a")}
A shelter for night workers
<{_G.format("wire.example/b")}>
City Wire
Open all day, and all night too.
{_SHARE.format("wire.example/b", "wire.example/b")}
See more results <https://www.google.com/alerts?s=TOKEN> | Edit this
alert <https://www.google.com/alerts/edit?s=TOKEN&email=ida%40router.example>
Unsubscribe <https://www.google.com/alerts/remove?s=TOKEN>
"""
_S = "https://scholar.google.com/scholar_url?url=https://{}&hl=en&scisig=TOKEN"
_SAVE = "[image: Twitter]\n<https://scholar.google.com/scholar_share?hl=en&oi=scholaralrt&ss=tw&info=TOKEN>\n"
SCHOLAR = f"""[PDF] Kinship care and school attendance: a five-year panel
<{_S.format("press.example/1.pdf")}>
A Okoro, B Lindqvist, C Marsh… - Journal of Field Studies, 2026 - Field
Press
We follow 412 pupils in kinship care over five years and find that attendance
rises where …
{_SAVE}
Why grandparents wait: Delays in kinship assessment and what a longer title
does <{_S.format("press.example/2")}>
D Novak - 2026
Assessment took 212 days on average …
{_SAVE}
Cancel alert
<https://scholar.google.com/scholar_alerts?view_op=cancel_alert_options&alert_id=TOKEN>
"""
PUBMED = """This message contains My NCBI what's new results from the National Center
for Biotechnology Information (NCBI).

Search: kinship care
Click here to view complete results in PubMed <https://pubmed.ncbi.nlm.nih.gov/?term=kinship&token=TOKEN>. (Results may change over time.)

1. Kinship care after ten years: a cohort study.
   Berg A, Liu T.
   J Care. 2026 Nov 2;9(1):3-19. doi: 10.5555/jc.1.
   PMID: 39911111 <https://pubmed.ncbi.nlm.nih.gov/39911111/>

2. Night shelters and sleep: what a winter tells.
   Cole E, Pat R, Novak D.
   Sleep Soc. 2026 Nov 5;2(1):1-9. doi: 10.5555/ss.2. Online ahead of print.
   PMID: 39922222 <https://pubmed.ncbi.nlm.nih.gov/39922222/>
"""


def cut(text: str, source: Source) -> tuple[Clipping, ...]:
    ida = Address("ida@router.example", "Ida")
    found = clippers.cut(Parsed((("to", ida.address),), ida, "Fwd: alert", text, "", (ida,)), None, source).clippings
    assert "TOKEN" not in repr(found) and "ida@" not in repr(found)
    return found


def test_google_alert() -> None:
    found = cut(ALERT, Source("google-alerts", clip="microdata", parameters={"publisher at": "first line"}))
    assert [(one.title, one.link, one.publisher) for one in found] == [
        ("Night shelter opens early", "https://echo.example/a", "Harbour Echo"),
        ("A shelter for night workers", "https://wire.example/b", "City Wire"),
    ]
    assert found[1].text == "Open all day, and all night too."


def test_google_scholar() -> None:
    found = cut(SCHOLAR, Source("google-scholar", kind="paper", clip="selectors"))
    long = "Why grandparents wait: Delays in kinship assessment and what a longer title does"
    first = "Kinship care and school attendance: a five-year panel"
    assert [(one.title, one.link, one.authors, one.journal) for one in found] == [
        (first, "https://press.example/1.pdf", "A Okoro, B Lindqvist, C Marsh…", "Journal of Field Studies"),
        (long, "https://press.example/2", "D Novak", ""),
    ]


def test_pubmed() -> None:
    found = cut(PUBMED, Source("pubmed", kind="paper", clip="selectors"))
    page = "https://pubmed.ncbi.nlm.nih.gov"
    assert [(one.title, one.link, one.authors, one.journal, one.doi, one.published) for one in found] == [
        ("Kinship care after ten years: a cohort study", f"{page}/39911111/", "Berg A, Liu T", "J Care", "10.5555/jc.1", "2026-11-02"),
        ("Night shelters and sleep: what a winter tells", f"{page}/39922222/", "Cole E, Pat R, Novak D", "Sleep Soc", "10.5555/ss.2", "2026-11-05"),
    ]  # fmt: skip
