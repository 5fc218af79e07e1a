"""One invented issue of 25 stories in three languages, for what looks at newsletters as a browser or mail client would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from router.planning.choose import choose
from router.terms import Candidate, Doors, Interest, IssueContent, Wishes

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
TOKEN = "kA1b2C3d4E5f6G7h8I9j0K1l2M3n"
INTERESTS = {
    name: Interest(name, title)
    for name, title in (
        ("child-protection", "Child protection"),
        ("homelessness", "Homelessness"),
        ("mental-health", "Mental health"),
        ("practice-education", "Practice education"),
    )
}

# interest, title, publisher, link, summary, kind, hours old, also in, why, note, note by
STORIES = [
    ("child-protection", "Care orders fall for the third year as kinship placements rise", "Morning Courier",
     "https://courier.example/society/kinship", "Councils placed 4,100 children with relatives last year, the most since "
     "records began; carers say the money has not followed them.", "news", 5, ("Google Alerts", "The Social Worker"),
     "“kinship”", "Useful for Thursday’s team meeting: look at the table on page 4.", "Ben Adler"),
    ("mental-health", "Peer support in crisis houses: a randomised trial in six cities", "Journal of Crisis Care",
     "https://jcc.example/doi/10.5555/jcc.2026.118", "Guests with a peer worker stayed two nights fewer and came back half as "
     "often within ninety days (n = 612).", "paper", 20, ("Google Scholar", "PubMed", "Crisis Care: contents"),
     "“peer support”, “crisis”", "", ""),
    ("homelessness", "City votes to end night shelters and rent flats instead", "Harbour Post",
     "https://harbourpost.example/city/flats", "The 38 to 21 vote moves £6.2m from beds for a night to leases of two years. "
     "Opponents call it a leap in the dark.", "news", 9, ("Google Alerts",), "“night shelter”", "", ""),
    ("child-protection", "Family group conferences before court: what 300 files say", "British Review of Social Work",
     "https://brsw.example/files", "A conference was offered in four of ten files and held in one; where it was held, half of "
     "the children stayed with kin.", "paper", 30, ("Google Scholar",), "“family group conference”", "", ""),
    ("child-protection", "Ombudsman: council left siblings apart for 14 months", "Example Gazette",
     "https://gazette.example/ombudsman", "The report asks for an apology, £3,000 and a new rule on contact before "
     "Christmas.", "news", 14, (), "“siblings”, “care”", "", ""),
    ("child-protection", "Foster carers’ pay: five tables that explain the gap", "The Allowance",
     "https://allowance.example/p/five-tables", "Why the same child is worth £180 a week in one town and £420 in the "
     "next.", "post", 40, (), "“foster carers”", "", ""),
    ("child-protection", "Jugendämter am Limit: Was hilft gegen den Personalmangel?", "Neue Alpenzeitung",
     "https://alpenzeitung.example/jugendamt", "Drei Städte versuchen es mit kleineren Teams, festen Vertretungen und weniger "
     "Formularen.", "news", 12, (), "“Jugendamt”", "", ""),
    ("child-protection", "Listening to babies: an observation guide for first visits", "Practice Notes",
     "https://notes.example/babies", "Eight things to see in ten minutes, with drawings.", "post", 60, (),
     "“first visits”", "", ""),
    ("homelessness", "Housing First after ten years: costs, tenancies and what residents say", "Housing & Society",
     "https://has.example/10.5555/has.77", "Eight of ten tenancies held. Savings show only when hospital days are counted.",
     "paper", 26, ("Google Scholar", "Housing & Society: contents"), "“Housing First”", "", ""),
    ("homelessness", "“I stopped being tired”: sixty people a year after the street", "Harbour Post",
     "https://harbourpost.example/tired", "Photographs and interviews, by people who slept outside themselves.", "news", 28,
     (), "“street”, “homeless”", "", ""),
    ("homelessness", "Rents outpace the allowance in nine of ten districts", "National Audit Desk",
     "https://auditdesk.example/rents-2026", "The gap is £31 a week on average and twice that on the coast.", "news", 33, (),
     "“housing allowance”", "", ""),
    ("homelessness", "Winter plan: who opens when it drops below zero", "Example Gazette",
     "https://gazette.example/winter", "A list by borough, with phone numbers and what each place takes: dogs, couples, "
     "drink.", "news", 18, (), "“winter”, “shelter”", "Please print for the front desk.", "Maya Okafor"),
    ("mental-health", "Waiting for CAMHS: a map of every district", "Open Data Room",
     "https://odr.example/camhs", "From 11 days to 61 weeks. The data can be downloaded.", "post", 44, (),
     "“CAMHS”", "", ""),
    ("mental-health", "Moral distress among approved practitioners: a diary study", "Journal of Social Work Practice",
     "https://jswp.example/doi/10.5555/2026.9", "Forty practitioners wrote for six weeks. Most distress came from beds, not "
     "from people.", "paper", 52, ("Google Scholar",), "“practitioners”, “mental health”", "", ""),
    ("mental-health", "صحة المراهقين النفسية بعد الزلزال: دراسة ميدانية", "مجلة الخدمة الاجتماعية",
     "https://msw.example/study", "قابل الباحثون مئتي أسرة في ثلاث مدن خلال عام كامل.", "paper", 70, (),
     "“الصحة النفسية”", "", ""),
    ("practice-education", "Who supervises the supervisors? A survey of 900 practice educators", "Social Work Education Today",
     "https://swet.example/900", "One in three has no supervision; most learn from each other at lunch.", "paper", 24,
     ("Google Alerts",), "“practice educators”", "", ""),
    ("practice-education", "Teaching the home visit with actors: a term in notes", "The Placement",
     "https://placement.example/actors", "What worked, what was awkward, and the scripts.", "post", 80, (),
     "“home visit”", "", ""),
]  # fmt: skip
ALSO = [
    ("homelessness", "Charity opens repair café in former night shelter", "Harbour Post"),
    ("child-protection", "Opinion: stop counting visits, count conversations", "Morning Courier"),
    ("mental-health", "Podcast: two nurses, one ward, forty years", "Night Desk"),
    ("practice-education", "Call for papers: placements in small places", "Rural Social Work"),
    ("homelessness", "Council minutes: item 7, hostel closures", "Example Gazette"),
    ("child-protection", "Registration open: kinship carers’ day in March", "Kin Network"),
    ("mental-health", "New guideline on rapid tranquillisation, summary", "Guideline Watch"),
    ("homelessness", "Letters: what a hostel taught me", "Morning Courier"),
]

# What each notice may be given.
NOTICES = {
    "title": "Social Work Morning", "interests": ["Housing", "Child protection"], "page": "https://news.example/c/1",
    "leave_page": "https://news.example/u/1", "reply_to": "inbox@news.example", "about": "the weather", "remedy": "do this",
    "said": "Your newsletter comes every Monday and Thursday at 07:00.", "lines": ["more 3: more like story 3", "pause 2 weeks"],
}  # fmt: skip


def candidates() -> list[Candidate]:
    """Every story of the issue, as the routing step hands them over."""
    found = [
        Candidate(number, title, link, text, publisher, (interest,), why, NOW - timedelta(hours=old), NOW,
                  also_in=also, note=note, note_by=by, kind=kind, language=_language(title))
        for number, (interest, title, publisher, link, text, kind, old, also, why, note, by) in enumerate(STORIES, 1)
    ]  # fmt: skip
    for number, (interest, title, publisher) in enumerate(ALSO, 100):
        link = f"https://{publisher.split()[0].lower()}.example/{number}"
        when = NOW - timedelta(days=6, hours=number)
        found.append(Candidate(number, title, link, "", publisher, (interest,), "x", when, NOW))
    return found


def _language(title: str) -> str:
    return "de" if "Jugend" in title else "ar" if not title.isascii() and "ص" in title else "en"


def content(language: str = "en", doors: bool = True) -> IssueContent:
    """The issue of one subscriber of four interests who has fifteen minutes; `doors` is False without a public address."""
    chosen = choose(candidates(), Wishes(minutes=15), INTERESTS, NOW)
    return IssueContent(
        title="Social Work Morning",
        number=12,
        date="Wednesday, 25 November 2026",
        local_date="2026-11-25",
        chosen=chosen,
        interests=INTERESTS,
        doors=Doors(
            leave_page=f"https://news.example/u/{TOKEN}",
            leave_mail=f"mailto:inbox+u.{TOKEN}@news.example?subject=unsubscribe",
            reply_to=f"inbox+r.{TOKEN}@news.example",
            tune=f"https://news.example/t/{TOKEN}/{{number}}",
            see_them=f"https://news.example/left/{TOKEN}",
            preferences=f"https://news.example/me/{TOKEN}",
        )
        if doors
        else Doors(leave_mail="mailto:inbox@news.example?subject=unsubscribe%20kA1b2C3d"),
        repeats=31,
        outside=12,
        minutes=15,
        language=language,
        words=(("homelessness", "The council decides on Thursday: more in the next one.", "Maya Okafor"),),
        imprint="Social Work Morning, Example Street 1, 1010 Sampletown",
    )
