"""The best face of a story: what people see of several clippings."""

from __future__ import annotations

from router.folding import best, face
from router.terms import Clipping

CUT = Clipping(title="Kinship care in three rural …", link="https://scholar.google.com/scholar?cluster=1", publisher="")
JOURNAL = Clipping(
    title="Kinship care in three rural counties",
    link="https://journal.example/kc",
    text="We followed sixty families.",
    publisher="Journal of Kinship",
    published="2026-03-14",
)
DOI = Clipping(
    title="Kinship care in three rural counties",
    link="https://doi.org/10.5555/kc",
    doi="10.5555/kc",
    published="2026-03-10",
)
TRACKER = Clipping(
    title="Kinship care in three rural counties - Portal",
    link="https://click.portal.example/t/9",
    text="We followed ...",
)
TIP = Clipping(
    title="kinship", link="https://msn.com/x", note="Read this!", note_by="Maria Huber", authors="K. Ebner, J. Riedl"
)


def test_the_title_least_cut_and_the_link_most_direct() -> None:
    shown = best([CUT, TRACKER, JOURNAL, DOI])
    assert shown.title == JOURNAL.title
    assert shown.link == DOI.link
    assert shown.publisher == "Journal of Kinship"
    assert shown.doi == "10.5555/kc"
    assert shown.published == "2026-03-10"


def test_the_longest_honest_text() -> None:
    longer = Clipping(
        title="t", link="https://a.example/", text="We followed sixty families for three years and then the ..."
    )
    assert best([longer, JOURNAL]).text == JOURNAL.text
    assert best([longer, TRACKER]).text == longer.text


def test_a_persons_note_stays_with_its_author() -> None:
    shown = best([CUT, TIP, JOURNAL])
    assert (shown.note, shown.note_by) == ("Read this!", "Maria Huber")
    assert shown.authors == TIP.authors
    assert shown.link == JOURNAL.link


def test_one_clipping_is_its_own_face() -> None:
    assert best([CUT]) is CUT


def test_the_first_seen_breaks_ties() -> None:
    twin = Clipping(title=JOURNAL.title, link="https://journal.example/kd", publisher="X", text="")
    assert best([JOURNAL, twin]).link == JOURNAL.link
    assert best([twin, JOURNAL]).link == twin.link


def test_a_face_of_odd_links_and_endless_words() -> None:
    for link in ("", "mailto:a@b.example", "https://[::1", "javascript:alert(1)", "https://a.example:99999/", "//x"):
        made = face(Clipping(title="t" * 9000, link=link, text="x" * 90000), None)
        assert len(made.title) <= 500
        assert len(made.text) <= 2000
