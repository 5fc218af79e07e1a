"""Invented pairs: what is one story, by which evidence, and what is two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from router import links
from router.folding import Face, Learned, face
from router.terms import Clipping

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
KNOWN = Learned(endings=frozenset({"thedailypost", "harbourtimes", "海港日報", "城市新聞網"}))


def clip(title: str, link: str = "", text: str = "", hours: float = 0, kind: str = "news", doi: str = "") -> Face:
    return face(
        Clipping(title=title, link=links.clean(link), text=text, kind=kind, doi=doi), NOON + timedelta(hours=hours)
    )


LEAD = (
    "The county has opened forty beds for families who lost their homes in the flood, and asks every parish to name"
    " two volunteers by Friday, Mayor Ottilie Brandt said after the meeting in Lindau."
)

FOLDS = [
    (
        "same-link",
        clip("County opens beds for families", "https://www.post.example/2026/county-opens-beds-for-families"),
        clip("County opens 40 beds for families - The Daily Post", "http://post.example/2026/county-opens-beds-for-families?utm_source=x"),
    ),
    (
        "same-link",  # a figure was corrected under one link
        clip("Shelter fire leaves 4 homeless in Bregenz", "https://post.example/news/7712345"),
        clip("Shelter fire leaves 6 homeless in Bregenz", "https://post.example/news/7712345"),
    ),
    (
        "same-link",  # a colleague's forward
        clip("FW: read this", "https://post.example/2026/county-opens-beds-for-families"),
        clip("County opens beds for families", "https://post.example/2026/county-opens-beds-for-families"),
    ),
    (
        "same-link",
        clip("Foster carers ask for respite", "https://portal.example/v3/article/XY8vJzZ"),
        clip("Foster carers ask for respite | Portal", "https://portal.example/v3/article/XY8vJzZ?view=topic"),
    ),
    (
        "same-article",
        clip("Council backs kinship carers - Harbour Times", "https://money.harbour.example/story/5607/9404755"),
        clip("Council backs kinship carers", "https://harbour.example/news/story/7251/9404755"),
    ),
    (
        "same-doi",
        clip("Kinship care and school attendance: a cohort study", "https://doi.org/10.5555/kc.2026.17", kind="paper"),
        clip("Kinship Care and School Attendance", "https://journal.example/doi/full/10.5555/kc.2026.17", kind="paper"),
    ),
    (
        "same-title",  # both with an ending longer than the headline, and nearly one text
        clip("政府推新措施支援社工家庭撥款十億 - Hong Kong Economic Journal", "https://hkej.example/a-1", LEAD),
        clip("政府推新措施支援社工家庭撥款十億 - Voice of America Chinese Svc", "https://voa.example/b-2", LEAD[:160] + " Nobody knows yet whether enough of them will come forward."),
    ),
    (
        "same-title",
        clip("Mayor promises a night shelter for every district", "https://post.example/a-night-shelter"),
        clip("Mayor promises a night shelter for every district - Harbour Times", "https://harbour.example/x/81"),
    ),
    (
        "same-title",  # 1,059 = 1059, & = and
        clip("Charity finds 1,059 children & parents without heating", "https://post.example/charity-finds"),
        clip("Charity finds 1059 children and parents without heating", "https://harbour.example/charity"),
    ),
    (
        "same-title",
        clip("市議會通過兒童保護預算增聘社工 - 海港日報", "https://harbour.example/a/1"),
        clip("市議會通過兒童保護預算增聘社工| 城市新聞網", "https://city.example/b/2"),
    ),
    (
        "same-title",  # an ending nobody learned, a bare title elsewhere
        clip("Regional court orders return of four foster children", "https://post.example/court"),
        clip("Regional court orders return of four foster children - Voralpen Bote", "https://bote.example/court"),
    ),
    (
        "same-title",  # two endings nobody learned: only the same text makes them publishers
        clip("Families in flooded Lindau get forty beds - Seeblatt", "https://seeblatt.example/q", LEAD),
        clip("Families in flooded Lindau get forty beds - Voralpen Bote", "https://bote.example/p", LEAD[:150]),
    ),
    (
        "same-title",
        clip("Iran (Islamic Republic of): Iran steps up relief after quakes kill 12"),
        clip("Iran steps up relief after quakes kill 12"),
    ),
    (
        "same-title",
        clip("UPDATE 2-Ministry doubles the fund for women's refuges", "https://wire.example/u2"),
        clip("Ministry doubles the fund for women's refuges", "https://post.example/refuges"),
    ),
    (
        "same-title",  # a preprint and the journal version
        clip("Loneliness among care leavers in three rural counties", "https://doi.org/10.31234/osf.io/ab9", kind="paper"),
        clip("Loneliness among care leavers in three rural counties", "https://doi.org/10.5555/lcl.9", hours=9000, kind="paper"),
    ),
    (
        "title-cut",
        clip("[PDF] Social work with unaccompanied minors after the ...", "https://repo.example/1.pdf", kind="paper"),
        clip("Social work with unaccompanied minors after the closure of reception centres", "https://journal.example/2", kind="paper"),
    ),
    (
        "title-cut",
        clip("市議會通過兒童保護預算增聘四十名社工", "https://harbour.example/a/1"),
        clip("市議會通過兒童保護預算增聘四十名社工 家長團體仍感不足", "https://city.example/b/2"),
    ),
    (
        "same-title",  # a number in a publisher's name counts nothing
        clip("市議會通過兒童保護預算增聘社工", "https://harbour.example/a/1"),
        clip("市議會通過兒童保護預算增聘社工 - 三江線上", "https://city.example/b/2"),
    ),
    (
        "near",  # a paper's long title, abbreviation spelt out
        clip("Peer mentors for young people leaving care: safety and quality of life at 12 months post placement (the LAMP RCT study)", "https://a.example/1", kind="paper"),
        clip("Peer mentors for young people leaving care: safety, and quality of life at 12 months after placement (the LAMP randomised controlled trial study)", "https://b.example/2", kind="paper"),
    ),
    (
        "subtitle",
        clip("Supervision and burnout among hospital social workers", "https://a.example/1", kind="paper"),
        clip("Supervision and burnout among hospital social workers: the Lakeside study", "https://b.example/2", kind="paper"),
    ),
    (
        "near",
        clip("Minister criticised over delayed housing benefit reform", "https://post.example/minister"),
        clip("Minister criticized over delayed housing benefit reform", "https://harbour.example/minister"),
    ),
    (
        "near",
        clip("個股：市府推動長照據點升級與社福團體簽署合作備忘錄", "https://harbour.example/a/1"),
        clip("市府推動長照據點升級，與社福團體簽署合作備忘錄案", "https://city.example/b/2"),
    ),
    (
        "same-text",
        clip("Forty beds after the flood, says Brandt", "https://post.example/beds", LEAD),
        clip("Lindau asks parishes for helpers as forty flood beds open", "https://harbour.example/9", LEAD[:140]),
    ),
]  # fmt: skip


APART = [
    ("another day's list", clip("外資近5日買超個股 - 海港日報", "https://harbour.example/n/6361467"), clip("外資近5日買超個股", "https://city.example/n/6402007", hours=30)),
    ("dates", clip("3/16育幼院物資需求排行前20名", "https://harbour.example/a/1"), clip("3/17育幼院物資需求排行前20名", "https://city.example/b/2", hours=20)),
    ("ordinals", clip("社會局三月補助名單一覽表(十)", "https://harbour.example/a/1"), clip("社會局三月補助名單一覽表(十一)", "https://city.example/b/2")),
    ("parts", clip("How to write a court report, part 1: the facts", "https://a.example/p"), clip("How to write a court report, part 2: the facts", "https://b.example/p")),
    ("parts behind", clip("How to write a court report for the family court", "https://a.example/p"), clip("How to write a court report for the family court - Part two", "https://b.example/p")),
    ("tranches", clip("City pays first tranche of the refuge grant to charities", "https://a.example/p"), clip("City pays second tranche of the refuge grant to charities", "https://b.example/p")),
    ("decimals", clip("Child poverty rate falls to 5.32 per cent in the canton", "https://a.example/p"), clip("Child poverty rate falls to 5.29 per cent in the canton", "https://b.example/p")),
    ("direction", clip("Rents for supported housing go up in the capital region", "https://a.example/p"), clip("Rents for supported housing go down in the capital region", "https://b.example/p")),
    ("again", clip("Lindau Care Group files for bankruptcy protection", "https://a.example/p"), clip("Lindau Care Group files for bankruptcy protection again", "https://b.example/p")),
    ("another person", clip("Council appoints Maria Huber as director of children's services", "https://a.example/p"), clip("Council appoints Jonas Riedl as director of children's services", "https://b.example/p")),
    ("another body", clip("市議會審查海港區長照中心預算案", "https://harbour.example/a/1"), clip("市議會審查山城區長照中心預算案", "https://city.example/b/2")),
    ("another person in a long title", clip("County council appoints Maria Huber as the new director of children's services for the district", "https://a.example/p"), clip("County council appoints Maria Hager as the new director of children's services for the district", "https://b.example/p")),
    ("another place in a long title", clip("市議會審查海港區長照中心預算案並要求社會局說明照顧人力缺口", "https://harbour.example/a/1"), clip("市議會審查山港區長照中心預算案並要求社會局說明照顧人力缺口", "https://city.example/b/2")),
    ("one more on a long list", clip("社會局本週受贈兒少家園及團體名單公布：晨光、海星、小樹、青葉、和平、春雨家園", "https://harbour.example/a/1"), clip("社會局本週受贈兒少家園及團體名單公布：晨光、海星、小樹、青葉、和平家園", "https://city.example/b/2")),
    ("a wrong DOI", clip("Measuring trust between carers and schools", "https://a.example/1", kind="paper", doi="10.5555/x.1"), clip("Haemodialysis lowers blood flow in vessels", "https://b.example/2", kind="paper", doi="10.5555/x.1")),
    ("one more on the list", clip("今日受贈單位：晨光、海星、小樹、春雨兒少家園", "https://harbour.example/a/1"), clip("今日受贈單位：晨光、海星、小樹兒少家園", "https://city.example/b/2")),
    ("two endings nobody learned", clip("Holding details of the board, shares and pledges - Maria Huber", "https://a.example/1"), clip("Holding details of the board, shares and pledges - Jonas Riedl", "https://b.example/2")),
    ("two DOIs", clip("Correction to a study of foster care placements", "https://doi.org/10.5555/a.1", kind="paper"), clip("Correction to a study of foster care placements", "https://doi.org/10.5555/a.2", kind="paper")),
    ("a filing and its supplement", clip("海港長照公司公告處分土地持份事宜", "https://harbour.example/a/1", LEAD), clip("補充海港長照公司公告處分土地持份事宜", "https://city.example/b/2", LEAD)),
    ("a paper and a reply to it", clip("Reply to: trust between carers and schools in two towns", "https://a.example/1", LEAD, kind="paper"), clip("Trust between carers and schools in two towns", "https://b.example/2", LEAD, kind="paper")),
    ("chapters of one book", clip("Introduction to soundscapes in education", "https://doi.org/10.5555/978-1_1", kind="paper"), clip("Music and creativity in school education", "https://doi.org/10.5555/978-1_4", kind="paper")),
    ("data set and paper", clip("Dataset --- Sleep and stress among night shelter staff in winter", "https://a.example/1", kind="paper"), clip("Sleep and stress among night shelter staff in winter", "https://b.example/2", kind="paper")),
    ("day archive", clip("New beds in Lindau", "https://blog.example/archives/2002/09/07.html"), clip("Thoughts on supervision", "https://blog.example/archives/2002/09/07.html")),
    ("fragments of a day page", clip("Refuge opens", "https://blog.example/2002/09/25.html#refuge"), clip("Maps", "https://blog.example/2002/09/25.html#maps")),
    ("two pages of one site", clip("Vacancies in the county's child welfare offices", "https://jobs.example/a-1"), clip("Vacancies in the county's child welfare offices", "https://jobs.example/b-2")),
    ("generic job title", clip("Senior Social Worker, Children and Families", "https://jobs.example/a-1"), clip("Senior Social Worker, Children and Families", "https://posts.example/b-2")),
    ("a few signs", clip("長照預算", "https://harbour.example/a/1"), clip("長照預算", "https://city.example/b/2")),
    ("short", clip("Education debate", "https://a.example/1"), clip("Education debate", "https://b.example/2")),
    ("replies of two people", clip("Re: supervision in rural teams, any hints?", text=LEAD), clip("Re: supervision in rural teams, any hints?", text="I would try a peer group over video first; we meet each second Tuesday and it costs nothing but an hour.")),
    ("two newsrooms", clip("Sbarini pizza chain files second bankruptcy in three years", "https://a.example/1"), clip("Sbarini files for second bankruptcy in three years", "https://b.example/2")),
    ("a week later", clip("Mayor promises a night shelter for every district", "https://a.example/1"), clip("Mayor promises a night shelter for every district", "https://b.example/2", hours=24 * 7)),
    ("a page filled anew", clip("Beds 289 +2 0.70 : Lindau shelter board", "https://board.example/beds?id=anb5"), clip("Beds 281 -8 2.77 : Lindau shelter board", "https://board.example/beds?id=anb5", hours=24 * 9)),
    ("a date is no article id", clip("Care home inspection finds no fault in Lindau", "https://a.example/20260316/one"), clip("Care home residents of Lindau find a new garden", "https://a.example/20260316/two")),
]  # fmt: skip
