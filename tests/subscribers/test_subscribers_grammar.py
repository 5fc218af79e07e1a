"""What people write above the quote: commands are read, prose never is, and neither is lost."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.html import to_text
from router.subscribers.grammar import MOST, Command, Known, nearest, read, read_line
from router.subscribers.quoting import above, says_yes
from router.subscribers.vocabulary import COMMANDS

KNOWN = Known(
    {"housing": "Housing", "child-protection": "Child protection", "care": "Care", "football": "Football"},
    {"guardian": "The Guardian", "google-alerts": "Google Alerts", "scholar": "Google Scholar"},
)
TODAY = date(2026, 11, 25)  # a Wednesday
QUOTE = "\n\nOn Mon, 23 Nov 2026 at 07:00, Test news <letters@news.example> wrote:\n> stop\n> help\n"

# Four languages, and many begin with a word that is a command when it stands alone.
PROSE = """\
Stop by my office when you have a minute, I would like to talk about story 3.
Please don't stop sending this, it is the best mail of my week!
Stop the press, what a good issue
Could you help me find the report behind story 4?
Help needed: our team is looking for kinship care studies.
Helpful as ever, thank you.
Why 3 of these stories are about football I do not understand.
Why did I get this twice?
More of this please!
More power to you
Less is more, as they say. Shorter would be fine.
Less football would be great, but I know others like it.
Time to say thank you for this newsletter.
Time flies! It has been a year already.
Daily is too much for me, could it be weekly?
Weekly would suit me better, is that possible?
Pause for thought: the piece on eviction moved me a lot.
One question: who picks the stories?
One of the links (number 7) is broken.
Only two things: the first link is dead, and I love the rest.
Join us on Friday for a talk on kinship care at the library.
Leave it as it is, I like it.
Status update from our side: the grant was approved.
Plain and simple: great work.
Days like this make me glad to be a social worker.
Send me the PDF of story 2 if you can, please.
Send now and pay later, the advert said. Is that your source?
Export licences were the topic of a story last week, weren't they?
Confirm receipt please
Forget me not: I am on leave until Monday and will read it then.
Interests me very much, thank you.
Zone 2 housing is missing in the map you linked.
Minutes of our meeting are attached, maybe of interest to the readers.
Language barriers in hospitals would be a good topic.
Resume of the applicant attached.
Mute swans nest at the canal by the shelter, funny story!
Yes, thank you
Hi all, story 3 quotes me wrongly. Could you correct it?
Thanks!
Danke für die vielen Hinweise, besonders Nummer 4!
Mehr davon bitte, das hilft uns in der Praxis sehr.
Weniger wäre mehr, der Brief ist recht lang.
Warum 3 Meldungen zum selben Thema?
Nur eine kurze Rückfrage: von wem stammt der zweite Artikel?
Zeit für ein Dankeschön an die Redaktion.
Hilfe für Familien in Not: dazu hätte ich einen Artikel für euch.
Pause machen wir im August, da liest niemand mit.
Tage der offenen Tür sind bei uns am 3. Dezember.
Sprache ist mir wichtig: bitte „Obdachlose“ vermeiden.
Plus de nouvelles sur le logement, ce serait formidable.
Pourquoi 2 fois le même article ?
Merci beaucoup pour cette lettre, elle m'est très utile.
Aide sociale à l'enfance : avez-vous lu ce rapport ?
Langue de bois, cet article, non ?
Seulement une remarque : le lien 5 ne marche pas.
Más información sobre vivienda, por favor.
¿Por qué 3 noticias iguales?
Solo quería daros las gracias por el boletín.
Ayuda a domicilio: ¿tenéis algo sobre eso?
Hora de cambiar la ley, como dice la noticia 1.
Baja por enfermedad: es un tema que os falta.
Idioma claro y bien elegido, enhorabuena.
""".splitlines()

ONE = [
    ("help", Command("help")), ("Hilfe!", Command("help")), ("?", Command("help")), ("STATUS", Command("status")),
    ("why 3", Command("why", number=3)), ("Why #12?", Command("why", number=12)), ("warum 3", Command("why", number=3)),
    ("more 3", Command("more", number=3)), ("more child protection", Command("more", interests=("child-protection",))),
    ("less football", Command("less", interests=("football",))), ("weniger Housing.", Command("less", interests=("housing",))),
    ("less the guardian", Command("less", source="guardian")), ("mute 4", Command("mute", number=4)),
    ("mute Guardian", Command("mute", source="guardian")), ("unmute google scholar", Command("unmute", source="scholar")),
    ("join Child-Protection", Command("join", interests=("child-protection",))),
    ("join housing and care", Command("join", interests=("housing", "care"))),
    ("leave football", Command("leave", interests=("football",))),
    ("only housing, care", Command("only", interests=("housing", "care"))),
    ("daily", Command("daily")), ("daily 6:30", Command("daily", time="06:30")), ("Täglich um 7 Uhr", Command("daily", time="07:00")),
    ("weekly friday", Command("weekly", days=(4,))), ("weekly fri 4pm", Command("weekly", days=(4,), time="16:00")),
    ("days mon, thu", Command("days", days=(0, 3))), ("days Monday and Thursday at 7", Command("days", days=(0, 3), time="07:00")),
    ("days mon-fri", Command("days", days=(0, 1, 2, 3, 4))), ("Tage Mo, Do 18:30", Command("days", days=(0, 3), time="18:30")),
    ("monthly", Command("monthly")), ("Monthly 15", Command("monthly", number=15)), ("monthly 7:00", Command("monthly", time="07:00")),
    ("monthly on the 31st at 18:30", Command("monthly", number=31, time="18:30")), ("monthly 1 7 pm", Command("monthly", number=1, time="19:00")),
    ("monatlich am 1. um 7 Uhr", Command("monthly", number=1, time="07:00")), ("chaque mois le 5", Command("monthly", number=5)),
    ("left out", Command("left out")), ("What was left out?", Command("left out")), ("Ausgelassen", Command("left out")),
    ("at once", Command("at once")), ("Sofort!", Command("at once")), ("tout de suite", Command("at once")),
    ("jours lundi, jeudi", Command("days", days=(0, 3))), ("time 19h30", Command("time", time="19:30")),
    ("time 7", Command("time", time="07:00")), ("minutes 20", Command("minutes", number=20)), ("minutes all", Command("minutes")),
    ("one", Command("one")), ("one per interest", Command("one per interest")), ("zone Europe/Vienna", Command("zone", value="Europe/Vienna")),
    ("zone vienna", Command("zone", value="Europe/Vienna")), ("language de", Command("language", value="de")),
    ("Sprache Deutsch", Command("language", value="de")), ("language de-at", Command("language", value="de-AT")),
    ("plain", Command("plain")), ("nur text", Command("plain")), ("pretty", Command("pretty")), ("pause", Command("pause")),
    ("pause 2 weeks", Command("pause", until=date(2026, 12, 9))), ("Pause 1 Monat", Command("pause", until=date(2026, 12, 25))),
    ("pause until 2026-12-24", Command("pause", until=date(2026, 12, 24))), ("pause bis 24.12.", Command("pause", until=date(2026, 12, 24))),
    ("pause until 7 January", Command("pause", until=date(2027, 1, 7))), ("pause until Monday", Command("pause", until=date(2026, 11, 30))),
    ("resume", Command("resume")), ("send", Command("send now")), ("Send now.", Command("send now")), ("export", Command("export")),
    ("STOP", Command("stop")), ("*Stop*", Command("stop")), ("Abmelden", Command("stop")), ("Please unsubscribe me.", Command("stop")),
    ("désabonner", Command("stop")), ("forget me", Command("forget me")), ("Vergiss mich!", Command("forget me")),
    ("oubliez-moi", Command("forget me")), ("confirm", Command("confirm")), ("Please stop", Command("stop")), ("Stop please!", Command("stop")),
    ("join: housing", Command("join", interests=("housing",))), ("Language: German", Command("language", value="de")),
    ("unsubscribe from football", Command("leave", interests=("football",))),
    ("pause for 2 weeks, please", Command("pause", until=date(2026, 12, 9))),
]  # fmt: skip
NOT = [
    "join us", "join nothing-known", "why", "why not", "why 0", "why 1000", "more", "more please", "only", "only us",
    "left out of it", "monthly 32", "monthly report", "monthly 0", "monthly 15 people wrote", "at once more", "immediately stop",
    "time", "time out", "time 25:00", "time 13pm", "days", "days off", "weekly mon, tue", "daily monday", "minutes",
    "minutes 9999", "zone", "zone out", "language of love", "language xx", "pause button", "pause until never",
    "pause until 2020-01-01", "pause 5 minutes", "stop it", "stop!!! please read this", "help me", "> stop", "unmute 3",
    "export ris", "forget it", "status quo", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize(("line", "meant"), ONE)
def test_each_command(line: str, meant: Command) -> None:
    found = read_line(line, KNOWN, TODAY)
    assert found is not None and found.line == line.strip()
    assert Command(**{name: getattr(found, name) for name in Command.__slots__} | {"line": ""}) == meant


@pytest.mark.parametrize("line", NOT)
def test_what_is_nearly_one_is_none(line: str) -> None:
    assert read_line(line, KNOWN, TODAY) is None


def test_sixty_replies_are_letters_and_nothing_of_them_is_lost() -> None:
    assert len(PROSE) >= 60
    for said in PROSE:
        wrapped = "\n".join(textwrap.wrap(said, 30))
        for reply in (said + QUOTE, f"\n\n{said}\n\nBest wishes,\nAda{QUOTE}", wrapped + QUOTE):
            assert read(reply, KNOWN, TODAY) == (), said
        assert above(said + QUOTE) == said, "every word above the quote goes to the editors"


def test_commands_stand_at_the_top_and_end_at_the_first_line_that_is_none() -> None:
    text = "\n\npause 2 weeks\nless football\n\nThanks, Ada\nstop" + QUOTE
    assert [one.word for one in read(text, KNOWN, TODAY)] == ["pause", "less"]
    assert read("Hello!\nstop" + QUOTE, KNOWN, TODAY) == ()
    assert read(QUOTE, KNOWN, TODAY) == ()
    assert read("> stop\nstop", KNOWN, TODAY) == (), "below the quote is not above it"
    assert len(read("help\n" * 30, KNOWN, TODAY)) == MOST


def test_a_word_that_a_mail_program_wrapped_is_no_command() -> None:
    assert read("Resume\nof the applicant is attached", KNOWN, TODAY) == ()
    assert [one.word for one in read("Resume\nthanks", KNOWN, TODAY)] == ["resume"]
    assert [one.word for one in read("stop\nsending me these please", KNOWN, TODAY)] == ["stop"], (
        "leaving is never missed"
    )


def test_what_an_answer_to_please_confirm_means() -> None:
    for said in ("", "yes", "Yes please!", "Ja, gerne", "ok", "Confirm.", "oui", "Yes, I would like that.\n\nAda"):
        assert says_yes(said + QUOTE) is True, said
    for said in ("no", "Nein danke", "No thanks", "STOP", "unsubscribe"):
        assert says_yes(said + QUOTE) is False, said
    for said in (
        "Who are you and how did you get my address?",
        "I did not ask for this.",
        "I am away until Monday.",
        "Please don't.",
    ):
        assert says_yes(said + QUOTE) is None, said
    wrapped = "On Monday, 23 November 2026 at 07:00, Test news wrote to somebody\nwith a long name:\n> hello"
    assert says_yes(wrapped) is True


GMAIL = (
    '<div dir="ltr">{}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 23 Nov 2026 at 07:00, Test'
    " news &lt;l@news.example&gt; wrote:<br></div><blockquote><p>stop</p><p>reading here</p></blockquote></div>"
)
APPLE = (
    '<body>{}<br><div dir="ltr">Sent from my iPhone</div><div><br><blockquote type="cite">On 23 Nov 2026, at 07:00, Test &lt;'
    "l@news.example&gt; wrote:<br><br></blockquote></div><blockquote><div>help</div></blockquote></body>"
)
OUTLOOK = (
    '<div class="WordSection1"><p class="MsoNormal">{}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="border-'
    'top:solid"><p class="MsoNormal"><b>From:</b> Test news &lt;l@news.example&gt;<br><b>Sent:</b> Monday</p></div><p>stop</p></div>'
)


@pytest.mark.parametrize("program", [GMAIL, APPLE, OUTLOOK], ids=["Gmail", "Apple Mail", "Outlook"])
def test_replies_that_are_html_alone(program: str) -> None:
    assert [one.word for one in read(to_text(program.format("pause 2 weeks<br>less care")), KNOWN, TODAY)] == [
        "pause",
        "less",
    ]
    assert read(to_text(program.format("")), KNOWN, TODAY) == () and says_yes(to_text(program.format(""))) is True
    assert above(to_text(program.format("Who picks the stories?"))) == "Who picks the stories?"


def test_the_nearest_command_is_suggested() -> None:
    assert nearest("joyn houzing", KNOWN) == "join Housing"
    assert nearest("statos", KNOWN) == "status"
    assert nearest("whyy 3", KNOWN) == "why 3"
    assert nearest("the quick brown fox", KNOWN) == ""


@settings(derandomize=True, max_examples=300)
@given(st.text(max_size=400))
def test_nothing_raises(text: str) -> None:
    for found in read(text, KNOWN, TODAY):
        assert found.line in text
    above(text), says_yes(text), nearest(text[:80], KNOWN)


def test_the_page_of_commands_has_every_word_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8").partition("## All words")[2]
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", page, re.MULTILINE))
    assert {word: tuple(re.findall(r"`([^`]+)`", said)) for word, said in rows.items()} == COMMANDS
