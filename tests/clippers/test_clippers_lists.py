"""Digests of lists and tables of records in plain text: each post and each record is one story."""

from __future__ import annotations

from router import clippers
from router.terms import Clipping
from tests.clippers.letters import Case, mail_of

LISTED = (("list-id", "<rotas.l.example>"),)
RULE = "------------------------------\n\n"


def cut(text: str) -> tuple[Clipping, ...]:
    return clippers.cut(mail_of(Case("list", [], text=text, subject="rotas Digest", headers=LISTED))).clippings


def posts(*subjects: str, sender: str = "Ada Berg <ada@l.example>") -> str:
    return RULE.join(
        f"Date: Tue, 3 Nov 2026 09:21:44 +0100\nFrom: {sender}\nSubject: {subject}\n\nWords of it.\n\n"
        for subject in subjects
    )


def test_the_name_of_the_list_goes_from_answers_too() -> None:
    found = cut(posts("[rotas] Who takes May?", "Re: [rotas] Nights in June", "[rotas] Keys"))
    assert [one.title for one in found] == ["Who takes May?", "Re: Nights in June", "Keys"]


def test_the_issue_that_a_post_answers_is_not_its_title() -> None:
    found = cut(posts("Who takes May?", "Re: Nights in June (ROTAS-19.42)"))
    assert [one.title for one in found] == ["Who takes May?", "Re: Nights in June"]


def test_what_the_list_says_of_itself_is_no_post() -> None:
    text = posts("Who takes May?", "Nights in June") + RULE + posts("About ROTAS", sender="rotas-request@l.example")
    assert [one.title for one in cut(text)] == ["Who takes May?", "Nights in June"]


def test_posts_under_numbers() -> None:
    contents = "Topics in this digest:\n\n1a. Who takes May?\n    From: Ada\n\n2. Nights in June\n    From: Tom\n\n\nMessages\n"
    bodies = "".join(
        f'{"_" * 72}\n\n{number} {title}\n    Posted by: "{by}" {by.lower()}@l.example {by.lower()}_1\n'
        "    Date: Tue Nov 3, 2026 10:12 am ((PST))\n\nWords of it.\n\n"
        for number, title, by in (("1a.", "Who takes May?", "Ada"), ("2.", "Nights in June", "Tom"))
    )
    foot = (
        "-" * 72
        + "\nGroup links\n\n<*> To visit your group, go to:\n    http://g.example/rotas/\n\n<*> To unsubscribe, write.\n"
    )
    assert [(one.title, one.authors, one.link) for one in cut(contents + bodies + foot)] == [
        ("Who takes May?", "Ada", ""),
        ("Nights in June", "Tom", ""),
    ]


def test_a_digest_of_one_post() -> None:
    assert [one.title for one in cut(posts("[rotas] Who takes May?"))] == ["Who takes May?"]


def test_what_an_answer_quotes_is_no_story() -> None:
    said = "The rota is on the door.\n\nOn Mon, 4 May 2026, Ada Berg wrote:\n\n> Does anybody know who takes May?\n> https://l.example/rotas/may\n"
    assert not cut(said)


def test_a_sentence_that_an_address_ends_is_no_story() -> None:
    assert not cut("The rotas mailing list has two requests waiting for you at:\n\n   http://l.example/held/rotas\n")


def test_posts_whose_subject_stands_over_the_sender() -> None:
    subjects = ["Who takes May?", "Nights in June"]
    text = "".join(
        f"{at}a\n{subject}\nFrom: Ada Berg\nDate: Mon, 04 May 2026 10:10:00 +0100\n\nWords of it.\n\n"
        for at, subject in enumerate(subjects, 1)
    )
    assert [(one.title, one.authors) for one in cut(text)] == [(subject, "Ada Berg") for subject in subjects]


def test_records_in_columns() -> None:
    books = [("Berg, Ada.", "The night ward : a history", "b1"), ("Vale, Tom", "Working with relatives", "b2")]
    text = "2 titles\n\n" + "".join(
        f"Author      {author}\nTitle       {title}\nCall no.    HV 40   Hall 3\nLink        http://c.example/record={key}\n\n"
        for author, title, key in books
    )
    assert [(one.title, one.link) for one in cut(text)] == [
        (title, f"http://c.example/record={key}") for _, title, key in books
    ]
